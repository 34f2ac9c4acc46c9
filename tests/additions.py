"""Compares two OpenAPI documents: what a program relied on must still be there (contract.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]
METHODS = ("get", "put", "post", "patch", "delete")


def losses(before: Document, after: Document) -> list[str]:
    """What `before` promised and `after` no longer keeps; nothing when only something was added."""
    return [*_addresses(before, after), *_schemas(before, after)]


def operations(document: Document) -> dict[tuple[str, str], Document]:
    return {
        (method, path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def _addresses(before: Document, after: Document) -> Iterator[str]:
    now = operations(after)
    for (method, path), operation in operations(before).items():
        name = f"{method.upper()} {path}"
        kept = now.get((method, path))
        if kept is None:
            yield f"{name} is gone"
            continue
        yield from _parameters(name, operation, kept)
        good = {code for code in operation["responses"] if code.startswith("2")}
        for code in sorted(good - set(kept["responses"])):
            yield f"{name} no longer answers {code}"
        if "requestBody" in kept and "requestBody" not in operation:
            yield f"{name} now needs a body"


def _parameters(name: str, before: Document, after: Document) -> Iterator[str]:
    then = {(p["in"], p["name"]): p for p in before.get("parameters", [])}
    now = {(p["in"], p["name"]): p for p in after.get("parameters", [])}
    for key in then.keys() - now.keys():
        yield f"{name} lost the parameter {key[1]}"
    for key, parameter in now.items():
        if parameter.get("required") and not then.get(key, {}).get("required"):
            yield f"{name} now needs the parameter {key[1]}"


def _schemas(before: Document, after: Document) -> Iterator[str]:
    now = after.get("components", {}).get("schemas", {})
    sent = _bodies(before)
    for name, schema in before.get("components", {}).get("schemas", {}).items():
        if name not in now:
            yield f"the schema {name} is gone"
            continue
        for field, described in schema.get("properties", {}).items():
            kept = now[name].get("properties", {}).get(field)
            if kept is None:
                yield f"{name}.{field} is gone"
            elif not _types(described) & _types(kept):
                yield f"{name}.{field} changed its type"
        if name in sent:
            for field in set(now[name].get("required", [])) - set(schema.get("required", [])):
                yield f"{name}.{field} is now required"
        yield from (
            f"{name} no longer takes {value!r}"
            for value in schema.get("enum", [])
            if value not in now[name].get("enum", [value])
        )


def _bodies(document: Document) -> set[str]:
    """Names of the schemas that are sent in."""
    return {
        reference.rpartition("/")[2]
        for operation in operations(document).values()
        for media in operation.get("requestBody", {}).get("content", {}).values()
        if (reference := media["schema"].get("$ref"))
    }


def _types(schema: Document) -> set[str]:
    """The kinds of values a field may hold, a reference by its name."""
    either = schema.get("anyOf") or [schema]
    return {str(part.get("type") or part.get("$ref") or "any") for part in either}
