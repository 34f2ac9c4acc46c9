"""What the printed rules of a contest say: of a quiz its ruleset, of works their terms too."""

from __future__ import annotations

from app.domain.contests import statute, work_statute
from app.domain.contests.ruleset import Ruleset
from app.domain.contests.statute import Said
from app.domain.contests.work_statute import WorkTerms
from app.models.works import WorkRules
from app.store import work_rules
from app.store.actors import Work

#: What is taken over as it stands.
PLAIN = frozenset(WorkTerms.__dataclass_fields__) - {"criteria"}


def said(work: Work, kind: str, contest_id: str | None, ruleset: Ruleset) -> Said:
    """`contest_id`: None before the contest is written."""
    if kind == "quiz":
        return statute.said(ruleset)
    found = work_rules.get(work.session, contest_id) if contest_id else None
    return work_statute.said(ruleset, _terms(found) if found else None)


def _terms(found: WorkRules) -> WorkTerms:
    criteria = tuple((one["name"], one["weight"]) for one in found.criteria)
    return WorkTerms(**found.model_dump(include=set(PLAIN)), criteria=criteria)
