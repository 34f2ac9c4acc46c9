"""Recording what stands outside: read by the rules at once, judged by the board afterwards.

What tells of violence or of harming herself goes to the closed circle alone, as everything that is
written here does (group regulation Art 8.2); of its words the register keeps none.
"""

from __future__ import annotations

from dataclasses import replace

from app import clock
from app.domain import outside_posts as rules
from app.domain.care import is_about_harm
from app.domain.ids import is_id
from app.domain.outside_addresses import canonical
from app.domain.outside_posts import KIND
from app.domain.permissions import STRANGER, Thing
from app.domain.pictures import Arrival
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.rules import verdicts
from app.domain.rules.verdicts import Verdict
from app.domain.text import fold
from app.models.members import Member
from app.models.outside_posts import OutsidePost
from app.models.review import ReviewItem
from app.schemas.base import form
from app.schemas.members import Decision
from app.schemas.outside_posts import (
    OutsidePostChange,
    OutsidePostCreate,
    OutsidePostForm,
    OutsidePostRead,
)
from app.services import duty_hours, pictures, reviewing, screening
from app.services.deeds import fresh_id, permit, permitted, record
from app.services.outside_posts import secluding
from app.services.outside_posts.cards import card, secluded_card
from app.services.outside_posts.subjects import RECORD, Case, lost, note, opened, turn
from app.store import communities, platforms, reviews
from app.store import outside_posts as store
from app.store.actors import Work

CLOCK = "clock"


def new_form(work: Work, slug: str) -> OutsidePostForm:
    permitted(work, slug, RECORD)
    action = f"/communities/{slug}/outside-posts"
    return OutsidePostForm(
        action=action,
        schema=form(action, OutsidePostCreate).schema_,
        community=slug,
        platforms=list(rules.PLATFORMS),
        wall_clock=clock.in_vietnam(work.now).strftime("%Y-%m-%dT%H:%M"),
    )


def create(work: Work, slug: str, body: OutsidePostCreate, arrival: Arrival) -> OutsidePostRead:
    """A record of its own, or the one that somebody made of the same address before."""
    community = communities.get(work.session, slug)
    held = permit(work, RECORD, Thing(community_id=community.id))
    address = canonical(body.platform, body.kind, body.address)
    _must_say_something(work, body, arrival)
    member = _member(work, community.id, body.member)
    post = OutsidePost(
        id=fresh_id(work),
        community_id=community.id,
        kind=body.kind,
        platform=body.platform,
        address=address,
        body=body.body.strip(),
        author_name=body.author_name,
        member_id=member.id if member else None,
        seen_at=body.seen_at or work.now,
        there=body.there,
        fold=fold(f"{body.author_name} {body.body} {address or ''}"),
        recorded_by=work.actor.person_id or "",
        recorded_at=work.now,
    )
    if not store.add(work.session, post):
        return _known(work, community.id, address)
    case = Case(post, member)
    made = pictures.keep(work, community.id, arrival)
    named = [*(body.pictures or []), *(one.id for one in made)]
    pictures.attach(work, named, KIND, post.id, community_id=community.id)
    pictures.withdraw(work, (KIND, post.id))
    note(work, case, "record", held)
    if is_about_harm(f"{post.author_name}\n{post.body}"):
        secluding.seclude(work, case, held, way="words")
        return secluded_card(work, post)
    _judge(work, case)
    return card(work, case)


def _must_say_something(work: Work, body: OutsidePostCreate, arrival: Arrival) -> None:
    wrong = []
    if not body.body.strip() and not body.pictures and not arrival.pictures:
        wrong.append(FieldError("/body", "outside-nothing"))
    if body.seen_at is not None and body.seen_at > work.now:
        wrong.append(FieldError("/seen_at", "moment-in-future"))
    if wrong:
        raise Invalid(*wrong)


def _known(work: Work, community_id: str, address: str | None) -> OutsidePostRead:
    """The record of the same address: of a secluded one nothing is told but that it is."""
    post = store.of_address(work.session, community_id, address)
    if post is None:
        raise Conflict("outside-moved")
    if post.state == "secluded":
        return secluded_card(work, post)
    return card(work, opened(work, post.id)).model_copy(update={"known": True})


def _member(work: Work, community_id: str, reference: str | None) -> Member | None:
    """A file of this community, by its number or id; None for nobody's."""
    reference = (reference or "").strip()
    if not reference:
        return None
    if is_id(reference):
        found = next(iter(platforms.members_of(work.session, community_id, [reference])), None)
    else:
        found = platforms.by_file_no(work.session, community_id, reference.upper())
    if found is None:
        raise Invalid.at("/member", "outside-member-unknown")
    return found


# -- what the rules say ----------------------------------------------------------------------------


def _judge(work: Work, case: Case) -> None:
    """Every record waits for a human, unless a rule refuses such texts; nothing is masked there."""
    post = case.post
    due_at = duty_hours.answer_by(work, post.community_id, rules.HOURS_TO_ANSWER)
    verdict = screening.of_outside(work, post.community_id, post.kind, post.body)
    item = reviewing.open_item(work, case.subject, due_at, screening.evidence(verdict))
    item.priority = int(screening.flagged(verdict))
    by_clock = replace(work, actor=STRANGER)
    if verdict.rules:
        record(
            by_clock,
            "rule.applied",
            (KIND, post.id),
            community_id=post.community_id,
            held=CLOCK,
            outbox=False,
            rules=[one.kept() for one in verdict.rules],
            outcome=verdict.action,
        )
    if verdict.action == "refuse":
        _refuse(by_clock, case, item, verdict)


def _refuse(work: Work, case: Case, item: ReviewItem, verdict: Verdict) -> None:
    words = verdict.message
    decided = {"decided_at": work.now, "reason_code": verdicts.BY_RULE, "public_note": words}
    if not reviews.move(work.session, item, "refused", **decided):
        raise lost(work, case)
    turn(work, case, state="refused", state_reason=words)
    note(work, case, "refuse", CLOCK, reason_code=verdicts.BY_RULE)


# -- afterwards ------------------------------------------------------------------------------------


def to_edit(work: Work, post_id: str) -> OutsidePostRead:
    case = opened(work, post_id)
    permit(work, RECORD, case.thing)
    return card(work, case)


def change(work: Work, post_id: str, body: OutsidePostChange) -> OutsidePostRead:
    """Whose file it belongs to, and how it stands there now; what a hand must do follows."""
    case = opened(work, post_id, held=True)
    held = permit(work, RECORD, case.thing)
    reviewing.must_be_version(case.subject, body.version)
    if case.post.state == "withdrawn":
        raise Conflict("wrong-state", state=case.post.state, version=case.post.version)
    member, before = case.member, {"member": case.post.member_id, "there": case.post.there}
    if body.member is not None:
        member = _member(work, case.post.community_id, body.member)
        # Nobody makes a case of hers somebody else's, or the other way round.
        permit(work, RECORD, Case(case.post, member).thing)
    after = {"member": member.id if member else None, "there": body.there or case.post.there}
    if after != before:
        turn(work, case, member_id=after["member"], there=after["there"])
        case = Case(case.post, member)
        note(work, case, "change", held, before=before, after=after)
    return card(work, case)


def withdraw(work: Work, post_id: str, body: Decision) -> OutsidePostRead:
    """Recorded by mistake: taken back before anybody judged it; its address is free again."""
    case = opened(work, post_id, held=True)
    held = permit(work, RECORD, case.thing)
    reviewing.must_be_version(case.subject, body.version)
    item = reviews.current(work.session, KIND, case.post.id)
    if case.post.state != "submitted" or item is None:
        raise lost(work, case)
    if not reviews.move(work.session, item, "withdrawn", claimed_by=None, claim_until=None):
        raise lost(work, case)
    turn(work, case, state="withdrawn")
    note(work, case, "withdraw", held)
    return card(work, case)
