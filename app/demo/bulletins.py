"""What the board has published since the group was opened, has scheduled, and still writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app import clock
from app.content.posts import InventedBulletin, invented_bulletins
from app.demo.stage import Deed, Stage, at
from app.domain.permissions import Thing
from app.schemas.bulletins import Publication
from app.schemas.members import Decision, ReasonedDecision
from app.schemas.page_postings import GroupPostingCreate
from app.schemas.posts import PostCreate
from app.services import group_postings, page_following, page_postings
from app.services.bulletins import publishing
from app.services.deeds import permit
from app.services.posts import deciding, writing
from app.store.actors import Work

#: Who reads a bulletin a second time, one after the other.
READERS = ("nguyet", "dao")
EDITOR = "anh"
#: Where a bulletin stands → how many have read it; those that nobody has read are not named.
READ_BY = {"second": 1, "approved": 2, "published": 2, "archived": 2}
OUT = ("published", "archived")
#: How long before its publication a bulletin is written and read.
WRITTEN, READ = timedelta(hours=20), timedelta(hours=12)


def deeds(work: Work, stage: Stage, ids: dict[str, str]) -> Iterator[Deed]:
    """Each bulletin on its own way; the one that is scheduled was read this morning.

    `ids`: key of the content → id, filled while they are written.
    """
    for bulletin in invented_bulletins():
        due = _out_at(bulletin, work.now)
        last = min(due, work.now - timedelta(hours=1))
        readers = READERS[: READ_BY.get(bulletin.ends, 0)]
        yield Deed(last - WRITTEN if readers else last, _write(stage, bulletin, ids))
        if readers:
            yield Deed(last - READ, _read(stage, bulletin, ids, readers))
        if bulletin.reason:
            yield Deed(last + timedelta(hours=2), _return(stage, bulletin, ids))
        if bulletin.ends in OUT:
            yield Deed(last, _out(stage, bulletin, ids, due))
        if bulletin.archived_at:
            yield Deed(_in_vietnam(bulletin.archived_at), _archive(stage, bulletin, ids))


def _out_at(bulletin: InventedBulletin, now: datetime) -> datetime:
    if bulletin.at:
        return _in_vietnam(bulletin.at)
    if bulletin.hours_ahead:
        # At seven in the morning, so that the hour is one that an editor would choose.
        due = clock.in_vietnam(now + timedelta(hours=bulletin.hours_ahead))
        return due.replace(hour=7, minute=0, second=0, microsecond=0)
    return now - timedelta(hours=bulletin.hours_ago)


def _in_vietnam(wall_clock: str) -> datetime:
    return datetime.fromisoformat(wall_clock).replace(tzinfo=clock.VIETNAM)


def _write(stage: Stage, bulletin: InventedBulletin, ids: dict[str, str]) -> Callable[[Work], None]:
    def write(now: Work) -> None:
        ahead = timedelta(days=bulletin.planned_in_days)
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
            planned_on=now.today + ahead if ahead else None,
            draft=bulletin.ends == "draft",
        )
        writer = at(now, now.now, stage.actor(bulletin.by))
        ids[bulletin.key] = writing.create(writer, stage.community.slug, body).id

    return write


def _read(
    stage: Stage, bulletin: InventedBulletin, ids: dict[str, str], readers: tuple[str, ...]
) -> Callable[[Work], None]:
    def read(now: Work) -> None:
        for reader in readers:
            deciding.approved(at(now, now.now, stage.actor(reader)), ids[bulletin.key], Decision())

    return read


def _return(
    stage: Stage, bulletin: InventedBulletin, ids: dict[str, str]
) -> Callable[[Work], None]:
    def give_back(now: Work) -> None:
        reader = at(now, now.now, stage.actor(READERS[0]))
        deciding.asked(reader, ids[bulletin.key], ReasonedDecision(reason=bulletin.reason))

    return give_back


def _out(
    stage: Stage, bulletin: InventedBulletin, ids: dict[str, str], due: datetime
) -> Callable[[Work], None]:
    def out(now: Work) -> None:
        editor, post = at(now, now.now, stage.actor(EDITOR)), ids[bulletin.key]
        publishing.publish(editor, post, Publication(at=due if bulletin.hours_ahead else None))
        if bulletin.pinned:
            publishing.pin(editor, post, Decision())
        if bulletin.in_group:
            _pasted(editor, stage, bulletin, post)
        if bulletin.page:
            _for_page(editor, stage, bulletin, post, due)

    return out


def _pasted(editor: Work, stage: Stage, bulletin: InventedBulletin, post: str) -> None:
    """The tick “đã đăng trên nhóm”."""
    body = GroupPostingCreate(
        text=_words(bulletin),
        link=f"{editor.address}/posts/{post}",
        subject_type="post",
        subject_id=post,
        address=bulletin.in_group,
    )
    group_postings.tick(editor, stage.community.slug, body)


def _for_page(
    editor: Work, stage: Stage, bulletin: InventedBulletin, post: str, due: datetime
) -> None:
    """It waits for its second reader. No Page is connected here, so nothing is ever sent."""
    community = stage.community
    held = permit(editor, page_postings.WRITE, Thing(community_id=community.id))
    posting = page_postings.plan(
        editor,
        community.id,
        ("post", post),
        _words(bulletin),
        f"{editor.address}/posts/{post}",
        (),
        due,
        needs_second=True,
    )
    page_following.log(editor, posting, "page.plan", held)


def _words(bulletin: InventedBulletin) -> str:
    return f"{bulletin.title}\n\n{bulletin.body.replace('*', '')}"


def _archive(
    stage: Stage, bulletin: InventedBulletin, ids: dict[str, str]
) -> Callable[[Work], None]:
    def archive(now: Work) -> None:
        deciding.archive(at(now, now.now, stage.actor(EDITOR)), ids[bulletin.key], Decision())

    return archive
