"""Of the matrix' place: a topic that was gathered, and what is done about it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.models.needs import NeedAction, NeedTopic
from app.services.deeds import fresh_id
from app.store import communities
from tests.factories import Scene, work_of


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
    session.flush()
    return {"need-topics": topic.id, "need-actions": action.id}


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
    }
