"""How the author of a work with a prize wishes to be named; and the letter that asks her."""

from __future__ import annotations

from app.domain.refusals import Conflict
from app.models.contests import Contest
from app.models.works import WorkResult
from app.schemas.base import form
from app.schemas.contest_results import NamingChange, WorkNamingRead
from app.services import telling
from app.services.deeds import permit
from app.services.telling import Event
from app.services.works.subjects import CHANGE, Case, opened
from app.store import communities, members, work_marks, works
from app.store.actors import Work

PURPOSE = "publication"


def read(work: Work, work_id: str) -> WorkNamingRead:
    return _read(work, *_hers(work, work_id))


def choose(work: Work, work_id: str, body: NamingChange) -> WorkNamingRead:
    """It holds at once; a name is shown only while she agrees to be published."""
    case, prize = _hers(work, work_id)
    if body.choice != "nothing" and not _consented(work, case):
        raise Conflict("naming-needs-consent")
    works.choose_naming(work.session, work_id, body.choice, work.now)
    return _read(work, case, prize)


def tell(work: Work, contest: Contest, result: WorkResult, before: WorkResult | None) -> None:
    """Whoever has another prize than was published before, for better or worse."""
    now, then = _prizes(result), _prizes(before) if before is not None else {}
    for piece, (person, title, prize) in {**then, **now}.items():
        if now.get(piece) == then.get(piece):
            continue
        member = members.open_of_person(work.session, person, contest.community_id)
        if member is None:
            continue
        event = Event(
            "contest.work_prize" if piece in now else "contest.work_changed",
            key=f"contest.work_result:{result.id}:{piece}",
            subject=("work", piece),
            path=f"/works/{piece}/naming"
            if piece in now
            else f"/contests/{contest.id}/work-results",
        )
        telling.tell(work, member, event, tieu_de=title, cuoc_thi=contest.title, giai=prize)


def _prizes(result: WorkResult) -> dict[str, tuple[str, str, str]]:
    return {
        one["work"]: (one["person"], one["title"], one["prize"])
        for one in result.rows
        if one["prize"] is not None
    }


def _hers(work: Work, work_id: str) -> tuple[Case, str]:
    """Refuses `no-prize` for whoever has none in the published result."""
    case = opened(work, work_id)
    permit(work, CHANGE, case.thing)
    found = work_marks.result(work.session, case.contest.id, published=True)
    prizes = _prizes(found) if found is not None else {}
    if work_id not in prizes:
        raise Conflict("no-prize")
    return case, prizes[work_id][2]


def _read(work: Work, case: Case, prize: str) -> WorkNamingRead:
    action = f"/works/{case.piece.id}/naming"
    return WorkNamingRead.model_validate(
        {
            "action": action,
            "method": "PUT",
            "schema": form(action, NamingChange).schema_,
            "community": communities.by_id(work.session, case.piece.community_id).slug,
            "work": case.piece.id,
            "entry": case.entry,
            "title": case.piece.title,
            "choice": works.namings(work.session, [case.piece.id]).get(case.piece.id),
            "prize": prize,
            "consented": _consented(work, case),
        }
    )


def _consented(work: Work, case: Case) -> bool:
    return members.consents_to(work.session, case.piece.member_id, PURPOSE)
