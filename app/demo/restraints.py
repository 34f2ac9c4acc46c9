"""One private reminder, and decisions that somebody else was asked to look at again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from app.content.restraints import (
    InventedAppeal,
    InventedWarning,
    invented_appeals,
    invented_warnings,
)
from app.demo.posts import as_member
from app.demo.stage import Deed, Stage, at
from app.schemas.sanctions import AppealAnswer, AppealCreate, SanctionCreate
from app.services import appeals, sanctions
from app.store.actors import Work


def deeds(work: Work, stage: Stage, posts: Mapping[str, str]) -> Iterator[Deed]:
    """`posts`: key of the content → id, filled while the posts are written."""
    warned: dict[str, str] = {}
    for warning in invented_warnings():
        moment = work.now - timedelta(hours=warning.hours_ago)
        yield Deed(moment, _warn(stage, warning, warned))
    for appeal in invented_appeals():
        asked: list[str] = []
        subjects = warned if appeal.about == "sanction" else posts
        moment = work.now - timedelta(hours=appeal.hours_ago)
        yield Deed(moment, _appeal(stage, appeal, subjects, asked))
        if appeal.answer:
            moment = work.now - timedelta(hours=appeal.answered_hours_ago)
            yield Deed(moment, _answer(stage, appeal, asked))


def _warn(stage: Stage, warning: InventedWarning, ids: dict[str, str]) -> Callable[[Work], None]:
    def warn(now: Work) -> None:
        officer = at(now, now.now, stage.actor(warning.by))
        (membership,) = as_member(now, stage, warning.member).memberships
        body = SanctionCreate(kind="warning", reason=warning.reason, note=warning.note)
        ids[warning.key] = sanctions.impose(officer, membership.member_id, body).id

    return warn


def _appeal(
    stage: Stage, appeal: InventedAppeal, subjects: Mapping[str, str], asked: list[str]
) -> Callable[[Work], None]:
    def ask(now: Work) -> None:
        herself = at(now, now.now, as_member(now, stage, appeal.by))
        of = appeals.of_sanction if appeal.about == "sanction" else appeals.of_post
        asked.append(of(herself, subjects[appeal.of], AppealCreate(text=appeal.text)).id)

    return ask


def _answer(stage: Stage, appeal: InventedAppeal, asked: list[str]) -> Callable[[Work], None]:
    def answer(now: Work) -> None:
        other = at(now, now.now, stage.actor(appeal.answered_by))
        appeals.refuse(other, asked[0], AppealAnswer(words=appeal.answer))

    return answer
