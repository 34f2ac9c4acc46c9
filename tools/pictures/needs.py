"""What the screens of needs show: an answer put right, one that is past, and what she wrote."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from app.models.needs import Need, NeedAction, NeedAnswer
from app.schemas.needs import NeedAnswerChange, NeedCreate
from app.services.needs import answering, voicing
from app.store.actors import Work

BETTER = "Hội đã mua một cái cân điện tử. Chìa khóa nhà văn hóa ở chỗ chi hội trưởng."


@dataclass(frozen=True, slots=True)
class Needs:
    """`topic`: with an answer and a task; `own`: of the role `member`, in no topic yet."""

    topic: str
    action: str
    answer: str
    corrected: str
    past: str
    own: str


def furnish(desk: Work, hers: Work, slug: str) -> Needs:
    """`desk`: the chair's own work; `hers`: of the role `member`."""
    topic, action = desk.session.execute(
        select(col(NeedAction.topic_id), col(NeedAction.id))
        .where(col(NeedAction.kind) == "bulletin")
        .limit(1)
    ).one()
    past = _answer(desk, "done")
    better = answering.correct(desk, past.id, NeedAnswerChange(text=BETTER))
    voicing.create(hers, slug, NeedCreate(text="Mong có chỗ gửi con buổi tối.", hidden=True))
    own = desk.session.execute(
        select(col(Need.id)).where(col(Need.person_id) == hers.actor.person_id).limit(1)
    ).scalar_one()
    return Needs(topic, action, _answer(desk, "doing").id, better.id, past.id, own)


def _answer(desk: Work, state: str) -> NeedAnswer:
    return desk.session.execute(
        select(NeedAnswer).where(col(NeedAnswer.state) == state).limit(1)
    ).scalar_one()
