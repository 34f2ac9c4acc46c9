"""Results are let out question by question: by two people where the community's list says so."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.communities import Community
from app.models.survey_releases import SurveyRelease
from app.models.surveys import Survey
from app.schemas.survey_results import ReleaseCreate, ReleaseList, ReleaseRead, ReleasesWaiting
from app.services import sharing
from app.services.deeds import fresh_id, may, permit, record
from app.services.reviewing import Subject
from app.services.surveys.results import RELEASE, RESULTS
from app.store import survey_exports, survey_mixing, surveys
from app.store import survey_releases as store
from app.store.actors import Work

#: The name in the community's list of what takes two people.
TWO_PERSON = "survey_release"
KIND, ACTION = "survey_release", "release"


def page(work: Work, survey_id: str) -> ReleaseList:
    """What was let out, and what waits for a second person."""
    survey = surveys.get(work.session, work.actor, survey_id)
    permit(work, RESULTS, Thing(community_id=survey.community_id))
    found = store.standing(work.session, survey.id)
    return ReleaseList(survey=survey.id, releases=[_read(one) for one in found])


def today(work: Work, community: Community) -> list[ReleasesWaiting]:
    """What of each survey waits for her to agree: nothing that she asked for herself."""
    if not may(work, RELEASE, Thing(community_id=community.id)):
        return []
    asked: dict[tuple[str, str], list[str]] = {}
    for survey, title, question in store.waiting(
        work.session, community.id, work.actor.person_id or ""
    ):
        asked.setdefault((survey, title), []).append(question)
    return [
        ReleasesWaiting(
            survey=survey,
            title=title,
            count=len(set(questions)),
            href=f"/surveys/{survey}/results#q-{questions[0]}",
        )
        for (survey, title), questions in asked.items()
    ]


def release(work: Work, survey_id: str, body: ReleaseCreate) -> ReleaseRead:
    survey, held = _to_release(work, survey_id)
    meaning = survey_exports.meanings(work.session, survey.id).get(body.question)
    asked = survey_exports.forms(work.session, survey.id)
    known = {one.key for _, form in asked for one in form.asked}
    if meaning is None or body.question not in known:
        raise Invalid.at("/question", "release-question")
    row = store.hold(work.session, _new(work, survey, body, meaning))
    if row.released_at is not None:
        raise Conflict("survey-released")
    subject = Subject(KIND, row.id, survey.community_id, None, "waiting", 1)
    if sharing.takes_two(work, survey.community_id, TWO_PERSON) and not sharing.agree(
        work, ACTION, subject, held, None, ""
    ):
        return _read(row)
    if not store.release(work.session, row, work.actor.person_id or "", work.now):
        raise Conflict("survey-released")
    survey_mixing.end_delivery(work.session, survey, work.now)
    _log(work, survey, row, "release", held)
    return _read(row)


def _new(work: Work, survey: Survey, body: ReleaseCreate, meaning: int) -> SurveyRelease:
    return SurveyRelease(
        id=fresh_id(work),
        survey_id=survey.id,
        question=body.question,
        meaning=meaning,
        audience=body.audience,
        opened_by=work.actor.person_id or "",
        opened_at=work.now,
    )


def withdraw(work: Work, survey_id: str, question: str) -> None:
    """From everybody to whom it was let out, and what waited for a second person."""
    survey, held = _to_release(work, survey_id)
    rows = [one for one in store.standing(work.session, survey.id) if one.question == question]
    if not rows:
        raise Hidden
    for row in rows:
        if store.withdraw(work.session, row, work.actor.person_id or "", work.now):
            sharing.close(work, ACTION, row.id)
            _log(work, survey, row, "withdraw", held)


def _to_release(work: Work, survey_id: str) -> tuple[Survey, str]:
    survey = surveys.get(work.session, work.actor, survey_id)
    held = permit(work, RELEASE, Thing(community_id=survey.community_id))
    if survey.state == "draft":
        raise Conflict("survey-draft-results")
    return survey, held


def _read(row: SurveyRelease) -> ReleaseRead:
    out = row.released_at is not None
    return ReleaseRead.model_validate(
        {
            **row.model_dump(include={"question", "audience", "released_at"}),
            "survey": row.survey_id,
            "state": "released" if out else "waiting",
            "approvals": 2 if out and row.released_by != row.opened_by else 1,
        }
    )


def _log(work: Work, survey: Survey, row: SurveyRelease, action: str, held: str) -> None:
    record(
        *(work, f"{KIND}.{action}", (KIND, row.id)),
        community_id=survey.community_id,
        held=held,
        survey=survey.id,
        question=row.question,
        audience=row.audience,
    )
