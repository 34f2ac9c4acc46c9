"""Votes, marks, likes and results of works."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from app.routers.works import PAGE, read_work
from app.schemas.base import Empty
from app.schemas.work_judging import (
    ConflictDeclare,
    JuryRead,
    MarkedWork,
    MarkWrite,
    ResultCompute,
    ResultPublish,
    StrikeCreate,
    StrikeLift,
    StrikeRead,
    VotesRead,
    WorkResultRead,
)
from app.schemas.works import LikesWrite, WorkRead
from app.services.works import liking, marking, results, striking, voting
from app.services.works.liking import LIKE
from app.services.works.marking import MARK
from app.services.works.subjects import CHECK, READ, RESULT
from app.services.works.voting import STRIKE, VOTE
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()
VOTES, MARKS = "works/votes.html", "works/mark.html"


def _votes(votes: VotesRead) -> str:
    return f"/contests/{votes.contest}/votes?done=saved"


def _marks(piece: MarkedWork) -> str:
    return f"/works/{piece.id}/marks?done=saved"


def _results(result: WorkResultRead) -> str:
    return f"/contests/{result.contest}/work-results?done=saved"


def _then(done: str) -> Any:
    return lambda piece: f"/works/{piece.id}?done={done}"


# -- votes -----------------------------------------------------------------------------------------


@router.act("/works/{id}/votes", VOTE, PAGE, form=read_work, goes_to=_then("voted"))
def vote_for_work(work: Work, id: str, body: Empty) -> WorkRead:
    """One vote a member and work, never for her own; counts are hidden until the voting ended."""
    return voting.give(work, id, body)


@router.remove(
    "/works/{id}/votes",
    VOTE,
    form=read_work,
    goes_to=lambda _: "/works/{id}?done=undone",
)
def take_vote_back(work: Work, id: str) -> None:
    """Take her vote back while votes are taken."""
    voting.take_back(work, id)


@router.read("/contests/{id}/votes", CHECK, VOTES, statuses=(409,))
def read_votes(work: Work, id: str) -> VotesRead:
    """The votes hour by hour, what is unusual about them, and what the board took out."""
    return voting.read(work, id)


@router.act("/contests/{id}/vote-flags", STRIKE, VOTES, form=read_votes, goes_to=_votes)
def check_votes(work: Work, id: str, body: Empty) -> VotesRead:
    """Look for what is unusual once more; nothing is taken out."""
    return voting.check(work, id, body)


@router.act("/contests/{id}/vote-strikes", STRIKE, VOTES, form=read_votes, goes_to=_votes)
def strike_votes(work: Work, id: str, body: StrikeCreate) -> VotesRead:
    """Take votes out, with a reason and what it rests on."""
    return striking.strike(work, id, body)


@router.read("/vote-strikes/{id}/lifting", STRIKE, "works/lifting.html")
def strike_lifting_form(work: Work, id: str) -> StrikeRead:
    """The page on which votes are put back."""
    return striking.lift_form(work, id)


@router.act("/vote-strikes/{id}/lifting", STRIKE, VOTES, form=strike_lifting_form, goes_to=_votes)
def lift_strike(work: Work, id: str, body: StrikeLift) -> VotesRead:
    """Put votes back that were taken out."""
    return striking.lift(work, id, body)


# -- likes -----------------------------------------------------------------------------------------


@router.act("/works/{id}/likes", LIKE, PAGE, form=read_work, goes_to=_then("saved"))
def enter_likes(work: Work, id: str, body: LikesWrite) -> WorkRead:
    """Likes on Facebook at a moment; another person confirms them."""
    return liking.enter(work, id, body)


@router.read("/like-snapshots/{id}/confirmation", LIKE, PAGE, statuses=(409,))
def likes_confirmation_form(work: Work, id: str) -> WorkRead:
    """The work whose likes wait to be confirmed."""
    return liking.read(work, id)


@router.act(
    "/like-snapshots/{id}/confirmation",
    LIKE,
    PAGE,
    form=likes_confirmation_form,
    goes_to=_then("saved"),
)
def confirm_likes(work: Work, id: str, body: Empty) -> WorkRead:
    """The second person has read the same."""
    return liking.confirm(work, id, body)


# -- the jury --------------------------------------------------------------------------------------


@router.read("/contests/{id}/marks", MARK, "works/jury.html", statuses=(409,))
def read_jury_table(work: Work, id: str) -> JuryRead:
    """What a juror has to mark, and what she gave; without authors, units and votes."""
    return marking.jury(work, id)


@router.read("/works/{id}/marks", MARK, MARKS, statuses=(409,))
def read_marks(work: Work, id: str) -> MarkedWork:
    """One work before a juror."""
    return marking.read(work, id)


@router.act("/works/{id}/marks", MARK, MARKS, form=read_marks, goes_to=_marks)
def mark_work(work: Work, id: str, body: MarkWrite) -> MarkedWork:
    """One mark, saved at once; the last one stands."""
    return marking.mark(work, id, body)


@router.act("/works/{id}/conflict", MARK, MARKS, form=read_marks, goes_to=_marks)
def declare_conflict(work: Work, id: str, body: ConflictDeclare) -> MarkedWork:
    """A juror is too near to this work and does not mark it."""
    return marking.declare(work, id, body)


# -- results ---------------------------------------------------------------------------------------


@router.read("/contests/{id}/work-results", READ, "works/results.html", statuses=(409,))
def read_work_results(
    work: Work, id: str, no: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> WorkResultRead:
    """The result that is out; for those who approve it the newest version, or `no`."""
    return results.read(work, id, no)


@router.act(
    "/contests/{id}/work-results",
    RESULT,
    "works/results.html",
    form=read_work_results,
    goes_to=_results,
)
def compute_work_results(work: Work, id: str, body: ResultCompute) -> WorkResultRead:
    """Compute another version, once intake and voting have ended."""
    return results.compute(work, id, body)


@router.act(
    "/contests/{id}/work-results/publication",
    RESULT,
    "works/results.html",
    form=read_work_results,
    goes_to=_results,
)
def publish_work_results(work: Work, id: str, body: ResultPublish) -> WorkResultRead:
    """Approve and publish; two people where the community's list names results of contests."""
    return results.publish(work, id, body)
