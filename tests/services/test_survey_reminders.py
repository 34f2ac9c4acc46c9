"""The one reminder: to whom, in which words, and not at night."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app import clock
from app.db import Database
from app.models.notices import Notice
from app.models.surveys import Survey
from app.schemas.notices import PreferenceChange
from app.services import notice_wishes
from app.services.surveys import missing
from tests import surveys
from tests.conftest import Watch
from tests.factories import work_of
from tests.services.desk import Desk
from tests.services.test_delivering import gateway, give_email, office, out, rows, states
from tests.survey_desk import col

__all__ = ["gateway", "office", "out"]
FORM = {"title": "Chị cần gì?", "questions": [surveys.question("one", required=True)]}


@pytest.fixture
def reminded(out: Desk, watch: Watch) -> Callable[[int], Survey]:
    """The board reminds; `hours` after ten in the morning."""

    def remind(hours: int) -> Survey:
        watch.forward(hours=hours)
        of: Survey = out.database.write_now(lambda s: surveys.survey(work_of(s), out.scene, FORM))
        out.run("contests", missing.remind, of.id)
        out.work_off()
        return of

    return remind


def test_she_reads_what_the_board_saw(out: Desk, reminded: Callable[[int], Survey]) -> None:
    give_email(out, "member")
    of = reminded(0)
    (notice,) = _notices(out.database)
    assert notice.text.startswith(
        "Chị ơi, khảo sát “Chị cần gì?” còn chờ ý kiến của chị. Chỉ mất ít phút"
    )
    assert notice.path == f"/surveys/{of.id}/responses/new"
    assert "Chị cần gì?" not in notice.outside_text
    assert states(out) == [("email", "sent", "")]


def test_at_night_it_waits_for_the_morning(out: Desk, reminded: Callable[[int], Survey]) -> None:
    give_email(out, "member")
    reminded(13)
    assert states(out) == [("email", "queued", "")]
    (row,) = rows(out.database)
    assert f"{clock.in_vietnam(row.next_at):%H:%M}" == "06:30"


def test_who_wants_no_news_outside_finds_it_in_her_inbox_alone(
    out: Desk, reminded: Callable[[int], Survey]
) -> None:
    out.run("member", notice_wishes.change, PreferenceChange(about_news=False))
    reminded(0)
    assert len(_notices(out.database)) == 1
    assert states(out) == []


def _notices(database: Database) -> list[Notice]:
    return database.read_now(
        lambda s: list(s.execute(select(Notice).where(col(Notice.kind) == missing.KIND)).scalars())
    )
