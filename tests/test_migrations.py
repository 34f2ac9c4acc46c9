"""Migrations: what they leave behind is what the models declare, on this database."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url

from app import migrations
from app.db import Database
from app.domain import twins
from app.models import SQLModel
from app.settings import Settings
from app.sqlite import sqlite_engine
from tests import factories
from tests.conftest import POSTGRES, make_settings

VERSIONS = migrations.SCRIPTS / "versions"
Picture = dict[str, Any]


@pytest.fixture
def empty(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[Settings]]:
    """Two places without a table."""
    made: list[Settings] = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        url = ""
        if POSTGRES:
            url = request.getfixturevalue("postgres").create_database(f"m_{name}")
        made.append(make_settings(tmp_path / name, url))
    yield made
    if POSTGRES:
        for name in ("one", "two"):
            request.getfixturevalue("postgres").drop_database(f"m_{name}")


def engine_of(settings: Settings, *, foreign_keys: bool = True) -> Engine:
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        return sqlite_engine(url.database or "", 1000, foreign_keys=foreign_keys)
    return create_engine(url)


def picture(settings: Settings) -> Picture:
    """Everything that guards the rows, table by table, as the database itself tells it."""
    engine = engine_of(settings)
    with engine.connect() as connection:
        found = _tables(connection)
        found["triggers"] = _triggers(connection)
        found["indexes"] = _indexes(connection)
    engine.dispose()
    return found


def _tables(connection: Connection) -> Picture:
    inspector = inspect(connection)
    return {
        table: {
            "columns": {
                column["name"]: (
                    str(column["type"]),
                    column["nullable"],
                    _plain(str(column["default"])),
                )
                for column in inspector.get_columns(table)
            },
            "key": inspector.get_pk_constraint(table),
            "foreign": sorted(
                (key["name"], key["constrained_columns"], key["referred_table"])
                for key in inspector.get_foreign_keys(table)
            ),
            "unique": sorted(
                (str(key["name"]), key["column_names"])
                for key in inspector.get_unique_constraints(table)
            ),
            "checks": sorted(
                (str(check["name"]), _plain(check["sqltext"]))
                for check in inspector.get_check_constraints(table)
            ),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def _triggers(connection: Connection) -> list[Any]:
    if connection.dialect.name == "sqlite":
        statement = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        statement = (
            "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(t.oid) || p.prosrc "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal"
        )
    return sorted((row[0], row[1], _plain(row[2])) for row in connection.execute(text(statement)))


def _indexes(connection: Connection) -> list[Any]:
    """With their conditions: a partial index that lost its WHERE forbids far too much."""
    if connection.dialect.name == "sqlite":
        statement = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'"
    else:
        statement = (
            "SELECT indexname, tablename, indexdef FROM pg_indexes "
            "WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
    return sorted(
        (row[0], row[1], _plain(row[2] or ""))
        for row in connection.execute(text(statement))
        if row[1] != "alembic_version"
    )


def _plain(sql: str) -> str:
    """One spelling for blanks and quotes."""
    return re.sub(r'[\s"]+', " ", sql).strip()


def declare(settings: Settings) -> None:
    engine = engine_of(settings)
    try:
        with engine.begin() as connection:
            SQLModel.metadata.create_all(connection)
    finally:
        engine.dispose()


def test_after_every_migration_the_database_is_what_the_models_declare(
    empty: list[Settings],
) -> None:
    migrated, declared = empty
    migrations.migrate(migrated)
    declare(declared)
    left, right = picture(migrated), picture(declared)
    assert left.keys() == right.keys()
    for name in right:
        assert left[name] == right[name], name


def test_the_guards_are_seen_at_all(empty: list[Settings]) -> None:
    """The comparison above would be empty words if neither side had any."""
    migrations.migrate(empty[0])
    found = picture(empty[0])
    assert len(found["triggers"]) >= 4
    assert any("WHERE" in definition.upper() for _, _, definition in found["indexes"])
    assert any("submitted" in rule for _, rule in found["member"]["checks"])
    assert found["member"]["foreign"]
    assert found["member"]["unique"]


def test_down_to_nothing_and_up_again_ends_at_the_same(empty: list[Settings]) -> None:
    settings = empty[0]
    migrations.migrate(settings)
    before = picture(settings)
    engine = engine_of(settings)
    with engine.connect() as connection, connection.begin():
        command.downgrade(migrations.config(connection), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    migrations.migrate(settings)
    assert picture(settings) == before


def test_migrating_twice_changes_nothing(empty: list[Settings]) -> None:
    migrations.migrate(empty[0])
    before = picture(empty[0])
    migrations.migrate(empty[0])
    assert picture(empty[0]) == before


def test_there_is_one_head_and_one_way_to_it() -> None:
    scripts = ScriptDirectory.from_config(migrations.config())
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    assert len(list(scripts.walk_revisions())) == len(list(VERSIONS.glob("*.py")))


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("*.py")), ids=lambda path: path.stem)
def test_a_version_stands_alone_and_has_its_file_s_name(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not {name for name in imported if name.split(".")[0] in {"app", "tests"}}
    assert re.fullmatch(r"\d{4}_\d\d_\d\d_[a-z]+(_[a-z0-9]+)+", path.stem)
    assert f'revision = "{path.stem}"' in path.read_text(encoding="utf-8")


def test_files_of_before_get_their_keys_and_lose_nothing(empty: list[Settings]) -> None:
    """The migration has its own copy of the rule, which must say what the rule says."""
    settings = empty[0]
    migrations.migrate(settings)
    database = Database(settings)
    try:
        database.write_now(factories.people)
        database.write_now(
            lambda session: session.execute(
                text("UPDATE person SET birth_year=1979 WHERE fold LIKE '%hoa'")
            )
        )
    finally:
        database.close()
    rows = "SELECT member.*, person.birth_year FROM member JOIN person ON person.id = person_id"
    engine = engine_of(settings)
    with engine.connect() as connection:
        before = {row["id"]: dict(row) for row in connection.execute(text(rows)).mappings()}
    engine.dispose()
    engine = engine_of(settings, foreign_keys=False)
    with engine.connect() as connection, connection.begin():
        command.downgrade(migrations.config(connection), "2026_11_27_keep_batches")
    migrations.migrate(settings)
    with engine.connect() as connection:
        after = {row["id"]: dict(row) for row in connection.execute(text(rows)).mappings()}
    engine.dispose()
    keys = {row["twin_key"] for row in after.values()}
    assert {"lh1979", "nm"} <= keys
    for row in after.values():
        assert row["twin_key"] == twins.key(row["fold"], row["birth_year"])
    assert {i: r | {"twin_key": ""} for i, r in after.items()} == {
        i: r | {"twin_key": ""} for i, r in before.items()
    }
