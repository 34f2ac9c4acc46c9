"""A form before it is out, as it will be answered."""

from __future__ import annotations

from app.schemas.survey_responses import FormStep
from app.schemas.surveys import VersionRead


class SurveyPreview(VersionRead):
    """`written`: whether it is a draft, which can be changed. `lang`: as it was asked for;
    `title_lang`: what the title, the introduction and the ending are written in."""

    title: str
    title_lang: str
    introduction: str
    ending: str
    minutes: int
    lang: str
    steps: list[FormStep]
    written: bool
