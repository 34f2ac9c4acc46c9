"""What a published result is checked with: public file, proofs of receipts, the engine's file."""

from __future__ import annotations

import json
from typing import Any

from app.domain.contests import merkle, moments, proofs
from app.domain.contests.results import Round
from app.domain.ids import is_id
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden
from app.models.contests import Attempt, ContestRound
from app.schemas.base import FileRead
from app.services.contests import gathering, readiness
from app.services.contests.hand import WRITE
from app.services.deeds import permit
from app.store import contest_entries, contest_results, contest_rulings, contests, entries
from app.store.actors import Work

#: Round and root → the tree over its papers: it is final, and every receipt of a round asks for it.
_TREES: dict[tuple[str, str], list[list[bytes]]] = {}
MOST_TREES = 4


def file(work: Work, round_id: str) -> FileRead:
    """The public file of a round: leaves, root, the sealed key; no person, no prediction."""
    of = contest_results.published_round(work.session, round_id) if is_id(round_id) else None
    if of is None:
        raise Hidden
    papers = [entry for entry, _ in entries.of_round(work.session, of.id)]
    told = proofs.published(of.id, papers, of.commitment, _revealed(work, of))
    told["corrected"] = contest_rulings.corrected(work.session, of.id)
    return _json(f"{of.id}-proof.json", told)


def _revealed(work: Work, of: ContestRound) -> dict[str, Any]:
    key = contest_rulings.committed(contests.questions(work.session, of.id))
    return proofs.sealed(of.id, key, of.nonce)


def released(work: Work, round_id: str) -> bool:
    """Whether the key, and what each paper reached, may be told: a result was published."""
    return contest_results.latest(work.session, round_id, published=True) is not None


def proof_of(work: Work, attempt: Attempt) -> dict[str, Any] | None:
    """What a receipt gains by the publication: `index` and `proof`. None before it.

    `attempt` was handed in; the tree is made once a round and process.
    """
    found = contest_results.latest(work.session, attempt.round_id, published=True)
    if found is None:
        return None
    index = contest_entries.place_of(work.session, attempt)
    tree = _tree(work, attempt.round_id, found.root)
    return proofs.receipt_with_proof({}, tree, index)


def _tree(work: Work, round_id: str, root: str) -> list[list[bytes]]:
    tree = _TREES.get((round_id, root))
    if tree is None:
        tree = merkle.levels(contest_entries.leaves(work.session, round_id))
        while len(_TREES) >= MOST_TREES:
            _TREES.pop(next(iter(_TREES)), None)
        _TREES[round_id, root] = tree
    return tree


def recompute_file(work: Work, round_id: str) -> FileRead:
    """The round as `sen contest recompute` reads it; persons by the ids of their files.

    Whoever is excluded by role never entered: her papers are left out.
    """
    contest, of = contests.round_of(work.session, work.actor, round_id)
    permit(work, WRITE, Thing(contest.community_id))
    readiness.must_be_over(work, of)
    if contest_results.latest(work.session, of.id) is None:
        raise Conflict("no-result-yet")
    given = gathering.gather(work, contest, of)
    ids = contest_entries.member_ids(work.session, contest.id)
    return _json(f"{of.id}-recompute.json", as_file(given.round, ids))


def as_file(given: Round, ids: dict[str, str]) -> dict[str, Any]:
    """contract.md, `sen contest recompute FILE`; `ids`: person → how the file names her."""
    return {
        "ruleset": given.ruleset.as_json(),
        "question_count": given.question_count,
        "draw_seed": given.draw_seed,
        "attempts": [
            {
                "id": one.id,
                "person": ids[one.person],
                "correct": one.correct,
                "points": one.points,
                "prediction": one.prediction,
                "duration_ms": one.duration_ms,
                "submitted_at": moments.written(one.submitted_at),
                "seq": one.seq,
                "manual": one.manual,
            }
            for one in given.attempts
            if one.person not in given.excluded
        ],
        **{
            name: sorted(ids[one] for one in persons if one in ids)
            for name, persons in (
                ("disqualified", given.disqualified),
                ("earlier_winners", given.earlier_winners),
                ("waived", given.waived),
            )
        },
    }


def _json(name: str, value: dict[str, Any]) -> FileRead:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return FileRead(name=name, content=text.encode() + b"\n")
