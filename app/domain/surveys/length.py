"""How long a form takes, said before she begins: seconds by type, rounded up to minutes."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.surveys.form import Form, Question

#: Of a usual question, reading included; a matrix takes as much for each of its rows.
USUAL_S = 10
SECONDS: Mapping[str, int] = {
    "section": 5,
    "yes_no": 7,
    "rating": 7,
    "nps": 7,
    "multiple": 15,
    "ranking": 25,
    "short_text": 25,
    "long_text": 60,
    "file": 40,
    "consent": 15,
}


def minutes(form: Form) -> int:
    """At least one. Conditions are not asked: it is the longest way."""
    return max(1, -(-sum(_seconds(one) for one in form.questions) // 60))


def _seconds(question: Question) -> int:
    return SECONDS.get(question.type, USUAL_S) * max(1, len(question.rows))
