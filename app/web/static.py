"""Stylesheet, scripts, icons and fonts: kept by browsers for ever."""

from __future__ import annotations

from os import PathLike, stat_result

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

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
