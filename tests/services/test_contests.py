"""Contests from a keeper's desk: rules, publication, rounds, who knows the questions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.domain.contests import proofs
from app.domain.ids import new_id
from app.domain.pictures import Arrival
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid, Refusal
from app.models.audit import AuditRow
from app.models.contests import Attempt, Contest, ContestOffice, ContestRound, RoundQuestion
from app.models.question_bank import BankQuestion
from app.schemas.base import Versioned
from app.schemas.contest_rounds import (
    RoundChange,
    RoundCreate,
    RoundExtension,
    RoundQuestionsChange,
    RoundRead,
)
from app.schemas.contests import ContestChange, ContestCreate, ContestRead, OfficeCreate
from app.schemas.question_bank import BankAgreement, BankQuestionCreate
from app.services.contests import asking, offices, reading, round_reading, rounds, writing
from app.services.question_bank import opening
from app.services.question_bank import writing as bank
from app.store import contests as store
from app.web.paging import first_page
from app.web.words import rule_choices, rules
from tests.contests import RULESET
from tests.factories import HOME
from tests.services.desk import Desk

HOUR = timedelta(hours=1)
NOW = Versioned()


def question(number: int = 1, **more: Any) -> dict[str, Any]:
    options = [{"key": key, "text": f"Ý {key}"} for key in "abc"]
    said = {"key": f"q{number}", "prompt": f"Câu {number}?", "options": options, "answer": ["b"]}
    return {**said, **more}


def made(desk: Desk, *, publish: bool = True, **more: Any) -> ContestRead:
    body = ContestCreate.model_validate({"title": "Tìm hiểu về Hội", **more})
    contest = desk.run("contests", writing.create, HOME, body)
    if publish:
        contest = desk.run("contests", writing.publish, contest.id, NOW)
    return contest


def body(**more: Any) -> RoundCreate:
    now = clock.now()
    said = {"title": "Vòng 1", "opens_at": now - HOUR, "closes_at": now + HOUR}
    if not {"questions", "blueprint", "text"} & more.keys():
        more["questions"] = [question()]
    return RoundCreate.model_validate({**said, **more})


def a_round(desk: Desk, contest: ContestRead, **more: Any) -> RoundRead:
    return desk.run("contests", rounds.create, contest.id, body(**more))


def row(desk: Desk, round_id: str) -> ContestRound:
    found = desk.database.read_now(lambda session: session.get(ContestRound, round_id))
    assert found is not None
    return found


def asked(desk: Desk, round_id: str) -> list[RoundQuestion]:
    return desk.database.read_now(lambda session: store.questions(session, round_id))


def begin(desk: Desk, one: RoundRead) -> None:
    desk.database.write_now(lambda session: store.begin(session, one.contest, one.id, clock.now()))


def refused(code: str, desk: Desk, *args: Any, who: str = "contests") -> None:
    with pytest.raises(Refusal) as caught:
        desk.run(who, *args)
    errors = getattr(caught.value, "errors", ())
    assert code in {caught.value.code, *(one.code for one in errors)}


def logged(desk: Desk, action: str) -> list[AuditRow]:
    wanted = select(AuditRow).where(col(AuditRow.action) == action).order_by(col(AuditRow.id))
    return desk.database.read_now(lambda session: list(session.execute(wanted).scalars()))


# -- the contest -------------------------------------------------------------------------------


def test_without_a_ruleset_the_contract_s_default_holds(desk: Desk) -> None:
    contest = made(desk, publish=False)
    assert contest.ruleset == RULESET
    assert (contest.state, contest.published_at) == ("draft", None)
    assert contest.unit == "Đơn vị commune"
    assert len(contest.code) == 12
    served = desk.run("contests", offices.read, contest.id).offices
    assert [(one.person, one.role) for one in served] == [
        (desk.scene.persons["contests"], "organiser")
    ]
    assert desk.faults() == []


def test_a_draft_is_its_keepers_and_publication_shows_it(desk: Desk) -> None:
    contest = made(desk, publish=False)
    for who in ("member", "moderator", "nobody", "other_chair", "officer"):
        with pytest.raises((Hidden, Forbidden)):
            desk.run(who, reading.read, contest.id)
    for who in ("chair", "vice_chair", "adviser"):
        assert desk.run(who, reading.read, contest.id).id == contest.id
    assert desk.run("adviser", reading.read, contest.id).allowed_actions == []
    assert desk.run("chair", reading.read, contest.id).allowed_actions == [
        "edit",
        "rounds",
        "offices",
        "papers",
        "publication",
        "withdrawal",
    ]
    desk.run("chair", writing.publish, contest.id, NOW)
    for who in ("member", "moderator", "adviser"):
        assert desk.run(who, reading.read, contest.id).allowed_actions == []
    for who in ("nobody", "other_chair", "other_member"):
        with pytest.raises((Hidden, Forbidden)):
            desk.run(who, reading.read, contest.id)


def test_published_once_and_the_second_is_told_by_whom(desk: Desk) -> None:
    contest = made(desk)
    with pytest.raises(Conflict) as lost:
        desk.run("chair", writing.publish, contest.id, NOW)
    assert lost.value.code == "already-decided"
    assert lost.value.facts["decided_by"] == "Nguyễn Thị contests"
    assert [one.facts["ruleset"] for one in logged(desk, "contest.publish")] == [
        contest.ruleset_sha256
    ]


def test_the_rules_change_until_the_first_attempt(desk: Desk) -> None:
    contest = made(desk)
    one = a_round(desk, contest)
    ruled = {**RULESET, "attempts": {"max": 3, "counted": "first"}}
    change = ContestChange(ruleset=ruled, version=contest.version)
    changed = desk.run("contests", writing.change, contest.id, change)
    assert (changed.ruleset, changed.version) == (ruled, contest.version + 1)
    assert changed.ruleset_sha256 != contest.ruleset_sha256
    refused("stale-version", desk, writing.change, contest.id, change)
    begin(desk, one)
    refused("rules-begun", desk, writing.change, contest.id, ContestChange(ruleset=RULESET))
    # The same rules again and everything else may still be sent.
    kept = ContestChange(ruleset=ruled, title="Tên khác", help_phone="0912 345 678")
    assert desk.run("contests", writing.change, contest.id, kept).title == "Tên khác"
    # What was promised to entrants: the time for complaints may only grow.
    longer = desk.run("contests", writing.change, contest.id, ContestChange(complaint_days=5))
    assert longer.complaint_days == 5
    shorter = ContestChange(complaint_days=4)
    refused("complaint-days-begun", desk, writing.change, contest.id, shorter)
    refused("contest-begun", desk, writing.withdraw, contest.id, NOW)
    assert "withdrawal" not in desk.run("contests", reading.read, contest.id).allowed_actions
    assert desk.run("contests", writing.edit_form, contest.id, rule_choices("vi")).begun
    assert desk.faults() == []


def test_withdrawn_for_good(desk: Desk) -> None:
    contest = made(desk)
    one = a_round(desk, contest)
    assert desk.run("chair", writing.withdraw, contest.id, NOW).state == "withdrawn"
    for call in (
        (writing.publish, contest.id, NOW),
        (writing.withdraw, contest.id, NOW),
        (writing.change, contest.id, ContestChange(title="Khác")),
        (rounds.create, contest.id, body()),
        (rounds.change, one.id, RoundChange(title="Khác")),
        (offices.add, contest.id, OfficeCreate(role="juror", person=desk.scene.persons["chair"])),
    ):
        refused("contest-withdrawn", desk, *call)
    assert desk.run("member", round_reading.read, one.id).state == "closed"
    with pytest.raises(Conflict, match="contest-withdrawn"):
        begin(desk, one)


def test_the_preview_prints_the_rules_and_writes_nothing(desk: Desk) -> None:
    choices, printed = rule_choices("vi"), rules()
    shown = desk.run(
        "contests",
        writing.preview_new,
        HOME,
        ContestCreate(title="Thử", ruleset={**RULESET, "prizes": [["Giải đặc biệt", 2]]}),
        choices,
        printed,
    )
    assert shown.statute is not None
    lines = [line for article in shown.statute.articles for line in article.lines]
    assert "– Giải đặc biệt: 2 giải." in lines
    assert desk.run("contests", reading.page, HOME, first_page()).items == []
    contest = made(desk)
    both = desk.run("member", reading.printed, contest.id, printed)
    assert [one.lang for one in both.statutes] == ["vi", "en"]
    for one in both.statutes:
        assert contest.ruleset_sha256 in one.articles[-1].lines[-1]


# -- rounds ------------------------------------------------------------------------------------


def test_a_round_is_sealed_and_opens_by_its_window_alone(desk: Desk) -> None:
    contest = made(desk, publish=False)
    one = a_round(desk, contest, questions=[question(1), question(2, answer=["a", "c"])])
    kept = row(desk, one.id)
    key = {q.key: q.answer for q in asked(desk, one.id)}
    assert key == {"q1": ["b"], "q2": ["a", "c"]}
    assert proofs.opens(kept.commitment, one.id, key, kept.nonce)
    assert (one.state, one.commitment) == ("before", None)
    desk.run("contests", writing.publish, contest.id, NOW)
    seen = desk.run("member", round_reading.read, one.id)
    assert (seen.state, seen.commitment, seen.questions) == ("open", kept.commitment, 2)
    assert seen.allowed_actions == ["attempts"]
    assert desk.run("adviser", round_reading.read, one.id).allowed_actions == []
    late = a_round(desk, contest, opens_at=clock.now() + HOUR, closes_at=clock.now() + 2 * HOUR)
    assert (late.number, late.state, late.commitment) == (2, "before", None)
    listed = desk.run("member", reading.page, HOME, first_page())
    assert [(x.id, x.may_start) for x in listed.open] == [(one.id, True)]
    assert (listed.items[0].rounds, listed.may_write) == (2, False)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"closes_at": clock.now() - 2 * HOUR}, "closes-before-opening"),
        ({"opens_at": clock.now() - 3 * HOUR, "closes_at": clock.now() - HOUR}, "closes-in-past"),
        ({"questions": []}, "questions-none"),
        ({"questions": [question()], "text": "1. a"}, "questions-one-way"),
        ({"questions": [question(), question()]}, "question-key-twice"),
        ({"questions": [question(key="a.b")]}, "question-key-wrong"),
        ({"questions": [question(prompt="")]}, "question-prompt-missing"),
        ({"questions": [question(answer=[])]}, "question-answer-missing"),
        ({"questions": [question(answer=["z"])]}, "question-answer-unknown"),
        ({"questions": [question(kind="essay")]}, "question-essay-options"),
        (
            {"questions": [question(options=[{"key": "b", "text": "Một"}])]},
            "question-options-number",
        ),
        (
            {"questions": [question(options=[{"key": k, "text": "Một"} for k in "ab"])]},
            "question-option-twice",
        ),
        (
            {"questions": [question(options=[{"key": "b", "text": t} for t in ("x", "y")])]},
            "question-option-key",
        ),
        ({"weeks": 3}, "weeks-need-blueprint"),
        ({"text": "Chào các chị"}, "typed-before-question"),
        ({"text": "1. Mấy?\nA. Một\nB. Hai\nĐáp án: D"}, "typed-answer-unknown"),
        ({"text": "1. Mấy?\nA. Một\nB. Hai"}, "question-answer-missing"),
        (
            {"blueprint": [{"topic": "suc-khoe", "difficulty": "easy", "count": 1}]},
            "bank-not-opened",
        ),
    ],
)
def test_a_round_that_cannot_be_is_refused_beside_its_place(
    desk: Desk, more: dict[str, Any], code: str
) -> None:
    contest = made(desk)
    refused(code, desk, rounds.create, contest.id, body(**more))


def test_questions_are_pasted_as_they_stand_in_a_document(desk: Desk) -> None:
    text = "Câu 1: Chọn?\nA. Một\n*B. Hai\n2. Viết **cảm nghĩ**.\nĐiểm: 5"
    one = a_round(desk, made(desk), text=text)
    first, second = asked(desk, one.id)
    assert [option["text"] for option in first.options] == ["Một", "Hai"]
    assert first.answer == [first.options[1]["key"]]
    assert (second.kind, second.points) == ("essay", 500)
    assert "<strong>cảm nghĩ</strong>" in second.prompt_html
    kept = desk.run("contests", asking.read, one.id)
    assert kept.text.split("\n\n") == [
        "1. Chọn?\nA. Một\n*B. Hai",
        "2. Viết **cảm nghĩ**.\nĐiểm: 5",
    ]


def stock(desk: Desk, easy: int, essays: int = 0) -> None:
    desk.run("contests", opening.agree, HOME, BankAgreement(agrees=True))
    options = [{"text": "Một"}, {"text": "Hai", "right": True}]
    for number in range(easy + essays):
        more = {"kind": "essay"} if number >= easy else {"options": options}
        said = {"topic": "suc-khoe", "difficulty": "easy", "text": f"Số {number}?", **more}
        made_of = BankQuestionCreate.model_validate(said)
        desk.run("contests", bank.create, HOME, made_of, Arrival((), 20))


def test_a_blueprint_draws_copies_once_and_never_the_same_twice(desk: Desk) -> None:
    stock(desk, 6, 1)
    contest = made(desk)
    slots = [
        {"topic": "suc-khoe", "difficulty": "easy", "count": 1, "kind": "essay"},
        {"topic": "suc-khoe", "difficulty": "easy", "count": 3},
    ]
    one = a_round(desk, contest, blueprint=slots)
    rows = asked(desk, one.id)
    assert [q.kind for q in rows] == ["choice"] * 3 + ["essay"]
    assert all(q.bank_version == 1 and q.key == f"q{q.place}" for q in rows)
    used = desk.database.read_now(
        lambda s: (
            s.execute(select(col(BankQuestion.id)).where(col(BankQuestion.used_at).is_not(None)))
            .scalars()
            .all()
        )
    )
    assert sorted(used) == sorted(str(q.bank_question_id) for q in rows)
    with pytest.raises(Invalid) as small:
        a_round(desk, contest, blueprint=[{**slots[1], "count": 4}])
    assert [(e.pointer, e.code, e.facts) for e in small.value.errors] == [
        ("/blueprint/0/count", "bank-too-small", {"most": 3})
    ]
    a_round(desk, contest, blueprint=[slots[1]])
    both = {q.bank_question_id for q in rows[:3]}
    assert len(both) == 3
    assert desk.faults() == []


def test_a_series_is_a_round_a_week_each_with_its_own_questions(desk: Desk) -> None:
    stock(desk, 4)
    contest = made(desk)
    slot = {"topic": "suc-khoe", "difficulty": "easy", "count": 2}
    first = a_round(desk, contest, blueprint=[slot], weeks=2)
    found = desk.run("contests", reading.read, contest.id).rounds
    assert [(one.number, one.title) for one in found] == [(1, "Vòng 1 1"), (2, "Vòng 1 2")]
    assert found[1].opens_at - found[0].opens_at == timedelta(weeks=1)
    drawn = [{q.bank_question_id for q in asked(desk, one.id)} for one in found]
    assert not drawn[0] & drawn[1]
    assert first.id == found[0].id


def test_a_round_changes_until_somebody_begins(desk: Desk) -> None:
    contest = made(desk)
    one = a_round(desk, contest, time_limit_s=600)
    before = row(desk, one.id)
    change = RoundChange.model_validate(
        {"title": "Vòng mở đầu", "time_limit_s": None, "questions": [question(answer=["c"])]}
    )
    changed = desk.run("contests", rounds.change, one.id, change)
    after = row(desk, one.id)
    assert (changed.title, changed.time_limit_s, changed.version) == ("Vòng mở đầu", None, 2)
    assert before.commitment != after.commitment
    assert proofs.opens(after.commitment, one.id, {"q1": ["c"]}, after.nonce)
    refused("stale-version", desk, rounds.change, one.id, RoundChange(title="Khác", version=1))
    begin(desk, one)
    for call in (
        (rounds.change, one.id, RoundChange(title="Khác")),
        (asking.change, one.id, RoundQuestionsChange(text="1. a\n*A. b\nB. c")),
        (rounds.delete, one.id, NOW),
    ):
        refused("round-begun", desk, *call)
    other = a_round(desk, contest)
    assert desk.run("contests", rounds.delete, other.id, NOW).contest == contest.id
    with pytest.raises(Hidden):
        desk.run("contests", round_reading.read, other.id)


def test_the_closing_is_put_off_never_brought_forward(desk: Desk) -> None:
    contest = made(desk)
    one = a_round(desk, contest, time_limit_s=3 * 3600)
    begin(desk, one)
    closes = row(desk, one.id).closes_at
    attempt = new_id(7)

    def start(session: Any) -> None:
        session.add(
            Attempt(
                id=attempt,
                round_id=one.id,
                person_id=desk.scene.persons["member"],
                number=1,
                started_at=clock.now(),
                deadline_at=closes,
            )
        )

    desk.database.write_now(start)
    for earlier in (closes, closes - timedelta(minutes=1)):
        wrong = RoundExtension(closes_at=earlier, reason="Mất mạng")
        refused("closes-not-later", desk, rounds.extend, one.id, wrong)
    later = RoundExtension(closes_at=closes + HOUR, reason="Mất mạng")
    refused("forbidden", desk, rounds.extend, one.id, later, who="member")
    assert desk.run("contests", rounds.extend, one.id, later).closes_at == closes + HOUR
    told = logged(desk, "contest.extend_round")
    assert [fact.facts["reason"] for fact in told] == ["Mất mạng"]
    paper = desk.database.read_now(lambda session: session.get(Attempt, attempt))
    assert paper is not None
    assert paper.deadline_at == closes + HOUR
    ended = a_round(desk, contest)

    def end(session: Any) -> None:
        session.get(ContestRound, ended.id).closes_at = clock.now()

    desk.database.write_now(end)
    refused("extension-too-late", desk, rounds.extend, ended.id, later)


# -- who knows the questions -------------------------------------------------------------------


def test_whoever_opens_the_questions_is_logged_and_of_the_organisers(desk: Desk) -> None:
    one = a_round(desk, made(desk))
    for who in ("adviser", "member", "moderator"):
        with pytest.raises(Forbidden):
            desk.run(who, asking.read, one.id)
    shown = desk.run("chair", asking.read, one.id)
    assert [q.answer for q in shown.questions] == [["b"]]
    served = desk.run("member", offices.read, one.contest).offices
    assert {x.person for x in served} == {
        desk.scene.persons["contests"],
        desk.scene.persons["chair"],
    }
    assert [x.actor_id for x in logged(desk, "contest.open_questions")] == [
        desk.scene.persons["chair"]
    ]
    assert desk.run("chair", offices.read, one.contest).may_release


def test_questions_of_the_bank_are_shown_only_to_who_opened_it(desk: Desk) -> None:
    stock(desk, 1)
    slot = {"topic": "suc-khoe", "difficulty": "easy", "count": 1}
    one = a_round(desk, made(desk), blueprint=[slot])
    refused("bank-not-opened", desk, asking.read, one.id, who="chair")
    assert desk.run("contests", asking.read, one.id).questions[0].drawn
    assert [x.facts["by"] for x in logged(desk, "question_bank.open")] == ["round"]


def test_offices_are_given_and_taken_until_the_first_attempt(desk: Desk) -> None:
    contest = made(desk)
    one = a_round(desk, contest)
    juror = OfficeCreate(role="juror", person=desk.scene.persons["adviser"])
    member = desk.member("member")
    for chosen in (juror, juror, OfficeCreate(role="secretary", member=member.file_no.lower())):
        desk.run("contests", offices.add, contest.id, chosen)
    assert len(logged(desk, "contest.enlist")) == 2
    for chosen, code in (
        (OfficeCreate(role="juror"), "office-person-missing"),
        (OfficeCreate(role="juror", person="x", member="y"), "office-person-missing"),
        (OfficeCreate(role="juror", person=desk.scene.persons["nobody"]), "office-person-unknown"),
        (OfficeCreate(role="juror", member="ZZZZZZ"), "office-member-unknown"),
    ):
        refused(code, desk, offices.add, contest.id, chosen)
    adviser = desk.scene.persons["adviser"]
    desk.run("contests", offices.release, contest.id, "juror", adviser)
    with pytest.raises(Hidden):
        desk.run("contests", offices.release, contest.id, "juror", adviser)
    begin(desk, one)
    refused("office-begun", desk, offices.release, contest.id, "secretary", member.person_id)
    held = desk.database.read_now(
        lambda s: s.execute(select(col(ContestOffice.role))).scalars().all()
    )
    assert sorted(held) == ["organiser", "secretary"]


# -- what `sen verify` sees --------------------------------------------------------------------


def test_a_ruleset_or_a_key_changed_by_hand_is_found(desk: Desk) -> None:
    contest = made(desk)
    one = a_round(desk, contest)
    assert desk.faults() == []

    def tamper(session: Any) -> None:
        session.get(RoundQuestion, (one.id, "q1")).answer = ["a"]
        session.get(Contest, contest.id).ruleset = {**RULESET, "eligible": "all"}

    desk.database.write_now(tamper)
    assert desk.faults() == [
        f"contest: {contest.id} has other rules than those of its hash",
        f"contest: round {one.id} has another answer key than the one that was sealed",
    ]
