"""Filling in a survey step by step without a script, and pictures that go with an answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.schemas.base import Body, FileWrite, FormRead, Read, Word
from app.schemas.survey_responses import Answers, DraftKey, Lang, Number, Secret, SeenRev, Ticket


class StepSave(Body):
    """The whole form as it stands. `rev`: of the draft from which it was filled, 0 where there was
    none; without it over whatever is saved. `go`: to the next step, which wants that this one is
    complete, back, or nowhere. `lang`: the same page in another language. `file`: the question for
    which a picture is chosen next."""

    answers: Answers = Field(default_factory=dict)
    rev: SeenRev | None = None
    go: Literal["next", "back", "stay"] = "stay"
    lang: Lang | None = None
    file: Word | None = None
    token: Secret | None = None
    channel: Word | None = None
    draft_key: DraftKey | None = None
    version_number: Number | None = None
    ticket: Ticket | None = None


class StepTaken(Read):
    """Kept. `step`: where she goes on; the last one, after all others, is for sending. `address`:
    its page. `told`: `more`, where her answer opened more questions of this step."""

    survey: str
    step: int
    rev: int
    address: str
    told: Literal["", "more", "kept"]


class AnswerFileCreate(Body):
    """A picture for a question of type `file`, in a survey that is answered by name."""

    question: Word
    files: Annotated[list[FileWrite], Field(min_length=1, max_length=1)]


class AnswerFileForm(FormRead):
    """`lang`: of the question's text; `title_lang`: of the title."""

    survey: str
    title: str
    title_lang: str
    question: str
    text: str
    lang: str
    address: str


class AnswerFileTaken(Read):
    """`id`: of the picture, which is the answer; her draft says it already."""

    survey: str
    question: str
    id: str
    rev: int
    address: str


class WaitingPage(Read):
    """What waits on this phone is known to this phone alone."""

    days: int
