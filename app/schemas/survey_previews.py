"""A form before it is out, as it will be answered."""

from __future__ import annotations

from app.schemas.survey_forms import FormStep
from app.schemas.surveys import VersionRead


class SurveyPreview(VersionRead):
    """`written`: whether it is a draft, which can be changed. `lang`: as it was asked for;
    `title_lang`, `introduction_lang`, `ending_lang`: as it is written."""

    title: str
    title_lang: str
    introduction: str
    introduction_lang: str
    ending: str
    ending_lang: str
    minutes: int
    lang: str
    steps: list[FormStep]
    written: bool
