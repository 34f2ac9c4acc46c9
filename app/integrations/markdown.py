"""Markdown to safe HTML: raw HTML is shown as text, links lead only to http(s) and mail."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

_ADDRESS = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
# Each level of nesting reads the rest once more: a text of brackets alone took a second at 100.
_MARKDOWN = MarkdownIt("js-default", {"html": False, "linkify": False, "maxNesting": 20})
# Nothing on a page comes from a foreign host (design.md §7).
_MARKDOWN.disable("image")


def html(text: str) -> str:
    return str(_MARKDOWN.render(text))


def links(text: str) -> int:
    """How many addresses a text leads to, written as links or bare."""
    return len(_ADDRESS.findall(text))
