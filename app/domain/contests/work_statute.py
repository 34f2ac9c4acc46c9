"""What the printed rules of a photo, video or story contest say, as keys and facts.

As `statute.py` for a quiz: each value of the terms that decides something has its clause, and
nothing is said of what decides nothing. Ranks and figures are those of `judged.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.contests.ruleset import Ruleset
from app.domain.contests.statute import Clause, Said

ARTICLES = ("entries", "boards", "judging", "votes", "rank", "prizes", "fairness")
FULL = 100


@dataclass(frozen=True, slots=True)
class WorkTerms:
    """How works are taken in and judged. `criteria`: (name, weight); `vote_weight`: per cent, the
    jury has the rest; `cap` None: twice the median, at least 20."""

    needs: str
    opens_at: datetime
    closes_at: datetime
    votes_from: datetime | None
    votes_until: datetime | None
    individual: bool
    collective: bool
    most_of_person: int | None
    most_of_unit: int | None
    most_individual: int | None
    most_collective: int | None
    most_pictures: int
    criteria: tuple[tuple[str, int], ...]
    full_mark: int
    quorum: int
    vote_weight: int
    cap: int | None
    standardised: bool
    children: bool
    likes: bool


def said(ruleset: Ruleset, terms: WorkTerms | None) -> Said:
    """Everything the rules say, in order. Without `terms`: before they are written."""
    if terms is None:
        return Said(
            ARTICLES,
            (Clause("entries", "work.unwritten"), *_prizes(ruleset), *_fairness(ruleset)),
            ruleset.sha256,
        )
    clauses = (
        *_entries(terms),
        *_boards(terms, ruleset),
        *_judging(terms),
        *_votes(terms),
        *_rank(terms, ruleset),
        *_prizes(ruleset),
        *_fairness(ruleset),
    )
    return Said(ARTICLES, clauses, ruleset.sha256)


def _entries(terms: WorkTerms) -> Iterator[Clause]:
    facts = {"most": terms.most_pictures} if terms.needs == "pictures" else {}
    yield Clause("entries", f"work.needs.{terms.needs}", facts)
    yield Clause("entries", "work.window", {"opens": terms.opens_at, "closes": terms.closes_at})
    yield Clause("entries", "work.statement")
    yield Clause("entries", f"work.children.{'yes' if terms.children else 'no'}")


def _boards(terms: WorkTerms, ruleset: Ruleset) -> Iterator[Clause]:
    if terms.individual:
        yield Clause("boards", "work.individual")
        yield from _limit("work.most_of_person", terms.most_of_person)
        yield from _limit("work.most_individual", terms.most_individual)
    if terms.collective:
        yield Clause("boards", "work.collective")
        yield from _limit("work.most_of_unit", terms.most_of_unit)
        yield from _limit("work.most_collective", terms.most_collective)
    if ruleset.exclude_roles:
        yield Clause("boards", "work.exclude_roles", {"roles": ruleset.exclude_roles})
    else:
        yield Clause("boards", "exclude_roles.none")


def _limit(key: str, most: int | None) -> Iterator[Clause]:
    if most is not None:
        yield Clause("boards", key, {"most": most})


def _judging(terms: WorkTerms) -> Iterator[Clause]:
    if terms.vote_weight == FULL:
        yield Clause("judging", "work.no_jury")
        return
    yield Clause("judging", "work.jury", {"full": terms.full_mark})
    for name, weight in terms.criteria:
        yield Clause("judging", "work.criterion", {"name": name, "weight": weight})
    yield Clause("judging", "work.quorum", {"quorum": terms.quorum})
    if terms.standardised:
        yield Clause("judging", "work.standardised")
    yield Clause("judging", "work.conflict")


def _votes(terms: WorkTerms) -> Iterator[Clause]:
    if terms.votes_from is None or terms.votes_until is None:
        yield Clause("votes", "work.votes.none")
    else:
        window = {"opens": terms.votes_from, "closes": terms.votes_until}
        yield Clause("votes", "work.votes", window)
        if not terms.vote_weight:
            yield Clause("votes", "work.votes.uncounted")
        elif terms.cap is None:
            yield Clause("votes", "work.cap.default")
        else:
            yield Clause("votes", "work.cap", {"cap": terms.cap})
    yield Clause("votes", f"work.likes.{'yes' if terms.likes else 'no'}")


def _rank(terms: WorkTerms, ruleset: Ruleset) -> Iterator[Clause]:
    votes = terms.vote_weight
    if not votes:
        yield Clause("rank", "work.final.jury")
    elif votes == FULL:
        yield Clause("rank", "work.final.votes")
    else:
        yield Clause("rank", "work.final", {"jury": FULL - votes, "votes": votes})
    yield Clause("rank", "work.rank.jury" if 0 < votes < FULL else "work.rank")
    key = f"final_tie.{ruleset.final_tie}"
    yield Clause("rank", key if ruleset.final_tie == "shared" else f"work.{key}")


def _prizes(ruleset: Ruleset) -> Iterator[Clause]:
    if not ruleset.prizes:
        yield Clause("prizes", "prizes.none")
        return
    total = sum(one.count for one in ruleset.prizes)
    yield Clause("prizes", "work.prizes", {"total": total})
    for one in ruleset.prizes:
        yield Clause("prizes", "prizes.one", {"name": one.name, "count": one.count})
    if ruleset.final_tie == "shared":
        yield Clause("prizes", "work.prizes.shared")
    often = "often" if ruleset.one_prize_per == "none" else "once"
    yield Clause("prizes", f"work.one_prize.{often}")
    yield Clause("prizes", "work.prizes.unawarded")


def _fairness(ruleset: Ruleset) -> Iterator[Clause]:
    yield Clause("fairness", "fairness.free")
    yield Clause("fairness", "work.decided")
    yield Clause("fairness", "work.unchanged")
    yield Clause("fairness", "work.hash", {"sha256": ruleset.sha256})
