"""Figures of a community's members, and the verification of Union membership."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.routers.members import card_address, read_member
from app.schemas.base import Day
from app.schemas.figures import FiguresRead, UnitFiguresRead
from app.schemas.members import MemberRead, UnionVerificationCreate
from app.services import figures, unit_figures, verifying
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()


@router.read("/communities/{slug}/figures", "figure.read", "figures/page.html")
def read_figures(
    work: Work,
    slug: str,
    first: Annotated[Day | None, Query(alias="from")] = None,
    to: Annotated[Day | None, Query()] = None,
    by: Annotated[str, Query(max_length=20)] = "month",
) -> FiguresRead:
    """Persons, memberships, files, Union members, who joined and left in [from, to)."""
    return figures.page(work, slug, first, to, by)


@router.read("/communities/{slug}/figures/units", "figure.read", "figures/units.html")
def read_unit_figures(
    work: Work,
    slug: str,
    on: Annotated[Day | None, Query()] = None,
    as_of: Annotated[Day | None, Query()] = None,
) -> UnitFiguresRead:
    """Those inside on a day, by unit in the tree of that day or of another."""
    return unit_figures.page(work, slug, on, as_of)


@router.read(
    "/members/{id}/union-verification",
    "member.read",
    "members/union_verification.html",
    writes=True,
)
def verification_form(work: Work, id: str) -> MemberRead:
    """The page of the verification."""
    return read_member(work, id)


@router.act(
    "/members/{id}/union-verification",
    "member.verify",
    "members/card.html",
    form=verification_form,
    goes_to=card_address,
)
def verify_union(work: Work, id: str, body: UnionVerificationCreate) -> MemberRead:
    """Say whether she is a Union member, and by which source; again to correct it."""
    return verifying.verify(work, id, body)


@router.remove(
    "/members/{id}/union-verification",
    "member.verify",
    form=verification_form,
    goes_to=lambda _: "/members/{id}",
)
def withdraw_verification(work: Work, id: str) -> None:
    """It was a mistake: she counts as not verified again."""
    verifying.withdraw(work, id)
