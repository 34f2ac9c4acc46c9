"""Many at once: one voice a woman, one topic a need, one theme a month, one answer a version."""

from __future__ import annotations

from sqlmodel import col

from app.db import Database
from app.models.needs import NeedAnswer, NeedTheme, NeedTopic, NeedVoice
from app.models.notices import Notice
from tests.factories import HOME, Scene
from tests.test_parallel import MANY, Call, address, at_once, count, posting, removing, statuses

__all__ = ["address"]
ROOT = f"/communities/{HOME}"


def topic(address: str, scene: Scene) -> str:
    """Whoever wrote what it was made of took it back."""
    member, editor = scene.tokens["member"], scene.tokens["editor"]
    (written,) = at_once(address, [posting(f"{ROOT}/needs", member, text="Mong học nấu ăn")])
    need = written.json()["id"]
    made = posting(f"{ROOT}/need-topics", editor, title="Lớp nấu ăn", needs=[need])
    (answer,) = at_once(address, [made])
    assert answer.status_code == 201, answer.text
    at_once(address, [posting(f"/needs/{need}/withdrawal", member)])
    return str(answer.json()["id"])


def test_fifty_clicks_of_one_woman_are_one_voice(
    address: str, scene: Scene, database: Database
) -> None:
    of = topic(address, scene)
    token = scene.tokens["member"]
    answers = at_once(address, [posting(f"/need-topics/{of}/voices", token) for _ in range(MANY)])
    assert statuses(answers) == {200: MANY}
    assert count(database, col(NeedVoice.topic_id) == of) == 1


def test_one_need_gathered_fifty_times_is_in_one_topic(
    address: str, scene: Scene, database: Database
) -> None:
    (written,) = at_once(
        address, [posting(f"{ROOT}/needs", scene.tokens["member"], text="Mong có lớp")]
    )
    need, editor = written.json()["id"], scene.tokens["editor"]
    answers = at_once(
        address,
        [
            posting(f"{ROOT}/need-topics", editor, title=f"Chủ đề {n}", needs=[need])
            for n in range(MANY)
        ],
    )
    assert statuses(answers) == {201: 1, 409: MANY - 1}
    assert count(database, col(NeedTopic.title).startswith("Chủ đề")) == 1


def test_fifty_answers_to_one_version_are_one_and_tell_her_once(
    address: str, scene: Scene, database: Database
) -> None:
    of = topic(address, scene)
    at_once(address, [posting(f"/need-topics/{of}/voices", scene.tokens["member"])])
    answers = at_once(
        address,
        [
            posting(
                f"/need-topics/{of}/answers",
                scene.tokens[("chair", "editor")[n % 2]],
                state="done",
                text="Đã mở lớp",
                version=1,
            )
            for n in range(MANY)
        ],
    )
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    assert count(database, col(NeedAnswer.topic_id) == of) == 1
    assert count(database, col(Notice.kind) == "need.answered") == 1


def test_fifty_themes_of_one_month_are_one(address: str, scene: Scene, database: Database) -> None:
    token = scene.tokens["chair"]
    answers = at_once(
        address,
        [
            posting(
                f"{ROOT}/need-themes", token, month="2026-12", title=f"Chủ đề {n}", question="Gì?"
            )
            for n in range(MANY)
        ],
    )
    assert statuses(answers) == {200: MANY}
    assert count(database, col(NeedTheme.month) == "2026-12") == 1


def answered(address: str, scene: Scene) -> tuple[str, str]:
    """A topic that `member` joined, with one answer: the ids of both."""
    of = topic(address, scene)
    at_once(address, [posting(f"/need-topics/{of}/voices", scene.tokens["member"])])
    said = posting(f"/need-topics/{of}/answers", scene.tokens["chair"], state="doing", text="Đang")
    (answer,) = at_once(address, [said])
    return of, str(answer.json()["answers"][0]["id"])


def correcting(answer: str, token: str, text: str) -> Call:
    headers = {"authorization": f"Bearer {token}"}
    return lambda client: client.patch(
        f"/need-answers/{answer}", headers=headers, json={"text": text}
    )


def test_fifty_corrections_of_one_answer_are_one_and_tell_nobody(
    address: str, scene: Scene, database: Database
) -> None:
    of, first = answered(address, scene)
    calls = [correcting(first, scene.tokens["chair"], f"Lời {n}") for n in range(MANY)]
    assert statuses(at_once(address, calls)) == {200: 1, 409: MANY - 1}
    assert count(database, col(NeedAnswer.topic_id) == of) == 2
    assert count(database, col(Notice.kind) == "need.answered") == 1


def test_an_answer_is_taken_back_once_or_corrected_never_both(
    address: str, scene: Scene, database: Database
) -> None:
    of, first = answered(address, scene)
    chair = scene.tokens["chair"]
    calls = [
        correcting(first, chair, "Lời khác") if n % 2 else removing(f"/need-answers/{first}", chair)
        for n in range(MANY)
    ]
    done = statuses(at_once(address, calls))
    assert done.pop(409) == MANY - 1
    corrected = count(database, col(NeedAnswer.corrects) == 1)
    gone = count(database, col(NeedAnswer.withdrawn_at).is_not(None))
    assert (done, corrected + gone) in (({200: 1}, 1), ({204: 1}, 1))
    assert count(database, col(NeedAnswer.topic_id) == of) == 1 + corrected


def test_gathering_and_answering_at_once_tell_everyone_once(
    address: str, scene: Scene, database: Database
) -> None:
    """Whichever comes first, she who wrote it has one letter of the answer."""
    of = topic(address, scene)
    member, editor = scene.tokens["member"], scene.tokens["editor"]
    (written,) = at_once(address, [posting(f"{ROOT}/needs", member, text="Mong có lớp")])
    need = written.json()["id"]
    gather = posting(f"{ROOT}/need-topics", editor, topic=of, needs=[need])
    answer = posting(f"/need-topics/{of}/answers", editor, state="done", text="Đã mở", version=1)
    done = statuses(at_once(address, [gather if n % 2 else answer for n in range(MANY)]))
    assert done.pop(201) == 1
    assert done == {200: 1, 409: MANY - 2}
    assert count(database, col(Notice.kind) == "need.answered") == 1
