"""What the board has published since the group was opened, has scheduled, and still writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app import clock
from app.content.posts import InventedBulletin, invented_bulletins
from app.demo.stage import Deed, Stage, at
from app.schemas.bulletins import Publication
from app.schemas.members import Decision
from app.schemas.posts import PostCreate
from app.services.bulletins import publishing
from app.services.posts import deciding, writing
from app.store.actors import Work

#: Who reads a bulletin a second time, one after the other.
READERS = ("nguyet", "dao")
EDITOR = "anh"
#: How long before its publication a bulletin is written and read.
WRITTEN, READ = timedelta(hours=20), timedelta(hours=12)


def deeds(work: Work, stage: Stage) -> Iterator[Deed]:
    """Each bulletin on its own way; the one that is scheduled was read this morning."""
    for bulletin in invented_bulletins():
        ids: list[str] = []
        due = _out_at(bulletin, work.now)
        last = min(due, work.now - timedelta(hours=1))
        if bulletin.ends != "published":
            yield Deed(last, _write(stage, bulletin, ids))
            continue
        yield Deed(last - WRITTEN, _write(stage, bulletin, ids))
        yield Deed(last - READ, _read(stage, ids))
        yield Deed(last, _out(stage, bulletin, ids, due))


def _out_at(bulletin: InventedBulletin, now: datetime) -> datetime:
    if bulletin.at:
        return datetime.fromisoformat(bulletin.at).replace(tzinfo=clock.VIETNAM)
    if bulletin.hours_ahead:
        # At seven in the morning, so that the hour is one that an editor would choose.
        due = clock.in_vietnam(now + timedelta(hours=bulletin.hours_ahead))
        return due.replace(hour=7, minute=0, second=0, microsecond=0)
    return now - timedelta(hours=bulletin.hours_ago)


def _write(stage: Stage, bulletin: InventedBulletin, ids: list[str]) -> Callable[[Work], None]:
    def write(now: Work) -> None:
        body = PostCreate(
            kind="bulletin",
            title=bulletin.title,
            body=bulletin.body,
            topic=bulletin.topic,
            source=bulletin.source,
            audience="members" if bulletin.audience == "members" else "public",
            tags=list(bulletin.tags),
            announcement=bulletin.announcement,
            for_plan=bulletin.for_plan,
            draft=bulletin.ends == "draft",
        )
        writer = at(now, now.now, stage.actor(bulletin.by))
        ids.append(writing.create(writer, stage.community.slug, body).id)

    return write


def _read(stage: Stage, ids: list[str]) -> Callable[[Work], None]:
    def read(now: Work) -> None:
        for reader in READERS:
            deciding.approve(at(now, now.now, stage.actor(reader)), ids[0], Decision())

    return read


def _out(
    stage: Stage, bulletin: InventedBulletin, ids: list[str], due: datetime
) -> Callable[[Work], None]:
    def out(now: Work) -> None:
        editor = at(now, now.now, stage.actor(EDITOR))
        publishing.publish(editor, ids[0], Publication(at=None if bulletin.at else due))
        if bulletin.pinned:
            publishing.pin(editor, ids[0], Decision())

    return out
