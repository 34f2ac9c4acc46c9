"""What is published and handed out so that a result can be checked without Sen.

Contract.md, Integrity. `tools/check_receipt.py` reads what is made here, with nothing of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.contests import merkle, moments
from app.domain.contests.canonical import canonical

FORMAT = "sen-round-proof-1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper handed in, in order of `seq`. `number`: her entry number, a text.

    `submitted_at` in milliseconds since 1970, UTC.
    """

    number: str
    prediction: int | None
    submitted_at: int

    def as_json(self) -> dict[str, Any]:
        return {
            "entry": self.number,
            "prediction": self.prediction,
            "submitted_at": moments.written(self.submitted_at),
        }

    @property
    def leaf(self) -> bytes:
        return merkle.leaf(canonical(self.as_json()))


def receipt(round_id: str, entry: Entry, commitment: str) -> dict[str, Any]:
    """What she gets at once: her entry's words and their hash. It needs nobody else's entry.

    `commitment` is the seal of the answer key, which she holds from then on.
    """
    return {
        "round": round_id,
        **entry.as_json(),
        "leaf": entry.leaf.hex(),
        "commitment": commitment,
    }


def receipt_with_proof(
    given: Mapping[str, Any], tree: Sequence[Sequence[bytes]], index: int
) -> dict[str, Any]:
    """Her receipt after publication: it can be checked against the root alone. `index` from 0."""
    return {
        **given,
        "index": index,
        "proof": [one.hex() for one in merkle.proof(tree, index)],
    }


def published(
    round_id: str,
    entries: Sequence[Entry],
    commitment: str,
    revealed: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The public file of a round: root and leaves, no person, no prediction in the clear.

    `entries` in order of `seq`; `commitment` as at opening; `revealed`: what `sealed` makes, after
    closing.
    """
    leaves = [one.leaf for one in entries]
    told: dict[str, Any] = {
        "format": FORMAT,
        "round": round_id,
        "size": len(leaves),
        "root": merkle.root(leaves).hex(),
        "leaves": [one.hex() for one in leaves],
        "commitment": commitment,
    }
    if revealed is not None:
        told["revealed"] = {"key": revealed["key"], "nonce": revealed["nonce"]}
    return told


def changed(entries: Sequence[Entry], kept: Mapping[str, bytes]) -> list[str]:
    """The numbers of entries that no longer are what was kept of them when they came, sorted.

    `kept`: entry number → leaf hash. An entry that was added or taken away is named too.
    """
    now = {entry.number: entry.leaf for entry in entries}
    return sorted(number for number in {*now, *kept} if now.get(number) != kept.get(number))


def commit(round_id: str, key: Mapping[str, Sequence[str]], nonce: str) -> str:
    """The answer key sealed at opening: SHA-256 of its canonical JSON, hexadecimal.

    `key`: question → its right options, sorted here so that one key has one seal. `nonce` is
    secret until the key is revealed; at least 32 hexadecimal digits, else the key could be tried
    out. ValueError for a shorter one.
    """
    if len(nonce) < 32:
        raise ValueError("the nonce is too short")
    return hashlib.sha256(canonical(sealed(round_id, key, nonce))).hexdigest()


def sealed(round_id: str, key: Mapping[str, Sequence[str]], nonce: str) -> dict[str, Any]:
    """What the seal is taken of (contract.md): `key`, `nonce`, `round`."""
    return {
        "key": {question: sorted(options) for question, options in key.items()},
        "nonce": nonce,
        "round": round_id,
    }


def opens(seal: str, round_id: str, key: Mapping[str, Sequence[str]], nonce: str) -> bool:
    """Whether a revealed key is the one that was sealed."""
    return commit(round_id, key, nonce) == seal
