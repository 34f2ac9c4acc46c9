"""The five places of the frame, by what she is (ui.md, "Frame"). Labels are msgids."""

from __future__ import annotations

from dataclasses import replace

from app.domain.permissions import Actor
from app.web.frames import Place


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


def places(
    actor: Actor,
    slug: str | None,
    community_id: str | None,
    path: str,
    waiting: int,
    unread: int = 0,
) -> tuple[Place, ...]:
    """Board and adviser share their desk; the adviser's list ends in the log."""
    if not actor.signed_in:
        return ()
    roles = actor.roles_in(community_id) if community_id else frozenset()
    if slug and (actor.on_board(community_id) or "adviser" in roles):
        chosen = _desk(slug, waiting, adviser=not actor.on_board(community_id))
    elif "officer" in actor.roles_in(None) or actor.administrator:
        chosen = _officer()
    else:
        chosen = _member(slug, unread)
    here = max((place.href for place in chosen if _within(path, place.href)), key=len, default="")
    return tuple(replace(place, current=place.href == here) for place in chosen)


def _within(path: str, href: str) -> bool:
    """What a link asks for after `?` says nothing about where it leads."""
    place = href.partition("?")[0]
    return path == place or path.startswith(place.rstrip("/") + "/")


def _desk(slug: str, waiting: int, *, adviser: bool) -> tuple[Place, ...]:
    root = f"/communities/{slug}"
    return (
        Place("today", _("Hôm nay"), f"{root}/today", "today"),
        Place("review", _("Cần duyệt"), f"{root}/review", "inbox", waiting),
        Place("members", _("Thành viên"), f"{root}/members", "users"),
        Place("audit", _("Nhật ký"), f"/audit?community={slug}", "news")
        if adviser
        else Place("content", _("Nội dung"), f"{root}/content", "news"),
        Place("more", _("Thêm"), f"{root}/more", "more"),
    )


def _member(slug: str | None, unread: int) -> tuple[Place, ...]:
    root = f"/communities/{slug}"
    return (
        Place("home", _("Trang chủ"), root if slug else "/", "home"),
        *(
            (
                Place("posts", _("Bài viết"), f"{root}/posts", "news"),
                Place("questions", _("Hỏi riêng"), f"{root}/questions", "message"),
                Place("contests", _("Thi, khảo sát"), f"{root}/contests", "check"),
            )
            if slug
            else ()
        ),
        Place("me", _("Của tôi"), "/me", "person", unread),
    )


def _officer() -> tuple[Place, ...]:
    return (
        Place("home", _("Trang chủ"), "/", "home"),
        Place("units", _("Đơn vị"), "/units", "users"),
        Place("me", _("Của tôi"), "/me", "person"),
    )
