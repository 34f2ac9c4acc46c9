"""`sen doctor`: what is wrong with this installation, in Vietnamese, for its operator."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import clock, content
from app.domain.letters import fill
from app.integrations.storage import Media, StorageAway
from app.store import audit, communities, deliveries, installation, jobs, pictures

MIN_FREE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    fine: bool
    text: str
    #: A grave finding ends the command with 1.
    grave: bool = True


class Installation(Protocol):
    """What the doctor looks at; `app.db.Database` is one."""

    sqlite: bool
    writer: Engine
    journal: str
    revision_is_head: bool

    @property
    def data_dir(self) -> str: ...

    @property
    def sqlite_version(self) -> str: ...

    @property
    def sqlite_safe(self) -> bool: ...

    @property
    def production(self) -> bool: ...


def examine(place: Installation, media: Media) -> list[Finding]:
    """Every finding, good ones too, so that the operator sees what was looked at."""
    found = [*_library(place), *_disk(place)]
    with Session(place.writer) as session:
        found += _database(place, session)
        known = set(pictures.every_key(session)) if place.revision_is_head else set()
    return found + list(_media(media, known))


def _say(key: str) -> str:
    return content.doctor()[key]


def _library(place: Installation) -> Iterator[Finding]:
    if place.sqlite:
        key = "sqlite_safe" if place.sqlite_safe else "sqlite_unsafe"
        yield Finding(place.sqlite_safe, f"{_say(key)} ({place.sqlite_version}, {place.journal})")
        yield Finding(not place.production, _say("sqlite_production"), grave=False)
    else:
        yield Finding(fine=True, text=_say("postgresql"))
    key = "profile_production" if place.production else "profile_development"
    yield Finding(place.production, _say(key), grave=False)


def _disk(place: Installation) -> Iterator[Finding]:
    free = shutil.disk_usage(place.data_dir).free
    yield Finding(free > MIN_FREE_BYTES, fill(_say("disk"), n=f"{free // 10**9}"))


def _media(media: Media, known: set[str]) -> Iterator[Finding]:
    """What came or went while it was looked at is no finding: such files are young."""
    try:
        media.check()
        lying = set(media.keys(clock.now()))
    except StorageAway:
        yield Finding(fine=False, text=_say("media_away"))
        return
    yield Finding(fine=True, text=_say("media"))
    lost, orphans = known - lying, lying - known
    yield Finding(not lost, fill(_say("media_lost"), n=str(len(lost))))
    yield Finding(not orphans, fill(_say("media_orphans"), n=str(len(orphans))), grave=False)


def _database(place: Installation, session: Session) -> Iterator[Finding]:
    key = "migrated" if place.revision_is_head else "not_migrated"
    yield Finding(place.revision_is_head, _say(key))
    if not place.revision_is_head:
        return
    stale = [fault for fault in audit.faults(session, clock.now()) if fault.code == "unsealed"]
    yield Finding(not stale, fill(_say("unsealed"), n=str(len(stale))))
    failed = jobs.failed(session)
    yield Finding(not failed, fill(_say("failed_jobs"), n=str(len(failed))))
    trouble = deliveries.in_trouble(session, clock.now(), timedelta(days=7))
    said = _say("deliveries" if trouble else "deliveries_fine")
    counted, codes = str(sum(trouble.values())), ", ".join(sorted(trouble))
    yield Finding(not trouble, fill(said, n=counted, ly_do=codes), grave=False)
    demo = any(community.demo for community in communities.every(session))
    yield Finding(not demo, _say("demo" if demo else "no_demo"), grave=False)
    if not place.sqlite:
        owns = installation.owns_the_log(session)
        yield Finding(
            not owns, _say("owns_log" if owns else "apart_from_log"), grave=place.production
        )
        scrubs, keeps = installation.may_scrub(session), installation.keeps_wal(session)
        yield Finding(scrubs, _say("scrubs" if scrubs else "scrubs_not"), grave=place.production)
        yield Finding(not keeps, _say("keeps_wal" if keeps else "no_wal_kept"), grave=False)
