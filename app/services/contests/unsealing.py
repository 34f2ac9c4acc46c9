"""Opening a round's sealed figures before its result is out: always two people, always logged.

Whoever has seen them could predict the number: she is one of the organisers from then on.
"""

from __future__ import annotations

from typing import Any

from app.domain.contests import attempts
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.contest_results import SealedOpening
from app.models.contests import Contest, ContestRound
from app.schemas.base import form
from app.schemas.contest_rulings import SealedCreate, SealedRead
from app.services import sharing
from app.services.contests import gathering, result_views
from app.services.contests.hand import PUBLISH
from app.services.deeds import permit, record
from app.services.reviewing import Subject
from app.store import (
    contest_entries,
    contest_results,
    contest_rulings,
    contest_writing,
    contests,
    members,
    shared_decisions,
)
from app.store.actors import Work

UNSEAL = "unseal"
KIND = "contest_round"


def read(work: Work, round_id: str) -> SealedRead:
    contest, of = contests.round_of(work.session, work.actor, round_id)
    held = permit(work, PUBLISH, Thing(contest.community_id))
    told = _read(work, contest, of)
    if told.state == "opened" and not told.published:
        contest_writing.enlist(
            work.session, contest.id, work.actor.person_id or "", "organiser", work.now
        )
        _log(work, contest, of, "look_unsealed", held)
    return told


def unseal(work: Work, round_id: str, body: SealedCreate) -> SealedRead:
    """The first one says why; the second opens them."""
    contest, of = contests.round_of(work.session, work.actor, round_id)
    held = permit(work, PUBLISH, Thing(contest.community_id))
    contest_entries.held(work.session, of.id)
    if contest_rulings.opening(work.session, of.id) is not None:
        raise Conflict("figures-open")
    waits = shared_decisions.opened(work.session, UNSEAL, of.id)
    reason = waits.note if waits else body.reason.strip()
    if not reason:
        raise Invalid.at("/reason", "ruling-without-reason")
    subject = Subject(KIND, of.id, contest.community_id, None, "sealed", of.version)
    if sharing.agree(work, UNSEAL, subject, held, None, reason) and waits is not None:
        work.session.add(
            SealedOpening(
                round_id=of.id,
                reason=reason,
                first_by=waits.first_by,
                second_by=work.actor.person_id or "",
                opened_at=work.now,
            )
        )
        work.session.flush()
        for person in (waits.first_by, work.actor.person_id or ""):
            contest_writing.enlist(work.session, contest.id, person, "organiser", work.now)
        _log(work, contest, of, "unseal", held, after={"reason": reason})
    return _read(work, contest, of)


def _log(work: Work, contest: Contest, of: ContestRound, deed: str, held: str, **said: Any) -> None:
    record(
        work,
        f"contest_round.{deed}",
        (KIND, of.id),
        community_id=contest.community_id,
        held=held,
        outbox=False,
        **said,
    )


def _read(work: Work, contest: Contest, of: ContestRound) -> SealedRead:
    opening = contest_rulings.opening(work.session, of.id)
    waits = shared_decisions.opened(work.session, UNSEAL, of.id)
    action = f"/rounds/{of.id}/sealed-figures"
    told = SealedRead(
        action=action,
        schema=form(action, SealedCreate).schema_,
        community=result_views.slug_of(work, contest),
        round=of.id,
        round_title=of.title,
        state="opened" if opening else "sealed",
        approvals=2 if opening else int(waits is not None),
        reason=opening.reason if opening else waits.note if waits else "",
        published=contest_results.latest(work.session, of.id, published=True) is not None,
    )
    if opening is None:
        return told
    given = gathering.gather(work, contest, of)
    names = members.person_names(work.session, [opening.first_by, opening.second_by])
    entered = [one for one in given.round.attempts if one.person not in given.round.excluded]
    counted = attempts.counted(given.round.ruleset, attempts.valid(given.round.ruleset, entered))
    return told.model_copy(
        update={
            "entrants": len(counted),
            "entries": len(entered),
            "n": given.result.n,
            "first_by": result_views.named(names, opening.first_by),
            "second_by": result_views.named(names, opening.second_by),
            "opened_at": opening.opened_at,
        }
    )
