"""Bulletins for everyone: the list, and the same as Atom and RSS for readers elsewhere."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as Xml

from app.domain.letters import bare
from app.domain.paging import Page
from app.domain.spoken import excerpt
from app.models.communities import Community
from app.models.posts import Post
from app.schemas.base import FileRead
from app.schemas.bulletins import PublicList
from app.services.posts.feed import after_of, key_of
from app.store import bulletins, communities, post_feed
from app.store.actors import Work
from app.store.post_feed import Listed

IN_FEED = 30
_ATOM = "http://www.w3.org/2005/Atom"
#: What XML 1.0 cannot hold at all.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def listed(work: Work, slug: str, paging: Page, *, topic: str = "", tag: str = "") -> PublicList:
    """The newest first. Everyone may read it, so the same bytes go to everyone."""
    assert work.hot is not None
    community_id = communities.hot_id(work.hot, slug)
    rows = post_feed.page(
        work.hot,
        community_id,
        most=paging.limit + 1,
        asked={"topic": topic, "tag": tag},
        public=True,
        after=after_of(paging),
    )
    shown, following = paging.cut(rows, key_of)
    return PublicList.model_validate(
        {
            "items": [_line(work, row) for row in shown],
            "next": following,
            "community": slug,
            "topics": post_feed.topics(work.hot, community_id),
        }
    )


def _line(work: Work, row: Listed) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "topic": row.topic,
        "summary": excerpt(row.body),
        "body_html": row.body_html,
        "source": row.source,
        "source_url": row.source_url,
        "published_at": row.published_at,
        "address": f"{work.address}/posts/{row.id}",
    }


def atom(work: Work, slug: str) -> FileRead:
    community, rows = _newest(work, slug)
    home = f"{work.address}/communities/{slug}/bulletins"
    root = Xml.Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    _add(root, "id", home)
    _add(root, "title", bare(community.name))
    newest = max((row.changed_at for row in rows), default=community.created_at)
    _add(root, "updated", _moment(newest))
    _add(root, "link", rel="alternate", type="text/html", href=home)
    _add(
        root,
        "link",
        rel="self",
        type="application/atom+xml",
        href=f"{work.address}/communities/{slug}/feed.atom",
    )
    _add(_add(root, "author"), "name", bare(community.name))
    for row in rows:
        entry, address = _add(root, "entry"), f"{work.address}/posts/{row.id}"
        _add(entry, "id", address)
        _add(entry, "title", row.title)
        _add(entry, "link", rel="alternate", type="text/html", href=address)
        _add(entry, "published", _moment(row.published_at or row.changed_at))
        _add(entry, "updated", _moment(row.changed_at))
        _add(entry, "summary", excerpt(row.body))
        _add(entry, "content", row.body_html, type="html")
    return FileRead(name="feed.atom", content=_written(root))


def rss(work: Work, slug: str) -> FileRead:
    community, rows = _newest(work, slug)
    root = Xml.Element("rss", {"version": "2.0"})
    channel = _add(root, "channel")
    _add(channel, "title", bare(community.name))
    _add(channel, "link", f"{work.address}/communities/{slug}/bulletins")
    _add(channel, "description", community.short_mission or bare(community.name))
    _add(channel, "language", "vi")
    for row in rows:
        item, address = _add(channel, "item"), f"{work.address}/posts/{row.id}"
        _add(item, "title", row.title)
        _add(item, "link", address)
        _add(item, "guid", address, isPermaLink="true")
        _add(item, "pubDate", format_datetime(row.published_at or row.changed_at))
        _add(item, "description", excerpt(row.body))
    return FileRead(name="feed.rss", content=_written(root))


def _newest(work: Work, slug: str) -> tuple[Community, list[Post]]:
    community = communities.get(work.session, slug)
    return community, bulletins.newest_public(work.session, community.id, IN_FEED)


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    element = Xml.SubElement(parent, name, attributes)
    if text:
        element.text = _UNWRITABLE.sub("", text)
    return element


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _written(root: Xml.Element) -> bytes:
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
