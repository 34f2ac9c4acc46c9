"""Pages that were read a moment ago, given again; to strangers before a route is looked for.

A bulletin that is shared on Facebook is read by hundreds of strangers within the minute. What they
get depends on their headers alone, and stands as long as the database proves that nothing was
committed since (design.md §9).
"""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app import clock
from app.db import DatabaseAway
from app.domain.permissions import STRANGER, Actor
from app.web import access
from app.web.house import House, house_of
from app.web.packing import pack, unpacks
from app.web.shapes import VARY

#: Under this name the route of what is given again stands in the scope, for the log.
ROUTE = "sen.route"
#: What she has already is answered by 304 to her who has it, and to nobody else.
TOLD_APART = frozenset(
    name.strip().lower().encode() for name in (*VARY.split(","), "If-None-Match")
)


class Again(NamedTuple):
    """A page, the same packed, and the template of its route."""

    plain: Response
    packed: Response
    route: str

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
    names = {name for name, _ in scope["headers"]}
    if b"cookie" in names or b"authorization" in names:
        return None
    request = Request(scope)
    try:
        return kept(house_of(request), request, sameness(scope, STRANGER, clock.now()), STRANGER)
    except DatabaseAway:
        # Told calmly by the route.
        return None


def sameness(scope: Scope, actor: Actor, now: datetime) -> tuple[Any, ...]:
    """What makes two pages the same; they say how long ago things were, so also the minute."""
    said = tuple(pair for pair in scope["headers"] if pair[0] in TOLD_APART)
    minute = now.replace(second=0, microsecond=0)
    return (scope["path"], scope["query_string"], said, actor, minute)


def kept(house: House, request: Request, key: tuple[Any, ...], actor: Actor) -> Again | None:
    """The page, if it stands still; giving it is a visit like any other."""
    if house.database.proven.kept(key) is None:
        return None
    house.database.version()
    found: Again | None = house.database.proven.kept(key)
    if found is not None:
        program = request.headers.get("user-agent", "")
        house.meter.saw(actor, access.address_of(request), program, clock.today())
    return found


def again(made: Response, route: str) -> Again:
    """To keep: with headers of their own, as whoever packs `made` on its way changes them."""
    plain, packed = copy(made), copy(made)
    plain.raw_headers = list(made.raw_headers)
    plain.headers.add_vary_header("Accept-Encoding")
    packed.body = pack(bytes(made.body))
    packed.raw_headers = list(plain.raw_headers)
    packed.headers["Content-Encoding"] = "gzip"
    packed.headers["Content-Length"] = str(len(packed.body))
    return Again(plain, packed, route)
