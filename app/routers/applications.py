"""The applicant's own page: a code, her phone, no account."""

from __future__ import annotations

from typing import Any

from app.schemas.applications import (
    AnswerCreate,
    ApplicationDoor,
    ApplicationRead,
    PasswordSet,
    PhoneProof,
    VisitCreate,
)
from app.schemas.base import form
from app.schemas.people import PasswordDone
from app.schemas.sanctions import ApplicationAppeal
from app.services import appeals, applications, sign_ins
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.visits import keep_visit, proven, proven_with_hash

router = Nouns()


@router.read("/applications/{code}/visits/new", "application.open", "applications/door.html")
def visit_form(work: Work, code: str) -> ApplicationDoor:
    """The question for her phone."""
    action = f"/applications/{code}/visits"
    return ApplicationDoor(action=action, schema=form(action, VisitCreate).schema_)


OPEN: dict[str, Any] = {"before": proven, "form": visit_form}


@router.read(
    "/applications/{code}", "application.open", "applications/page.html", statuses=(401,), **OPEN
)
def read_application(work: Work, code: str, phone: str = "", *, prepared: str) -> ApplicationRead:
    """Her own page; programs name the phone, browsers carry the visit's cookie."""
    return applications.read(work, prepared)


@router.act(
    "/applications/{code}/visits",
    "application.open",
    goes_to=lambda read: f"/applications/{read.code}",
    after=keep_visit,
    throttle="visit-address",
    same_site=True,
    keeps_answers=False,
    statuses=(401,),
    **OPEN,
)
def visit(work: Work, code: str, body: VisitCreate, prepared: str) -> ApplicationRead:
    """Open the page for thirty minutes."""
    return applications.read(work, prepared)


@router.read(
    "/applications/{code}/page",
    "application.open",
    "applications/page.html",
    statuses=(401,),
    **OPEN,
)
def page_again(work: Work, code: str, prepared: str) -> ApplicationRead:
    """Her page as a form: what was typed stands in it after an error."""
    return applications.read(work, prepared)


OWN: dict[str, Any] = {
    "before": proven,
    "statuses": (401,),
    "goes_to": lambda read: f"/applications/{read.code}",
}


@router.act(
    "/applications/{code}/answers",
    "application.open",
    "applications/page.html",
    form=page_again,
    **OWN,
)
def answer(work: Work, code: str, body: AnswerCreate, prepared: str) -> ApplicationRead:
    """Answer the board's question."""
    return applications.answer(work, prepared, body)


@router.act(
    "/applications/{code}/appeals",
    "application.open",
    "applications/page.html",
    form=page_again,
    **OWN,
)
def appeal_application(
    work: Work, code: str, body: ApplicationAppeal, prepared: str
) -> ApplicationRead:
    """Ask that the end of her membership, or a pause, be looked at again by somebody else."""
    return appeals.of_application(work, prepared, body)


@router.act(
    "/applications/{code}/withdrawal",
    "application.open",
    "applications/page.html",
    form=page_again,
    **OWN,
)
def withdraw_application(work: Work, code: str, body: PhoneProof, prepared: str) -> ApplicationRead:
    """Take the application back."""
    return applications.withdraw(work, prepared)


@router.act(
    "/applications/{code}/reopening",
    "application.open",
    "applications/page.html",
    form=page_again,
    **OWN,
)
def reopen(work: Work, code: str, body: PhoneProof, prepared: str) -> ApplicationRead:
    """Go on with an application that expired or was withdrawn."""
    return applications.reopen(work, prepared)


@router.act(
    "/applications/{code}/password",
    "application.open",
    "applications/password_done.html",
    form=page_again,
    before=proven_with_hash,
    keeps_answers=False,
    statuses=(401,),
    goes_to=lambda done: done.sign_in + "?done=password",
)
def set_password(
    work: Work, code: str, body: PasswordSet, prepared: tuple[str, str]
) -> PasswordDone:
    """Approved, she sets the password with which she signs in."""
    member_code, hashed = prepared
    return sign_ins.set_own_password(work, applications.own(work, member_code), hashed)
