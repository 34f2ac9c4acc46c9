"""Which works would not be taken as they stand: over a limit, late, without a consent."""

from __future__ import annotations

from app.domain.contests.exclusion import excluded
from app.domain.contests.intake import failing
from app.domain.contests.reading import read as ruleset_of
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.domain.works import KIND
from app.schemas.works import IntakeLine, IntakeRead
from app.services import pictures
from app.services.deeds import permit
from app.services.works.ruling import read_of
from app.services.works.subjects import (
    CHECK,
    contest_of,
    entry_of,
    is_juror,
    roles_of,
    rules_of,
    sent,
)
from app.store import communities, contests, works
from app.store.actors import Work


def read(work: Work, contest_id: str) -> IntakeRead:
    """What waits and what was accepted, by number, so that the earlier ones have the places."""
    contest = contest_of(work, contest_id)
    permit(work, CHECK, Thing(contest.community_id))
    if is_juror(work, contest.id):
        raise Conflict("work-juror-blind")
    terms = rules_of(work, contest)
    pieces = works.of_contest(work.session, contest.id, ("submitted", "accepted"))
    cards = pictures.of_subjects(work, KIND, [piece.id for piece in pieces])
    out = excluded(ruleset_of(contest.ruleset), roles_of(work, contest))
    inside = works.members_inside(work.session, [piece.member_id for piece in pieces])
    why = failing(
        terms,
        (
            sent(
                piece,
                len(cards.get(piece.id, [])),
                kept_out=piece.person_id in out,
                inside=piece.member_id in inside,
            )
            for piece in pieces
        ),
    )
    found = [piece for piece in pieces if piece.id in why]
    entrants = contests.entrants(work.session, contest.id, [piece.person_id for piece in found])
    return IntakeRead(
        contest=contest.id,
        contest_title=contest.title,
        community=communities.by_id(work.session, contest.community_id).slug,
        rules=read_of(work, contest, terms),
        works=[
            IntakeLine(
                id=piece.id,
                entry=entry_of(piece),
                board=piece.board,
                title=piece.title,
                author=entrants[piece.person_id].full_name,
                unit=entrants[piece.person_id].unit_name,
                state=piece.state,
                why=why[piece.id],
            )
            for piece in found
        ],
        sent=len(pieces),
        fitting=len(pieces) - len(found),
        drafts=works.count_drafts(work.session, contest.id),
    )
