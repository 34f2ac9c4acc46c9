"""Around signing in: throttles, the password's own thread, the cookie."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app.web import access
from app.web.visits import hash_new

if TYPE_CHECKING:
    from app.web.passage import Passage

DEVICES = (
    ("Zalo", "Zalo"),
    ("FBAN", "Facebook"),
    ("FBAV", "Facebook"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


async def verified(passage: Passage, body: Any, **_given: Any) -> tuple[str | None, str]:
    """(account id or None, device). Every failure counts, by account and by address."""
    house, throttles = passage.house, passage.house.throttles
    login = house.hasher.normal_login(body.login)
    address = access.address_of(passage.request)
    # Counted before the work, so that a burst counts too; a success gives it back.
    throttles.pass_or_refuse("password-account", login)
    throttles.check("password-address", address)
    held = await house.database.hot_hop(lambda: house.hasher.secret_of(house.database, login))
    stored = held[1] if held else None
    loop = asyncio.get_running_loop()
    fits = await loop.run_in_executor(house.passwords, house.hasher.fits, body.password, stored)
    if fits and held is not None:
        throttles.forget("password-account", login)
        return held[0], device_of(passage.request.headers.get("user-agent", ""))
    throttles.count("password-address", address)
    return None, ""


def device_of(user_agent: str) -> str:
    """A word by which she knows her own devices; the rest of the header is not kept."""
    names = [name for mark, name in DEVICES if mark in user_agent]
    return " · ".join(dict.fromkeys(names[:2])) or "?"


async def hash_for_link(passage: Passage, body: Any, **_given: Any) -> str:
    return await hash_new(passage, body.password)


def set_cookie(passage: Passage, response: Response, _result: Any, work: Any) -> None:
    for secret, max_age in work.effects:
        response.set_cookie(
            passage.house.settings.cookie,
            secret,
            max_age=max_age,
            httponly=True,
            samesite="lax",
            secure=passage.house.settings.production,
            path="/",
        )


def forget_cookie(passage: Passage, response: Response, _result: Any, work: Any) -> None:
    """Signing out leaves nothing behind on the device, and leads to the first page."""
    if not work.effects:
        return
    for name in ("location", "hx-redirect"):
        if name in response.headers:
            response.headers[name] = "/"
    response.delete_cookie(
        passage.house.settings.cookie,
        httponly=True,
        samesite="lax",
        secure=passage.house.settings.production,
        path="/",
    )
    response.delete_cookie(
        access.visit_cookie(passage.house),
        httponly=True,
        samesite="lax",
        secure=passage.house.settings.production,
        path="/",
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def safe_next(target: str) -> str:
    """Only an address of this site: one slash at the front, no host, no control characters."""
    local = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if local and target.isprintable() and "\\" not in target else "/"
