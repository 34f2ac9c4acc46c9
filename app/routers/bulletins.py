"""Bulletins: the board's desk and calendar, publishing, and what everyone reads."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from app.routers.posts import read_post
from app.schemas.base import FileRead
from app.schemas.bulletins import (
    CalendarRead,
    ContentRead,
    Publication,
    PublicList,
    QuietChange,
    QuietRead,
    Repetition,
    SpokenChange,
    SpokenRead,
    TagCreate,
    TagEnd,
    TagList,
    VisitsRead,
)
from app.schemas.members import Decision
from app.schemas.posts import PostRead, TagRead
from app.services import metering, tags
from app.services.bulletins import calendar, picturing, public, publishing, speaking
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import PageQuery
from app.web.passage import Passage

router = Nouns()


class PublicQuery(PageQuery):
    topic: Annotated[str, Field(max_length=40)] = ""
    tag: Annotated[str, Field(max_length=40)] = ""


# -- for everyone --------------------------------------------------------------------------------


@router.read(
    "/communities/{slug}/bulletins",
    "bulletin.list",
    "bulletins/list.html",
    hot=lambda _request: True,
    etag=True,
)
def list_bulletins(work: Work, slug: str, query: Annotated[PublicQuery, Query()]) -> PublicList:
    """What the community publishes for everyone, the newest first."""
    return public.listed(work, slug, query.page, topic=query.topic, tag=query.tag)


@router.file("/communities/{slug}/feed.atom", "bulletin.list", "application/atom+xml", shown=True)
def atom_feed(work: Work, slug: str) -> FileRead:
    """The same as Atom."""
    return public.atom(work, slug)


@router.file("/communities/{slug}/feed.rss", "bulletin.list", "application/rss+xml", shown=True)
def rss_feed(work: Work, slug: str) -> FileRead:
    """The same as RSS."""
    return public.rss(work, slug)


async def draw(passage: Passage, id: str, size: str, **_given: Any) -> bytes:
    """Read first, drawn afterwards: no transaction waits for a picture."""
    house = passage.house
    card = await house.database.read(
        lambda session: picturing.card(passage.work(session), id, size)
    )
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(house.drawing, picturing.drawn, card, size)


@router.file(
    "/posts/{id}/card.png", "post.open", "image/png", before=draw, shown=True, statuses=(409,)
)
def card_picture(
    work: Work,
    id: str,
    prepared: bytes,
    size: Annotated[str, Query(max_length=10)] = "wide",
) -> FileRead:
    """The bulletin as a picture for Zalo and Facebook: `wide` 1200×630, `square` 1080×1080."""
    return FileRead(name=f"{id}-{size}.png", content=prepared)


@router.read("/posts/{id}/loudspeaker", "post.open", "bulletins/loudspeaker.html", statuses=(409,))
def read_spoken(work: Work, id: str) -> SpokenRead:
    """The minute that the commune's loudspeaker reads."""
    return speaking.spoken(work, id)


@router.replace(
    "/posts/{id}/loudspeaker",
    "bulletin.publish",
    "bulletins/loudspeaker.html",
    form=read_spoken,
    goes_to=lambda spoken: f"/posts/{spoken.post}/loudspeaker?done=saved",
)
def change_spoken(work: Work, id: str, body: SpokenChange) -> SpokenRead:
    """The board's own words for it; an empty text takes them away."""
    return speaking.change_spoken(work, id, body)


# -- the board's desk ----------------------------------------------------------------------------


@router.read("/communities/{slug}/content", "calendar.read", "bulletins/content.html")
def content_page(work: Work, slug: str) -> ContentRead:
    """Bulletins by where they stand: drafts, waiting, approved, scheduled, published."""
    return calendar.content_page(work, slug)


@router.read("/communities/{slug}/calendar", "calendar.read", "bulletins/calendar.html")
def read_calendar(
    work: Work, slug: str, month: Annotated[str, Query(max_length=7)] = ""
) -> CalendarRead:
    """A month of bulletins with its days to remember; `month` is YYYY-MM."""
    return calendar.month(work, slug, month)


def published(post: Any) -> str:
    """A browser reads whether it is out or has its hour."""
    done = "?done=bulletin-published" if post.state == "published" else "?done=bulletin-scheduled"
    return f"/posts/{post.id}{done}"


@router.act(
    "/posts/{id}/publication",
    "bulletin.publish",
    "posts/page.html",
    form=read_post,
    goes_to=published,
)
def publish(work: Work, id: str, body: Publication) -> PostRead:
    """Publish an approved bulletin now, or at an hour of Vietnam."""
    return publishing.publish(work, id, body)


@router.remove(
    "/posts/{id}/publication",
    "bulletin.publish",
    form=read_post,
    goes_to=lambda _: "/posts/{id}?done=bulletin-unscheduled",
)
def unschedule(work: Work, id: str) -> None:
    """Take the hour away; the bulletin stays approved."""
    publishing.unschedule(work, id)


@router.act(
    "/posts/{id}/pin",
    "bulletin.publish",
    "posts/page.html",
    form=read_post,
    goes_to=lambda post: f"/posts/{post.id}?done=bulletin-pinned",
)
def pin(work: Work, id: str, body: Decision) -> PostRead:
    """To the top of the community, at most three."""
    return publishing.pin(work, id, body)


@router.remove(
    "/posts/{id}/pin",
    "bulletin.publish",
    form=read_post,
    goes_to=lambda _: "/posts/{id}?done=bulletin-unpinned",
)
def unpin(work: Work, id: str) -> None:
    """Down from the top."""
    publishing.unpin(work, id)


@router.create(
    "/posts/{id}/repeats",
    "bulletin.publish",
    form=read_post,
    goes_to=lambda post: f"/posts/{post.id}?done=bulletin-repeated",
)
def repeat(work: Work, id: str, body: Repetition) -> PostRead:
    """The same news as a new draft for a later day."""
    return publishing.repeat(work, id, body)


# -- a sad day -----------------------------------------------------------------------------------


@router.read("/communities/{slug}/quiet", "calendar.read", "bulletins/quiet.html")
def read_quiet(work: Work, slug: str) -> QuietRead:
    """Whether the community is silent, and what waits."""
    return speaking.quiet(work, slug)


@router.act(
    "/communities/{slug}/quiet",
    "bulletin.publish",
    "bulletins/quiet.html",
    form=read_quiet,
    goes_to=lambda quiet: f"/communities/{quiet.community}/quiet?done=quiet",
)
def fall_quiet(work: Work, slug: str, body: QuietChange) -> QuietRead:
    """Scheduled cheerful bulletins wait until the community speaks again."""
    return speaking.fall_quiet(work, slug, body)


@router.remove(
    "/communities/{slug}/quiet",
    "bulletin.publish",
    form=read_quiet,
    goes_to=lambda _: "/communities/{slug}/quiet?done=spoken-again",
)
def speak_again(work: Work, slug: str) -> None:
    """What waited goes out."""
    speaking.speak_again(work, slug)


# -- movements and campaigns ---------------------------------------------------------------------


@router.read("/communities/{slug}/tags", "post.read", "bulletins/tags.html")
def list_tags(work: Work, slug: str) -> TagList:
    """Movements and campaigns with their items, in force and past."""
    return tags.listed(work, slug)


@router.create(
    "/communities/{slug}/tags",
    "bulletin.write",
    form=list_tags,
    goes_to=lambda _: "/communities/{slug}/tags?done=saved",
)
def add_tag(work: Work, slug: str, body: TagCreate) -> TagRead:
    """A movement, or an item of one."""
    return tags.add(work, slug, body)


@router.act(
    "/communities/{slug}/tag-ends",
    "bulletin.write",
    form=list_tags,
    goes_to=lambda _: "/communities/{slug}/tags?done=saved",
)
def end_tag(work: Work, slug: str, body: TagEnd) -> TagRead:
    """Offered no more from a day on."""
    return tags.end(work, slug, body)


# -- how many come -------------------------------------------------------------------------------


@router.read("/communities/{slug}/visits", "visit.read", "bulletins/visits.html")
def read_visits(work: Work, slug: str) -> VisitsRead:
    """Visits and members who came, by month, beside the lines of Decree 147/2024."""
    return metering.read(work, slug)
