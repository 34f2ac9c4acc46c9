"""`sen verify` over papers: each is what was handed in, none is missing, none counts twice."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.domain.contests import proofs
from app.store import entries


def faults(session: Session) -> Iterator[str]:
    for round_id, told, real, last in entries.counted(session):
        if not told == real == last:
            yield f"contest: round {round_id} tells {told} entries, not {real} up to {last}"
        if not real:
            continue
        rows = entries.of_round(session, round_id)
        kept = {entry.number: leaf for entry, leaf in rows}
        for number in proofs.changed([entry for entry, _ in rows], kept):
            yield f"contest: round {round_id}: entry {number} is not what was handed in"
    for round_id, person_id in entries.misnumbered(session):
        yield f"contest: round {round_id}: attempts of {person_id} are not numbered 1 to n"
