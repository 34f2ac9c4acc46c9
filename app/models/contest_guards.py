"""Triggers of contests: what decides a result stays as it was when the round began."""

from __future__ import annotations

from app.models import contests, stays  # noqa: F401 - tables of contests are guarded here

stays.declare(
    {
        "contest": ("OLD.begun_at IS NOT NULL", ("kind", "ruleset", "ruleset_sha256", "begun_at")),
        "contest_round": (
            "OLD.begun_at IS NOT NULL",
            ("opens_at", "time_limit_s", "practice", "seed", "nonce", "commitment", "begun_at"),
        ),
        "round_question": (
            "EXISTS (SELECT 1 FROM contest_round WHERE id = OLD.round_id AND begun_at IS NOT NULL)",
            ("round_id", "key", "place", "kind", "prompt", "options", "answer", "points"),
        ),
        "attempt": (
            "OLD.state = 'submitted'",
            (
                "round_id",
                "person_id",
                "number",
                "state",
                "started_at",
                "answers",
                "prediction",
                "submitted_at",
                "ended_by",
                "seq",
                "entry",
                "leaf",
                "duration_ms",
            ),
        ),
    },
    said="has begun",
    named="begun",
)
