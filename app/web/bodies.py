"""Reading bodies: bounded, strict, and a form becomes JSON by the schema it will meet.

`answers.q1` nests, a name becomes a list where the schema says list, `ID@VERSION` becomes an item
where the schema lists things with an id, an empty field is absent, an absent checkbox is false, an
empty body is `{}` (design.md §2). A file becomes `{name, content}` with its bytes; a program sends
them in base64. A field whose schema is a list takes several files.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Union, get_args, get_origin
from urllib.parse import quote

from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request

from app.domain import strict_json
from app.domain.refusals import Invalid, TooLarge

STRANGER_LIMIT = 64 * 1024
SIGNED_IN_LIMIT = 1024 * 1024
#: As many as the largest form has that a page shows; more than this nobody fills in.
MAX_FIELDS = 5000
ASCII = bytes(range(128))
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


class UnknownMediaType(Exception):
    """The body is neither JSON nor a form."""


@dataclass(slots=True)
class Body:
    """What was sent: the value for the schema, and for forms what was typed."""

    value: Any
    form: bool = False
    typed: dict[str, list[str]] = field(default_factory=dict)

    def hidden(self, name: str) -> str | None:
        """A hidden field that says what a form's headers cannot: `_key`, `_shown`."""
        values = self.typed.get(name)
        return values[-1] if values else None


async def read(
    request: Request, model: type[BaseModel] | None, *, limit: int, files: int = 0
) -> Body:
    """The body of a request, for the given schema (None: the route takes no body)."""
    raw = await _bounded(request, limit)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not raw:
        return Body({}, form=media_type in FORM_TYPES)
    if media_type in FORM_TYPES:
        data = await _form(request, raw, files)
        return from_form(data, model, await _files(data, model))
    if media_type in {"", "application/json"} or media_type.endswith("+json"):
        return Body(_json(raw))
    raise UnknownMediaType(media_type)


async def _bounded(request: Request, limit: int) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge("body-too-large", limit=limit)
    chunks = bytearray()
    try:
        async for chunk in request.stream():
            chunks += chunk
            if len(chunks) > limit:
                raise TooLarge("body-too-large", limit=limit)
    except ClientDisconnect:
        raise Invalid.at("", "body-cut-off") from None
    return bytes(chunks)


def _json(raw: bytes) -> Any:
    try:
        return strict_json.read(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise Invalid.at("", "wrong-encoding") from None
    except strict_json.Broken as broken:
        raise Invalid.at("", broken.code) from None


def refuse_nul_in_query(query: bytes) -> None:
    """The same for what stands behind the question mark."""
    if b"%00" in query or b"\0" in query:
        raise Invalid.at("", "wrong-encoding")


async def _form(request: Request, raw: bytes, files: int) -> FormData:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": raw, "more_body": False}

    if not raw.isascii() and not request.headers["content-type"].startswith("multipart/"):
        # Letters that were sent without escapes would be read as Latin 1: escape them first.
        raw = quote(raw, safe=ASCII).encode()
    again = Request(request.scope, receive)
    try:
        return await again.form(max_files=files, max_fields=MAX_FIELDS)
    except (HTTPException, MultiPartException, UnicodeDecodeError, ValueError) as error:
        if "Too many fields" in str(error) + getattr(error, "message", ""):
            raise Invalid.at("", "form-long", most=MAX_FIELDS) from None
        raise Invalid.at("", "broken-form") from None


async def _files(data: FormData, model: type[BaseModel] | None) -> dict[str, Any]:
    """Field → what was chosen there, a list where the schema says so; without a choice absent."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile) and value.filename:
            chosen = {"name": value.filename, "content": await value.read()}
            found.setdefault(name, []).append(chosen)
    await data.close()
    fields = _fields(model)
    return {
        name: chosen if _is(fields.get(name), list) else chosen[-1]
        for name, chosen in found.items()
    }


def from_form(
    data: FormData,
    model: type[BaseModel] | None,
    files: Mapping[str, Any] | None = None,
) -> Body:
    typed: dict[str, list[str]] = {}
    for name, value in data.multi_items():
        typed.setdefault(name, []).append(value if isinstance(value, str) else "")
    if any("�" in text or "\0" in text for values in typed.values() for text in values):
        raise Invalid.at("", "wrong-encoding")
    return Body({**_shaped(typed, model), **(files or {})}, form=True, typed=typed)


def _shaped(typed: Mapping[str, list[str]], model: type[BaseModel] | None) -> dict[str, Any]:
    fields, clears = _fields(model), _clears(model)
    value: dict[str, Any] = {}
    for name, given in typed.items():
        texts = [text for text in given if text.strip()]
        head, _, rest = name.partition(".")
        if not texts and name in clears:
            value[name] = [] if _is(fields[name], list) else ""
        if name.startswith("_") or not texts:
            continue
        if rest:
            nested = value.setdefault(head, {})
            # Where a plain field of that name came first, the schema says what is wrong with it.
            if isinstance(nested, dict):
                nested[rest] = texts[0] if len(texts) == 1 else texts
        elif _is(fields.get(name), bool):
            value[name] = texts[-1].lower() not in {"false", "0", "no"}
        else:
            value[name] = _listed(fields[name], texts) if _is(fields.get(name), list) else texts[-1]
    for name, annotation in fields.items():
        if _is(annotation, bool):
            value.setdefault(name, False)
    return value


def _listed(annotation: Any, texts: list[str]) -> list[Any]:
    """A checkbox holds one text: of a thing with an id it says which, and on which version."""
    if not _lists_things(annotation):
        return list(texts)
    return [_thing(text) for text in texts]


def _lists_things(annotation: Any) -> bool:
    parts = get_args(annotation)
    if get_origin(annotation) is not list:
        return any(_lists_things(part) for part in parts)
    thing = parts[0]
    return isinstance(thing, type) and issubclass(thing, BaseModel) and "id" in thing.model_fields


def _thing(text: str) -> dict[str, str]:
    name, at, version = text.rpartition("@")
    return {"id": name, "version": version} if at else {"id": text}


def _fields(model: type[BaseModel] | None) -> dict[str, Any]:
    if model is None:
        return {}
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def _clears(model: type[BaseModel] | None) -> set[str]:
    """Fields that an empty text empties; of every other field it says nothing."""
    if model is None:
        return set()
    return {
        name
        for name, info in model.model_fields.items()
        if isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("emptyClears")
    }


def _is(annotation: Any, wanted: type) -> bool:
    """Whether an annotation is `wanted`, `wanted[...]`, or one of these or None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _is(get_args(annotation)[0], wanted)
    if origin in (Union, types.UnionType):
        return any(_is(part, wanted) for part in get_args(annotation))
    return annotation is wanted or origin is wanted
