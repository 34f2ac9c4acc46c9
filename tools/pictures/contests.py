"""Contests as the chair sets them up: a draft, a round that can still change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy import select
from sqlmodel import col

from app.models.contests import Contest, ContestRound
from app.schemas.contest_rounds import RoundCreate
from app.schemas.contests import ContestCreate
from app.schemas.surveys import SurveyCreate
from app.services.contests import rounds, writing
from app.services.surveys import writing as surveys
from app.store.actors import Work
from tools.pictures import survey_pages
from tools.pictures.deeds import press

TEXT = (
    "Câu 1: Nên uống mấy cốc nước mỗi ngày?\nA. Một cốc\n*B. Tám cốc, chia nhiều lần\n\n"
    "2. Kể một việc tốt chị đã gặp.\nĐiểm: 5"
)


@dataclass(frozen=True, slots=True)
class Held:
    """`contest`: of the demonstration, `open` its round; `draft` and `later`: the chair's own, and
    `survey` her draft of one; `asked`: a survey by name that is out."""

    contest: str
    open: str
    draft: str
    later: str
    survey: str
    asked: str


def furnish(desk: Work, slug: str) -> Held:
    """`desk`: the chair's own work, who has opened the bank."""
    contest = desk.session.execute(select(col(Contest.id))).scalar_one()
    newest = select(col(ContestRound.id)).order_by(col(ContestRound.number).desc()).limit(1)
    opened = desk.session.execute(newest).scalar_one()
    draft = writing.create(desk, slug, ContestCreate(title="Thi viết lời hay ý đẹp"))
    body = RoundCreate(
        title="Vòng 1",
        opens_at=desk.now + timedelta(days=3),
        closes_at=desk.now + timedelta(days=10),
        text=TEXT,
    )
    later = rounds.create(desk, draft.id, body).id
    asked = SurveyCreate(identity="anonymous", template="needs")
    survey = surveys.create(desk, slug, asked).id
    return Held(contest, opened, draft.id, later, survey, survey_pages.ask(desk, slug))


def preview(page: Page) -> None:
    page.locator("input[name=title]").fill("Thi tìm hiểu Luật")
    press(page, "button[formaction$=preview]")


def put_off_wrongly(page: Page) -> None:
    page.locator("details:has(form[action$=extension]) > summary").click()
    press(page, "form[action$=extension] button")


def ask_nothing(page: Page) -> None:
    page.locator("details.confirm > summary").click()
    page.locator("textarea[name=text]").fill("Chào các chị")
    press(page, "form[action$=questions] button")
