"""The page that lists a contest's papers."""

from __future__ import annotations

from typing import Literal

from app.schemas.base import Read


class PaperLink(Read):
    """`missing`: the code for why it cannot be written yet; empty when it can."""

    kind: Literal["plan", "founding", "minutes", "award", "prizes", "certificates", "all_round"]
    address: str
    missing: str = ""


class RoundPapers(Read):
    """`waiting`: complaints without an answer; `essays`: whether the round has any."""

    id: str
    title: str
    waiting: int
    essays: bool
    papers: list[PaperLink]


class ContestPapers(Read):
    """`address`: how women are named on paper. `all_round`: a file for each part of 200."""

    community: str
    contest: str
    title: str
    address: Literal["ba", "dong_chi"]
    papers: list[PaperLink]
    rounds: list[RoundPapers]
    all_round: list[PaperLink]
    may_change: bool
