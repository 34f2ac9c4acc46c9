"""What members hope for, what the board gathered of it, its answers, and what it set itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from app.content.needs import invented_needs
from app.demo.posts import as_member
from app.demo.stage import Deed, Stage, at
from app.domain.needs import month_of
from app.schemas.needs import (
    NeedActionChange,
    NeedActionCreate,
    NeedAnswerCreate,
    NeedCreate,
    NeedGathering,
    NeedThemeWrite,
)
from app.services.needs import acting, answering, gathering, voicing
from app.store.actors import Work

KEEPER = "duong"
Telling = dict[str, Any]


def deeds(work: Work, stage: Stage) -> list[Deed]:
    """Counted back from the moment of loading."""
    return list(_Year(work, stage).deeds())


class _Year:
    """Needs are named by their place, topics by their key, once they have been written."""

    def __init__(self, work: Work, stage: Stage) -> None:
        self.work, self.stage = work, stage
        self.slug = stage.community.slug
        self.needs: dict[int, str] = {}
        self.topics: dict[str, str] = {}

    def deeds(self) -> Iterator[Deed]:
        told = invented_needs()
        yield self._ago(told["theme"], lambda now: self._ask(now, told["theme"]))
        for number, one in enumerate(told["needs"]):
            yield self._ago(one, self._writing(number, one), number)
        for one in told["topics"]:
            yield self._ago(one, self._gathering(one))
            if "answer" in one:
                yield self._ago(one["answer"], self._answering(one))
            for task in one.get("actions", ()):
                yield self._ago(task, self._acting(one, task))

    def _ago(self, one: Telling, do: Callable[[Work], None], minutes: int = 0) -> Deed:
        past = timedelta(days=one["days_ago"]) - timedelta(minutes=minutes)
        return Deed(self.work.now - past, do)

    def _keeper(self, now: Work) -> Work:
        return at(now, now.now, self.stage.actor(KEEPER))

    def _ask(self, now: Work, theme: Telling) -> None:
        month = month_of(self.work.today)
        body = NeedThemeWrite(month=month, **_words(theme, "title", "question"))
        gathering.set_theme(self._keeper(now), self.slug, body)

    def _writing(self, number: int, one: Telling) -> Callable[[Work], None]:
        def do(now: Work) -> None:
            her = at(now, now.now, as_member(now, self.stage, one["by"]))
            body = NeedCreate(**_words(one, "text", "hidden"))
            self.needs[number] = voicing.create(her, self.slug, body).id or ""

        return do

    def _gathering(self, one: Telling) -> Callable[[Work], None]:
        def do(now: Work) -> None:
            needs = [self.needs[number] for number in one["needs"]]
            body = NeedGathering(title=one["title"], needs=needs)
            topic = gathering.gather(self._keeper(now), self.slug, body).id
            self.topics[one["key"]] = topic
            for key in one["joined"]:
                voicing.join(at(now, now.now, as_member(now, self.stage, key)), topic)

        return do

    def _answering(self, one: Telling) -> Callable[[Work], None]:
        def do(now: Work) -> None:
            body = NeedAnswerCreate(**_words(one["answer"], "state", "text", "reason"))
            answering.answer(self._keeper(now), self.topics[one["key"]], body)

        return do

    def _acting(self, one: Telling, task: Telling) -> Callable[[Work], None]:
        def do(now: Work) -> None:
            plan = NeedActionCreate(
                **_words(task, "kind", "title"),
                owner=self.stage.officials[task["owner"]].person.id,
                due_on=self.work.today + timedelta(days=task["due_in"]),
            )
            keeper = self._keeper(now)
            planned = acting.plan(keeper, self.topics[one["key"]], plan).actions
            if task.get("done"):
                acting.change(keeper, planned[-1].id, NeedActionChange(state="done"))

        return do


def _words(one: Telling, *names: str) -> Telling:
    return {name: one[name] for name in names if name in one}
