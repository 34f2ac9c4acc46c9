"""Reactions on the wire."""

from __future__ import annotations

from typing import Literal

from app.schemas.base import Body, Read


class ReactionCreate(Body):
    kind: Literal["thich", "thuong", "cam-on", "hay"]


class ReactionsRead(Read):
    """Of one post: how many people, how many of each kind, and hers."""

    post: str
    total: int
    counts: dict[str, int]
    mine: str | None
    may_react: bool
