"""The quiz of 2024, by the one who has charge of contests, and a round that is open today.

Nobody has taken part: a round of 2024 is closed without a paper.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.content.contests import invented_contest
from app.content.quiz_questions import invented_questions
from app.demo.question_bank import KEEPER
from app.demo.stage import Deed, Stage, at
from app.schemas.base import Versioned
from app.schemas.contest_rounds import RoundCreate
from app.schemas.contests import ContestCreate
from app.services.contests import rounds, writing
from app.store.actors import Work

SET_UP_AT = datetime(2024, 9, 30, 2, 0, tzinfo=UTC)


def deeds(work: Work, stage: Stage) -> list[Deed]:
    """`work`: the moment of loading."""
    told, made = invented_contest(), dict[str, str]()

    def set_up(now: Work) -> None:
        keeper = at(now, now.now, stage.actor(KEEPER))
        texts = {key: told[key] for key in ("title", "introduction", "help_phone")}
        body = ContestCreate(**texts, decision_number=told["decision_number"])
        contest = writing.create(keeper, stage.community.slug, body)
        made["contest"] = contest.id
        for one in told["rounds"]:
            rounds.create(keeper, contest.id, _closed(one))
        writing.publish(keeper, contest.id, Versioned())

    def open_one(now: Work) -> None:
        keeper = at(now, now.now, stage.actor(KEEPER))
        rounds.create(keeper, made["contest"], _open(told["open"], work.now))

    days = timedelta(days=told["open"]["days_before"])
    return [Deed(SET_UP_AT, set_up), Deed(work.now - days, open_one)]


def _closed(one: dict[str, Any]) -> RoundCreate:
    asked = invented_questions()[one.pop("first") - 1 : one.pop("last")]
    questions = [
        {
            "key": f"q{number}",
            "prompt": question.text,
            "options": [
                {"key": f"{place}", "text": text} for place, text in enumerate(question.options, 1)
            ],
            "answer": [f"{place}" for place in question.right],
        }
        for number, question in enumerate(asked, 1)
    ]
    return RoundCreate.model_validate({**one, "questions": questions})


def _open(one: dict[str, Any], now: datetime) -> RoundCreate:
    """From the hour of loading, some days ago, to the same hour some days on."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    opens_at = hour - timedelta(days=one.pop("days_before"))
    closes_at = hour + timedelta(days=one.pop("days_after"))
    return RoundCreate.model_validate({**one, "opens_at": opens_at, "closes_at": closes_at})
