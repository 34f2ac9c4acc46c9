"""Plain ASGI layers around everything: request id, security headers, one log line, `_method`.

Three layers cost 8 % of a bare route; one `@app.middleware("http")` costs 62 % (design.md §9).
"""

from __future__ import annotations

import re
import secrets

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import clock
from app.settings import Settings

#: Under this name the template of a route stands in the scope of what found it without routing.
ROUTE = "sen.route"
log = structlog.get_logger("sen.request")

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; img-src 'self' data:"
)


class Wire:
    """The outermost layer: gives the request its id, its headers and its line in the log."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.fixed = [
            (b"content-security-policy", POLICY.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
            (b"cross-origin-opener-policy", b"same-origin"),
        ]
        if settings.production:
            self.fixed.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope["sen.request_id"] = request_id
        scope["sen.headers"] = carried = [*self.fixed, (b"x-request-id", request_id.encode())]
        started, status = clock.now(), 500
        if scope["method"] == "HEAD":
            # The server drops the body by its own scope; the routes answer as to GET.
            scope = {**scope, "method": "GET"}

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                said = list(message.get("headers", ()))
                own = {name for name, _ in said}
                message["headers"] = [*said, *(pair for pair in carried if pair[0] not in own)]
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            spent = (clock.now() - started).total_seconds() * 1000
            log.info(
                "request",
                id=request_id,
                method=scope["method"],
                route=route_of(scope),
                status=status,
                ms=round(spent, 1),
            )


def route_of(scope: Scope) -> str:
    """The route's template: addresses hold codes, query strings hold phones (contract.md)."""
    if ROUTE in scope:
        return str(scope[ROUTE])
    endpoint = scope.get("fastapi", {}).get("effective_route_context")
    path = getattr(endpoint, "path_format", None) or getattr(scope.get("route"), "path", None)
    if path:
        return str(path)
    return "static" if scope["path"].startswith("/static/") else "unknown"


METHOD_FIELD = re.compile(rb"(?:^|&)_method=([A-Za-z]+)(?=&|$)")


class MethodOverride:
    """A form can only POST: its hidden `_method` says PATCH, PUT or DELETE.

    Only forms that carry the session cookie are looked into, and only up to the limit.
    """

    METHODS = frozenset({"PATCH", "PUT", "DELETE"})
    LIMIT = 64 * 1024

    def __init__(self, app: ASGIApp, cookie: str) -> None:
        self.app = app
        self.cookie = cookie.encode() + b"="

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not self._may_override(scope):
            await self.app(scope, receive, send)
            return
        messages: list[Message] = []
        body = b""
        while len(body) <= self.LIMIT:
            message = await receive()
            messages.append(message)
            body += message.get("body", b"")
            if message["type"] != "http.request" or not message.get("more_body"):
                break
        method = _hidden_method(body, _media_type(scope))
        if method in self.METHODS:
            scope = {**scope, "method": method}
        waiting = iter(messages)

        async def replay() -> Message:
            return next(waiting, None) or await receive()

        await self.app(scope, replay, send)

    def _may_override(self, scope: Scope) -> bool:
        return _media_type(scope).startswith(FORMS) and (
            self.cookie in dict(scope["headers"]).get(b"cookie", b"")
        )


FORMS = (b"application/x-www-form-urlencoded", b"multipart/form-data")


def _media_type(scope: Scope) -> bytes:
    return bytes(dict(scope["headers"]).get(b"content-type", b""))


def _hidden_method(body: bytes, media_type: bytes) -> str:
    """However many fields there are."""
    if media_type.startswith(FORMS[1]):
        return _method_part(body, media_type)
    found = METHOD_FIELD.findall(body)
    return found[-1].decode("ascii").upper() if found else ""


def _method_part(body: bytes, media_type: bytes) -> str:
    """No file can say it: a part begins with the boundary, which nothing within one contains."""
    boundary = media_type.partition(b"boundary=")[2].partition(b";")[0].strip(b' "')
    head = re.escape(b"--" + boundary) + rb'\r\nContent-Disposition: form-data; name="_method"'
    found = re.search(head + rb"\r\n\r\n([A-Z]+)\r\n", body)
    return found[1].decode() if boundary and found else ""
