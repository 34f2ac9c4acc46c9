"""A survey on the wall and in the groups: a page to print, words to paste."""

from __future__ import annotations

from app import clock
from app.content import surveys as content
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.surveys import length
from app.domain.surveys.form import said
from app.integrations import qr
from app.models.surveys import Survey
from app.schemas.survey_sheets import SurveyPoster
from app.services.deeds import permit
from app.services.surveys import reading
from app.store import communities, survey_responses, surveys
from app.store.actors import Work

READ = reading.READ
SIZES = ("a4", "a5")


def poster(work: Work, survey_id: str, size: str, code: str) -> SurveyPoster:
    """`code`: of the channel that it is for."""
    survey = surveys.get(work.session, work.actor, survey_id)
    permit(work, READ, Thing(survey.community_id))
    if size not in SIZES:
        raise Invalid.at("/size", "poster-size")
    if survey.state != "published":
        raise Conflict("survey-poster-unpublished")
    if survey.identity == "token":
        raise Conflict("survey-poster-links")
    channel = survey_responses.channel(work.session, survey.id, code) if code else None
    if code and channel is None:
        raise Invalid.at("/channel", "survey-channel-unknown")
    form = surveys.form(work.session, survey.id, survey.current)
    community = communities.by_id(work.session, survey.community_id)
    address = reading.address(work, channel.code if channel else survey.code)
    minutes = length.minutes(form)
    return SurveyPoster(
        survey=survey.id,
        title=said(form.title, "vi"),
        introduction=said(form.introduction, "vi"),
        community=community.slug,
        community_name=community.name,
        demo=community.demo,
        identity=survey.identity,
        size=size,  # type: ignore[arg-type]
        minutes=minutes,
        opens_at=None if reading.is_open(work, survey) else survey.opens_at,
        closes_at=survey.closes_at,
        channel=channel.code if channel else None,
        channel_name=channel.name if channel else "",
        address=address,
        qr=qr.data_uri(address),
        share_text=_share(survey, community.name, said(form.title, "vi"), minutes, address),
    )


def _share(survey: Survey, group: str, title: str, minutes: int, address: str) -> str:
    """To be pasted into Zalo or Facebook: Vietnamese, whoever asks."""
    words = content.sheet_words("vi")
    lines = [
        words["share"].format(title=title, minutes=minutes),
        words[f"share_{survey.identity}"],
        words["share_members"].format(group=group),
    ]
    if survey.closes_at:
        at = clock.in_vietnam(survey.closes_at)
        day = f"{at:%H:%M} ngày {at.day}/{at.month}/{at.year}"
        lines.append(words["share_until"].format(day=day))
    return "\n".join([*lines, address])
