"""Triggers of surveys: what was published stays as it was, and no key is ever used again."""

from __future__ import annotations

from app.models import stays, surveys  # noqa: F401 - tables of surveys are guarded here

stays.declare(
    {
        "survey_version": (
            "OLD.published_at IS NOT NULL",
            ("survey_id", "number", "form", "sha256", "changes", "published_at"),
        ),
        "survey_key": (
            "OLD.introduced > 0",
            ("survey_id", "question", "part", "key", "type", "introduced"),
        ),
    },
    said="is published",
    named="published",
)
