"""The member list as JSON, signed in with a bearer token, 20 rows: as a share of ready bytes.

Both are served by one uvicorn worker with uvloop and httptools, measured in turns (A B A B …) over
loopback, so that what else the machine does meets both. Two shares on SQLite: one page asked again
while nothing is written (its answer is proven fresh, `Database.fresh`), and every request another
page. Ends with 1 when the first stays below the promise of 0.30; PostgreSQL is measured where its
programs are installed and promises nothing yet.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from app.commands import desk
from app.commands.demo import load_if_empty
from app.domain.ids import new_id
from app.migrations import migrate
from app.schemas.people import TokenCreate
from app.services import commanding
from app.settings import Settings
from app.store.actors import Work
from benchmarks import servers
from tests.postgres import Cluster, PostgresMissing

PROMISE = 0.30
CONNECTIONS = 8
#: Pages in turn, and the rows from one to the next: more than `Database.fresh` remembers.
PAGES, STEP = 300, 5
PHONE = "0988000001"
COMMUNITY = "gia-lam-khoe-dep"
PATH = f"/communities/{COMMUNITY}/members"


@dataclass(frozen=True, slots=True)
class Measured:
    """Answers a second, in the order in which they were taken; `other`: every time another page."""

    sen: list[float]
    other: list[float]
    bare: list[float]
    size: int

    @property
    def share(self) -> float:
        """The median of the pairs: a pair was measured within seconds of each other."""
        return self._of_bare(self.sen)

    @property
    def other_share(self) -> float:
        return self._of_bare(self.other)

    def _of_bare(self, taken: list[float]) -> float:
        pairs = zip(taken, self.bare, strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=4, help="how often A and B take turns")
    parser.add_argument("--members", type=int, default=1514, help="members of the demonstration")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args(words)
    shares: dict[str, float] = {}
    for name in [wanted.only] if wanted.only else ["sqlite", "postgresql"]:
        try:
            found = of_database(name, wanted.members, wanted.seconds, wanted.rounds)
        except PostgresMissing as missing:
            print(f"{name:<10}  not measured: {missing}")
            continue
        shares[name] = found.share
        print(report(name, found), flush=True)
    if wanted.seconds >= 1 and shares.get("sqlite", PROMISE) < PROMISE:
        sys.exit(f"sqlite: {shares['sqlite']:.3f} is below the promise of {PROMISE}")


def report(name: str, found: Measured) -> str:
    return (
        f"{name:<10}  share {found.share:.3f}   other pages {found.other_share:.3f}   "
        f"sen {statistics.median(found.sen):,.0f}/s   "
        f"bare {statistics.median(found.bare):,.0f}/s   {found.size} bytes"
    )


def of_database(name: str, members: int, seconds: float, rounds: int) -> Measured:
    with (
        tempfile.TemporaryDirectory(prefix="sen-bench-") as folder,
        place(name, Path(folder)) as settings,
    ):
        token = fill(settings, members)
        home = Path(folder)
        with servers.sen(home, settings) as ours:
            body = answer(ours, token)
            with servers.bare(home, PATH, body) as theirs:
                return take_turns(ours, theirs, token, seconds, rounds, len(body))


@contextmanager
def place(name: str, home: Path, *, durable: bool = False) -> Iterator[Mapping[str, str]]:
    """The settings of an empty installation. `durable`: PostgreSQL keeps its promises on disk."""
    settings = {"SEN_DATA_DIR": str(home), "SEN_SECRET_KEY": new_id(0) * 2, "SEN_DATABASE_URL": ""}
    if name == "sqlite":
        yield settings
        return
    cluster = Cluster.start(durable=durable)
    try:
        yield {**settings, "SEN_DATABASE_URL": cluster.create_database("bench")}
    finally:
        cluster.stop()


def fill(settings: Mapping[str, str], members: int, who: str = "moderator") -> str:
    """The demonstration, and the token of one with this role."""
    made = Settings(
        data_dir=Path(settings["SEN_DATA_DIR"]),
        database_url=settings["SEN_DATABASE_URL"],
        secret_key=settings["SEN_SECRET_KEY"],
    )
    migrate(made)
    load_if_empty(made, members)

    def give(work: Work) -> str:
        commanding.create_account(
            work,
            phone=PHONE,
            name="Đo Thị Đo",
            role=who,
            community=COMMUNITY,
            unit=None,
            hashed=None,
        )
        return commanding.create_token(work, PHONE, TokenCreate())

    return desk.write(made, give)


def answer(port: int, token: str, path: str = PATH) -> bytes:
    headers = {"Authorization": f"Bearer {token}"}
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers)) as response:
        body: bytes = response.read()
        return body


def take_turns(
    ours: int, theirs: int, token: str, seconds: float, rounds: int, size: int
) -> Measured:
    found = Measured([], [], [], size)
    same, others = [_request(PATH, token)], [_request(one, token) for one in pages(ours, token)]
    for _ in range(rounds):
        found.sen.append(per_second(ours, seconds, same))
        found.other.append(per_second(ours, seconds, others))
        found.bare.append(per_second(theirs, seconds, same))
    return found


def _request(path: str, token: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    )


def pages(port: int, token: str) -> list[str]:
    """More pages of twenty than are remembered, each beginning some rows after the one before."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None and len(found) < PAGES:
        address = f"{PATH}?limit={STEP}&cursor={cursor}" if cursor else f"{PATH}?limit={STEP}"
        cursor = json.loads(answer(port, token, address))["next"]
        found.append(f"{PATH}?cursor={cursor}" if cursor else PATH)
    return found


def per_second(port: int, seconds: float, requests: list[bytes]) -> float:
    command = [sys.executable, "-m", "benchmarks.client", str(port), str(seconds), str(CONNECTIONS)]
    done = subprocess.run(
        command, input=b"\0".join(requests), capture_output=True, check=False, env=os.environ
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return float(done.stdout)


if __name__ == "__main__":
    main()
