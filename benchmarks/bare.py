"""The yardstick: a FastAPI route that returns ready bytes and does nothing else.

Served by `uvicorn --factory benchmarks.bare:create_app`; `SEN_BARE_BODY` names the file whose
bytes it returns, `SEN_BARE_PATH` the address that it answers.
"""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import FastAPI, Response


def create_app() -> FastAPI:
    body = Path(os.environ["SEN_BARE_BODY"]).read_bytes()
    app = FastAPI(openapi_url=None)

    @app.get(os.environ["SEN_BARE_PATH"])
    async def ready_bytes() -> Response:
        return Response(body, media_type="application/json")

    return app
