"""The bridge to the groups outside: join questions, who was let in, who holds rights."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.domain.media_types import DOCX
from app.routers.members import card_address, read_member
from app.schemas.base import FileRead
from app.schemas.members import MemberRead
from app.schemas.platforms import (
    GroupPlatform,
    JoinQuestionsRead,
    PlatformEntriesCreate,
    PlatformEntriesRead,
    PlatformEntryCreate,
    RightCreate,
    RightEnd,
    RightForm,
    RightList,
    RightRead,
    WaitingEntries,
)
from app.services import cards, handing_over, holding, letting_in
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read("/communities/{slug}/join-questions", "platform.read", "platforms/questions.html")
def read_join_questions(work: Work, slug: str) -> JoinQuestionsRead:
    """Texts for the group's own join questions, ready to copy."""
    return letting_in.questions(work, slug)


@router.read("/communities/{slug}/platform-entries", "platform.read", "platforms/waiting.html")
def list_waiting_entries(
    work: Work,
    slug: str,
    paging: Paging,
    platform: Annotated[str | None, Query(max_length=20)] = None,
) -> WaitingEntries:
    """Those approved here and not yet let in on a platform."""
    return letting_in.waiting(work, slug, paging, platform)


@router.act(
    "/communities/{slug}/platform-entries",
    "platform.enter",
    form=list_waiting_entries,
    goes_to=lambda e: (
        f"/communities/{e.community}/platform-entries?done=platform-entry&platform={e.platform}"
    ),
)
def enter_many(work: Work, slug: str, body: PlatformEntriesCreate) -> PlatformEntriesRead:
    """The tick “Đã cho vào nhóm” for several women."""
    return letting_in.enter_many(work, slug, body)


@router.act(
    "/members/{id}/platform-entry",
    "platform.enter",
    "members/card.html",
    form=read_member,
    goes_to=card_address,
)
def enter_platform(work: Work, id: str, body: PlatformEntryCreate) -> MemberRead:
    """The tick “Đã cho vào nhóm”."""
    return cards.card(work, letting_in.enter(work, id, body.platform))


@router.remove(
    "/members/{id}/platform-entry",
    "platform.enter",
    form=read_member,
    goes_to=lambda _: "/members/{id}",
)
def leave_platform(
    work: Work, id: str, platform: Annotated[GroupPlatform, Query()] = "facebook"
) -> None:
    """Take the tick back."""
    letting_in.take_back(work, id, platform)


# -- the register of rights --------------------------------------------------------------------


@router.read("/communities/{slug}/platform-rights", "platform_right.read", "platforms/rights.html")
def list_rights(work: Work, slug: str, paging: Paging) -> RightList:
    """Who holds rights on the group, the Page, Zalo; a warning where too few do."""
    return holding.page(work, slug, paging)


@router.read(
    "/communities/{slug}/platform-rights/new", "platform_right.write", "platforms/right_new.html"
)
def right_form(work: Work, slug: str) -> RightForm:
    """The form for a new line of the register."""
    return holding.right_form(work, slug)


@router.create(
    "/communities/{slug}/platform-rights",
    "platform_right.write",
    form=right_form,
    goes_to=lambda r: f"/platform-rights/{r.id}?done=saved",
)
def give_right(work: Work, slug: str, body: RightCreate) -> RightRead:
    """Somebody holds a right from a day on."""
    return holding.give(work, slug, body)


@router.read("/platform-rights/{id}", "platform_right.read", "platforms/right.html")
def read_right(work: Work, id: str) -> RightRead:
    """One line of the register."""
    return holding.read(work, id)


@router.act(
    "/platform-rights/{id}/end",
    "platform_right.write",
    "platforms/right.html",
    form=read_right,
    goes_to=lambda r: f"/platform-rights/{r.id}?done=saved",
)
def end_right(work: Work, id: str, body: RightEnd) -> RightRead:
    """From the day `until` on it is held no more."""
    return holding.end(work, id, body)


# -- the minutes of a hand-over ----------------------------------------------------------------


@router.read(
    "/appointments/{id}/minutes.docx",
    "appointment.minutes",
    file=DOCX,
    writes=True,
)
def read_minutes(
    work: Work,
    id: str,
    receiver: Annotated[str | None, Query(max_length=32)] = None,
    notes: Annotated[str, Query(max_length=2000)] = "",
) -> FileRead:
    """The minutes of a hand-over as a Word file; each one drawn up is logged."""
    return handing_over.minutes(work, id, receiver, notes)
