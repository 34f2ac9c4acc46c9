"""Stylesheet, scripts, icons and fonts: kept by browsers for ever, sent compressed."""

from __future__ import annotations

import gzip
from functools import lru_cache
from os import PathLike, stat_result
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

YEAR_SECONDS = 365 * 24 * 3600
#: What shrinks. Fonts and pictures are compressed in their own way already.
TEXTS = frozenset({".css", ".js", ".svg", ".webmanifest"})


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
        if Path(full_path).suffix not in TEXTS:
            return response
        response.headers["Vary"] = "Accept-Encoding"
        if isinstance(response, FileResponse) and _takes_gzip(scope):
            return _packed(response, str(full_path), stat_result.st_mtime_ns)
        return response


def _takes_gzip(scope: Scope) -> bool:
    """A range counts bytes of the file as it is."""
    headers = Headers(scope=scope)
    return "gzip" in headers.get("accept-encoding", "") and "range" not in headers


def _packed(response: FileResponse, path: str, changed: int) -> Response:
    headers = {
        name: value
        for name, value in response.headers.items()
        if name not in ("content-length", "accept-ranges")
    }
    # Another representation of the same thing: the digest alone would name both.
    headers["etag"] = headers["etag"].removesuffix('"') + '-gzip"'
    return Response(_gzip(path, changed), headers={**headers, "Content-Encoding": "gzip"})


@lru_cache(maxsize=64)
def _gzip(path: str, _changed: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), mtime=0)
