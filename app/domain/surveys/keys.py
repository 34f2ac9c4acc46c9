"""Keys that were published: none of them is ever used again for something else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from app.domain.refusals import FieldError
from app.domain.surveys.form import Form, Question

#: (question, part, key of the option or row): the key of a row in `survey_key`.
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    type: str
    retired: bool


def places(form: Form) -> dict[Place, str]:
    """Every key of a form → the type of its question."""
    return {place: one.type for one in form.questions for place in _of(one)}


def _of(one: Question) -> Iterator[Place]:
    yield (one.key, "question", "")
    yield from ((one.key, "option", option.key) for option in one.options)
    yield from ((one.key, "row", row.key) for row in one.rows)


def faults(form: Form, known: Mapping[Place, Known], at: str = "/schema") -> list[FieldError]:
    """`question-type-kept`: published with another type. `…-retired`: was left out before."""
    found = []
    for number, one in enumerate(form.questions):
        here, facts = f"{at}/questions/{number}", {"number": number + 1, "key": one.key}
        before = known.get((one.key, "question", ""))
        if before is not None and before.type != one.type:
            found.append(FieldError(f"{here}/type", "question-type-kept", facts))
        elif before is not None and before.retired:
            found.append(FieldError(f"{here}/key", "question-key-retired", facts))
        for part, parts in (("option", one.options), ("row", one.rows)):
            for place, each in enumerate(parts):
                was = known.get((one.key, part, each.key))
                if was is not None and was.retired:
                    said = {"number": number + 1, "key": each.key}
                    pointer = f"{here}/{part}s/{place}/key"
                    found.append(FieldError(pointer, "option-key-retired", said))
    return found


def new(form: Form, known: Collection[Place]) -> list[Place]:
    return [place for place in places(form) if place not in known]


def left_out(form: Form, known: Mapping[Place, Known]) -> list[Place]:
    kept = places(form)
    return [place for place, one in known.items() if place not in kept and not one.retired]
