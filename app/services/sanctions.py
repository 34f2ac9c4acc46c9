"""The ladder of restraints: impose, lift, end by the clock, and what each does meanwhile.

Only she and the board know of it; every step has an end and can be looked at again by somebody
else (group regulation Art 9).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from app import clock
from app.domain import members as states
from app.domain import outside_posts as outside_rules
from app.domain import sanctions as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.members import Member
from app.models.sanctions import Sanction
from app.schemas.sanctions import Lifting, SanctionCreate, SanctionRead
from app.services import telling
from app.services.decisions import must_not_be_herself
from app.services.deeds import fresh_id, permit, record
from app.services.reasons import reason_of
from app.services.sanction_cards import as_read
from app.services.telling import Event
from app.store import members, outside_posts, posts, sanctions
from app.store.actors import Work

CLOCK = "clock"


def impose(work: Work, member_id: str, body: SanctionCreate) -> SanctionRead:
    """One step, with a reason and an end; she reads it in her own inbox."""
    member = members.get(work.session, work.actor, member_id)
    held = permit(work, "sanction.write", Thing(member.community_id, member.person_id))
    must_not_be_herself(work, member)
    if member.state not in states.INSIDE:
        raise Conflict("wrong-state", state=member.state, version=member.version)
    last_day = _last_day(work, body)
    evidence = _evidence(work, member, body.evidence)
    said_on = clock.in_vietnam(evidence.at).date() if evidence else None
    code, text = reason_of(
        work,
        member,
        body.reason,
        body.words,
        "/reason",
        said_on if body.kind == "warning" else last_day,
    )
    sanction = Sanction(
        id=fresh_id(work),
        community_id=member.community_id,
        member_id=member.id,
        person_id=member.person_id,
        kind=body.kind,
        reason_code=code,
        text=text,
        note=body.note or "",
        evidence_type=evidence.kind if evidence else None,
        evidence_id=body.evidence if evidence else None,
        decided_by=work.actor.person_id or "",
        decided_at=work.now,
        until=clock.day_end(last_day),
    )
    if not sanctions.add(work.session, sanction):
        raise Conflict("sanction-active")
    tell(work, member, f"sanction.{body.kind}", ly_do=text)
    _record(work, sanction, "sanction.impose", held, after={"text": text})
    return as_read(work, sanction)


def _last_day(work: Work, body: SanctionCreate) -> date:
    until = body.until or work.today + timedelta(days=rules.USUAL_DAYS[body.kind])
    if until < work.today:
        raise Invalid.at("/until", "until-in-past")
    if until > work.today + timedelta(days=rules.LONGEST_DAYS):
        raise Invalid.at("/until", "until-too-far", most=rules.LONGEST_DAYS)
    return until


class _Evidence(NamedTuple):
    kind: str
    #: When the text was written, or seen on the platform.
    at: datetime


def _evidence(work: Work, member: Member, post_id: str | None) -> _Evidence | None:
    """The text that it is about. Whose an anonymous post is stays unsaid."""
    if not post_id:
        return None
    outside = outside_posts.find(work.session, post_id)
    if outside is not None and outside.member_id == member.id and outside.state != "secluded":
        return _Evidence(outside_rules.KIND, outside.seen_at)
    post = posts.by_ids(work.session, [post_id]).get(post_id)
    hers = post is not None and post.author_id == member.person_id and not post.anonymous
    if post is None or not hers or post.community_id != member.community_id:
        raise Invalid.at("/evidence", "evidence-unknown")
    return _Evidence("post", post.created_at)


def lift(work: Work, sanction_id: str, body: Lifting) -> SanctionRead:
    """Before its end, with words to her."""
    sanction = sanctions.get(work.session, work.actor, sanction_id)
    held = permit(work, "sanction.write", Thing(sanction.community_id, sanction.person_id))
    if body.version is not None and body.version != sanction.version:
        raise Conflict("stale-version", version=sanction.version)
    if not end(work, sanction, "lifted", body.words):
        raise Conflict("sanction-ended")
    tell(work, members.again(work.session, sanction.member_id), "sanction.lifted", ly_do=body.words)
    _record(work, sanction, "sanction.lift", held, after={"text": body.words})
    return as_read(work, sanction)


def end(work: Work, sanction: Sanction, how: str, words: str = "") -> bool:
    """By a person or by an appeal; False when it had ended."""
    return sanctions.end(
        work.session, sanction, work.now, how, ended_by=work.actor.person_id, end_words=words
    )


def expire(work: Work, sanction: Sanction) -> bool:
    """By the clock: the day has come."""
    if not sanctions.end(work.session, sanction, work.now, "expired"):
        return False
    if sanction.kind != "warning":
        # A reminder is over for her when she has read it.
        member = members.again(work.session, sanction.member_id)
        tell(work, member, "sanction.ended")
    _record(work, sanction, "sanction.expire", CLOCK)
    return True


def tell(work: Work, member: Member, kind: str, **values: str) -> None:
    """In her own inbox and her day's summary: it stands on no list of the board to pass on."""
    event = Event(kind, urgency="digest", path=f"/members/{member.id}/sanctions")
    telling.tell(work, member, event, **values)


def _record(
    work: Work, sanction: Sanction, action: str, held: str, after: dict[str, str] | None = None
) -> None:
    record(
        work,
        action,
        ("sanction", sanction.id),
        community_id=sanction.community_id,
        held=held,
        after=after,
        person_id=sanction.person_id,
        reason_code=sanction.reason_code or "",
        outbox=False,
        kind=sanction.kind,
    )


# -- what a restraint does -------------------------------------------------------------------------


def must_not_be_muted(work: Work, community_id: str, person_id: str) -> dict[str, Sanction]:
    """The restraints that hold; a pause in writing is refused with its end."""
    held = sanctions.active(work.session, person_id, community_id, work.now)
    if "mute" in held:
        raise Conflict("muted", until=last_day(held["mute"].until))
    return held


def last_day(until: datetime) -> str:
    """The last day of a half-open end, as people write it."""
    day = clock.in_vietnam(until - timedelta(microseconds=1)).date()
    return f"{day.day}/{day.month}/{day.year}"
