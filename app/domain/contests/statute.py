"""What the printed rules of a contest say, as keys and facts; `i18n/statutes.py` has the words.

Each value of a ruleset that decides something has its clause. What decides nothing under the other
values is not said, so that the text never contradicts a result: with one attempt nobody chooses
among several, without a prediction nobody counts for it, and where all are eligible nothing falls
back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.contests.ruleset import Ruleset

ARTICLES = ("attempts", "scoring", "eligible", "prediction", "rank", "prizes", "fairness")


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence: in which article, which sentence, the numbers and names it holds."""

    article: str
    key: str
    facts: Mapping[str, int | str | tuple[str, ...] | datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """The whole: the names of its articles in order; one without a clause is left out."""

    articles: tuple[str, ...]
    clauses: tuple[Clause, ...]
    sha256: str


def said(ruleset: Ruleset) -> Said:
    """What the rules of a quiz say."""
    return Said(ARTICLES, clauses(ruleset), ruleset.sha256)


def clauses(ruleset: Ruleset) -> tuple[Clause, ...]:
    """Everything the rules say, in order."""
    return (
        *_attempts(ruleset),
        *_scoring(ruleset),
        *_eligible(ruleset),
        *_prediction(ruleset),
        *_rank(ruleset),
        *_prizes(ruleset),
        *_fairness(ruleset),
    )


def _attempts(ruleset: Ruleset) -> Iterator[Clause]:
    most = ruleset.attempts.most
    if most == 1:
        yield Clause("attempts", "attempts.once")
    else:
        if most is None:
            yield Clause("attempts", "attempts.unlimited")
        else:
            yield Clause("attempts", "attempts.max", {"max": most})
        counted = ruleset.attempts.counted
        if counted == "highest_then_shortest" and ruleset.scores_by_points:
            counted += ".points"
        yield Clause("attempts", f"counted.{counted}")
        yield Clause("attempts", "counted.whole")
    yield Clause("attempts", f"time_precision.{ruleset.time_precision}")


def _scoring(ruleset: Ruleset) -> Iterator[Clause]:
    yield Clause("scoring", f"scoring.{ruleset.scoring}")


def _eligible(ruleset: Ruleset) -> Iterator[Clause]:
    yield Clause("eligible", f"eligible.{ruleset.eligible}")
    if ruleset.eligible == "all_correct":
        key = f"fallback.{ruleset.fallback}"
        if ruleset.fallback == "highest_correct" and "-correct" not in ruleset.chain:
            key += ".first"
        yield Clause("eligible", key)
    if ruleset.exclude_roles:
        yield Clause("eligible", "exclude_roles", {"roles": ruleset.exclude_roles})
    else:
        yield Clause("eligible", "exclude_roles.none")


def _prediction(ruleset: Ruleset) -> Iterator[Clause]:
    if ruleset.prediction is None:
        yield Clause("prediction", "prediction.none")
        return
    yield Clause("prediction", f"prediction.{ruleset.prediction.target}")
    yield Clause("prediction", f"distance.{ruleset.prediction.distance}")
    yield Clause("prediction", f"n_counts.{ruleset.n_counts}")


def _rank(ruleset: Ruleset) -> Iterator[Clause]:
    yield Clause("rank", "rank.intro")
    for number, key in enumerate(ruleset.chain, 1):
        yield Clause("rank", f"rank.{key}", {"number": number})
    yield Clause("rank", f"final_tie.{ruleset.final_tie}")
    if ruleset.eligible == "all_correct":
        yield Clause("rank", "rank.others")


def _prizes(ruleset: Ruleset) -> Iterator[Clause]:
    if not ruleset.prizes:
        yield Clause("prizes", "prizes.none")
        return
    yield Clause("prizes", "prizes.intro", {"total": sum(one.count for one in ruleset.prizes)})
    for one in ruleset.prizes:
        yield Clause("prizes", "prizes.one", {"name": one.name, "count": one.count})
    if ruleset.final_tie == "shared":
        yield Clause("prizes", "prizes.shared")
    yield Clause("prizes", f"one_prize_per.{ruleset.one_prize_per}")
    yield Clause("prizes", "prizes.waived")
    yield Clause("prizes", "prizes.unawarded")


def _fairness(ruleset: Ruleset) -> Iterator[Clause]:
    yield Clause("fairness", "fairness.free")
    yield Clause("fairness", "fairness.disqualified")
    yield Clause("fairness", "fairness.proof")
    yield Clause("fairness", "fairness.unchanged")
    yield Clause("fairness", "fairness.hash", {"sha256": ruleset.sha256})
