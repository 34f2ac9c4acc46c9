"""What `sen verify` asks of contests: published results as their papers give them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.domain.contests import merkle, reading
from app.domain.permissions import STRANGER
from app.models.contest_results import ContestResult
from app.models.contests import Contest, ContestRound
from app.services.contests import computing, gathering, readiness
from app.services.contests.gathering import Given
from app.store import contest_entries, contest_results, contests
from app.store.actors import Work

#: So many rows that differ are named of one result.
NAMED = 20


def faults(session: Session, now: datetime) -> Iterator[str]:
    """A line per fault."""
    work = Work(session, STRANGER, now, clock.in_vietnam(now).date())
    for round_id in contest_results.with_results(session):
        found = contest_results.latest(session, round_id, published=True)
        if found is not None:
            of = session.get_one(ContestRound, round_id)
            contest = session.get_one(Contest, of.contest_id)
            yield from _result(work, contest, of, found)


def _result(work: Work, contest: Contest, of: ContestRound, found: ContestResult) -> Iterator[str]:
    where = f"contest: round {of.id}: result {found.no}"
    leaves = contest_entries.leaves(work.session, of.id)
    if (len(leaves), merkle.root(leaves).hex()) != (found.size, found.root):
        yield f"{where}: its root is not that of its papers"
    again = _again(work, contest, of, found)
    if again.result.n != found.n:
        yield f"{where}: n is {found.n}, the papers give {again.result.n}"
    left = [[prize.name, prize.count] for prize in again.result.unawarded]
    if left != found.unawarded:
        yield f"{where}: prizes left differ"
    kept = {row["person_id"]: row for row in contest_results.plain(work.session, found.id)}
    for row in differing(kept, again, found.id)[:NAMED]:
        yield f"{where}: {row}"


def _again(work: Work, contest: Contest, of: ContestRound, found: ContestResult) -> Given:
    """The result once more from what it was computed from: answers, its key, its persons."""
    rules = reading.read(contest.ruleset)
    asked = contests.questions(work.session, of.id)
    marks = readiness.essay_points(work, of)
    papers = contest_entries.papers(work.session, of.id, marks, found.inputs["placed"])
    marked = gathering.regraded(work, of, rules, asked, found.key, papers)
    again = gathering.round_from(rules, of, found.key, marked, found.inputs)
    return Given(again, found.key, found.size, found.root, found.inputs, found.inputs_sha256)


def differing(kept: dict[str, dict[str, Any]], again: Given, result_id: str) -> list[str]:
    """What of the rows is not what comes out, named by attempt."""
    found = []
    for row in computing.rows(result_id, again):
        stood = kept.pop(row["person_id"], None)
        if stood is None:
            found.append(f"attempt {row['attempt_id']} has no row")
        elif stood != row:
            names = sorted(name for name in row if row[name] != stood[name])
            found.append(f"attempt {stood['attempt_id']} has another {', '.join(names)}")
    return found + [f"attempt {row['attempt_id']} has a row too many" for row in kept.values()]
