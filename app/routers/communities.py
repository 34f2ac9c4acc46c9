"""Communities and their texts; readable by anyone, names and texts, never people."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.schemas.communities import (
    AcceptanceCreate,
    AcceptanceRead,
    CommunityChange,
    CommunityCreate,
    CommunityList,
    CommunityRead,
    PrivacyNoticeRead,
    ReasonList,
    RegulationCreate,
    RegulationForm,
    RegulationList,
    RegulationRead,
    UnitsForm,
)
from app.services import communities, deeds, me, regulations
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read("/communities", "community.read", "communities/list.html", etag=True)
def list_communities(work: Work, paging: Paging) -> CommunityList:
    """Every community of this installation."""
    return communities.page(work, paging)


@router.read("/communities/new", "community.create", "communities/new.html")
def community_form(work: Work) -> UnitsForm:
    """The form for founding a community."""
    return communities.founding_form(work)


@router.create(
    "/communities",
    "community.create",
    form=community_form,
    goes_to=lambda c: f"/communities/{c.slug}",
)
def found_community(work: Work, body: CommunityCreate) -> CommunityRead:
    """Found a community for a unit, with texts from the templates."""
    return communities.found(work, body)


@router.read("/communities/{slug}", "community.read", "communities/home.html")
def read_community(work: Work, slug: str) -> CommunityRead:
    """The community: mission, regulation in force, join form."""
    return communities.read(work, slug)


@router.read("/communities/{slug}/edit", "community.change", "communities/edit.html")
def edit_community(work: Work, slug: str) -> CommunityRead:
    """The form for changing the community's texts."""
    deeds.permitted(work, slug, "community.change")
    return communities.read(work, slug)


@router.change(
    "/communities/{slug}",
    "community.change",
    form=edit_community,
    goes_to=lambda c: f"/communities/{c.slug}?done=saved",
)
def change_community(work: Work, slug: str, body: CommunityChange) -> CommunityRead:
    """Change name, mission, audience."""
    return communities.change(work, slug, body)


@router.read(
    "/communities/{slug}/privacy-notice", "community.read", "communities/privacy.html", etag=True
)
def read_privacy_notice(work: Work, slug: str) -> PrivacyNoticeRead:
    """Who keeps which data, for what, how long; printable."""
    return communities.privacy_notice(work, slug)


@router.read("/communities/{slug}/reasons", "review.read")
def list_reasons(
    work: Work,
    slug: str,
    paging: Paging,
    decision: Annotated[str | None, Query(max_length=60)] = None,
) -> ReasonList:
    """The templates of reasons."""
    return communities.reasons(work, slug, decision, paging)


@router.read(
    "/communities/{slug}/regulations", "community.read", "communities/regulations.html", etag=True
)
def list_regulations(work: Work, slug: str, paging: Paging) -> RegulationList:
    """Every version of both regulations."""
    return regulations.regulations(work, slug, paging)


@router.read(
    "/communities/{slug}/regulations/new", "regulation.write", "communities/regulation_new.html"
)
def regulation_form(
    work: Work, slug: str, kind: Annotated[str, Query(pattern="^(group|board)$")] = "group"
) -> RegulationForm:
    """The form for a new version, filled with the one in force."""
    return regulations.regulation_form(work, slug, kind)


@router.create(
    "/communities/{slug}/regulations",
    "regulation.write",
    form=regulation_form,
    goes_to=lambda r: f"/communities/{r.community}/regulations/{r.kind}?version={r.version}",
)
def issue_regulation(work: Work, slug: str, body: RegulationCreate) -> RegulationRead:
    """Issue a new version."""
    return regulations.issue_regulation(work, slug, body)


@router.read(
    "/communities/{slug}/regulations/{kind}",
    "community.read",
    "communities/regulation.html",
    etag=True,
)
def read_regulation(
    work: Work,
    slug: str,
    kind: str,
    version: Annotated[int | None, Query(ge=1, le=10**6)] = None,
) -> RegulationRead:
    """The version in force, or the one named."""
    return regulations.regulation(work, slug, kind, version)


@router.create(
    "/communities/{slug}/regulations/{kind}/acceptances",
    "me.change",
    form=read_regulation,
    goes_to=lambda a: f"/communities/{a.community}/regulations/{a.kind}",
)
def accept_regulation(work: Work, slug: str, kind: str, body: AcceptanceCreate) -> AcceptanceRead:
    """Agree to a version of the regulation."""
    return me.accept_regulation(work, slug, kind, body.version)
