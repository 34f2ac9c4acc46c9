"""What one installation gives to its requests: wired once in `main`, found on `app.state`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from starlette.requests import Request

from app.db import Database
from app.domain.pictures import Limits
from app.settings import Settings
from app.store.actors import Work
from app.web.frames import Frame
from app.web.meter import Meter
from app.web.pages import Pages
from app.web.streams import Streams
from app.web.throttles import Throttles


class Hasher(Protocol):
    """What `web` needs of passwords and logins; `main` wires it from services and store."""

    def check_new(self, password: str) -> None: ...

    def hashed(self, password: str) -> str: ...

    def fits(self, password: str, stored: str | None) -> bool: ...

    def normal_login(self, login: str) -> str: ...

    def secret_of(self, database: Database, login: str) -> tuple[str, str | None] | None: ...


class Codes(Protocol):
    """What `web` needs of applicants' codes; `main` wires it from store."""

    def phone_of(self, database: Database, code: str) -> tuple[str, str | None] | None: ...

    def count_try(self, session: Session, member_id: str, now: datetime) -> int: ...

    def forget_tries(self, session: Session, member_id: str) -> None: ...


class PagesOutside(Protocol):
    """What `web` needs of Facebook Pages; `main` wires it from services and integrations."""

    def allow(self, work: Work, slug: str) -> None: ...

    def checked(self, page_id: str, token: str) -> tuple[str, str]: ...


class Media(Protocol):
    """What `web` needs of the storage of files; slow, so never inside a transaction."""

    def put(self, key: str, data: bytes) -> None: ...

    def get(self, key: str) -> bytes | None: ...

    def drop(self, keys: Iterable[str]) -> None: ...


@dataclass(slots=True)
class House:
    settings: Settings
    database: Database
    pages: Pages
    #: The places, names and counts around a page; `main` wires the reader from `store`.
    frame: Callable[[Any, Work, Any], Frame]
    hasher: Hasher
    codes: Codes
    #: A list's bytes as sheets, read as their headings say; `main` wires the reader.
    read_sheets: Callable[[bytes], list[Any]]
    #: An XLSForm's bytes as its sheets.
    read_xlsform: Callable[[bytes], Any]
    pages_outside: PagesOutside
    media: Media
    new_key: Callable[[], str]
    pictures: Limits
    #: What is wrong with a picture once it is decoded, in a process with limits; "" for nothing.
    fault: Callable[[bytes, str, int], str]
    #: A schema as the bytes of a picture; `main` wires the drawing.
    draw: Callable[[Any], bytes]
    signer: URLSafeTimedSerializer
    secret: bytes
    #: Who came, until it is written as numbers.
    meter: Meter
    throttles: Throttles = field(default_factory=Throttles)
    #: Those who listen, in this process.
    streams: Streams = field(init=False)
    #: argon2 lives in one thread of its own, so that a login burst leaves the feed alone (§9).
    passwords: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="sen-password")
    )

    #: Pictures are drawn one after another, beside the requests and outside their transactions.
    drawing: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="sen-drawing")
    )

    #: Large files too: each is made whole before its first byte leaves.
    making: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="sen-making")
    )

    def __post_init__(self) -> None:
        self.streams = Streams(self.database)

    def close(self) -> None:
        self.making.shutdown(wait=True)
        self.drawing.shutdown(wait=True)
        self.passwords.shutdown(wait=True)
        self.database.close()


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house
