"""Needs travel in a backup to the other database, with the answers that were put right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.db import Database
from app.models.needs import Need, NeedAction, NeedAnswer, NeedTheme, NeedTopic, NeedVoice
from app.schemas.needs import NeedAnswerChange, NeedThemeWrite
from app.services.needs import answering, gathering, voicing
from app.settings import Settings
from tests.factories import HOME
from tests.server import sen
from tests.services.conftest import desk
from tests.services.desk import Desk
from tests.services.test_need_actions import plan
from tests.services.test_need_answers import DOING, topic, write
from tests.test_backup import OTHER, Blank, blank, kept

__all__ = ["blank", "desk"]
MODELS: tuple[type[SQLModel], ...] = (
    Need,
    NeedAction,
    NeedAnswer,
    NeedTheme,
    NeedTopic,
    NeedVoice,
)


@pytest.mark.slow
def test_needs_go_over_to_the_other_database(
    settings: Settings, desk: Desk, blank: Blank, tmp_path: Path
) -> None:
    theme = NeedThemeWrite(month="2026-11", title="Sức khỏe", question="Chị mong gì?")
    desk.run("chair", gathering.set_theme, HOME, theme)
    made = topic(desk, write(desk, hidden=True).id)
    desk.run("member", voicing.join, made.id)
    first = desk.run("editor", answering.answer, made.id, DOING).answers[0]
    better = NeedAnswerChange(text="Đã mời được người dạy")
    desk.run("editor", answering.correct, first.id, better)
    plan(desk, made, "bulletin")
    assert desk.faults() == []
    place = blank(OTHER)
    restored = sen(place, "restore", str(kept(settings, tmp_path / "one.zip")))
    assert restored.returncode == 0, restored.stderr
    database = Database(place)
    here, there = (one.read_now(_rows) for one in (desk.database, database))
    assert here == there
    assert {name: len(rows) for name, rows in here.items()} == {
        "need": 1,
        "need_action": 1,
        "need_answer": 2,
        "need_theme": 1,
        "need_topic": 1,
        "need_voice": 1,
    }
    database.close()
    assert sen(place, "verify").returncode == 0


def _rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    return {
        str(model.__tablename__): sorted(
            (row.model_dump() for row in session.execute(select(model)).scalars()), key=str
        )
        for model in MODELS
    }
