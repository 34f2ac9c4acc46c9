"""Who may do what, written by hand from contract.md ("Roles") and design.md §5.

Nothing here is computed from the permission table: it is the second opinion that the table is
held against. `own`: the thing is about herself; `same`: it belongs to somebody else of her
community or her unit; `other`: to another community and another unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain.permissions import Actor, Membership, Post, Thing

HOME, OTHER = "home", "other"
HOME_UNIT, OTHER_UNIT = "commune", "far-commune"
ME, SHE = "me", "she"

BOARD = {"chair", "vice_chair", "moderator", "membership", "editor", "contests", "questions"}
OUTSIDERS = {"nobody", "applicant", "suspended", "left", "removed"}
SIGNED_IN = {*BOARD, *OUTSIDERS, "member", "adviser", "officer", "administrator"}
EVERYONE = SIGNED_IN | {"stranger"}

LEAD = {"chair", "vice_chair"}
DECIDERS = LEAD | {"moderator", "membership"}
KEEPERS = LEAD | {"membership"}
EDITORS = LEAD | {"editor"}
ANSWERERS = LEAD | {"questions"}
#: The closed circle by office; the chair may name others of the board.
CIRCLE = {"chair", "questions"}
DESK = BOARD | {"adviser"}
NONE: set[str] = set()

#: permission → (own, same, other)
RIGHTS: Mapping[str, tuple[set[str], set[str], set[str]]] = {
    "house.read": (EVERYONE, EVERYONE, EVERYONE),
    "community.read": (EVERYONE, EVERYONE, EVERYONE),
    "unit.read": (EVERYONE, EVERYONE, EVERYONE),
    "invitation.open": (EVERYONE, EVERYONE, EVERYONE),
    "application.create": (EVERYONE, EVERYONE, EVERYONE),
    "application.open": (EVERYONE, EVERYONE, EVERYONE),
    "session.create": (EVERYONE, EVERYONE, EVERYONE),
    "password_link.use": (EVERYONE, EVERYONE, EVERYONE),
    "me.read": (SIGNED_IN, SIGNED_IN, SIGNED_IN),
    "me.change": (SIGNED_IN, SIGNED_IN, SIGNED_IN),
    "member.list": (DESK, DESK, NONE),
    "member.read": (SIGNED_IN, DESK, NONE),
    "member.contact": (SIGNED_IN, DECIDERS, NONE),
    "member.decide": (NONE, DECIDERS, NONE),
    "member.verify": (NONE, KEEPERS, NONE),
    "figure.read": (DESK | {"officer"}, DESK | {"officer"}, NONE),
    "member.record": (KEEPERS | {"officer"}, KEEPERS | {"officer"}, NONE),
    "member.export": (DECIDERS, DECIDERS, NONE),
    "import.read": (KEEPERS | {"adviser", "officer"}, KEEPERS | {"adviser", "officer"}, NONE),
    "member.withdraw": (SIGNED_IN, NONE, NONE),
    "member.leave": (SIGNED_IN, KEEPERS, NONE),
    "post.read": (DESK | {"member"}, DESK | {"member"}, NONE),
    "post.write": (BOARD | {"member"}, BOARD | {"member"}, NONE),
    "post.open": (SIGNED_IN, DESK | {"member"}, NONE),
    "post.change": (SIGNED_IN, NONE, NONE),
    "post.decide": (NONE, LEAD | {"moderator"}, NONE),
    "post.reveal": (NONE, LEAD, NONE),
    "bulletin.list": (EVERYONE, EVERYONE, EVERYONE),
    "bulletin.draft": (BOARD, BOARD, NONE),
    "bulletin.write": (EDITORS, EDITORS, NONE),
    "bulletin.decide": (NONE, EDITORS | {"moderator"}, NONE),
    "bulletin.publish": (EDITORS, EDITORS, NONE),
    "calendar.read": (DESK, DESK, NONE),
    "visit.read": (LEAD | {"adviser"}, LEAD | {"adviser"}, NONE),
    "comment.write": (BOARD | {"member"}, BOARD | {"member"}, NONE),
    "comment.open": (SIGNED_IN, DESK | {"member"}, NONE),
    "comment.change": (SIGNED_IN, NONE, NONE),
    "comment.close": (SIGNED_IN, LEAD | {"moderator"}, NONE),
    "comment.decide": (NONE, LEAD | {"moderator"}, NONE),
    "reaction.write": (BOARD | {"member"}, BOARD | {"member"}, NONE),
    "flag.write": (BOARD | {"member"}, BOARD | {"member"}, NONE),
    "flag.decide": (NONE, LEAD | {"moderator"}, NONE),
    "flag.mute": (NONE, LEAD | {"moderator"}, NONE),
    "flag.care": ({"chair", "questions"}, {"chair", "questions"}, NONE),
    "sanction.read": (SIGNED_IN, DESK, NONE),
    "sanction.write": (NONE, DECIDERS, NONE),
    "appeal.read": (SIGNED_IN, DESK, NONE),
    "appeal.create": (SIGNED_IN, NONE, NONE),
    "appeal.decide": (NONE, DECIDERS, NONE),
    "content_rule.read": (DESK, DESK, NONE),
    "content_rule.write": (LEAD | {"moderator"}, LEAD | {"moderator"}, NONE),
    "trust_rule.read": (DESK | {"member"}, DESK | {"member"}, NONE),
    "trust_rule.write": (LEAD, LEAD, NONE),
    "review.read": (DESK, DESK, NONE),
    "notice.tell": (NONE, DECIDERS, NONE),
    "password_link.create": (NONE, KEEPERS, NONE),
    "invitation.read": (DESK, DESK, NONE),
    "invitation.create": (BOARD, BOARD, NONE),
    "today.read": (DESK, DESK, NONE),
    "duty.read": (DESK, DESK, NONE),
    "duty.write": (BOARD, BOARD, NONE),
    "appointment.read": (DESK | {"officer", "member"}, DESK | {"officer", "member"}, NONE),
    "appointment.write": ({"officer"}, {"officer"}, NONE),
    "appointment.delegate": (LEAD | {"officer"}, LEAD | {"officer"}, NONE),
    "regulation.write": (LEAD | {"officer"}, LEAD | {"officer"}, NONE),
    "unit.write": ({"officer", "administrator"}, {"officer", "administrator"}, {"administrator"}),
    "placement.read": (DESK | {"officer"}, DESK | {"officer"}, NONE),
    "placement.write": (KEEPERS | {"officer"}, KEEPERS | {"officer"}, NONE),
    "community.create": ({"officer"}, {"officer"}, NONE),
    "community.change": (LEAD | {"officer"}, LEAD | {"officer"}, NONE),
    "platform.read": (DESK, DESK, NONE),
    "platform.enter": (NONE, DECIDERS, NONE),
    "roster.write": (DECIDERS, DECIDERS, NONE),
    "platform_figure.write": (BOARD, BOARD, NONE),
    "outside_post.read": (DESK, DESK, NONE),
    "outside_post.record": (NONE, BOARD, NONE),
    "platform_right.read": (DESK | {"officer"}, DESK | {"officer"}, NONE),
    "platform_right.write": (LEAD | {"officer"}, LEAD | {"officer"}, NONE),
    "appointment.minutes": (SIGNED_IN, LEAD | {"officer"}, NONE),
    "page_posting.read": (DESK, DESK, NONE),
    "page_posting.write": (LEAD | {"editor"}, LEAD | {"editor"}, NONE),
    "page_connection.write": (LEAD, LEAD, NONE),
    "takedown.read": (DESK, DESK, NONE),
    "takedown.write": (LEAD | {"moderator", "editor"}, LEAD | {"moderator", "editor"}, NONE),
    "question.list": (SIGNED_IN, SIGNED_IN, SIGNED_IN),
    "question.read": (SIGNED_IN, ANSWERERS | {"adviser"}, NONE),
    "question.ask": ({"member"}, {"member"}, NONE),
    "question.follow": (SIGNED_IN, NONE, NONE),
    "question.answer": (NONE, ANSWERERS, NONE),
    "question.close": (SIGNED_IN, ANSWERERS, NONE),
    "care.read": (NONE, CIRCLE, NONE),
    "care.write": (NONE, CIRCLE, NONE),
    "care.name": ({"chair"}, {"chair"}, NONE),
    "help_place.write": (ANSWERERS, ANSWERERS, NONE),
    "question_bank.read": (LEAD | {"contests", "adviser"}, LEAD | {"contests", "adviser"}, NONE),
    "question_bank.write": (LEAD | {"contests"}, LEAD | {"contests"}, NONE),
    "contest.read": (DESK | {"member"}, DESK | {"member"}, NONE),
    "contest.check": (EVERYONE, EVERYONE, EVERYONE),
    "fake_report.create": (EVERYONE, EVERYONE, EVERYONE),
    "fake_report.read": (DESK, DESK, NONE),
    "fake_report.write": (LEAD | {"contests"}, LEAD | {"contests"}, NONE),
    "live.read": (DESK | {"member"}, DESK | {"member"}, NONE),
    "live.play": ({"member"}, {"member"}, NONE),
    "live.write": (LEAD | {"contests"}, LEAD | {"contests"}, NONE),
    "picture.upload": (BOARD | {"member"}, BOARD | {"member"}, NONE),
    "picture.read": (EVERYONE, EVERYONE, EVERYONE),
    "picture.change": (SIGNED_IN, BOARD, NONE),
    "mail_link.use": (EVERYONE, EVERYONE, EVERYONE),
    "delivery.read": (DESK, DESK, NONE),
    "weekly_sheet.read": (DESK, DESK, NONE),
    "weekly_sheet.write": (BOARD, BOARD, NONE),
    "audit.read": (
        DESK | {"administrator"},
        DESK | {"administrator"},
        {"administrator"},
    ),
}

#: permission → the scope that a narrowed token needs; None: no narrowed token holds it
SCOPES: Mapping[str, str | None] = {
    "me.read": None,
    "me.change": None,
    "member.list": "members:read",
    "member.read": "members:read",
    "member.contact": "members:contact",
    "member.decide": "members:decide",
    "member.verify": "members:decide",
    "figure.read": "members:read",
    "member.record": "members:decide",
    "member.export": "members:contact",
    "import.read": "members:read",
    "member.withdraw": "members:decide",
    "member.leave": "members:decide",
    "post.read": "posts:read",
    "post.write": "posts:write",
    "post.open": "posts:read",
    "post.change": "posts:write",
    "post.decide": "posts:decide",
    "post.reveal": None,
    "bulletin.list": "posts:read",
    "bulletin.draft": "posts:write",
    "bulletin.write": "posts:write",
    "bulletin.decide": "posts:decide",
    "bulletin.publish": "posts:write",
    "calendar.read": "posts:read",
    "visit.read": "reports:read",
    "comment.write": "posts:write",
    "comment.open": "posts:read",
    "comment.change": "posts:write",
    "comment.close": "posts:write",
    "comment.decide": "posts:decide",
    "reaction.write": "posts:write",
    "flag.write": "posts:write",
    "flag.decide": "posts:decide",
    "flag.mute": "posts:decide",
    "flag.care": None,
    "sanction.read": "members:read",
    "sanction.write": "members:decide",
    "appeal.read": "members:read",
    "appeal.create": "members:decide",
    "appeal.decide": "members:decide",
    "content_rule.read": "posts:read",
    "content_rule.write": "posts:decide",
    "trust_rule.read": "posts:read",
    "trust_rule.write": "posts:decide",
    "review.read": "members:read",
    "notice.tell": "members:contact",
    "password_link.create": "members:contact",
    "invitation.read": "members:read",
    "invitation.create": "members:decide",
    "today.read": "members:read",
    "duty.read": "members:read",
    "duty.write": "members:decide",
    "appointment.read": "units:read",
    "appointment.write": "units:write",
    "appointment.delegate": "units:write",
    "regulation.write": "units:write",
    "unit.write": "units:write",
    "placement.read": "members:read",
    "placement.write": "members:decide",
    "community.create": "units:write",
    "community.change": "units:write",
    "platform.read": "members:read",
    "platform.enter": "members:decide",
    "roster.write": "members:decide",
    "platform_figure.write": "reports:write",
    "outside_post.read": "posts:read",
    "outside_post.record": "posts:write",
    "platform_right.read": "units:read",
    "platform_right.write": "units:write",
    "appointment.minutes": "units:read",
    "page_posting.read": "posts:read",
    "page_posting.write": "posts:write",
    "page_connection.write": None,
    "takedown.read": "posts:read",
    "takedown.write": "posts:decide",
    "question.list": "questions:read",
    "question.read": "questions:read",
    "question.ask": None,
    "question.follow": None,
    "question.answer": "questions:answer",
    "question.close": "questions:answer",
    "care.read": None,
    "care.write": None,
    "care.name": None,
    "help_place.write": "questions:answer",
    "question_bank.read": "contests:read",
    "question_bank.write": "contests:write",
    "contest.read": "contests:read",
    "fake_report.read": "contests:read",
    "fake_report.write": "contests:write",
    "live.read": "contests:read",
    "live.play": "contests:write",
    "live.write": "contests:write",
    "picture.upload": "posts:write",
    "picture.change": "posts:write",
    "delivery.read": "members:read",
    "weekly_sheet.read": "reports:read",
    "weekly_sheet.write": "reports:write",
    "audit.read": "audit:read",
}
#: Whose things may be open to all: a bulletin published for everyone.
AT_TIMES_OPEN = frozenset({"post.open"})
#: Open to every token, however narrow: a stranger may do it too.
PUBLIC = frozenset(name for name, (own, _, _) in RIGHTS.items() if own == EVERYONE)

THINGS: Mapping[str, Thing] = {
    "own": Thing(HOME, ME, HOME_UNIT),
    "same": Thing(HOME, SHE, HOME_UNIT),
    "other": Thing(OTHER, SHE, OTHER_UNIT),
}


def actor(who: str, scopes: Iterable[str] | None = None) -> Actor:
    """One principal; each holds exactly one role, so that a dropped role is seen."""
    narrowed = None if scopes is None else frozenset(scopes)
    if who == "stranger":
        return Actor(scopes=narrowed)
    states = {"applicant": "submitted", "member": "approved"}
    state = states.get(who, who if who in {"suspended", "left", "removed"} else None)
    return Actor(
        person_id=ME,
        account_id="account",
        posts=_posts(who),
        memberships=(Membership("m", HOME, state),) if state else (),
        administrator=who == "administrator",
        scopes=narrowed,
    )


def _posts(who: str) -> tuple[Post, ...]:
    if who == "officer":
        return (Post(who, frozenset({HOME}), frozenset({HOME_UNIT})),)
    return (Post(who, frozenset({HOME})),) if who in DESK else ()
