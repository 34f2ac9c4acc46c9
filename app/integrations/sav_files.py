"""Single answers of a survey for SPSS (.sav), by pyreadstat, the extra `sav`.

Options are numbers with their texts as value labels; -8 says that the question was not asked, -9
that it was not answered, and both are declared missing. The library takes the table whole: its size
is bounded.
"""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, Final

from app.domain.refusals import Conflict
from app.domain.surveys.columns import Column
from app.domain.surveys.form import said
from app.integrations.survey_files import BETWEEN, Rows

NOT_ASKED, NO_ANSWER = -8, -9
#: Cells of a table that fit into half a gigabyte.
MOST_CELLS = 10_000_000
#: Bytes of a variable's label, of a value's, of a text.
LONGEST_LABEL, LONGEST_VALUE, LONGEST_TEXT = 255, 120, 32_000
CODED = frozenset({"choice", "flag"})


class NotAsked:
    """In a row: whoever answered was not shown the question."""


HIDDEN: Final = NotAsked()


def available() -> bool:
    """Whether the extra `sav` is installed."""
    return importlib.util.find_spec("pyreadstat") is not None


def write_sav(
    target: IO[bytes],
    columns: Sequence[Column],
    rows: Rows,
    *,
    lang: str,
    title: str,
    words: Mapping[str, str],
) -> None:
    """`words`: what `not_asked`, `no_answer`, `chosen` and `not_chosen` are called.

    Raises Conflict (`export-too-long`) for more cells than memory has room for.
    """
    import pandas
    import pyreadstat

    most = MOST_CELLS // len(columns)
    lists: list[list[Any]] = [[] for _ in columns]
    takes = [_take(column) for column in columns]
    for number, row in enumerate(rows):
        if number >= most:
            raise Conflict("export-too-long", most=most)
        for held, take, value in zip(lists, takes, row, strict=True):
            held.append(take(value))
    names = [column.name for column in columns]
    frame = pandas.DataFrame(
        {
            name: pandas.Series(held, dtype="float64" if _is_number(column) else "object")
            for name, held, column in zip(names, lists, columns, strict=True)
        },
        columns=names,
    )
    with tempfile.TemporaryDirectory(prefix="sen-sav-") as folder:
        path = Path(folder) / "survey.sav"
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label=cut(title, 64),
            column_labels=[cut(_label(column, lang), LONGEST_LABEL) for column in columns],
            row_compress=True,
            variable_value_labels={
                column.name: _labels(column, lang, words)
                for column in columns
                if column.kind in CODED
            },
            missing_ranges={
                column.name: [NOT_ASKED, NO_ANSWER] for column in columns if column.kind in CODED
            },
            variable_measure={
                column.name: "scale" if column.kind in ("number", "date", "time") else "nominal"
                for column in columns
            },
            variable_format={column.name: "F8.0" for column in columns if column.kind in CODED},
        )
        with path.open("rb") as made:
            while chunk := made.read(1 << 16):
                target.write(chunk)


def _is_number(column: Column) -> bool:
    return column.kind in CODED or column.kind == "number"


def _take(column: Column) -> Any:
    """The function from a value to what SPSS keeps."""
    if column.kind in CODED:
        codes = column.codes

        def coded(value: Any) -> float:
            if value is None:
                return NO_ANSWER
            if value is HIDDEN:
                return NOT_ASKED
            return float(value if column.kind == "flag" else codes[value])

        return coded
    return {"number": _number, "date": _date, "time": _time}.get(column.kind, _text)


def _number(value: Any) -> float:
    return float("nan") if value is None or value is HIDDEN else float(value)


def _date(value: Any) -> date | None:
    if value is None or value is HIDDEN:
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def _time(value: Any) -> time | None:
    return None if value is None or value is HIDDEN else time.fromisoformat(value)


def _text(value: Any) -> str:
    if value is None or value is HIDDEN:
        return ""
    if isinstance(value, list):
        value = BETWEEN.join(value)
    if isinstance(value, datetime):
        value = value.isoformat(timespec="seconds")
    return cut(value, LONGEST_TEXT)


def _label(column: Column, lang: str) -> str:
    text = said(column.text, lang)
    part = said(column.part, lang) or (str(column.place) if column.place else "")
    return f"{text} [{part}]" if part else text


def _labels(column: Column, lang: str, words: Mapping[str, str]) -> dict[int | float, str]:
    found: dict[int | float, str] = {
        NOT_ASKED: words["not_asked"],
        NO_ANSWER: words["no_answer"],
    }
    if column.kind == "flag":
        return {**found, 1: words["chosen"], 0: words["not_chosen"]}
    texts = {option.key: said(option.text, lang) for option in column.options}
    for key, code in column.codes.items():
        found[code] = cut(texts.get(key) or key, LONGEST_VALUE)
    return found


def cut(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, no letter of them broken."""
    return text.encode()[:most].decode(errors="ignore")
