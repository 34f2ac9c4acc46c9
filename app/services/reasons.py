"""The reason of a decision: a template's code, a template with words, or own words (seed §6)."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from app.domain import letters
from app.domain.refusals import Invalid
from app.store import communities, members, units
from app.store.actors import Work

#: What the codes of templates look like: M-R1, P-3, X-4.
CODE = re.compile(r"[A-Z]{1,3}-[A-Z]{0,2}\d{1,3}")
#: What stands before the place in a unit's name.
UNION = "Hội LHPN "


class Addressed(Protocol):
    """Who reads the reason: a member, or the author of a post. No person: she is not named."""

    @property
    def community_id(self) -> str: ...
    @property
    def person_id(self) -> str | None: ...
    @property
    def file_no(self) -> str: ...


def reason_of(
    work: Work,
    to: Addressed,
    reason: str | None,
    words: str | None,
    pointer: str,
    until: date | None = None,
) -> tuple[str | None, str]:
    """(code, text) of a reason: a template's code, a template with `words`, or own words.

    Where a template leaves the reason itself open (`{ly_do}`), `words` fills that place; where it
    does not, `words` stands in its stead.
    """
    reason, words = (reason or "").strip(), (words or "").strip()
    if not reason and not words:
        raise Invalid.at(pointer, "reason-missing")
    template = communities.reason(work.session, to.community_id, reason) if reason else None
    if template is None:
        if CODE.fullmatch(reason):
            # A slip in a code must not become the sentence that she reads.
            raise Invalid.at(pointer, "reason-unknown")
        return None, words or reason
    if "ly_do" in letters.places(template.text):
        if not words:
            raise Invalid.at("/words", "reason-missing")
        return template.code, filled(work, to, template.text, words, until)
    return template.code, words or filled(work, to, template.text, "", until)


def filled(work: Work, to: Addressed, text: str, why: str, until: date | None = None) -> str:
    """A template in the words that this woman will read."""
    community = communities.by_id(work.session, to.community_id)
    person = members.person(work.session, to.person_id) if to.person_id else None
    day = until or work.today
    return letters.fill(
        text,
        xung=letters.address(person.call_me if person else "chi"),
        ten=person.given_name if person else "",
        nhom=letters.bare(community.name),
        ma=to.file_no,
        lien_ket=f"{work.address}/communities/{community.slug}",
        don_vi=_place(work, community.id),
        han=f"{day.day}/{day.month}/{day.year}",
        ly_do=why,
    )


def _place(work: Work, community_id: str) -> str:
    """Where the first host works, for “… Hội Liên hiệp Phụ nữ {don_vi}”."""
    hosts = communities.hosts(work.session, community_id, work.today)[:1]
    names = units.names(work.session, hosts, work.today)
    return names[hosts[0]].removeprefix(UNION) if names else ""
