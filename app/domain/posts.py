"""A post's states, and what a judgement of one of its texts does to it (contract.md).

A post is what readers see; each text that its author sends is a revision of its own, and a
judgement belongs to one revision. A published post whose author sends a new text stays published
with the old one until the new one is judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from app.domain import review
from app.domain.review import ItemFacts

KINDS = ("member", "bulletin")
STATES = (
    "draft",
    "submitted",
    "needs_info",
    "approved",
    "scheduled",
    "published",
    "refused",
    "withdrawn",
    "archived",
    "removed",
)
#: A member's draft is hers alone; the board's own stand in its list of bulletins.
JUDGED_STATES = tuple(state for state in STATES if state != "draft")
#: What a member's own post can come to.
HER_STATES = ("draft", "submitted", "needs_info", "published", "refused", "withdrawn", "removed")
#: Readers of the community see it.
SHOWN = frozenset({"published", "archived"})
#: One of its texts is approved: a new one is judged beside it. A bulletin may still wait unseen.
SETTLED = SHOWN | {"approved", "scheduled"}
#: On the way to its first readers.
WAITING = frozenset({"submitted", "needs_info"})
#: The author may write on; what she sends is judged anew.
WRITABLE = frozenset(
    {
        "draft",
        "submitted",
        "needs_info",
        "approved",
        "scheduled",
        "refused",
        "withdrawn",
        "published",
    }
)

#: One text of a post. A decided one is decided once (a partial row in the database).
REVISION_STATES = (
    "draft",
    "submitted",
    "returned",
    "approved",
    "refused",
    "replaced",
    "withdrawn",
)

LONGEST_BODY = 20_000
LONGEST_TITLE = 200
MOST_LINKS = 20
#: Regulation of the group, Art 7.1: read within 24 hours, the nights not counted.
HOURS_TO_ANSWER = 24

#: What a move of the review does to a post that no reader has seen yet.
EFFECTS: Mapping[str, str] = {
    "approve": "published",
    "refuse": "refused",
    "ask": "needs_info",
    "answer": "submitted",
    "withdraw": "withdrawn",
    "expire": "draft",
    "escalate": "submitted",
    "hand_back": "submitted",
}
#: What it does to the revision that is judged.
REVISED: Mapping[str, str] = {
    "approve": "approved",
    "refuse": "refused",
    "ask": "returned",
    "escalate": "submitted",
    "hand_back": "submitted",
}
#: (kind, decision) → states of the post in which it can still be reversed. A refused bulletin is
#: sent once more: what two have to approve, one does not bring about by reversing.
REVERSIBLE: Mapping[tuple[str, str], frozenset[str]] = {
    ("member", "approved"): SHOWN,
    ("member", "refused"): frozenset({"refused", "published"}),
    ("bulletin", "approved"): SETTLED,
}
#: kind → the permission with which one of it is judged.
DECIDES: Mapping[str, str] = {"member": "post.decide", "bulletin": "bulletin.decide"}
#: The life before readers: (state, action) → state.
LIFE: Mapping[tuple[str, str], str] = {
    ("published", "remove"): "removed",
    ("archived", "remove"): "removed",
    ("published", "archive"): "archived",
}
NOUNS: Mapping[str, str] = {
    "approve": "approval",
    "refuse": "refusal",
    "ask": "revision-request",
    "escalate": "escalation",
    "hand_back": "hand-back",
    "reverse": "reversal",
    "claim": "claim",
    "remove": "removal",
    "archive": "archive",
}


def is_spelling(before: str, after: str) -> bool:
    """Whether a text was mended and not written anew: at most one word in five is another, three
    in a short text, and no web address is new."""
    old, new = Counter(before.split()), Counter(after.split())
    added, gone = new - old, old - new
    leads = any(sign in word for word in added for sign in ("://", "www.", "]("))
    return not leads and max(added.total(), gone.total()) <= max(3, old.total() // 5)


def effect(kind: str, state: str, action: str) -> str:
    """Where the post goes. Judging a new text leaves a post that has an approved one where it is;
    an approved bulletin waits for its publication (contract.md)."""
    if state in SETTLED and action != "reverse":
        return state
    return "approved" if kind == "bulletin" and action == "approve" else EFFECTS[action]


def reversed_state(decision: str) -> str:
    """A reversed approval takes the post away, a reversed refusal shows it (design.md §4)."""
    return "removed" if decision == "approved" else "published"


def agrees(state: str, item_state: str) -> bool:
    """Whether a post and its open item say the same; `sen verify` asks."""
    if state in SETTLED:
        return item_state in review.OPEN
    return state == ("needs_info" if item_state == "needs_info" else "submitted")


def board_actions(
    kind: str, state: str, item: ItemFacts | None, roles: frozenset[str], now: datetime
) -> list[str]:
    """The nouns that a deciding board member may POST for this post now."""
    actions = review.moves_for(item, roles, now) if item is not None else []
    if item is not None and item.state in review.OPEN:
        actions.append("claim")
    elif item is not None and state not in REVERSIBLE.get((kind, item.state), ()):
        actions = [action for action in actions if action != "reverse"]
    actions += [action for (start, action) in LIFE if start == state]
    return [NOUNS[action] for action in actions]


def own_actions(state: str, *, working: str) -> list[str]:
    """What the author may do; `working`: the state of the text that is not shown, or empty."""
    actions = []
    if state in WRITABLE:
        actions.append("edit")
    if working == "draft" or state in {"draft", "needs_info"}:
        actions.append("submission")
    if state in WAITING | SETTLED or working == "submitted":
        actions.append("withdrawal")
    return actions
