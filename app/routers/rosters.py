"""Pasted lists of a group, before and after saving, and the names in them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.schemas.rosters import (
    AccountLink,
    AccountList,
    AccountRead,
    RosterCreate,
    RosterForm,
    RosterList,
    RosterPreview,
    RosterRead,
)
from app.services import joining, pasting, rosters
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read("/communities/{slug}/rosters", "platform.read", "rosters/list.html")
def list_rosters(work: Work, slug: str, paging: Paging) -> RosterList:
    """Every list that was pasted, and the names of each group by class as they stand now."""
    return rosters.page(work, slug, paging)


@router.read("/communities/{slug}/rosters/new", "roster.write", "rosters/new.html")
def roster_form(work: Work, slug: str) -> RosterForm:
    """The form for pasting a list."""
    return pasting.roster_form(work, slug)


@router.act(
    "/communities/{slug}/rosters/preview",
    "roster.write",
    "rosters/preview.html",
    form=roster_form,
)
def preview_roster(work: Work, slug: str, body: RosterCreate) -> RosterPreview:
    """What saving a list would do to each name; nothing is changed."""
    return pasting.preview(work, slug, body)


@router.create(
    "/communities/{slug}/rosters",
    "roster.write",
    form=roster_form,
    goes_to=lambda r: f"/rosters/{r.id}",
)
def save_roster(work: Work, slug: str, body: RosterCreate) -> RosterRead:
    """Save a list: names matched to files, ticked, kept by name alone, or marked as having left."""
    return pasting.save(work, slug, body)


@router.read("/rosters/{id}", "platform.read", "rosters/page.html")
def read_roster(work: Work, id: str) -> RosterRead:
    """One list as it was saved."""
    return rosters.read(work, id)


@router.read("/communities/{slug}/platform-accounts", "platform.read", "rosters/accounts.html")
def list_accounts(
    work: Work,
    slug: str,
    paging: Paging,
    platform: Annotated[str | None, Query(max_length=20)] = None,
    kind: Annotated[str, Query(max_length=20)] = "unmatched",
) -> AccountList:
    """The names of one class, each with the next step."""
    return rosters.accounts(work, slug, paging, platform, kind)


@router.read("/platform-accounts/{id}", "platform.read", "rosters/account.html")
def read_account(work: Work, id: str) -> AccountRead:
    """One name of a group's list."""
    return rosters.account(work, id)


@router.act(
    "/platform-accounts/{id}/link",
    "roster.write",
    "rosters/account.html",
    form=read_account,
    goes_to=lambda a: f"/platform-accounts/{a.id}?done=saved",
)
def link_account(work: Work, id: str, body: AccountLink) -> AccountRead:
    """This name is that member."""
    return joining.link(work, id, body)


@router.remove(
    "/platform-accounts/{id}/link",
    "roster.write",
    form=read_account,
    goes_to=lambda _: "/platform-accounts/{id}",
)
def unlink_account(work: Work, id: str) -> None:
    """This name is somebody else."""
    joining.unlink(work, id)
