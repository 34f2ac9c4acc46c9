"""What the community is and what binds it: mission, regulations, consents, privacy notice."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from app.content import shelf

SHORT_MISSION_LENGTH = 160
"""Characters that fit under the community's name."""


@dataclass(frozen=True, slots=True)
class Mission:
    """Name, purpose and promises of the community. `host_units`: keys of the unit tree."""

    slug: str
    name: str
    founded_on: date
    host_units: tuple[str, ...]
    audience: str
    short_mission: str
    mission: str
    reassurances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regulation:
    """One version of a regulation. `kind`: group or board; `body`: Markdown; `source`: a note
    for officers that says what comes from the plan and what is illustration."""

    kind: str
    version: int
    title: str
    issued: str
    in_force_from: date
    source: str
    summary: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The sentence for one purpose. Only a `required` one is needed for joining."""

    purpose: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """One version of the host unit's notice. `body`: Markdown with places to fill."""

    version: int
    title: str
    in_force_from: date
    retention_months: int
    source: str
    body: str


@cache
def mission() -> Mission:
    (only,) = shelf.rows(Mission, [shelf.table("mission")])
    return only


@cache
def regulations() -> tuple[Regulation, ...]:
    entries = [
        entry | {"body": shelf.text(f"regulations/{entry['kind']}_v{entry['version']}.md")}
        for entry in shelf.table("regulations")["regulations"]
    ]
    return shelf.rows(Regulation, entries)


@cache
def consents() -> tuple[Consent, ...]:
    """The sentences in the order in which they are asked."""
    return shelf.rows(Consent, shelf.table("consents")["consents"])


def consents_footnote() -> str:
    return str(shelf.table("consents")["footnote"])


@cache
def privacy_notice() -> PrivacyNotice:
    """The newest version."""
    entries = [
        entry | {"body": shelf.text(f"privacy_notice_v{entry['version']}.md")}
        for entry in shelf.table("privacy_notice")["notices"]
    ]
    return max(shelf.rows(PrivacyNotice, entries), key=lambda notice: notice.version)
