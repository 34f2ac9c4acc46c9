"""The join form: typed questions with stable keys."""

from dataclasses import dataclass, replace
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: `key` travels, `text` is read."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `place`: field, answers or declaration, where the answer travels."""

    key: str
    type: str
    place: str
    label: str
    required: bool = False
    help: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinForm:
    """One version. `facebook_questions`: for the questions that a Facebook group asks itself."""

    version: int
    introduction: str
    facebook_questions: tuple[str, ...]
    questions: tuple[Question, ...]


@cache
def join_form() -> JoinForm:
    table = shelf.table("join_form")
    (form,) = shelf.rows(JoinForm, [table | {"questions": []}])
    return replace(form, questions=tuple(_question(entry) for entry in table["questions"]))


def _question(entry: dict[str, object]) -> Question:
    options = entry.get("options", [])
    assert isinstance(options, list)
    (question,) = shelf.rows(Question, [entry | {"options": []}])
    return replace(question, options=shelf.rows(Option, options))
