"""Rules over texts, their trial, and the rules of trust, on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from app.domain.rules.rule import (
    LONGEST_PHRASE,
    MOST_DOMAINS,
    MOST_PHRASES,
)
from app.schemas.base import Body, Day, FormRead, Line, Read, Text, Version, Versioned

Action = Literal["refuse", "hold", "mask", "flag", "tag"]
Scope = Literal["posts", "comments", "both"]
Links = Literal["none", "any", "shorteners", "domains"]
Number = Literal["phone", "account"]


def _lines(value: Any) -> Any:
    """A text field holds one entry a line; blank lines are none."""
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        return value
    return [line.strip() for one in given for line in one.splitlines() if line.strip()]


#: A form that sends the field empty empties it.
CLEARS: Any = {"emptyClears": True}
Phrase = Annotated[Line, Field(min_length=1, max_length=LONGEST_PHRASE)]
Phrases = Annotated[list[Phrase], BeforeValidator(_lines), Field(max_length=MOST_PHRASES)]
Domain = Annotated[str, Field(max_length=120)]
Domains = Annotated[list[Domain], BeforeValidator(_lines), Field(max_length=MOST_DOMAINS)]
Numbers = Annotated[list[Number], BeforeValidator(_lines), Field(max_length=2)]
Priority = Annotated[int, Field(ge=0, le=100)]


class ContentRuleCreate(Body):
    """`words`: phrases; `loose`: whatever their marks; `links`, `domains`, `numbers`, `pattern`
    (RE2): the other things looked for. One of them is needed. `message`: what the author reads."""

    label: Annotated[Line, Field(min_length=1)]
    action: Action
    scope: Scope = "both"
    priority: Priority = 0
    words: Phrases = Field(default_factory=list)
    loose: bool = False
    links: Links = "none"
    domains: Domains = Field(default_factory=list)
    numbers: Numbers = Field(default_factory=list)
    pattern: Annotated[str, Field(max_length=400)] = ""
    message: Text = ""
    enabled: bool = True
    valid_from: Day | None = None
    valid_to: Day | None = None


class ContentRuleTrial(ContentRuleCreate):
    """`version`: of the rule that this would change."""

    version: Version = None


class ContentRuleChange(Versioned):
    label: Annotated[Line, Field(min_length=1)] | None = None
    action: Action | None = None
    scope: Scope | None = None
    priority: Priority | None = None
    words: Phrases | None = Field(default=None, json_schema_extra=CLEARS)
    loose: bool | None = None
    links: Links | None = None
    domains: Domains | None = Field(default=None, json_schema_extra=CLEARS)
    numbers: Numbers | None = Field(default=None, json_schema_extra=CLEARS)
    pattern: Annotated[str, Field(max_length=400)] | None = Field(
        default=None, json_schema_extra=CLEARS
    )
    message: Text | None = Field(default=None, json_schema_extra=CLEARS)
    enabled: bool | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class RuleValues(Read):
    """What a version of a rule says."""

    label: str
    action: str
    scope: str
    priority: int
    words: list[str]
    loose: bool
    links: str
    domains: list[str]
    numbers: list[str]
    pattern: str
    message: str
    enabled: bool
    valid_from: date
    valid_to: date | None


class RuleVersionRead(RuleValues):
    version: int
    written_by: str
    written_at: datetime


class ContentRuleLine(RuleValues):
    id: str
    version: int
    ended_at: datetime | None


class ContentRuleRead(ContentRuleLine):
    """`history`: every version, the newest first."""

    community: str
    history: list[RuleVersionRead]
    allowed_actions: list[str]


class ContentRuleList(Read):
    items: list[ContentRuleLine]
    next: str | None
    community: str
    ended: bool
    may_write: bool


class ContentRuleForm(FormRead):
    """`rule`: what the form begins with; `id`, `version`: of the rule that is changed."""

    community: str
    rule: RuleValues
    id: str | None = None
    version: int | None = None


class TrialCount(Read):
    """How many texts of one state would be met, of how many."""

    state: str
    tried: int
    met: int


class TrialExample(Read):
    """One text that would be met: as written, and as it would be shown where it is masked."""

    kind: str
    id: str
    state: str
    title: str
    before: str
    matched: str
    after: str | None
    written_at: datetime


class TrialSource(Read):
    kind: str
    tried: int
    met: int
    counts: list[TrialCount]
    #: Whether older texts of the ninety days were left out.
    cut_off: bool


class TrialRead(Read):
    """What the rule would have done in the last ninety days. `warnings`: matches-everything,
    matches-many (more than 30 %), matches-nothing."""

    community: str
    days: int
    tried: int
    met: int
    sources: list[TrialSource]
    examples: list[TrialExample]
    warnings: list[str]
    rule: RuleValues
    id: str | None
    version: int | None


class AppliedRuleRead(Read):
    """A rule that was met by a text; the board's pages link to it."""

    id: str
    version: int
    label: str
    action: str


class TrustRulesChange(Versioned):
    review_mode: Literal["all", "graduated"] | None = None
    first_posts: Annotated[int, Field(ge=0, le=50)] | None = None
    newcomer_days: Annotated[int, Field(ge=0, le=365)] | None = None
    links: bool | None = None
    pictures: bool | None = None
    after_sanction: bool | None = None


class TrustRulesRead(Read):
    """When a post is read before: what members may know of it. `version`: the community's."""

    community: str
    version: int
    review_mode: str
    first_posts: int
    newcomer_days: int
    links: bool
    pictures: bool
    after_sanction: bool
    may_change: bool
