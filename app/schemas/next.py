"""The work that comes after a decision."""

from __future__ import annotations

from app.schemas.base import Read


class NextRead(Read):
    """The most urgent open item that she may decide: what kind it is, and of which subject."""

    kind: str
    subject_id: str
