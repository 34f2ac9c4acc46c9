"""Kiểm tra biên nhận dự thi / checks a contest receipt. Needs Python 3.9 and nothing else:

    python check_receipt.py PUBLISHED.json RECEIPT.json

PUBLISHED: a finished round's file. RECEIPT: an entrant's. Ends with 0 (holds), 1 (not), 2 (unread).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

SAID = {
    "leaf": "Biên nhận còn nguyên. / The receipt is whole.",
    "not-leaf": "Biên nhận đã bị sửa: nội dung không khớp mã của nó. / The receipt was altered.",
    "round": "Biên nhận của vòng thi khác. / The receipt belongs to another round.",
    "root": "Dữ liệu công bố khớp mã gốc. / The published entries give the published root.",
    "not-root": "Dữ liệu công bố KHÔNG khớp mã gốc. / The published entries were altered.",
    "in": "Bài dự thi có trong dữ liệu công bố. / The entry is among the published ones.",
    "not-in": "Bài dự thi KHÔNG có trong dữ liệu công bố. / The entry is NOT among the published.",
    "key": "Đáp án đúng là đáp án đã niêm phong khi mở vòng. / The answer key is the sealed one.",
    "not-key": "Đáp án KHÔNG phải đáp án đã niêm phong. / The answer key is NOT the sealed one.",
    "no-key": "Đáp án chưa công bố. / The answer key is not published yet.",
}


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def canonical(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def tree(hashes: list[bytes]) -> bytes:
    """The root of an RFC 9162 tree: leaves part at the largest power of two below their number."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha(b"")
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return sha(b"\x01" + tree(hashes[:left]) + tree(hashes[left:]))


def climbed(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that a leaf and the hashes beside its way give; None when they do not fit."""
    if size < 2 or not path:
        return leaf if (size, index, path) == (1, 0, []) else None
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        below = climbed(leaf, index, left, path[:-1])
        return below and sha(b"\x01" + below + path[-1])
    below = climbed(leaf, index - left, size - left, path[:-1])
    return below and sha(b"\x01" + path[-1] + below)


def findings(published: dict, receipt: dict) -> Iterator[str]:
    """Codes of what was found; those that begin with `not` or `round` are faults."""
    words = {name: receipt[name] for name in ("entry", "prediction", "submitted_at")}
    leaf, root = sha(b"\x00" + canonical(words)), bytes.fromhex(published["root"])
    yield "leaf" if leaf.hex() == receipt["leaf"] else "not-leaf"
    if receipt["round"] != published["round"]:
        yield "round"
    if "leaves" in published:
        leaves = [bytes.fromhex(one) for one in published["leaves"]]
        whole = len(leaves) == published["size"] and tree(leaves) == root
        yield "root" if whole else "not-root"
        yield "in" if leaf in leaves else "not-in"
    if "proof" in receipt:
        path = [bytes.fromhex(one) for one in receipt["proof"]]
        found = climbed(leaf, receipt["index"], published["size"], path)
        yield "in" if found == root else "not-in"
    elif "leaves" not in published:
        yield "not-in"
    if "revealed" in published:
        sealed = sha(canonical({**published["revealed"], "round": published["round"]}))
        seals = {published.get("commitment"), receipt.get("commitment", sealed.hex())}
        yield "key" if seals == {sealed.hex()} else "not-key"
    else:
        yield "no-key"


def main(names: list[str]) -> int:
    try:
        files = [json.loads(Path(name).read_text(encoding="utf-8-sig")) for name in names]
        found = list(dict.fromkeys(findings(*files)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        print(f"Không đọc được tệp. / A file cannot be read: {error!r}\n{__doc__}", file=sys.stderr)
        return 2
    holds = not any(code.startswith(("not", "round")) for code in found)
    print("ĐÚNG / IT HOLDS" if holds else "KHÔNG ĐÚNG / IT DOES NOT HOLD")
    print("\n".join(f"- {SAID[code]}" for code in found))
    print(f"- Mã gốc, đối chiếu với biên bản / root, compare with the minutes: {files[0]['root']}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
