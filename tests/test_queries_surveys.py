"""Pages of surveys ask the database as often for fifty rows as for five (design.md §9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.db import Database
from app.domain.ids import new_code
from app.models.survey_responses import SurveyParticipation, SurveyResponse, SurveyToken
from app.models.surveys import Survey, SurveyChannel, SurveyQuota
from app.services.deeds import fresh_id
from tests import contests, surveys
from tests.factories import HOME, Scene, work_of
from tests.survey_desk import digest
from tests.test_queries import FEW, MANY, Counted

FORM = {"title": "Chị cần gì?", "questions": [surveys.question("one", required=True)]}
ROUTES = {
    "surveys": f"/communities/{HOME}/surveys?limit=100",
    "survey": "/surveys/{named}",
    "versions": "/surveys/{named}/versions",
    "channels": "/surveys/{named}/channels?limit=100",
    "quotas": "/surveys/{named}/quotas",
    "form": "/surveys/{named}/responses/new",
    "responses": "/surveys/{named}/responses?limit=100",
    "responses by links": "/surveys/{linked}/responses?limit=100",
    "links": "/surveys/{linked}/tokens",
    "missing": "/surveys/{named}/missing?limit=100",
    "codebook": "/surveys/{named}/codebook.json",
    "what is held of her": "/me/data",
}
#: In JSON alone.
NO_PAGE = {"quotas", "codebook"}
MOST = {"what is held of her": 75}


class Filled:
    """Two surveys, by name and by links, with so many rows of each sort."""

    def __init__(self, database: Database, scene: Scene) -> None:
        self.database, self.scene, self.rows = database, scene, 0

        def make(session: Session) -> dict[str, str]:
            work = work_of(session)
            return {
                "named": surveys.survey(work, scene, FORM).id,
                "linked": surveys.survey(work, scene, FORM, identity="token").id,
            }

        self.ids = database.write_now(make)

    def to(self, rows: int) -> None:
        def write(session: Session) -> None:
            for number in range(self.rows, rows):
                self._one(session, number)

        self.database.write_now(write)
        self.rows = rows

    def _one(self, session: Session, number: int) -> None:
        """One more answer by name, by link, channel, quota; a survey; a member who is missing."""
        work = work_of(session)
        person, _ = contests.woman(work, 2 * number)
        contests.woman(work, 2 * number + 1)
        named = session.get_one(Survey, self.ids["named"])
        channel = SurveyChannel(
            id=fresh_id(work),
            survey_id=named.id,
            code=new_code(),
            name=f"Kênh {number}",
            unit_id=self.scene.units["commune"],
            created_by=named.created_by,
            created_at=work.now,
        )
        session.add(channel)
        session.add(SurveyQuota(survey_id=named.id, question="one", option=f"o{number}", most=5))
        session.add(SurveyParticipation(survey_id=named.id, person_id=person))
        session.flush()
        common: dict[str, Any] = {"number": 1, "answers": {"one": "a"}, "submitted_at": work.now}
        common["unit_id"] = self.scene.units["commune"]
        session.add(
            SurveyResponse(
                id=fresh_id(work),
                survey_id=named.id,
                person_id=person,
                channel_id=channel.id,
                **common,
            )
        )
        token = digest(str(number))
        session.add(
            SurveyToken(
                digest=token,
                survey_id=self.ids["linked"],
                batch=f"b{number}",
                place=1,
                expires_at=work.now + timedelta(days=1),
            )
        )
        session.add(
            SurveyResponse(id=fresh_id(work), survey_id=self.ids["linked"], token=token, **common)
        )
        mine = surveys.survey(work, self.scene, FORM)
        chair = self.scene.persons["chair"]
        session.add(SurveyParticipation(survey_id=mine.id, person_id=chair))
        session.add(SurveyResponse(id=fresh_id(work), survey_id=mine.id, person_id=chair, **common))


def test_the_number_of_queries_does_not_grow_with_the_rows(
    app: Any,
    as_: Callable[..., TestClient],
    browser_of: Callable[..., TestClient],
    scene: Scene,
) -> None:
    """One place for all routes: filling it costs more than asking."""
    filled = Filled(app.state.house.database, scene)
    counted = Counted(filled.database)
    clients = {("json", who): as_(who) for who in ("chair", "member")} | {
        ("page", who): browser_of(who) for who in ("chair", "member")
    }

    def asked() -> dict[tuple[str, str], int]:
        found = {}
        for name, path in ROUTES.items():
            for shape in ("json",) if name in NO_PAGE else ("json", "page"):
                client = clients[shape, "member" if name == "form" else "chair"]
                address = path.format(**filled.ids)
                client.get(address)  # what is compiled or cached once is no query of the route
                with counted.watching() as statements:
                    answer = client.get(address)
                    assert answer.status_code == 200, answer.text
                    found[name, shape] = len(statements)
        return found

    filled.to(FEW)
    few = asked()
    filled.to(MANY)
    assert asked() == few
    for (name, shape), number in few.items():
        if shape == "json":
            assert 0 < number <= MOST.get(name, 20), (name, number)
