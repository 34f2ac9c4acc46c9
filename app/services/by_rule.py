"""What rules do to a text without a human: the clock acts, and every rule that was met is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.permissions import STRANGER
from app.domain.rules.verdicts import Verdict
from app.models.review import ReviewItem
from app.services.deeds import record
from app.services.reviewing import Subject
from app.store import reviews
from app.store.actors import Work

CLOCK = "clock"


def met(work: Work, subject: Subject, verdict: Verdict, **facts: Any) -> Work:
    """The clock's own unit of work, after the rules that were met stand in the log."""
    by_clock = replace(work, actor=STRANGER)
    if verdict.rules:
        record(
            by_clock,
            "rule.applied",
            subject.named,
            community_id=subject.community_id,
            held=CLOCK,
            outbox=False,
            rules=[one.kept() for one in verdict.rules],
            outcome=verdict.action,
            **facts,
        )
    return by_clock


def close(work: Work, item: ReviewItem, to: str, code: str, words: str) -> bool:
    """Decide the item in nobody's name; False when it went another way meanwhile."""
    return reviews.move(
        work.session,
        item,
        to,
        decided_at=work.now,
        reason_code=code,
        public_note=words,
        claimed_by=None,
        claim_until=None,
    )
