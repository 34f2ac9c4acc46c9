"""The way of one request: who asks, may she ever, the body, the one hop, the answer.

Inside the hop the session opens, the handler runs, the result passes the route's own response
model, the page is rendered, the answer is kept under its key, and all of it is committed at once;
only then the answer leaves (design.md §3).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app import clock, i18n
from app.db import DatabaseAway
from app.domain.permissions import STRANGER, Actor
from app.domain.refusals import Conflict, Invalid, Refusal
from app.store import idempotency
from app.store.actors import Work
from app.web import access, bodies, csrf, downloads, failures, media, remembered, reply, traps
from app.web.door import Door, hot_parameters
from app.web.house import House, house_of
from app.web.shapes import Shape, shape_of
from app.web.wire import route_of

Inner = Callable[[Request], Coroutine[Any, Any, Response]]
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
#: With the visit's cookie: a double tap follows the second answer.
KEPT_HEADERS = (
    "content-type",
    "location",
    "hx-redirect",
    "set-cookie",
    "vary",
    "cache-control",
)
KEYED = frozenset({"POST", "PUT", "PATCH"})
LONGEST_KEY = 200
FORESEEN = (
    Refusal,
    RequestValidationError,
    HTTPException,
    DatabaseAway,
    bodies.UnknownMediaType,
)


def passage(door: Door, inner: Inner) -> Inner:
    """The route handler around FastAPI's own, which solves parameters and calls the endpoint."""

    async def handle(request: Request) -> Response:
        return await Passage(door, inner, request).answer()

    return handle


class Passage:
    """One request on its way. Nothing here outlives the answer."""

    def __init__(self, door: Door, inner: Inner, request: Request) -> None:
        self.door = door
        self.inner = inner
        self.request = request
        self.house: House = house_of(request)
        #: The headers as a plain dict: they are asked a dozen times.
        self.headers = dict(request.headers)
        self.shape = shape_of(self.headers)
        self.lang = i18n.language_of(self.headers, request.cookies)
        self.actor: Actor = STRANGER
        self.body = bodies.Body({})
        self.request_id: str = request.scope.get("sen.request_id", "")

    async def answer(self) -> Response:
        try:
            await self._enter()
            if self._is_hot():
                if self.shape is Shape.JSON or not self.door.page:
                    return await self.house.database.hot_hop(self._hot)
                return await self._hot_page()
            return await self._inside()
        except FORESEEN as error:
            return await failures.answer(self, error)

    async def _inside(self) -> Response:
        request = _Read(self.request, self.body.value)
        request.state.passage = self
        return await self.inner(request)

    async def _hot_page(self) -> Response:
        """The page she had before, while nothing was written since and the minute is the same.
        Made anew it takes a hop like every page."""
        database, scope = self.house.database, self.request.scope
        cookies = "cookie" in self.headers
        key = remembered.key_of(scope, self.actor, self.lang, clock.now(), cookies=cookies)
        found = remembered.kept(self.house, scope, key, self.actor)
        if found is not None:
            return found.for_whom(scope)
        version = database.version()
        made = await self._inside()
        if version is None or made.status_code != 200 or "set-cookie" in made.headers:
            return made
        page = remembered.again(made, route_of(scope), whole=self.shape is Shape.PAGE)
        database.proven.keep(key, page, version)
        return page.for_whom(scope)

    async def _enter(self) -> None:
        """Everything that is asked before a transaction: in this order, cheapest first."""
        method = self.request.method
        self.actor = await access.who(self.request, self.house)
        bearer = "authorization" in self.headers
        ours = access.carries_our_cookie(self.request, self.house) and not bearer
        foreign = self.door.same_site and "sec-fetch-site" in self.headers
        csrf.check(method, self.headers, self.house.settings, cookie=ours or foreign)
        access.require(self.actor, self.door.permission)
        bodies.refuse_nul_in_query(self.request.scope["query_string"])
        if method in UNSAFE:
            self._throttle()
            limit = bodies.SIGNED_IN_LIMIT if self.actor.signed_in else bodies.STRANGER_LIMIT
            self.body = await bodies.read(
                self.request,
                self.door.body_model,
                limit=limit + self.door.upload * 4 // 3,
                files=self.door.files if self.door.upload else 0,
            )
            self._version_from_header()
            if self.door.trap and self.body.form:
                traps.check(self.body, self.house.signer)

    def _throttle(self) -> None:
        throttles, address = self.house.throttles, access.address_of(self.request)
        if self.actor.account_id:
            throttles.pass_or_refuse("writes-person", self.actor.account_id)
        else:
            throttles.pass_or_refuse("writes-address", address)
        if self.door.throttle:
            throttles.pass_or_refuse(self.door.throttle, address)

    def _version_from_header(self) -> None:
        """`If-Match: "7"` says the same as `version` in the body."""
        match = self.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
        model = self.door.body_model
        number = match.isascii() and match.isdigit() and len(match) < 10
        if match and match != "*" and not number:
            raise Invalid.at("/version", "int_parsing")
        takes_version = model is not None and "version" in model.model_fields
        if number and takes_version and isinstance(self.body.value, dict):
            self.body.value.setdefault("version", int(match))

    async def through(self, given: dict[str, Any]) -> Response:
        """Called by the endpoint once FastAPI has solved the parameters."""
        if self.door.before is not None:
            given["prepared"] = await self.door.before(self, **given)
        if self.door.stored:
            found = await self.house.database.read(lambda session: self._found(session, given))
            return await media.deliver(self, found)
        if self.door.made:
            found = await self.house.database.write(lambda session: self._found(session, given))
            return await downloads.deliver(self, found)
        if self.door.stream is not None:
            found = await self.house.database.read(lambda session: self._found(session, given))
            told = self.headers.get("last-event-id", "")
            return self.house.streams.open(found.key, found.person, self.door.stream, told)
        if not self.door.writes:
            return await self.house.database.read(lambda session: self._hop(session, given))
        kept = False
        try:
            answer = await self.house.database.write(lambda session: self._write(session, given))
            kept = "Idempotency-Replayed" not in answer.headers
        finally:
            if self.door.undo is not None and not kept:
                await self.door.undo(self, given["prepared"])
        return answer

    def work(self, session: Session | None) -> Work:
        now = clock.now()
        return Work(
            session=session,  # type: ignore[arg-type]
            actor=self.actor,
            now=now,
            today=clock.today(),
            request_id=self.request_id,
            lang=self.lang,
            address=self.house.settings.address,
            hot=self.house.database.within(session) if session else self.house.database,
        )

    def _is_hot(self) -> bool:
        hot = self.door.hot
        return hot is not None and hot(self.request)

    def _hot(self) -> Response:
        """The answer that she had before, while nothing was written since; else a new one."""
        if not self.actor.signed_in:
            return self._read_hot()
        return self.house.database.fresh(self._sameness(), self._read_hot)

    def _sameness(self) -> tuple[Any, ...]:
        """What makes two reads of a hot noun the same."""
        scope = self.request.scope
        # What she has already is answered by 304 to her who has it, and to nobody else.
        accept, has = self.headers.get("accept", ""), self.headers.get("if-none-match", "")
        return (scope["path"], scope["query_string"], self.actor, self.lang, accept, has)

    def _read_hot(self) -> Response:
        work = self.work(None)
        given = hot_parameters(self.door, self.request)
        return reply.answer(self, work, self.door.handler(work, **given))

    def _found(self, session: Session, given: dict[str, Any]) -> Any:
        return self.door.handler(self.work(session), **given)

    def _hop(self, session: Session, given: dict[str, Any]) -> Response:
        work = self.work(session)
        return reply.answer(self, work, self.door.handler(work, **given))

    def _write(self, session: Session, given: dict[str, Any]) -> Response:
        key = self._key()
        keeps = self.door.keeps_answers
        if key is None or (callable(keeps) and not keeps(session, self.request.path_params)):
            return self._hop(session, given)
        caller = access.caller(self.actor)
        names = (caller, self.request.method, self.request.url.path, key)
        try:
            kept = idempotency.claim(session, *names, self._digest(), clock.now())
        except Exception as error:
            if "LockNotAvailable" in type(getattr(error, "orig", error)).__name__:
                raise Conflict("twin-running") from error
            raise
        if kept is not None:
            if not hmac.compare_digest(kept.digest, self._digest()):
                raise Invalid(code="key-reused")
            headers = {**kept.headers, "Idempotency-Replayed": "true"}
            return Response(kept.body, kept.status, headers)
        response = self._hop(session, given)
        headers = {
            name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
        }
        idempotency.keep(
            session,
            *names,
            status=response.status_code,
            headers=headers,
            body=bytes(response.body),
        )
        return response

    def _key(self) -> str | None:
        if not self.door.keeps_answers or self.request.method not in KEYED:
            return None
        key = self.headers.get("idempotency-key") or self.body.hidden("_key")
        if key and len(key) > LONGEST_KEY:
            raise Invalid.at("/Idempotency-Key", "string_too_long", max_length=LONGEST_KEY)
        return key or None

    def _digest(self) -> str:
        """Keyed, so that a kept digest says nothing about a guessable body."""
        canonical = json.dumps(
            self.body.value, sort_keys=True, ensure_ascii=False, default=_of_file
        ).encode()
        shape = self.shape.value.encode()
        return hmac.new(self.house.secret, shape + b"\0" + canonical, hashlib.sha256).hexdigest()


def _of_file(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class _Read(Request):
    """The request as FastAPI sees it after the passage has read the body."""

    def __init__(self, request: Request, value: Any) -> None:
        scope = {**request.scope, "headers": _as_json(request.scope["headers"])}
        super().__init__(scope, request.receive)
        self._value = value
        self._sent = request.method in UNSAFE

    async def body(self) -> bytes:
        return b"{}" if self._sent else b""

    async def json(self) -> Any:
        return self._value


def _as_json(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    kept = [pair for pair in headers if pair[0] != b"content-type"]
    return [*kept, (b"content-type", b"application/json")]
