"""Of the matrix' place: a published survey with the draft of its second version, and a channel."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.domain.ids import new_code
from app.models.surveys import SurveyChannel
from app.services.deeds import fresh_id
from tests import surveys
from tests.factories import Scene, work_of
from tests.http import world_survey_codes

FORM = {
    "title": "Chị cần gì?",
    "questions": [surveys.question("q1"), surveys.question("q2"), world_survey_codes.WORDS],
}


def furnish(session: Session, scene: Scene, slug: str) -> dict[str, str]:
    work = work_of(session)
    row = surveys.survey(work, scene, FORM, slug=slug)
    draft = surveys.version_of(work, row, FORM, 2)
    draft.published_at = draft.published_by = None
    channel = SurveyChannel(
        id=fresh_id(work),
        survey_id=row.id,
        code=new_code(),
        name="Áp phích",
        created_by=row.created_by,
        created_at=work.now,
    )
    session.add_all((draft, channel))
    session.flush()
    coded = world_survey_codes.furnish(session, row.id)
    return {"surveys": row.id, "number": "2", "s": channel.code, **coded}
