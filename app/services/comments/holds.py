"""What the community's own choices keep from appearing at once; rules and restraints say theirs in
`services.screening`."""

from __future__ import annotations

from app.integrations import markdown
from app.models.members import Member
from app.store import communities
from app.store.actors import Work

#: The community's setting `comments`: every comment is read before.
READ_FIRST = "read_first"


def holds(work: Work, member: Member, text: str) -> list[str]:
    """Why this text of this member waits to be read, in codes of `domain.comments.HOLDS`."""
    settings = communities.by_id(work.session, member.community_id).settings
    why = []
    if markdown.links(text):
        why.append("links")
    if settings.get("comments") == READ_FIRST:
        why.append("read-first")
    return why
