"""The words of a refusal in the reader's language, its facts filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.i18n.catalogue import translations
from app.i18n.sentences import FIELDS, PROBLEMS, _


def problem(code: str, lang: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Title and detail of one problem; an unknown code falls back to the calm general one."""
    title, detail = PROBLEMS.get(code) or PROBLEMS["broken-request"]
    say = translations(lang).gettext
    return say(title), say(detail) % _safe(facts)


def knows_problem(code: str) -> bool:
    return code in PROBLEMS


def field_error(code: str, lang: str, facts: Mapping[str, Any]) -> str:
    """The sentence beside one field."""
    sentence = FIELDS.get(code) or _("Chưa đúng. Xin xem lại mục này.")
    shown = {name: _as_written(value) for name, value in facts.items()}
    return translations(lang).gettext(sentence) % _safe(shown)


def _as_written(value: Any) -> Any:
    """A limit that is a day, as people write days."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return f"{day.day}/{day.month}/{day.year}"


class _safe(dict[str, Any]):  # noqa: N801
    """Facts for `%`: a missing one shows as an ellipsis instead of failing a failure."""

    def __missing__(self, _key: str) -> str:
        return "…"
