"""One complaint, from its receipt to the proof that what it named is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache

from app import content
from app.content.takedown_request import invented_takedown
from app.demo.stage import Deed, Stage, at
from app.integrations import share_cards
from app.schemas.takedowns import TakedownCompletion, TakedownCreate, TakedownStepCreate
from app.services import takedown_subjects, takedowns, taking_down
from app.services.posts import deciding
from app.store.actors import Work


def deeds(work: Work, stage: Stage, posts: Mapping[str, str]) -> Iterator[Deed]:
    """`posts`: key of the content → id, filled while the bulletins are written."""
    told, asked = invented_takedown(), list[str]()
    received = work.now - timedelta(hours=told.received_hours_ago)
    done = work.now - timedelta(hours=told.done_hours_ago)

    def receive(now: Work) -> None:
        body = TakedownCreate.model_validate(
            {
                "kind": "complaint",
                "asked_by": f"{told.asked_by} ({content.illustration_mark()})",
                "received_at": now.now,
                "address": told.address,
                "subject_type": "post",
                "subject_id": posts[told.bulletin],
                "text_found": told.text_found,
                "grounds": told.grounds,
            }
        )
        officer = at(now, now.now, stage.actor(told.by))
        asked.append(takedowns.receive(officer, stage.community.slug, body).id)

    def complete(now: Work) -> None:
        # The application registers it as it starts; a command has none.
        takedown_subjects.register("post", deciding.taken_down)
        officer, (request,) = at(now, now.now, stage.actor(told.by)), asked
        _step(officer, request, "before", told.before)
        note = TakedownStepCreate(kind="note", text=told.note)
        taking_down.step(officer, request, note, "")
        _step(officer, request, "after", told.after)
        end = TakedownCompletion(finding="founded", words=told.words)
        taking_down.complete(officer, request, end)

    yield Deed(received, receive)
    yield Deed(done, complete)


def _step(officer: Work, request: str, kind: str, words: str) -> None:
    picture = _proof(words)
    file = {"name": f"{kind}.png", "content": picture}
    body = TakedownStepCreate.model_validate({"kind": kind, "file": file})
    taking_down.step(officer, request, body, hashlib.sha256(picture).hexdigest())


@cache
def _proof(words: str) -> bytes:
    """In place of a picture of the screen: a card that says what it would show."""
    told, mark = invented_takedown(), content.illustration_mark()
    return share_cards.drawn(words, mark, told.address, "wide")
