"""Topics for the tests of needs."""

from __future__ import annotations

from app.schemas.needs import NeedCreate, NeedGathering, NeedTopicRead
from app.services.needs import gathering, reading, voicing
from tests.factories import HOME
from tests.services.desk import Desk


def gathered(desk: Desk, *needs: str, title: str = "Lớp nấu ăn") -> NeedTopicRead:
    body = NeedGathering(title=title, needs=list(needs))
    return desk.run("editor", gathering.gather, HOME, body)


def voiceless(desk: Desk, title: str = "Lớp nấu ăn") -> NeedTopicRead:
    """Whoever wrote what it was made of took it back."""
    need = desk.run("member", voicing.create, HOME, NeedCreate(text="Mong học nấu ăn")).id or ""
    made = gathered(desk, need, title=title)
    desk.run("member", voicing.withdraw, need)
    return desk.run("editor", reading.read, made.id)
