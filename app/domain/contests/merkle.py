"""The tree over all entries of a round: one root that no later change leaves as it was.

RFC 9162 §2.1: leaves are hashed behind 0x00, nodes behind 0x01, and a tree of n leaves parts at
the largest power of two below n. Hashes are bytes here and hexadecimal in files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(data: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The hashes level by level, leaves first, the root alone at the end.

    A last hash without a neighbour rises as it is: the same tree as parting at powers of two.
    """
    found = [list(leaves)]
    while len(below := found[-1]) > 1:
        above = [node(a, b) for a, b in zip(below[::2], below[1::2], strict=False)]
        found.append(above + below[len(above) * 2 :])
    return found


def root(leaves: Sequence[bytes]) -> bytes:
    """The root; of no leaves the hash of nothing (RFC 9162 §2.1.1)."""
    return levels(leaves)[-1][0] if leaves else hashlib.sha256(b"").digest()


def proof(tree: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """The hashes beside the way from a leaf (from 0) to the root, lowest first.

    `tree` comes from `levels`, once for all proofs of a round. IndexError outside the tree.
    """
    if not 0 <= index < len(tree[0]):
        raise IndexError(index)
    path = []
    for level in tree[:-1]:
        if (beside := index ^ 1) < len(level):
            path.append(level[beside])
        index //= 2
    return path


def holds(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], top: bytes) -> bool:
    """Whether a leaf stands at that place of a tree of that size and root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf_hash
    for beside in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node(beside, found)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            found = node(found, beside)
        at, last = at // 2, last // 2
    return last == 0 and found == top
