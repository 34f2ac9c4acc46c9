"""Consents that an officer records for a woman who gave them on paper or in a message."""

from __future__ import annotations

from app.routers.members import card_address, read_member
from app.schemas.members import ConsentRecord, MemberRead
from app.services import consenting
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()


@router.read("/members/{id}/consents", "member.read", "members/consents.html", writes=True)
def consents_form(work: Work, id: str) -> MemberRead:
    """The page on which her consent is recorded."""
    return read_member(work, id)


@router.act(
    "/members/{id}/consents",
    "member.decide",
    "members/card.html",
    form=consents_form,
    goes_to=card_address,
)
def record_consents(work: Work, id: str, body: ConsentRecord) -> MemberRead:
    """Record what she has agreed to, and where that can be seen."""
    return consenting.record_consents(work, id, body)
