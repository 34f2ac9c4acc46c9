"""The survey of needs of the demonstration: anonymous, open, answered by some on several days."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from app import content
from app.content import surveys as words
from app.demo.question_bank import KEEPER
from app.demo.stage import Deed, Stage, at
from app.models.members import Member
from app.models.surveys import Survey
from app.schemas.surveys import SurveyCreate, SurveyPublication
from app.services.applications import unit_choices
from app.services.surveys import answering, mixing, publishing, reading_answers, writing
from app.store import survey_looks, survey_responses
from app.store import surveys as store
from app.store.actors import Work

#: Responses at most, and women among whom those who answer are chosen.
MOST, AMONG = 480, 1500
OLDER = ("56_65", "over_65")


def deeds(work: Work, stage: Stage) -> list[Deed]:
    """`work`: the moment of loading."""
    told, made = words.invented_answers(), dict[str, str]()
    invented = _Invented(told)

    def begin(now: Work) -> None:
        keeper = at(now, now.now, stage.actor(KEEPER))
        made["survey"] = _published(keeper, stage, told, work)

    def answer(last: bool) -> Callable[[Work], None]:
        return lambda now: _answer(now, made["survey"], invented, last=last)

    first, *days = told["days_ago"]
    return [
        Deed(work.now - timedelta(days=first), begin),
        *(Deed(work.now - timedelta(days=day), answer(day == days[-1])) for day in days),
    ]


def _published(keeper: Work, stage: Stage, told: Mapping[str, Any], loading: Work) -> str:
    units = [(one.id, one.name) for one in unit_choices(keeper, stage.community)]
    schema = words.suggested("needs", units)
    hour = loading.now.replace(minute=0, second=0, microsecond=0)
    body = SurveyCreate(
        identity="anonymous",
        schema={**schema, "introduction": f"{schema['introduction']} {told['mark']}"},
        closes_at=hour + timedelta(days=told["closes_in"]),
    )
    survey = writing.create(keeper, stage.community.slug, body)
    publishing.publish(keeper, survey.id, SurveyPublication())
    return survey.id


def _answer(now: Work, survey_id: str, invented: _Invented, *, last: bool) -> None:
    """A share of the women, then all that wait is mixed; on the last day a few come after that."""
    survey = now.session.get_one(Survey, survey_id)
    named = {one.phone for one in content.named_members()}
    free = [
        one
        for one in survey_looks.missing_after(now.session, survey, "", AMONG)
        if one.phone not in named
    ]
    days = len(invented.told["days_ago"]) - 1
    many = min(len(free) * invented.told["share"] // 100, MOST) // days
    women = invented.chance.sample(free, many + invented.told["waiting"] * last)
    for group in (women[:many], women[many:]):
        for woman in group:
            survey_responses.take_part(now.session, survey.id, woman.person_id)
            answering.wait(now, survey, 1, "web", None, invented.answers(survey, now, woman))
        now.session.flush()
        mixing.mix(now, survey.id)


class _Invented:
    """Answers by weights; the same at every loading."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told
        self.chance = random.Random(1055)  # noqa: S311 - an illustration, no secret

    def answers(self, survey: Survey, now: Work, woman: Member) -> dict[str, Any]:
        """What of them is kept: hidden questions have none."""
        told, given = self.told, dict[str, Any]()
        age = self._one(told["single"]["q01"])
        older = told["older"] if age in OLDER else {}
        for key, weights in told["single"].items():
            given[key] = self._one(older.get(key, weights))
        given["q01"], given["q02"] = age, woman.unit_id
        for key, shares in told["several"].items():
            given[key] = self._several(key, shares)
        for key, rows in told["rows"].items():
            given[key] = {
                row: self._one(older.get("rows", {}).get(row, weights))
                for row, weights in rows.items()
            }
        for key, weights in told["ranking"].items():
            given[key] = sorted(weights, key=lambda one: -weights[one] * self.chance.random())
        for key, sentences in told["words"].items():
            given[key] = self.chance.choice(sentences)
        for key, share in told["chance"].items():
            if self.chance.random() * 100 >= share:
                del given[key]
        return reading_answers.read(now, survey, 1, self._of_form(now, survey, given))

    def _of_form(self, now: Work, survey: Survey, given: dict[str, Any]) -> dict[str, Any]:
        """Her unit only where the form names it."""
        asked = store.form(now.session, survey.id, 1).by_key.get("q02")
        if asked is None or given["q02"] not in asked.option_keys:
            del given["q02"]
        return given

    def _one(self, weights: Mapping[str, int]) -> str:
        (one,) = self.chance.choices(list(weights), list(weights.values()))
        return one

    def _several(self, key: str, shares: Mapping[str, int]) -> list[str]:
        """As many at most as the form takes: of q12 three."""
        chosen = [one for one, share in shares.items() if self.chance.random() * 100 < share]
        if key == "q12":
            chosen = self.chance.sample(chosen, min(len(chosen), 3))
        nothing = self.told["nothing"].get(key)
        return chosen or ([nothing] if nothing else [])
