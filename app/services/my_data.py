"""What the product keeps of a person, for herself to see and take away (Law 91/2025, Art 4)."""

from __future__ import annotations

from typing import Any

from app.domain.seals import Seals
from app.models.communities import Community
from app.models.members import Member
from app.schemas.people import LookRead, MyDataRead
from app.services import (
    chapter_inquiries,
    holding,
    letterbox,
    letting_in,
    me,
    mergers,
    notice_wishes,
    pictures,
    question_views,
    residence,
    sanction_cards,
    saying,
    sent,
    verifying,
)
from app.services.contests import complaining, essay_marking, my_attempts
from app.services.contests import held as contest_results
from app.services.contests import offices as contest_offices
from app.services.live_rounds import playing as live_rounds
from app.services.needs import reading as needs
from app.services.outside_posts import reading as outside_posts
from app.services.question_bank import opening as question_bank
from app.services.reviewing import BOARD
from app.services.surveys import held as surveys
from app.services.works import reading as works
from app.store import accounts, appointments, audit, members, posts, units
from app.store.actors import Work

#: What of the log is a look at her data.
LOOKS = ("contact.look", "account.link", "member.export")


def data(work: Work, seals: Seals | None = None) -> MyDataRead:
    """`seals`: what she has begun to answer stands under a sealed name, and is found by them."""
    person_id = work.actor.person_id or ""
    person = members.person(work.session, person_id)
    mine = members.of_person(work.session, person_id)
    places = me.communities_of(work, mine)
    consented = members.consents_of(work.session, (member.id for member in mine))
    looks = audit.about(work.session, [member.id for member in mine], LOOKS)
    names = members.person_names(work.session, [row.actor_id for row in looks])
    return MyDataRead(
        person=person.model_dump(exclude={"fold", "sort_key", "invented"}),
        logins=[
            {"kind": row.kind, "value": row.value}
            for row in accounts.logins(work.session, work.actor.account_id or "")
        ],
        memberships=[_held(work, member, places[member.community_id]) for member in mine],
        consents=me.consent_reads(consented, mine, places),
        acceptances=[
            {"regulation": row.regulation_id, "accepted_at": row.accepted_at, "way": row.way}
            for member in mine
            for row in members.acceptances(work.session, member.id)
        ],
        messages=[
            {
                "sender": row.sender,
                "text": row.text,
                "written_at": row.written_at,
            }
            for member in mine
            for row in members.thread(work.session, member.id)
        ],
        notices=letterbox.held(work, person_id),
        appointments=[
            row.model_dump(include={"role", "title", "nominating_unit", "valid_from", "valid_to"})
            for row in appointments.in_force(work.session, person_id, work.today)
        ],
        platform_rights=holding.of_herself(work, person_id),
        questions=question_views.held(work, person_id),
        question_banks=question_bank.held_of(work, person_id),
        contest_offices=contest_offices.held(work, person_id),
        attempts=my_attempts.held(work, person_id),
        **contest_results.held(work, person_id),
        contest_complaints=complaining.held(work, person_id),
        essay_marks=essay_marking.held(work, person_id),
        live_rounds=live_rounds.held(work, person_id),
        pictures=pictures.of_herself(work, person_id),
        posts=posts.held(work.session, person_id),
        **saying.held(work, person_id),
        **sanction_cards.held(work, person_id),
        **works.held(work, person_id),
        **surveys.held(work, seals, person_id),
        **needs.held(work, person_id),
        notice_preference=notice_wishes.read(work).model_dump(exclude={"consented", "demo"}),
        deliveries=sent.held(work, person_id),
        sign_ins=[
            {"device": row.device, "created_at": row.created_at, "expires_at": row.expires_at}
            for row in accounts.sign_ins(work.session, work.actor.account_id or "", work.now)
        ],
        looks=[
            LookRead(at=row.at, by=_who(row.actor_id, names), action=row.action) for row in looks
        ],
        demo=person.invented,
    )


def _who(actor_id: str | None, names: dict[str, str]) -> str:
    """Who looked is hers to know (Law 91/2025, Art 4): by name."""
    return names.get(actor_id or "", BOARD)


def _held(work: Work, member: Member, community: Community) -> dict[str, Any]:
    kept = member.model_dump(
        exclude={"fold", "sort_key", "twin_key", "code", "person_id", "recorded_by"}
    )
    unit = units.names(work.session, [member.unit_id], work.today) if member.unit_id else {}
    return kept | {
        "community": community.slug,
        "community_name": community.name,
        "unit": unit.get(member.unit_id or "", ""),
        "union_verifications": verifying.held(work, member),
        "chapter_inquiries": chapter_inquiries.held(work, member),
        **mergers.held(work, member),
        **letting_in.held(work, member),
        **outside_posts.held(work, member),
        "placements": residence.held(work, member),
        **saying.mutes(work, member),
    }
