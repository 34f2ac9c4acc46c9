"""Handing papers in: so many a second to a real server, none lost and none doubled.

`python -m benchmarks.entries [--seconds 600] [--rate 100] [--kill] [--only sqlite|postgresql]`.
`sen serve` runs as an operator starts it, its worker inside; every woman has a paper of one round
in progress and hands it in at her own moment, whatever became of the others. Latency counts from
that moment. With `--kill` the server is killed in the middle (SIGKILL) and started again; whoever
has no receipt sends the same again, as people do. PostgreSQL keeps its promises on disk here.
Ends with 1 where an acknowledged entry is missing or changed, stands twice, or has no place.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.db import Database
from app.domain.ids import new_id, new_token
from app.migrations import migrate
from app.models.contests import Attempt, ContestRound, RoundTurn
from app.models.members import Member
from app.models.people import Account, Person, Token
from app.services.contests import entry_checks
from app.services.deeds import fresh_id
from app.settings import Settings
from app.store.actors import digest
from benchmarks import servers
from benchmarks.lines import Lines, Lost
from tests import contests, factories
from tests.postgres import Cluster, PostgresMissing

SECONDS, RATE = 600, 100
ANSWERS = {f"q{n}": ["b"] for n in range(1, 11)}
BODY = json.dumps({"answers": ANSWERS, "prediction": 5}).encode()
CHUNK = 2000
#: Whoever has no receipt by then is a fault.
PATIENCE = 60.0


@dataclass
class Server:
    """`sen serve` on one port, which may be killed and started again."""

    home: Path
    settings: Mapping[str, str]
    port: int = field(default_factory=servers.free_port)
    process: servers.Process | None = None

    def start(self) -> None:
        log = self.home / "sen.log"
        self.process = servers.start_sen({**self.settings, "SEN_PORT": str(self.port)}, log)
        servers.wait_for(f"http://127.0.0.1:{self.port}/health", self.process, log)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


@dataclass
class Measured:
    """`late`: seconds from her moment to her receipt. `entries`: attempt → leaf on her receipt."""

    late: list[float]
    entries: dict[str, str]
    again: int
    seconds: float
    faults: list[str]

    def percentile(self, share: int) -> float:
        return statistics.quantiles(self.late, n=100)[share - 1] * 1000


def measure(name: str, seconds: float, rate: float, *, kill: bool = False) -> Measured:
    """One run from an empty installation to the proof that everything stands."""
    with (
        tempfile.TemporaryDirectory(prefix="sen-bench-") as folder,
        place(name, Path(folder)) as settings,
    ):
        many = max(2, int(seconds * rate))
        round_id, papers = fill(settings, many)
        surroundings = {
            "SEN_DATA_DIR": folder,
            "SEN_SECRET_KEY": settings.secret_key,
            "SEN_DATABASE_URL": settings.database_url,
            "SEN_LOG_LEVEL": "warning",
        }
        server = Server(Path(folder), surroundings)
        server.start()
        try:
            going = burst(server, papers, rate, kill_at=many // 2 if kill else None)
            # In a thread of its own: whoever calls may have a loop already.
            with ThreadPoolExecutor(1) as alone:
                found = alone.submit(asyncio.run, going).result()
        finally:
            server.stop()
        found.faults = faults(settings, round_id, found.entries)
        return found


@contextmanager
def place(name: str, home: Path) -> Iterator[Settings]:
    secret = new_id(0) * 2
    if name == "sqlite":
        yield Settings(data_dir=home, secret_key=secret, database_url="")
        return
    cluster = Cluster.start(durable=True)
    try:
        url = cluster.create_database("bench")
        yield Settings(data_dir=home, secret_key=secret, database_url=url)
    finally:
        cluster.stop()


# -- who hands in --------------------------------------------------------------------------------


def fill(settings: Settings, many: int) -> tuple[str, list[tuple[str, str]]]:
    """(round, (attempt, token) of each woman)."""
    migrate(settings)
    database = Database(settings)
    try:
        return database.write_now(lambda session: _fill(session, many))
    finally:
        database.close()


def _fill(session: Session, many: int) -> tuple[str, list[tuple[str, str]]]:
    work = factories.work_of(session)
    scene = factories.people(session)
    contest = contests.contest(work, scene)
    of = contests.round_of(work, contest, closes_at=work.now + 86400 * contests.SECOND)
    # As the first paper that is asked for leaves them.
    contest.begun_at = of.begun_at = work.now
    person, token = contests.woman(work, 0)
    paper = contests.paper(work, of, person)
    session.flush()
    first: dict[type[Any], dict[str, Any]] = {
        table: session.execute(select(table).where(where)).scalar_one().model_dump()
        for table, where in (
            (Person, col(Person.id) == person),
            (Account, col(Account.person_id) == person),
            (Member, col(Member.person_id) == person),
            (Token, col(Token.digest) == digest(token)),
            (Attempt, col(Attempt.id) == paper.id),
            (RoundTurn, col(RoundTurn.attempt_id) == paper.id),
        )
    }
    papers = [(paper.id, token)]
    for start in range(1, many, CHUNK):
        women = [_woman(work, number) for number in range(start, min(start + CHUNK, many))]
        for table, row in first.items():
            session.execute(insert(table), [row | woman[table] for woman in women])
        papers += [(woman[Attempt]["id"], woman["token"]) for woman in women]
    return of.id, papers


def _woman(work: Any, number: int) -> dict[Any, Any]:
    """What one woman's rows have of their own."""
    token, ids = new_token(), {name: fresh_id(work) for name in ("person", "account", "paper")}
    return {
        "token": token,
        Person: {"id": ids["person"]},
        Account: {"id": ids["account"], "person_id": ids["person"]},
        Member: {
            "id": fresh_id(work),
            "person_id": ids["person"],
            "code": f"{number:012}",
            "file_no": f"N{number:05}",
        },
        Token: {"id": fresh_id(work), "digest": digest(token), "account_id": ids["account"]},
        Attempt: {"id": ids["paper"], "person_id": ids["person"]},
        RoundTurn: {"person_id": ids["person"], "attempt_id": ids["paper"]},
    }


# -- the burst -----------------------------------------------------------------------------------


async def burst(
    server: Server, papers: list[tuple[str, str]], rate: float, *, kill_at: int | None
) -> Measured:
    """Each at her moment. The server falls when so many have begun to hand in."""
    found = Measured([], {}, 0, 0.0, [])
    lines = Lines(server.port)
    started = time.perf_counter()
    tasks = []
    for number, (attempt, token) in enumerate(papers):
        moment = started + number / rate
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        tasks.append(asyncio.create_task(_hand_in(lines, attempt, token, moment, found)))
        if number == kill_at:
            tasks.append(asyncio.create_task(asyncio.to_thread(_fall, server)))
    await asyncio.gather(*tasks)
    found.seconds = time.perf_counter() - started
    lines.close()
    return found


def _fall(server: Server) -> None:
    server.kill()
    server.start()


async def _hand_in(lines: Lines, attempt: str, token: str, moment: float, found: Measured) -> None:
    """Until she has her receipt."""
    while time.perf_counter() < moment + PATIENCE:
        try:
            status, said = await lines.post(
                f"/attempts/{attempt}/submission", token, BODY, within=10
            )
        except Lost:
            status, said = 0, {}
        if status == 200:
            found.late.append(time.perf_counter() - moment)
            found.entries[attempt] = said["receipt"]["leaf"]
            return
        found.again += 1
        await asyncio.sleep(0.2)


# -- what stands ---------------------------------------------------------------------------------


def faults(settings: Settings, round_id: str, told: Mapping[str, str]) -> list[str]:
    """Every acknowledged entry stands once, as it was acknowledged; `sen verify` agrees."""
    database = Database(settings)
    try:
        return database.read_now(lambda session: _faults(session, round_id, told))
    finally:
        database.close()


def _faults(session: Session, round_id: str, told: Mapping[str, str]) -> list[str]:
    rows = session.execute(
        select(col(Attempt.id), col(Attempt.leaf)).where(
            col(Attempt.round_id) == round_id, col(Attempt.state) == "submitted"
        )
    )
    stand = {row[0]: row[1] for row in rows}
    found = [f"{one} is lost or changed" for one, leaf in told.items() if stand.get(one) != leaf]
    entries = session.get_one(ContestRound, round_id).entries
    if entries != len(stand):
        found.append(f"{entries} entries counted, {len(stand)} stand")
    return found + list(entry_checks.faults(session))


def report(name: str, found: Measured, asked: int) -> str:
    late = ", ".join(f"p{share} {found.percentile(share):.0f} ms" for share in (50, 95, 99))
    rate = len(found.entries) / found.seconds
    return (
        f"{name:<10}  {len(found.entries)} of {asked} handed in, {rate:.0f}/s, {late}, "
        f"{found.again} sent again; lost, changed or doubled: {len(found.faults)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--rate", type=float, default=RATE, help="papers a second")
    parser.add_argument("--kill", action="store_true", help="kill the server in the middle")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args()
    asked, wrong = max(2, int(wanted.seconds * wanted.rate)), False
    for name in [wanted.only] if wanted.only else ["sqlite", "postgresql"]:
        try:
            found = measure(name, wanted.seconds, wanted.rate, kill=wanted.kill)
        except PostgresMissing as missing:
            print(f"{name:<10}  not measured: {missing}")
            continue
        print(report(name, found, asked), flush=True)
        print("\n".join(found.faults[:20]), end="")
        wrong = wrong or bool(found.faults) or len(found.entries) < asked
    sys.exit(wrong)


if __name__ == "__main__":
    main()
