"""Addresses of posts and comments on Facebook: one written form for each, however it was copied.

Posts of a Zalo group have none (domain.md §5.3). What leads to a whole group or Page is nobody's
post; a short link that Facebook makes for sharing stays as it is, for no software may open it.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from app.domain.refusals import Invalid

LONGEST = 2_000
_SITE = "www.facebook.com"
_SHORT = frozenset({"fb.watch", "fb.me"})
_HOSTS = frozenset(
    {
        *(
            f"{sub}facebook.com"
            for sub in ("", "www.", "m.", "mbasic.", "web.", "touch.", "vi-vn.")
        ),
        "fb.com",
        "www.fb.com",
        *_SHORT,
    }
)
#: What of the query names a post or a comment; the rest says who shared it, and from where.
_POST_KEYS = ("story_fbid", "fbid", "id", "v")
_COMMENT_KEYS = ("comment_id", "reply_comment_id")
_IN_GROUP = re.compile(r"/groups/([^/]+)/(?:posts|permalink)/([^/]+)")
_POINTER = "/address"


def canonical(platform: str, kind: str, typed: str) -> str | None:
    """The address as it is kept; None where none was typed. Raises Invalid beside `address`."""
    typed = typed.strip()
    if not typed:
        return None
    if platform == "zalo":
        raise Invalid.at(_POINTER, "outside-address-zalo")
    if "://" not in typed:
        typed = f"https://{typed}"
    host, path, query = _parts(typed)
    named = _named(host, path, query)
    if named is None:
        raise Invalid.at(_POINTER, "outside-address-of-nothing")
    path, of_post = named
    of_comment = {key: query[key] for key in _COMMENT_KEYS if query.get(key)}
    if kind == "comment" and not of_comment:
        raise Invalid.at(_POINTER, "outside-address-of-post")
    kept = of_post | (of_comment if kind == "comment" else {})
    site = host if host in _SHORT else _SITE
    return f"https://{site}{path}" + (f"?{urlencode(kept)}" if kept else "")


def _parts(typed: str) -> tuple[str, str, dict[str, str]]:
    """Host, path and query of an address on the platform's own hosts."""
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        raise Invalid.at(_POINTER, "outside-address-foreign") from None
    host = (parts.hostname or "").rstrip(".")
    plain = (
        parts.scheme in {"http", "https"} and port in {None, 80, 443} and "@" not in parts.netloc
    )
    if not plain or host not in _HOSTS:
        raise Invalid.at(_POINTER, "outside-address-foreign")
    path = quote(re.sub(r"/{2,}", "/", parts.path).rstrip("/"), safe="/%:@!$&'()*+,;=-._~")
    return host, path, dict(parse_qsl(parts.query))


def _named(host: str, path: str, query: dict[str, str]) -> tuple[str, dict[str, str]] | None:
    """The path and the part of the query that name one post; None where they name none."""
    in_group = _IN_GROUP.fullmatch(path)
    if in_group:
        return f"/groups/{in_group[1]}/posts/{in_group[2]}", {}
    if path.startswith("/groups/"):
        group, shown = path.split("/")[2], query.get("multi_permalinks", "")
        return (f"/groups/{group}/posts/{quote(shown, safe='')}", {}) if shown else None
    kept = {key: query[key] for key in _POST_KEYS if query.get(key)}
    if kept.keys() - {"id"}:
        return path, kept
    # "/hoa" is a Page; "/hoa/posts/1", "/share/p/1" and the short fb.watch/1 name one thing.
    deep = path.count("/") > 1 or (host in _SHORT and path)
    return (path, {}) if deep else None
