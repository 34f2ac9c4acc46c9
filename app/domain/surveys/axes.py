"""What a cross-table can stand on: a question, one row of a table of questions, the units.

Every axis parts all the responses of a survey: whoever did not answer, was not asked, or answered
while the question meant something else, stands in the line `MISSING`. So all tables of a survey
have one base, and nothing is learned by subtracting one from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.surveys import choosing, columns, conditions
from app.domain.surveys.cells import hidden_of_list
from app.domain.surveys.conditions import Condition
from app.domain.surveys.form import MATRICES, MISSING, NUMBERS, SINGLE, Form, Option, Words
from app.domain.surveys.values import bounds

UNIT = "unit"
SCALES = frozenset({"rating", "nps"})
#: One of its options is the answer, or a grade; or several are.
TYPES = SINGLE | SCALES | {"consent", "matrix_single"} | choosing.TYPES

Versions = Sequence[tuple[int, Form]]
#: (number of the version, value of one axis, value of the other, how many).
Raw = tuple[int, str | None, str | None, int]


@dataclass(frozen=True, slots=True)
class Axis:
    """`row`: of a table of questions. `options`: the lines that it can have. `numbers`: versions in
    which it means what it means now. `asked_if`: version → the conditions under which it is asked.
    `rule`: of a question of several; where only one may be chosen, there is none.
    """

    question: str
    type: str
    text: Words
    row: str = ""
    part: Words | None = None
    options: tuple[Option, ...] = ()
    numbers: frozenset[int] = frozenset()
    asked_if: Mapping[int, tuple[Condition, ...]] | None = None
    rule: choosing.Rule | None = None

    @property
    def name(self) -> str:
        return f"{self.question}.{self.row}" if self.row else self.question

    @property
    def several(self) -> bool:
        return self.rule is not None

    @property
    def listed(self) -> bool:
        """Whether its answer is kept as a list."""
        return self.type in choosing.TYPES

    @property
    def looks_at(self) -> frozenset[str]:
        """The questions on whose answers it depends whether this one is asked."""
        asked_if = (self.asked_if or {}).values()
        return frozenset(key for of in asked_if for one in of for key in conditions.mentioned(one))

    def asks(self, number: int, other: Axis, value: str | None) -> bool:
        """Whether whoever answered the only question that it looks at so was asked this one."""
        if number not in self.numbers:
            return False
        known = other.answer(number, value)
        given = {} if known is None else {other.question: known}
        return all(conditions.holds(one, given) for one in (self.asked_if or {}).get(number, ()))

    def answer(self, number: int, value: str | None) -> Any:
        if value is None or number not in self.numbers:
            return None
        if self.listed:
            return [value]
        return float(value) if self.type in NUMBERS else value


def of_units() -> Axis:
    return Axis(UNIT, UNIT, {})


def axes(versions: Versions, meanings: Mapping[str, int]) -> dict[str, Axis]:
    """By name, in the order of the newest form."""
    found = {}
    for key in columns.order(versions):
        asked = [(number, form.by_key[key]) for number, form in versions if key in form.by_key]
        suffix, group = next(iter(columns.meant(asked, meanings.get(key, 1))))
        if not suffix and group[-1][1].type in TYPES:
            found.update({one.name: one for one in _axes(versions, group)})
    return found


def _axes(versions: Versions, asked: columns.Asked) -> Iterator[Axis]:
    newest, forms = asked[-1][1], dict(versions)
    here: dict[str, Any] = {
        "question": newest.key,
        "type": newest.type,
        "text": newest.text,
        "options": tuple(_options(asked)),
        "rule": choosing.Rule.of(asked) if choosing.several(asked) else None,
    }
    if newest.type not in MATRICES:
        numbers = frozenset(number for number, _ in asked)
        yield Axis(**here, numbers=numbers, asked_if=_asked_if(forms, newest.key, numbers))
        return
    for row in columns.together(asked, "rows"):
        numbers = columns.having(asked, "rows", row.key)
        asked_if = _asked_if(forms, newest.key, numbers)
        yield Axis(**here, row=row.key, part=row.text, numbers=numbers, asked_if=asked_if)


def _options(asked: columns.Asked) -> Iterable[Option]:
    newest = asked[-1][1]
    if newest.type in SCALES:
        ends = [bounds(one) for _, one in asked]
        least, most = int(min(least for least, _ in ends)), int(max(most for _, most in ends))
        return (Option(str(grade), {"vi": str(grade)}) for grade in range(least, most + 1))
    if newest.type == "consent":
        return (Option("yes", {}),)
    return columns.together(asked, "options")


def _asked_if(
    forms: Mapping[int, Form], key: str, numbers: Iterable[int]
) -> dict[int, tuple[Condition, ...]]:
    return {number: tuple(conditions.of(forms[number], key)) for number in numbers}


# -- lines -----------------------------------------------------------------------------------------

#: Keys that stand as one line of a table.
Line = tuple[str, ...]


def lines(counts: Mapping[str, int], asked: int, k: int) -> list[Line] | None:
    """The lines of an axis of which one option is the answer; None: it is closed.

    What the list of the question hides is one line. The list counts as missing those who were
    asked alone, a table everybody: what either of them would hide stands together.
    """
    whole = sum(counts.values())
    answered = whole - counts[MISSING]
    if 0 < answered < k or 0 < asked < k or whole < k:
        return None
    blocks: list[set[str]] = []
    for missing in (asked - answered, counts[MISSING]):
        hidden = hidden_of_list({**counts, MISSING: missing}, k)
        if hidden is None:
            return None
        blocks = _merged(blocks, set(hidden))
    together = {key for block in blocks for key in block}
    alone = [(key,) for key in counts if key not in together]
    joined = [tuple(key for key in counts if key in block) for block in blocks]
    last = [(MISSING,)] if (MISSING,) in alone else []
    return [*(line for line in alone if line != (MISSING,)), *joined, *last]


def _merged(blocks: list[set[str]], hidden: set[str]) -> list[set[str]]:
    """`hidden` and what it has a key in common with, as one."""
    if not hidden:
        return blocks
    apart = [block for block in blocks if not block & hidden]
    return [*apart, hidden.union(*(block for block in blocks if block & hidden))]
