"""The jury: marks saved one by one, blind, and none where a juror is too near to a work."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.works import KIND
from app.models.contests import Contest
from app.models.works import ContestWork, WorkRules
from app.schemas.work_judging import (
    ConflictDeclare,
    JuryLine,
    JuryRead,
    MarkedWork,
    MarkWrite,
)
from app.schemas.works import CriterionRead
from app.services import pictures
from app.services.deeds import permit
from app.services.works.subjects import (
    Case,
    contest_of,
    entry_of,
    is_juror,
    note,
    opened,
    rules_of,
)
from app.store import communities, work_marks, works
from app.store.actors import Work

MARK = "mark.write"
Points = dict[str, dict[str, dict[str, int]]]


def jury(work: Work, contest_id: str) -> JuryRead:
    """Every work that takes part, with what she gave it."""
    contest = contest_of(work, contest_id)
    permit(work, MARK, Thing(contest.community_id))
    _must_be_juror(work, contest)
    terms = rules_of(work, contest)
    lines = _lines(work, contest)
    return JuryRead(
        contest=contest.id,
        contest_title=contest.title,
        community=communities.by_id(work.session, contest.community_id).slug,
        criteria=[CriterionRead(**one) for one in terms.criteria],
        full_mark=terms.full_mark,
        works=lines,
        done=sum(_is_done(terms, line) for line in lines),
        open=_open(work, contest),
    )


def _lines(work: Work, contest: Contest) -> list[JuryLine]:
    hers = work.actor.person_id or ""
    marks = work_marks.marks(work.session, contest.id, hers)
    conflicts = work_marks.conflicts(work.session, contest.id)
    return [
        _line(piece, marks.get(piece.id, {}).get(hers, {}), conflicts.get(piece.id, {}).get(hers))
        for piece in works.of_contest(work.session, contest.id)
    ]


def _line(piece: ContestWork, points: dict[str, int], conflict: str | None) -> JuryLine:
    return JuryLine(
        id=piece.id,
        entry=entry_of(piece),
        title=piece.title,
        marked=len(points),
        points=points,
        conflict=conflict,
    )


def _is_done(terms: WorkRules, line: JuryLine) -> bool:
    return line.conflict is not None or line.marked >= len(terms.criteria)


def read(work: Work, work_id: str) -> MarkedWork:
    case = opened(work, work_id)
    permit(work, MARK, Thing(case.piece.community_id))
    _must_be_juror(work, case.contest)
    return _read(work, case)


def _read(work: Work, case: Case) -> MarkedWork:
    piece, contest = case.piece, case.contest
    if piece.state != "accepted":
        raise Conflict("wrong-state", state=piece.state)
    terms = rules_of(work, contest)
    lines = _lines(work, contest)
    mine = next(line for line in lines if line.id == piece.id)
    left = [line.id for line in lines if line.id != piece.id and not _is_done(terms, line)]
    behind = [one for one in left if one > piece.id]
    return MarkedWork(
        **mine.model_dump(),
        **piece.model_dump(include={"story_html", "video", "statement"}),
        community=communities.by_id(work.session, piece.community_id).slug,
        contest=contest.id,
        contest_title=contest.title,
        pictures=pictures.of_subjects(work, KIND, [piece.id]).get(piece.id, []),
        criteria=[CriterionRead(**one) for one in terms.criteria],
        full_mark=terms.full_mark,
        open=_open(work, contest),
        after=next(iter([*behind, *left]), None),
    )


def mark(work: Work, work_id: str, body: MarkWrite) -> MarkedWork:
    """One criterion of one work; the last mark stands."""
    case = _markable(work, work_id)
    terms = rules_of(work, case.contest)
    if body.criterion not in {one["key"] for one in terms.criteria}:
        raise Invalid.at("/criterion", "work-criterion-unknown")
    if body.points > terms.full_mark:
        raise Invalid.at("/points", "less_than_equal", le=terms.full_mark)
    hers = work.actor.person_id or ""
    if hers in work_marks.conflicts(work.session, case.contest.id).get(case.piece.id, {}):
        raise Conflict("work-conflict-declared")
    work_marks.put(
        work.session,
        {
            "work_id": case.piece.id,
            "juror_id": hers,
            "criterion": body.criterion,
            "points": body.points,
            "marked_at": work.now,
        },
    )
    return _read(work, case)


def declare(work: Work, work_id: str, body: ConflictDeclare) -> MarkedWork:
    """She is too near to this work: what she gave it before goes, and she marks it no more."""
    case = _markable(work, work_id)
    declared = work_marks.declare(
        work.session,
        {
            "work_id": case.piece.id,
            "juror_id": work.actor.person_id,
            "reason": body.reason,
            "declared_at": work.now,
        },
    )
    if declared:
        note(work, case, "conflict", "juror", outbox=False)
    return _read(work, case)


def _markable(work: Work, work_id: str) -> Case:
    case = opened(work, work_id)
    permit(work, MARK, Thing(case.piece.community_id))
    _must_be_juror(work, case.contest)
    if not _open(work, case.contest):
        raise Conflict("work-results-out")
    if case.piece.state != "accepted":
        raise Conflict("wrong-state", state=case.piece.state)
    return case


def _open(work: Work, contest: Contest) -> bool:
    return not work_marks.newest_out(work.session, contest.id)


def _must_be_juror(work: Work, contest: Contest) -> None:
    """And of this contest, with no work of her own in it. Raises Conflict."""
    if not is_juror(work, contest.id):
        raise Conflict("jurors-only")
    sent = works.mine(work.session, contest.id, work.actor.person_id)
    if any(piece.state in {"submitted", "accepted"} for piece in sent):
        raise Conflict("juror-is-entrant")
