"""Members: the list, the join form, the card, letters, pauses and partings as nouns."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import Field

from app.schemas.applications import Applied, MemberCreate
from app.schemas.base import Empty
from app.schemas.communities import JoinPage
from app.schemas.members import (
    Decision,
    Leaving,
    MemberList,
    MemberRead,
    ReasonedDecision,
    RollFilters,
    Suspension,
    TellRead,
)
from app.schemas.people import PasswordLinkRead
from app.schemas.reviews import TellList
from app.services import (
    applying,
    cards,
    lives,
    passing_on,
    roll,
    sign_ins,
)
from app.store import members
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import PageQuery, Paging
from app.web.visits import open_visit


class RollQuery(RollFilters, PageQuery):
    """The list's filters; all of them make links that can be shared."""

    q: Annotated[str, Field(max_length=200)] = ""
    state: Annotated[str, Field(max_length=20)] = ""
    unit: Annotated[str, Field(max_length=32)] = ""
    order: Annotated[str, Field(max_length=20)] = "name"


#: What one index answers.
HOT_QUESTIONS = frozenset({"limit", "cursor", "state", "unit", "order"})
router = Nouns()


def card_address(result: Any) -> str:
    return f"/members/{result.id}"


def _without_search(request: Request) -> bool:
    """Searching and counting lists read more than a page: not in the loop (design.md §9)."""
    return HOT_QUESTIONS.issuperset(request.query_params)


@router.read("/communities/{slug}/members", "member.list", "members/list.html", hot=_without_search)
def list_members(
    work: Work,
    slug: str,
    query: Annotated[RollQuery, Query()],
) -> MemberList:
    """Members by given name; `q` is folded, each word the beginning of a name's word."""
    return roll.page(
        work,
        slug,
        query.page,
        q=query.q,
        state=query.state,
        unit_id=query.unit,
        order=query.order,
        kept=roll.kept(query),
    )


@router.read("/communities/{slug}/members/new", "application.create", "members/new.html")
def join_form(
    work: Work,
    slug: str,
    invitation: Annotated[str | None, Query(max_length=20)] = None,
    q: Annotated[str, Query(max_length=100)] = "",
    unit: Annotated[str | None, Query(max_length=32)] = None,
) -> JoinPage:
    """The join form. `q` finds her unit by an old name, `unit` chooses what was found."""
    return applying.join_page(work, slug, invitation, q, unit)


@router.create(
    "/communities/{slug}/members",
    "application.create",
    form=join_form,
    goes_to=lambda applied: f"/applications/{applied.code}",
    after=open_visit,
    trap=True,
    throttle="joins-address",
)
def apply(work: Work, slug: str, body: MemberCreate) -> Applied:
    """Apply, or record a woman who signed on paper."""
    return applying.apply(work, slug, body)


@router.read("/communities/{slug}/notices", "review.read", "notices/list.html", writes=True)
def list_untold(work: Work, slug: str, paging: Paging) -> TellList:
    """Those who were not told yet."""
    return passing_on.untold(work, slug, paging)


@router.act(
    "/notices/{id}/telling",
    "notice.tell",
    "notices/tell.html",
    goes_to=lambda t: f"/members/{t.member}",
)
def tell(work: Work, id: str, body: Empty) -> TellRead:
    """The tick “Đã nhắn”."""
    return passing_on.tick(work, id)


@router.read("/members/{id}", "member.read", "members/card.html", writes=True)
def read_member(work: Work, id: str) -> MemberRead:
    """The card; a look at contacts is recorded."""
    return cards.card(work, members.get(work.session, work.actor, id))


DECISION: dict[str, Any] = {"form": read_member, "goes_to": card_address}


@router.read("/members/{id}/suspension", "member.read", "members/suspension.html", writes=True)
def suspension_form(work: Work, id: str) -> MemberRead:
    """The page of the pause."""
    return read_member(work, id)


@router.act(
    "/members/{id}/suspension",
    "member.decide",
    "members/card.html",
    form=suspension_form,
    goes_to=card_address,
)
def suspend(work: Work, id: str, body: Suspension) -> MemberRead:
    """Pause her taking part until a day; it ends by itself."""
    return lives.suspend(work, id, body)


@router.read(
    "/members/{id}/reinstatement", "member.read", "members/reinstatement.html", writes=True
)
def reinstatement_form(work: Work, id: str) -> MemberRead:
    """The page of the early return."""
    return read_member(work, id)


@router.act(
    "/members/{id}/reinstatement",
    "member.decide",
    "members/card.html",
    form=reinstatement_form,
    goes_to=card_address,
)
def reinstate(work: Work, id: str, body: ReasonedDecision) -> MemberRead:
    """End a pause early."""
    return lives.reinstate(work, id, body)


@router.read("/members/{id}/removal", "member.read", "members/removal.html", writes=True)
def removal_form(work: Work, id: str) -> MemberRead:
    """The page of the invitation to leave."""
    return read_member(work, id)


@router.act(
    "/members/{id}/removal",
    "member.decide",
    "members/card.html",
    form=removal_form,
    goes_to=card_address,
)
def remove(work: Work, id: str, body: ReasonedDecision) -> MemberRead:
    """Invite her to leave; two people where the community's list says so."""
    return lives.remove(work, id, body)


@router.read("/members/{id}/leaving", "member.read", "members/leaving.html", writes=True)
def leaving_form(work: Work, id: str) -> MemberRead:
    """The page of leaving."""
    return read_member(work, id)


@router.act(
    "/members/{id}/leaving",
    "member.leave",
    "members/card.html",
    form=leaving_form,
    goes_to=card_address,
)
def leave(work: Work, id: str, body: Leaving) -> MemberRead:
    """Leave, or record that she left."""
    return lives.leave(work, id, body)


@router.act("/members/{id}/withdrawal", "member.withdraw", "members/card.html", **DECISION)
def withdraw(work: Work, id: str, body: Decision) -> MemberRead:
    """Take one's own application back."""
    return lives.withdraw(work, id, body)


@router.create(
    "/members/{id}/password-links",
    "password_link.create",
    "members/password_link.html",
    form=read_member,
    keeps_answers=False,
)
def give_link(work: Work, id: str, body: Empty) -> PasswordLinkRead:
    """A link that sets a password once, within 24 hours."""
    return sign_ins.give_link(work, id)
