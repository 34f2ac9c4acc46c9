"""What is judged: each kind of subject with its lines, its decisions and its end by the clock.

The inbox, bulk decisions and the worker know subjects only through this table; a new kind of
subject is one entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.refusals import Conflict
from app.models.review import ReviewItem
from app.schemas.members import Decision, InformationRequest, ReasonedDecision
from app.schemas.reviews import Batch, KindCount, ReviewLine
from app.services import (
    appeal_cards,
    appeals,
    applicants,
    applications,
    decisions,
    reversals,
    reviewing,
)
from app.services.comments import deciding as on_comments
from app.services.comments import reading as comments
from app.services.comments.subjects import lost as comment_lost
from app.services.flags import cards as flags
from app.services.flags import deciding as on_flags
from app.services.flags.subjects import subject_of as flag_subject
from app.services.outside_posts import deciding as on_outside_posts
from app.services.outside_posts import reading as outside_reading
from app.services.outside_posts.subjects import lost as outside_lost
from app.services.outside_posts.subjects import opened
from app.services.posts import deciding, inbox, returning
from app.services.posts.subjects import lost
from app.services.works import deciding as on_works
from app.services.works import reading as work_reading
from app.services.works.subjects import lost as work_lost
from app.services.works.subjects import opened as opened_work
from app.store import appeals as appeals_store
from app.store import comments as comment_store
from app.store import flags as flag_store
from app.store import members, posts, reviews
from app.store.actors import Work

Lines = Callable[[Work, list[ReviewItem], dict[str, str]], dict[str, ReviewLine]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of subject. `decide` carries out one decision of a batch; `judged` asks whether it
    would be allowed and gives the subject, which has an id and a version."""

    decide: Callable[[Work, str, int | None, Batch], None]
    judged: Callable[[Work, str, str, int | None], Any]
    lines: Lines
    names: Callable[[Work, list[str]], dict[str, str]]
    undo: Callable[[Work, str, str], None]
    mend: Callable[[Work, str, ReasonedDecision], object]
    lost: Callable[[Work, str], Conflict]
    expire: Callable[[Work, ReviewItem], bool]


def _member(work: Work, member_id: str, version: int | None, body: Batch) -> None:
    if body.decision == "approval":
        decisions.approved(work, member_id, Decision(version=version))
    elif body.decision == "refusal":
        decisions.refused(work, member_id, _reasoned(version, body))
    else:
        question = InformationRequest(version=version, question=body.reason, words=body.words)
        decisions.asked(work, member_id, question)


def _post(work: Work, post_id: str, version: int | None, body: Batch) -> None:
    if body.decision == "approval":
        deciding.approved(work, post_id, Decision(version=version))
    elif body.decision == "refusal":
        deciding.refused(work, post_id, _reasoned(version, body))
    else:
        deciding.asked(work, post_id, _reasoned(version, body))


def _comment(work: Work, comment_id: str, version: int | None, body: Batch) -> None:
    if body.decision == "approval":
        on_comments.approved(work, comment_id, Decision(version=version))
    elif body.decision == "refusal":
        on_comments.refused(work, comment_id, _reasoned(version, body))
    else:
        raise Conflict("no-question")


def _flag(work: Work, case_id: str, version: int | None, body: Batch) -> None:
    """Founded needs words to the author; unfounded is told to nobody."""
    if body.decision == "approval":
        on_flags.approved(work, case_id, _reasoned(version, body))
    elif body.decision == "refusal":
        on_flags.refused(work, case_id, _reasoned(version, body))
    else:
        raise Conflict("no-question")


def _outside(work: Work, post_id: str, version: int | None, body: Batch) -> None:
    if body.decision == "approval":
        on_outside_posts.approved(work, post_id, Decision(version=version))
    elif body.decision == "refusal":
        on_outside_posts.refused(work, post_id, _reasoned(version, body))
    else:
        raise Conflict("no-question")


def _work(work: Work, work_id: str, version: int | None, body: Batch) -> None:
    if body.decision == "approval":
        on_works.approved(work, work_id, Decision(version=version))
    elif body.decision == "refusal":
        on_works.refused(work, work_id, _reasoned(version, body))
    else:
        raise Conflict("no-question")


def _appeal(work: Work, appeal_id: str, version: int | None, body: Batch) -> None:
    """Each appeal is answered in words of its own: never one of many."""
    raise Conflict("one-by-one")


def _said_is_said(work: Work, appeal_id: str, _how: object) -> None:
    """An answer was given in words; what it changed is changed by its own decisions."""
    raise Conflict("undo-too-late")


def _reasoned(version: int | None, body: Batch) -> ReasonedDecision:
    return ReasonedDecision(version=version, reason=body.reason, words=body.words)


def _never(_work: Work, _item: ReviewItem) -> bool:
    """Nobody is asked about it, so no answer is waited for."""
    return False


KINDS: Mapping[str, Kind] = {
    "member": Kind(
        decide=_member,
        judged=decisions.judged,
        lines=applicants.lines,
        names=applicants.names,
        undo=reversals.undo,
        mend=reversals.mended,
        lost=lambda work, member_id: decisions.lost(
            work, members.get(work.session, work.actor, member_id)
        ),
        expire=applications.expire,
    ),
    "appeal": Kind(
        decide=_appeal,
        judged=appeals.judged,
        lines=appeal_cards.lines,
        names=appeal_cards.names,
        undo=_said_is_said,
        mend=_said_is_said,
        lost=lambda work, appeal_id: appeals.lost(
            work, appeals_store.get(work.session, work.actor, appeal_id)
        ),
        expire=_never,
    ),
    "post": Kind(
        decide=_post,
        judged=deciding.judged,
        lines=inbox.lines,
        names=inbox.names,
        undo=returning.undo,
        mend=returning.reverse,
        lost=lambda work, post_id: lost(work, posts.get(work.session, work.actor, post_id)),
        expire=returning.expire,
    ),
    "comment": Kind(
        decide=_comment,
        judged=on_comments.judged,
        lines=comments.lines,
        names=comments.names,
        undo=on_comments.undo,
        mend=on_comments.reverse,
        lost=lambda work, comment_id: comment_lost(
            work, comment_store.get(work.session, work.actor, comment_id)
        ),
        expire=_never,
    ),
    "flag": Kind(
        decide=_flag,
        judged=on_flags.judged,
        lines=flags.lines,
        names=flags.names,
        undo=on_flags.undo,
        mend=on_flags.reverse,
        lost=lambda work, case_id: reviewing.lost(
            work, flag_subject(flag_store.get(work.session, work.actor, case_id))
        ),
        expire=_never,
    ),
    "outside_post": Kind(
        decide=_outside,
        judged=on_outside_posts.judged,
        lines=outside_reading.lines,
        names=outside_reading.names,
        undo=on_outside_posts.undo,
        mend=on_outside_posts.reverse,
        lost=lambda work, post_id: outside_lost(work, opened(work, post_id)),
        expire=_never,
    ),
    "work": Kind(
        decide=_work,
        judged=on_works.judged,
        lines=work_reading.lines,
        names=work_reading.names,
        undo=on_works.undo,
        mend=on_works.reverse,
        lost=lambda work, work_id: work_lost(work, opened_work(work, work_id)),
        expire=_never,
    ),
}


def lines(work: Work, items: list[ReviewItem]) -> dict[str, ReviewLine]:
    """The inbox's line of each item, kind by kind."""
    claimers = members.person_names(work.session, [item.claimed_by for item in items])
    found: dict[str, ReviewLine] = {}
    for name, kind in KINDS.items():
        mine = [item for item in items if item.kind == name]
        if mine:
            found |= kind.lines(work, mine, claimers)
    return found


def counts(work: Work, community_id: str) -> list[KindCount]:
    """How many of each kind wait to be judged."""
    waiting = reviews.waiting_by_kind(work.session, community_id)
    return [KindCount(kind=name, waiting=waiting.get(name, 0)) for name in KINDS]


def names(work: Work, subjects: Mapping[str, str]) -> dict[str, str]:
    """Subject id → what it is called, where the reader may see it; `subjects`: id → kind."""
    found: dict[str, str] = {}
    for name, kind in KINDS.items():
        ids = [subject for subject, its_kind in subjects.items() if its_kind == name]
        if ids:
            found |= kind.names(work, ids)
    return found


def expire(work: Work, item: ReviewItem) -> bool:
    """By the clock: nobody answered the board's question in time."""
    return KINDS[item.kind].expire(work, item)
