"""Opening the bank: whoever does can win no prize, agrees to that once, and is logged each time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.communities import Community
from app.schemas.base import form
from app.schemas.question_bank import (
    BankAgreed,
    BankAgreement,
    BankOpeningForm,
    BankReaderList,
    BankReaderRead,
)
from app.services.deeds import permit, permitted, record
from app.services.reviewing import BOARD
from app.store import bank_readers, communities, members
from app.store.actors import Work

READ, WRITE = "question_bank.read", "question_bank.write"


def opening_form(work: Work, slug: str) -> BankOpeningForm:
    community = permitted(work, slug, READ)
    action = f"/communities/{slug}/question-bank/opening"
    known = bank_readers.get(work.session, community.id, work.actor.person_id or "")
    return BankOpeningForm(
        action=action,
        schema=form(action, BankAgreement).schema_,
        community=slug,
        agreed_at=known.agreed_at if known else None,
    )


def agree(work: Work, slug: str, body: BankAgreement) -> BankAgreed:
    """Once a person; again says the same and changes nothing."""
    community = communities.get(work.session, slug)
    held = permit(work, READ, Thing(community_id=community.id))
    if not body.agrees:
        raise Invalid.at("/agrees", "bank-not-agreed")
    person = work.actor.person_id or ""
    if bank_readers.agree(work.session, community.id, person, work.now):
        log(work, community.id, "question_bank.agree", held)
    known = bank_readers.get(work.session, community.id, person)
    return BankAgreed(community=slug, agreed_at=known.agreed_at if known else work.now)


def opened(work: Work, community: Community, by: str, *, permission: str = READ) -> str:
    """She looks into the bank: the right by which she may. `by`: list, question, import, export.

    Raises `Conflict` (`bank-not-opened`) until she has agreed.
    """
    held = permit(work, permission, Thing(community_id=community.id))
    if not bank_readers.look(work.session, community.id, work.actor.person_id or "", work.now):
        raise Conflict("bank-not-opened")
    log(work, community.id, "question_bank.open", held, by=by)
    return held


def must_be_open(work: Work, community_id: str) -> None:
    """For what shows nothing of the bank by itself: no look is counted."""
    if bank_readers.get(work.session, community_id, work.actor.person_id or "") is None:
        raise Conflict("bank-not-opened")


def readers(work: Work, slug: str, paging: Page) -> BankReaderList:
    """Who has opened it: shown to those who may, before they open it themselves."""
    community = permitted(work, slug, READ)
    rows = bank_readers.page(work.session, community.id, paging.limit + 1, _after(paging))
    shown, following = paging.cut(rows, lambda row: (row.agreed_at.isoformat(), row.person_id))
    names = members.person_names(work.session, [row.person_id for row in shown])
    return BankReaderList(
        items=[
            BankReaderRead(
                name=names.get(row.person_id, BOARD),
                first_at=row.agreed_at,
                last_at=row.last_at,
                times=row.times,
            )
            for row in shown
        ],
        next=following,
        community=slug,
    )


def _after(paging: Page) -> tuple[datetime, str] | None:
    key = paging.key(str, str)
    if key is None:
        return None
    try:
        moment = datetime.fromisoformat(key[0])
    except ValueError:
        raise Invalid.at("/cursor", "bad-cursor") from None
    if moment.tzinfo is None:
        raise Invalid.at("/cursor", "bad-cursor")
    return moment, key[1]


def held_of(work: Work, person_id: str) -> list[dict[str, Any]]:
    """The banks that she has opened, for her own page."""
    rows = bank_readers.opened_by(work.session, person_id)
    found = communities.slugs(work.session, {row.community_id for row in rows})
    names = {community.id: community.slug for community in found}
    return [
        {
            "community": names[row.community_id],
            "agreed_at": row.agreed_at,
            "last_at": row.last_at,
            "times": row.times,
        }
        for row in rows
    ]


def log(
    work: Work, community_id: str, action: str, held: str, subject: str = "", **facts: Any
) -> None:
    """What is done to the bank stands in the community's log; nothing of it leaves by the feed."""
    record(
        work,
        action,
        ("bank_question", subject) if subject else ("community", community_id),
        community_id=community_id,
        held=held,
        outbox=False,
        **facts,
    )
