"""An address that only leads on: a browser goes there at once, a program is told where."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from app.web.passage import Passage
from app.web.shapes import Shape


def lead(passage: Passage, response: Response, result: Any, _work: Any) -> None:
    if passage.shape is not Shape.JSON:
        response.status_code = 303
        response.headers["Location"] = result.address
