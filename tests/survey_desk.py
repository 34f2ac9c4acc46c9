"""Answering in tests: seals of a fixed secret, many women, one answer each."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session
from sqlmodel import col

from app.db import Database
from app.domain.permissions import STRANGER, Actor, Membership
from app.domain.seals import Seals
from app.models.members import Member
from app.models.surveys import Survey
from app.schemas.survey_responses import ResponseCreate, ResponseThanks
from app.services.surveys import answering, entering
from app.store.actors import Work, digest
from tests import contests
from tests.factories import HOME, Scene, work_of

__all__ = ["SEALS", "actor_of", "col", "digest", "personal_link", "send", "ticket_of", "women"]
_SIGNER = URLSafeTimedSerializer("a secret of the tests")


def _opened(purpose: str, sealed: str) -> Any:
    try:
        return _SIGNER.loads(sealed, salt=purpose)
    except BadSignature:
        return None


SEALS = Seals(
    sign=lambda purpose, thing: str(_SIGNER.dumps(thing, salt=purpose)),
    opened=_opened,
    keyed=lambda purpose, text: hmac.new(
        b"secret", f"{purpose}\0{text}".encode(), hashlib.sha256
    ).hexdigest(),
)


def women(database: Database, number: int) -> list[str]:
    """Persons of so many approved members."""

    def make(session: Session) -> list[str]:
        work = work_of(session)
        return [contests.woman(work, n)[0] for n in range(number)]

    return database.write_now(make)


def actor_of(session: Session, scene: Scene, person_id: str, slug: str = HOME) -> Actor:
    """A member as the look-up before a request knows her."""
    from sqlalchemy import select

    member = session.execute(
        select(Member).where(
            col(Member.person_id) == person_id,
            col(Member.community_id) == scene.communities[slug],
        )
    ).scalar_one()
    return Actor(
        account_id="a" + person_id,
        person_id=person_id,
        memberships=(Membership(member.id, member.community_id, member.state),),
    )


def send(
    database: Database,
    scene: Scene,
    survey_id: str,
    person_id: str | None,
    *,
    now: datetime | None = None,
    **body: Any,
) -> ResponseThanks:
    """One answer in a transaction of its own."""

    def run(session: Session) -> ResponseThanks:
        actor = actor_of(session, scene, person_id) if person_id else STRANGER
        more = {"now": now, "today": now.date()} if now else {}
        work = work_of(session, actor=actor, **more)
        return answering.send(work, SEALS, survey_id, ResponseCreate(**body))

    return database.write_now(run)


def ticket_of(survey: Survey, at: datetime, person_id: str | None = None) -> str:
    """Hers where the survey asks who she is."""
    hers = survey.identity == "identified" and person_id
    return entering.ticket(SEALS, survey, at, f"person\0{person_id}" if hers else "")


def personal_link(work: Work, of: Survey, expires_at: datetime, secret: str = "bi mat") -> str:
    from app.models.survey_responses import SurveyToken

    work.session.add(
        SurveyToken(
            digest=digest(secret),
            survey_id=of.id,
            batch="b",
            place=1,
            expires_at=expires_at,
        )
    )
    work.session.flush()
    return secret
