"""“Báo với Ban Quản trị”: a reader tells, and the board has one matter for each text."""

from __future__ import annotations

from typing import Any

from app.domain import flags as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.text import beginning
from app.models.flags import FlagCase
from app.models.review import ReviewItem
from app.schemas.flags import FlagCreate, FlagForm, FlagRead
from app.services import reviewing
from app.services.deeds import fresh_id, permit
from app.services.flags.subjects import KIND, Flagged, seen, subject_of
from app.services.handing_to_care import care_receive
from app.store import communities, flags, members, reviews
from app.store.actors import Work

#: What the page repeats of the text that is reported.
EXCERPT = 240


def form(work: Work, kind: str, subject_id: str) -> FlagForm:
    """The page on which she says why."""
    subject = _to_flag(work, kind, subject_id)
    known = flags.flagged_by(work.session, kind, subject.id, work.actor.person_id)
    return FlagForm(
        action=f"/{kind}s/{subject.id}/flags",
        schema=FlagCreate.model_json_schema(),
        community=communities.by_id(work.session, subject.post.community_id).slug,
        subject_type=kind,
        subject_id=subject.id,
        post=subject.post.id,
        excerpt=subject.title or beginning(subject.body, EXCERPT),
        reasons=list(rules.REASONS),
        known=known >= subject.number,
    )


def give(work: Work, kind: str, subject_id: str, body: FlagCreate) -> FlagRead:
    """Once a person and text. Many make one matter; what needs care goes to the closed circle."""
    subject = _to_flag(work, kind, subject_id, held=True)
    if body.reason not in rules.REASONS:
        raise Invalid.at("/reason", "flag-reason-unknown")
    if body.reason == "other" and not body.words.strip():
        raise Invalid.at("/words", "text-missing")
    care = rules.REASONS[body.reason]
    flag_id = fresh_id(work)
    if care:
        _write(work, subject, flag_id, body, state="held_for_care")
        text = "\n\n".join(filter(None, (subject.title, subject.body)))
        community_id = subject.post.community_id
        care_receive(work, community_id, KIND, flag_id, text, work.actor.person_id)
    elif _muted(work, subject.post.community_id):
        _write(work, subject, flag_id, body, state="muted")
    else:
        case, item = _case(work, subject)
        _write(work, subject, flag_id, body, state="in_case", case_id=case.id)
        _lift(work, case, item)
    return FlagRead(
        subject_type=kind,
        subject_id=subject.id,
        post=subject.post.id,
        reason=body.reason,
        care=care,
        at=work.now,
    )


def _to_flag(work: Work, kind: str, subject_id: str, *, held: bool = False) -> Flagged:
    subject = seen(work, kind, subject_id, held=held)
    permit(work, "flag.write", Thing(community_id=subject.post.community_id))
    if subject.author_id == work.actor.person_id:
        raise Conflict("flag-own", state=subject.state)
    return subject


def _muted(work: Work, community_id: str) -> bool:
    member = members.open_of_person(work.session, work.actor.person_id or "", community_id)
    return member is not None and flags.mute_of(work.session, member.id, work.now) is not None


def _write(work: Work, subject: Flagged, flag_id: str, body: FlagCreate, **more: Any) -> None:
    if not flags.give(
        work.session,
        id=flag_id,
        community_id=subject.post.community_id,
        subject_type=subject.kind,
        subject_id=subject.id,
        number=subject.number,
        person_id=work.actor.person_id,
        reason=body.reason,
        words=body.words.strip(),
        text="",
        at=work.now,
        **more,
    ):
        raise Conflict("flag-known", state=subject.state)


def _case(work: Work, subject: Flagged) -> tuple[FlagCase, ReviewItem]:
    """The open matter of this text, or a new one with the text as it stands now."""
    case = flags.opened(work.session, subject.kind, subject.id)
    item = reviews.current(work.session, KIND, case.id) if case is not None else None
    if case is not None and item is not None:
        return case, item
    case = FlagCase(
        id=fresh_id(work),
        community_id=subject.post.community_id,
        subject_type=subject.kind,
        subject_id=subject.id,
        author_id=subject.author_id,
        number=subject.number,
        title=subject.title,
        body=subject.body,
        body_html=subject.body_html,
        opened_at=work.now,
    )
    work.session.add(case)
    work.session.flush()
    due_at = work.now + rules.TIME_TO_ANSWER
    return case, reviewing.open_item(work, subject_of(case), due_at, {"of": subject.kind})


def _lift(work: Work, case: FlagCase, item: ReviewItem) -> None:
    """Further up the more people say so; many within a day come first. Nothing is hidden."""
    settings = communities.by_id(work.session, case.community_id).settings
    said = [rules.Said(row.person_id, row.at) for row in flags.of_case(work.session, case.id)]
    priority = rules.priority(said, work.now, int(settings.get("flags_on_top", rules.MANY)))
    if priority > item.priority:
        reviews.raise_to(work.session, item, priority)


def held(work: Work, person_id: str) -> list[dict[str, Any]]:
    """All that she told, for her own page of what is held."""
    return [
        {
            "flagged": row.subject_type,
            "flag_reason": row.reason,
            "flag_state": row.state,
            **row.model_dump(include={"words", "at", "told_at"}),
        }
        for row in flags.of_person(work.session, person_id)
    ]
