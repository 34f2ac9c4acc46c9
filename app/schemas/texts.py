"""What posts and comments say alike: whose words they are, and how they are judged."""

from __future__ import annotations

from datetime import datetime

from app.schemas.base import Read
from app.schemas.members import ClaimRead, DecisionRead
from app.schemas.rules import AppliedRuleRead


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
    #: The rules that its newest text was met by, and why it waited.
    why: list[str]
    rules: list[AppliedRuleRead]
    history: list[DecisionRead]
