"""In which roles of hers a contest's rules give her no prize: she is told before she begins."""

from __future__ import annotations

from app.domain.contests.ruleset import Ruleset
from app.models.contests import Contest
from app.store import attempts, bank_readers
from app.store.actors import Work


def excluded_as(work: Work, contest: Contest, rules: Ruleset) -> list[str]:
    """In the order of the ruleset; she may take part, and the results leave her out."""
    person = work.actor.person_id or ""
    hers = attempts.roles(work.session, contest.id, person)
    if "adviser" in work.actor.roles_in(contest.community_id):
        hers.add("adviser")
    if bank_readers.get(work.session, contest.community_id, person) is not None:
        hers.add("bank_reader")
    return [role for role in rules.exclude_roles if role in hers]
