"""Stylesheet, scripts, icons and fonts: kept by browsers for ever."""

from __future__ import annotations

from os import PathLike, stat_result

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.pages import STATIC, static_url

YEAR_SECONDS = 365 * 24 * 3600


class Static(StaticFiles):
    """Addresses carry a digest of the content, so they may be kept for ever."""

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        # Weak, as the bytes that travel may be packed.
        response.headers["ETag"] = f"W/{response.headers['etag']}"
        return response


async def queue_worker(_request: Request) -> Response:
    """The worker that keeps answer pages and sends what waits. At the root, so that it may serve
    `/surveys/`; asked for each time, and another one when the queue's own script changes."""
    script = f'importScripts("{static_url("queue.js")}");\n' + (STATIC / "sw.js").read_text()
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/surveys/"}
    return Response(script, 200, headers, "text/javascript; charset=utf-8")
