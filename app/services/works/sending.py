"""A work comes in: into the board's inbox under its number, or to the closed circle alone."""

from __future__ import annotations

from app.domain import phones
from app.domain.care import is_about_harm
from app.domain.contests import intake
from app.domain.refusals import Conflict
from app.domain.works import HOURS_TO_ANSWER, KIND
from app.models.contests import Contest, Entrant
from app.models.members import Member
from app.models.works import WorkRules
from app.services import duty_hours, pictures, reviewing
from app.services.care import receive
from app.services.works.subjects import (
    Case,
    happened,
    is_juror,
    lost,
    owner_of,
    rules_of,
    sent,
    stage,
    turn,
)
from app.store import attempts, members, reviews, units, work_rules
from app.store.actors import Work


def must_take(work: Work, contest: Contest, terms: WorkRules) -> None:
    """The contest takes works in now, hers too. Raises Conflict."""
    now = stage(work, terms)
    if contest.state != "published" or now == "before":
        raise Conflict("work-not-open", opens_at=terms.opens_at.isoformat())
    if now == "closed":
        raise Conflict("work-late", closed_at=terms.closes_at.isoformat())
    if is_juror(work, contest.id):
        raise Conflict("work-of-juror")


def send(work: Work, case: Case) -> None:
    """Under a number of its own, to the board's inbox.

    What many wait for comes last: her turn, the rules, the counter of the board. From there to the
    commit their rows are held.
    """
    if to_the_circle(work, case):
        return
    piece, contest = case.piece, case.contest
    terms = rules_of(work, contest)
    version = terms.version
    must_take(work, contest, terms)
    intake.must_be_whole(terms, as_sent(work, case))
    _freeze(work, contest, member_of(work, contest.community_id))
    pictures.withdraw(work, (KIND, piece.id))
    due_at = duty_hours.answer_by(work, contest.community_id, HOURS_TO_ANSWER)
    reviewing.open_item(work, case.subject, due_at, {})
    most = intake.most_of_owner(terms, piece.board)
    if most is not None and not work_rules.take_turn(
        work.session, contest.id, piece.board, owner_of(piece), most
    ):
        raise Conflict("work-over-owner" if piece.unit_id is None else "work-over-unit", most=most)
    work_rules.begin(work.session, contest.id, work.now)
    number = work_rules.next_number(work.session, contest.id, piece.board, version)
    if number is None:
        raise Conflict("stale-version")
    turn(work, case, state="submitted", number=number, sent_at=work.now, state_reason="")
    happened(work, case, "submit")


def to_the_circle(work: Work, case: Case) -> bool:
    """Whether its words tell of violence or of harming herself: they are the closed circle's alone,
    as a post's are. It stays her draft; one that waited for the board is taken back."""
    piece = case.piece
    words = "\n".join(filter(None, (piece.title, piece.story, piece.statement)))
    if not is_about_harm(words):
        return False
    receive(
        work,
        piece.community_id,
        member_of(work, piece.community_id),
        KIND,
        piece.id,
        words,
        way="words",
    )
    if piece.state == "submitted":
        take_back(work, case)
    return True


def as_sent(work: Work, case: Case) -> intake.Sent:
    cards = pictures.of_subjects(work, KIND, [case.piece.id]).get(case.piece.id, [])
    return sent(case.piece, len(cards))


def member_of(work: Work, community_id: str) -> Member:
    """Her file here. The permission has asked already whether she is a member."""
    member = members.open_of_person(work.session, work.actor.person_id or "", community_id)
    if member is None:
        raise Conflict("work-author-left")
    return member


def _freeze(work: Work, contest: Contest, member: Member) -> None:
    """Name and unit of this contest, once: results tell them as they were at her first work."""
    named = units.names(work.session, [member.unit_id], work.today) if member.unit_id else {}
    attempts.freeze(
        work.session,
        Entrant(
            contest_id=contest.id,
            person_id=member.person_id,
            member_id=member.id,
            full_name=member.full_name,
            unit_id=member.unit_id,
            unit_name=named.get(member.unit_id or "", ""),
            phone_masked=phones.mask(member.phone) if member.phone else "",
            frozen_at=work.now,
        ),
    )


def take_back(work: Work, case: Case) -> None:
    piece = case.piece
    item = reviews.current(work.session, KIND, piece.id)
    if item is not None and item.state in {"submitted", "escalated"}:
        closed = {"claimed_by": None, "claim_until": None}
        if not reviews.move(work.session, item, "withdrawn", **closed):
            raise lost(work, case)
    if piece.number is not None:
        work_rules.give_turn_back(work.session, case.contest.id, piece.board, owner_of(piece))
    turn(work, case, state="withdrawn")
    pictures.withdraw(work, (KIND, piece.id))
