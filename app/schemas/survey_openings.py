"""Surveys as the pages beside them lead to them: those that are open, those with results."""

from __future__ import annotations

from datetime import datetime

from app.schemas.base import Read
from app.schemas.surveys import Identity


class OpenSurvey(Read):
    """One that takes answers now, as the group's page shows it. `may_answer`: a member,
    while it takes more."""

    id: str
    title: str
    identity: Identity
    closes_at: datetime | None
    minutes: int
    may_answer: bool
    answered: bool


class SurveysBeside(Read):
    """`results`: something of a survey was let out to members."""

    open: list[OpenSurvey]
    results: bool


class PublicResults(Read):
    """A survey of whose results something is for everybody; they stand at `address`."""

    survey: str
    title: str
    address: str
