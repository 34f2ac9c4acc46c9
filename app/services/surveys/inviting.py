"""Personal links: thousands at once, 128 bits each, of which only digests are kept."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence

from app import clock
from app.content import surveys as content
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.surveys.form import ALIVE
from app.integrations import qr, tables
from app.models.surveys import Survey
from app.schemas.base import form as form_of
from app.schemas.survey_sheets import LinksPrint, LinksSheet, PrintedLink, TokenWithdrawal
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
    found = survey_tokens.batches(work.session, survey.id, work.now)
    return TokenBatches(
        action=action,
        schema=form_of(action, TokensCreate).schema_,
        community=communities.by_id(work.session, survey.community_id).slug,
        survey=survey.id,
        title=survey.title,
        identity=survey.identity,
        open=survey.state in ALIVE,
        batches=[TokenBatch.model_validate(one) for one in found],
    )


def make(work: Work, survey_id: str, body: TokensCreate) -> TokensMade:
    """The links, shown this once."""
    survey, held = permitted(work, survey_id)
    if survey.identity != "token":
        raise Conflict("survey-without-links")
    if survey.state not in ALIVE:
        raise Conflict("survey-over")
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
    links = [
        PersonalLink(place=place, token=secret, link=_address(work, survey, secret))
        for place, secret in enumerate(made, 1)
    ]
    return TokensMade(
        survey=survey.id,
        title=survey.title,
        batch=batch,
        label=body.label,
        many=body.many,
        expires_at=body.expires_at,
        links=links,
        csv=_csv(work, body.label, links),
        file_name=f"duong-dan-{survey.code}-{clock.in_vietnam(work.now):%Y%m%d-%H%M}.csv",
    )


def _address(work: Work, survey: Survey, secret: str) -> str:
    return f"{work.address}/surveys/{survey.id}/responses/new?token={secret}"


def _csv(work: Work, label: str, links: Sequence[PersonalLink]) -> str:
    words = content.sheet_words(work.lang)
    heads = [words["link_number"], words["link_label"], words["link_address"]]
    rows: list[Sequence[tables.Cell]] = [heads]
    rows += [(one.place, label, one.link) for one in links]
    written = tables.as_csv(rows)
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(written).decode()


def withdraw(work: Work, survey_id: str, body: TokenWithdrawal) -> TokenBatches:
    """What nobody used no longer opens the survey; answers that came stay."""
    survey, held = permitted(work, survey_id)
    ended = survey_tokens.withdraw(work.session, survey.id, body.batch, work.now)
    if not ended:
        raise Conflict("survey-links-ended")
    record(
        *(work, "survey.end_links", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
        many=ended,
        batch=body.batch,
    )
    return batches(work, survey_id)


def printed(work: Work, survey_id: str, body: LinksPrint) -> LinksSheet:
    """QR codes of links that were kept: here stand only their digests."""
    survey, _ = permitted(work, survey_id)
    by_digest = {digest(secret): secret for secret in body.links}
    found = survey_tokens.of_digests(work.session, survey.id, list(by_digest))
    if len(found) < len(by_digest):
        raise Invalid.at("/links", "survey-links-unknown", many=len(by_digest) - len(found))
    community = communities.by_id(work.session, survey.community_id)
    return LinksSheet(
        survey=survey.id,
        title=survey.title,
        community=community.slug,
        community_name=community.name,
        links=[
            PrintedLink(
                label=found[key].label,
                place=found[key].place,
                link=_address(work, survey, secret),
                qr=qr.data_uri(_address(work, survey, secret)),
                expires_at=found[key].expires_at,
                used=found[key].used_at is not None,
            )
            for key, secret in by_digest.items()
        ],
    )


def permitted(work: Work, survey_id: str) -> tuple[Survey, str]:
    survey = surveys.get(work.session, work.actor, survey_id)
    return survey, permit(work, PERMISSION, Thing(survey.community_id))
