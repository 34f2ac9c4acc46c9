"""Graduated trust: which posts a human reads first, as rules that members can read.

A community reads every post first (group regulation, Article 7.1) unless it has chosen
"graduated"; then a post waits only for the reasons that are switched on here. An anonymous post
always waits, for who wrote it is nobody's to weigh.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MODES = ("all", "graduated")
EVERY_POST, ANONYMOUS, FIRST_POSTS = "every-post", "anonymous", "first-posts"
NEWCOMER, LINKS, PICTURES = "newcomer", "links", "pictures"
AFTER_SANCTION, PRE_READING = "after-sanction", "pre-reading"
#: Why a post was published at once: the reason code of the clock's decision.
BY_TRUST = "trust"

Reasons = list[tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class TrustRules:
    """A number of 0 and a False switch a rule off."""

    first_posts: int = 3
    newcomer_days: int = 7
    links: bool = True
    pictures: bool = True
    after_sanction: bool = True

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> TrustRules:
        """From a community's settings, the shipped ones where it has none."""
        kept = settings.get("trust", {})
        return cls(**{name: kept.get(name, value) for name, value in asdict(cls()).items()})


@dataclass(frozen=True, slots=True)
class Writer:
    """`days_inside`: since she joined; None where she serves without being a member."""

    shown_posts: int
    days_inside: int | None
    sanctioned: bool


def mode_of(settings: Mapping[str, Any]) -> str:
    return str(settings.get("review_mode", "all"))


def reasons(rules: TrustRules, writer: Writer, *, links: bool, pictures: bool) -> Reasons:
    """Why a named post waits in a community of graduated trust; nothing: it does not."""
    found: Reasons = []
    if writer.shown_posts < rules.first_posts:
        found.append((FIRST_POSTS, {"n": rules.first_posts}))
    if writer.days_inside is not None and writer.days_inside < rules.newcomer_days:
        found.append((NEWCOMER, {"n": rules.newcomer_days}))
    if links and rules.links:
        found.append((LINKS, {}))
    if pictures and rules.pictures:
        found.append((PICTURES, {}))
    if writer.sanctioned and rules.after_sanction:
        found.append((AFTER_SANCTION, {}))
    return found
