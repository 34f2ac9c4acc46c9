"""Trying a rule on what was written in the last ninety days, before it is kept. Only reads."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from app.domain.rules import verdicts
from app.domain.rules.matching import RuleSet
from app.domain.rules.meeting import Meeting
from app.domain.rules.rule import Rule
from app.models.communities import Community
from app.schemas.rules import (
    ContentRuleTrial,
    RuleValues,
    TrialCount,
    TrialExample,
    TrialRead,
    TrialSource,
)
from app.services import content_rules, screening, text_sources
from app.services.deeds import permitted
from app.store import rules
from app.store.actors import Work
from app.store.rules import Written

DAYS = 90
#: So many texts of a kind are tried, the newest.
MOST = 5000
MOST_EXAMPLES = 10
#: Around a match, so much of a text is shown.
AROUND = 80


def run(work: Work, slug: str, body: ContentRuleTrial, rule_id: str = "") -> TrialRead:
    """`rule_id`: the rule that would be changed; it counts neither twice nor yet."""
    community = permitted(work, slug, "content_rule.write")
    kept = rules.get(work.session, work.actor, rule_id) if rule_id else None
    values = content_rules.checked(work, community, body.model_dump(), rule_id)
    ready = screening.ready([_as_rule(values)])
    scopes = [name for name in text_sources.SOURCES if values["scope"] in {name, "both"}]
    examples: list[TrialExample] = []
    sources = [_tried(work, community, name, ready, examples) for name in scopes]
    tried, met = sum(one.tried for one in sources), sum(one.met for one in sources)
    return TrialRead(
        community=slug,
        days=DAYS,
        tried=tried,
        met=met,
        sources=sources,
        examples=examples,
        warnings=_warnings(tried, met),
        rule=RuleValues(**values),
        id=kept.id if kept else None,
        version=body.version,
    )


def _as_rule(values: dict[str, object]) -> Rule:
    looks = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name not in {"enabled", "valid_from", "valid_to"}
    }
    return Rule(id="trial", version=1, **looks)  # type: ignore[arg-type]


def _tried(
    work: Work, community: Community, name: str, ready: RuleSet, examples: list[TrialExample]
) -> TrialSource:
    """One kind of text; its examples join the others until there are enough."""
    since = work.now - timedelta(days=DAYS)
    tried: Counter[str] = Counter()
    met: Counter[str] = Counter()
    source = text_sources.SOURCES[name]
    for text in text_sources.written(work, source, community.id, since, MOST + 1):
        if tried.total() == MOST:
            tried["…"] = 0
            break
        tried[text.state] += 1
        whole = f"{text.title}{screening.BETWEEN}{text.body}"
        meeting = ready.meet(whole)
        if meeting.met:
            met[text.state] += 1
            if len(examples) < MOST_EXAMPLES:
                examples.append(_example(name, text, whole, meeting))
    cut_off = "…" in tried
    return TrialSource(
        kind=name,
        tried=tried.total(),
        met=met.total(),
        counts=[
            TrialCount(state=state, tried=count, met=met[state])
            for state, count in sorted(tried.items())
            if count
        ],
        cut_off=cut_off,
    )


def _example(kind: str, text: Written, whole: str, meeting: Meeting) -> TrialExample:
    found = meeting.met[0]
    start = max(0, found.start - AROUND)
    if start:
        start = whole.rfind(" ", 0, start) + 1
    end = found.end + AROUND
    if end < len(whole):
        end = whole.find(" ", end) if " " in whole[end:] else len(whole)
    inside = [
        (max(a, start) - start, min(b, end) - start)
        for a, b in meeting.masks
        if a < end and b > start
    ]
    return TrialExample(
        kind=kind,
        id=text.id,
        state=text.state,
        title=text.title,
        before=_cut(whole[start:end], start, end, whole),
        matched=whole[found.start : found.end],
        after=_cut(verdicts.masked(whole[start:end], inside), start, end, whole)
        if inside
        else None,
        written_at=text.at,
    )


def _cut(part: str, start: int, end: int, whole: str) -> str:
    """A part of a text, with dots where the text goes on."""
    return ("… " if start else "") + part.strip() + (" …" if end < len(whole) else "")


def _warnings(tried: int, met: int) -> list[str]:
    if not met:
        return ["matches-nothing"] if tried else []
    if met == tried:
        return ["matches-everything"]
    return ["matches-many"] if met > tried * verdicts.TOO_MANY else []
