"""The audit log: append-only, sealed in order, and nothing done behind its back stays unseen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.models.audit import AuditRow, AuditSalt, AuditSeal
from app.services import checking
from app.services.deeds import commitment, record
from app.store import audit, records
from tests.factories import HOME, Scene, work_of


def deed(database: Database, chain: str | None = None, at: datetime | None = None) -> None:
    def write(session: Session) -> None:
        work = work_of(session, **({"now": at} if at else {}))
        record(work, "test.deed", ("member", "m"), community_id=chain, outbox=False)

    database.write_now(write)


def run(database: Database, statement: Any) -> None:
    database.write_now(lambda session: session.execute(statement))


def seal(database: Database) -> int:
    return database.write_now(lambda session: audit.seal(session, clock.now(), whole=True))


def codes(database: Database, now: datetime | None = None) -> list[str]:
    found = database.read_now(lambda session: audit.faults(session, now or clock.now()))
    return [fault.code for fault in found]


def rows(database: Database, chain: str) -> list[tuple[int, int, str]]:
    def read(session: Session) -> list[tuple[int, int, str]]:
        found = session.execute(
            select(col(AuditSeal.seq), col(AuditSeal.row_id), col(AuditSeal.hash))
            .where(col(AuditSeal.chain) == chain)
            .order_by(col(AuditSeal.seq))
        )
        return [(row[0], row[1], row[2]) for row in found]

    return database.read_now(read)


def unguard(database: Database) -> None:
    """What only the owner of the tables can do."""
    with database.writer.connect() as connection, connection.begin():
        if database.sqlite:
            for verb in ("update", "delete"):
                for table in ("audit_row", "audit_seal"):
                    connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}")
        else:
            for table in ("audit_row", "audit_seal"):
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")


FORBIDDEN = [
    "UPDATE audit_row SET action = 'other'",
    "DELETE FROM audit_row",
    "UPDATE audit_seal SET hash = hash",
    "DELETE FROM audit_seal",
]
REPLACE = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
TRUNCATE = "TRUNCATE {0} CASCADE"


@pytest.mark.parametrize("forbidden", [*FORBIDDEN, "audit_row", "audit_seal"])
def test_no_statement_changes_or_removes_a_row(database: Database, forbidden: str) -> None:
    seal(database)
    before = database.read_now(audit.count), rows(database, audit_chain(database))
    if " " not in forbidden:
        forbidden = (REPLACE if database.sqlite else TRUNCATE).format(forbidden)
    with pytest.raises(DatabaseError, match="append-only"):
        run(database, text(forbidden))
    assert (database.read_now(audit.count), rows(database, audit_chain(database))) == before


def audit_chain(database: Database) -> str:
    return database.read_now(
        lambda session: session.execute(select(col(AuditRow.chain)).limit(1)).scalar_one()
    )


def test_seals_link_each_chain_in_the_order_of_its_rows(database: Database, scene: Scene) -> None:
    chains = ["installation", *scene.communities.values()]
    for number in range(9):
        deed(database, None if number % 3 == 0 else chains[number % 3])
    assert seal(database) > 9
    for chain in chains:
        linked = rows(database, chain)
        assert [seq for seq, _, _ in linked] == list(range(1, len(linked) + 1))
        ids = [row_id for _, row_id, _ in linked]
        assert ids == sorted(ids)
        assert len({digest for _, _, digest in linked}) == len(linked)
    assert seal(database) == 0
    assert codes(database) == []


def test_a_seal_stands_on_the_one_before_it(database: Database) -> None:
    seal(database)
    deed(database)
    seal(database)
    (_, _, previous), (_, last_id, last) = rows(database, "installation")[-2:]
    row = database.read_now(lambda session: session.get(AuditRow, last_id))
    assert row is not None
    assert audit.link(previous, row) == last
    assert audit.link(audit.GENESIS, row) != last


CHANGES: list[tuple[str, Callable[[int], Any], str]] = [
    ("action", lambda row: text(f"UPDATE audit_row SET action='x' WHERE id={row}"), "row-changed"),
    ("actor", lambda row: text(f"UPDATE audit_row SET actor_id='x' WHERE id={row}"), "row-changed"),
    (
        "moment",
        lambda row: (
            AuditRow.__table__.update()  # type: ignore[attr-defined]
            .where(col(AuditRow.id) == row)
            .values(at=clock.now() - timedelta(days=1))
        ),
        "row-changed",
    ),
    ("row", lambda row: delete(AuditRow).where(col(AuditRow.id) == row), "row-missing"),
    ("seal", lambda row: delete(AuditSeal).where(col(AuditSeal.row_id) == row), "seal-missing"),
]


@pytest.mark.parametrize(("what", "statement", "code"), CHANGES, ids=[c[0] for c in CHANGES])
def test_what_was_changed_behind_the_guards_is_found(
    database: Database, what: str, statement: Callable[[int], Any], code: str
) -> None:
    for _ in range(4):
        deed(database)
    seal(database)
    assert codes(database) == []
    unguard(database)
    middle = rows(database, "installation")[-3][1]
    run(database, statement(middle))
    assert code in codes(database)


def test_a_row_slipped_in_below_the_sealed_ones_is_found(database: Database) -> None:
    deed(database)
    seal(database)
    forged = {"chain": "installation", "action": "forged", "subject_type": "x", "subject_id": "x"}
    old = clock.now() - timedelta(minutes=5)
    run(database, insert(AuditRow).values(id=-1, at=old, facts={}, **forged))
    assert codes(database) == ["unsealed"]


def test_a_row_unsealed_for_longer_than_a_minute_is_a_fault(database: Database) -> None:
    seal(database)
    deed(database)
    assert codes(database) == []
    assert codes(database, clock.now() + timedelta(seconds=59)) == []
    assert codes(database, clock.now() + timedelta(seconds=61)) == ["unsealed"]
    seal(database)
    assert codes(database, clock.now() + timedelta(seconds=61)) == []


def test_writers_beside_the_sealer_never_leave_a_broken_chain(
    database: Database, scene: Scene
) -> None:
    community, rounds = scene.communities[HOME], 40
    done = threading.Event()

    def write() -> None:
        for number in range(rounds):
            deed(database, community if number % 2 else None)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    while not done.is_set():
        seal(database)
        assert codes(database) == []
        if not any(writer.is_alive() for writer in writers):
            done.set()
    database.write_now(checking.seal_first)
    assert codes(database, clock.now() + timedelta(minutes=2)) == []
    sealed = sum(len(rows(database, chain)) for chain in ("installation", community))
    assert sealed >= 4 * rounds


def test_a_row_of_a_running_transaction_holds_back_those_above_it(database: Database) -> None:
    """Numbers are given before commits: what has a higher number waits, or the order would lie."""
    if database.sqlite:
        pytest.skip("SQLite has one writer at a time")
    seal(database)
    with Session(database.writer) as running:
        record(work_of(running), "test.slow", ("member", "slow"), outbox=False)
        running.flush()
        deed(database)
        assert seal(database) == 0
        running.commit()
    assert seal(database) == 2
    linked = rows(database, "installation")
    assert [row_id for _, row_id, _ in linked] == sorted(row_id for _, row_id, _ in linked)


def test_personal_values_enter_as_commitments_with_the_salt_of_one_person(
    database: Database, scene: Scene
) -> None:
    def read(session: Session) -> list[AuditRow]:
        return list(
            session.execute(
                select(AuditRow).where(col(AuditRow.action) == "member.apply")
            ).scalars()
        )

    applied = {row.subject_id: row for row in database.read_now(read)}
    hoa, other = applied[scene.members["hoa"]], applied[scene.members["other_hoa"]]
    value = {"name": "Lê Thị Hoa", "phone": scene.phones["hoa"]}
    assert len(hoa.after) == 64
    assert hoa.after != other.after
    assert hoa.after != commitment(value, "")
    written = repr([row.model_dump() for row in applied.values()])
    assert "Hoa" not in written
    assert scene.phones["hoa"] not in written


def test_erasing_a_salt_keeps_the_chain_and_forgets_what_was_meant(
    database: Database, scene: Scene
) -> None:
    seal(database)
    salted = database.read_now(lambda s: len(list(s.execute(select(AuditSalt)).scalars())))
    assert salted > 0
    run(database, delete(AuditSalt))
    assert codes(database, clock.now() + timedelta(minutes=2)) == []
    person = scene.persons["member"]
    one = database.write_now(lambda session: records.salt_of(session, person))
    assert one == database.write_now(lambda session: records.salt_of(session, person))
