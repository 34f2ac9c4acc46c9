"""Decisions beside a round's papers: rulings, corrected keys, sealed figures opened early."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import col

from app.domain.refusals import Conflict, Forbidden, Invalid
from app.models.audit import AuditRow
from app.models.contests import Attempt, ContestOffice, ContestRound, RoundQuestion
from app.models.notices import Notice
from app.schemas.contest_rulings import (
    CorrectionCreate,
    PlaceCreate,
    RulingCreate,
    SealedCreate,
)
from app.services.contests import (
    correcting,
    proving,
    publishing,
    readiness,
    ruling,
    unsealing,
)
from app.store.actors import Work
from tests import contests
from tests.services.contest_desk import (
    FIRST,
    at,
    computed,
    laid,
    latest,
    published,
    worked,
)
from tests.services.desk import Desk

WHY = {"reason": "Dùng tài khoản của người khác.", "evidence": "Biên bản ngày 21/4."}


def about(desk: Desk, round_id: str, seq: int, **more: Any) -> RulingCreate:
    """About whoever handed in the paper of that number."""
    wanted = select(col(Attempt.entry)).where(
        col(Attempt.round_id) == round_id, col(Attempt.seq) == seq
    )
    entry = desk.database.read_now(lambda session: session.execute(wanted).scalar_one())
    return RulingCreate.model_validate({**WHY, "entry": entry, **more})


def deeds(desk: Desk, action: str) -> int:
    wanted = select(func.count()).where(col(AuditRow.action) == action)
    return desk.database.read_now(lambda session: session.execute(wanted).scalar_one())


# -- rulings -----------------------------------------------------------------------------------


def test_out_and_in_again_count_n_anew(desk: Desk) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    assert computed(desk, round_id).n == 5
    board = desk.run("contests", ruling.disqualify, round_id, about(desk, round_id, 1))
    assert (board.outdated, [one.kind for one in board.rulings]) == (True, ["disqualified"])
    with pytest.raises(Conflict) as refused:
        desk.run("chair", ruling.disqualify, round_id, about(desk, round_id, 1))
    assert refused.value.code == "ruled-already"
    with pytest.raises(Conflict):
        desk.run("chair", ruling.reinstate, round_id, about(desk, round_id, 2))
    second = computed(desk, round_id, "Loại một người.")
    assert (second.n, second.rows[0].name) == (4, "Đỗ Thị Số 2")
    desk.run("chair", ruling.reinstate, round_id, about(desk, round_id, 1))
    third = computed(desk, round_id, "Cho thi lại.")
    assert (third.no, third.n, third.rows[0].name) == (3, 5, "Đỗ Thị Số 0")
    assert (
        deeds(desk, "contest_ruling.disqualified") == deeds(desk, "contest_ruling.reinstated") == 1
    )
    with pytest.raises(DatabaseError, match="append-only"):
        desk.database.write_now(lambda s: s.execute(text("DELETE FROM contest_ruling")))
    told = select(col(Notice.kind), col(Notice.text)).where(col(Notice.kind).like("contest.%"))
    letters = desk.database.read_now(lambda s: list(s.execute(told.order_by(col(Notice.id)))))
    assert [row[0] for row in letters] == ["contest.disqualified", "contest.reinstated"]
    assert WHY["reason"] in letters[0][1]


def test_n_before_disqualification_stays(desk: Desk) -> None:
    def make(work: Work) -> str:
        of = contests.over(work, contests.contest(work, desk.scene, n_counts="before"))
        for one in contests.people(work, desk.scene, 3):
            contests.handed_in(work, of, one.person_id, contests.right(10), 3, at(14, "08:00:00"))
        return of.id

    round_id = laid(desk, make)
    desk.run("contests", ruling.disqualify, round_id, about(desk, round_id, 2))
    result = computed(desk, round_id)
    assert (result.n, len(result.rows)) == (3, 2)


@pytest.mark.parametrize("name", ["reason", "evidence"])
def test_a_ruling_says_why_and_on_what_it_rests(desk: Desk, name: str) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    for verb in (ruling.disqualify, ruling.waive):
        with pytest.raises(Invalid) as refused:
            desk.run("contests", verb, round_id, about(desk, round_id, 1, **{name: " "}))
        assert refused.value.errors[0].code == f"ruling-without-{name}"
    with pytest.raises(Invalid) as refused:
        desk.run("contests", ruling.disqualify, round_id, RulingCreate(**WHY, entry="KHONG"))
    assert refused.value.errors[0].code == "entry-unknown"


def test_a_waived_prize_moves_everyone_up_once_it_is_published_anew(desk: Desk) -> None:
    def make(work: Work) -> str:
        of = contests.over(work, contests.contest(work, desk.scene, prizes=[["Nhất", 1]]))
        for n, one in enumerate(contests.people(work, desk.scene, 3)):
            contests.handed_in(
                work, of, one.person_id, contests.right(10), 3, at(14, f"{8 + n:02}:00:00")
            )
        return of.id

    round_id = laid(desk, make)
    assert [row.name for row in published(desk, round_id).runners_up] == [
        "Đỗ Thị Số 1",
        "Đỗ Thị Số 2",
    ]
    desk.run("contests", ruling.waive, round_id, about(desk, round_id, 1))
    with pytest.raises(Conflict):
        desk.run("contests", ruling.waive, round_id, about(desk, round_id, 1))
    second = computed(desk, round_id, "Chị Số 0 không nhận giải.")
    assert [row.prize for row in second.rows] == [None, "Nhất", None]
    assert second.difference is not None
    assert [(one.prize_before, one.prize_after) for one in second.difference.prizes] == [
        ("Nhất", None),
        (None, "Nhất"),
    ]
    # Until it is published by decision, the prizes are what was published.
    assert [row.prize for row in latest(desk, "member", round_id).rows] == ["Nhất"]
    assert latest(desk, "member", round_id).no == 1
    desk.run("contests", publishing.publish, round_id, FIRST)
    desk.run("chair", publishing.publish, round_id, FIRST)
    assert latest(desk, "member", round_id).no == 2
    assert desk.faults() == []


def test_nobody_rules_about_herself(desk: Desk) -> None:
    def make(work: Work) -> str:
        of = contests.over(work, contests.contest(work, desk.scene))
        mine = contests.people(work, desk.scene, 1)[0]
        mine.person_id = desk.scene.persons["chair"]
        work.session.flush()
        contests.handed_in(work, of, mine.person_id, contests.right(9), 3, at(14, "08:00:00"))
        return of.id

    round_id = laid(desk, make)
    with pytest.raises(Forbidden) as refused:
        desk.run("chair", ruling.disqualify, round_id, about(desk, round_id, 1))
    assert refused.value.code == "own-case"
    desk.run("vice_chair", ruling.disqualify, round_id, about(desk, round_id, 1))


def test_a_place_by_hand_only_where_the_rules_rank_by_it(desk: Desk) -> None:
    def make(work: Work, *chain: str) -> str:
        of = contests.over(work, contests.contest(work, desk.scene, rank=list(chain)))
        for one in contests.people(work, desk.scene, 2):
            contests.handed_in(work, of, one.person_id, contests.right(10), 2, at(14, "08:00:00"))
        return of.id

    plain = laid(desk, lambda work: make(work, "-correct", "submitted_at"))
    body = about(desk, plain, 2).model_dump()
    with pytest.raises(Conflict) as refused:
        desk.run("contests", ruling.place, plain, PlaceCreate(**body, place=1))
    assert refused.value.code == "no-rank-by-hand"
    by_hand = laid(desk, lambda work: make(work, "manual", "-correct"))
    for seq, place in ((1, 2), (2, 1)):
        body = about(desk, by_hand, seq).model_dump()
        desk.run("contests", ruling.place, by_hand, PlaceCreate(**body, place=place))
    assert [row.manual for row in computed(desk, by_hand).rows] == [1, 2]


# -- corrected keys ----------------------------------------------------------------------------


def doubted(work: Work, desk: Desk) -> str:
    """Of two, one chose `c` in the first question where the key says `b`."""
    of = contests.over(work, contests.contest(work, desk.scene, prizes=[["Nhất", 1]]))
    one, two = contests.people(work, desk.scene, 2)
    for person, answers in (
        (one, contests.right(10)),
        (two, contests.right(10) | {"q1": ["c"]}),
    ):
        contests.handed_in(work, of, person.person_id, answers, 1, at(14, "08:00:00"))
    return of.id


def correction(**more: Any) -> CorrectionCreate:
    said = {"question": "q1", "answer": ["c"], "reason": "Luật đã sửa đổi từ tháng 1."}
    return CorrectionCreate.model_validate({**said, **more})


def test_another_key_is_previewed_then_marks_every_paper_again(desk: Desk) -> None:
    round_id = laid(desk, lambda work: doubted(work, desk))
    published(desk, round_id)
    seen = desk.run("contests", correcting.preview, round_id, correction())
    assert (seen.before, seen.after, seen.papers) == (["Ý b"], ["Ý c"], 2)
    assert seen.difference is not None
    assert [(one.name, one.prize_after) for one in seen.difference.prizes] == [
        ("Đỗ Thị Số 1", "Nhất"),
        ("Đỗ Thị Số 0", None),
    ]
    assert desk.run("contests", correcting.board, round_id).corrections == []
    assert [row.correct for row in latest(desk, "contests", round_id).rows] == [10, 9]

    second = desk.run("contests", correcting.correct, round_id, correction())
    assert (second.no, second.reason, second.state) == (
        2,
        "Luật đã sửa đổi từ tháng 1.",
        "computed",
    )
    assert [(row.name, row.correct) for row in second.rows] == [
        ("Đỗ Thị Số 1", 10),
        ("Đỗ Thị Số 0", 9),
    ]
    # The first version stands published, and verify still proves it by its own key.
    assert latest(desk, "member", round_id).rows[0].name == "Đỗ Thị Số 0"
    assert desk.faults() == []
    with pytest.raises(Conflict) as refused:
        desk.run("chair", correcting.correct, round_id, correction())
    assert refused.value.code == "key-as-before"
    desk.run("contests", publishing.publish, round_id, FIRST)
    desk.run("chair", publishing.publish, round_id, FIRST)
    assert latest(desk, "member", round_id).rows[0].name == "Đỗ Thị Số 1"
    assert desk.faults() == []
    public = desk.run("stranger", proving.file, round_id).content.decode()
    assert '"corrected":{"q1":["c"]}' in public
    assert '"q1":["b"]' in public  # as it was sealed
    assert deeds(desk, "contest_key.correct") == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": "q99"}, "correction-question-unknown"),
        ({"answer": []}, "correction-answer-wrong"),
        ({"answer": ["z"]}, "correction-answer-wrong"),
        ({"reason": "  "}, "ruling-without-reason"),
    ],
)
def test_a_correction_that_cannot_be(desk: Desk, body: dict[str, Any], code: str) -> None:
    round_id = laid(desk, lambda work: doubted(work, desk))
    for verb in (correcting.preview, correcting.correct):
        with pytest.raises(Invalid) as refused:
            desk.run("contests", verb, round_id, correction(**body))
        assert refused.value.errors[0].code == code


def test_no_key_is_corrected_while_the_round_is_open(desk: Desk) -> None:
    def make(work: Work) -> str:
        return contests.round_of(work, contests.contest(work, desk.scene)).id

    round_id = laid(desk, make)
    for verb in (correcting.preview, correcting.correct):
        with pytest.raises(Conflict) as refused:
            desk.run("contests", verb, round_id, correction())
        assert refused.value.code == "round-not-closed"


def test_essays_stay_as_they_were_marked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(work: Work) -> str:
        round_id = doubted(work, desk)
        of = work.session.get_one(ContestRound, round_id)
        work.session.add(
            RoundQuestion(
                round_id=of.id,
                key="e1",
                place=11,
                kind="essay",
                prompt="Viết.",
                prompt_html="<p>Viết.</p>",
                options=[],
                answer=[],
                points=500,
            )
        )
        return round_id

    round_id = laid(desk, make)
    wanted = select(col(Attempt.id)).order_by(col(Attempt.seq))
    first = desk.database.read_now(lambda session: session.execute(wanted).scalars().first())
    monkeypatch.setattr(readiness, "essay_points", lambda *_: {first: 450})
    assert [row.points for row in computed(desk, round_id).rows] == [1450, 900]
    second = desk.run("contests", correcting.correct, round_id, correction())
    assert [row.points for row in second.rows] == [1000, 1350]
    assert second.question_count == 10


# -- sealed figures ----------------------------------------------------------------------------


def test_two_people_open_sealed_figures_and_it_is_logged(desk: Desk) -> None:
    def make(work: Work) -> str:
        of = contests.round_of(work, contests.contest(work, desk.scene))
        for one in contests.people(work, desk.scene, 3):
            for _ in range(2):
                contests.handed_in(work, of, one.person_id, contests.right(10), 3, work.now)
        return of.id

    round_id = laid(desk, make)
    for who in ("adviser", "moderator", "member"):
        with pytest.raises(Forbidden):
            desk.run(who, unsealing.read, round_id)
    with pytest.raises(Invalid):
        desk.run("contests", unsealing.unseal, round_id, SealedCreate())
    because = SealedCreate(reason="Máy chủ dừng hai giờ, cần biết có ai mất bài.")
    one = desk.run("contests", unsealing.unseal, round_id, because)
    assert (one.state, one.approvals, one.entrants) == ("sealed", 1, None)
    with pytest.raises(Conflict) as refused:
        desk.run("contests", unsealing.unseal, round_id, because)
    assert refused.value.code == "already-approved-by-you"
    two = desk.run("chair", unsealing.unseal, round_id, SealedCreate())
    assert (two.state, two.entrants, two.entries, two.n) == ("opened", 3, 6, 3)
    assert (two.first_by, two.second_by) == ("Nguyễn Thị contests", "Nguyễn Thị chair")
    assert desk.run("vice_chair", unsealing.read, round_id).reason == because.reason
    with pytest.raises(Conflict) as refused:
        desk.run("vice_chair", unsealing.unseal, round_id, because)
    assert refused.value.code == "figures-open"
    assert deeds(desk, "contest_round.unseal_first") == deeds(desk, "contest_round.unseal") == 1
    assert deeds(desk, "contest_round.look_unsealed") == 1
    # Whoever has seen them organises from then on, so that the rules keep her from the prizes.
    with desk.database.writer.connect() as connection:
        rows = connection.execute(select(col(ContestOffice.person_id), col(ContestOffice.role)))
        assert {tuple(row) for row in rows} == {
            (desk.scene.persons[who], "organiser") for who in ("contests", "chair", "vice_chair")
        }
