"""The closed circle's register, its people, and the places of help."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

from app.schemas.care import (
    CareAnswer,
    CareChange,
    CareCircle,
    CareClosing,
    CareDone,
    CareList,
    CareRead,
    CareStepCreate,
    HelpPlaceForm,
    HelpPlaceRead,
    HelpPlaces,
    HelpPlaceWrite,
    HolderCreate,
    HolderEnd,
    HolderRead,
)
from app.services import care, care_circle, care_views, help_places
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


def _case(done: CareDone) -> str:
    return f"/care-cases/{done.id}?done=saved"


@router.read("/communities/{slug}/care-cases", "care.read", "care/list.html")
def list_cases(
    work: Work,
    slug: str,
    paging: Paging,
    view: Annotated[Literal["open", "all"], Query()] = "open",
) -> CareList:
    """The register, without a word of what was told."""
    return care_views.page(work, slug, paging, open_only=view == "open")


@router.read("/care-cases/{id}", "care.read", "care/page.html", writes=True)
def read_case(work: Work, id: str) -> CareRead:
    """One case; each opening is logged."""
    return care_views.read(work, id)


@router.act("/care-cases/{id}/answers", "care.write", form=read_case, goes_to=_case)
def answer_case(work: Work, id: str, body: CareAnswer) -> CareDone:
    """Words in her thread, signed by the board; nothing is sent to her."""
    return care.answer(work, id, body)


@router.act("/care-cases/{id}/steps", "care.write", form=read_case, goes_to=_case)
def take_step(work: Work, id: str, body: CareStepCreate) -> CareDone:
    """What was done; it is never changed."""
    return care.take_step(work, id, body)


@router.act("/care-cases/{id}/danger", "care.write", form=read_case, goes_to=_case)
def judge_danger(work: Work, id: str, body: CareChange) -> CareDone:
    """Whether she is in danger now."""
    return care.change(work, id, body)


@router.act("/care-cases/{id}/closing", "care.write", form=read_case, goes_to=_case)
def close_case(work: Work, id: str, body: CareClosing) -> CareDone:
    """What came of it; her next words open the case again."""
    return care.close(work, id, body)


# -- the people of the circle ------------------------------------------------------------------


@router.read("/communities/{slug}/care-circle", "care.read", "care/circle.html")
def read_circle(work: Work, slug: str) -> CareCircle:
    """Who reads, and in which order they are asked."""
    return care_circle.read(work, slug)


@router.create(
    "/communities/{slug}/care-circle",
    "care.name",
    form=read_circle,
    goes_to=lambda h: f"/communities/{h.community}/care-circle?done=saved",
)
def name_holder(work: Work, slug: str, body: HolderCreate) -> HolderRead:
    """The chair names one of the board."""
    return care_circle.name(work, slug, body)


@router.act(
    "/care-holders/{id}/end",
    "care.name",
    goes_to=lambda h: f"/communities/{h.community}/care-circle?done=saved",
)
def end_holder(work: Work, id: str, body: HolderEnd) -> HolderRead:
    """From the day `valid_to` on she is not in the circle by being named."""
    return care_circle.end(work, id, body)


# -- places of help ----------------------------------------------------------------------------


@router.read("/communities/{slug}/help-places", "community.read", "care/help_places.html")
def read_help_places(work: Work, slug: str) -> HelpPlaces:
    """Where help is found, and when each number was dialled."""
    return help_places.page(work, slug)


@router.read(
    "/communities/{slug}/help-places/{key}/edit", "help_place.write", "care/help_place_edit.html"
)
def help_place_form(work: Work, slug: str, key: str) -> HelpPlaceForm:
    """The form for one place."""
    return help_places.place_form(work, slug, key)


@router.replace(
    "/communities/{slug}/help-places/{key}",
    "help_place.write",
    form=help_place_form,
    goes_to=lambda _: "/communities/{slug}/help-places?done=saved",
)
def write_help_place(work: Work, slug: str, key: str, body: HelpPlaceWrite) -> HelpPlaceRead:
    """A number was dialled, or the unit fills in its own."""
    return help_places.write(work, slug, key, body)
