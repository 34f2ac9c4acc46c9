"""Of the matrix' bodies: a question, a move, the words of a form."""

from __future__ import annotations

from typing import Any

AT = "/surveys/{id}/form/questions"


def bodies() -> dict[tuple[str, str], dict[str, Any]]:
    text = {"text": {"vi": "Chị có con nhỏ không?"}}
    return {
        ("POST", AT): {**text, "type": "yes_no"},
        ("PUT", AT + "/{question}"): {**text, "options": {"a": "Có", "b": "Không"}},
        ("POST", AT + "/{question}/moves"): {"to": "down"},
        ("PUT", "/surveys/{id}/form/words"): {"title": {"vi": "Chị mong gì?"}},
    }
