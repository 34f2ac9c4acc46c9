"""One reading of a work for whoever may see it, with the actions that she may take now."""

from __future__ import annotations

from datetime import datetime

from app.domain import review
from app.domain import works as rules
from app.domain.contests.likeness import Look, alike
from app.domain.permissions import Thing
from app.domain.text import beginning
from app.domain.works import KIND
from app.models.contests import Contest
from app.models.review import ReviewItem
from app.models.works import ContestWork, LikeSnapshot
from app.schemas.communities import ReasonRead
from app.schemas.pictures import PictureCard
from app.schemas.works import AlikeRead, SnapshotRead, WorkLine, WorkRead
from app.services import next_item, pictures, reviewing
from app.services.deeds import may
from app.services.reviewing import BOARD, facts
from app.services.works.subjects import (
    DECIDE,
    Case,
    entry_of,
    is_juror,
    rules_of,
    stage,
    voting,
)
from app.store import (
    care,
    communities,
    contests,
    members,
    reviews,
    work_likes,
    work_marks,
    work_rules,
    work_votes,
    works,
)
from app.store.actors import Work


def card(work: Work, case: Case) -> WorkRead:
    piece, contest = case.piece, case.contest
    terms = work_rules.get(work.session, contest.id)
    own = work.actor.person_id == piece.person_id
    juror, out = is_juror(work, contest.id), work_marks.newest_out(work.session, contest.id)
    # Whoever marks works without their authors is told no author anywhere, until results are out.
    blind = juror and not out
    reads = may(work, "review.read", Thing(piece.community_id)) and not blind
    item = reviews.current(work.session, KIND, piece.id) if reads and not own else None
    cards = pictures.of_subjects(work, KIND, [piece.id]).get(piece.id, [])
    votes = voting(work, terms)
    author, unit = _named(work, case, told=own or reads, out=out)
    accepted = piece.state == "accepted"
    voted = (
        work_votes.of_person(work.session, work.actor.person_id, [piece.id]) if accepted else set()
    )
    names = members.person_names(work.session, [item.claimed_by]) if item is not None else {}
    decides = may(work, DECIDE, case.thing) and not blind
    return WorkRead(
        **line(work, piece, cards, voted=voted).model_dump(),
        **piece.model_dump(include={"version", "story", "story_html", "video", "statement"}),
        **piece.model_dump(include={"is_own", "shows", "people_agree", "parents_agree", "sent_at"}),
        community=communities.by_id(work.session, piece.community_id).slug,
        contest=contest.id,
        contest_title=contest.title,
        pictures=cards,
        author=author,
        unit=unit,
        private_thread=_private_thread(work, piece) if own else None,
        state_reason=piece.state_reason if own or reads else "",
        alike=_alike(work, piece) if reads and piece.number is not None else [],
        votes=_votes(work, piece, votes, blind=blind),
        voting=votes,
        likes=likes(work, piece) if accepted and not blind else [],
        may_like=not blind and accepted and may(work, "work.like", Thing(piece.community_id)),
        may_vote=votes == "open" and accepted and may(work, "vote.write", case.thing),
        juror=juror,
        review=reviewing.review_read(work, item, names) if item is not None else None,
        undo_until=undo_until(work, case, item),
        reasons=_reasons(work, piece) if decides else [],
        allowed_actions=_allowed(work, case, item, decides=decides, own=own, out=out),
        next_item=next_item.after(work, item) if decides else None,
    )


def _private_thread(work: Work, piece: ContestWork) -> str | None:
    case = care.of_source(work.session, KIND, piece.id)
    return case.question_id if case is not None else None


def line(work: Work, piece: ContestWork, cards: list[PictureCard], *, voted: set[str]) -> WorkLine:
    return WorkLine(
        id=piece.id,
        entry=entry_of(piece),
        board=piece.board,
        title=piece.title,
        excerpt=beginning(piece.story or piece.statement),
        has_video=bool(piece.video),
        picture=cards[0] if cards else None,
        state=piece.state,
        own=work.actor.person_id == piece.person_id,
        voted=piece.id in voted,
    )


def _named(work: Work, case: Case, *, told: bool, out: bool) -> tuple[str | None, str | None]:
    """Her name and unit as they were at her first work."""
    piece = case.piece
    entrant = contests.entrants(work.session, case.contest.id, [piece.person_id]).get(
        piece.person_id
    )
    if entrant is None:
        return None, None
    agreed = (
        out
        and works.namings(work.session, [piece.id]).get(piece.id) != "nothing"
        and members.consents_to(work.session, piece.member_id, "publication")
    )
    if not told and not agreed:
        return None, None
    return entrant.full_name, entrant.unit_name


def _alike(work: Work, piece: ContestWork) -> list[AlikeRead]:
    """What was sent to this community and looks like it: a warning, whatever it means."""
    looks = (Look(*row) for row in works.looks(work.session, piece.community_id))
    found = alike(looks).get(piece.id, {})
    titled = works.titled(work.session, found)
    return [
        AlikeRead(
            id=other.id,
            entry=entry_of(other),
            title=other.title,
            how=found[other.id],
            contest_title=title,
        )
        for other, title in titled
    ]


def _votes(work: Work, piece: ContestWork, voting: str, *, blind: bool) -> int | None:
    if voting != "closed" or blind:
        return None
    return work_votes.counts(work.session, piece.contest_id).get(piece.id, 0)


def likes(work: Work, piece: ContestWork) -> list[SnapshotRead]:
    """Confirmed ones for everyone; those that wait for a second person for the board."""
    board = may(work, "work.like", Thing(piece.community_id))
    rows = work_likes.of_works(work.session, [piece.id]).get(piece.id, [])
    shown = [row for row in rows if board or row.confirmed_by is not None]
    names = members.person_names(work.session, [row.entered_by for row in shown] if board else [])
    return [snapshot(work, row, names) for row in shown]


def snapshot(work: Work, row: LikeSnapshot, names: dict[str, str]) -> SnapshotRead:
    return SnapshotRead(
        id=row.id,
        counted_at=row.counted_at,
        likes=row.likes,
        entered_by=names.get(row.entered_by, BOARD),
        confirmed=row.confirmed_by is not None,
        mine=row.entered_by == work.actor.person_id,
    )


def _reasons(work: Work, piece: ContestWork) -> list[ReasonRead]:
    return [
        ReasonRead.model_validate(row)
        for row in communities.reasons(work.session, piece.community_id)
        if row.decision.startswith("work.")
    ]


def _allowed(
    work: Work, case: Case, item: ReviewItem | None, *, decides: bool, own: bool, out: bool
) -> list[str]:
    """The nouns she may POST now, and `edit` for a PATCH; screens draw exactly these."""
    piece, found = case.piece, []
    if decides and not out:
        roles = work.actor.roles_in(piece.community_id)
        found += ["undo"] if may_undo(work, case, item) else []
        found += rules.board_actions(piece.state, facts(item), roles, work.now)
    if own:
        takes = piece.state in {"draft", "submitted"} and _takes(work, case.contest)
        found += rules.own_actions(piece.state, takes_works=takes, settled=out)
    return found


def _takes(work: Work, contest: Contest) -> bool:
    return contest.state == "published" and stage(work, rules_of(work, contest)) == "open"


def may_undo(work: Work, case: Case, item: ReviewItem | None) -> bool:
    """Her own decision of the last ten seconds, while the work stands where it put it."""
    in_time = review.may_undo(facts(item), work.actor.person_id, work.now)
    if not in_time or item is None or reviews.is_reversal(work.session, item):
        return False
    return case.piece.state == rules.REVERSED[item.state][0]


def undo_until(work: Work, case: Case, item: ReviewItem | None) -> datetime | None:
    if item is None or item.decided_at is None or not may_undo(work, case, item):
        return None
    return item.decided_at + review.UNDO_WINDOW
