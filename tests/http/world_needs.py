"""Of the matrix' place: what was written, a topic, its answer, and what is done about it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.models.members import Member
from app.models.needs import Need, NeedAction, NeedAnswer, NeedTopic
from app.services.deeds import fresh_id
from app.store import communities
from tests.factories import HOME, Scene, work_of


def furnish(session: Session, scene: Scene, slug: str, who: str) -> dict[str, str]:
    """`who` gathered it and was given the task."""
    work = work_of(session)
    topic = NeedTopic(
        id=fresh_id(work),
        community_id=communities.get(session, slug).id,
        month="2026-11",
        title="Lớp nấu ăn",
        created_by=scene.persons[who],
        created_at=work.now,
    )
    session.add(topic)
    session.flush()
    action = NeedAction(
        id=fresh_id(work),
        topic_id=topic.id,
        kind="task",
        title="Mở lớp",
        owner_id=scene.persons[who],
        due_on=work.today,
        planned_by=scene.persons[who],
        planned_at=work.now,
    )
    session.add(action)
    answer = NeedAnswer(
        id=fresh_id(work),
        topic_id=topic.id,
        no=1,
        state="doing",
        text="Đang mời người dạy",
        answered_by=scene.persons[who],
        answered_at=work.now,
    )
    session.add_all([action, answer])
    session.flush()
    return {
        "need-topics": topic.id,
        "need-actions": action.id,
        "need-answers": answer.id,
        **own(session, scene.members["hoa" if slug == HOME else "other_hoa"]),
    }


def own(session: Session, member_id: str) -> dict[str, str]:
    """What one member wrote, in no topic yet."""
    work, member = work_of(session), session.get(Member, member_id)
    assert member is not None
    row = Need(
        id=fresh_id(work),
        community_id=member.community_id,
        month="2026-11",
        member_id=member.id,
        person_id=member.person_id,
        text="Mong có lớp nấu ăn",
        fold="mong co lop nau an",
        written_at=work.now,
    )
    session.add(row)
    session.flush()
    return {"needs": row.id}


def bodies() -> dict[tuple[str, str], dict[str, Any]]:
    theme = {"month": "2026-12", "title": "Sức khỏe", "question": "Chị mong gì?"}
    task = {"kind": "task", "title": "Mở lớp", "owner": "0" * 26, "due_on": "2026-12-20"}
    return {
        ("POST", "/communities/{slug}/needs"): {"text": "Mong có lớp nấu ăn"},
        ("POST", "/communities/{slug}/need-topics"): {"title": "Lớp nấu ăn"},
        ("POST", "/communities/{slug}/need-themes"): theme,
        ("POST", "/need-topics/{id}/merger"): {"into": "0" * 26},
        ("POST", "/need-topics/{id}/answers"): {"state": "done", "text": "Đã mở lớp"},
        ("POST", "/need-topics/{id}/actions"): task,
        ("PATCH", "/need-actions/{id}"): {"state": "done"},
        ("PATCH", "/need-answers/{id}"): {"text": "Đã mời được người dạy"},
    }
