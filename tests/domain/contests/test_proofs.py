"""The tree of entries, receipts, the sealed key, and the verifier that knows nothing of Sen."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contests import merkle, moments, proofs
from app.domain.contests.proofs import Entry
from tests.server import ROOT

pytestmark = pytest.mark.once

VERIFIER = ROOT / "tools/check_receipt.py"
KEY = {"q1": ["b"], "q5": ["c", "a"]}
NONCE = "0123456789abcdef0123456789abcdef"
SEAL = proofs.commit("r1", KEY, NONCE)
OPENS = moments.read("2025-04-14T10:00:05.250+07:00")


def entries(count: int) -> list[Entry]:
    return [Entry(f"{n:06}", n % 7 or None, OPENS + n) for n in range(1, count + 1)]


def slow_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162 §2.1.1 word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + slow_root(leaves[:k]) + slow_root(leaves[k:])).digest()


def test_a_leaf_is_the_contracts_bytes() -> None:
    words = b'{"entry":"000001","prediction":5,"submitted_at":"2025-04-14T03:00:05.250Z"}'
    entry = Entry("000001", 5, OPENS)
    assert entry.leaf == hashlib.sha256(b"\x00" + words).digest()
    nothing = b'{"entry":"2","prediction":null,"submitted_at":"2025-04-14T03:00:05.250Z"}'
    assert Entry("2", None, OPENS).leaf == hashlib.sha256(b"\x00" + nothing).digest()


def test_the_tree_of_rfc_9162_with_seven_leaves() -> None:
    """§2.1.5 of the RFC draws it: ((0 1)(2 3))((4 5) 6)."""
    d = [merkle.leaf(bytes([n])) for n in range(7)]
    node = merkle.node
    left = node(node(d[0], d[1]), node(d[2], d[3]))
    right = node(node(d[4], d[5]), d[6])
    assert merkle.root(d) == node(left, right)
    tree = merkle.levels(d)
    assert merkle.proof(tree, 0) == [d[1], node(d[2], d[3]), right]
    assert merkle.proof(tree, 4) == [d[5], d[6], left]
    assert merkle.proof(tree, 6) == [node(d[4], d[5]), left]
    assert merkle.root([]).hex().startswith("e3b0c442")


@given(st.integers(1, 70), st.data())
def test_every_entry_is_proven_and_nothing_else(size: int, data: st.DataObject) -> None:
    leaves = [merkle.leaf(str(n).encode()) for n in range(size)]
    tree, top = merkle.levels(leaves), merkle.root(leaves)
    assert top == slow_root(leaves)
    at = data.draw(st.integers(0, size - 1))
    path = merkle.proof(tree, at)
    assert merkle.holds(leaves[at], at, size, path, top)
    other = data.draw(st.integers(0, size))
    assert merkle.holds(leaves[at], other, size, path, top) is (other == at)
    assert not merkle.holds(merkle.leaf(b"x"), at, size, path, top)
    assert not merkle.holds(leaves[at], at, size, [*path, top], top)
    assert not (path and merkle.holds(leaves[at], at, size, path[:-1], top))
    with pytest.raises(IndexError):
        merkle.proof(tree, size)


def test_one_changed_prediction_changes_the_root_and_is_named() -> None:
    before = entries(100)
    kept = {entry.number: entry.leaf for entry in before}
    assert proofs.changed(before, kept) == []
    after = [dataclasses.replace(one, prediction=9) if one.number == "000042" else one
             for one in before]  # fmt: skip
    assert proofs.changed(after, kept) == ["000042"]
    assert proofs.changed(before[1:], kept) == ["000001"]
    assert proofs.changed([*before, Entry("x", 1, OPENS)], kept) == ["x"]
    assert merkle.root([e.leaf for e in after]) != merkle.root([e.leaf for e in before])


def test_a_key_is_sealed_whatever_the_order_of_its_options() -> None:
    text = f'{{"key":{{"q1":["b"],"q5":["a","c"]}},"nonce":"{NONCE}","round":"r1"}}'
    assert hashlib.sha256(text.encode()).hexdigest() == SEAL
    assert proofs.opens(SEAL, "r1", {"q5": ["a", "c"], "q1": ["b"]}, NONCE)
    assert not proofs.opens(SEAL, "r1", {**KEY, "q1": ["a"]}, NONCE)
    assert not proofs.opens(SEAL, "r2", KEY, NONCE)
    with pytest.raises(ValueError, match="nonce"):
        proofs.commit("r1", KEY, "short")


# --- the verifier -----------------------------------------------------------------------------


def published(count: int = 11) -> dict[str, Any]:
    return proofs.published("r1", entries(count), SEAL, proofs.sealed("r1", KEY, NONCE))


def receipt(at: int = 10, count: int = 11) -> dict[str, Any]:
    every = entries(count)
    tree = merkle.levels([one.leaf for one in every])
    return proofs.receipt_with_proof(proofs.receipt("r1", every[at], SEAL), tree, at)


def verify(folder: Path, *files: Any) -> tuple[int, str]:
    """Its exit status and what it says; from another folder, without site packages."""
    names = []
    for number, value in enumerate(files):
        path = folder / f"{number}.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        names.append(str(path))
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), *names],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def test_a_receipt_holds_with_its_proof_or_from_the_entries_alone(tmp_path: Path) -> None:
    status, said = verify(tmp_path, published(), receipt())
    assert status == 0, said
    assert "ĐÚNG / IT HOLDS" in said
    assert "niêm phong" in said
    assert published()["root"] in said
    bare = {key: v for key, v in receipt().items() if key not in ("proof", "index")}
    assert verify(tmp_path, published(), bare)[0] == 0
    short = {key: v for key, v in published().items() if key != "leaves"}
    assert verify(tmp_path, short, receipt())[0] == 0
    unopened = {key: v for key, v in published().items() if key != "revealed"}
    status, said = verify(tmp_path, unopened, receipt())
    assert (status, "chưa công bố" in said) == (0, True)


def _other_leaf(told: dict[str, Any]) -> None:
    told["leaves"][3] = merkle.leaf(b"x").hex()


def _other_root(told: dict[str, Any]) -> None:
    told["leaves"][10] = merkle.leaf(b"x").hex()
    told["root"] = merkle.root([bytes.fromhex(one) for one in told["leaves"]]).hex()


def _other_key(told: dict[str, Any]) -> None:
    told["revealed"]["key"]["q1"] = ["a"]


def _sealed_anew(told: dict[str, Any]) -> None:
    _other_key(told)
    told["commitment"] = proofs.commit("r1", told["revealed"]["key"], NONCE)


def _other_size(told: dict[str, Any]) -> None:
    told["size"] = 12


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (_other_leaf, "KHÔNG khớp mã gốc"),
        (_other_root, "KHÔNG có trong dữ liệu"),
        (_other_key, "KHÔNG phải đáp án"),
        (_sealed_anew, "KHÔNG phải đáp án"),
        (_other_size, "KHÔNG khớp mã gốc"),
    ],
)
def test_what_was_changed_after_publication_is_said(
    tmp_path: Path, deed: Callable[[dict[str, Any]], None], said: str
) -> None:
    told = published()
    deed(told)
    status, words = verify(tmp_path, told, receipt())
    assert status == 1
    assert "KHÔNG ĐÚNG / IT DOES NOT HOLD" in words
    assert said in words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"prediction": 9}, "đã bị sửa"),
        ({"submitted_at": "2025-04-14T03:00:05.000Z"}, "đã bị sửa"),
        ({"entry": "000012"}, "đã bị sửa"),
        ({"round": "r2"}, "vòng thi khác"),
        ({"index": 3}, "KHÔNG có trong dữ liệu"),
        ({"proof": []}, "KHÔNG có trong dữ liệu"),
    ],
)
def test_a_receipt_that_was_altered_is_said(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    status, words = verify(tmp_path, published(), {**receipt(), **change})
    assert (status, said in words) == (1, True)


@pytest.mark.parametrize("files", [(), ("{}", "{}"), ("[]", "[]"), ("x", "{}"), ("{}",)])
def test_what_cannot_be_read_is_said_without_a_traceback(
    tmp_path: Path, files: tuple[str, ...]
) -> None:
    status, words = verify(tmp_path, *files)
    assert status == 2
    assert "Không đọc được tệp" in words
    assert "Traceback" not in words


@pytest.mark.parametrize("count", [1, 2, 3, 64, 65])
def test_every_size_of_a_round_is_verified(tmp_path: Path, count: int) -> None:
    for at in {0, count // 2, count - 1}:
        assert verify(tmp_path, published(count), receipt(at, count))[0] == 0


def test_the_verifier_is_short_and_needs_the_standard_library_alone() -> None:
    source = VERIFIER.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 100
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
