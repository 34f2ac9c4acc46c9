"""Words of a survey's form that nobody writes there, and the form that is suggested."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from app.content import shelf


@cache
def _own() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    words: Mapping[str, Mapping[str, Mapping[str, str]]] = shelf.table("surveys")["own"]
    return words


def own_option(kind: str, key: str) -> Mapping[str, str]:
    """Language → text of an option of `yes_no` or of a bare `likert`."""
    return _own()[kind][key]


def suggested(
    kind: str, units: Sequence[tuple[str, str]], *, named: bool = False
) -> dict[str, Any]:
    """The suggested survey of `needs`, or of the `means` to go online (docs/survey-schema.md).

    `units`: key and name of those among which she finds hers (q02); without any it is not asked.
    `named`: its introduction does not say that nobody's name is asked.
    """
    form = dict(shelf.table(f"survey_{kind}"))
    introduction = form.pop("introduction_named", form["introduction"])
    if named:
        form["introduction"] = introduction
    options = [{"key": key, "text": _place(name)} for key, name in units]
    asked = [
        {**one, "options": options} if one["key"] == "q02" else dict(one)
        for one in form["questions"]
        if units or one["key"] != "q02"
    ]
    return {**form, "questions": asked}


def _place(unit: str) -> str:
    """Where she lives, by the name of its unit: of “Hội LHPN xã Ninh Hiệp” “Xã Ninh Hiệp”."""
    place = unit.removeprefix(shelf.table("surveys")["before_place"])
    return place[:1].upper() + place[1:]


@cache
def xlsform_words() -> Mapping[str, Mapping[str, str]]:
    """`title` of a form that has none, `next`: a section that was added."""
    words: Mapping[str, Mapping[str, str]] = shelf.table("surveys")["xlsform"]
    return words


def blank() -> dict[str, Any]:
    """A form with one question, to be written further."""
    return {"title": "", "questions": [dict(one) for one in shelf.table("surveys")["blank"]]}


def invented_answers() -> Mapping[str, Any]:
    """How the women of the demonstration answered the survey of needs, as weights."""
    return shelf.table("survey_answers")


def sheet_words(lang: str) -> Mapping[str, str]:
    """What a form on paper says beside the words of its survey."""
    words: Mapping[str, str] = shelf.table("survey_sheets")[lang]
    return words
