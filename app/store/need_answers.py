"""Answers to topics and what is done about them: what holds, what is late, whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.domain.ids import is_id
from app.domain.permissions import Actor
from app.domain.refusals import Hidden
from app.models.needs import Need, NeedAction, NeedAnswer, NeedTopic
from app.models.posts import Post
from app.store import needs
from app.store.changes import rows_of

no_post = col(NeedAction.post_id).is_(None)


def of_topics(session: Session, ids: Sequence[str]) -> dict[str, list[NeedAnswer]]:
    """Topic → its answers, the last one first."""
    found: dict[str, list[NeedAnswer]] = {}
    rows = session.execute(
        select(NeedAnswer)
        .where(col(NeedAnswer.topic_id).in_(set(ids)))
        .order_by(col(NeedAnswer.topic_id), col(NeedAnswer.no).desc())
    ).scalars()
    for row in rows:
        found.setdefault(row.topic_id, []).append(row)
    return found


def get(
    session: Session, actor: Actor, answer_id: str, *, lock: str = ""
) -> tuple[NeedAnswer, NeedTopic]:
    """One answer and its topic; `lock`: "write" for who changes it. Raises Hidden."""
    found = session.get(NeedAnswer, answer_id) if is_id(answer_id) else None
    if found is None:
        raise Hidden
    topic = needs.get(session, actor, found.topic_id, lock=lock)
    session.refresh(found)
    return found, topic


def take_back(session: Session, row: NeedAnswer, person_id: str | None, now: datetime) -> bool:
    """False where somebody took it back before."""
    result = session.execute(
        update(NeedAnswer)
        .where(col(NeedAnswer.id) == row.id, col(NeedAnswer.withdrawn_at).is_(None))
        .values(withdrawn_at=now, withdrawn_by=person_id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(row)
    return rows_of(result) == 1


# -- what is done about a topic ------------------------------------------------------------------


def action(session: Session, actor: Actor, action_id: str) -> tuple[NeedAction, NeedTopic]:
    if not is_id(action_id) or (found := session.get(NeedAction, action_id)) is None:
        raise Hidden
    return found, needs.get(session, actor, found.topic_id)


def actions(session: Session, topic_id: str) -> list[NeedAction]:
    return list(
        session.execute(
            select(NeedAction)
            .where(col(NeedAction.topic_id) == topic_id)
            .order_by(col(NeedAction.due_on), col(NeedAction.id))
        ).scalars()
    )


def move_actions(session: Session, from_id: str, into_id: str) -> None:
    """What is done about one topic is done about the other."""
    session.execute(
        update(NeedAction)
        .where(col(NeedAction.topic_id) == from_id)
        .values(topic_id=into_id)
        .execution_options(synchronize_session=False)
    )


def of_community(session: Session, community_id: str, most: int) -> list[NeedAction]:
    """What is not done yet first, by its day; then what is over, the latest first."""
    over = col(NeedAction.state) != "planned"
    rows = session.execute(
        _of(community_id).order_by(over, col(NeedAction.due_on), col(NeedAction.id)).limit(most)
    )
    return list(rows.scalars())


def between(session: Session, community_id: str, first: date, after: date) -> list[NeedAction]:
    """Trainings and tasks whose day lies in [first, after); a bulletin has its own place."""
    rows = session.execute(
        _of(community_id, no_post, col(NeedAction.state) != "dropped")
        .where(col(NeedAction.due_on) >= first, col(NeedAction.due_on) < after)
        .order_by(col(NeedAction.due_on), col(NeedAction.id))
    )
    return list(rows.scalars())


def planned(session: Session, community_id: str, most: int) -> list[NeedAction]:
    """Trainings and tasks that are still to be done, the most urgent first."""
    rows = session.execute(
        _of(community_id, no_post, col(NeedAction.state) == "planned")
        .order_by(col(NeedAction.due_on), col(NeedAction.id))
        .limit(most)
    )
    return list(rows.scalars())


def waiting(session: Session, community_id: str, today: date) -> tuple[int, int, int]:
    """Needs in no topic, topics without an answer, tasks whose day is over: in one statement."""
    wanted = (
        select(func.count())
        .select_from(Need)
        .where(col(Need.community_id) == community_id, col(Need.topic_id).is_(None)),
        select(func.count())
        .select_from(NeedTopic)
        .where(
            col(NeedTopic.community_id) == community_id,
            col(NeedTopic.state) == "open",
            col(NeedTopic.merged_into).is_(None),
        ),
        select(func.count())
        .select_from(NeedAction)
        .join(NeedTopic, col(NeedTopic.id) == col(NeedAction.topic_id))
        .where(
            col(NeedTopic.community_id) == community_id,
            no_post,
            col(NeedAction.state) == "planned",
            col(NeedAction.due_on) < today,
        ),
    )
    row = session.execute(select(*(one.scalar_subquery() for one in wanted))).one()
    return int(row[0]), int(row[1]), int(row[2])


def post_states(session: Session, rows: Sequence[NeedAction]) -> dict[str, str]:
    """Post → its state, of the bulletins that these became."""
    ids = {row.post_id for row in rows if row.post_id}
    if not ids:
        return {}
    found = session.execute(select(col(Post.id), col(Post.state)).where(col(Post.id).in_(ids)))
    return {row[0]: row[1] for row in found}


def owned_by(session: Session, person_id: str) -> list[NeedAction]:
    return list(
        session.execute(
            select(NeedAction)
            .where(col(NeedAction.owner_id) == person_id)
            .order_by(col(NeedAction.due_on), col(NeedAction.id))
        ).scalars()
    )


def _of(community_id: str, *wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(NeedAction)
        .join(NeedTopic, col(NeedTopic.id) == col(NeedAction.topic_id))
        .where(col(NeedTopic.community_id) == community_id, *wanted)
    )
