"""A pasted member list, from the text to its classes: time and peak memory.

`python -m benchmarks.rosters [--names 1500]`. The list carries what people copy with it (badges,
days of joining, places of work, buttons, emoji, decorative letters); two thirds of the names have
files. Measured are the two pure steps, reading and comparing, and saving it whole into SQLite.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import content
from app.db import Database
from app.domain import roster_lines, rosters
from app.domain.rosters import File
from app.migrations import migrate
from app.schemas.rosters import RosterCreate
from app.services import pasting
from app.settings import Settings
from app.store import actors
from tests import factories
from tests.factories import HOME, work_of

NAMES = 1500
ROUNDS = 5
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Đào", "Trương", "Hoàng", "Vũ", "Bùi")
MIDDLE = ("Thị", "Thị Thu", "Thị Bích", "Ngọc", "Thị Mỹ", "Hồng", "Thị Kim", "Thanh", "Minh", "Bảo")
GIVEN = ("Lan", "Hạnh", "Hương", "Ái", "Nhung", "Lụa", "Thơm", "Ước", "Yến", "Đào", "Mai", "Cúc",
         "Hà", "Liên", "Nga", "Oanh", "Phượng", "Quyên", "Sen", "Trang")  # fmt: skip
AROUND = (
    "Đã tham gia hôm qua\nLàm việc tại Chợ Trâu Quỳ\nThêm bạn bè",
    "Quản trị viên\nTham gia khoảng 2 tuần trước\nThêm bạn bè",
    "Đã tham gia vào 5 tháng 5, 2024\nSống tại Hà Nội\nNhắn tin",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds are the median of the rounds; `peak` in bytes, of one round under tracemalloc."""

    names: int
    lines: int
    matched: int
    unmatched: int
    seconds: float
    peak: int


def name(number: int) -> str:
    return f"{FAMILY[number % 10]} {MIDDLE[number // 10 % 10]} {GIVEN[number // 100 % 20]}"


def text(names: int) -> str:
    """One block a person; every third with emoji, every tenth in decorative letters."""
    lines = []
    for number in range(names):
        shown = name(number) if number % 3 else f"🌸 {name(number)} 💕"
        if number % 10 == 0:
            shown = "".join(chr(0x1D4D0 + ord(c) - 65) if "A" <= c <= "Z" else c for c in shown)
        lines.append(f"{shown}\n{AROUND[number % 3]}")
    return "\n".join(lines)


def files(names: int) -> list[File]:
    return [
        File(str(n), str(n), name(n), name(n) if n % 4 == 0 else "", "approved")
        for n in range(names)
        if n % 3
    ]


def measure(names: int = NAMES) -> Measured:
    """Reading and comparing a list of so many names."""
    pasted, known = text(names), files(names)

    def once() -> tuple[roster_lines.Listed, rosters.Compared]:
        listed = roster_lines.read(pasted, content.roster_phrases())
        return listed, rosters.compare(listed.names, [], known)

    listed, found = once()
    seconds = statistics.median(_timed(once) for _ in range(ROUNDS))
    tracemalloc.start()
    once()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Measured(
        len(found.seen), listed.lines, len(found.matched), len(found.unmatched), seconds, peak
    )


def measure_saving(names: int = NAMES) -> tuple[float, float]:
    """(first list, the same one with one name more) in seconds, saved into SQLite."""
    with tempfile.TemporaryDirectory(prefix="sen-bench-") as folder:
        settings = Settings(data_dir=Path(folder), embedded_worker=False, log_level="error")
        migrate(settings)
        database = Database(settings)
        try:
            scene = database.write_now(factories.people)
            return (
                _timed(lambda: _save(database, scene, text(names))),
                _timed(lambda: _save(database, scene, text(names) + "\nMẹ Bống")),
            )
        finally:
            database.close()


def _save(database: Database, scene: factories.Scene, pasted: str) -> None:
    work = work_of(None)  # type: ignore[arg-type]
    actor = actors.by_token(database, scene.tokens["chair"], work.now, work.today)
    body = RosterCreate(text=pasted)
    database.write_now(lambda s: pasting.save(work_of(s, actor=actor), HOME, body))


def _timed(deed: Callable[[], Any]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=NAMES)
    wanted = parser.parse_args().names
    found = measure(wanted)
    print(
        f"compare     {found.names} names of {found.lines} lines in {found.seconds:.3f} s, "
        f"peak {found.peak / 1e6:.1f} MB: {found.matched} matched, {found.unmatched} unmatched"
    )
    first, second = measure_saving(wanted)
    print(f"save        first list {first:.3f} s, the next one {second:.3f} s (SQLite)")


if __name__ == "__main__":
    main()
