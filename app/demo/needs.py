"""What members hope for, what the board gathered of it, and one answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.content.needs import invented_needs
from app.demo.posts import as_member
from app.demo.stage import Deed, Stage, at
from app.domain.needs import month_of
from app.schemas.needs import (
    NeedActionCreate,
    NeedAnswerCreate,
    NeedCreate,
    NeedGathering,
    NeedThemeWrite,
)
from app.services.needs import answering, gathering, voicing
from app.store.actors import Work

KEEPER = "duong"


def deeds(work: Work, stage: Stage) -> list[Deed]:
    """In the order in which they happened, counted back from the moment of loading."""
    told, written, made = invented_needs(), dict[int, str](), dict[str, str]()
    slug = stage.community.slug

    def ago(one: dict[str, Any], do: Callable[[Work], None], minutes: int = 0) -> Deed:
        return Deed(work.now - timedelta(days=one["days_ago"]) + timedelta(minutes=minutes), do)

    def keeper(now: Work) -> Work:
        return at(now, now.now, stage.actor(KEEPER))

    def ask(now: Work) -> None:
        theme = told["theme"]
        body = NeedThemeWrite(
            month=month_of(work.today), title=theme["title"], question=theme["question"]
        )
        gathering.set_theme(keeper(now), slug, body)

    def write(number: int, one: dict[str, Any]) -> Callable[[Work], None]:
        def do(now: Work) -> None:
            her = at(now, now.now, as_member(now, stage, one["by"]))
            body = NeedCreate(text=one["text"], hidden=one.get("hidden", False))
            written[number] = voicing.create(her, slug, body).id or ""

        return do

    def gather(one: dict[str, Any]) -> Callable[[Work], None]:
        def do(now: Work) -> None:
            needs = [written[number] for number in one["needs"]]
            body = NeedGathering(title=one["title"], needs=needs)
            made[one["key"]] = gathering.gather(keeper(now), slug, body).id
            for key in one["joined"]:
                voicing.join(at(now, now.now, as_member(now, stage, key)), made[one["key"]])

        return do

    def answer(one: dict[str, Any]) -> Callable[[Work], None]:
        return lambda now: _answer(keeper(now), stage, made[one["key"]], one)

    return [
        ago(told["theme"], ask),
        *(ago(one, write(number, one), number) for number, one in enumerate(told["needs"])),
        *(ago(one, gather(one)) for one in told["topics"]),
        *(ago(one["answer"], answer(one)) for one in told["topics"] if "answer" in one),
    ]


def _answer(keeper: Work, stage: Stage, topic: str, one: dict[str, Any]) -> None:
    said, task = one["answer"], one["action"]
    body = NeedAnswerCreate(state=said["state"], text=said["text"])
    answering.answer(keeper, topic, body)
    plan = NeedActionCreate(
        kind=task["kind"],
        title=task["title"],
        owner=stage.officials[task["owner"]].person.id,
        due_on=keeper.today + timedelta(days=task["due_in"]),
    )
    answering.plan(keeper, topic, plan)
