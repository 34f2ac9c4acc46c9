"""Live rounds: the host's desk, the player's screen, and the events between them."""

from __future__ import annotations

from datetime import datetime

from app.schemas.base import Empty
from app.schemas.live_rounds import (
    LiveAnswerCreate,
    LiveDesk,
    LiveEvents,
    LiveList,
    LiveQuestionCreate,
    LiveRead,
    LiveRoundCreate,
    LiveRoundForm,
    LiveStep,
)
from app.services.live_rounds import hosting, playing, showing
from app.services.live_rounds.subjects import HOST, PLAY, READ
from app.store.actors import Work
from app.web import arrival
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


def _desk(live: LiveDesk) -> str:
    return f"/live-rounds/{live.id}/desk"


def _screen(live: LiveRead) -> str:
    return f"/live-rounds/{live.id}"


@router.read("/contests/{id}/live-rounds", READ, "live/list.html")
def list_live_rounds(work: Work, id: str, paging: Paging) -> LiveList:
    """The live rounds of a contest, the newest first."""
    return hosting.page(work, id, paging)


@router.read("/contests/{id}/live-rounds/new", HOST, "live/new.html")
def live_round_form(work: Work, id: str) -> LiveRoundForm:
    """The form for a new live round, with what the question bank can give."""
    return hosting.new_form(work, id)


@router.create("/contests/{id}/live-rounds", HOST, form=live_round_form, goes_to=_desk)
def create_live_round(work: Work, id: str, body: LiveRoundCreate) -> LiveDesk:
    """A live round that waits for its players."""
    return hosting.create(work, id, body)


@router.read("/live-rounds/{id}", READ, "live/play.html")
def read_live_round(work: Work, id: str) -> LiveRead:
    """What is asked now, and how she stands."""
    return playing.read(work, id)


@router.stream("/live-rounds/{id}/events", READ, showing.said)
def stream_live_round(work: Work, id: str) -> LiveEvents:
    """Every step as it is taken: what is the same for everybody, as server-sent events."""
    return showing.events(work, id)


@router.act("/live-rounds/{id}/players", PLAY, form=read_live_round, goes_to=_screen)
def join_live_round(work: Work, id: str, body: Empty) -> LiveRead:
    """She plays."""
    return playing.join(work, id)


@router.act(
    "/live-rounds/{id}/answers",
    PLAY,
    "live/play.html",
    form=read_live_round,
    goes_to=_screen,
    before=arrival.moment,
)
def answer_live_question(
    work: Work, id: str, body: LiveAnswerCreate, prepared: datetime
) -> LiveRead:
    """Her one answer to the question that is asked."""
    return playing.answer(work, id, body, prepared)


# -- the host --------------------------------------------------------------------------------------


@router.read("/live-rounds/{id}/desk", HOST, "live/desk.html")
def read_live_desk(work: Work, id: str) -> LiveDesk:
    """Every question with its answer, who plays, and what comes next."""
    return hosting.desk(work, id)


@router.create("/live-rounds/{id}/questions", HOST, form=read_live_desk, goes_to=_desk)
def add_live_question(work: Work, id: str, body: LiveQuestionCreate) -> LiveDesk:
    """One more question at the end."""
    return hosting.add(work, id, body)


@router.remove(
    "/live-rounds/{id}/questions/{key}",
    HOST,
    form=read_live_desk,
    goes_to=lambda _: "/live-rounds/{id}/desk",
)
def remove_live_question(work: Work, id: str, key: str) -> None:
    """Out, while the round has not begun."""
    hosting.remove(work, id, key)


@router.act("/live-rounds/{id}/steps", HOST, "live/desk.html", form=read_live_desk, goes_to=_desk)
def step_live_round(work: Work, id: str, body: LiveStep) -> LiveDesk:
    """Ask the next question, close it, or end the round."""
    return hosting.step(work, id, body)
