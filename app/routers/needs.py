"""Needs and hopes: the box “Tôi mong…”, topics, and “Chị em nói - Hội trả lời”."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.schemas.base import Empty
from app.schemas.needs import (
    NeedActionChange,
    NeedActionCreate,
    NeedAnswerChange,
    NeedAnswerCreate,
    NeedAnswerForm,
    NeedCreate,
    NeedDesk,
    NeedGathering,
    NeedGone,
    NeedLine,
    NeedList,
    NeedMerger,
    NeedMonth,
    NeedPage,
    NeedRead,
    NeedThemeForm,
    NeedThemeRead,
    NeedThemeWrite,
    NeedTopicRead,
)
from app.services.needs import (
    acting,
    answering,
    desk,
    gathering,
    months,
    reading,
    secluding,
    voicing,
)
from app.services.needs.gathering import ANSWER
from app.services.needs.reading import READ
from app.services.needs.voicing import WITHDRAW, WRITE
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()
TOPIC = "needs/topic.html"
Month = Annotated[str, Query(max_length=7)]


def _sent(need: NeedRead) -> str:
    """A private matter goes on in its thread."""
    if need.private_thread:
        return f"/questions/{need.private_thread}"
    return f"/communities/{need.community}/needs?done=need-sent"


def _to_topic(done: str) -> object:
    return lambda topic: f"/need-topics/{topic.id}?done={done}"


# -- the box ---------------------------------------------------------------------------------------


@router.read("/communities/{slug}/needs", READ, "needs/box.html")
def read_needs(work: Work, slug: str, paging: Paging) -> NeedPage:
    """This month's theme, the topics that members voiced, and what she wrote herself."""
    return reading.page(work, slug, paging)


@router.create("/communities/{slug}/needs", WRITE, form=read_needs, goes_to=_sent)
def create_need(work: Work, slug: str, body: NeedCreate) -> NeedRead:
    """Say what she needs or hopes for; of violence and self-harm the closed circle alone reads."""
    return voicing.create(work, slug, body)


@router.read("/communities/{slug}/need-answers", READ, "needs/month.html")
def read_need_answers(work: Work, slug: str, paging: Paging, month: Month = "") -> NeedMonth:
    """One month (YYYY-MM): its theme, its topics, how many voiced them, what was answered."""
    return months.page(work, slug, month, paging)


@router.read("/needs/{id}/withdrawal", WITHDRAW, "needs/withdrawal.html")
def need_withdrawal_form(work: Work, id: str) -> NeedRead:
    """What she wrote, before she takes it back."""
    return voicing.of_own(work, id)


@router.act(
    "/needs/{id}/withdrawal",
    WITHDRAW,
    form=need_withdrawal_form,
    goes_to=lambda one: f"/communities/{one.community}/needs?done=need-withdrawn",
)
def withdraw_need(work: Work, id: str, body: Empty) -> NeedGone:
    """Take back what she wrote: her words are erased and counted no more."""
    return voicing.withdraw(work, id)


# -- gathering -------------------------------------------------------------------------------------


@router.read("/communities/{slug}/need-list", ANSWER, "needs/list.html")
def list_needs(
    work: Work,
    slug: str,
    paging: Paging,
    view: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    topic: Annotated[str, Query(max_length=32)] = "",
) -> NeedList:
    """What members wrote: what is in no topic yet (`view=open`), everything (`view=all`), or what
    is in one topic."""
    return gathering.page(work, slug, paging, view, q, topic)


@router.read("/needs/{id}/care", ANSWER, "needs/care.html")
def need_care_form(work: Work, id: str) -> NeedLine:
    """What would go to the closed circle."""
    return secluding.asked(work, id)


@router.act(
    "/needs/{id}/care",
    ANSWER,
    form=need_care_form,
    goes_to=lambda one: f"/communities/{one.community}/need-list?done=care",
)
def lead_need_to_circle(work: Work, id: str, body: Empty) -> NeedGone:
    """It tells of harm after all: the closed circle alone reads it from now on."""
    return secluding.hand_over(work, id)


@router.read("/communities/{slug}/need-desk", ANSWER, "needs/desk.html")
def read_need_desk(work: Work, slug: str, paging: Paging) -> NeedDesk:
    """What waits: topics without an answer, the oldest first, and what is being done, the most
    urgent first."""
    return desk.page(work, slug, paging)


@router.create(
    "/communities/{slug}/need-topics", ANSWER, form=list_needs, goes_to=_to_topic("saved")
)
def gather_needs(work: Work, slug: str, body: NeedGathering) -> NeedTopicRead:
    """Put needs into a new topic or into one that stands."""
    return gathering.gather(work, slug, body)


@router.read("/communities/{slug}/need-themes", ANSWER, "needs/theme.html")
def need_theme_form(work: Work, slug: str, month: Month = "") -> NeedThemeForm:
    """The form for a month's theme."""
    return gathering.theme_form(work, slug, month)


@router.act(
    "/communities/{slug}/need-themes",
    ANSWER,
    form=need_theme_form,
    goes_to=lambda one: f"/communities/{one.community}/need-answers?month={one.month}&done=saved",
)
def set_need_theme(work: Work, slug: str, body: NeedThemeWrite) -> NeedThemeRead:
    """Set a month's theme, or change its words."""
    return gathering.set_theme(work, slug, body)


# -- one topic -------------------------------------------------------------------------------------


@router.read("/need-topics/{id}", READ, TOPIC)
def read_need_topic(work: Work, id: str) -> NeedTopicRead:
    """One topic with its answers and what is done about it."""
    return reading.read(work, id)


@router.act(
    "/need-topics/{id}/voices", WRITE, TOPIC, form=read_need_topic, goes_to=_to_topic("need-joined")
)
def join_need_topic(work: Work, id: str, body: Empty) -> NeedTopicRead:
    """“Tôi cũng mong vậy”: once a member and topic."""
    return voicing.join(work, id)


@router.remove(
    "/need-topics/{id}/voices",
    WRITE,
    form=read_need_topic,
    goes_to=lambda _: "/need-topics/{id}?done=need-left",
)
def leave_need_topic(work: Work, id: str) -> None:
    """Her “Tôi cũng mong vậy” taken back."""
    voicing.leave(work, id)


@router.act(
    "/need-topics/{id}/merger", ANSWER, TOPIC, form=read_need_topic, goes_to=_to_topic("saved")
)
def merge_need_topic(work: Work, id: str, body: NeedMerger) -> NeedTopicRead:
    """Put all its voices into another topic."""
    return gathering.merge(work, id, body)


@router.act(
    "/need-topics/{id}/answers",
    ANSWER,
    TOPIC,
    form=read_need_topic,
    goes_to=_to_topic("need-answered"),
)
def answer_need_topic(work: Work, id: str, body: NeedAnswerCreate) -> NeedTopicRead:
    """Answer in public; everyone who voiced it is told once."""
    return answering.answer(work, id, body)


@router.read("/need-answers/{id}", ANSWER, "needs/answer.html")
def read_need_answer(work: Work, id: str) -> NeedAnswerForm:
    """One answer as it stands, to be put right or taken back."""
    return answering.form(work, id)


@router.change("/need-answers/{id}", ANSWER, form=read_need_answer, goes_to=_to_topic("saved"))
def correct_need_answer(work: Work, id: str, body: NeedAnswerChange) -> NeedTopicRead:
    """Put the words of the last answer right; nobody is told again, the old words are kept."""
    return answering.correct(work, id, body)


@router.remove(
    "/need-answers/{id}",
    ANSWER,
    form=read_need_answer,
    goes_to=lambda _: "/need-answers/{id}?done=undone",
)
def take_back_need_answer(work: Work, id: str) -> None:
    """Take the last answer back; the one before it holds again, letters not read are gone."""
    answering.take_back(work, id)


@router.act(
    "/need-topics/{id}/actions", ANSWER, TOPIC, form=read_need_topic, goes_to=_to_topic("saved")
)
def plan_need_action(work: Work, id: str, body: NeedActionCreate) -> NeedTopicRead:
    """A bulletin in the calendar, a training or a task: who does it, until when."""
    return acting.plan(work, id, body)


@router.read("/need-actions/{id}", ANSWER, TOPIC)
def read_need_action(work: Work, id: str) -> NeedTopicRead:
    """The topic that an action is about."""
    return acting.of_action(work, id)


@router.change(
    "/need-actions/{id}", ANSWER, TOPIC, form=read_need_action, goes_to=_to_topic("saved")
)
def change_need_action(work: Work, id: str, body: NeedActionChange) -> NeedTopicRead:
    """Say how far it is."""
    return acting.change(work, id, body)
