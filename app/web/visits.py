"""The visit to an applicant's page: her phone proves her, a signed cookie lasts 30 minutes.

Ten wrong phones lock a code for an hour; the count stands in the database, written in a
transaction of its own, so that a refusal does not roll it back.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from itsdangerous import BadSignature
from starlette.responses import Response

from app import clock
from app.domain import phones
from app.domain.refusals import Hidden, NotSignedIn, TooMany
from app.web.access import visit_cookie

if TYPE_CHECKING:
    from app.web.passage import Passage

LASTS_SECONDS = 30 * 60
SALT = "visit"


async def proven(passage: Passage, code: str, **given: Any) -> str:
    """The code, once the visit's cookie or the phone in query or body has proven her."""
    guard, database = passage.house.codes, passage.house.database
    held = await database.hot_hop(lambda: guard.phone_of(database, code))
    if held is None:
        raise Hidden
    member_id, stored = held
    body = given.get("body")
    phone = given.get("phone") or getattr(body, "phone", None) or ""
    if not phone and _visited(passage, code):
        return code
    if not phone:
        raise NotSignedIn("phone-needed")
    now = clock.now()
    # Counted before the comparison, so that a burst of guesses counts too.
    wait = await database.write(lambda session: guard.count_try(session, member_id, now))
    if wait:
        raise TooMany("code-locked", retry_after=wait)
    if stored is None or normal(phone) != stored:
        raise NotSignedIn("wrong-phone")
    await database.write(lambda session: guard.forget_tries(session, member_id))
    return code


def normal(phone: str) -> str:
    try:
        return phones.parse(phone).number
    except phones.InvalidPhone:
        return ""


async def proven_with_hash(passage: Passage, code: str, **given: Any) -> tuple[str, str]:
    """The same, and the new password hashed in its own executor before any transaction."""
    proven_code = await proven(passage, code, **given)
    return proven_code, await hash_new(passage, given["body"].password)


async def hash_new(passage: Passage, password: str) -> str:
    house = passage.house
    house.hasher.check_new(password)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(house.passwords, house.hasher.hashed, password)


def open_visit(passage: Passage, response: Response, result: Any, _work: Any) -> None:
    """Applying opens her own page at once. A program names the phone, and gets no cookie that
    would make its next request look like a browser's."""
    if passage.shape.html:
        _set(passage, response, result.code)


def keep_visit(passage: Passage, response: Response, result: Any, _work: Any) -> None:
    _set(passage, response, result.code)


def _set(passage: Passage, response: Response, code: str) -> None:
    response.set_cookie(
        visit_cookie(passage.house),
        str(passage.house.signer.dumps(code, salt=SALT)),
        max_age=LASTS_SECONDS,
        httponly=True,
        samesite="lax",
        secure=passage.house.settings.production,
        path="/",
    )


def _visited(passage: Passage, code: str) -> bool:
    cookie = passage.request.cookies.get(visit_cookie(passage.house), "")
    try:
        opened = passage.house.signer.loads(cookie, salt=SALT, max_age=LASTS_SECONDS)
    except BadSignature:
        return False
    return bool(opened == code)
