"""Surveys that are out, for the pictures: by name, with a sheet typed in, and by personal links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page

from app.schemas.survey_responses import PaperCreate
from app.schemas.survey_tokens import TokensCreate
from app.schemas.surveys import SurveyCreate, SurveyPublication
from app.services.surveys import inviting, publishing, typing_in, writing
from app.store.actors import Work
from tools.pictures.deeds import press

#: Page → the survey of `Out` that it shows; the others show a draft.
PAGES: Mapping[str, str] = {
    "/surveys/{id}/print": "named",
    "/surveys/{id}/poster": "named",
    "/surveys/{id}/paper-responses": "named",
    "/surveys/{id}/paper-responses/new": "named",
    "/surveys/{id}/missing": "named",
    "/surveys/{id}/tokens": "linked",
    "/paper-responses/{id}/edit": "sheet",
}


@dataclass(frozen=True, slots=True)
class Out:
    """Ids: two surveys, and the answer on a sheet of the first."""

    named: str
    linked: str
    sheet: str


def furnish(desk: Work, slug: str) -> Out:
    """`desk`: the chair's own work."""
    named, linked = _published(desk, slug, "identified"), _published(desk, slug, "token")
    sheet = typing_in.type_in(desk, named, PaperCreate(sheet="16", answers={"q01": "36_45"}))
    until = desk.now + timedelta(days=30)
    inviting.make(desk, linked, TokensCreate(many=40, label="Chi hội 3", expires_at=until))
    return Out(named, linked, sheet.id or "")


def _published(desk: Work, slug: str, identity: str) -> str:
    body = SurveyCreate.model_validate(
        {
            "identity": identity,
            "template": "needs",
            "closes_at": (desk.now + timedelta(days=14)).isoformat(),
        }
    )
    made = writing.create(desk, slug, body)
    publishing.publish(desk, made.id, SurveyPublication(version=made.version))
    return made.id


def type_the_same(page: Page) -> None:
    page.locator("input[name=sheet]").fill("016")
    press(page, ".buttons button[type=submit]")


def make_links(page: Page) -> None:
    page.locator("input[name=many]").fill("130")
    page.locator("input[name=label]").fill("Chi hội 3")
    page.locator("input[name=expires_at]").fill("2099-12-05T17:00")
    press(page, "form[action$=tokens] button")
