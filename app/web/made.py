"""Creating what may stand already: 201 for what is new, 200 for what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app.store.actors import Work

if TYPE_CHECKING:
    from app.web.passage import Passage


def or_found(_passage: Passage, response: Response, _result: Any, work: Work) -> None:
    """`work.effects` says that it was found; a browser is sent on either way."""
    if work.effects and response.status_code == 201:
        response.status_code = 200
