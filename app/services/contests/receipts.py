"""Her receipt: the words of her entry and their hash, after publication its place in the tree."""

from __future__ import annotations

import json
from typing import Any

from app.domain.contests import moments, proofs
from app.domain.contests.proofs import Entry
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.integrations import qr
from app.schemas.attempts import ReceiptRead
from app.schemas.base import FileRead
from app.services.contests import closing, proving
from app.services.deeds import permit
from app.store.actors import Work
from app.store.attempts import Held


def of(held: Held) -> dict[str, Any] | None:
    """What she gets at once; None for a practice paper and for one in progress."""
    row = held.attempt
    if held.round.practice or row.submitted_at is None or row.entry is None:
        return None
    entry = Entry(row.entry, row.prediction, moments.to_ms(row.submitted_at))
    return proofs.receipt(held.round.id, entry, held.round.commitment)


def read(work: Work, held: Held) -> dict[str, Any]:
    """The receipt; once a result is out with its place in the round's tree."""
    receipt = of(held)
    if receipt is None:
        raise Conflict("no-receipt-yet")
    return receipt | (proving.proof_of(work, held.attempt) or {})


def page(work: Work, attempt_id: str) -> ReceiptRead:
    held, receipt = _hers(work, attempt_id)
    # The picture holds what her own words prove; the proof is in the file.
    words = json.dumps(of(held), ensure_ascii=False, separators=(",", ":"))
    return ReceiptRead(
        attempt=held.attempt.id,
        number=held.attempt.number,
        ended_by=held.attempt.ended_by,
        submitted_at=held.attempt.submitted_at,
        community=held.community,
        contest_title=held.contest.title,
        round=held.round.id,
        round_title=held.round.title,
        receipt=receipt,
        qr=qr.data_uri(words),
    )


def file(work: Work, attempt_id: str) -> FileRead:
    _, receipt = _hers(work, attempt_id)
    text = json.dumps(receipt, ensure_ascii=False, indent=1)
    return FileRead(name=f"bien-nhan-{receipt['entry']}.json", content=text.encode())


def _hers(work: Work, attempt_id: str) -> tuple[Held, dict[str, Any]]:
    held = closing.ended(work, attempt_id)
    permit(work, "attempt.read", Thing(held.contest.community_id, held.attempt.person_id))
    return held, read(work, held)
