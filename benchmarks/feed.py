"""The feed: its share of a bare route, and what it costs among a million posts.

`python -m benchmarks.feed [--posts 1000000] [--only sqlite|postgresql] [--seconds 3] [--rounds 4]
[--waiting 1000]`

Shares are taken from real servers in turns (A B A B …), against a bare FastAPI route that returns
the same bytes: the signed-in feed as JSON (promise 0.30) and as a page (0.20), and the first page
of public bulletins as a stranger reads it (0.50); promised on SQLite.
Among a million posts the first page and the ten-thousandth take turns (promise 1.3), a search of a
common and of a rare word is measured, and a thousand posts that wait are approved in bulk. Ends
with 1 where a promise is broken; PostgreSQL promises no shares.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from fastapi.testclient import TestClient
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.domain.ids import new_id, new_token
from app.domain.text import fold
from app.main import create_app
from app.models.people import SignIn
from app.models.posts import Post
from app.schemas.posts import PostCreate
from app.services.deeds import fresh_id
from app.services.posts import writing
from app.settings import Settings
from app.store import accounts, communities, post_words
from app.store.actors import Work, by_token, digest
from app.web import logs
from app.web.paging import encode
from benchmarks import servers
from benchmarks.__main__ import COMMUNITY, PHONE, fill, per_second, place
from tests.factories import work_of
from tests.postgres import PostgresMissing

FEED, PUBLIC = f"/communities/{COMMUNITY}/posts", f"/communities/{COMMUNITY}/bulletins"
DEEP = 1.3
SHARED_POSTS = 60
ROUNDS = 15
AT_ONCE = 200
#: Words of the invented posts; "hiếm" stands in one of ten thousand.
WORDS = (
    "chị em canh cua rau đay nấu cơm đi bộ sáng sớm con nhỏ học bài vườn rau khăn len may vá "
    "hát múa yoga sức khỏe chợ phiên làng xóm họp chi hội cây bưởi đường hoa nhà văn hóa"
).split()
BODY = 45


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--waiting", type=int, default=1_000, help="posts approved in bulk")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args(words)
    faults: list[str] = []
    for name in [wanted.only] if wanted.only else ["sqlite", "postgresql"]:
        try:
            faults += measured(name, wanted)
        except PostgresMissing as missing:
            print(f"{name}: not measured: {missing}")
    if wanted.seconds >= 1:
        sys.exit("\n".join(faults) or None)


def measured(name: str, wanted: argparse.Namespace) -> Iterator[str]:
    """Promises that one database does not keep."""
    with (
        tempfile.TemporaryDirectory(prefix="sen-feed-") as folder,
        place(name, Path(folder)) as given,
    ):
        token = fill(given, 200, "chair")
        yield from shares(name, Path(folder), given, token, wanted)
        yield from among_many(name, given, token, wanted)


# -- shares ----------------------------------------------------------------------------------------


def shares(
    name: str, home: Path, given: Mapping[str, str], token: str, wanted: argparse.Namespace
) -> Iterator[str]:
    """The first page of the feed, signed in, as JSON and as a page; of the bulletins for all."""
    cookie = furnish(given, SHARED_POSTS)
    page = {"Accept": "text/html"}
    ways = [
        Way("the feed as JSON", FEED, {"Authorization": f"Bearer {token}"}, 0.30),
        Way("the feed as a page", FEED, {"Cookie": f"sen={cookie}", **page}, 0.20),
        Way("public bulletins", PUBLIC, page, 0.50),
    ]
    with servers.sen(home, given) as ours:
        for way in ways:
            request = way.request()
            body = way.answer(ours)
            with servers.bare(home, way.path, body) as theirs:
                pairs = [
                    (
                        per_second(ours, wanted.seconds, [request]),
                        per_second(theirs, wanted.seconds, [request]),
                    )
                    for _ in range(wanted.rounds)
                ]
            share = statistics.median(sen / bare for sen, bare in pairs)
            rate = statistics.median(sen for sen, _ in pairs)
            print(f"{name:<10}  {way.name}: share {share:.3f}, {rate:,.0f}/s, {len(body)} bytes")
            if name == "sqlite" and share < way.promise:
                yield f"{name}: {way.name} {share:.3f} of bare, promised {way.promise}"


@dataclass(frozen=True)
class Way:
    """One request that is asked again and again."""

    name: str
    path: str
    headers: Mapping[str, str]
    promise: float

    def request(self) -> bytes:
        lines = [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join(
            [f"GET {self.path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]
        ).encode()

    def answer(self, port: int) -> bytes:
        request = Request(f"http://127.0.0.1:{port}{self.path}", headers=dict(self.headers))
        with urlopen(request) as response:
            body: bytes = response.read()
            return body


def furnish(given: Mapping[str, str], posts: int) -> str:
    """Published posts and public bulletins, and a session of the chair: its cookie."""
    database = Database(_settings(given))
    try:
        add_posts(database, posts)
        add_posts(database, posts, kind="bulletin", audience="public")
        return database.write_now(_sign_in)
    finally:
        database.close()


def _sign_in(session: Session) -> str:
    work, cookie = work_of(session), new_token()
    account = accounts.by_login(session, PHONE)
    assert account is not None
    session.add(
        SignIn(
            id=fresh_id(work),
            digest=digest(cookie),
            account_id=account.id,
            device="bench",
            created_at=work.now,
            expires_at=work.now + timedelta(days=1),
        )
    )
    return cookie


# -- a million -------------------------------------------------------------------------------------


def among_many(
    name: str, given: Mapping[str, str], token: str, wanted: argparse.Namespace
) -> Iterator[str]:
    """First and deep page in turns, searches, and approvals in bulk."""
    app = create_app(_settings(given))
    database: Database = app.state.house.database
    try:
        started = time.perf_counter()
        deep = add_posts(database, wanted.posts)
        print(f"{name:<10}  {wanted.posts:,} posts made in {time.perf_counter() - started:.0f} s")
        client = TestClient(app, headers={"authorization": f"Bearer {token}"})
        first, last = in_turns(database, client, FEED, f"{FEED}?cursor={deep}")
        print(f"{name:<10}  first page {first:.2f} ms, 10,000th page {last:.2f} ms")
        if last > first * DEEP:
            yield f"{name}: a deep page costs {last / first:.2f} times the first"
        for what, q in (("common", "chi em"), ("rare", "hiem hoi"), ("none", "khongco")):
            spent, _ = in_turns(database, client, f"{FEED}?q={q.replace(' ', '+')}", FEED)
            print(f"{name:<10}  search of a {what} word {spent:.2f} ms")
        print(f"{name:<10}  {approve_in_bulk(database, client, token, wanted.waiting)}")
    finally:
        app.state.house.close()


def in_turns(database: Database, client: TestClient, *pages: str) -> tuple[float, ...]:
    """Median milliseconds of each page, nothing remembered in between."""
    times: dict[str, list[float]] = {page: [] for page in pages}
    for _ in range(ROUNDS):
        for page, taken in times.items():
            database.proven.forget()
            started = time.perf_counter()
            reply = client.get(page)
            taken.append((time.perf_counter() - started) * 1000)
            assert reply.status_code == 200, reply.text
    return tuple(statistics.median(taken) for taken in times.values())


def add_posts(
    database: Database, count: int, *, kind: str = "member", audience: str = "members"
) -> str:
    """Published posts by one author, ten seconds apart; the cursor of the 10,000th page."""
    chance = random.Random(1)
    now = clock.now()

    def author(session: Session) -> tuple[str, str]:
        account = accounts.by_login(session, PHONE)
        assert account is not None
        return communities.get(session, COMMUNITY).id, account.person_id

    community, person = database.read_now(author)
    deep, chunk = 10_000 * 20, 10_000
    cursor = ""
    for start in range(0, count, chunk):
        rows = []
        for n in range(start, min(start + chunk, count)):
            at = now - timedelta(seconds=10 * (count - n))
            body = " ".join(chance.choices(WORDS, k=BODY)) + (
                " hiếm hoi" if n % 10_000 == 0 else ""
            )
            row: dict[str, Any] = {
                "id": new_id(int(at.timestamp() * 1000)),
                "community_id": community,
                "kind": kind,
                "audience": audience,
                "state": "published",
                "version": 1,
                "author_id": person,
                "anonymous": False,
                "may_mend": False,
                "topic": None,
                "title": f"Bài {n}",
                "body": body,
                "body_html": f"<p>{body}</p>",
                "fold": fold(f"Bài {n} {body}"),
                "comments_closed": False,
                "comments": 0,
                "reactions": 0,
                "state_reason": "",
                "created_at": at,
                "changed_at": at,
                "published_at": at,
                "media": [],
            }
            rows.append(row)
            if n == count - deep:
                cursor = encode((at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), row["id"]))
        database.write_now(lambda session, rows=rows: session.execute(insert(Post), rows))  # type: ignore[misc]
    database.write_now(lambda session: post_words.rebuild(session.connection()))
    database.write_now(lambda session: session.execute(text("ANALYZE")))
    return cursor


def approve_in_bulk(database: Database, client: TestClient, token: str, count: int) -> str:
    """Posts by somebody else, two hundred at a time."""
    actor = by_token(database, token, clock.now(), clock.today())
    assert actor is not None
    author = database.read_now(lambda session: _somebody_else(session, actor.person_id or ""))

    def write(session: Session) -> list[str]:
        work: Work = work_of(session, actor=replace(actor, person_id=author))
        return [
            writing.create(work, COMMUNITY, PostCreate(body=f"Bài chờ {n}")).id
            for n in range(count)
        ]

    ids = database.write_now(write)
    started = time.perf_counter()
    for start in range(0, count, AT_ONCE):
        items = [{"id": one} for one in ids[start : start + AT_ONCE]]
        body = {"decision": "approval", "items": items}
        reply = client.post(f"/communities/{COMMUNITY}/review/batch", json=body)
        assert reply.status_code == 200, reply.text
        assert {one["status"] for one in reply.json()["results"]} == {200}
    return f"{count:,} posts approved in bulk in {time.perf_counter() - started:.1f} s"


def _somebody_else(session: Session, person_id: str) -> str:
    statement = text("SELECT person_id FROM member WHERE person_id <> :mine LIMIT 1")
    return str(session.execute(statement, {"mine": person_id}).scalar_one())


def _settings(given: Mapping[str, str]) -> Settings:
    return Settings(
        data_dir=Path(given["SEN_DATA_DIR"]),
        database_url=given["SEN_DATABASE_URL"],
        secret_key=given["SEN_SECRET_KEY"],
        embedded_worker=False,
    )


if __name__ == "__main__":
    logs.set_up("error")
    main()
