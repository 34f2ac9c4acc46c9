"""Who may do what: one table, permission → clauses; the first clause that holds gives the right.

Rights come from appointments and from being the person herself, computed at request time. A
token only narrows. The table is rendered as a page that advisers can read, tests enumerate it,
and every route names one of its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.principals import BOARD_ROLES, STRANGER, Actor, Membership, Post, Thing

__all__ = [
    "BOARD_ROLES",
    "PERMISSIONS",
    "STRANGER",
    "Actor",
    "Clause",
    "Membership",
    "Permission",
    "Post",
    "Thing",
    "allows",
    "could_ever",
    "right",
]


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


def _board(*roles: str, not_self: bool = False) -> Clause:
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
WHOLE_BOARD = _board(*BOARD_ROLES)
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


def _public(scope: str | None = None) -> Permission:
    return Permission((ANYONE,), scope, public=True)


PERMISSIONS: Mapping[str, Permission] = {
    "house.read": _public(),
    "community.read": _public(),
    "unit.read": _public("units:read"),
    "invitation.open": _public(),
    "application.create": _public(),
    "application.open": _public(),
    "session.create": _public(),
    "password_link.use": _public(),
    "me.read": Permission((SIGNED_IN,)),
    "me.change": Permission((SIGNED_IN,)),
    "member.list": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "member.read": Permission((WHOLE_BOARD, ADVISER, OWN), "members:read"),
    "member.contact": Permission((_board(*DECIDERS), OWN), "members:contact"),
    "member.decide": Permission((_board(*DECIDERS, not_self=True),), "members:decide"),
    "member.verify": Permission((_board("membership", not_self=True),), "members:decide"),
    "figure.read": Permission((WHOLE_BOARD, ADVISER, OFFICER), "members:read"),
    "member.record": Permission((_board("membership"), OFFICER), "members:decide"),
    "member.export": Permission((_board(*DECIDERS),), "members:contact"),
    "import.read": Permission((_board("membership"), OFFICER, ADVISER), "members:read"),
    "member.withdraw": Permission((OWN,), "members:decide"),
    "member.leave": Permission((OWN, _board("membership")), "members:decide"),
    "post.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "posts:read"),
    "post.write": Permission((MEMBER, WHOLE_BOARD), "posts:write"),
    "post.open": Permission((OWN, MEMBER, WHOLE_BOARD, ADVISER, PUBLISHED), "posts:read"),
    "post.change": Permission((OWN,), "posts:write"),
    "post.decide": Permission((_board("moderator", not_self=True),), "posts:decide"),
    "post.reveal": Permission((_board(not_self=True),)),
    "bulletin.list": _public("posts:read"),
    "bulletin.draft": Permission((WHOLE_BOARD,), "posts:write"),
    "bulletin.write": Permission((_board("editor"),), "posts:write"),
    "bulletin.decide": Permission((_board("moderator", "editor", not_self=True),), "posts:decide"),
    "bulletin.publish": Permission((_board("editor"),), "posts:write"),
    "calendar.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "visit.read": Permission((_board(), ADVISER), "reports:read"),
    "comment.write": Permission((MEMBER, WHOLE_BOARD), "posts:write"),
    "comment.open": Permission((OWN, MEMBER, WHOLE_BOARD, ADVISER), "posts:read"),
    "comment.change": Permission((OWN,), "posts:write"),
    "comment.close": Permission((OWN, _board("moderator")), "posts:write"),
    "comment.decide": Permission((_board("moderator", not_self=True),), "posts:decide"),
    "reaction.write": Permission((MEMBER, WHOLE_BOARD), "posts:write"),
    "flag.write": Permission((MEMBER, WHOLE_BOARD), "posts:write"),
    "flag.decide": Permission((_board("moderator", not_self=True),), "posts:decide"),
    "flag.mute": Permission((_board("moderator", not_self=True),), "posts:decide"),
    "flag.care": Permission((Clause("post", frozenset({"chair", "questions"})),)),
    "sanction.read": Permission((WHOLE_BOARD, ADVISER, OWN), "members:read"),
    "sanction.write": Permission((_board(*DECIDERS, not_self=True),), "members:decide"),
    "appeal.read": Permission((WHOLE_BOARD, ADVISER, OWN), "members:read"),
    "appeal.create": Permission((OWN,), "members:decide"),
    "appeal.decide": Permission((_board(*DECIDERS, not_self=True),), "members:decide"),
    "content_rule.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "content_rule.write": Permission((_board("moderator"),), "posts:decide"),
    "trust_rule.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "posts:read"),
    "trust_rule.write": Permission((_board(),), "posts:decide"),
    "review.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "notice.tell": Permission((_board(*DECIDERS, not_self=True),), "members:contact"),
    "password_link.create": Permission((_board("membership", not_self=True),), "members:contact"),
    "invitation.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "invitation.create": Permission((WHOLE_BOARD,), "members:decide"),
    "today.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "duty.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "duty.write": Permission((WHOLE_BOARD,), "members:decide"),
    "appointment.read": Permission((WHOLE_BOARD, ADVISER, OFFICER, MEMBER), "units:read"),
    "appointment.write": Permission((OFFICER,), "units:write"),
    "appointment.delegate": Permission((_board(), OFFICER), "units:write"),
    "regulation.write": Permission((_board(), OFFICER), "units:write"),
    "unit.write": Permission((OFFICER, ADMINISTRATOR), "units:write"),
    "placement.read": Permission((WHOLE_BOARD, ADVISER, OFFICER), "members:read"),
    "placement.write": Permission((_board("membership"), OFFICER), "members:decide"),
    "community.create": Permission((OFFICER,), "units:write"),
    "community.change": Permission((_board(), OFFICER), "units:write"),
    "platform.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "platform.enter": Permission((_board(*DECIDERS, not_self=True),), "members:decide"),
    "roster.write": Permission((_board(*DECIDERS),), "members:decide"),
    "platform_figure.write": Permission((WHOLE_BOARD,), "reports:write"),
    "outside_post.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "outside_post.record": Permission((_board(*BOARD_ROLES, not_self=True),), "posts:write"),
    "platform_right.read": Permission((WHOLE_BOARD, ADVISER, OFFICER), "units:read"),
    "platform_right.write": Permission((_board(), OFFICER), "units:write"),
    "appointment.minutes": Permission((OWN, _board(), OFFICER), "units:read"),
    "page_posting.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "page_posting.write": Permission((_board("editor"),), "posts:write"),
    "page_connection.write": Permission((_board(),)),
    "takedown.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "takedown.write": Permission((_board("moderator", "editor"),), "posts:decide"),
    "question.list": Permission((SIGNED_IN,), "questions:read"),
    "question.read": Permission((_board("questions"), ADVISER, OWN), "questions:read"),
    "question.ask": Permission((MEMBER,)),
    "question.follow": Permission((OWN,)),
    "question.answer": Permission((_board("questions", not_self=True),), "questions:answer"),
    "question.close": Permission((OWN, _board("questions")), "questions:answer"),
    "care.read": Permission((CIRCLE,)),
    "care.write": Permission((CIRCLE,)),
    "care.name": Permission((Clause("post", frozenset({"chair"})),)),
    "help_place.write": Permission((_board("questions"),), "questions:answer"),
    # Whoever opens the bank can win no prize: nobody of the board may who need not.
    "question_bank.read": Permission((_board("contests"), ADVISER), "contests:read"),
    "question_bank.write": Permission((_board("contests"),), "contests:write"),
    "picture.upload": Permission((WHOLE_BOARD, MEMBER), "posts:write"),
    # A stranger sees what is public; whom else a picture is shown to, its audience says.
    "picture.read": _public("posts:read"),
    "picture.change": Permission((OWN, WHOLE_BOARD), "posts:write"),
    "mail_link.use": _public(),
    "delivery.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "weekly_sheet.read": Permission((WHOLE_BOARD, ADVISER), "reports:read"),
    "weekly_sheet.write": Permission((WHOLE_BOARD,), "reports:write"),
    "audit.read": Permission((WHOLE_BOARD, ADVISER, ADMINISTRATOR), "audit:read"),
}


def right(
    actor: Actor,
    permission: str,
    thing: Thing,
    table: Mapping[str, Permission] = PERMISSIONS,
) -> str | None:
    """The right by which she may, e.g. `post:moderator`, or None when she may not."""
    row = table[permission]
    if not _scope_allows(actor, row):
        return None
    for clause in row.clauses:
        if clause.holds(actor, thing):
            return _label(clause, actor, thing)
    return None


def allows(actor: Actor, permission: str, thing: Thing) -> bool:
    return right(actor, permission, thing) is not None


def could_ever(
    actor: Actor, permission: str, table: Mapping[str, Permission] = PERMISSIONS
) -> bool:
    """Whether there may be anything that she may do this to."""
    row = table[permission]
    return _scope_allows(actor, row) and any(clause.could_hold(actor) for clause in row.clauses)


def _scope_allows(actor: Actor, row: Permission) -> bool:
    return actor.scopes is None or row.public or (row.scope in actor.scopes)


def _label(clause: Clause, actor: Actor, thing: Thing) -> str:
    if clause.who != "post":
        return clause.who
    held = actor.roles_in(thing.community_id) & clause.roles
    return "post:" + min(held, key=(*BOARD_ROLES, "adviser").index)
