"""What a decision about a post carries beyond the words that every decision has."""

from __future__ import annotations

from app.schemas.base import Body, Text, Version, Versioned
from app.schemas.posts import CLEARABLE, PostText, PostTitle


class PostMending(Versioned):
    """Her text with its spelling mended; without a title hers stays."""

    body: PostText
    title: PostTitle | None = CLEARABLE


class AuthorReveal(Body):
    reason: Text
    version: Version = None
