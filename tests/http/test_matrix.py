"""Every route × eight principals × {own, same community, other community, absent} × three shapes.

The suite knocks for each route and principal in one shape, turning from one to the next and from
one database to the other, so that every route answers in all three; `python -m checks.matrix`
knocks in every shape.

The routes come from the OpenAPI document and each route's permission from its door. Who holds a
permission, and who may know that a thing exists, stand in tables written by hand
(`tests/domain/expected_rights.py` and `SEEN` below), never computed from the permission table.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import structlog
from fastapi.routing import iter_route_contexts

from app.db import Database
from app.web.house import House
from tests.conftest import POSTGRES
from tests.domain.expected_rights import DESK, KEEPERS, PUBLIC, RIGHTS
from tests.http import world as place
from tests.http.world import PRINCIPALS, TARGETS, World
from tests.loops import run_apart

SHAPES = ("json", "page", "fragment")
WHOLE = os.environ.get("SEN_MATRIX") == "whole"
FEWEST = 2000
#: So that two workers share it evenly.
PARTS = 4
EVERYONE = set(PRINCIPALS)
NO_ONE: set[str] = set()
IN_HOME = DESK | {"officer", "member"}
#: noun → who knows that a thing of her own, of her community, of another one exists.
SEEN: Mapping[str, tuple[set[str], set[str], set[str]]] = {
    "communities": (EVERYONE, EVERYONE, EVERYONE),
    "units": (EVERYONE, EVERYONE, EVERYONE),
    "members": (EVERYONE, DESK, NO_ONE),
    "posts": (EVERYONE, DESK | {"member"}, NO_ONE),
    "comments": (EVERYONE, DESK | {"member"}, NO_ONE),
    "flags": (DESK, DESK, NO_ONE),
    "outside-posts": (DESK, DESK, NO_ONE),
    "care-pictures": (NO_ONE, {"chair"}, NO_ONE),
    "sanctions": (EVERYONE, DESK, NO_ONE),
    "appeals": (EVERYONE, DESK, NO_ONE),
    "content-rules": (NO_ONE, DESK, NO_ONE),
    "notices": (EVERYONE, DESK, NO_ONE),
    "appointments": (IN_HOME, IN_HOME, NO_ONE),
    "review-batches": (NO_ONE, DESK, NO_ONE),
    "imports": (NO_ONE, KEEPERS | {"adviser", "officer"}, NO_ONE),
    "exports": (NO_ONE, DESK, NO_ONE),
    "paper-sheets": (NO_ONE, KEEPERS | {"officer"}, NO_ONE),
    "rosters": (NO_ONE, DESK, NO_ONE),
    "platform-accounts": (NO_ONE, DESK, NO_ONE),
    "platform-rights": (NO_ONE, DESK | {"officer"}, NO_ONE),
    "takedowns": (NO_ONE, DESK, NO_ONE),
    "page-postings": (NO_ONE, DESK, NO_ONE),
    "bank-questions": (NO_ONE, {"chair", "adviser"}, NO_ONE),
    "bank-pictures": (NO_ONE, {"chair", "adviser"}, NO_ONE),
    "contests": (NO_ONE, DESK | {"member"}, NO_ONE),
    "surveys": (NO_ONE, DESK | {"member"}, NO_ONE),
    "survey-codes": (NO_ONE, DESK | {"member"}, NO_ONE),
    "s": (EVERYONE, EVERYONE, EVERYONE),
    "rounds": (NO_ONE, DESK | {"member"}, NO_ONE),
    "attempts": (EVERYONE, NO_ONE, NO_ONE),
    "work-contests": (NO_ONE, IN_HOME, NO_ONE),
    "works": (EVERYONE, DESK | {"member"}, NO_ONE),
    "vote-strikes": (NO_ONE, IN_HOME, NO_ONE),
    "like-snapshots": (NO_ONE, IN_HOME, NO_ONE),
    "paper-responses": (NO_ONE, DESK | {"member"}, NO_ONE),
    **dict.fromkeys(("surveys", "responses"), (NO_ONE, DESK | {"member"}, NO_ONE)),
    "needs": (EVERYONE, {"chair"}, NO_ONE),
    **dict.fromkeys(
        ("need-topics", "need-answers", "need-actions"), (NO_ONE, DESK | {"member"}, NO_ONE)
    ),
    "complaints": (EVERYONE, {"chair", "adviser"}, NO_ONE),
    "live-rounds": (NO_ONE, DESK | {"member"}, NO_ONE),
    "fake-reports": (NO_ONE, DESK, NO_ONE),
    "questions": (EVERYONE, {"chair", "adviser"}, NO_ONE),
    "care-cases": (NO_ONE, {"chair"}, NO_ONE),
    "care-holders": (NO_ONE, {"chair"}, NO_ONE),
    "pictures": (EVERYONE, EVERYONE, EVERYONE),  # all public; audiences: test_pictures.py
    "sessions": (EVERYONE, NO_ONE, NO_ONE),
    "tokens": (EVERYONE, NO_ONE, NO_ONE),
    "my_notices": (EVERYONE, NO_ONE, NO_ONE),
    "my_consents": (EVERYONE, NO_ONE, NO_ONE),
}
#: This world's post waits: no reader sees it yet, though every member may open what is published.
WAITING = {"posts"}
#: Of what is hers alone, nobody else's exists for her: the right is the knowledge.
HERS_ALONE = {"sessions", "tokens", "my_notices", "my_consents", "attempts"}
#: Partly public: to a stranger what is closed answers as what is not there.
CLOSED_TO_STRANGERS = {"pictures"}
#: Asks for the phone before it says whether the code means anything.
SAME_FOR_ABSENT = {"/applications/{code}/visits/new"}
ACCEPTANCE = "/communities/{slug}/regulations/{kind}/acceptances"


@dataclass(frozen=True, slots=True)
class Cell:
    """One knock at one door."""

    method: str
    path: str
    permission: str
    principal: str
    target: str
    shape: str

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.principal}/{self.target}/{self.shape}"


@pytest.fixture
def place_of_all(app: Any, scene: Any) -> Iterator[tuple[Any, World]]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    database: Database = app.state.house.database
    world = database.write_now(lambda session: place.furnish(session, scene))
    place.roll_back_every_write(database)
    yield app, world
    structlog.reset_defaults()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_door_answers_everyone_as_the_tables_say(
    place_of_all: tuple[Any, World], part: int
) -> None:
    app, world = place_of_all
    doors = set(sorted(_permissions(app))[part::PARTS])
    cells = [cell for cell in _cells(app, world) if (cell.method, cell.path) in doors]
    faults, answers = run_apart(_knock_everywhere(app, world, cells))
    _print(cells, answers)
    assert len(cells) >= FEWEST
    tried = {(cell.method, cell.path, cell.shape) for cell in cells}
    assert tried == {(*door, shape) for door in doors for shape in SHAPES}, "not tried"
    assert faults == [], "\n".join(["", *faults])


@pytest.mark.once
def test_every_permission_has_its_row_in_the_hand_written_table(app: Any) -> None:
    doors = _permissions(app)
    assert set(doors.values()) <= set(RIGHTS)


def _permissions(app: Any) -> dict[tuple[str, str], str]:
    """(method, path) → the permission that its door names."""
    found: dict[tuple[str, str], str] = {}
    for context in iter_route_contexts(app.routes):
        door: Any = getattr(context.endpoint, "door", None)
        if door is not None:
            found |= {(m, str(context.path)): str(door.permission) for m in context.methods or ()}
    return found


def _cells(app: Any, world: World) -> Iterator[Cell]:
    doors = _permissions(app)
    paths = app.openapi()["paths"]
    routes = [(method.upper(), path) for path, operations in paths.items() for method in operations]
    for number, (method, path) in enumerate(routes):
        names = place.names_of(path)
        for turn, principal in enumerate(PRINCIPALS, number + POSTGRES):
            shapes = SHAPES if WHOLE else (SHAPES[turn % len(SHAPES)],)
            for target in TARGETS if names else ("same",):
                if names and world.parameters(target, principal, names) is None:
                    continue
                for shape in shapes:
                    yield Cell(method, path, doors[method, path], principal, target, shape)


# -- what is expected -----------------------------------------------------------------------------


def _expected(cell: Cell) -> str:
    """`open`, `sign-in` (401), `refused` (403), `hidden` (404), `missing` (404, no secret)."""
    noun = place.noun_of(cell.path)
    if cell.permission == "survey.answer":
        return _answering(cell)
    if cell.permission == "survey.released":
        return _let_out(cell)
    if cell.permission in PUBLIC:
        return _of_public(cell, noun)
    if cell.principal == "stranger":
        return "sign-in"
    own, same, other = RIGHTS[cell.permission]
    if cell.principal not in own | same | other:
        return "refused"
    if cell.target == "absent":
        return "hidden"
    if cell.path == ACCEPTANCE:  # only who has a file there has anything to agree with
        return "open" if cell.target == "same" else "missing"
    which = TARGETS.index(cell.target)
    seen = cell.principal in SEEN[noun][which] if "{" in cell.path else True
    if noun in HERS_ALONE | WAITING and "{" in cell.path and not (seen and noun in WAITING):
        return "open" if seen else "hidden"
    if cell.principal in (own, same, other)[which]:
        return "open"
    return "refused" if seen else "hidden"


def _of_public(cell: Cell, noun: str) -> str:
    if cell.target != "absent" or cell.path in SAME_FOR_ABSENT:
        return "open"
    if noun in CLOSED_TO_STRANGERS and cell.principal == "stranger":
        return "sign-in"
    return "gone" if noun == "password-links" else "hidden"


# -- what is answered -----------------------------------------------------------------------------


async def _knock_everywhere(
    app: Any, world: World, cells: list[Cell]
) -> tuple[list[str], Counter[tuple[str, str]]]:
    declared = {
        (method.upper(), path): {int(code) for code in operation["responses"]}
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
    }
    faults: list[str] = []
    answers: Counter[tuple[str, str]] = Counter()
    absent: dict[tuple[Any, ...], Any] = {}
    bodies = {target: place.bodies(world.scene, target) for target in TARGETS}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        # The absent thing first: what is hidden must answer with the same bytes.
        for cell in sorted(cells, key=lambda cell: cell.target != "absent"):
            names = place.names_of(cell.path)
            values = world.parameters(cell.target, cell.principal, names) or {}
            place.forget_throttles(app.state.house)
            body = bodies[cell.target].get((cell.method, cell.path), {})
            response = await _knock(client, app.state.house, world, cell, names, values, body)
            expected = _expected(cell)
            answers[cell.principal, expected] += 1
            key = (cell.method, cell.path, cell.principal, cell.shape)
            if cell.target == "absent":
                absent[key] = place.substance(response, values)
            fault = _fault(cell, expected, response, declared[cell.method, cell.path])
            if (
                fault is None
                and expected == "hidden"
                and place.substance(response, values) != absent[key]
            ):
                fault = "differs from what does not exist"
            if fault is not None:
                faults.append(f"{cell}: {expected}, but {fault}")
    return faults, answers


async def _knock(
    client: httpx.AsyncClient,
    house: House,
    world: World,
    cell: Cell,
    names: list[str],
    values: dict[str, str],
    body: dict[str, Any],
) -> httpx.Response:
    # A program shows its token or, in every other cell, its cookie.
    bearer = (TARGETS.index(cell.target) + PRINCIPALS.index(cell.principal)) % 2 == 0
    headers = place.headers_of(world.scene, cell.principal, cell.shape, bearer=bearer)
    if "applications" in names:
        visit = house.signer.dumps(values["applications"], salt="visit")
        headers["cookie"] = "; ".join(filter(None, (headers.get("cookie"), f"sen-visit={visit!s}")))
    address = place.filled(cell.path, names, values)
    if cell.method in {"GET", "DELETE"}:
        return await client.request(cell.method, address, headers=headers)
    return await client.request(cell.method, address, headers=headers, json=body)


def _answering(cell: Cell) -> str:
    """Nobody here has a personal link, so a survey is answered by members alone."""
    if cell.principal == "stranger":
        return "sign-in"
    if cell.target == "absent" or cell.principal not in SEEN["surveys"][TARGETS.index(cell.target)]:
        return "hidden"
    return "open" if cell.principal == "member" or cell.path.endswith("/thanks") else "refused"


def _let_out(cell: Cell) -> str:
    """Here one question's results were let out to members, nothing to everybody."""
    if cell.principal == "stranger":
        return "sign-in"
    known = cell.target != "absent"
    return (
        "open"
        if known and cell.principal in SEEN["surveys"][TARGETS.index(cell.target)]
        else "hidden"
    )


def _fault(cell: Cell, expected: str, response: httpx.Response, declared: set[int]) -> str | None:
    status = response.status_code
    if status >= 500:
        return f"{status}"
    if status not in declared and not (cell.shape != "json" and status in {200, 303}):
        return f"{status} is not in the document"
    if expected == "sign-in":
        return _sign_in_fault(cell, response)
    if expected == "open":
        sent_away = response.headers.get("location", "").startswith("/sessions/new?next")
        return f"{status}" if status in {401, 403, 404} or sent_away else None
    wanted = {"refused": 403, "hidden": 404, "missing": 404, "gone": 410}[expected]
    return None if status == wanted else f"{status}"


def _sign_in_fault(cell: Cell, response: httpx.Response) -> str | None:
    where = response.headers.get("location") or response.headers.get("hx-redirect") or ""
    wanted = 303 if cell.shape == "page" else 401
    if response.status_code != wanted:
        return f"{response.status_code}"
    if cell.shape != "json" and not where.startswith("/sessions/new?next="):
        return f"sent to {where!r}"
    return None


def _print(cells: list[Cell], answers: Counter[tuple[str, str]]) -> None:
    kinds = ("open", "sign-in", "refused", "hidden", "missing", "gone")
    routes = len({(cell.method, cell.path) for cell in cells})
    lines = [f"\n{len(cells)} cells: {routes} routes × principals × targets × shapes"]
    lines.append(f"{'':<15}" + "".join(f"{kind:>9}" for kind in kinds))
    lines += [
        f"{principal:<15}" + "".join(f"{answers[principal, kind]:>9}" for kind in kinds)
        for principal in PRINCIPALS
    ]
    sys.stdout.write("\n".join(lines) + "\n")
