"""The result of a photo, video or story contest: jury and votes, board by board (issue 5).

What the issue leaves open stands in docs/decisions/0027: boards are computed apart, with a cap of
their own; a standardised mark is told as 50 + 10·z, held between 0 and 100.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from app.domain.contests import prizes, ranking, works
from app.domain.contests.attempts import Attempt
from app.domain.contests.ranking import Standing
from app.domain.contests.ruleset import Prize, Ruleset
from app.domain.contests.scoring import hundredths

MIDDLE, STEP = 50, 10


@dataclass(frozen=True, slots=True)
class Terms:
    """`weights`: criterion → weight; `full`: the full mark; `jury_weight` 0 to 1, votes the rest;
    `cap` as printed, None: the default of issue 5."""

    weights: Mapping[str, int]
    full: int
    quorum: int
    jury_weight: Fraction
    cap: int | None
    standardised: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """`owner`: whose prize it would be: a person, or of a collective work its unit. `marks`:
    juror → criterion → points; a juror who left a criterion out has not marked it yet."""

    id: str
    board: str
    number: int
    owner: str
    votes: int
    marks: Mapping[str, Mapping[str, int]]


class Row(NamedTuple):
    """`jury` 0 to 100 and `final` in two decimals, None below the quorum: then without a rank."""

    work: str
    board: str
    rank: int | None
    jurors: int
    jury: Decimal | None
    votes: int
    capped: Decimal
    final: Decimal | None
    prize: str | None


class Outcome(NamedTuple):
    rows: tuple[Row, ...]
    caps: Mapping[str, Decimal]
    unawarded: Mapping[str, tuple[Prize, ...]]


def compute(terms: Terms, ruleset: Ruleset, judged: Iterable[Judged], seed: str) -> Outcome:
    """Every work, board by board, the best first, those below the quorum after them."""
    boards: dict[str, list[Judged]] = defaultdict(list)
    every = list(judged)
    for one in sorted(every, key=lambda one: one.number):
        boards[one.board].append(one)
    whole = {one.id: _whole(terms, one.marks) for one in every}
    levelled = _levelled(whole) if terms.standardised else whole
    rows: list[Row] = []
    caps, left = {}, {}
    for board in sorted(boards, reverse=True):
        told, caps[board], left[board] = _board(terms, ruleset, boards[board], levelled, seed)
        rows += told
    return Outcome(tuple(rows), caps, left)


def _whole(terms: Terms, marks: Mapping[str, Mapping[str, int]]) -> dict[str, Fraction]:
    """Juror → her mark, 0 to 100, of those who marked every criterion."""
    return {
        juror: works.mark(
            {name: Fraction(points * works.FULL, terms.full) for name, points in hers.items()},
            terms.weights,
        )
        for juror, hers in marks.items()
        if terms.weights.keys() <= hers.keys()
    }


def _levelled(whole: Mapping[str, Mapping[str, Fraction]]) -> dict[str, dict[str, Fraction]]:
    """Each juror's marks by their z-score among all that she marked."""
    by_juror: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for work, marks in whole.items():
        for juror, mark in marks.items():
            by_juror[juror][work] = mark
    scores = {juror: works.standardised(marks) for juror, marks in by_juror.items()}
    return {
        work: {juror: _told(Fraction(scores[juror][work])) for juror in marks}
        for work, marks in whole.items()
    }


def _told(score: Fraction) -> Fraction:
    return min(Fraction(works.FULL), max(Fraction(0), MIDDLE + STEP * score))


def _board(
    terms: Terms,
    ruleset: Ruleset,
    judged: Sequence[Judged],
    marks: Mapping[str, Mapping[str, Fraction]],
    seed: str,
) -> tuple[list[Row], Decimal, tuple[Prize, ...]]:
    # Where the votes alone decide there is no jury to wait for.
    no_jury = not terms.jury_weight
    juries = {
        one.id: Fraction(0) if no_jury else works.jury(list(marks[one.id].values()), terms.quorum)
        for one in judged
    }
    known = {work: mark for work, mark in juries.items() if mark is not None}
    votes = {one.id: one.votes for one in judged}
    counted = {work: votes[work] for work in known}
    cap = Fraction(terms.cap) if terms.cap is not None else works.default_cap(counted.values())
    finals = works.finals(known, counted, terms.jury_weight, cap)
    ranks, won, left = _placed(ruleset, judged, known, finals, seed)
    rows = [
        Row(
            work=one.id,
            board=one.board,
            rank=ranks.get(one.id),
            jurors=len(marks[one.id]),
            jury=None if no_jury or one.id not in known else hundredths(known[one.id]),
            votes=one.votes,
            capped=hundredths(min(Fraction(one.votes), cap)),
            final=finals.get(one.id),
            prize=won.get(one.id),
        )
        for one in judged
    ]
    place = {work: at for at, work in enumerate(ranks)}
    return sorted(rows, key=lambda row: place.get(row.work, len(place))), hundredths(cap), left


def _placed(
    ruleset: Ruleset,
    judged: Sequence[Judged],
    juries: Mapping[str, Fraction],
    finals: Mapping[str, Decimal],
    seed: str,
) -> tuple[dict[str, int], dict[str, str], tuple[Prize, ...]]:
    """Ranks best first, prizes, what is left: by the final figure, then by the jury, then as the
    rules break a tie. Where they give one prize a person, only the best work of each may win."""
    rules = replace(ruleset, rank=("-points", "-correct"))
    standings = [
        Standing(
            Attempt(
                id=one.id,
                person=one.id,
                correct=int(hundredths(juries[one.id]) * 100),
                points=int(finals[one.id] * 100),
                prediction=None,
                duration_ms=0,
                submitted_at=one.number,
                seq=one.number,
            ),
            distance=None,
            eligible=True,
        )
        for one in judged
        if one.id in finals
    ]
    ranks, order = ranking.placed(rules, standings, seed)
    owners = {one.id: one.owner for one in judged}
    seen: set[str] = set()
    passed_over = set()
    for one in order:
        owner = owners[one.attempt.id]
        if owner in seen and ruleset.one_prize_per != "none":
            passed_over.add(one.attempt.id)
        seen.add(owner)
    awarded = prizes.award(rules, ranks, order, passed_over)
    placed = {one.attempt.id: rank for rank, one in zip(ranks, order, strict=True)}
    return placed, awarded.of, awarded.unawarded
