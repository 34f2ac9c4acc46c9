"""Which of three shapes a request asks for (design.md §2): the first row that fits."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

VARY = (
    "Accept, HX-Request, HX-Request-Type, HX-Boosted, HX-History-Restore-Request, "
    "Cookie, Accept-Language"
)
VENDOR_JSON = "application/vnd.sen.v1+json"


class Shape(Enum):
    PAGE = "page"
    FRAGMENT = "fragment"
    JSON = "json"

    @property
    def html(self) -> bool:
        return self is not Shape.JSON


def shape_of(headers: Mapping[str, str]) -> Shape:
    """A bearer token never drives HTML; htmx's history request carries no `HX-Request`."""
    if headers.get("authorization", "").lower().startswith("bearer "):
        return Shape.JSON
    if headers.get("hx-history-restore-request") == "true":
        return Shape.PAGE
    partial = headers.get("hx-request-type") != "full" and "hx-boosted" not in headers
    if headers.get("hx-request") == "true" and partial:
        return Shape.FRAGMENT
    return Shape.PAGE if "text/html" in headers.get("accept", "").lower() else Shape.JSON


def json_media_type(headers: Mapping[str, str]) -> str:
    return VENDOR_JSON if VENDOR_JSON in headers.get("accept", "") else "application/json"
