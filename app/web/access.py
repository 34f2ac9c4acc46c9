"""Who is asking, and whether she could ever do this: asked before a body is read (design.md §5)."""

from __future__ import annotations

from starlette.requests import Request

from app import clock
from app.domain.permissions import STRANGER, Actor, could_ever
from app.domain.refusals import Forbidden, NotSignedIn
from app.store import actors
from app.web.house import House

VISIT_COOKIE = "visit"
SCHEME = "bearer "


async def who(request: Request, house: House) -> Actor:
    """The person behind the bearer token or the session cookie; a stranger has neither."""
    header = request.headers.get("authorization", "")
    if header:
        return await _by_token(header, house)
    cookie = request.cookies.get(house.settings.cookie)
    if not cookie:
        return STRANGER
    now = clock.now()
    return await house.database.hot_hop(
        lambda: actors.by_cookie(house.database, cookie, now, clock.today())
    )


async def _by_token(header: str, house: House) -> Actor:
    if not header.lower().startswith(SCHEME):
        raise NotSignedIn("unknown-token")
    secret, now = header[len(SCHEME) :].strip(), clock.now()
    actor = await house.database.hot_hop(
        lambda: actors.by_token(house.database, secret, now, clock.today())
    )
    if actor is None:
        raise NotSignedIn("unknown-token")
    return actor


def carries_our_cookie(request: Request, house: House) -> bool:
    return house.settings.cookie in request.cookies or visit_cookie(house) in request.cookies


def visit_cookie(house: House) -> str:
    """The cookie that keeps an applicant's page open for 30 minutes."""
    return house.settings.cookie + "-" + VISIT_COOKIE


def require(actor: Actor, permission: str) -> None:
    """401 for a stranger, 403 for someone whose role can never do this."""
    if could_ever(actor, permission):
        return
    raise Forbidden() if actor.signed_in else NotSignedIn()


def caller(actor: Actor) -> str:
    """The name under which keys and throttles know a caller."""
    return f"account:{actor.account_id}" if actor.account_id else "stranger"


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"
