"""A work as the review engine, the permissions, the reasons and the notices know it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from app import clock
from app.domain import works as rules
from app.domain.contests.intake import Sent
from app.domain.contests.moments import to_ms
from app.domain.contests.windows import window
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.domain.works import KIND
from app.models.contests import Contest
from app.models.machinery import OutboxRow
from app.models.works import ContestWork, WorkRules
from app.services import reviewing, telling
from app.services.deeds import record
from app.services.posts.subjects import Author
from app.services.reviewing import Subject
from app.services.telling import Event
from app.store import appointments, bank_readers, contests, members, work_rules, works
from app.store.actors import Work

READ, OPEN, WRITE, CHANGE = "work.read", "work.open", "work.write", "work.change"
DECIDE, RULE, CHECK, RESULT = "work.decide", "work.rule", "work.check", "work.result"


class Case(NamedTuple):
    """A work and the contest that it was sent to."""

    piece: ContestWork
    contest: Contest

    @property
    def thing(self) -> Thing:
        return Thing(self.piece.community_id, self.piece.person_id)

    @property
    def subject(self) -> Subject:
        piece = self.piece
        return Subject(
            KIND, piece.id, piece.community_id, piece.person_id, piece.state, piece.version
        )

    @property
    def author(self) -> Author:
        return Author(self.piece.community_id, self.piece.person_id)

    @property
    def entry(self) -> str:
        return entry_of(self.piece)


def opened(work: Work, work_id: str, *, held: bool = False) -> Case:
    return Case(*works.get(work.session, work.actor, work_id, held=held))


def entry_of(piece: ContestWork) -> str:
    return rules.entry_number(piece.board, piece.number)


def contest_of(work: Work, contest_id: str) -> Contest:
    """A contest of works that she may know of. Raises Hidden."""
    return contests.get(work.session, work.actor, contest_id)


def rules_of(work: Work, contest: Contest) -> WorkRules:
    """Raises Conflict while nobody has written how works are taken in."""
    found = work_rules.get(work.session, contest.id)
    if found is None:
        raise Conflict("work-no-rules")
    return found


def stage(work: Work, terms: WorkRules) -> str:
    """Of the intake now: before, open, closed."""
    return window(terms.opens_at, terms.closes_at).state(to_ms(work.now))


def voting(work: Work, terms: WorkRules | None) -> str:
    """Of the votes now: none, before, open, closed."""
    if terms is None or terms.votes_from is None or terms.votes_until is None:
        return "none"
    return window(terms.votes_from, terms.votes_until).state(to_ms(work.now))


def is_juror(work: Work, contest_id: str) -> bool:
    """She marks this contest's works: until results are out nobody tells her whose they are."""
    return works.is_juror(work.session, contest_id, work.actor.person_id)


def roles_of(work: Work, contest: Contest) -> dict[str, set[str]]:
    """Person → her roles that the ruleset's `exclude_roles` may name."""
    found: dict[str, set[str]] = {}
    for office in contests.offices(work.session, contest.id):
        found.setdefault(office.person_id, set()).add(office.role)
    board = appointments.of_community(work.session, contest.community_id, work.today)
    for appointment, person in board:
        if appointment.role == "adviser":
            found.setdefault(person.id, set()).add("adviser")
    for person_id in bank_readers.persons(work.session, contest.community_id):
        found.setdefault(person_id, set()).add("bank_reader")
    return found


def owner_of(piece: ContestWork) -> str:
    """Whose limit a work counts in, and whose prize it would be."""
    return piece.unit_id or piece.person_id


def sent(piece: ContestWork, pictures: int, *, kept_out: bool = False, inside: bool = True) -> Sent:
    """The work as the limits look at it."""
    return Sent(
        id=piece.id,
        board=piece.board,
        number=piece.number,
        owner=owner_of(piece),
        sent_at=piece.sent_at,
        title=piece.title,
        story=piece.story,
        video=piece.video,
        pictures=pictures,
        shows=piece.shows,
        is_own=piece.is_own,
        people_agree=piece.people_agree,
        parents_agree=piece.parents_agree,
        kept_out=kept_out,
        inside=inside,
    )


def lost(work: Work, case: Case) -> Conflict:
    """Somebody was faster: the work as it stands now says who."""
    return reviewing.lost(
        work, Case(works.again(work.session, case.piece.id), case.contest).subject
    )


def turn(work: Work, case: Case, **values: Any) -> None:
    """From the version that was read, or say who was faster."""
    if not works.move(work.session, case.piece, **values):
        raise lost(work, case)


def told(work: Work, case: Case, kind: str, *, item_id: str, ly_do: str = "") -> None:
    """A letter to the author, if she is a member."""
    piece = case.piece
    member = members.open_of_person(work.session, piece.person_id, piece.community_id)
    if member is None:
        return
    event = Event(
        kind,
        key=f"{kind}:{piece.id}:{piece.version}",
        urgency="digest",
        subject=(KIND, piece.id),
        path=f"/works/{piece.id}",
        item_id=item_id,
        waits=True,
    )
    telling.tell(work, member, event, tieu_de=piece.title, so=case.entry, ly_do=ly_do)


def happened(work: Work, case: Case, what: str) -> None:
    """An author's deeds enter the change feed; the log keeps the board's (design.md §8)."""
    work.session.add(
        OutboxRow(
            community_id=case.piece.community_id,
            kind=f"work.{what}",
            subject_type=KIND,
            subject_id=case.piece.id,
            at=work.now,
            facts={"state": case.piece.state, "contest": case.contest.id},
        )
    )


def note(work: Work, case: Case, action: str, held: str, **more: Any) -> None:
    """A row of the log about a work."""
    record(
        work,
        f"work.{action}",
        (KIND, case.piece.id),
        community_id=case.piece.community_id,
        held=held,
        person_id=case.piece.person_id,
        **{"state": case.piece.state, "contest": case.contest.id, **more},
    )


def log(work: Work, contest: Contest, action: str, held: str, **more: Any) -> None:
    """A row of the log about the contest's works as a whole."""
    record(
        work,
        action,
        ("contest", contest.id),
        community_id=contest.community_id,
        held=held,
        outbox=False,
        **more,
    )


def wall(at: datetime | None) -> str:
    """As a form's field of a moment shows it, on Vietnam's clock."""
    return clock.in_vietnam(at).strftime("%Y-%m-%dT%H:%M") if at else ""
