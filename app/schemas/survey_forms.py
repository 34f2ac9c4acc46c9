"""The questions of a form as a page shows them to one reader."""

from __future__ import annotations

from typing import Any

from app.schemas.base import Read


class FormOption(Read):
    """`lang`: of the text, where a page says it; `picture`: the id of one, for `image_choice`."""

    key: str
    text: str
    lang: str | None = None
    exclusive: bool = False
    picture: str | None = None


class FormQuestion(Read):
    """In the reader's language; `lang`, `help_lang`: Vietnamese where it was not translated.

    `least` and `most`: bounds of a number, a day or a time; `saved`: what her draft holds;
    `visible`: whether it is asked after what her draft holds.
    """

    key: str
    type: str
    text: str
    lang: str
    help: str
    help_lang: str
    required: bool
    conditional: bool
    options: list[FormOption]
    rows: list[FormOption]
    least: Any = None
    most: Any = None
    whole: bool = False
    longest: int | None = None
    saved: Any = None
    visible: bool = True


class FormStep(Read):
    """What stands together: a section with its questions."""

    key: str
    title: str
    lang: str
    help: str
    help_lang: str
    questions: list[FormQuestion]
