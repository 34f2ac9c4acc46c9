"""Routes: a noun over HTTP declares its permission, its template and its form, and nothing else.

`Nouns` is a router whose routes know what the machinery must do around a handler. A handler is a
plain function `(work: Work, …) -> Schema`; it runs inside the one hop (design.md §3).
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, TypeVar, get_type_hints

from fastapi import APIRouter, Path
from fastapi.routing import APIRoute
from pydantic import (
    BaseModel,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match
from starlette.types import Scope

from app.domain.refusals import Hidden
from app.web.door import Door, Handler, remember
from app.web.passage import passage
from app.web.problems import ProblemRead
from app.web.streams import MEDIA_TYPE

F = TypeVar("F", bound=Handler)


def _or_nowhere(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        raise Hidden from None


#: A number in an address, as large as a column holds; what is none leads nowhere.
Number = Annotated[int, Path(ge=0, le=2**31 - 1), WrapValidator(_or_nowhere)]


class NounRoute(APIRoute):
    """An API route whose requests go through the passage around the handler."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        door: Door = self.endpoint.door  # type: ignore[attr-defined]
        return passage(door, super().get_route_handler())


#: Of an address: how many segments it has, the first, and the third where it is a fixed word.
Outline = tuple[int, str, str | None]


class Nouns(APIRouter):
    """A router of one area. It looks at the outline of an address before its routes (§9)."""

    def __init__(self) -> None:
        super().__init__(route_class=NounRoute, redirect_slashes=False)
        self._outlines: set[Outline] = set()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http" and not self._may_know(scope["path"]):
            return Match.NONE, {}
        return super().matches(scope)

    def _may_know(self, path: str) -> bool:
        # No name holds a NUL, and PostgreSQL takes none: such an address leads nowhere.
        if "\0" in path:
            return False
        number, first, third = _outline(path)
        return (number, first, third) in self._outlines or (number, first, None) in self._outlines

    def read(
        self, path: str, permission: str, page: str | None = None, **more: Any
    ) -> Callable[[F], F]:
        """GET: a noun as it stands. `writes=True` where looking is itself recorded."""
        return self._route("GET", path, permission, page, **{"writes": False, **more})

    def file(self, path: str, permission: str, media_type: str, **more: Any) -> Callable[[F], F]:
        """GET of a file that is saved; each time is recorded."""
        return self._route("GET", path, permission, None, file=media_type, **more)

    def made(self, path: str, permission: str, media_type: str, **more: Any) -> Callable[[F], F]:
        """GET of a file of any size that is saved; each time is recorded."""
        return self.file(path, permission, media_type, made=True, **more)

    def stored(self, path: str, permission: str, media_type: str, **more: Any) -> Callable[[F], F]:
        """GET of a file of ours that is shown; 202 while it is being made."""
        more = {"file": media_type, "stored": True, "writes": False, **more}
        return self._route("GET", path, permission, None, **more)

    def stream(self, path: str, permission: str, source: Any, **more: Any) -> Callable[[F], F]:
        """GET of server-sent events; the handler looks up and permits, then nothing is held."""
        more = {"file": MEDIA_TYPE, "stream": source, "writes": False, **more}
        return self._route("GET", path, permission, None, **more)

    def create(
        self, path: str, permission: str, page: str | None = None, **more: Any
    ) -> Callable[[F], F]:
        """POST that answers 201 and `Location`."""
        return self._route("POST", path, permission, page, **{"status": 201, **more})

    def act(
        self, path: str, permission: str, page: str | None = None, **more: Any
    ) -> Callable[[F], F]:
        """POST of an action: 200 with the thing it changed."""
        return self._route("POST", path, permission, page, **more)

    def replace(
        self, path: str, permission: str, page: str | None = None, **more: Any
    ) -> Callable[[F], F]:
        return self._route("PUT", path, permission, page, **more)

    def change(
        self, path: str, permission: str, page: str | None = None, **more: Any
    ) -> Callable[[F], F]:
        """PATCH of some fields, with `version` or `If-Match`."""
        return self._route("PATCH", path, permission, page, **more)

    def remove(
        self, path: str, permission: str, page: str | None = None, **more: Any
    ) -> Callable[[F], F]:
        """DELETE: 204."""
        return self._route("DELETE", path, permission, page, **{"status": 204, **more})

    def _route(
        self,
        method: str,
        path: str,
        permission: str,
        page: str | None,
        *,
        writes: bool = True,
        statuses: tuple[int, ...] = (),
        **more: Any,
    ) -> Callable[[F], F]:
        def decorate(handler: F) -> F:
            result = get_type_hints(handler)["return"]
            model = _model(handler)
            door = Door(
                handler=handler,
                permission=permission,
                page=page,
                writes=writes,
                body_model=model[1] if model and method != "GET" else None,
                query=model if method == "GET" else None,
                adapter=None if result is type(None) or more.get("file") else TypeAdapter(result),
                **more,
            )
            remember(door)
            number, first, third = _outline(path)
            fixed = third if third and not third.startswith("{") else None
            self._outlines.add((number, first, fixed))
            self.add_api_route(
                path,
                _endpoint(door, path),
                methods=[method],
                status_code=door.status,
                response_model=None if door.status == 204 or door.file else result,
                response_class=Response if door.file else JSONResponse,
                responses=_responses(method, door, statuses),
                name=handler.__name__,
                operation_id=f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}",
                summary=(handler.__doc__ or handler.__name__).strip().split("\n")[0],
                description=inspect.getdoc(handler),
                tags=[handler.__module__.rpartition(".")[2]],
            )
            return handler

        return decorate


def _outline(path: str) -> Outline:
    segments = path.split("/")
    return len(segments), segments[1], segments[3] if len(segments) > 3 else None


def _model(handler: Handler) -> tuple[str, type[BaseModel]] | None:
    """The parameter that is a model: the body of a write, the whole query of a list."""
    for name, hint in get_type_hints(handler).items():
        if name != "return" and isinstance(hint, type) and issubclass(hint, BaseModel):
            return name, hint
    return None


def _endpoint(door: Door, path: str) -> Callable[..., Any]:
    """The handler as FastAPI sees it: `work` and `prepared` are the machinery's business."""

    @functools.wraps(door.handler)
    async def endpoint(request: Request, **given: Any) -> Response:
        answer: Response = await request.state.passage.through(given)
        return answer

    hints = get_type_hints(door.handler, include_extras=True)
    hints |= {n: Number for n, hint in hints.items() if hint is int and f"{{{n}}}" in path}
    parameters = [
        inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request),
        *(
            parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
            for name, parameter in inspect.signature(door.handler).parameters.items()
            if name not in {"work", "prepared"}
        ),
    ]
    endpoint.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    endpoint.door = door  # type: ignore[attr-defined]
    del endpoint.__wrapped__
    return endpoint


def _responses(method: str, door: Door, statuses: tuple[int, ...]) -> dict[int | str, Any]:
    """Every status a route can answer stands in its document."""
    codes = {404, 422, 429, 503, *statuses}
    if door.permission != "house.read":
        codes |= {401, 403}
    if method != "GET":
        codes |= {403, 409, 413, 415}
    problems: dict[int | str, Any] = {
        code: {
            "model": ProblemRead,
            "description": "Problem",
            "content": {"application/problem+json": {}},
        }
        for code in sorted(codes)
    }
    if door.found:
        found = get_type_hints(door.handler)["return"]
        problems[200] = {"model": found, "description": "It stood already"}
    if door.file:
        problems[200] = {"description": "A file", "content": {door.file: {}}}
    if door.stored:
        problems[202] = {"description": "Being made", "content": {"application/json": {}}}
        problems[304] = {"description": "Not modified"}
    return problems
