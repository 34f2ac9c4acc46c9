"""Clauses of a permission: pure predicates `(actor, thing) -> bool`, and who holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.principals import BOARD_ROLES, Actor, Thing


@dataclass(frozen=True, slots=True)
class Clause:
    """One way to hold a permission.

    `who` names the predicate (see `PREDICATES`); `roles` matter to `board` and `post` clauses;
    `not_self` adds "nobody acts on herself".
    """

    who: str
    roles: frozenset[str] = frozenset()
    not_self: bool = False

    def holds(self, actor: Actor, thing: Thing) -> bool:
        if self.not_self and actor.person_id is not None and actor.person_id == thing.owner_id:
            return False
        return PREDICATES[self.who](self, actor, thing)

    def could_hold(self, actor: Actor) -> bool:
        """Whether any thing at all could satisfy it: asked before a body is read."""
        return POSSIBILITIES[self.who](self, actor)


def _signed_in(_clause: Clause, actor: Actor, _thing: Thing) -> bool:
    return actor.signed_in


def _own(_clause: Clause, actor: Actor, thing: Thing) -> bool:
    return actor.signed_in and actor.person_id == thing.owner_id


def _post(clause: Clause, actor: Actor, thing: Thing) -> bool:
    if thing.community_id is None:
        return False
    return not actor.roles_in(thing.community_id).isdisjoint(clause.roles)


def _officer(_clause: Clause, actor: Actor, thing: Thing) -> bool:
    return any(
        post.role == "officer"
        and (
            (thing.community_id is not None and thing.community_id in post.communities)
            or (thing.unit_id is not None and thing.unit_id in post.units)
        )
        for post in actor.posts
    )


def _member(_clause: Clause, actor: Actor, thing: Thing) -> bool:
    return any(
        membership.community_id == thing.community_id and membership.state == "approved"
        for membership in actor.memberships
    )


def _circle(clause: Clause, actor: Actor, thing: Thing) -> bool:
    """By her office, or named by the chair while she serves on the board."""
    roles = actor.roles_in(thing.community_id) if thing.community_id else frozenset()
    named = thing.community_id in actor.circles and not roles.isdisjoint(BOARD_ROLES)
    return named or not roles.isdisjoint(clause.roles)


def _administrator(_clause: Clause, actor: Actor, _thing: Thing) -> bool:
    return actor.administrator


PREDICATES: Mapping[str, Callable[[Clause, Actor, Thing], bool]] = {
    "anyone": lambda _clause, _actor, _thing: True,
    "signed_in": _signed_in,
    "own": _own,
    "post": _post,
    "officer": _officer,
    "member": _member,
    "published": lambda _clause, _actor, thing: thing.public,
    "circle": _circle,
    "administrator": _administrator,
}
POSSIBILITIES: Mapping[str, Callable[[Clause, Actor], bool]] = {
    "anyone": lambda _clause, _actor: True,
    "signed_in": lambda _c, a: a.signed_in,
    "own": lambda _c, a: a.signed_in,
    "post": lambda c, a: not a.roles_in(None).isdisjoint(c.roles),
    "officer": lambda _c, a: "officer" in a.roles_in(None),
    "member": lambda _c, a: any(m.state == "approved" for m in a.memberships),
    "published": lambda _clause, _actor: True,
    "circle": lambda c, a: bool(a.circles) or not a.roles_in(None).isdisjoint(c.roles),
    "administrator": lambda _c, a: a.administrator,
}


def board(*roles: str, not_self: bool = False) -> Clause:
    """Board roles; chair and vice-chair may everything that any board role may."""
    return Clause("post", frozenset({"chair", "vice_chair", *roles}), not_self)


ANYONE = Clause("anyone")
SIGNED_IN = Clause("signed_in")
OWN = Clause("own")
MEMBER = Clause("member")
OFFICER = Clause("officer")
PUBLISHED = Clause("published")
ADMINISTRATOR = Clause("administrator")
ADVISER = Clause("post", frozenset({"adviser"}))
WHOLE_BOARD = board(*BOARD_ROLES)
DECIDERS = ("moderator", "membership")
#: The closed circle (domain.md §3.6): no adviser, no administrator, no other board role.
CIRCLE = Clause("circle", frozenset({"questions", "chair"}), not_self=True)


@dataclass(frozen=True, slots=True)
class Permission:
    clauses: tuple[Clause, ...]
    #: The scope a narrowed token needs; None: narrowed tokens never hold it.
    scope: str | None = None
    #: Whether the thing is public: then nothing of it is hidden.
    public: bool = field(default=False)


def public(scope: str | None = None) -> Permission:
    return Permission((ANYONE,), scope, public=True)
