"""What no route answers: an unknown address, a wrong method, and what nobody foresaw."""

from __future__ import annotations

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app import i18n
from app.web.failures import json_problem
from app.web.forms import FormState
from app.web.frames import Frame, View
from app.web.house import house_of
from app.web.pages import static_url
from app.web.problems import Problem, problem_of
from app.web.shapes import VARY, Shape, shape_of

log = structlog.get_logger("sen.failure")


async def unforeseen(request: Request, error: Exception) -> Response:
    """A 500, logged by class and frames, never by its message.

    Starlette answers it from outside every layer, so the headers of `Wire` are given here.
    """
    log.error("unforeseen", id=request.scope.get("sen.request_id"), error=error)
    response = await stray(request, error)
    response.raw_headers.extend(request.scope.get("sen.headers", ()))
    return response


async def stray(request: Request, error: Exception) -> Response:
    """In the three shapes too."""
    problem = problem_of(error) if isinstance(error, HTTPException) else None
    problem = problem or Problem(500, "internal")
    lang = i18n.language_of(request.headers, request.cookies)
    worded = problem.worded(lang)
    shape = shape_of(request.headers)
    if shape is Shape.JSON:
        return json_problem(worded, problem)
    html = house_of(request).pages.render(
        "errors/problem.html",
        lang,
        base="page.html" if shape is Shape.PAGE else "fragment.html",
        it=worded,
        view=View(lang=lang, path=request.url.path, frame=Frame(), static=static_url),
        form=FormState(),
    )
    headers = {**problem.headers, "Vary": VARY, "Cache-Control": "no-store"}
    return Response(html, problem.status, media_type="text/html; charset=utf-8", headers=headers)
