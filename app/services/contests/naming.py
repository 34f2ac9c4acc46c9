"""How a winner wishes to stand in the list that members read: she alone decides."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.contest_results import ContestResultRow
from app.models.contests import Contest, ContestRound
from app.schemas.base import form
from app.schemas.contest_results import NamingChange, NamingRead
from app.services.contests import result_views
from app.services.deeds import permit
from app.store import contest_results, contest_rulings, contests, members
from app.store.actors import Work

NAME = "result.name"
PURPOSE = "publication"


def read(work: Work, round_id: str) -> NamingRead:
    return _read(work, *_hers(work, round_id))


def choose(work: Work, round_id: str, body: NamingChange) -> NamingRead:
    """It holds at once; a name is shown only while she agrees to be published."""
    contest, of, row = _hers(work, round_id)
    if body.choice != "nothing" and not _consented(work, contest, row.person_id):
        raise Conflict("naming-needs-consent")
    contest_rulings.choose(
        work.session,
        {
            "round_id": of.id,
            "person_id": row.person_id,
            "choice": body.choice,
            "chosen_at": work.now,
        },
    )
    return _read(work, contest, of, row)


def _hers(work: Work, round_id: str) -> tuple[Contest, ContestRound, ContestResultRow]:
    """Refuses `no-prize` for whoever has none in the published result."""
    contest, of = contests.round_of(work.session, work.actor, round_id)
    permit(work, NAME, Thing(contest.community_id))
    found = contest_results.latest(work.session, of.id, published=True)
    me = work.actor.person_id or ""
    row = contest_results.row_of(work.session, found.id, me) if found else None
    if row is None or row.prize is None:
        raise Conflict("no-prize")
    return contest, of, row


def _read(work: Work, contest: Contest, of: ContestRound, row: ContestResultRow) -> NamingRead:
    action = f"/rounds/{of.id}/naming"
    chosen = contest_rulings.naming(work.session, of.id, [row.person_id])
    who = contests.entrants(work.session, contest.id, [row.person_id])[row.person_id]
    return NamingRead.model_validate(
        {
            "action": action,
            "method": "PUT",
            "schema": form(action, NamingChange).schema_,
            "community": result_views.slug_of(work, contest),
            "round": of.id,
            "round_title": of.title,
            "choice": chosen.get(row.person_id),
            "prize": row.prize,
            "consented": members.consents_to(work.session, who.member_id, PURPOSE),
            "member": who.member_id,
        }
    )


def _consented(work: Work, contest: Contest, person_id: str) -> bool:
    who = contests.entrants(work.session, contest.id, [person_id])[person_id]
    return members.consents_to(work.session, who.member_id, PURPOSE)
