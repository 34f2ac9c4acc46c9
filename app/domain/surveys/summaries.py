"""What the counts of a survey say of each question, small cells hidden. Pure.

Every figure that leaves here may be shown to a board. "Không trả lời" is a line of each list. What
a question of several hides, `choosing` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.surveys import bases, choosing, columns, grades
from app.domain.surveys.cells import for_public, hidden_of_list
from app.domain.surveys.form import MISSING, NUMBERS, Form, Option, Question, Words
from app.domain.surveys.tallies import ASKED, Sums
from app.domain.surveys.values import bounds


@dataclass(frozen=True, slots=True)
class Line:
    """`count`: None where it is hidden. `numbers`: the versions that offer it. `values`: what was
    answered by those in it."""

    key: str
    text: Words
    count: int | None
    numbers: frozenset[int]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A question, or one row of its table. `base`: who was asked; `answered`, `missing`: None where
    hidden. `whole`: False where nothing of it may be shown. `mean`, `score`: only where no line is
    hidden."""

    key: str = ""
    text: Words | None = None
    whole: bool = True
    base: int | None = None
    answered: int | None = None
    missing: int | None = None
    lines: tuple[Line, ...] = ()
    mean: float | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """`numbers`: the versions that it is of; `earlier`: with another meaning than now. `rows`: of a
    table, its lines. `several`: options may be chosen. `everyone`: so few were not asked that they
    stand with those who did not answer."""

    question: Question
    numbers: frozenset[int]
    earlier: bool
    part: Part
    rows: tuple[Part, ...] = ()
    several: bool = False
    everyone: bool = False


def summaries(
    versions: Sequence[tuple[int, Form]],
    meanings: Mapping[str, int],
    sums: Sums,
    k: int,
    *,
    closed: bool = False,
) -> list[Summary]:
    """Each question in the newest form's order; what it meant before stands after it. `closed`:
    so few have answered that nothing is shown of any."""
    found: list[Summary] = []
    for key in columns.order(versions):
        asked = [(number, form.by_key[key]) for number, form in versions if key in form.by_key]
        for suffix, group in columns.meant(asked, meanings.get(key, 1)):
            one = _closed(group, earlier=bool(suffix))
            if not closed:
                one = _summary(versions, group, sums, k, found, one)
            found.append(one)
    return found


def _closed(asked: columns.Asked, *, earlier: bool) -> Summary:
    """Nothing of it is shown: what could have been answered, without a figure."""
    question, numbers = asked[-1][1], frozenset(number for number, _ in asked)
    rows = columns.together(asked, "rows")
    parts = tuple(_hidden_part(asked, row) for row in rows)
    part = Part(whole=False) if rows else _hidden_part(asked, None)
    return Summary(question, numbers, earlier, part, parts, choosing.several(asked))


def _hidden_part(asked: columns.Asked, row: Option | None) -> Part:
    lines = tuple(
        Line(one.key, one.text, None, columns.having(asked, "options", one.key))
        for one in columns.together(asked, "options")
    )
    return Part(row.key if row else "", row.text if row else None, whole=False, lines=lines)


def _summary(
    versions: Sequence[tuple[int, Form]],
    asked: columns.Asked,
    sums: Sums,
    k: int,
    before: Sequence[Summary],
    closed: Summary,
) -> Summary:
    key, numbers = closed.question.key, closed.numbers
    asking, whole = sums.one(numbers, key, "", ASKED), sums.responses(numbers)
    everyone = 0 < whole - asking < k
    if not everyone and not bases.may_be_shown(versions, key, numbers, asking, sums, k, before):
        return closed
    if not closed.rows:
        return replace(closed, part=_part(asked, sums, k, None, everyone), everyone=everyone)
    rows = tuple(_part(asked, sums, k, row, everyone) for row in columns.together(asked, "rows"))
    base = whole if everyone else asking
    part = _of_table(sums.one(numbers, key, "", ""), base, rows, k)
    return replace(closed, part=part, rows=rows, everyone=everyone)


def _of_table(answered: int, base: int, rows: Sequence[Part], k: int) -> Part:
    """Who answered at least one row: shown where it tells nothing that the rows hide."""
    missing = base - answered
    off = [abs(row.missing - missing) if row.missing is not None else 1 for row in rows]
    if any(0 < n < k for n in (missing, *off)):
        return Part(base=base)
    return Part(base=base, answered=answered, missing=missing)


def _part(asked: columns.Asked, sums: Sums, k: int, row: Option | None, everyone: bool) -> Part:
    """Of a table's row only the versions that have it."""
    question, key = asked[-1][1], row.key if row else ""
    numbers = frozenset(number for number, _ in asked)
    if row is not None:
        numbers = columns.having(asked, "rows", key)
    base = sums.responses(numbers) if everyone else sums.one(numbers, question.key, "", ASKED)
    answered = sums.one(numbers, question.key, key, "")
    counts = sums.values(numbers, question.key, key)
    lines = _lines(asked, counts)
    of_lines = {one: sum(counts.get(value, 0) for value in values) for one, values in lines.items()}
    hidden = _hidden(asked, of_lines, answered, base - answered, k)
    if hidden is None:
        return _hidden_part(asked, row)
    options = {one.key: one for one in columns.together(asked, "options")}
    shown = MISSING not in hidden
    whole = not hidden and k <= answered
    return Part(
        key,
        row.text if row else None,
        base=base,
        answered=answered if shown else None,
        missing=base - answered if shown else None,
        lines=tuple(
            Line(
                one,
                options[one].text if one in options else {},
                None if one in hidden else n,
                columns.having(asked, "options", one) if one in options else numbers,
                tuple(lines[one]),
            )
            for one, n in of_lines.items()
        ),
        mean=grades.mean(counts) if whole and graded(question) else None,
        score=grades.promoters(counts) if whole and question.type == "nps" else None,
    )


def graded(question: Question) -> bool:
    """Whether a mean of it says something."""
    keys = question.option_keys
    return question.type in NUMBERS or (
        question.type == "likert" and all(key.isascii() and key.isdigit() for key in keys)
    )


def _lines(asked: columns.Asked, counts: Mapping[str, int]) -> grades.Lines:
    question = asked[-1][1]
    if question.type in {"rating", "nps"}:
        ends = [bounds(one) for _, one in asked]
        return grades.of_scale(int(min(ends)[0]), int(max(end for _, end in ends)), counts)
    if question.type == "number":
        return grades.of_numbers(counts)
    if question.type == "date":
        return grades.of_months(counts)
    if question.type == "consent":
        return {"yes": ["yes"]}
    options = [one.key for one in columns.together(asked, "options")]
    return {key: [key] for key in options or sorted(counts)}


def _hidden(
    asked: columns.Asked, lines: Mapping[str, int], answered: int, missing: int, k: int
) -> frozenset[str] | None:
    """The keys of the hidden lines, `MISSING` among them; None: nothing may be shown."""
    counts = {**(lines or {"": answered}), MISSING: missing}
    if not choosing.several(asked):
        return hidden_of_list(counts, k)
    return choosing.hidden_of_list(choosing.Rule.of(asked), counts, answered + missing, k)


def list_of(counts: Mapping[str, int], k: int) -> dict[str, int | None]:
    """A list of whatever: nothing of it where it cannot be shown."""
    hidden = hidden_of_list(counts, k)
    if hidden is None:
        return dict.fromkeys(counts)
    return {key: None if key in hidden else n for key, n in counts.items()}


def rounded(summary: Summary) -> Summary:
    """As everybody may see it: to 5, under 10 nothing, no mean."""
    rows = tuple(map(_public, summary.rows))
    return replace(summary, part=_public(summary.part), rows=rows)


def _public(part: Part) -> Part:
    return replace(
        part,
        base=_rounded(part.base),
        answered=_rounded(part.answered),
        missing=_rounded(part.missing),
        lines=tuple(replace(line, count=_rounded(line.count)) for line in part.lines),
        mean=None,
        score=None,
    )


def _rounded(count: int | None) -> int | None:
    return None if count is None else for_public(count)
