"""Who may answer: a member, or whoever has a personal link; and whether the survey is open."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, time

from app.domain.permissions import Membership
from app.domain.refusals import Conflict, Forbidden, Gone, Hidden, Invalid, NotSignedIn
from app.domain.seals import Seals
from app.models.survey_responses import SurveyToken
from app.models.surveys import Survey
from app.store import survey_mixing, survey_responses, surveys
from app.store.actors import Work, digest

TICKET = "survey-start"
#: So long after the closing the queue of a phone may deliver, and an officer may type in what was
#: filled in on paper, unless results go out before.
OFFLINE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A survey with her who answers: her membership, or her link."""

    survey: Survey
    membership: Membership | None
    token: SurveyToken | None


@dataclass(frozen=True, slots=True)
class Start:
    """What a ticket proves: which version was opened, and when."""

    number: int
    at: datetime


def enter(work: Work, survey_id: str, secret: str | None) -> Entry:
    """Raises NotSignedIn, Hidden, Forbidden; of links Hidden, Invalid and Gone, each told apart."""
    survey = survey_responses.published(work.session, survey_id)
    if secret and (survey is None or survey.identity == "token"):
        if survey is None:
            raise Hidden
        return Entry(survey, None, _token(work, survey, secret))
    if not work.actor.signed_in:
        raise NotSignedIn
    try:
        survey = surveys.get(work.session, work.actor, survey_id)
    except Hidden:
        # Words for a woman of another group who holds a link; the same for what is not there.
        raise Hidden("survey-unseen") from None
    if survey.state == "draft":
        raise Conflict("survey-not-open")
    if survey.identity == "token":
        raise Forbidden("survey-token-needed")
    for one in work.actor.memberships:
        if one.community_id == survey.community_id and one.state == "approved":
            return Entry(survey, one, None)
    raise Forbidden("survey-members-only")


def _token(work: Work, survey: Survey, secret: str) -> SurveyToken:
    found = survey_responses.token(work.session, digest(secret))
    if found is None:
        raise Hidden("survey-token-unknown")
    if found.survey_id != survey.id:
        raise Invalid.at("/token", "survey-token-other")
    return found


def refuse_ended(token: SurveyToken, moment: datetime) -> None:
    """A link that was used, or whose days are over at that moment."""
    if token.used_at is not None:
        raise Conflict("survey-token-used")
    if moment >= token.expires_at:
        raise Gone("survey-token-expired")


def window(survey: Survey, now: datetime) -> str:
    """before, open or closed, half-open, by the server's clock."""
    if survey.state != "published":
        return "closed"
    if survey.opens_at is not None and now < survey.opens_at:
        return "before"
    return "closed" if survey.closes_at is not None and now >= survey.closes_at else "open"


def full(survey: Survey) -> bool:
    """As many as it takes have answered: what a sent answer would be told (`survey-full`)."""
    return survey.most is not None and survey.taken >= survey.most


def owner(work: Work, entry: Entry) -> str:
    """Whose a draft or a ticket is; empty in an anonymous survey."""
    if entry.token is not None:
        return f"token\0{entry.token.digest}"
    return f"person\0{work.actor.person_id}" if entry.survey.identity == "identified" else ""


def ticket(seals: Seals, survey: Survey, now: datetime, of: str) -> str:
    """That this version was open to `of` at this moment: `number~moment~mark` (ADR 0034).

    Of an anonymous survey it says the day alone, so that all who open it on one day have the same.
    """
    at = now if survey.identity != "anonymous" else datetime.combine(now.date(), time(), UTC)
    said = f"{survey.current}~{at.isoformat()}"
    return f"{said}~{_mark(seals, survey, said, of)}"


def _mark(seals: Seals, survey: Survey, said: str, of: str) -> str:
    return seals.keyed(TICKET, f"{survey.id}\0{said}\0{of}")


def start(seals: Seals, survey: Survey, sealed: str | None, of: str) -> Start | None:
    """Raises Invalid for a ticket that was not made here, for another survey or somebody else."""
    if not sealed:
        return None
    said, _, mark = sealed.rpartition("~")
    if not mark.isascii() or not hmac.compare_digest(mark, _mark(seals, survey, said, of)):
        raise Invalid.at("/ticket", "survey-ticket-wrong")
    number, _, moment = said.partition("~")
    return Start(int(number), datetime.fromisoformat(moment))


def must_take(work: Work, survey: Survey, begun: Start | None, way: str) -> datetime:
    """The moment that counts: now, or of what a phone kept without a network her start.

    Raises Conflict: `survey-not-open`, `survey-closed`.
    """
    state = window(survey, work.now)
    if state == "before":
        raise Conflict("survey-not-open", opens_at=survey.opens_at)
    late = begun.at if begun is not None and way == "offline" else None
    if state == "open":
        return late or work.now
    if late is None or survey.closes_at is None or late >= survey.closes_at:
        raise Conflict("survey-closed")
    if survey_mixing.over(survey, work.now):
        raise Conflict("survey-closed")
    return late
