"""An appeal as it is read: by her, by those who judge, and as a line of the inbox."""

from __future__ import annotations

from app.domain import sanctions as rules
from app.domain.permissions import Thing
from app.domain.text import beginning
from app.models.review import ReviewItem
from app.models.sanctions import Appeal
from app.schemas.reviews import ReviewLine
from app.schemas.sanctions import AppealRead
from app.services import reviewing
from app.services.deeds import may, permit
from app.services.reviewing import BOARD, Subject
from app.store import appeals, communities, members, posts, reviews
from app.store.actors import Work


def subject_of(appeal: Appeal) -> Subject:
    return Subject(
        "appeal", appeal.id, appeal.community_id, appeal.person_id, appeal.state, appeal.version
    )


def thing_of(appeal: Appeal) -> Thing:
    return Thing(appeal.community_id, appeal.person_id)


def read(work: Work, appeal_id: str) -> AppealRead:
    appeal = appeals.get(work.session, work.actor, appeal_id)
    permit(work, "appeal.read", thing_of(appeal))
    return as_read(work, appeal)


def to_decide(work: Work, appeal_id: str) -> AppealRead:
    appeal = appeals.get(work.session, work.actor, appeal_id)
    permit(work, "appeal.decide", thing_of(appeal))
    return as_read(work, appeal)


def as_read(work: Work, appeal: Appeal) -> AppealRead:
    judges = may(work, "review.read", thing_of(appeal))
    own = work.actor.person_id == appeal.person_id
    item = reviews.current(work.session, "appeal", appeal.id)
    assert item is not None
    names = members.person_names(
        work.session,
        [appeal.person_id, *((appeal.decided_by, appeal.answered_by) if judges else ())],
    )
    hidden = appeal.id in _anonymous(work, [appeal]) and not own
    return AppealRead(
        id=appeal.id,
        state=appeal.state,
        text=appeal.text,
        answer=appeal.answer,
        created_at=appeal.created_at,
        answered_at=appeal.answered_at,
        community=communities.by_id(work.session, appeal.community_id).slug,
        subject_type=appeal.subject_type,
        subject_id=appeal.subject_id,
        author=None if hidden else names.get(appeal.person_id),
        decision_words=appeal.decision_words,
        decided_at=appeal.decided_at,
        decided_by=names.get(appeal.decided_by or "", BOARD),
        answered_by=names.get(appeal.answered_by or "", BOARD) if appeal.answered_at else None,
        due_at=item.due_at,
        late=reviewing.is_late(work, item),
        version=appeal.version,
        own=own,
        allowed_actions=_actions(work, appeal),
    )


def _actions(work: Work, appeal: Appeal) -> list[str]:
    deciders = (appeal.decided_by, appeal.also_decided_by)
    judges = may(work, "appeal.decide", thing_of(appeal))
    if appeal.state != "submitted" or not judges:
        return []
    return ["approval", "refusal"] if rules.may_judge(work.actor.person_id, deciders) else []


def _anonymous(work: Work, some: list[Appeal]) -> set[str]:
    """Appeals whose author nobody may be told: of posts without a name."""
    found = posts.by_ids(work.session, [a.subject_id for a in some if a.subject_type == "post"])
    return {a.id for a in some if a.subject_id in found and found[a.subject_id].anonymous}


def lines(work: Work, items: list[ReviewItem], claimers: dict[str, str]) -> dict[str, ReviewLine]:
    """A line per item of the inbox."""
    found = appeals.by_ids(work.session, [item.subject_id for item in items])
    hidden = _anonymous(work, list(found.values()))
    names = members.person_names(
        work.session, [one.person_id for one in found.values() if one.id not in hidden]
    )
    return {item.id: _line(work, item, found[item.subject_id], names, claimers) for item in items}


def _line(
    work: Work,
    item: ReviewItem,
    appeal: Appeal,
    names: dict[str, str],
    claimers: dict[str, str],
) -> ReviewLine:
    short = beginning(appeal.text)
    return ReviewLine(
        **reviewing.line_facts(work, item, claimers),
        title=short,
        author=names.get(appeal.person_id),
        version=appeal.version,
        opened_at=appeal.created_at,
        allowed_actions=_actions(work, appeal),
    )


def names(work: Work, ids: list[str]) -> dict[str, str]:
    found = appeals.by_ids(work.session, ids)
    return {
        one.id: beginning(one.text)
        for one in found.values()
        if may(work, "review.read", thing_of(one))
    }
