"""What posts and comments say alike: whose words they are, and how they are judged."""

from __future__ import annotations

from datetime import datetime

from app.schemas.base import Read
from app.schemas.members import ClaimRead, DecisionRead


class AuthorRead(Read):
    """`id`: her file in the community, for those who may open it. No name of an anonymous one."""

    name: str | None
    id: str | None = None


class TextReview(Read):
    """The current review of a text, for those who judge."""

    id: str
    state: str
    due_at: datetime
    late: bool
    rounds: int
    claim: ClaimRead | None
    escalated_to: str | None
    note: str
    history: list[DecisionRead]
