"""The permission table against a second opinion, and against its own mutants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from app.domain.clauses import ANYONE, SIGNED_IN, Clause, Permission
from app.domain.permissions import (
    BOARD_ROLES,
    PERMISSIONS,
    Actor,
    Post,
    Thing,
    allows,
    could_ever,
    right,
)
from app.domain.scopes import SCOPES
from tests.domain import expected_rights as expected

pytestmark = pytest.mark.once
Table = Mapping[str, Permission]
RELATIONS = tuple(expected.THINGS)


def differences(table: Table, names: Iterator[str] | None = None) -> Iterator[str]:
    """Every cell in which a table says something else than the expectation."""
    for name in names or iter(table):
        yield from _wide_differences(table, name)
        yield from _narrow_differences(table, name)


def _wide_differences(table: Table, name: str) -> Iterator[str]:
    for who in sorted(expected.EVERYONE):
        actor = expected.actor(who)
        cells = [who in allowed for allowed in expected.RIGHTS[name]]
        for relation, wanted in zip(RELATIONS, cells, strict=True):
            held = right(actor, name, expected.THINGS[relation], table)
            if (held is not None) is not wanted:
                yield f"{who} {name} {relation}: expected {wanted}, found {held}"
        ever = any(cells) or name in expected.AT_TIMES_OPEN
        if could_ever(actor, name, table) is not ever:
            yield f"{who} {name}: could_ever is {not ever}"


def _narrow_differences(table: Table, name: str) -> Iterator[str]:
    """A token holds the right with its one scope, and never with all the others."""
    needed = expected.SCOPES.get(name)
    for who in sorted(expected.EVERYONE):
        for relation, allowed in zip(RELATIONS, expected.RIGHTS[name], strict=True):
            for scopes in ((), (needed,), set(SCOPES) - {needed}):
                narrow = expected.actor(who, [scope for scope in scopes if scope])
                wanted = who in allowed and (
                    name in expected.PUBLIC or (needed is not None and needed in scopes)
                )
                held = right(narrow, name, expected.THINGS[relation], table)
                if (held is not None) is not wanted:
                    yield f"{who} {name} {relation} with {scopes}: found {held}"


def test_every_permission_is_expected_and_no_other() -> None:
    assert set(PERMISSIONS) == set(expected.RIGHTS)
    assert set(expected.SCOPES) | expected.PUBLIC == set(PERMISSIONS)


@pytest.mark.parametrize("name", sorted(expected.RIGHTS))
def test_the_table_says_what_was_expected(name: str) -> None:
    assert list(differences(PERMISSIONS, iter([name]))) == []


def mutants(table: Table) -> Iterator[tuple[str, Table]]:
    """Tables with one slip each; those that mean the same as the original are left out."""
    for name, row in table.items():
        for changed, what in _slips(row):
            if changed != row:
                yield f"{name}: {what}", {name: changed}


def _slips(row: Permission) -> Iterator[tuple[Permission, str]]:
    for place, clause in enumerate(row.clauses):
        rest = (*row.clauses[:place], *row.clauses[place + 1 :])
        yield replace(row, clauses=rest), f"drop {clause.who} {sorted(clause.roles)}"
        for changed, what in _clause_slips(clause):
            others = (*row.clauses[:place], changed, *row.clauses[place + 1 :])
            yield replace(row, clauses=others), what
    if row.public:
        # A public row needs no scope; that it is public is what can go wrong.
        yield replace(row, public=False, scope=None), "not public"
        return
    yield replace(row, clauses=(*row.clauses, ANYONE)), "widen to anyone"
    if SIGNED_IN not in row.clauses:
        yield replace(row, clauses=(*row.clauses, SIGNED_IN)), "widen to signed in"
    yield replace(row, scope=None), "drop scope"
    yield replace(row, scope="posts:read"), "another scope"
    yield replace(row, public=True), "open to every token"


def _clause_slips(clause: Clause) -> Iterator[tuple[Clause, str]]:
    if clause.not_self:
        yield replace(clause, not_self=False), "drop not_self"
    for role in sorted(clause.roles):
        yield replace(clause, roles=clause.roles - {role}), f"drop role {role}"
    if clause.who == "post":
        for role in sorted({*BOARD_ROLES, "adviser"} - clause.roles):
            yield replace(clause, roles=clause.roles | {role}), f"add role {role}"


def _means_the_same(what: str) -> bool:
    """A role added to one clause that another clause of the row names anyway."""
    name, _, slip = what.partition(": ")
    role = slip.removeprefix("add role ")
    return role != slip and any(role in clause.roles for clause in PERMISSIONS[name].clauses)


def test_every_mutant_of_the_table_is_killed(capsys: pytest.CaptureFixture[str]) -> None:
    made = [(what, table) for what, table in mutants(PERMISSIONS) if not _means_the_same(what)]
    alive = [what for what, table in made if not any(differences(table))]
    with capsys.disabled():
        print(f"\npermission mutants: {len(made)} made, {len(made) - len(alive)} killed")  # noqa: T201
    assert alive == []
    assert len(made) >= 50
    assert len({what.partition(": ")[0] for what, _ in made}) == len(PERMISSIONS)


# -- what no row of the table says -------------------------------------------------------------


def test_an_officer_reaches_a_unit_without_community_and_a_community_without_unit() -> None:
    officer = expected.actor("officer")
    assert allows(officer, "unit.write", Thing(unit_id=expected.HOME_UNIT))
    assert not allows(officer, "unit.write", Thing(unit_id=expected.OTHER_UNIT))
    assert allows(officer, "appointment.write", Thing(community_id=expected.HOME))
    assert not allows(officer, "unit.write", Thing())


def test_a_role_counts_only_where_it_was_given() -> None:
    both = Actor(
        person_id=expected.ME,
        posts=(
            Post("moderator", frozenset({expected.HOME})),
            Post("adviser", frozenset({expected.OTHER})),
        ),
    )
    assert both.roles_in(expected.OTHER) == {"adviser"}
    assert both.roles_in(None) == {"moderator", "adviser"}
    assert allows(both, "member.decide", Thing(expected.HOME, expected.SHE))
    assert not allows(both, "member.decide", Thing(expected.OTHER, expected.SHE))
    assert both.on_board(expected.HOME)
    assert not both.on_board(expected.OTHER)


def test_a_board_role_reaches_nothing_that_has_no_community() -> None:
    assert not allows(expected.actor("chair"), "member.decide", Thing(owner_id=expected.SHE))


def test_a_stranger_owns_nothing_even_where_nobody_owns_it() -> None:
    assert not allows(expected.actor("stranger"), "member.read", Thing(expected.HOME, None))


def test_the_right_names_the_highest_role_that_gave_it() -> None:
    two = Actor(
        person_id=expected.ME,
        posts=tuple(Post(role, frozenset({expected.HOME})) for role in ("membership", "chair")),
    )
    thing = Thing(expected.HOME, expected.SHE)
    assert right(two, "member.decide", thing) == "post:chair"
    assert right(expected.actor("adviser"), "member.read", thing) == "post:adviser"
    assert right(expected.actor("member"), "member.read", expected.THINGS["own"]) == "own"


def test_what_is_published_for_everyone_is_open_to_a_stranger_and_nothing_else_is() -> None:
    stranger = expected.actor("stranger")
    assert allows(stranger, "post.open", Thing(expected.HOME, expected.SHE, public=True))
    assert not allows(stranger, "post.open", Thing(expected.HOME, expected.SHE))
