"""A place with a large survey: twenty questions, as many responses as wanted, made fast.

Some thousand responses are made one by one; the database doubles them until there are enough, each
copy under ids of its own. What is counted, listed and exported is the same work.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain.ids import new_id, new_token
from app.domain.permissions import Actor
from app.models.communities import Community
from app.models.people import Person
from app.models.survey_responses import SurveyResponse, SurveyToken
from app.settings import Settings
from app.store.actors import Work, digest
from benchmarks.__main__ import COMMUNITY
from tests import surveys as samples
from tests.factories import Scene

#: So many are different; further ones are copies.
SEEDS, CHUNK = 10_000, 5_000
WORDS = ("Đường xa", "con nhỏ", "làm ca", "muốn học nấu ăn", "mong lớp buổi tối", "=1+1")
#: Copies of rows: the first letters of id and token say which copy it is.
COPY = text(
    "INSERT INTO survey_response"
    " (id, survey_id, number, token, way, answers, submitted_at, counted)"
    " SELECT :mark || substr(id, 4), survey_id, number, :mark || substr(token, 4), way, answers,"
    " submitted_at, counted FROM survey_response WHERE survey_id = :survey AND id < :below"
    " ORDER BY id LIMIT :most"
)


def settings_of(given: Mapping[str, str]) -> Settings:
    return Settings(
        data_dir=Path(given["SEN_DATA_DIR"]),
        database_url=given["SEN_DATABASE_URL"],
        secret_key=given["SEN_SECRET_KEY"],
        embedded_worker=False,
    )


def form() -> dict[str, Any]:
    """Twenty questions as the seed's survey mixes them."""
    kinds = ["single"] * 9 + ["multiple"] * 4 + ["likert", "yes_no", "rating", "nps"]
    kinds += ["number", "date", "long_text"]
    questions = [samples.question(f"q{no:02}", kind) for no, kind in enumerate(kinds, 1)]
    return {"title": "Chị cần gì, chị mong gì?", "questions": questions}


def furnish(database: Database, responses: int) -> str:
    """A survey by personal links and its responses."""
    survey, chance = empty_survey(database), random.Random(responses)
    seeds = min(responses, SEEDS)
    for start in range(0, seeds, CHUNK):
        rows = [_row(survey, no, chance) for no in range(start, min(start + CHUNK, seeds))]
        database.write_now(lambda session, rows=rows: session.execute(insert(SurveyResponse), rows))
    made, copy = seeds, 1
    while made < responses:
        many = min(seeds, responses - made)
        given = {"mark": f"{copy:03}", "survey": survey, "below": "001", "most": many}
        database.write_now(lambda session, given=given: session.execute(COPY, given))
        made, copy = made + many, copy + 1
    database.write_now(lambda session: session.execute(text("ANALYZE")))
    assert database.read_now(lambda session: _count(session, survey)) == responses
    return survey


def _count(session: Session, survey: str) -> int:
    rows = select(func.count()).where(col(SurveyResponse.survey_id) == survey)
    return int(session.execute(rows).scalar_one())


def empty_survey(database: Database) -> str:
    return database.write_now(_survey)


def _survey(session: Session) -> str:
    person = person_of(session)
    scene = Scene(
        persons=dict.fromkeys(("contests", "other_contests"), person),
        communities={COMMUNITY: home(session)},
    )
    work = Work(session=session, actor=Actor(), now=clock.now(), today=clock.today())
    later = work.now + timedelta(days=1)
    return samples.survey(
        *(work, scene, form()), slug=COMMUNITY, identity="token", closes_at=later
    ).id


def home(session: Session) -> str:
    query = select(col(Community.id)).where(col(Community.slug) == COMMUNITY)
    return str(session.execute(query).scalar_one())


def person_of(session: Session) -> str:
    return str(session.execute(select(col(Person.id)).limit(1)).scalar_one())


def _row(survey: str, number: int, chance: random.Random) -> dict[str, Any]:
    moment = clock.now() - timedelta(seconds=chance.randrange(10**6))
    return {
        "id": "000" + new_id(number)[3:],
        "survey_id": survey,
        "number": 1,
        "token": f"000{survey}{number:010}",
        "way": "web",
        "answers": answers(chance),
        "submitted_at": moment,
        "counted": False,
    }


def answers(chance: random.Random) -> dict[str, Any]:
    """One in twenty questions is left out."""
    return {key: value for key, value in _all(chance) if chance.random() > 0.05}


def _all(chance: random.Random) -> Iterator[tuple[str, Any]]:
    for no in range(1, 10):
        yield f"q{no:02}", chance.choice("abcd")
    for no in range(10, 14):
        yield f"q{no:02}", [key for key in "abcd" if chance.random() < 0.4] or ["a"]
    yield "q14", chance.choice("12345")
    yield "q15", chance.choice(("yes", "no"))
    yield "q16", chance.randint(1, 5)
    yield "q17", chance.randint(0, 10)
    yield "q18", chance.randint(16, 90)
    yield "q19", f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    yield "q20", ", ".join(chance.choices(WORDS, k=4))


def links(database: Database, survey: str, many: int) -> list[str]:
    """The secrets of so many personal links."""
    until = clock.now() + timedelta(days=1)
    secrets = [new_token() for _ in range(many)]
    for start in range(0, many, CHUNK):
        rows = [
            _link(survey, secret, start + at, until)
            for at, secret in enumerate(secrets[start : start + CHUNK])
        ]
        database.write_now(lambda session, rows=rows: session.execute(insert(SurveyToken), rows))
    return secrets


def _link(survey: str, secret: str, place: int, until: datetime) -> dict[str, Any]:
    return {
        "digest": digest(secret),
        "survey_id": survey,
        "batch": "bench",
        "place": place,
        "label": "",
        "expires_at": until,
    }
