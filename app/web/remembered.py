"""Pages that were read a moment ago, given again; to strangers before a route is looked for.

A bulletin that is shared on Facebook is read by hundreds of strangers within the minute. What they
get depends on their headers alone, and stands as long as the database proves that nothing was
committed since (ADR 0035).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app import clock, i18n
from app.db import DatabaseAway
from app.domain.permissions import STRANGER, Actor
from app.web import access
from app.web.house import House
from app.web.packing import pack, unpacks
from app.web.shapes import VARY
from app.web.wire import ROUTE

#: What `VARY` names, but for what the key holds in a shorter form: whether there are cookies, and
#: the language that follows from her choice and her browser's list.
TOLD_APART = {name.strip().lower().encode() for name in VARY.split(",")} - {
    b"cookie",
    b"accept-language",
}


class Again(NamedTuple):
    """A page, the same packed, the template of its route; `whole`: it is no fragment."""

    plain: Response
    packed: Response
    route: str
    whole: bool

    def for_whom(self, scope: Scope) -> Response:
        return self.packed if unpacks(scope) else self.plain


class Remembered:
    """Answers strangers without a cookie; everybody else goes on to the routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _found(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if found is None:
            await self.app(scope, receive, send)
            return
        scope[ROUTE] = found.route
        await found.for_whom(scope)(scope, receive, send)


def _found(scope: Scope) -> Again | None:
    """By the headers as they came: whoever is not given a page again pays for this look too."""
    headers = dict(scope["headers"])
    if b"cookie" in headers or b"authorization" in headers:
        return None
    house: House = scope["app"].state.house
    if not house.database.sqlite:
        return None
    asked = headers.get(b"accept-language", b"").decode("latin-1")
    lang = i18n.language_of({"accept-language": asked}, {})
    try:
        key = key_of(scope, STRANGER, lang, clock.now(), cookies=False)
        return kept(house, scope, key, STRANGER)
    except DatabaseAway:
        # Told calmly by the route.
        return None


def key_of(
    scope: Scope, actor: Actor, lang: str, now: datetime, *, cookies: bool
) -> tuple[Any, ...]:
    """What makes two pages the same; they say how long ago things were, so also the minute.

    A header that comes twice is two headers here, as whoever reads it may look at either.
    """
    said = tuple(pair for pair in scope["headers"] if pair[0] in TOLD_APART)
    minute = now.replace(second=0, microsecond=0)
    who = actor if actor.signed_in else None
    return (scope["path"], scope["query_string"], said, cookies, who, lang, minute)


def kept(house: House, scope: Scope, key: tuple[Any, ...], actor: Actor) -> Again | None:
    """The page, if it stands still; giving a whole one is a visit like any other."""
    if house.database.proven.kept(key) is None:
        return None
    house.database.version()
    found: Again | None = house.database.proven.kept(key)
    if found is not None and found.whole:
        request = Request(scope)
        program = request.headers.get("user-agent", "")
        house.meter.saw(actor, access.address_of(request), program, clock.today())
    return found


def again(made: Response, route: str, *, whole: bool) -> Again:
    """The page to keep and to give: nothing on its way changes its headers any more."""
    said = MutableHeaders(raw=list(made.raw_headers))
    said.add_vary_header("Accept-Encoding")
    body = pack(bytes(made.body))
    zipped = MutableHeaders(raw=list(said.raw))
    zipped["Content-Encoding"] = "gzip"
    zipped["Content-Length"] = str(len(body))
    return Again(_with(made, said, bytes(made.body)), _with(made, zipped, body), route, whole)


def _with(made: Response, headers: MutableHeaders, body: bytes) -> Response:
    response = Response(body, made.status_code)
    response.raw_headers = headers.raw
    return response
