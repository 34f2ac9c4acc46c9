"""Asking that a decision be looked at again: in thirty days, answered in words by somebody else.

Three kinds of subject: a sanction, a post that was not published or taken away, her file (a pause,
an end). What an approval does to each stands in `services.appeal_effects`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app import clock
from app.domain import duty
from app.domain import sanctions as rules
from app.domain.permissions import STRANGER, Thing
from app.domain.refusals import Conflict, Forbidden
from app.models.audit import AuditRow
from app.models.members import Member
from app.models.posts import Post
from app.models.sanctions import Appeal, Sanction
from app.schemas.applications import ApplicationRead
from app.schemas.base import form
from app.schemas.sanctions import (
    AppealAnswer,
    AppealCreate,
    AppealForm,
    AppealRead,
    ApplicationAppeal,
)
from app.services import appeal_effects, applications, reviewing, sanctions
from app.services.appeal_cards import as_read, subject_of
from app.services.deeds import fresh_id, permit, record
from app.services.posts.subjects import APPEALED, kept_from_readers, thing_of
from app.services.sanction_cards import LOGGED
from app.store import appeals, audit, communities, members, posts, reviews
from app.store import sanctions as sanctions_store
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Decision:
    """What is appealed against: its name, who took it, when, and what it said to her."""

    id: str
    community_id: str
    person_id: str
    subject: tuple[str, str]
    deciders: tuple[str | None, ...]
    at: datetime
    words: str
    member: Member | None = field(default=None)


# -- which decision --------------------------------------------------------------------------------


def _of_sanction(work: Work, sanction_id: str) -> Decision:
    one: Sanction = sanctions_store.get(work.session, work.actor, sanction_id)
    permit(work, "appeal.create", Thing(one.community_id, one.person_id))
    return Decision(
        one.id,
        one.community_id,
        one.person_id,
        ("sanction", one.id),
        (one.decided_by,),
        one.decided_at,
        one.text,
        members.again(work.session, one.member_id),
    )


def _of_post(work: Work, post_id: str) -> Decision:
    post: Post = posts.get(work.session, work.actor, post_id, held=True)
    permit(work, "appeal.create", thing_of(post))
    row = _last(work, post.id, APPEALED)
    texts = posts.revisions(work.session, post.id)
    if row is None or kept_from_readers(post, texts) is None:
        raise Conflict("nothing-to-appeal")
    member = members.open_of_person(work.session, post.author_id, post.community_id)
    item = reviews.current(work.session, "post", post.id)
    words = post.state_reason or (item.public_note if item is not None else "")
    return _logged(row, post.community_id, post.author_id, ("post", post.id), words, member)


def _of_member(work: Work, member: Member) -> Decision:
    row = _last(work, member.id, tuple(LOGGED))
    if row is None or member.state not in {"suspended", "removed"}:
        raise Conflict("nothing-to-appeal")
    first = _last(work, member.id, ("member.remove_first",))
    also = first.actor_id if row.action == "member.remove" and first is not None else None
    return _logged(
        row,
        member.community_id,
        member.person_id,
        ("member", member.id),
        member.state_reason,
        member,
        also,
    )


def _logged(
    row: AuditRow,
    community_id: str,
    person_id: str,
    subject: tuple[str, str],
    words: str,
    member: Member | None,
    also: str | None = None,
) -> Decision:
    return Decision(
        rules.logged_decision(row.id),
        community_id,
        person_id,
        subject,
        (row.actor_id, also),
        row.at,
        words,
        member,
    )


def _last(work: Work, subject_id: str, actions: tuple[str, ...]) -> AuditRow | None:
    return next(iter(audit.about(work.session, [subject_id], actions)), None)


# -- asking ----------------------------------------------------------------------------------------


def of_sanction(work: Work, sanction_id: str, body: AppealCreate) -> AppealRead:
    return as_read(work, _ask(work, _of_sanction(work, sanction_id), body.text))


def of_post(work: Work, post_id: str, body: AppealCreate) -> AppealRead:
    return as_read(work, _ask(work, _of_post(work, post_id), body.text))


def of_member(work: Work, member_id: str, body: AppealCreate) -> AppealRead:
    member = members.get(work.session, work.actor, member_id)
    permit(work, "appeal.create", Thing(member.community_id, member.person_id))
    return as_read(work, _ask(work, _of_member(work, member), body.text))


def of_application(work: Work, code: str, body: ApplicationAppeal) -> ApplicationRead:
    """From her own page: code and phone were proven before."""
    member = applications.own(work, code)
    _ask(work, _of_member(work, member), body.text)
    return applications.as_read(work, member)


def form_of_sanction(work: Work, sanction_id: str) -> AppealForm:
    return _form(work, _of_sanction(work, sanction_id), f"/sanctions/{sanction_id}")


def form_of_post(work: Work, post_id: str) -> AppealForm:
    return _form(work, _of_post(work, post_id), f"/posts/{post_id}")


def form_of_member(work: Work, member_id: str) -> AppealForm:
    member = members.get(work.session, work.actor, member_id)
    permit(work, "appeal.create", Thing(member.community_id, member.person_id))
    return _form(work, _of_member(work, member), f"/members/{member_id}/sanctions")


def _form(work: Work, decision: Decision, back: str) -> AppealForm:
    kind, subject_id = decision.subject
    action = f"/{kind}s/{subject_id}/appeals"
    return AppealForm(
        action=action,
        schema=form(action, AppealCreate).schema_,
        community=communities.by_id(work.session, decision.community_id).slug,
        back=back,
        words=decision.words,
        until=decision.at + rules.APPEAL_WINDOW,
    )


def _ask(work: Work, decision: Decision, text: str) -> Appeal:
    if not rules.may_appeal(decision.at, work.now):
        raise Conflict("appeal-too-late")
    deciders = [one for one in decision.deciders if one is not None]
    kind, subject_id = decision.subject
    appeal = Appeal(
        id=fresh_id(work),
        community_id=decision.community_id,
        person_id=decision.person_id,
        member_id=decision.member.id if decision.member else None,
        subject_type=kind,
        subject_id=subject_id,
        decision_id=decision.id,
        decided_by=deciders[0] if deciders else None,
        also_decided_by=deciders[1] if len(set(deciders)) > 1 else None,
        decided_at=decision.at,
        decision_words=decision.words,
        text=text,
        created_at=work.now,
    )
    if not appeals.add(work.session, appeal):
        raise Conflict("already-appealed")
    day = duty.add_working_days(clock.in_vietnam(work.now).date(), rules.APPEAL_WORKING_DAYS)
    reviewing.open_item(work, subject_of(appeal), clock.day_end(day), {"subject": kind})
    record(
        _unnamed(work, decision),
        "appeal.create",
        ("appeal", appeal.id),
        community_id=appeal.community_id,
        held="own",
        outbox=False,
        about=kind,
    )
    return appeal


def _unnamed(work: Work, decision: Decision) -> Work:
    """The log names nobody as the author of a post without a name."""
    kind, subject_id = decision.subject
    hidden = kind == "post" and posts.again(work.session, subject_id).anonymous
    return replace(work, actor=STRANGER) if hidden else work


# -- answering -------------------------------------------------------------------------------------


def approve(work: Work, appeal_id: str, body: AppealAnswer) -> AppealRead:
    return as_read(work, answered(work, appeal_id, "approve", body))


def refuse(work: Work, appeal_id: str, body: AppealAnswer) -> AppealRead:
    return as_read(work, answered(work, appeal_id, "refuse", body))


def judged(work: Work, appeal_id: str, action: str, version: int | None) -> tuple[Appeal, Any, str]:
    """The appeal, its item and the right; else the refusal: never by one of those who decided."""
    appeal = appeals.get(work.session, work.actor, appeal_id)
    held = permit(work, "appeal.decide", Thing(appeal.community_id, appeal.person_id))
    deciders = (appeal.decided_by, appeal.also_decided_by)
    if not rules.may_judge(work.actor.person_id, deciders):
        raise Forbidden("own-decision")
    item = reviews.current(work.session, "appeal", appeal.id)
    if action not in {"approve", "refuse"}:
        raise Conflict("wrong-state", state=appeal.state, version=appeal.version)
    reviewing.must_allow(work, subject_of(appeal), item, action, version)
    return appeal, item, held


def answered(work: Work, appeal_id: str, action: str, body: AppealAnswer) -> Appeal:
    """In words, once; an approval takes the decision back in the same transaction."""
    appeal, item, held = judged(work, appeal_id, action, body.version)
    to = "approved" if action == "approve" else "refused"
    values = {
        "answer": body.words,
        "answered_by": work.actor.person_id,
        "answered_at": work.now,
        "state": to,
    }
    if not appeals.answer(work.session, appeal, **values):
        raise lost(work, appeal)
    trace = reviewing.trace(work, item, action, text=body.words)
    if not reviews.move(work.session, item, to, **trace):
        raise lost(work, appeal)
    if action == "approve":
        appeal_effects.take_back(work, appeal, body.words)
    if appeal.member_id is not None:
        member = members.again(work.session, appeal.member_id)
        sanctions.tell(work, member, f"appeal.{to}", ly_do=body.words)
    record(
        work,
        f"appeal.{action}",
        ("appeal", appeal.id),
        community_id=appeal.community_id,
        held=held,
        after={"text": body.words},
        person_id=appeal.person_id,
        outbox=False,
        about=appeal.subject_type,
    )
    return appeal


def lost(work: Work, appeal: Appeal) -> Conflict:
    return reviewing.lost(work, subject_of(appeal))
