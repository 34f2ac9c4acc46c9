"""The gallery of a contest, a work at the desk, its line in the inbox, and what is held of her."""

from __future__ import annotations

from typing import Any

from app.domain import works as rules
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.text import beginning
from app.domain.works import KIND
from app.models.review import ReviewItem
from app.models.works import ContestWork
from app.schemas.reviews import ReviewLine
from app.schemas.works import WorkLine, WorkList, WorkRead
from app.services import pictures, reviewing
from app.services.deeds import may, permit
from app.services.works.cards import card, line
from app.services.works.deciding import must_see_authors
from app.services.works.ruling import read_of
from app.services.works.subjects import (
    CHECK,
    DECIDE,
    OPEN,
    READ,
    RULE,
    WRITE,
    Case,
    contest_of,
    entry_of,
    is_juror,
    opened,
    stage,
    voting,
)
from app.store import communities, members, work_marks, work_rules, work_votes, works
from app.store.actors import Work


def gallery(work: Work, contest_id: str, paging: Page, board: str) -> WorkList:
    """The accepted works of one board by their numbers, and her own."""
    contest = contest_of(work, contest_id)
    thing = Thing(contest.community_id)
    permit(work, READ, thing)
    terms = work_rules.get(work.session, contest.id)
    boards = [name for name in rules.BOARDS if terms is None or getattr(terms, name)]
    board = board if board in boards else boards[0]
    rows = works.gallery(work.session, contest.id, board, paging.limit + 1, paging.key(int))
    shown, following = paging.cut(rows, lambda piece: (piece.number,))
    mine = works.mine(work.session, contest.id, work.actor.person_id)
    juror, now = is_juror(work, contest.id), stage(work, terms) if terms else "before"
    takes = now == "open" and contest.state == "published" and not juror
    return WorkList(
        items=_lines(work, shown),
        next=following,
        contest=contest.id,
        contest_title=contest.title,
        community=communities.by_id(work.session, contest.community_id).slug,
        board=board,
        boards=boards,
        stage=now,
        voting=voting(work, terms),
        rules=read_of(work, contest, terms) if terms is not None else None,
        mine=_lines(work, mine),
        juror=juror,
        results_out=work_marks.newest_out(work.session, contest.id),
        may_send=takes and may(work, WRITE, thing),
        may_write=may(work, RULE, thing),
        may_check=may(work, CHECK, thing) and not juror,
    )


def _lines(work: Work, pieces: list[ContestWork]) -> list[WorkLine]:
    ids = [piece.id for piece in pieces]
    cards = pictures.of_subjects(work, KIND, ids)
    voted = work_votes.of_person(work.session, work.actor.person_id, ids)
    return [line(work, piece, cards.get(piece.id, []), voted=voted) for piece in pieces]


def read(work: Work, work_id: str) -> WorkRead:
    case = opened(work, work_id)
    permit(work, OPEN, case.thing)
    return card(work, case)


def to_decide(work: Work, work_id: str) -> WorkRead:
    """For the pages of decisions."""
    return card(work, _judged(work, work_id)[0])


def claim(work: Work, work_id: str, *, take_over: bool) -> WorkRead:
    case, held = _judged(work, work_id)
    reviewing.claim(work, case.subject, held, take_over=take_over)
    return card(work, case)


def release(work: Work, work_id: str) -> None:
    reviewing.release(work, _judged(work, work_id)[0].subject)


def _judged(work: Work, work_id: str) -> tuple[Case, str]:
    case = opened(work, work_id)
    held = permit(work, DECIDE, case.thing)
    must_see_authors(work, case)
    return case, held


# -- in the inbox ------------------------------------------------------------------------------


def lines(work: Work, items: list[ReviewItem], claimers: dict[str, str]) -> dict[str, ReviewLine]:
    """A line per item. A juror reads no author there either."""
    found = {piece.id: (piece, title) for piece, title in _titled(work, items)}
    juries = works.juries_of(work.session, work.actor.person_id)
    authors = members.person_names(
        work.session,
        [piece.person_id for piece, _ in found.values() if piece.contest_id not in juries],
    )
    return {
        item.id: _line(work, item, *found[item.subject_id], authors, claimers) for item in items
    }


def _titled(work: Work, items: list[ReviewItem]) -> list[tuple[ContestWork, str]]:
    return works.titled(work.session, [item.subject_id for item in items])


def _line(
    work: Work,
    item: ReviewItem,
    piece: ContestWork,
    contest_title: str,
    authors: dict[str, str],
    claimers: dict[str, str],
) -> ReviewLine:
    author, actions = authors.get(piece.person_id), []
    if author and may(work, DECIDE, Thing(piece.community_id, piece.person_id)):
        roles = work.actor.roles_in(piece.community_id)
        actions = rules.board_actions(piece.state, reviewing.facts(item), roles, work.now)
    return ReviewLine(
        **reviewing.line_facts(work, item, claimers),
        title=f"{entry_of(piece)} · {piece.title}",
        excerpt=beginning(piece.story or piece.statement),
        author=author,
        about=contest_title,
        version=piece.version,
        opened_at=piece.sent_at or piece.created_at,
        allowed_actions=actions,
    )


def names(work: Work, ids: list[str]) -> dict[str, str]:
    """What a batch was about, as far as the reader may see it."""
    return {
        piece.id: f"{entry_of(piece)} · {piece.title}"
        for piece in works.by_ids(work.session, ids).values()
        if may(work, "review.read", Thing(piece.community_id, piece.person_id))
    }


# -- her own data ------------------------------------------------------------------------------


def held(work: Work, person_id: str) -> dict[str, Any]:
    """Works, votes, marks and conflicts of hers."""
    mine = [one.id for one in works.of_person(work.session, person_id)]
    chosen = works.namings(work.session, mine)
    kept = {"title", "story", "video", "statement", "is_own", "shows", "people_agree"}
    return {
        "works": [
            piece.model_dump(
                include={*kept, "parents_agree", "state", "state_reason", "created_at", "sent_at"}
            )
            | {"entry": entry_of(piece), "contest": title, "naming": chosen.get(piece.id)}
            for piece, title in works.titled(work.session, mine)
        ],
        "work_votes": [
            {"work": vote.work_id, "voted_at": vote.voted_at, "counts": vote.strike_id is None}
            for vote in work_votes.given_by(work.session, person_id)
        ],
        "work_marks": [
            mark.model_dump(include={"work_id", "criterion", "points", "marked_at"})
            for mark in work_marks.given_by(work.session, person_id)
        ],
        "juror_conflicts": [
            row.model_dump(include={"work_id", "reason", "declared_at"})
            for row in work_marks.declared_by(work.session, person_id)
        ],
    }
