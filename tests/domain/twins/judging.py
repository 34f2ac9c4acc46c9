"""The guard against the labels: a row for each kind of difficulty, and one for each label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.text import fold
from app.domain.twins import Profile, likeness
from tests.domain.twins.pairs import Pair, Side, read

PRECISION, RECALL = 0.95, 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """`alarms` of `pairs`; `false_alarms`: those that all "other" pairs of the half raised."""

    kind: str
    same: bool
    pairs: int
    alarms: int
    false_alarms: int

    @property
    def recall(self) -> float:
        return self.alarms / self.pairs

    @property
    def precision(self) -> float:
        """Of the alarms over this kind's pairs and all "other" pairs, the share that is right."""
        return self.alarms / (self.alarms + self.false_alarms) if self.alarms else 0.0

    @property
    def quiet(self) -> float:
        """The share of "other" pairs without an alarm."""
        return 1 - self.alarms / self.pairs

    @property
    def good(self) -> bool:
        if self.same:
            return self.precision >= PRECISION and self.recall >= RECALL
        return self.quiet >= PRECISION


def profile(side: Side) -> Profile:
    return Profile(
        full_name=side.full_name,
        fold=fold(side.full_name),
        birth_year=int(side.birth_year) if side.birth_year else None,
        unit_id=side.unit or None,
        hamlet=side.hamlet,
        phone=side.phone or None,
    )


def alarm(pair: Pair) -> bool:
    return likeness(profile(pair.one), profile(pair.other)).suspicious


def judge(half: str | None) -> list[Row]:
    pairs = [pair for pair in read() if half in {None, pair.half}]
    false_alarms = sum(alarm(pair) for pair in pairs if not pair.same)
    kinds = dict.fromkeys(pair.kind for pair in pairs)
    rows = [_row(kind, [p for p in pairs if p.kind == kind], false_alarms) for kind in kinds]
    sums = [
        _row("all", [p for p in pairs if p.same is same], false_alarms) for same in (True, False)
    ]
    return rows + sums


def _row(kind: str, pairs: list[Pair], false_alarms: int) -> Row:
    return Row(kind, pairs[0].same, len(pairs), sum(map(alarm, pairs)), false_alarms)


def table(rows: Iterable[Row]) -> str:
    lines = [
        f"{'kind':24}{'who':8}{'pairs':>6}{'alarms':>8}{'precision':>11}{'recall':>8}{'quiet':>8}"
    ]
    for row in rows:
        shares = (
            f"{row.precision:11.3f}{row.recall:8.3f}{'':8}"
            if row.same
            else f"{'':19}{row.quiet:8.3f}"
        )
        who = "same" if row.same else "other"
        lines.append(f"{row.kind:24}{who:8}{row.pairs:6}{row.alarms:8}{shares}".rstrip())
    return "\n".join(lines) + "\n"
