"""Links, and digits that look like a phone or a bank account, in a text read as plain letters.

The expressions are the product's own, bounded in every repetition; no rule brings one here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Endings without which a bare name of two parts is no address ("a.b" is not).
ENDINGS = (
    "com|net|org|info|biz|vn|io|me|co|ly|gl|gd|id|ee|to|at|cc|tv|us|uk|eu|ru|cn|kr|jp|la|link|app"
    "|page|site|online|shop|store|club|top|vip|xyz|win|bet|live|pro|asia|tk|ml|ga|cf|bio|fun|buzz"
)
SHORTENERS = frozenset(
    (
        "bit.ly tinyurl.com t.co goo.gl is.gd cutt.ly s.id rb.gy shorturl.at t.ly ow.ly buff.ly"
        " rebrand.ly shope.ee s.shopee.vn lnk.to tiny.cc bitly.com by.com.vn link1s.com za.gl"
    ).split()
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,62})"
_LINK = re.compile(
    rf"(?<![a-z0-9@.-])(?:(https?://)|www\.)?((?:{_LABEL}\.){{1,6}}(?:{ENDINGS}|[a-z]{{2,24}}))"
    r"(?![a-z0-9-])(:\d{1,5})?(/)?"
)
_ENDING = re.compile(rf".*\.(?:{ENDINGS})$")
_DIGITS = re.compile(r"(?<![\da-z])\+?\d(?:[ .()_-]{0,2}[\do]){6,22}(?![\da-z])")
_AMOUNT = re.compile(r"\d{1,3}(?:[. ]\d{3}){1,5}")
_BANK = re.compile(
    r"\b(?:stk|tk|so tai khoan|tai khoan|ngan hang|chuyen khoan|ck|vietcombank|vcb|techcombank"
    r"|agribank|bidv|vietinbank|mbbank|mb|tpbank|acb|sacombank|vpbank|momo|zalopay)\b"
)
NEAR = 40
PHONE, ACCOUNT = "phone", "account"


@dataclass(frozen=True, slots=True)
class Found:
    """`what`: a link's host, or `phone` or `account`."""

    start: int
    end: int
    what: str


def links(plain: str) -> Iterator[Found]:
    """Every address, with or without http: its host in small letters, without www."""
    for found in _LINK.finditer(plain):
        host = found[2]
        if found[1] or found[4] or found[0].startswith("www.") or _ENDING.match(host):
            yield Found(found.start(), found.end(), host.removeprefix("www."))


def above(host: str) -> list[str]:
    """The domains that a host stands under, itself first, and "" for all."""
    labels = host.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) + 1)]


def numbers(plain: str) -> Iterator[Found]:
    """Phones by their Vietnamese beginning; accounts by their length, or beside a bank's words."""
    for found in _DIGITS.finditer(plain):
        digits = re.sub(r"\D", "", found[0].replace("o", "0"))
        if _AMOUNT.fullmatch(found[0]):
            continue
        before = plain[max(0, found.start() - NEAR) : found.start()]
        after = plain[found.end() : found.end() + NEAR]
        if _is_phone(digits):
            yield Found(found.start(), found.end(), PHONE)
        elif len(digits) >= 8 and (
            len(digits) >= 12 or _BANK.search(before) or _BANK.search(after)
        ):
            yield Found(found.start(), found.end(), ACCOUNT)


def _is_phone(digits: str) -> bool:
    national = "0" + digits[2:] if digits.startswith("84") and len(digits) in {11, 12} else digits
    return len(national) in {10, 11} and national[0] == "0" and national[1] in "2356789"
