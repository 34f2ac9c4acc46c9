"""What may be done with a survey's paper, links, posters, reminders and files: buttons of its
page."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.domain.surveys.form import ALIVE
from app.models.surveys import Survey
from app.services.deeds import may
from app.services.surveys import codebooks, entering, inviting, looking, typing_in
from app.store import survey_responses
from app.store.actors import Work


def actions(work: Work, survey: Survey) -> list[str]:
    """By her rights and the survey's state, in the order of the page."""
    thing = Thing(survey.community_id)
    named, opened = survey.identity == "identified", survey.state in ("published", "closed")
    types = may(work, typing_in.PERMISSION, thing)
    found = {
        "responses": _answers(work, survey),
        "print": types and survey.state in ALIVE,
        "typing": types and typing_in.takes(survey, work.now),
        "sheets": types and opened,
        "tokens": survey.identity == "token" and may(work, inviting.PERMISSION, thing),
        "missing": named and opened and may(work, inviting.PERMISSION, thing),
        "poster": survey.identity != "token" and survey.state == "published",
    }
    return [action for action, holds in found.items() if holds]


def files(work: Work, survey: Survey) -> list[str]:
    """Single answers, on a page and as files, where they may be read; what the columns mean; the
    form for other programs."""
    thing = Thing(survey.community_id)
    single = survey.identity != "anonymous" and survey.state in ("published", "closed")
    exports = may(work, codebooks.EXPORT, thing)
    found = {
        "look": single and may(work, looking.PERMISSION, thing),
        "export": single and exports,
        "codebook": exports and survey.current > 0,
        "form-file": exports,
    }
    return [action for action, holds in found.items() if holds]


def _answers(work: Work, survey: Survey) -> bool:
    """A member who has not answered yet, while it is open and takes more."""
    if survey.identity == "token" or entering.full(survey):
        return False
    if entering.window(survey, work.now) != "open":
        return False
    hers = [
        one
        for one in work.actor.memberships
        if one.community_id == survey.community_id and one.state == "approved"
    ]
    person = work.actor.person_id or ""
    return bool(hers) and not survey_responses.took_part(work.session, survey.id, person)
