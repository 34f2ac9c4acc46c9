"""The question bank, filled by the one who has charge of contests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app import content
from app.content.quiz_questions import InventedQuestion, invented_questions
from app.demo.stage import Deed, Stage, at
from app.domain.pictures import Arrival
from app.schemas.question_bank import BankAgreement, BankQuestionCreate
from app.services.question_bank import opening, writing
from app.store.actors import Work

WRITTEN_AT = datetime(2024, 9, 16, 2, 0, tzinfo=UTC)
KEEPER = "duong"


def deed(stage: Stage) -> Deed:
    def write(now: Work) -> None:
        slug = stage.community.slug
        opening.agree(at(now, now.now, stage.actor(KEEPER)), slug, BankAgreement(agrees=True))
        for minutes, one in enumerate(invented_questions()):
            keeper = at(now, now.now + timedelta(minutes=minutes), stage.actor(KEEPER))
            writing.create(keeper, slug, _body(one), Arrival((), 0))

    return Deed(WRITTEN_AT, write)


def _body(one: InventedQuestion) -> BankQuestionCreate:
    return BankQuestionCreate.model_validate(
        {
            "topic": one.topic,
            "difficulty": one.difficulty,
            "text": one.text,
            "options": [
                {"text": text, "right": number in one.right}
                for number, text in enumerate(one.options, 1)
            ],
            "explanation": one.explanation,
            "source": f"{one.source} ({content.illustration_mark()})",
        }
    )
