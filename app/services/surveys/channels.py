"""The ways to a survey, each with a code and a picture of it."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.ids import new_code
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.integrations import qr
from app.models.surveys import SurveyChannel
from app.schemas.base import form
from app.schemas.surveys import (
    ChannelCreate,
    ChannelForm,
    ChannelList,
    ChannelRead,
)
from app.services.deeds import fresh_id, may, permit
from app.services.surveys import versioning
from app.services.surveys.reading import WRITE, address, read_of
from app.services.surveys.writing import kept, log
from app.store import survey_writing as store
from app.store import units
from app.store.actors import Work


def page(work: Work, survey_id: str, paging: Page) -> ChannelList:
    row = kept(work, survey_id)
    found = store.channels(work.session, row.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(found, lambda one: (one.id,))
    own = address(work, row.code)
    return ChannelList(
        items=_read(work, shown),
        next=following,
        survey=read_of(work, row),
        address=own,
        qr=qr.data_uri(own),
        may_write=may(work, WRITE, Thing(community_id=row.community_id)),
    )


def _read(work: Work, rows: Sequence[SurveyChannel]) -> list[ChannelRead]:
    names = units.names(work.session, [r.unit_id for r in rows if r.unit_id], work.today)
    return [
        ChannelRead(
            id=row.id,
            survey=row.survey_id,
            name=row.name,
            unit=row.unit_id,
            unit_name=names.get(row.unit_id or "", ""),
            code=row.code,
            address=address(work, row.code),
            qr=qr.data_uri(address(work, row.code)),
        )
        for row in rows
    ]


def new_form(work: Work, survey_id: str) -> ChannelForm:
    survey = read_of(work, kept(work, survey_id))
    action = f"/surveys/{survey.id}/channels"
    return ChannelForm(
        action=action,
        schema=form(action, ChannelCreate).schema_,
        community=survey.community,
        survey=survey,
    )


def create(work: Work, survey_id: str, body: ChannelCreate) -> ChannelRead:
    """One more way, by a name that this survey has not used."""
    row = kept(work, survey_id)
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    versioning.alive(row)
    if body.unit is not None and units.find(work.session, body.unit) is None:
        raise Invalid.at("/unit", "unit-unknown")
    channel = SurveyChannel(
        id=fresh_id(work),
        survey_id=row.id,
        code=new_code(),
        name=body.name,
        unit_id=body.unit,
        created_by=work.actor.person_id or "",
        created_at=work.now,
    )
    if not store.add_channel(work.session, channel):
        raise Invalid.at("/name", "channel-name-taken")
    log(work, row, "survey.add_channel", held, channel=channel.id)
    return _read(work, [channel])[0]
