"""The ruleset of a contest: every value that may be ruled, and its hash (contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.contests.canonical import digest

#: Where it stands in the ruleset → the values that may stand there.
VALUES = {
    "attempts.counted": (
        "most_correct_then_earliest",
        "highest_then_shortest",
        "first",
        "last",
    ),
    "scoring": ("exact_set", "partial", "points"),
    "eligible": ("all_correct", "all"),
    "fallback": ("highest_correct", "no_award"),
    "prediction.target": (
        "persons_all_correct",
        "attempts_all_correct",
        "participants",
        "attempts",
    ),
    "prediction.distance": ("abs",),
    "rank": (
        "-correct",
        "-points",
        "prediction_distance",
        "duration_ms",
        "submitted_at",
        "manual",
    ),
    "time_precision": ("ms", "s"),
    "final_tie": ("server_seq", "shared", "draw"),
    "one_prize_per": ("contest", "round", "none"),
    #: `bank_reader`: anyone who opened the question bank (issue 5).
    "exclude_roles": ("organiser", "secretary", "juror", "adviser", "bank_reader"),
    "n_counts": ("after_disqualification", "before"),
}
MOST_ATTEMPTS = 1000
MOST_PRIZES = 1000
LONGEST_PRIZE = 80
#: A prediction is a number of people or turns: 0 to this.
HIGHEST_PREDICTION = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Attempts:
    """`most`: attempts a person, None without a limit. `counted`: which of them is her result."""

    most: int | None
    counted: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is predicted, and how its distance from the true number is taken."""

    target: str
    distance: str


@dataclass(frozen=True, slots=True)
class Prize:
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules that do not change once the first attempt exists; made by `reading.read` alone."""

    attempts: Attempts
    scoring: str
    eligible: str
    fallback: str
    prediction: Prediction | None
    rank: tuple[str, ...]
    time_precision: str
    final_tie: str
    prizes: tuple[Prize, ...]
    one_prize_per: str
    exclude_roles: tuple[str, ...]
    n_counts: str

    @property
    def scores_by_points(self) -> bool:
        """Whether a result is told in points (hundredths) rather than in questions all right."""
        return self.scoring != "exact_set"

    @property
    def chain(self) -> tuple[str, ...]:
        """The rank keys that decide something: without a prediction nobody is near or far."""
        return tuple(key for key in self.rank if self.prediction or key != "prediction_distance")

    def as_json(self) -> dict[str, Any]:
        """The ruleset as contract.md writes it, in its order."""
        guess = self.prediction
        return {
            "attempts": {"max": self.attempts.most, "counted": self.attempts.counted},
            "scoring": self.scoring,
            "eligible": self.eligible,
            "fallback": self.fallback,
            "prediction": guess and {"target": guess.target, "distance": guess.distance},
            "rank": list(self.rank),
            "time_precision": self.time_precision,
            "final_tie": self.final_tie,
            "prizes": [[prize.name, prize.count] for prize in self.prizes],
            "one_prize_per": self.one_prize_per,
            "exclude_roles": list(self.exclude_roles),
            "n_counts": self.n_counts,
        }

    @property
    def sha256(self) -> str:
        """Of the canonical JSON: what the printed rules carry."""
        return digest(self.as_json())
