"""Everything that decides a round's result, brought together for the pure rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from app.domain.contests import exclusion, merkle, prizes, reading, results, scoring
from app.domain.contests.attempts import Attempt
from app.domain.contests.canonical import digest
from app.domain.contests.prizes import Win
from app.domain.contests.results import Result, Round
from app.domain.contests.ruleset import Ruleset
from app.models.contest_results import ContestRuling
from app.models.contests import Contest, ContestRound, RoundQuestion
from app.services.contests import readiness
from app.store import bank_readers, contest_entries, contest_results, contest_rulings, contests
from app.store.actors import Work

Key = Mapping[str, list[str]]


@dataclass(frozen=True)
class Given:
    """`inputs`: persons by list, as a version keeps them; `key`: the one in force."""

    round: Round
    key: dict[str, list[str]]
    size: int
    root: str
    inputs: dict[str, Any]
    sha256: str

    @cached_property
    def result(self) -> Result:
        return results.compute(self.round)


def gather(work: Work, contest: Contest, of: ContestRound, corrected: Key | None = None) -> Given:
    """What decides now; `corrected`: questions whose key would be another one."""
    rules = reading.read(contest.ruleset)
    asked = contests.questions(work.session, of.id)
    key = contest_rulings.committed(asked) | contest_rulings.corrected(work.session, of.id)
    rulings = contest_rulings.rulings(work.session, of.id)
    placed = {one.person_id: one.place for one in rulings if one.place is not None}
    marks = readiness.essay_points(work, of)
    papers = contest_entries.papers(work.session, of.id, marks, placed)
    if corrected:
        key |= corrected
        papers = regraded(work, of, rules, asked, key, papers)
    people = {one.person for one in papers}
    inputs: dict[str, Any] = {
        "disqualified": sorted(exclusion.disqualified(map(as_ruling, _about_place(rulings)))),
        "excluded": sorted(_excluded(work, contest, of, rules) & people),
        "earlier_winners": sorted(_earlier(work, contest, of, rules) & people),
        "waived": sorted(one.person_id for one in rulings if one.kind == "waived"),
        "placed": placed,
        "marks": digest(marks),
    }
    leaves = contest_entries.leaves(work.session, of.id)
    root = merkle.root(leaves).hex()
    return Given(
        round=round_from(rules, of, key, papers, inputs),
        key=key,
        size=len(leaves),
        root=root,
        inputs=inputs,
        sha256=digest([contest.ruleset_sha256, key, root, len(leaves), inputs]),
    )


def round_from(
    rules: Ruleset,
    of: ContestRound,
    key: Key,
    papers: tuple[Attempt, ...],
    inputs: Mapping[str, Any],
) -> Round:
    """The same from what a version kept. Lots are drawn by the round's seed."""
    return Round(
        rules,
        len(key),
        papers,
        draw_seed=of.seed,
        **{
            name: frozenset(inputs[name])
            for name in ("disqualified", "excluded", "earlier_winners", "waived")
        },
    )


def paper_of(asked: list[RoundQuestion], key: Key) -> dict[str, scoring.Question]:
    """The choices of a round with a key, for marking."""
    return {
        one.key: scoring.Question(
            frozenset(option["key"] for option in one.options),
            frozenset(key[one.key]),
            one.points,
        )
        for one in asked
        if one.kind == "choice"
    }


def scores(
    work: Work, of: ContestRound, rules: Ruleset, asked: list[RoundQuestion], key: Key
) -> dict[str, tuple[scoring.Score, int, int]]:
    """Attempt → what its answers give by this key, and what stands in its row.

    The same answers are read and marked once: most papers have a twin.
    """
    paper, known = paper_of(asked, key), dict[str, scoring.Score]()
    found = {}
    for attempt, said, correct, points in contest_entries.answers(work.session, of.id):
        if said not in known:
            chosen = {name: given for name, given in json.loads(said).items() if name in paper}
            known[said] = scoring.score(rules.scoring, paper, chosen)
        found[attempt] = (known[said], correct, points)
    return found


def regraded(
    work: Work,
    of: ContestRound,
    rules: Ruleset,
    asked: list[RoundQuestion],
    key: Key,
    papers: tuple[Attempt, ...],
) -> tuple[Attempt, ...]:
    """The papers as another key marks them; points of essays stay beside."""
    marked = scores(work, of, rules, asked, key)
    return tuple(
        replace(
            one,
            correct=marked[one.id][0].correct,
            points=marked[one.id][0].points + one.points - marked[one.id][2],
        )
        for one in papers
    )


def as_ruling(row: ContestRuling) -> exclusion.Ruling:
    return exclusion.Ruling(row.person_id, row.kind, row.reason, row.evidence)


def _about_place(rulings: list[ContestRuling]) -> list[ContestRuling]:
    return [one for one in rulings if one.kind in {"disqualified", "reinstated"}]


def _excluded(work: Work, contest: Contest, of: ContestRound, rules: Ruleset) -> frozenset[str]:
    roles = contest_entries.officials(
        work.session, contest.id, contest.community_id, of.opens_at, of.closes_at
    )
    for person in bank_readers.persons(work.session, contest.community_id):
        roles.setdefault(person, set()).add("bank_reader")
    return exclusion.excluded(rules, roles)


def _earlier(work: Work, contest: Contest, of: ContestRound, rules: Ruleset) -> frozenset[str]:
    """Who won in a round before this one, as it is published."""
    wins = [
        Win(person, before.id)
        for before, result in contest_results.in_force(work.session, contest.id)
        if before.number < of.number
        for person in contest_results.prizes(work.session, result.id)
    ]
    return prizes.earlier_winners(rules, wins, Win("", of.id))
