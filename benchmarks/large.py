"""A community of 100,000 with 20,000 open applications: lists, search, inbox and a large import.

`python -m benchmarks.large [--members 100000] [--rows 20000] [--only sqlite|postgresql]`. The
applications come by one import, whose time and peak memory are told. Each read is then measured
warm, first page and deep page in turns (A B A B …), with its queries counted. Ends with 1 where a
deep page costs more than 1.3 times the first, or where the number of queries grows.
"""

from __future__ import annotations

import argparse
import base64
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import event

from app.jobs.worker import Worker
from app.main import create_app
from app.settings import Settings
from benchmarks.__main__ import fill, place
from tests.postgres import PostgresMissing

SLUG = "gia-lam-khoe-dep"
DEEP = 1.3
ROUNDS = 15
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLES = ("Thị", "Thị Thu", "Thị Bích", "Ngọc", "Thị Mỹ", "Hồng", "Thị Kim", "Thanh")
GIVEN = ("Lan", "Hạnh", "Hương", "Nhung", "Lụa", "Thơm", "Yến", "Đào", "Mai", "Cúc", "Hà", "Liên")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args()
    faults: list[str] = []
    for name in [wanted.only] if wanted.only else ["sqlite", "postgresql"]:
        try:
            faults += measure(name, wanted.members, wanted.rows)
        except PostgresMissing as missing:
            print(f"{name}: not measured: {missing}")
    sys.exit("\n".join(faults) or None)


def measure(name: str, members: int, rows: int) -> list[str]:
    """Print the figures of one database; what breaks a promise comes back."""
    with (
        tempfile.TemporaryDirectory(prefix="sen-large-") as folder,
        place(name, Path(folder)) as given,
    ):
        token = fill(given, members, "chair")
        settings = Settings(
            data_dir=Path(folder),
            database_url=given["SEN_DATABASE_URL"],
            secret_key=given["SEN_SECRET_KEY"],
            embedded_worker=False,
        )
        app = create_app(settings)
        try:
            client = TestClient(app, headers={"authorization": f"Bearer {token}"})
            print(f"{name}: {members:,} members")
            bring(app, client, rows)
            return [fault for fault in reads(app, client) if fault]
        finally:
            app.state.house.close()


def bring(app: Any, client: TestClient, rows: int) -> None:
    """Import `rows` women, of whom one in sixty-six cannot be taken."""
    lines = ["Họ và tên,Năm sinh,Số điện thoại,Thôn", *(_woman(n) for n in range(rows))]
    content = base64.b64encode("\n".join(lines).encode()).decode()
    before = _peak()
    started = time.perf_counter()
    body = {"file": {"name": "ds.csv", "content": content}}
    made = client.post(f"/communities/{SLUG}/imports", json=body)
    assert made.status_code == 201, made.text
    address, worker = made.headers["location"], Worker(app.state.house.database, "bench")
    _work_off(worker)
    read = time.perf_counter() - started
    assert client.post(f"{address}/application", json={}).status_code == 200
    _work_off(worker)
    done = client.get(address).json()
    spent = time.perf_counter() - started
    assert done["state"] == "done", done["state"]
    told = ", ".join(f"{count:,} {name}" for name, count in done["outcomes"].items())
    print(f"  import of {rows:,} rows: {told}")
    print(f"    dry run {read:.1f} s, all {spent:.1f} s, peak memory +{_peak() - before:.0f} MB")


def _woman(number: int) -> str:
    name = f"{FAMILIES[number % 10]} {MIDDLES[number // 10 % 8]} {GIVEN[number // 80 % 12]}"
    phone = "12" if number % 66 == 65 else f"09{70_000_000 + number}"
    return f"{name},{1950 + number % 50},{phone},Thôn {number % 97}"


def _work_off(worker: Worker) -> None:
    while worker.run_one():
        pass


def _peak() -> float:
    """Of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def reads(app: Any, client: TestClient) -> Iterator[str]:
    """Each read in turn; a fault where a deep page is dear or asks more."""
    here = f"/communities/{SLUG}"
    for what, address in (
        ("member list", f"{here}/members?limit=20"),
        ("list of the waiting", f"{here}/members?state=submitted&limit=20"),
        ("search of many", f"{here}/members?q=thi&limit=20"),
        ("search of few", f"{here}/members?q=dang+ngoc+lan&limit=20"),
        ("inbox", f"{here}/review?limit=20"),
    ):
        yield one(app, client, what, address)


def one(app: Any, client: TestClient, what: str, address: str) -> str:
    times: dict[str, list[float]] = {address: [], _deep(client, address): []}
    for _ in range(ROUNDS):
        for page, taken in times.items():
            app.state.house.database.proven.forget()
            started = time.perf_counter()
            answer = client.get(page)
            taken.append((time.perf_counter() - started) * 1000)
            assert answer.status_code == 200, answer.text
    medians = [statistics.median(taken) for taken in times.values()]
    first, last = medians[0], medians[-1]
    asked = [_queries(app, lambda page=page: client.get(page)) for page in times]  # type: ignore[misc]
    print(f"  {what:<20} first {first:6.2f} ms, deep {last:6.2f} ms, {asked[0]} queries")
    if last > first * DEEP:
        return f"{what}: a deep page costs {last / first:.2f} times the first"
    return "" if asked[-1] <= asked[0] else f"{what}: {asked} queries"


def _deep(client: TestClient, address: str) -> str:
    """A page far down: three hundred large pages on, or the last."""
    large, cursor = address.replace("limit=20", "limit=100"), None
    for _ in range(300):
        following = client.get(f"{large}&cursor={cursor}" if cursor else large).json()["next"]
        if following is None:
            break
        cursor = following
    return f"{address}&cursor={cursor}" if cursor else address


def _queries(app: Any, fn: Callable[[], object]) -> int:
    """How many statements one request asks, hot reads included."""
    database, count = app.state.house.database, 0
    plain = database.hot

    def hot(sql: str, parameters: Any) -> list[Any]:
        nonlocal count
        count += not sql.startswith("PRAGMA")
        return list(plain(sql, parameters))

    def seen(*_: object) -> None:
        nonlocal count
        count += 1

    database.proven.forget()
    database.hot = hot
    for engine in {database.reader, database.writer}:
        event.listen(engine, "before_cursor_execute", seen)
    try:
        fn()
    finally:
        database.hot = plain
        for engine in {database.reader, database.writer}:
            event.remove(engine, "before_cursor_execute", seen)
    return count


if __name__ == "__main__":
    main()
