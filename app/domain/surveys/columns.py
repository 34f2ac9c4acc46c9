"""A survey's answers as columns: which there are, their names, what a response has in each.

Several versions share the columns of a question as long as it means the same; what was answered
before its meaning changed stands in columns of its own, `KEY_bNUMBER`, one set a version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.surveys import conditions
from app.domain.surveys.form import LISTS, MATRICES, NUMBERS, SINGLE, Form, Option, Question, Words

#: What a column holds: an option; options; 0 or 1; a number; a text; a day; a time.
KINDS = ("choice", "list", "flag", "number", "text", "date", "time")
#: Columns beside the answers; no question's name begins like them.
OWN = (
    "sen_row",
    "sen_version",
    "sen_way",
    "sen_day",
    "sen_at",
    "sen_unit",
    "sen_channel",
    "sen_name",
)
#: Codes of options that the house made; others count from 1 unless their keys are numbers.
OWN_CODES: Mapping[str, Mapping[str, int]] = {
    "yes_no": {"yes": 1, "no": 0},
    "consent": {"yes": 1},
}
LONGEST_NAME = 64
#: Words that SPSS keeps for itself.
RESERVED = frozenset(("ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH").split())
_DIGITS = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """`numbers`: the versions whose form asks for it. `row`, `option`, `place`: the part of the
    answer that it holds. `codes`: option key → the number that stands for it in SPSS."""

    name: str
    kind: str
    question: str
    type: str
    numbers: frozenset[int]
    text: Words
    part: Words = field(default_factory=dict)
    row: str = ""
    option: str = ""
    place: int = 0
    options: tuple[Option, ...] = ()
    codes: Mapping[str, int] = field(default_factory=dict)

    def value(self, number: int, answers: Mapping[str, Any]) -> Any:
        """What a response to version `number` has here, None where it has nothing."""
        if number not in self.numbers:
            return None
        answer = answers.get(self.question)
        if answer is not None and self.row:
            answer = answer.get(self.row)
        if answer is None:
            return None
        if self.option:
            return int(self.option in answer)
        if self.place:
            return answer[self.place - 1] if len(answer) >= self.place else None
        return answer


def columns(
    versions: Sequence[tuple[int, Form]], meanings: Mapping[str, int]
) -> tuple[Column, ...]:
    """The columns of all versions, oldest version first: the newest form's order, then what it
    left out. `meanings`: question → the version from which it means what it means now."""
    taken = set(OWN)
    found: list[Column] = []
    for key in order(versions):
        asked = [(number, form.by_key[key]) for number, form in versions if key in form.by_key]
        for suffix, group in meant(asked, meanings.get(key, 1)):
            found += _named(_of_question(group), suffix, taken)
    return tuple(found)


def order(versions: Sequence[tuple[int, Form]]) -> list[str]:
    keys: dict[str, None] = {}
    for _, form in reversed(versions):
        keys.update(dict.fromkeys(one.key for one in form.asked))
    return list(keys)


Asked = Sequence[tuple[int, Question]]


def meant(asked: Asked, since: int) -> Iterator[tuple[str, Asked]]:
    """The versions of a question that are read as one, each group with its name's ending."""
    newest = asked[-1][1].type
    now = [one for one in asked if one[0] >= since and one[1].type == newest]
    if now:
        yield "", now
    for one in asked:
        if one not in now and one[1].type != "section":
            yield f"_b{one[0]}", [one]


def _of_question(asked: Asked) -> Iterator[Column]:
    numbers, newest = frozenset(number for number, _ in asked), asked[-1][1]
    common: dict[str, Any] = {
        "question": newest.key,
        "type": newest.type,
        "text": newest.text,
        "numbers": numbers,
    }
    options = together(asked, "options")
    if newest.type in MATRICES:
        for row in together(asked, "rows"):
            here = {
                **common,
                "row": row.key,
                "part": row.text,
                "numbers": having(asked, "rows", row.key),
            }
            name = f"{newest.key}_{row.key}"
            if newest.type == "matrix_single":
                yield _choice(name, options, here)
            else:
                yield from _list(name, options, here, asked)
    elif newest.type == "ranking":
        for place in range(1, len(options) + 1):
            yield _choice(f"{newest.key}_{place}", options, {**common, "place": place})
    elif newest.type in LISTS:
        yield from _list(newest.key, options, common, asked)
    elif newest.type in SINGLE or newest.type == "consent":
        yield _choice(newest.key, options, common)
    else:
        yield Column(newest.key, _plain(newest.type), **common)


def _plain(type_: str) -> str:
    if type_ in NUMBERS:
        return "number"
    return type_ if type_ in ("date", "time") else "text"


def _choice(name: str, options: tuple[Option, ...], common: Mapping[str, Any]) -> Column:
    if common["type"] == "consent":
        options = (Option("yes", {}),)
    codes = _codes(common["type"], options)
    return Column(name, "choice", options=options, codes=codes, **common)


def _list(
    name: str, options: tuple[Option, ...], common: Mapping[str, Any], asked: Asked
) -> Iterator[Column]:
    yield Column(name, "list", options=options, **common)
    for option in options:
        numbers = common["numbers"] & having(asked, "options", option.key)
        part = _beside(common.get("part", {}), option.text)
        here = {**common, "option": option.key, "numbers": numbers, "part": part}
        yield Column(f"{name}_{option.key}", "flag", **here)


def _beside(row: Words, option: Words) -> Words:
    if not row:
        return option
    return {
        lang: f"{row.get(lang) or row['vi']} – {option.get(lang) or option['vi']}"
        for lang in {**row, **option}
    }


def together(asked: Asked, part: str) -> tuple[Option, ...]:
    """What the versions offer, in the order in which it came, worded as it was last."""
    found: dict[str, Option] = {}
    for _, question in asked:
        found.update({one.key: one for one in getattr(question, part)})
    return tuple(found.values())


def having(asked: Asked, part: str, key: str) -> frozenset[int]:
    return frozenset(
        number for number, one in asked if any(o.key == key for o in getattr(one, part))
    )


def _codes(type_: str, options: Sequence[Option]) -> Mapping[str, int]:
    if type_ in OWN_CODES:
        return OWN_CODES[type_]
    if all(_DIGITS.fullmatch(one.key) for one in options):
        return {one.key: int(one.key) for one in options}
    return {one.key: code for code, one in enumerate(options, 1)}


def _named(made: Iterator[Column], suffix: str, taken: set[str]) -> Iterator[Column]:
    for one in made:
        yield replace(one, name=_name(one.name + suffix, taken))


def _name(raw: str, taken: set[str]) -> str:
    """A name that SPSS takes, and nobody else has in any spelling."""
    text = re.sub(r"[^A-Za-z0-9_]", "_", raw).rstrip("_") or "q"
    if not text[0].isalpha() or text.upper() in RESERVED or text.lower().startswith("sen_"):
        text = f"q_{text}".rstrip("_")
    name, again = text[:LONGEST_NAME].rstrip("_"), 1
    while name.lower() in taken:
        again += 1
        ending = f"_{again}"
        name = text[: LONGEST_NAME - len(ending)] + ending
    taken.add(name.lower())
    return name


def asked(form: Form, answers: Mapping[str, Any]) -> frozenset[str]:
    """The questions that whoever answered so was shown."""
    found, open_section = [], True
    for one in form.questions:
        shown = conditions.holds(one.show_if, answers)
        if one.type == "section":
            open_section = shown
        elif shown and open_section:
            found.append(one.key)
    return frozenset(found)
