"""Surveys from a keeper's desk: a draft, its form, versions, publication, channels, quotas."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.surveys import Survey, SurveyKey
from app.schemas.survey_quotas import QuotasWrite
from app.schemas.surveys import (
    ChannelCreate,
    SurveyChange,
    SurveyClosing,
    SurveyCreate,
    SurveyPublication,
    SurveyRead,
    SurveyWithdrawal,
    VersionChange,
    VersionCreate,
)
from app.services.surveys import channels, publishing, quotas, reading, versioning, writing
from app.web.paging import first_page
from tests.factories import HOME
from tests.services.desk import Desk
from tests.surveys import EVERY_TYPE, question

GO = SurveyPublication()
HOUR = timedelta(hours=1)


def schema(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"title": "Chị cần gì?", "questions": list(questions or (question("q1"),))}


def made(desk: Desk, form: Any = None, *, publish: bool = True, **more: Any) -> SurveyRead:
    said = {"identity": "identified", "schema": form or schema(), **more}
    survey = desk.run("contests", writing.create, HOME, SurveyCreate.model_validate(said))
    return desk.run("contests", publishing.publish, survey.id, GO) if publish else survey


def redrafted(desk: Desk, survey: SurveyRead, form: Any, **more: Any) -> Any:
    body = VersionCreate.model_validate({"schema": form, **more})
    return desk.run("contests", versioning.create, survey.id, body)


def confirmed(desk: Desk, survey: SurveyRead, sha256: str) -> SurveyRead:
    body = SurveyPublication(confirm=sha256)
    return desk.run("chair", publishing.publish, survey.id, body)


def codes(error: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in error.value.errors]


def test_every_type_goes_out(desk: Desk) -> None:
    survey = made(desk, EVERY_TYPE)
    assert (survey.state, survey.current, survey.versions, survey.open) == (
        "published",
        1,
        [1],
        True,
    )
    assert survey.minutes >= 1
    assert survey.questions == len(EVERY_TYPE["questions"]) - 1
    assert desk.run("member", reading.read, survey.id).schema_ == EVERY_TYPE
    assert desk.faults() == []


def test_the_suggested_form_knows_the_units(desk: Desk) -> None:
    body = SurveyCreate(identity="anonymous", template="needs")
    survey = desk.run("contests", writing.create, HOME, body)
    asked = {one["key"]: one for one in survey.schema_["questions"]}
    names = {one["key"] for one in asked["q02"]["options"]}
    assert desk.scene.units["commune"] in names
    assert "không hỏi tên" in survey.schema_["introduction"]
    body = SurveyCreate(identity="identified", template="needs")
    named = desk.run("contests", writing.create, HOME, body).schema_
    assert "không hỏi tên" not in named["introduction"]
    assert set(named) == {"title", "introduction", "ending", "questions"}
    body = SurveyCreate(identity="token", template="means", title="Máy và mạng")
    assert desk.run("contests", writing.create, HOME, body).title == "Máy và mạng"
    body = SurveyCreate(identity="anonymous", template="blank", title="Góp ý")
    assert desk.run("contests", writing.create, HOME, body).title == "Góp ý"
    untitled = SurveyCreate(identity="anonymous", template="blank")
    with pytest.raises(Invalid) as wrong:
        desk.run("contests", writing.create, HOME, untitled)
    assert codes(wrong) == [("/title", "missing")]


def test_a_draft_is_its_keepers_alone(desk: Desk) -> None:
    survey = made(desk, publish=False)
    with pytest.raises(Hidden):
        desk.run("member", reading.read, survey.id)
    assert desk.run("member", reading.page, HOME, first_page()).items == []
    with pytest.raises(Forbidden):
        desk.run("adviser", publishing.publish, survey.id, GO)
    body = SurveyCreate(identity="token", template="needs")
    with pytest.raises(Forbidden):
        desk.run("member", writing.create, HOME, body)


def test_a_draft_changes_and_what_is_out_only_closes_later(desk: Desk) -> None:
    survey = made(desk, publish=False)
    now = clock.now()
    body = SurveyChange(title="Tên mới", closes_at=now + HOUR, k=7, most=100)
    changed = desk.run("contests", writing.change, survey.id, body)
    assert (changed.title, changed.k, changed.most) == ("Tên mới", 7, 100)
    assert changed.schema_["title"] == "Tên mới"
    with pytest.raises(Conflict, match="stale-version"):
        desk.run("contests", writing.change, survey.id, SurveyChange(k=9, version=1))
    desk.run("contests", publishing.publish, survey.id, GO)
    for said, fault in (
        ({"k": 3}, ("/k", "survey-fixed")),
        ({"closes_at": now, "reason": "Sớm"}, ("/closes_at", "closes-in-past")),
        ({"closes_at": now + HOUR / 2, "reason": "Sớm"}, ("/closes_at", "closes-not-later")),
        ({"closes_at": now + 2 * HOUR}, ("/reason", "missing")),
    ):
        with pytest.raises(Invalid) as wrong:
            desk.run("contests", writing.change, survey.id, SurveyChange.model_validate(said))
        assert codes(wrong) == [fault]
    later = SurveyChange(closes_at=now + 2 * HOUR, reason="Chị em xin thêm giờ")
    assert desk.run("contests", writing.change, survey.id, later).closes_at == now + 2 * HOUR


def test_effects_are_confirmed(desk: Desk) -> None:
    survey = made(desk, schema(question("q1"), question("q2")))
    reworded = {**question("q1"), "text": "Lời khác?"}
    draft = redrafted(desk, survey, schema(reworded, question("q3")), meaning=["q1"])
    assert [(one.question, one.what, one.sort) for one in draft.changes] == [
        ("q1", "text", "cosmetic"),
        ("q1", "meaning", "semantic"),
        ("q3", "added", "additive"),
        ("q2", "retired", "restrictive"),
    ]
    with pytest.raises(Conflict, match="version-unconfirmed") as unsaid:
        desk.run("contests", publishing.publish, survey.id, GO)
    assert unsaid.value.facts["sha256"] == draft.sha256
    assert len(unsaid.value.facts["changes"]) == 4
    assert desk.run("member", reading.read, survey.id).current == 1
    out = confirmed(desk, survey, draft.sha256)
    assert (out.current, out.versions) == (2, [2, 1])
    rows = desk.database.read_now(
        lambda s: (
            s.execute(select(SurveyKey).where(col(SurveyKey.part) == "question")).scalars().all()
        )
    )
    assert {one.question: (one.introduced, one.meaning, one.retired) for one in rows} == {
        "q1": (1, 2, None),
        "q2": (1, 1, 2),
        "q3": (2, 2, None),
    }
    with pytest.raises(Conflict, match="already-decided"):
        confirmed(desk, survey, draft.sha256)


def test_what_is_confirmed_is_what_was_shown(desk: Desk) -> None:
    survey = made(desk)
    seen = redrafted(desk, survey, schema({**question("q1"), "text": "Lời khác?"}))
    body = VersionChange(meaning=["q1"])
    marked = desk.run("contests", versioning.change, survey.id, 2, body)
    assert marked.schema_ == seen.schema_
    with pytest.raises(Conflict, match="version-unconfirmed") as stale:
        confirmed(desk, survey, seen.sha256)
    assert stale.value.facts["sha256"] == marked.sha256
    wrong = VersionChange(meaning=["q1", "q9"])
    with pytest.raises(Invalid) as unknown:
        desk.run("contests", versioning.change, survey.id, 2, wrong)
    assert codes(unknown) == [("/meaning/1", "meaning-unknown")]
    assert confirmed(desk, survey, marked.sha256).current == 2
    assert desk.faults() == []


def test_another_title_alone_is_a_new_version(desk: Desk) -> None:
    survey = made(desk)
    draft = redrafted(desk, survey, {**schema(question("q1")), "title": "Tên khác"})
    assert draft.changes == []
    assert confirmed(desk, survey, draft.sha256).title == "Tên khác"


def test_a_key_is_never_used_again(desk: Desk) -> None:
    survey = made(desk, schema(question("q1"), question("q2")))
    options = question("q1")["options"][1:]
    draft = redrafted(desk, survey, schema({**question("q1"), "options": options}))
    confirmed(desk, survey, draft.sha256)
    for form, fault in (
        (schema(question("q1", "number")), ("/schema/questions/0/type", "question-type-kept")),
        (
            schema({**question("q1"), "options": options}, question("q2")),
            ("/schema/questions/1/key", "question-key-retired"),
        ),
        (schema(question("q1")), ("/schema/questions/0/options/0/key", "option-key-retired")),
    ):
        with pytest.raises(Invalid) as wrong:
            redrafted(desk, survey, form)
        assert fault in codes(wrong)


def _sql(session: Session, statement: str) -> None:
    session.execute(text(statement))


def test_what_was_published_stays(desk: Desk) -> None:
    survey = made(desk)
    body = VersionChange.model_validate({"schema": schema(question("q9"))})
    with pytest.raises(Conflict, match="version-published"):
        desk.run("contests", versioning.change, survey.id, 1, body)
    for change in ("sha256 = 'x'", "form = '{}'", "number = 7"):
        with pytest.raises(DatabaseError, match="published"):
            desk.database.write_now(partial(_sql, statement=f"UPDATE survey_version SET {change}"))
    with pytest.raises(DatabaseError, match="published"):
        desk.database.write_now(lambda s: s.execute(text("DELETE FROM survey_key")))


def test_a_draft_version_is_one_and_may_go(desk: Desk) -> None:
    survey = made(desk)
    draft = redrafted(desk, survey, None)
    assert draft.changes == []
    with pytest.raises(Conflict, match="draft-version-exists"):
        redrafted(desk, survey, None)
    with pytest.raises(Conflict, match="version-unchanged"):
        confirmed(desk, survey, draft.sha256)
    body = VersionChange.model_validate({"schema": schema(question("q1"), question("q2"))})
    changed = desk.run("contests", versioning.change, survey.id, 2, body)
    assert [one.what for one in changed.changes] == ["added"]
    assert len(desk.run("member", reading.versions, survey.id).versions) == 1
    desk.run("contests", versioning.drop, survey.id, 2)
    with pytest.raises(Conflict, match="no-draft-version"):
        desk.run("contests", versioning.draft_form, survey.id)


def test_closing_and_taking_back(desk: Desk) -> None:
    survey = made(desk, opens_at=clock.now() - HOUR, closes_at=clock.now() + HOUR)
    closed = desk.run("contests", publishing.close, survey.id, SurveyClosing(reason="Đủ rồi"))
    assert (closed.state, closed.open) == ("closed", False)
    assert closed.closes_at is not None
    assert closed.closes_at <= clock.now()
    with pytest.raises(Conflict, match="survey-over"):
        desk.run("contests", publishing.close, survey.id, SurveyClosing())
    gone = desk.run("chair", publishing.withdraw, survey.id, SurveyWithdrawal(reason="Nhầm"))
    assert (gone.state, gone.allowed_actions) == (
        "withdrawn",
        ["results", "texts", "codebook", "form-file"],
    )
    with pytest.raises(Conflict, match="survey-over"):
        redrafted(desk, survey, None)
    over = made(desk, publish=False, closes_at=clock.now() + HOUR)
    gone_by = {"closes_at": (clock.now() - HOUR).isoformat()}
    with pytest.raises(Invalid) as early:
        desk.run("contests", writing.change, over.id, SurveyChange.model_validate(gone_by))
    assert codes(early) == [("/closes_at", "closes-in-past")]
    with pytest.raises(Invalid) as early:
        made(desk, publish=False, **gone_by)
    assert codes(early) == [("/closes_at", "closes-in-past")]
    later = update(Survey).values(closes_at=clock.now() - HOUR)
    desk.database.write_now(lambda s: s.execute(later.where(col(Survey.id) == over.id)))
    with pytest.raises(Invalid) as late:
        desk.run("contests", publishing.publish, over.id, GO)
    assert codes(late) == [("/closes_at", "closes-in-past")]


@pytest.mark.parametrize("identity", ["token", "anonymous"])
def test_a_file_is_asked_for_by_name_alone(desk: Desk, identity: str) -> None:
    form = schema(question("q1"), question("q2", "file"))
    survey = made(desk, form, publish=False, identity=identity)
    with pytest.raises(Invalid, match="survey-file-unnamed") as refused:
        desk.run("contests", publishing.publish, survey.id, GO)
    assert codes(refused) == [("/schema/questions/1/type", "question-file-names")]
    assert refused.value.facts == {"number": 2}
    assert made(desk, form).state == "published"


def test_channels_lead_to_the_form(desk: Desk) -> None:
    survey = made(desk)
    way = desk.run("contests", channels.create, survey.id, ChannelCreate(name="Nhóm Zalo"))
    assert way.qr.startswith("data:image/")
    led = desk.run("stranger", reading.door, way.code)
    assert led.address == f"/surveys/{survey.id}/responses/new?channel={way.code}"
    led = desk.run("stranger", reading.door, survey.code)
    assert (led.channel, led.address) == (None, f"/surveys/{survey.id}/responses/new")
    with pytest.raises(Invalid) as twice:
        desk.run("contests", channels.create, survey.id, ChannelCreate(name="Nhóm Zalo"))
    assert codes(twice) == [("/name", "channel-name-taken")]
    with pytest.raises(Hidden):
        desk.run("stranger", reading.door, "zzzzzzzzzzzz")


def test_quotas(desk: Desk) -> None:
    survey = made(desk, publish=False)
    one = {"question": "q1", "option": "a", "most": 10}
    body = QuotasWrite.model_validate({"quotas": [one, {**one, "option": "b"}]})
    assert len(desk.run("contests", quotas.write, survey.id, body).quotas) == 2
    desk.run("contests", publishing.publish, survey.id, GO)
    body = QuotasWrite.model_validate({"quotas": [{**one, "most": 20}]})
    left = desk.run("contests", quotas.write, survey.id, body).quotas
    assert [(q.option, q.most) for q in left] == [("a", 20)]
    body = QuotasWrite.model_validate({"quotas": [{**one, "option": "c"}]})
    with pytest.raises(Conflict, match="quota-after-publication"):
        desk.run("contests", quotas.write, survey.id, body)
    for wrong, code in (({"question": "q7"}, "quota-question"), ({"option": "z"}, "quota-option")):
        body = QuotasWrite.model_validate({"quotas": [{**one, **wrong}]})
        with pytest.raises(Invalid, match="invalid") as fault:
            desk.run("contests", quotas.write, survey.id, body)
        assert [error.code for error in fault.value.errors] == [code]
    desk.database.write_now(lambda s: s.execute(text("UPDATE survey_quota SET taken = 15")))
    body = QuotasWrite.model_validate({"quotas": [{**one, "most": 14}]})
    with pytest.raises(Invalid) as low:
        desk.run("contests", quotas.write, survey.id, body)
    assert codes(low) == [("/quotas/0/most", "quota-below-taken")]
