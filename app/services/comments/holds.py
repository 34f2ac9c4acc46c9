"""What keeps a comment from appearing at once: the one place where rules and restraints plug in."""

from __future__ import annotations

from typing import Any

from app.integrations import markdown
from app.models.members import Member
from app.services import screening
from app.store import communities
from app.store.actors import Work

#: The community's setting `comments`: every comment is read before.
READ_FIRST = "read_first"
#: What a rule would do to a post by itself a human does to a comment: it has no second version.
_HELD = frozenset({"hold", "mask", "refuse"})


def holds(work: Work, member: Member, text: str) -> dict[str, Any]:
    """`why` this text of this member waits to be read, in codes of `domain.comments.HOLDS`, and the
    `rules` that it met. Raises Conflict `muted` while she has a pause in writing."""
    verdict = screening.screen(work, member.community_id, member.person_id, "comment", text)
    settings = communities.by_id(work.session, member.community_id).settings
    why = []
    if verdict.action in _HELD:
        why += list(verdict.why) or ["rule"]
    if markdown.links(text):
        why.append("links")
    if settings.get("comments") == READ_FIRST:
        why.append("read-first")
    return {"why": why, "rules": [rule.kept() for rule in verdict.rules]}
