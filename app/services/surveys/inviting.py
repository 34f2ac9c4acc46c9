"""Personal links: thousands at once, 128 bits each, of which only digests are kept."""

from __future__ import annotations

import secrets

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.surveys import Survey
from app.schemas.base import form as form_of
from app.schemas.survey_tokens import (
    PersonalLink,
    TokenBatch,
    TokenBatches,
    TokensCreate,
    TokensMade,
)
from app.services.deeds import fresh_id, permit, record
from app.store import communities, survey_responses, survey_tokens, surveys
from app.store.actors import Work, digest

PERMISSION = "survey.invite"
BYTES = 16


def batches(work: Work, survey_id: str) -> TokenBatches:
    survey, _ = permitted(work, survey_id)
    action = f"/surveys/{survey.id}/tokens"
    return TokenBatches(
        action=action,
        schema=form_of(action, TokensCreate).schema_,
        community=communities.by_id(work.session, survey.community_id).slug,
        survey=survey.id,
        title=survey.title,
        identity=survey.identity,
        batches=[
            TokenBatch.model_validate(one) for one in survey_tokens.batches(work.session, survey.id)
        ],
    )


def make(work: Work, survey_id: str, body: TokensCreate) -> TokensMade:
    """The links, shown this once."""
    survey, held = permitted(work, survey_id)
    if survey.identity != "token":
        raise Conflict("survey-without-links")
    if body.expires_at <= work.now:
        raise Invalid.at("/expires_at", "survey-expiry-past")
    channel = (
        survey_responses.channel(work.session, survey.id, body.channel) if body.channel else None
    )
    if body.channel and channel is None:
        raise Invalid.at("/channel", "survey-channel-unknown")
    batch = fresh_id(work)
    made = [secrets.token_urlsafe(BYTES) for _ in range(body.many)]
    survey_tokens.add(
        work.session,
        [
            {
                "digest": digest(secret),
                "survey_id": survey.id,
                "batch": batch,
                "place": place,
                "label": body.label,
                "channel_id": channel.id if channel else None,
                "expires_at": body.expires_at,
                "used_at": None,
            }
            for place, secret in enumerate(made, 1)
        ],
    )
    record(
        *(work, "survey.invite", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
        many=body.many,
        batch=batch,
    )
    address = f"{work.address}/surveys/{survey.id}/responses/new?token="
    return TokensMade(
        survey=survey.id,
        title=survey.title,
        batch=batch,
        label=body.label,
        many=body.many,
        expires_at=body.expires_at,
        links=[
            PersonalLink(place=place, token=secret, link=address + secret)
            for place, secret in enumerate(made, 1)
        ],
    )


def permitted(work: Work, survey_id: str) -> tuple[Survey, str]:
    survey = surveys.get(work.session, work.actor, survey_id)
    return survey, permit(work, PERMISSION, Thing(survey.community_id))
