"""Results of rounds from a desk: computed, approved by two, published, proven, recomputed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError
from sqlmodel import col

from app.domain.contests import moments, proofs
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.contest_results import ContestResult, ContestRuling
from app.models.contests import Attempt, ContestOffice, ContestRound
from app.models.members import Consent
from app.models.notices import Notice
from app.models.people import Appointment
from app.models.question_bank import BankReader
from app.schemas.contest_results import NamingChange, PublicationCreate
from app.services.contests import (
    cumulating,
    item_figures,
    naming,
    proving,
    publishing,
    readiness,
    result_views,
)
from app.services.deeds import fresh_id
from app.store import communities
from app.store.actors import Work
from app.web.paging import PageQuery, first_page
from tests import contests
from tests.factories import HOME
from tests.server import ROOT
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

# -- versions ----------------------------------------------------------------------------------


def test_the_same_inputs_give_the_same_version_and_another_needs_a_reason(desk: Desk) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    assert computed(desk, round_id).no == 1
    assert computed(desk, round_id, "Tính lại cho chắc.", "chair").no == 1
    rule(desk, round_id, "disqualified", 0)
    with pytest.raises(Invalid) as refused:
        computed(desk, round_id)
    assert refused.value.errors[0].code == "result-reason-missing"
    second = computed(desk, round_id, "Loại một người.")
    assert (second.no, second.n, len(second.rows)) == (2, 4, 5)
    assert second.difference is not None
    assert (second.difference.went, len(second.difference.prizes)) == (1, 3)
    listed = desk.run("contests", result_views.versions, round_id, first_page())
    assert [(one.no, one.reason) for one in listed.items] == [(2, "Loại một người."), (1, "")]
    assert latest(desk, "contests", round_id, "1").n == 5


def rule(desk: Desk, round_id: str, kind: str, person: int) -> None:
    """A ruling straight into the table about the entrant of that number."""

    def inside(work: Work) -> None:
        people = work.session.execute(
            select(col(Attempt.person_id))
            .where(col(Attempt.round_id) == round_id)
            .order_by(col(Attempt.seq))
        ).scalars()
        no = len(work.session.execute(select(ContestRuling)).scalars().all()) + 1
        work.session.add(
            ContestRuling(
                id=fresh_id(work),
                round_id=round_id,
                no=no,
                person_id=list(dict.fromkeys(people))[person],
                kind=kind,
                reason="Dùng tài khoản của người khác.",
                evidence="Biên bản ngày 21/4.",
                ruled_by=work.actor.person_id or "",
                ruled_at=work.now,
            )
        )

    desk.run("contests", inside)


def test_nothing_is_computed_before_the_round_has_closed(desk: Desk) -> None:
    def make(work: Work) -> str:
        return contests.round_of(work, contests.contest(work, desk.scene)).id

    with pytest.raises(Conflict) as refused:
        computed(desk, laid(desk, make))
    assert refused.value.code == "round-not-closed"

    def practice(work: Work) -> str:
        return contests.over(work, contests.contest(work, desk.scene), practice=True).id

    with pytest.raises(Conflict) as refused:
        computed(desk, laid(desk, practice))
    assert refused.value.code == "practice-without-result"


def test_essays_and_complaints_hold_it_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    with monkeypatch.context() as during:
        during.setattr(readiness, "essays_waiting", lambda *_: 2)
        with pytest.raises(Conflict) as refused:
            computed(desk, round_id)
        assert (refused.value.code, refused.value.facts) == ("essays-not-marked", {"waiting": 2})
    computed(desk, round_id)
    with monkeypatch.context() as during:
        during.setattr(readiness, "complaints_open", lambda *_: 1)
        with pytest.raises(Conflict) as refused:
            desk.run("chair", publishing.publish, round_id, FIRST)
        assert refused.value.code == "complaints-open"


def test_who_serves_the_contest_has_no_row(desk: Desk) -> None:
    """Organiser, adviser by appointment and reader of the bank: as if they had never entered."""

    def make(work: Work) -> str:
        rules: dict[str, Any] = {
            "exclude_roles": ["organiser", "secretary", "juror", "adviser", "bank_reader"]
        }
        contest = contests.contest(work, desk.scene, **rules)
        of = contests.over(work, contest)
        people = [one.person_id for one in contests.people(work, desk.scene, 3)]
        work.session.add(
            ContestOffice(
                contest_id=contest.id, person_id=people[0], role="organiser", since=work.now
            )
        )
        work.session.add(
            BankReader(
                community_id=contest.community_id,
                person_id=people[1],
                agreed_at=work.now,
                last_at=work.now,
            )
        )
        adviser = desk.scene.persons["adviser"]
        # Since before the round: within the hour after midnight it closed yesterday.
        work.session.execute(
            update(Appointment)
            .where(col(Appointment.person_id) == adviser)
            .values(valid_from=work.today - timedelta(days=30))
        )
        mine = contests.people(work, desk.scene, 1)[0]
        mine.person_id = adviser
        work.session.flush()
        for person in (*people, adviser):
            contests.handed_in(work, of, person, contests.right(10), 1, at(14, "08:00:00"))
        return of.id

    round_id = laid(desk, make)
    result = computed(desk, round_id)
    assert (result.n, [row.name for row in result.rows]) == (1, ["Đỗ Thị Số 2"])
    written = json.loads(desk.run("contests", proving.recompute_file, round_id).content)
    assert len(written["attempts"]) == 1


# -- publication -------------------------------------------------------------------------------


def test_two_publish_it_and_only_then_it_is_read(desk: Desk) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    with pytest.raises(Conflict) as refused:
        desk.run("contests", publishing.publish, round_id, FIRST)
    assert refused.value.code == "no-result-yet"
    computed(desk, round_id)
    for who in ("adviser", "member", "moderator"):
        with pytest.raises(Hidden):
            latest(desk, who, round_id)
    for who in ("adviser", "member", "moderator"):
        with pytest.raises(Forbidden):
            computed(desk, round_id, who=who)
    one = desk.run("contests", publishing.publish, round_id, FIRST)
    assert (one.state, one.approvals) == ("computed", 1)
    assert "publication" not in one.allowed_actions
    with pytest.raises(Conflict) as refused:
        desk.run("contests", publishing.publish, round_id, FIRST)
    assert refused.value.code == "already-approved-by-you"
    with pytest.raises(Conflict) as refused:
        desk.run("chair", publishing.publish, round_id, PublicationCreate(no=2))
    assert refused.value.code == "stale-version"
    two = desk.run("chair", publishing.publish, round_id, PublicationCreate(no=1))
    assert (two.state, two.approvals) == ("published", 2)
    assert (two.approved_by, two.published_by) == ("Nguyễn Thị contests", "Nguyễn Thị chair")
    assert len(latest(desk, "adviser", round_id).rows) == 6
    with pytest.raises(Conflict) as refused:
        desk.run("chair", publishing.publish, round_id, FIRST)
    assert refused.value.code == "result-published"
    assert desk.faults() == []


def test_one_is_enough_where_the_list_does_not_name_it(desk: Desk) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    computed(desk, round_id)

    def alone(work: Work) -> None:
        community = communities.get(work.session, HOME)
        community.settings = {**community.settings, "two_person": []}

    desk.run("chair", alone)
    done = desk.run("contests", publishing.publish, round_id, FIRST)
    assert (done.state, done.approvals, done.approved_by) == ("published", 1, None)


def test_a_ruling_after_computing_must_be_computed_first(desk: Desk) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    computed(desk, round_id)
    desk.run("contests", publishing.publish, round_id, FIRST)
    rule(desk, round_id, "disqualified", 0)
    with pytest.raises(Conflict) as refused:
        desk.run("chair", publishing.publish, round_id, FIRST)
    assert refused.value.code == "result-outdated"
    computed(desk, round_id, "Loại một người.")
    # Who had agreed to the first version has agreed to nothing of the second.
    assert desk.run("chair", publishing.publish, round_id, FIRST).approvals == 1


def test_a_winner_decides_nothing_about_her_own_prize(desk: Desk) -> None:
    def make(work: Work) -> str:
        of = contests.over(work, contests.contest(work, desk.scene))
        mine = contests.people(work, desk.scene, 1)[0]
        mine.person_id = desk.scene.persons["vice_chair"]
        work.session.flush()
        contests.handed_in(work, of, mine.person_id, contests.right(10), 1, at(14, "08:00:00"))
        return of.id

    round_id = laid(desk, make)
    computed(desk, round_id)
    with pytest.raises(Forbidden) as refused:
        desk.run("vice_chair", publishing.publish, round_id, FIRST)
    assert refused.value.code == "own-case"


def test_members_read_winners_by_name_only_where_they_agreed(desk: Desk) -> None:
    def make(work: Work) -> str:
        of = contests.over(work, contests.contest(work, desk.scene, prizes=[["Nhất", 2]]))
        one, two, three = contests.people(work, desk.scene, 3)
        hers = desk.scene.persons["member"]
        for person, when in (
            (one.person_id, "08:00:00"),
            (hers, "09:00:00"),
            (two.person_id, "10:00:00"),
            (three.person_id, "11:00:00"),
        ):
            contests.handed_in(work, of, person, contests.right(10), 4, at(14, when))
        return of.id

    round_id = laid(desk, make)
    published(desk, round_id)

    def names(who: str = "other") -> list[tuple[int, str | None, bool]]:
        read = latest(desk, who, round_id)
        return [(row.rank, row.name, row.mine) for row in read.rows]

    # She herself has not agreed to be published: she sees herself, the others see a member.
    assert names("member") == [(1, "Đỗ Thị Số 0", False), (2, "Nguyễn Thị member", True)]
    with pytest.raises(Conflict) as refused:
        desk.run("member", naming.choose, round_id, NamingChange(choice="name"))
    assert refused.value.code == "naming-needs-consent"
    chosen = desk.run("member", naming.choose, round_id, NamingChange(choice="nothing"))
    assert (chosen.choice, chosen.prize, chosen.consented) == ("nothing", "Nhất", False)
    board = latest(desk, "moderator", round_id)
    assert [row.name for row in board.rows][1] == "Nguyễn Thị member"
    assert board.rows[1].naming == "nothing"

    def stranger_of_the_group(work: Work) -> None:
        contests.agree(work, desk.scene.members["member"])

    desk.run("chair", stranger_of_the_group)
    assert (
        desk.run("member", naming.choose, round_id, NamingChange(choice="name_photo")).choice
        == "name_photo"
    )

    # The consent withdrawn, the list follows at once.
    def withdraw(work: Work) -> None:
        work.session.execute(update(Consent).values(withdrawn_at=work.now))

    desk.run("chair", withdraw)
    assert names("member") == [(1, None, False), (2, "Nguyễn Thị member", True)]


def test_winners_are_told_once(desk: Desk) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    published(desk, round_id)
    told = desk.database.read_now(
        lambda s: list(
            s.execute(select(Notice).where(col(Notice.kind).like("contest.%"))).scalars()
        )
    )
    assert len(told) == 5
    assert {one.kind for one in told} == {"contest.prize"}
    assert all("Nhất" not in one.outside_text for one in told)


# -- proofs ------------------------------------------------------------------------------------


def test_the_public_file_and_a_receipt_hold_by_the_tool_alone(desk: Desk, tmp_path: Path) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    with pytest.raises(Hidden):
        desk.run("stranger", proving.file, round_id)
    computed(desk, round_id)

    def receipt(work: Work) -> dict[str, Any]:
        one = work.session.execute(
            select(Attempt).where(col(Attempt.round_id) == round_id, col(Attempt.seq) == 3)
        ).scalar_one()
        of = work.session.get_one(ContestRound, round_id)
        assert one.entry is not None
        assert one.submitted_at is not None
        entry = proofs.Entry(one.entry, one.prediction, moments.to_ms(one.submitted_at))
        proof = proving.proof_of(work, one) or {}
        return {**proofs.receipt(of.id, entry, of.commitment), **proof}

    assert "proof" not in desk.run("contests", receipt)
    desk.run("contests", publishing.publish, round_id, FIRST)
    done = desk.run("chair", publishing.publish, round_id, FIRST)
    public = desk.run("stranger", proving.file, round_id).content
    told = json.loads(public)
    assert (told["size"], told["root"]) == (8, done.root)
    assert told["revealed"]["key"]["q1"] == ["b"]
    for name in ("person", "member", "prediction", "Đỗ"):
        assert name not in public.decode()
    (tmp_path / "p.json").write_bytes(public)
    (tmp_path / "r.json").write_text(json.dumps(desk.run("contests", receipt)), encoding="utf-8")
    checked = subprocess.run(
        [
            sys.executable,
            "tools/check_receipt.py",
            str(tmp_path / "p.json"),
            str(tmp_path / "r.json"),
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout.decode()


def test_verify_names_what_was_changed_by_hand(desk: Desk) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    published(desk, round_id)
    assert desk.faults() == []

    def by_hand(work: Work) -> str:
        postgres = work.session.get_bind().dialect.name == "postgresql"
        for table, trigger in (
            ("attempt", "attempt_stays"),
            (
                "contest_result_row",
                "contest_result_row_append_only" if postgres else "contest_result_row_no_update",
            ),
        ):
            on = f" ON {table}" if postgres else ""
            work.session.execute(text(f"DROP TRIGGER {trigger}{on}"))
        one = work.session.execute(select(Attempt).where(col(Attempt.seq) == 2)).scalar_one()
        one.prediction = 5
        work.session.execute(
            text("UPDATE contest_result_row SET prize = 'Ba' WHERE attempt_id = :one"),
            {"one": one.id},
        )
        return f"{one.entry} {one.id}"

    entry, attempt = desk.run("contests", by_hand).split()
    faults = [one for one in desk.faults() if one.startswith("contest:")]
    assert f"contest: round {round_id}: entry {entry} is not what was handed in" in faults
    assert any(f"attempt {attempt} has another" in one and "prize" in one for one in faults)


@pytest.mark.parametrize(
    "change",
    [
        update(ContestResult).values(n=9),
        update(ContestResult).values(state="computed", published_by=None, published_at=None),
        text("DELETE FROM contest_result_row"),
        text("UPDATE contest_result_row SET prize = 'Nhất'"),
    ],
    ids=["n", "state", "rows", "prize"],
)
def test_a_published_result_never_changes(desk: Desk, change: Any) -> None:
    published(desk, laid(desk, lambda work: worked(work, desk)))
    with pytest.raises(DatabaseError, match="append-only"):
        desk.database.write_now(lambda session: session.execute(change))


# -- tables ------------------------------------------------------------------------------------


def test_rounds_add_up_and_units_stand_beside_each_other(desk: Desk) -> None:
    def make(work: Work) -> tuple[str, str, str]:
        contest = contests.contest(work, desk.scene)
        people = [one.person_id for one in contests.people(work, desk.scene, 40)]
        one, two = contests.over(work, contest), contests.over(work, contest, number=2)
        for person, correct in ((people[0], 10), (people[1], 9)):
            contests.handed_in(work, one, person, contests.right(correct), 1, at(14, "08:00:00"))
        contests.handed_in(work, two, people[1], contests.right(9), 1, at(15, "08:00:00"))
        return contest.id, one.id, two.id

    contest, *rounds = desk.run("contests", make)
    empty = desk.run("member", cumulating.standings, contest, first_page())
    assert (empty.items, empty.rounds_held) == ([], 0)
    assert desk.run("member", cumulating.unit_table, contest).units == []
    for one in rounds:
        published(desk, one)
    table = desk.run("member", cumulating.standings, contest, first_page())
    assert [(row.rank, row.name, row.correct, row.every_round) for row in table.items] == [
        (1, "Đỗ Thị Số 1", 18, True),
        (2, "Đỗ Thị Số 0", 10, False),
    ]
    desk.work_off()
    (unit,) = desk.run("member", cumulating.unit_table, contest).units
    assert (unit.entrants, unit.attempts, unit.members, unit.rate) == (2, 3, 40, "5.00")


def test_a_question_whose_key_is_probably_wrong_is_named(desk: Desk) -> None:
    """The better ones chose `c` where the key says `b`."""

    def make(work: Work) -> str:
        of = contests.over(work, contests.contest(work, desk.scene))
        for n, one in enumerate(contests.people(work, desk.scene, 12)):
            good = n < 6
            answers = contests.right(10 if good else 5) | {"q1": ["c" if good else "b"]}
            contests.handed_in(work, of, one.person_id, answers, 1, at(14, f"{8 + n:02}:00:00"))
        return of.id

    round_id = laid(desk, make)
    table = desk.run("contests", item_figures.table, round_id)
    assert [one.question for one in table.questions if one.key_doubtful] == ["q1"]
    assert (table.papers, table.questions[0].facility) == (12, "50.00")
    assert table.questions[0].options[2].upper == 4
    with pytest.raises(Forbidden):
        desk.run("adviser", item_figures.table, round_id)


def test_pages_of_rows_hold_every_row_once(desk: Desk) -> None:
    def make(work: Work) -> str:
        of = contests.over(work, contests.contest(work, desk.scene, final_tie="shared"))
        for one in contests.people(work, desk.scene, 45):
            contests.handed_in(work, of, one.person_id, contests.right(10), 1, at(14, "08:00:00"))
        return of.id

    round_id = laid(desk, make)
    result = computed(desk, round_id)
    assert {row.rank for row in result.rows} == {1}
    found: list[str | None] = []
    page = latest(desk, "contests", round_id)
    while True:
        found += [row.member for row in page.rows]
        if page.next is None:
            break
        page = desk.run(
            "contests", result_views.read, round_id, "latest", PageQuery(cursor=page.next).page
        )
    assert len(found) == len(set(found)) == 45
