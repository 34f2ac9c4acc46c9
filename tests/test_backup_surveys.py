"""Surveys travel in a backup, to the other database too; what waits to be mixed stays at home."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.db import Database
from app.domain.ids import new_code
from app.models.survey_responses import (
    SurveyDraft,
    SurveyParticipation,
    SurveyPending,
    SurveyResponse,
    SurveySheet,
    SurveyTally,
    SurveyToken,
)
from app.models.surveys import Survey, SurveyChannel, SurveyKey, SurveyQuota, SurveyVersion
from app.services.surveys import mixing
from app.settings import Settings
from app.store import survey_tallies
from tests import surveys
from tests.factories import Scene, work_of
from tests.server import sen
from tests.survey_desk import digest, personal_link, send, women
from tests.test_backup import OTHER, SAME, Blank, blank, kept

__all__ = ["blank"]
FORM = {"title": "Chị cần gì?", "questions": [surveys.question("one", required=True)]}
#: Of whose rows one is enough to see that the table travels.
TABLES: tuple[type[SQLModel], ...] = (
    Survey,
    SurveyVersion,
    SurveyKey,
    SurveyChannel,
    SurveyQuota,
    SurveyToken,
    SurveyParticipation,
    SurveyResponse,
    SurveySheet,
    SurveyTally,
    SurveyDraft,
)


def furnished(database: Database, scene: Scene) -> str:
    """A survey by name with a row in every table; its id."""

    def furnish(session: Session) -> str:
        work = work_of(session)
        of = surveys.survey(work, scene, FORM, most=10)
        channel = SurveyChannel(
            id="kenh",
            survey_id=of.id,
            code=new_code(),
            name="Áp phích",
            created_by=of.created_by,
            created_at=work.now,
        )
        session.add_all(
            [
                channel,
                SurveyQuota(survey_id=of.id, question="one", option="a", most=5),
                SurveyDraft(
                    digest=digest("hers"),
                    survey_id=of.id,
                    answers={"one": "b"},
                    rev=1,
                    expires_at=work.now + timedelta(days=30),
                ),
            ]
        )
        links = surveys.survey(work, scene, FORM, identity="token")
        personal_link(work, links, work.now + timedelta(days=1), "link")
        return of.id

    survey_id = database.write_now(furnish)
    taken = send(database, scene, survey_id, scene.persons["member"], answers={"one": "a"})
    sheet = SurveySheet(survey_id=survey_id, sheet="017", response_id=taken.id)
    database.write_now(lambda session: session.add(sheet))
    database.write_now(survey_tallies.fold)
    return survey_id


def rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    return {
        table.__name__: [
            row.model_dump()
            for row in session.execute(
                select(table).order_by(*inspect(table).primary_key)
            ).scalars()
        ]
        for table in TABLES
    }


@pytest.mark.slow
def test_surveys_go_over_to_the_other_database(
    settings: Settings, database: Database, scene: Scene, blank: Blank, tmp_path: Path
) -> None:
    survey_id = furnished(database, scene)
    place = blank(OTHER)
    restored = sen(place, "restore", str(kept(settings, tmp_path / "one.zip")))
    assert restored.returncode == 0, restored.stderr
    there = Database(place)
    try:
        found = there.read_now(rows)
        assert found == database.read_now(rows)
        assert all(found.values()), [name for name, some in found.items() if not some]
        assert sen(place, "verify").stdout == ""
        with pytest.raises(DatabaseError, match="is published"):
            there.write_now(lambda s: s.execute(text("UPDATE survey_version SET form = '{}'")))

        def harm(session: Session) -> None:
            session.execute(text("DELETE FROM survey_participation"))
            session.execute(text("UPDATE survey SET taken = 7 WHERE most IS NOT NULL"))
            session.execute(text("UPDATE survey_quota SET taken = 3"))

        there.write_now(harm)
    finally:
        there.close()
    verified = sen(place, "verify")
    assert verified.returncode == 1
    for line in (
        "is of somebody who took no part",
        f"{survey_id} gave 7 places, 1 responses have one",
        f"{survey_id} quota one=a says 3, responses say 1",
    ):
        assert line in verified.stdout


def _mix(database: Database, survey_id: str) -> None:
    database.write_now(lambda session: mixing.mix(work_of(session), survey_id))


def test_two_backups_one_answer_apart_do_not_tell_whose_it_is(
    settings: Settings, database: Database, scene: Scene, blank: Blank, tmp_path: Path
) -> None:
    """An attacker who has every backup learns of a batch at once, or nothing."""
    survey_id = database.write_now(
        lambda s: surveys.survey(work_of(s), scene, FORM, identity="anonymous", most=99).id
    )
    persons = women(database, 13)
    for person in persons[:12]:
        send(database, scene, survey_id, person, answers={"one": "a"})
    before = kept(settings, tmp_path / "before.zip")
    _mix(database, survey_id)
    draft = SurveyDraft(
        digest=digest("a code of her browser"),
        survey_id=survey_id,
        answers={"one": "c"},
        rev=1,
        expires_at=work_of(None).now + timedelta(days=30),  # type: ignore[arg-type]
    )
    database.write_now(lambda session: session.add(draft))
    send(database, scene, survey_id, persons[12], answers={"one": "b"})
    after = kept(settings, tmp_path / "after.zip")
    for file, many in ((before, 0), (after, 12)):
        told = _tables(file)
        assert not any("pending" in name for name in told)
        assert len(told["survey_response"]) == many
        assert not told["survey_draft"]
        assert '"b"' not in json.dumps([row["answers"] for row in told["survey_response"]])
    place = blank(SAME)
    assert sen(place, "restore", str(after)).returncode == 0
    assert sen(place, "verify").stdout == ""
    there = Database(place)
    try:
        # Her answer is lost, and counted as such; she has taken part.
        assert there.read_now(lambda s: s.get_one(Survey, survey_id).dropped) == 1
        assert there.read_now(_waiting) == 0
    finally:
        there.close()


def _waiting(session: Session) -> int:
    query = select(func.count(col(SurveyPending.id)))
    return int(session.execute(query).scalar_one())


def _tables(file: Path) -> dict[str, list[dict[str, Any]]]:
    with zipfile.ZipFile(file) as archive:
        return {
            Path(name).stem: [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.startswith("tables/survey")
        }
