"""Keeping rules over texts: write, change as a new version, end, and try before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.rules.reading import phrase
from app.domain.text import nfc
from app.integrations import patterns
from app.models.communities import Community
from app.models.rules import ContentRule, ContentRuleVersion
from app.schemas.base import Versioned
from app.schemas.rules import (
    ContentRuleChange,
    ContentRuleCreate,
    ContentRuleForm,
    ContentRuleLine,
    ContentRuleList,
    ContentRuleRead,
    RuleValues,
    RuleVersionRead,
)
from app.services.deeds import fresh_id, may, permit, permitted, record
from app.services.reviewing import BOARD
from app.store import communities, members, rules
from app.store.actors import Work

LOOKS = ("words", "loose", "links", "domains", "numbers", "pattern")
#: What one community keeps at most, so that a text is read in milliseconds.
MOST_RULES, MOST_WORDS, MOST_PATTERNS = 2000, 5000, 100


def page(work: Work, slug: str, paging: Page, *, ended: bool) -> ContentRuleList:
    community = permitted(work, slug, "content_rule.read")
    rows = rules.page(work.session, community.id, paging.limit + 1, paging.key(str), ended=ended)
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return ContentRuleList(
        items=[ContentRuleLine(**_line(row)) for row in shown],
        next=following,
        community=slug,
        ended=ended,
        may_write=may(work, "content_rule.write", Thing(community_id=community.id)),
    )


def read(work: Work, rule_id: str) -> ContentRuleRead:
    rule = rules.get(work.session, work.actor, rule_id)
    permit(work, "content_rule.read", Thing(community_id=rule.community_id))
    return as_read(work, rule)


def as_read(work: Work, rule: ContentRule) -> ContentRuleRead:
    history = rules.versions(work.session, rule.id)
    names = members.person_names(work.session, [row.written_by for row in history])
    writes = may(work, "content_rule.write", Thing(community_id=rule.community_id))
    return ContentRuleRead(
        **_line(rule),
        community=communities.by_id(work.session, rule.community_id).slug,
        history=[
            RuleVersionRead(
                **row.values,
                version=row.version,
                written_by=names.get(row.written_by, BOARD),
                written_at=row.written_at,
            )
            for row in history
        ],
        allowed_actions=["edit", "ending"] if writes and rule.ended_at is None else [],
    )


def _line(rule: ContentRule) -> dict[str, Any]:
    return {
        **values_of(rule),
        "id": rule.id,
        "version": rule.version,
        "ended_at": rule.ended_at,
    }


def values_of(rule: ContentRule) -> dict[str, Any]:
    """What a rule says, as its version keeps it."""
    names = ("label", "action", "scope", "priority", "message", "enabled")
    return {
        **{name: getattr(rule, name) for name in names},
        **rule.looks_for,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
    }


def new_form(work: Work, slug: str) -> ContentRuleForm:
    permitted(work, slug, "content_rule.write")
    return ContentRuleForm(
        action=f"/communities/{slug}/content-rules",
        schema=ContentRuleCreate.model_json_schema(),
        community=slug,
        rule=RuleValues(
            **ContentRuleCreate(label="…", action="hold").model_dump()
            | {"label": "", "valid_from": work.today}
        ),
    )


def edit_form(work: Work, rule_id: str) -> ContentRuleForm:
    rule, _ = _mine(work, rule_id)
    return ContentRuleForm(
        action=f"/content-rules/{rule.id}",
        method="PATCH",
        schema=ContentRuleChange.model_json_schema(),
        community=communities.by_id(work.session, rule.community_id).slug,
        rule=RuleValues(**values_of(rule)),
        id=rule.id,
        version=rule.version,
    )


def to_end(work: Work, rule_id: str) -> ContentRuleRead:
    rule, _ = _mine(work, rule_id)
    return as_read(work, rule)


def create(work: Work, slug: str, body: ContentRuleCreate) -> ContentRuleRead:
    community = communities.get(work.session, slug)
    held = permit(work, "content_rule.write", Thing(community_id=community.id))
    values = checked(work, community, body.model_dump())
    rule = ContentRule(
        id=fresh_id(work), community_id=community.id, created_at=work.now, **_columns(values)
    )
    work.session.add(rule)
    work.session.flush()
    _keep(work, rule)
    _record(work, rule, "content_rule.create", held)
    return as_read(work, rule)


def change(work: Work, rule_id: str, body: ContentRuleChange) -> ContentRuleRead:
    """A new version; what was decided by the old one still names it."""
    rule, held = _mine(work, rule_id)
    _must_be_version(rule, body)
    given = body.model_dump(exclude={"version"}, exclude_unset=True)
    kept = {name: value for name, value in given.items() if value is not None}
    if "valid_to" in given:
        kept["valid_to"] = given["valid_to"]
    community = communities.by_id(work.session, rule.community_id)
    values = checked(work, community, {**values_of(rule), **kept}, rule.id)
    if not rules.move(work.session, rule, **_columns(values)):
        raise Conflict("stale-version", version=rule.version)
    _keep(work, rule)
    _record(work, rule, "content_rule.change", held)
    return as_read(work, rule)


def end(work: Work, rule_id: str, body: Versioned) -> ContentRuleRead:
    """It counts no more, and stays readable."""
    rule, held = _mine(work, rule_id)
    _must_be_version(rule, body)
    if not rules.move(work.session, rule, ended_at=work.now):
        raise Conflict("stale-version", version=rule.version)
    _keep(work, rule)
    _record(work, rule, "content_rule.end", held)
    return as_read(work, rule)


def _mine(work: Work, rule_id: str) -> tuple[ContentRule, str]:
    rule = rules.get(work.session, work.actor, rule_id)
    held = permit(work, "content_rule.write", Thing(community_id=rule.community_id))
    if rule.ended_at is not None:
        raise Conflict("rule-ended")
    return rule, held


def _must_be_version(rule: ContentRule, body: Versioned) -> None:
    if body.version is not None and body.version != rule.version:
        raise Conflict("stale-version", version=rule.version)


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    looks = {name: values[name] for name in LOOKS}
    return {
        **{name: value for name, value in values.items() if name not in LOOKS},
        "looks_for": looks,
    }


def _keep(work: Work, rule: ContentRule) -> None:
    values = values_of(rule)
    for name in ("valid_from", "valid_to"):
        day: date | None = values[name]
        values[name] = day.isoformat() if day else None
    work.session.add(
        ContentRuleVersion(
            rule_id=rule.id,
            version=rule.version,
            values=values,
            written_by=work.actor.person_id or "",
            written_at=work.now,
        )
    )
    work.session.flush()


def _record(work: Work, rule: ContentRule, action: str, held: str) -> None:
    record(
        work,
        action,
        ("content_rule", rule.id),
        community_id=rule.community_id,
        held=held,
        after=values_of(rule),
        outbox=False,
        version=rule.version,
        label=rule.label,
    )


# -- what a rule may say ---------------------------------------------------------------------------


def checked(
    work: Work, community: Community, given: Mapping[str, Any], rule_id: str | None = None
) -> dict[str, Any]:
    """The values of a rule that can be kept, or all that is wrong with them at once."""
    values = {name: given[name] for name in RuleValues.model_fields}
    values["valid_from"] = values["valid_from"] or work.today
    values["words"] = list(dict.fromkeys(values["words"]))
    values["domains"] = [_domain(name) for name in values["domains"]]
    values["pattern"] = nfc(values["pattern"])
    errors = [*_faults(values), *_too_many(work, community, values, rule_id)]
    if errors:
        raise Invalid(*errors)
    return values


def _domain(name: str) -> str:
    """A host in small letters, out of an address that was pasted whole."""
    host = name.strip().lower().partition("://")[2] or name.strip().lower()
    return host.split("/", 1)[0].split(":", 1)[0].removeprefix("www.").strip(".")


def _faults(values: Mapping[str, Any]) -> list[FieldError]:
    errors = []
    looks = values["words"] or values["numbers"] or values["pattern"] or values["links"] != "none"
    if not looks:
        errors.append(FieldError("/words", "rule-looks-for-nothing"))
    if any(not phrase(words) for words in values["words"]):
        errors.append(FieldError("/words", "phrase-without-letters"))
    if values["links"] == "domains" and not values["domains"]:
        errors.append(FieldError("/domains", "domains-missing"))
    if any("." not in name or " " in name or not name.isascii() for name in values["domains"]):
        errors.append(FieldError("/domains", "domain-wrong"))
    if values["action"] in {"hold", "refuse"} and not values["message"].strip():
        errors.append(FieldError("/message", "message-missing"))
    if values["valid_to"] is not None and values["valid_to"] <= values["valid_from"]:
        errors.append(FieldError("/valid_to", "ends-before-it-begins"))
    if values["pattern"]:
        try:
            patterns.compiled(values["pattern"])
        except patterns.BadPattern as error:
            errors.append(FieldError("/pattern", error.code))
    return errors


def _too_many(
    work: Work, community: Community, values: Mapping[str, Any], rule_id: str | None
) -> list[FieldError]:
    others = [row for row in rules.living(work.session, community.id) if row.pop("id") != rule_id]
    words = sum(len(row["words"]) for row in others) + len(values["words"])
    errors = []
    if len(others) >= MOST_RULES or words > MOST_WORDS:
        most = {"rules": MOST_RULES, "words": MOST_WORDS}
        errors.append(FieldError("/words", "too-many-rules", most))
    if values["pattern"] and sum(bool(row["pattern"]) for row in others) >= MOST_PATTERNS:
        errors.append(FieldError("/pattern", "too-many-patterns", {"most": MOST_PATTERNS}))
    return errors
