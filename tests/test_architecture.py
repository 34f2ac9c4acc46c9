"""The house's rules, read off the source: which room may import which, and what stands only where.

`ROOMS` is the table of the design. A rule is a function of one parsed module that yields what is
wrong with it; every rule is shown a module that breaks it, so a rule that sees nothing fails too.
"""

from __future__ import annotations

import ast
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 300


@dataclass(frozen=True)
class Room:
    """What the modules of one room may import; the standard library is open to all.

    `rooms` are names below `app`; a dotted one opens that module alone, `*` opens everything.
    """

    rooms: frozenset[str]
    libraries: frozenset[str] = frozenset()


def room(rooms: str, libraries: str = "") -> Room:
    return Room(frozenset(rooms.split()), frozenset(libraries.split()))


TABLES = "sqlmodel sqlalchemy"

ROOMS = {
    "domain": room("domain"),
    "models": room("models domain", TABLES),
    "schemas": room("schemas domain", "pydantic pydantic_core"),
    "store": room("store domain models", TABLES),
    "clock": room("domain settings"),
    "settings": room("domain", "pydantic pydantic_settings"),
    "i18n": room("i18n domain settings"),
    "sqlite": room("", "sqlalchemy pysqlite3"),
    "postgres": room("", "sqlalchemy"),
    "proven": room(""),
    "db": room("settings sqlite postgres proven", "sqlalchemy anyio"),
    "migrations": room("sqlite settings", "alembic sqlalchemy"),
    # Services pass the session on; rows and queries belong to models and store.
    # The Union's own sentences are data that services fill (docs/decisions/0002).
    "services": room("services domain models store schemas clock integrations content", TABLES),
    "integrations": room("integrations domain schemas settings clock i18n", "*"),
    "web": room(
        "web domain i18n clock settings db store.actors store.idempotency",
        "fastapi starlette jinja2 markupsafe pydantic python_multipart anyio limits itsdangerous"
        " structlog sqlalchemy",
    ),
    "routers": room("routers domain schemas services store web", "fastapi pydantic sqlalchemy"),
    "jobs": room(
        "jobs domain store services integrations db clock i18n settings",
        f"{TABLES} anyio structlog",
    ),
    "content": room("content domain"),
    "demo": room(
        "demo domain models store services schemas clock db settings integrations content", TABLES
    ),
    "commands": room("*", "*"),
    "cli": room("*", "*"),
    "areas": room("routers"),
    "main": room("*", "*"),
    "__main__": room("*", "*"),
    "__init__": room(""),
}

# Where a thing may stand that stands nowhere else.
COMMITS = frozenset({"db"})
SELECTS = frozenset({"store"})
CLOCKS = frozenset({"clock"})
RAW_SQL = frozenset({"store", "db", "postgres", "sqlite", "models"})
# Letters, folds, the order of Vietnamese, and phrases that are looked for are the rules themselves.
LETTER_TABLES = frozenset({"text", "letters", "collation", "legacy_fonts", "harm_words"})

NOW = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "datetime.date.today",
        "time.time",
        "time.time_ns",
        "time.localtime",
        "time.gmtime",
        "sqlalchemy.func.now",
        "sqlalchemy.func.current_timestamp",
        "sqlmodel.func.now",
        "sqlmodel.func.current_timestamp",
    }
)
SELECT = frozenset({"sqlalchemy.select", "sqlmodel.select", "sqlalchemy.sql.select"})
TEXT_SQL = frozenset({"sqlalchemy.text", "sqlmodel.text", "sqlalchemy.sql.text"})


@dataclass(frozen=True)
class Module:
    """One file of `app`: its place (`app/store/members.py`) and its text."""

    place: PurePosixPath
    source: str

    @property
    def room(self) -> str:
        return PurePosixPath(self.place.parts[1]).stem

    @property
    def package(self) -> list[str]:
        """The dotted package that a relative import starts from."""
        return list(self.place.parts[:-1])

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Every import as (line, dotted name); `from a.b import c` is `a.b.c`."""
        return [(line, name) for line, name, _ in _imports(self)]

    @cached_property
    def origins(self) -> dict[str, str]:
        """Local name → what was imported under it."""
        return {local: name for _, name, local in _imports(self)}

    def origin(self, node: ast.expr) -> str:
        """The dotted name of an expression, its first part as imported; empty if it has none."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        return ".".join([self.origins.get(node.id, node.id), *reversed(parts)])


def _imports(module: Module) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name if alias.asname else alias.name.split(".")[0]
                yield node.lineno, alias.name, alias.asname or name
                if name != alias.name:  # `import a.b` binds `a`
                    yield node.lineno, name, name
        elif isinstance(node, ast.ImportFrom):
            base = [node.module] if node.module else []
            if node.level:
                up = len(module.package) - (node.level - 1)
                base = [*module.package[:up], *base]
            for alias in node.names:
                name = ".".join([*base, alias.name] if alias.name != "*" else base)
                yield node.lineno, name, alias.asname or alias.name


# --- the rules ------------------------------------------------------------------------------------

Rule = Callable[[Module], Iterator[str]]


def imports_follow_the_table(module: Module) -> Iterator[str]:
    if module.room not in ROOMS:
        yield f"{module.room} is no room of the house"
        return
    allowed = ROOMS[module.room]
    for line, name in module.imports:
        first, _, rest = name.partition(".")
        if first == "app":
            # A bare `import app.x` also binds `app`, which opens nothing by itself.
            if rest and not _is_open(rest, allowed.rooms):
                yield f"{line}: {module.room} imports {name}"
        elif first not in sys.stdlib_module_names and not _is_open(first, allowed.libraries):
            yield f"{line}: {module.room} imports the library {first}"


def _is_open(name: str, allowed: frozenset[str]) -> bool:
    return any(entry == "*" or name == entry or name.startswith(entry + ".") for entry in allowed)


def only_the_unit_of_work_commits(module: Module) -> Iterator[str]:
    if module.room in COMMITS:
        return
    for node in _calls(module):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield f"{node.lineno}: commits"


def only_the_store_selects(module: Module) -> Iterator[str]:
    if module.room in SELECTS:
        return
    for node in _references(module):
        if module.origin(node) in SELECT:
            yield f"{node.lineno}: selects"


def only_the_clock_knows_now(module: Module) -> Iterator[str]:
    if module.room in CLOCKS:
        return
    for node in _references(module):
        if (name := module.origin(node)) in NOW:
            yield f"{node.lineno}: asks {name} instead of app.clock"


def only_store_and_tables_write_sql(module: Module) -> Iterator[str]:
    if module.room in RAW_SQL:
        return
    for node in _references(module):
        if module.origin(node) in TEXT_SQL or (
            isinstance(node, ast.Attribute) and node.attr == "exec_driver_sql"
        ):
            yield f"{node.lineno}: writes SQL"


def models_write_sql_for_indexes_alone(module: Module) -> Iterator[str]:
    """A partial index and a default have no other spelling; a query has."""
    if module.room != "models":
        return
    meant = {
        id(part)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword)
        and node.arg in {"sqlite_where", "postgresql_where", "server_default"}
        for part in ast.walk(node.value)
    }
    for node in _calls(module):
        if module.origin(node.func) in TEXT_SQL and id(node) not in meant:
            yield f"{node.lineno}: writes SQL outside an index or a default"


def prose_stands_in_data(module: Module) -> Iterator[str]:
    """Sentences live in templates, catalogues and content's files; code names them by a key."""
    if module.room not in {"domain", "routers", "content"} or LETTER_TABLES & {
        PurePosixPath(part).stem for part in module.place.parts[2:]
    }:
        return
    docstrings = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and is_vietnamese(node.value)
        ):
            yield f"{node.lineno}: says {node.value!r}"


def files_are_small(module: Module) -> Iterator[str]:
    length = len(module.source.splitlines())
    if length > LONGEST_FILE:
        yield f"{LONGEST_FILE}: {length} lines"


def _calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def _references(module: Module) -> Iterator[ast.Attribute | ast.Name]:
    """Every name that is used; a reference is enough, since a default factory calls it later."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Attribute | ast.Name))


def is_vietnamese(text: str) -> bool:
    """Whether a letter is not English, composed or decomposed; a single letter is no word."""
    return len(unicodedata.normalize("NFC", text)) > 1 and any(
        ord(letter) > 127 and unicodedata.name(letter, "").startswith(("LATIN", "COMBINING"))
        for letter in text
    )


RULES: tuple[Rule, ...] = (
    imports_follow_the_table,
    only_the_unit_of_work_commits,
    only_the_store_selects,
    only_the_clock_knows_now,
    only_store_and_tables_write_sql,
    models_write_sql_for_indexes_alone,
    prose_stands_in_data,
    files_are_small,
)


# --- the house keeps them -------------------------------------------------------------------------


@cache
def modules() -> list[Module]:
    return [
        Module(PurePosixPath(path.relative_to(ROOT).as_posix()), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "app").rglob("*.py"))
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule: Rule) -> None:
    wrong = [f"{module.place}:{said}" for module in modules() for said in rule(module)]
    assert not wrong, "\n".join(wrong)


def test_every_room_of_the_house_was_read() -> None:
    seen = {module.room for module in modules()}
    assert {"domain", "models", "store", "services", "routers", "web"} <= seen


# --- and every rule sees what breaks it -----------------------------------------------------------

BROKEN: list[tuple[Rule, str, str, str]] = [
    (imports_follow_the_table, "domain/members.py", "import app.store", "app.store"),
    (imports_follow_the_table, "domain/members.py", "from app.clock import now", "app.clock.now"),
    (imports_follow_the_table, "domain/members.py", "from ..clock import now", "app.clock.now"),
    (imports_follow_the_table, "domain/windows/quiz.py", "from ... import db", "app.db"),
    (imports_follow_the_table, "domain/members.py", "import pydantic", "library pydantic"),
    (imports_follow_the_table, "domain/members.py", "def f():\n    import httpx", "2: "),
    (imports_follow_the_table, "models/members.py", "from app.store import x", "app.store"),
    (imports_follow_the_table, "schemas/members.py", "from sqlmodel import Field", "sqlmodel"),
    (imports_follow_the_table, "schemas/members.py", "from app.models import Member", "app.models"),
    (imports_follow_the_table, "store/members.py", "from app import clock", "app.clock"),
    (imports_follow_the_table, "services/members.py", "from app.db import Database", "app.db"),
    (imports_follow_the_table, "services/members.py", "import fastapi", "library fastapi"),
    (imports_follow_the_table, "web/reply.py", "from app.store import members", "store.members"),
    (imports_follow_the_table, "web/reply.py", "from app.store import *", "app.store"),
    (imports_follow_the_table, "web/reply.py", "from app.models import Member", "app.models"),
    (imports_follow_the_table, "routers/members.py", "from app.models import Member", "models"),
    (imports_follow_the_table, "routers/members.py", "from app import db", "app.db"),
    (imports_follow_the_table, "jobs/worker.py", "from app.web import reply", "app.web"),
    (imports_follow_the_table, "integrations/mail.py", "import app.services.members", "services"),
    (imports_follow_the_table, "i18n/catalogue.py", "import babel", "library babel"),
    (imports_follow_the_table, "content/__init__.py", "import pydantic", "library pydantic"),
    (imports_follow_the_table, "demo/people.py", "from app.routers import members", "app.routers"),
    (imports_follow_the_table, "helpers/odds.py", "", "no room"),
    (only_the_unit_of_work_commits, "services/members.py", "session.commit()", "1: "),
    (only_the_unit_of_work_commits, "web/endpoint.py", "self.session.commit()", "1: "),
    (only_the_store_selects, "services/a.py", "from sqlmodel import select\nselect(x)", "2: "),
    (only_the_store_selects, "routers/a.py", "import sqlalchemy as sa\nsa.select(x)", "2: "),
    (only_the_store_selects, "jobs/a.py", "from sqlalchemy import select as s\ns(x)", "2: "),
    (only_the_clock_knows_now, "domain/a.py", "import datetime\ndatetime.date.today()", "2: "),
    (only_the_clock_knows_now, "store/a.py", "from sqlalchemy import func\nfunc.now()", "2: "),
    (only_the_clock_knows_now, "models/a.py", "from datetime import datetime as d\nd.now", "2: "),
    (only_the_clock_knows_now, "web/a.py", "from time import time\nt = time()", "2: "),
    (only_the_clock_knows_now, "cli.py", "import time\ntime.time()", "2: "),
    (only_store_and_tables_write_sql, "jobs/a.py", "from sqlalchemy import text\ntext('')", "2: "),
    (only_store_and_tables_write_sql, "services/a.py", "c.exec_driver_sql('')", "1: "),
    (
        models_write_sql_for_indexes_alone,
        "models/a.py",
        "from sqlalchemy import text\nIndex('a', sqlite_where=text('x'))\ntext('SELECT 1')",
        "3: ",
    ),
    (prose_stands_in_data, "domain/members.py", "name = 'Đã duyệt'", "Đã duyệt"),
    (prose_stands_in_data, "domain/members.py", "name = 'ba\u0300'", "ba\u0300"),
    (prose_stands_in_data, "routers/members.py", "f'Chào {name}'", "Chào"),
    (prose_stands_in_data, "content/seed.py", "WORD = 'Cần bổ sung'", "Cần bổ sung"),
    (files_are_small, "domain/members.py", "\n" * 301, "301 lines"),
]


@pytest.mark.parametrize(("rule", "place", "source", "said"), BROKEN)
def test_a_rule_sees(rule: Rule, place: str, source: str, said: str) -> None:
    found = list(rule(Module(PurePosixPath("app") / place, source)))
    assert len(found) == 1, found
    assert said in found[0]


def test_every_rule_was_seen_to_work() -> None:
    assert {rule for rule, *_ in BROKEN} == set(RULES)


ALLOWED = [
    ("web/actors.py", "from app.store.actors import Actor\nfrom app.store import idempotency"),
    ("web/throttle.py", "import time\nstarted = time.monotonic()"),
    ("domain/letters.py", "LETTERS = 'ăâđêôơư'"),
    ("domain/names.py", "plain = name.replace('đ', 'd')"),
    ("domain/members.py", '"""Đã duyệt: the word that a member reads."""'),
    ("services/members.py", "from app import clock\nat = clock.now()\nsession.flush()"),
    ("models/review.py", "from sqlalchemy import text\nIndex('a', postgresql_where=text('x'))"),
    ("clock.py", "from datetime import UTC, datetime\nat = datetime.now(UTC)"),
    ("cli.py", "import app.main\nfrom app.db import Database"),
    ("store/members.py", "from sqlalchemy import func, select\nselect(func.count())"),
]


@pytest.mark.parametrize(("place", "source"), ALLOWED)
def test_the_rules_let_pass(place: str, source: str) -> None:
    module = Module(PurePosixPath("app") / place, source)
    assert [said for rule in RULES for said in rule(module)] == []
