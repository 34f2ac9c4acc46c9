"""Who may do what: one table, permission → clauses; the first clause that holds gives the right.

Rights come from appointments and from being the person herself, computed at request time. A
token only narrows. The table is rendered as a page that advisers can read, tests enumerate it,
and every route names one of its rows.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.clauses import (
    ADMINISTRATOR,
    ADVISER,
    CIRCLE,
    DECIDERS,
    MEMBER,
    OFFICER,
    OWN,
    PUBLISHED,
    SIGNED_IN,
    WHOLE_BOARD,
    Clause,
    Permission,
    board,
    public,
)
from app.domain.principals import BOARD_ROLES, STRANGER, Actor, Membership, Post, Thing

__all__ = [
    "BOARD_ROLES",
    "PERMISSIONS",
    "STRANGER",
    "Actor",
    "Membership",
    "Post",
    "Thing",
    "allows",
    "board_of",
    "could_ever",
    "right",
]

PERMISSIONS: Mapping[str, Permission] = {
    "house.read": public(),
    "community.read": public(),
    "unit.read": public("units:read"),
    "invitation.open": public(),
    "application.create": public(),
    "application.open": public(),
    "session.create": public(),
    "password_link.use": public(),
    "me.read": Permission((SIGNED_IN,)),
    "me.change": Permission((SIGNED_IN,)),
    "member.list": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "member.read": Permission((WHOLE_BOARD, ADVISER, OWN), "members:read"),
    "member.contact": Permission((board(*DECIDERS), OWN), "members:contact"),
    "member.decide": Permission((board(*DECIDERS, not_self=True),), "members:decide"),
    "member.verify": Permission((board("membership", not_self=True),), "members:decide"),
    "figure.read": Permission((WHOLE_BOARD, ADVISER, OFFICER), "members:read"),
    "member.record": Permission((board("membership"), OFFICER), "members:decide"),
    "member.export": Permission((board(*DECIDERS),), "members:contact"),
    "import.read": Permission((board("membership"), OFFICER, ADVISER), "members:read"),
    "member.withdraw": Permission((OWN,), "members:decide"),
    "member.leave": Permission((OWN, board("membership")), "members:decide"),
    "post.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "posts:read"),
    "post.write": Permission((MEMBER, WHOLE_BOARD), "posts:write"),
    "post.open": Permission((OWN, MEMBER, WHOLE_BOARD, ADVISER, PUBLISHED), "posts:read"),
    "post.change": Permission((OWN,), "posts:write"),
    "post.decide": Permission((board("moderator", not_self=True),), "posts:decide"),
    "post.reveal": Permission((board(not_self=True),)),
    "bulletin.list": public("posts:read"),
    "bulletin.draft": Permission((WHOLE_BOARD,), "posts:write"),
    "bulletin.write": Permission((board("editor"),), "posts:write"),
    "bulletin.decide": Permission((board("moderator", "editor", not_self=True),), "posts:decide"),
    "bulletin.publish": Permission((board("editor"),), "posts:write"),
    "calendar.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "visit.read": Permission((board(), ADVISER), "reports:read"),
    "comment.write": Permission((MEMBER, WHOLE_BOARD), "posts:write"),
    "comment.open": Permission((OWN, MEMBER, WHOLE_BOARD, ADVISER), "posts:read"),
    "comment.change": Permission((OWN,), "posts:write"),
    "comment.close": Permission((OWN, board("moderator")), "posts:write"),
    "comment.decide": Permission((board("moderator", not_self=True),), "posts:decide"),
    "reaction.write": Permission((MEMBER, WHOLE_BOARD), "posts:write"),
    "flag.write": Permission((MEMBER, WHOLE_BOARD), "posts:write"),
    "flag.decide": Permission((board("moderator", not_self=True),), "posts:decide"),
    "flag.mute": Permission((board("moderator", not_self=True),), "posts:decide"),
    "flag.care": Permission((Clause("post", frozenset({"chair", "questions"})),)),
    "sanction.read": Permission((WHOLE_BOARD, ADVISER, OWN), "members:read"),
    "sanction.write": Permission((board(*DECIDERS, not_self=True),), "members:decide"),
    "appeal.read": Permission((WHOLE_BOARD, ADVISER, OWN), "members:read"),
    "appeal.create": Permission((OWN,), "members:decide"),
    "appeal.decide": Permission((board(*DECIDERS, not_self=True),), "members:decide"),
    "content_rule.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "content_rule.write": Permission((board("moderator"),), "posts:decide"),
    "trust_rule.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "posts:read"),
    "trust_rule.write": Permission((board(),), "posts:decide"),
    "review.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "notice.tell": Permission((board(*DECIDERS, not_self=True),), "members:contact"),
    "password_link.create": Permission((board("membership", not_self=True),), "members:contact"),
    "invitation.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "invitation.create": Permission((WHOLE_BOARD,), "members:decide"),
    "today.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "duty.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "duty.write": Permission((WHOLE_BOARD,), "members:decide"),
    "appointment.read": Permission((WHOLE_BOARD, ADVISER, OFFICER, MEMBER), "units:read"),
    "appointment.write": Permission((OFFICER,), "units:write"),
    "appointment.delegate": Permission((board(), OFFICER), "units:write"),
    "regulation.write": Permission((board(), OFFICER), "units:write"),
    "unit.write": Permission((OFFICER, ADMINISTRATOR), "units:write"),
    "placement.read": Permission((WHOLE_BOARD, ADVISER, OFFICER), "members:read"),
    "placement.write": Permission((board("membership"), OFFICER), "members:decide"),
    "community.create": Permission((OFFICER,), "units:write"),
    "community.change": Permission((board(), OFFICER), "units:write"),
    "platform.read": Permission((WHOLE_BOARD, ADVISER), "members:read"),
    "platform.enter": Permission((board(*DECIDERS, not_self=True),), "members:decide"),
    "roster.write": Permission((board(*DECIDERS),), "members:decide"),
    "platform_figure.write": Permission((WHOLE_BOARD,), "reports:write"),
    "outside_post.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "outside_post.record": Permission((board(*BOARD_ROLES, not_self=True),), "posts:write"),
    "platform_right.read": Permission((WHOLE_BOARD, ADVISER, OFFICER), "units:read"),
    "platform_right.write": Permission((board(), OFFICER), "units:write"),
    "appointment.minutes": Permission((OWN, board(), OFFICER), "units:read"),
    "page_posting.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "page_posting.write": Permission((board("editor"),), "posts:write"),
    "page_connection.write": Permission((board(),)),
    "takedown.read": Permission((WHOLE_BOARD, ADVISER), "posts:read"),
    "takedown.write": Permission((board("moderator", "editor"),), "posts:decide"),
    "question.list": Permission((SIGNED_IN,), "questions:read"),
    "question.read": Permission((board("questions"), ADVISER, OWN), "questions:read"),
    "question.ask": Permission((MEMBER,)),
    "question.follow": Permission((OWN,)),
    "question.answer": Permission((board("questions", not_self=True),), "questions:answer"),
    "question.close": Permission((OWN, board("questions")), "questions:answer"),
    "care.read": Permission((CIRCLE,)),
    "care.write": Permission((CIRCLE,)),
    "care.name": Permission((Clause("post", frozenset({"chair"})),)),
    "help_place.write": Permission((board("questions"),), "questions:answer"),
    # Whoever opens the bank can win no prize: nobody of the board may who need not.
    "question_bank.read": Permission((board("contests"), ADVISER), "contests:read"),
    "question_bank.write": Permission((board("contests"),), "contests:write"),
    "need.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "surveys:read"),
    "need.write": Permission((MEMBER,), "surveys:write"),
    "need.withdraw": Permission((OWN,), "surveys:write"),
    "need.answer": Permission((board("contests", "membership", "editor"),), "surveys:write"),
    "contest.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "contests:read"),
    "contest.write": Permission((board("contests"),), "contests:write"),
    "contest.publish": Permission((board("contests"),), "contests:write"),
    "survey.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "surveys:read"),
    "survey.open": public("surveys:read"),
    "survey.write": Permission((board("contests"),), "surveys:write"),
    "survey.publish": Permission((board("contests"),), "surveys:write"),
    "attempt.write": Permission((MEMBER,), "contests:write"),
    "attempt.read": Permission((OWN,), "contests:read"),
    # Before publication a result is read by those alone who hold `result.write` too.
    "result.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "contests:read"),
    "result.list": Permission((WHOLE_BOARD, ADVISER), "contests:read"),
    "result.write": Permission((board("contests"),), "contests:write"),
    "result.publish": Permission((board("contests"),), "contests:write"),
    "result.name": Permission((MEMBER,), "contests:write"),
    "result.check": public("contests:read"),
    "ruling.write": Permission((board("contests", not_self=True),), "contests:write"),
    "work.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "contests:read"),
    "work.open": Permission((OWN, MEMBER, WHOLE_BOARD, ADVISER), "contests:read"),
    "work.write": Permission((MEMBER,), "contests:write"),
    "work.change": Permission((OWN,), "contests:write"),
    "work.decide": Permission((board("contests", "moderator", not_self=True),), "contests:write"),
    "work.rule": Permission((board("contests"),), "contests:write"),
    "work.check": Permission((board("contests"), ADVISER), "contests:read"),
    "work.like": Permission((WHOLE_BOARD,), "contests:write"),
    "work.result": Permission((board("contests"),), "contests:write"),
    "vote.write": Permission((Clause("member", not_self=True),), "contests:write"),
    "vote.strike": Permission((board("contests", not_self=True),), "contests:write"),
    # Whoever is on the jury of the contest: the service asks its offices.
    "mark.write": Permission((MEMBER, WHOLE_BOARD), "contests:write"),
    "survey.export": Permission((board("contests"),), "surveys:read"),
    "contest_paper.read": Permission((board("contests"),), "contests:read"),
    "complaint.read": Permission((OWN, board("contests"), ADVISER), "contests:read"),
    "complaint.write": Permission((MEMBER,), "contests:write"),
    "complaint.withdraw": Permission((OWN,), "contests:write"),
    "complaint.decide": Permission((board("contests", not_self=True),), "contests:write"),
    # Of these only who serves the contest: services/contests/marking.py.
    "essay.mark": Permission((MEMBER, WHOLE_BOARD, ADVISER), "contests:write"),
    "contest.check": public("contests:read"),
    "fake_report.create": public(),
    "fake_report.read": Permission((WHOLE_BOARD, ADVISER), "contests:read"),
    "fake_report.write": Permission((board("contests"),), "contests:write"),
    "live.read": Permission((MEMBER, WHOLE_BOARD, ADVISER), "contests:read"),
    "live.play": Permission((MEMBER,), "contests:write"),
    "live.write": Permission((board("contests"),), "contests:write"),
    # Whoever has a personal link, and members: the service asks for the one or the other.
    "survey.answer": public("surveys:write"),
    "survey.answers": Permission((board("contests"),), "surveys:read"),
    "survey.code": Permission((board("contests"),), "surveys:read"),
    "survey.invite": Permission((board("contests"),), "surveys:write"),
    "survey.type": Permission((board("contests", "membership"),), "surveys:write"),
    # To the board all of it, small cells hidden; to others what was let out to them.
    "survey.released": public("surveys:read"),
    "survey.results": Permission((WHOLE_BOARD, ADVISER), "surveys:aggregate"),
    "survey.release": Permission((board("contests"),), "surveys:write"),
    "picture.upload": Permission((WHOLE_BOARD, MEMBER), "posts:write"),
    # A stranger sees what is public; whom else a picture is shown to, its audience says.
    "picture.read": public("posts:read"),
    "picture.change": Permission((OWN, WHOLE_BOARD), "posts:write"),
    "mail_link.use": public(),
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


def board_of(permission: str) -> list[str]:
    """Which roles of the board hold it."""
    held = {role for clause in PERMISSIONS[permission].clauses for role in clause.roles}
    return [role for role in BOARD_ROLES if role in held]
