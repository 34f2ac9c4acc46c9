"""A failure in three shapes: problem+json, the form again with what was typed, or an error page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_type_hints
from urllib.parse import quote

import structlog
from sqlalchemy.orm import Session
from starlette.responses import Response

from app import i18n
from app.db import DatabaseAway
from app.domain.refusals import Refusal
from app.web import reply
from app.web.door import Door, door_of
from app.web.forms import FormState, field_of
from app.web.frames import Frame
from app.web.paging import first_page
from app.web.problems import Problem, ProblemRead, problem_of
from app.web.shapes import VARY, Shape

if TYPE_CHECKING:
    from app.web.passage import Passage

PROBLEM_JSON = "application/problem+json"
FILLED_AGAIN = frozenset({401, 403, 409, 413, 422, 429})
log = structlog.get_logger("sen.failure")


async def answer(passage: Passage, error: Exception) -> Response:
    problem = problem_of(error)
    if problem is None:
        raise error
    worded = problem.worded(passage.lang)
    if passage.shape is Shape.JSON:
        return json_problem(worded, problem)
    if problem.status == 401 and problem.code == "not-signed-in":
        return _to_sign_in(passage, worded, problem)
    if problem.status == 503:
        return _calm(passage, worded, problem)
    return await _page(passage, worded, problem)


def json_problem(worded: ProblemRead, problem: Problem) -> Response:
    body = worded.model_dump_json(exclude_none=True)
    headers = {**problem.headers, "Vary": VARY, "Cache-Control": "no-store"}
    return Response(body, problem.status, media_type=PROBLEM_JSON, headers=headers)


def _to_sign_in(passage: Passage, worded: ProblemRead, problem: Problem) -> Response:
    request = passage.request
    back = request.url.path if request.method == "GET" else "/"
    if request.method == "GET" and request.url.query:
        back += "?" + request.url.query
    target = "/sessions/new?next=" + quote(back, safe="/")
    if passage.shape is Shape.FRAGMENT:
        response = Response(worded.title, 401, media_type=reply.HTML)
        response.headers["HX-Redirect"] = target
        response.headers["Vary"] = VARY
        return response
    return Response(status_code=303, headers={"Location": target, "Vary": VARY})


def _calm(passage: Passage, worded: ProblemRead, problem: Problem) -> Response:
    """The page that needs no database."""
    response = reply.page(
        passage,
        passage.work(None),
        "errors/problem.html",
        worded,
        status=problem.status,
        frame=Frame(),
    )
    response.headers.update(problem.headers)
    return response


async def _page(passage: Passage, worded: ProblemRead, problem: Problem) -> Response:
    """In a fresh read: the door's own form, filled; where it has none, the error page.

    A form whose page records who looked is shown in a transaction that keeps the record.
    """
    shown = await _shown(passage) if problem.status in FILLED_AGAIN else None

    def hop(session: Session) -> Response:
        if shown is not None:
            try:
                return _form_again(passage, session, *shown, worded, problem)
            except Refusal as error:
                log.info("form_not_shown", code=error.code)
        work = passage.work(session)
        return reply.page(passage, work, "errors/problem.html", worded, status=problem.status)

    database = passage.house.database
    fresh = database.write if shown is not None and shown[0].writes else database.read
    try:
        response = await fresh(hop)
    except DatabaseAway:
        return _calm(passage, worded, problem)
    response.headers.update(problem.headers)
    return response


async def _shown(passage: Passage) -> tuple[Door, dict[str, Any]] | None:
    """The door of the form and what its handler is given.

    A page that proves its visitor first is asked again; unproven, she meets its own form.
    """
    handler = passage.door.form
    while handler is not None:
        shown = door_of(handler)
        given = _given(passage, handler)
        if shown.before is None:
            return shown, given
        try:
            return shown, given | {"prepared": await shown.before(passage, **given)}
        except Refusal as error:
            log.info("form_not_shown", code=error.code)
            handler = shown.form
    return None


def _given(passage: Passage, handler: Any) -> dict[str, Any]:
    """The form's parameters: those of the path, and of the query what is plain text."""
    hints = get_type_hints(handler)
    request = passage.request
    texts = {
        name: value
        for name, value in request.query_params.items()
        if hints.get(name) is str or str in get_args(hints.get(name))
    }
    path = {
        name: _number(value) if hints.get(name) is int else value
        for name, value in request.path_params.items()
    }
    offered = {"paging": first_page(), **texts, **path}
    return {name: value for name, value in offered.items() if name in hints}


def _number(text: object) -> int:
    """A number of the address; one that cannot be read counts nothing, as 0 does."""
    written = str(text)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


def _form_again(
    passage: Passage,
    session: Session,
    shown: Door,
    given: dict[str, Any],
    worded: ProblemRead,
    problem: Problem,
) -> Response:
    work = passage.work(session)
    value = shown.handler(work, **given)
    if shown.adapter is not None:
        value = shown.adapter.validate_python(value)
    errors = {
        field_of(error.pointer): i18n.field_error(error.code, passage.lang, error.facts)
        for error in problem.errors
    }
    # What is wrong with the whole stands beside no field.
    whole = errors.pop("", "")
    parts = (f"{worded.title}.", whole, "" if whole and not errors else worded.detail)
    message = " ".join(one for one in parts if one)
    form = FormState(typed=passage.body.typed, errors=errors, message=message)
    return reply.page(passage, work, shown.page or "", value, form=form, status=problem.status)
