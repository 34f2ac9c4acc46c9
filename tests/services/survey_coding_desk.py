"""Coding in tests: who codes, what she gives, what she is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Refusal
from app.models.surveys import Survey
from app.schemas.survey_codes import (
    AgreementRead,
    CodesGiven,
    SurveyCodeCreate,
    TextPage,
)
from app.services.surveys import coding, coding_agreement, coding_book, coding_texts
from app.web.paging import encode
from tests import survey_texts
from tests.services.desk import Desk
from tests.survey_texts import TEXTS

FIRST, SECOND, THIRD = "contests", "vice_chair", "chair"
ALL = Page(100, None, encode)


def made(desk: Desk, texts: list[str] = TEXTS, **more: Any) -> str:
    return desk.database.write_now(lambda s: survey_texts.survey_with(s, desk.scene, texts, **more))


def book(desk: Desk, survey: str, *labels: str) -> None:
    for label in labels:
        desk.run(FIRST, coding_book.create, survey, SurveyCodeCreate(question="why", label=label))


def texts(desk: Desk, who: str, survey: str, question: str = "why", **more: Any) -> TextPage:
    return desk.run(who, coding_texts.page, survey, ALL, question, **more)


def names(desk: Desk, survey: str) -> dict[str, str]:
    """Words → name."""
    return {one.text: one.id for one in texts(desk, FIRST, survey).items}


def give(
    desk: Desk, who: str, survey: str, name: str, *codes: str, version: int | None = None
) -> int:
    body = CodesGiven(codes=list(codes), version=version)
    return desk.run(who, coding.code, survey, "why", name, body).version


def agreement(desk: Desk, who: str, survey: str, view: str = "") -> AgreementRead:
    return desk.run(who, coding_agreement.read, survey, ALL, "why", view)


def close(desk: Desk, survey: str) -> None:
    def closed(session: Session) -> None:
        session.get_one(Survey, survey).closes_at = clock.now() - timedelta(minutes=1)

    desk.database.write_now(closed)


def refused(call: Callable[[], Any], kind: type[Refusal], code: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    errors = getattr(caught.value, "errors", ())
    assert code in {caught.value.code, *(one.code for one in errors)}
