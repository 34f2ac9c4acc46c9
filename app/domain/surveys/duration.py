"""How long a form takes: an estimate, said before the first question."""

from __future__ import annotations

from app.domain.surveys.form import MATRICES, Form, Question

#: Seconds that one of about fifty needs on a phone; a row of a matrix counts as one question.
SECONDS = {
    "section": 3,
    "multiple": 14,
    "dropdown": 12,
    "ranking": 25,
    "number": 10,
    "short_text": 20,
    "long_text": 45,
    "date": 12,
    "time": 12,
    "file": 40,
}
USUAL = 8


def minutes(form: Form) -> int:
    """Whole minutes, at least one."""
    return max(1, -(-sum(_seconds(one) for one in form.questions) // 60))


def _seconds(one: Question) -> int:
    each = SECONDS.get(one.type, USUAL)
    return each * (len(one.rows) if one.type in MATRICES else 1)
