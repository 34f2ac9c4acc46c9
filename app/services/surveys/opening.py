"""The surveys that take answers now, and those whose results are for everybody, as the group's page
shows them."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.surveys import length
from app.models.communities import Community
from app.schemas.survey_openings import OpenSurvey, PublicResults, SurveysBeside
from app.services.deeds import may
from app.services.surveys import entering
from app.services.surveys.reading import READ
from app.store import survey_releases, survey_responses, surveys
from app.store.actors import Work

MOST = 5
#: So many are counted where a page leads to them.
MOST_BESIDE = 20


def open_surveys(work: Work, community: Community, most: int = MOST) -> list[OpenSurvey]:
    """Those of members: a personal link leads to the others."""
    if not may(work, READ, Thing(community_id=community.id)):
        return []
    found = surveys.open_now(work.session, community.id, work.now, most)
    member = any(
        one.community_id == community.id and one.state == "approved"
        for one in work.actor.memberships
    )
    return [
        OpenSurvey(
            id=one.id,
            title=one.title,
            identity=one.identity,  # type: ignore[arg-type]
            closes_at=one.closes_at,
            minutes=length.minutes(surveys.form(work.session, one.id, one.current)),
            may_answer=member and not entering.full(one),
            answered=member
            and survey_responses.took_part(work.session, one.id, work.actor.person_id or ""),
        )
        for one in found
    ]


def beside(work: Work, community: Community) -> SurveysBeside | None:
    """For pages that lead to the surveys; None for whoever may not read them."""
    if not may(work, READ, Thing(community_id=community.id)):
        return None
    return SurveysBeside(
        open=open_surveys(work, community, MOST_BESIDE), results=results_out(work, community)
    )


def results_out(work: Work, community: Community) -> bool:
    """Whether members find results among the surveys."""
    may_read = may(work, READ, Thing(community_id=community.id))
    return may_read and survey_releases.any_in(work.session, community.id)


def public_results(work: Work, community: Community) -> list[PublicResults]:
    found = survey_releases.for_everybody(work.session, community.id, MOST)
    return [
        PublicResults(survey=one.id, title=one.title, address=results_at(work, one.id))
        for one in found
    ]


def results_at(work: Work, survey_id: str) -> str:
    return f"{work.address}/surveys/{survey_id}/results"
