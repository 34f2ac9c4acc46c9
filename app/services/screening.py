"""A text before anybody reads it: the rules in force, and who may be read without waiting.

`screen` is for every kind of text that members write; a ready set of rules is kept in the process
under the versions that it holds, so a changed rule is a new set.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Any

from app.content.teencode import shorthand
from app.domain.rules import trust, verdicts
from app.domain.rules.matching import RuleSet
from app.domain.rules.rule import Rule
from app.domain.rules.verdicts import Verdict
from app.integrations import markdown, patterns
from app.models.communities import Community
from app.models.posts import Post, PostRevision
from app.models.rules import ContentRule
from app.models.sanctions import Sanction
from app.services import sanctions
from app.store import communities, members, rules
from app.store.actors import Work

SCOPES = {"post": "posts", "comment": "comments"}
#: Parts a title from its text; no phrase goes across.
BETWEEN = "\n\n"
MOST_SETS = 64
_sets: OrderedDict[tuple[Any, ...], RuleSet] = OrderedDict()
_lock = Lock()


def screen(work: Work, community_id: str, person_id: str, kind: str, text: str) -> Verdict:
    """What becomes of a text by the rules and by her restraints; `kind`: post or comment.

    `action` publish, tag, flag or mask: it may go its ordinary way (masked: with `masked_text`);
    hold: a human reads it first, for the reasons in `why`; refuse: not at all, with `message`.
    Raises Conflict `muted` while she has a pause in writing.
    """
    held = sanctions.must_not_be_muted(work, community_id, person_id)
    verdict = _by_rules(work, community_id, kind, text)
    return _held(verdict, [_pre_reading(held["pre_reading"])] if "pre_reading" in held else [])


def _by_rules(work: Work, community_id: str, kind: str, text: str) -> Verdict:
    verdict = verdicts.of_meeting(_ready(work, community_id, kind).meet(text), text)
    if verdicts.BY_RULE in verdict.why:
        verdict = replace(verdict, facts=((verdicts.BY_RULE, {"words": verdict.message}),))
    return verdict


def _held(verdict: Verdict, why: trust.Reasons) -> Verdict:
    """The verdict with reasons why a human reads first; a refusal stays one."""
    if verdict.action == "refuse" or not why:
        return verdict
    return replace(
        verdict,
        action="hold",
        why=(*(code for code, _ in why), *verdict.why),
        facts=(*((code, facts) for code, facts in why if facts), *verdict.facts),
    )


def _pre_reading(sanction: Sanction) -> tuple[str, dict[str, Any]]:
    return trust.PRE_READING, {"until": sanctions.last_day(sanction.until)}


def of_post(work: Work, post: Post, text: PostRevision) -> Verdict:
    """The verdict on one text of a post, trust included: it holds whenever a human reads first.
    What the board itself writes is read by a second person, never by rules."""
    if post.kind != "member":
        return Verdict("hold", (trust.EVERY_POST,))
    community = communities.by_id(work.session, post.community_id)
    title = text.title.replace("\n", " ")
    whole = f"{title}{BETWEEN}{text.body}"
    held = sanctions.must_not_be_muted(work, community.id, post.author_id)
    verdict = _by_rules(work, community.id, "post", whole)
    return _held(verdict, _why(work, community, post, text, held))


def of_outside(work: Work, community_id: str, kind: str, text: str) -> Verdict:
    """The rules' verdict on what somebody wrote elsewhere: her restraints here do not bind her
    there."""
    return _by_rules(work, community_id, kind, text)


def parts(masked: str) -> tuple[str, str]:
    """(title, body) of a masked text."""
    title, between, body = masked.partition(BETWEEN)
    return (title, body) if between else ("", title)


def evidence(verdict: Verdict) -> dict[str, Any]:
    """What a review item keeps of it."""
    return {
        "why": list(verdict.why),
        "facts": dict(verdict.facts),
        "rules": [rule.kept() for rule in verdict.rules],
    }


def flagged(verdict: Verdict) -> bool:
    return any(rule.action == "flag" for rule in verdict.rules)


def _why(
    work: Work,
    community: Community,
    post: Post,
    text: PostRevision,
    held: dict[str, Sanction],
) -> trust.Reasons:
    """Of an anonymous post nothing is said that would tell whose it is."""
    if trust.mode_of(community.settings) == "all":
        return [(trust.EVERY_POST, {})]
    if post.anonymous:
        return [(trust.ANONYMOUS, {})]
    if "pre_reading" in held:
        return [_pre_reading(held["pre_reading"])]
    return trust.reasons(
        trust.TrustRules.of(community.settings),
        _writer(work, post, held),
        links=markdown.links(text.body) > 0,
        pictures=bool(text.pictures),
    )


def _writer(work: Work, post: Post, held: dict[str, Sanction]) -> trust.Writer:
    member = members.open_of_person(work.session, post.author_id, post.community_id)
    joined = member.joined_at if member is not None else None
    return trust.Writer(
        shown_posts=rules.shown_posts(work.session, post.community_id, post.author_id),
        days_inside=(work.now - joined).days if joined is not None else None,
        sanctioned=bool(held),
    )


# -- ready sets ------------------------------------------------------------------------------------


def _ready(work: Work, community_id: str, kind: str) -> RuleSet:
    held = rules.in_force(work.session, community_id, SCOPES[kind], work.today)
    with _lock:
        known = _sets.get(held)
        if known is not None:
            _sets.move_to_end(held)
            return known
    rows = rules.by_ids(work.session, (rule_id for rule_id, _ in held))
    made = ready([as_rule(row) for row in rows])
    with _lock:
        _sets[held] = made
        if len(_sets) > MOST_SETS:
            _sets.popitem(last=False)
    return made


def ready(made: list[Rule]) -> RuleSet:
    return RuleSet(made, patterns.compiled, shorthand())


def as_rule(row: ContentRule) -> Rule:
    looks = row.looks_for
    return Rule(
        id=row.id,
        version=row.version,
        label=row.label,
        action=row.action,
        scope=row.scope,
        priority=row.priority,
        words=tuple(looks.get("words", ())),
        loose=bool(looks.get("loose")),
        links=looks.get("links", "none"),
        domains=tuple(looks.get("domains", ())),
        numbers=tuple(looks.get("numbers", ())),
        pattern=looks.get("pattern", ""),
        message=row.message,
    )
