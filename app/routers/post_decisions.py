"""Judging a post: every decision as a noun.

The doors ask for the wider of the two rights, `bulletin.decide`; then the post's own kind is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.routers.posts import read_post
from app.schemas.members import ClaimCreate, Decision, Escalation, ReasonedDecision
from app.schemas.post_decisions import AuthorReveal, PostMending
from app.schemas.posts import PostRead
from app.services.posts import automatic, deciding, mending, reading, returning
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()


def then(done: str = "") -> Callable[[Any], str]:
    """Back to the post, with a short word about what was done."""
    return lambda post: f"/posts/{post.id}" + (f"?done={done}" if done else "")


def approved(post: Any) -> str:
    """A bulletin waits for its publication, perhaps for a second reader too."""
    done = "bulletin-read" if post.kind == "bulletin" else "post-approved"
    return f"/posts/{post.id}?done={done}"


@router.act(
    "/posts/{id}/approval",
    "bulletin.decide",
    "posts/page.html",
    form=read_post,
    goes_to=approved,
)
def approve(work: Work, id: str, body: Decision) -> PostRead:
    """Approve the text that waits: a member's post is published with it."""
    return deciding.approve(work, id, body)


@router.remove(
    "/posts/{id}/approval",
    "bulletin.decide",
    form=read_post,
    goes_to=lambda _: "/posts/{id}?done=undone",
)
def undo_approval(work: Work, id: str) -> None:
    """Take an approval back within ten seconds."""
    returning.undo(work, id, "approved")


@router.act(
    "/posts/{id}/unmasking", "post.decide", "posts/page.html", form=read_post, goes_to=then("saved")
)
def unmask(work: Work, id: str, body: Decision) -> PostRead:
    """Show the text as its author wrote it, without what a rule masked."""
    return automatic.unmask(work, id, body)


@router.read("/posts/{id}/mending", "post.decide", "posts/mending.html")
def mending_form(work: Work, id: str) -> PostRead:
    """The page on which spelling is mended, where the author allows it."""
    return reading.to_decide(work, id)


@router.act(
    "/posts/{id}/mending",
    "post.decide",
    "posts/page.html",
    form=mending_form,
    goes_to=then("post-mended"),
)
def mend(work: Work, id: str, body: PostMending) -> PostRead:
    """Her text with its spelling mended: a minor version that waits; hers is kept."""
    return mending.mend(work, id, body)


@router.read("/posts/{id}/refusal", "bulletin.decide", "posts/refusal.html")
def refusal_form(work: Work, id: str) -> PostRead:
    """The page of the refusal: reasons from templates or own words."""
    return reading.to_decide(work, id)


@router.act(
    "/posts/{id}/refusal",
    "bulletin.decide",
    "posts/page.html",
    form=refusal_form,
    goes_to=then("post-refused"),
)
def refuse(work: Work, id: str, body: ReasonedDecision) -> PostRead:
    """Not published, with a reason."""
    return deciding.refuse(work, id, body)


@router.remove(
    "/posts/{id}/refusal",
    "bulletin.decide",
    form=read_post,
    goes_to=lambda _: "/posts/{id}?done=undone",
)
def undo_refusal(work: Work, id: str) -> None:
    """Take a refusal back within ten seconds."""
    returning.undo(work, id, "refused")


@router.read("/posts/{id}/revision-request", "bulletin.decide", "posts/revision_request.html")
def revision_form(work: Work, id: str) -> PostRead:
    """The page on which the board says what to mend."""
    return reading.to_decide(work, id)


@router.act(
    "/posts/{id}/revision-request",
    "bulletin.decide",
    "posts/page.html",
    form=revision_form,
    goes_to=then("post-returned"),
)
def ask_for_revision(work: Work, id: str, body: ReasonedDecision) -> PostRead:
    """Back to the author with what to mend."""
    return deciding.ask(work, id, body)


@router.read("/posts/{id}/removal", "bulletin.decide", "posts/removal.html")
def removal_form(work: Work, id: str) -> PostRead:
    """The page of taking a post away from its readers."""
    return reading.to_decide(work, id)


@router.act(
    "/posts/{id}/removal",
    "bulletin.decide",
    "posts/page.html",
    form=removal_form,
    goes_to=then(),
)
def remove(work: Work, id: str, body: ReasonedDecision) -> PostRead:
    """Take a post away from its readers, with a reason."""
    return deciding.remove(work, id, body)


@router.read("/posts/{id}/reversal", "bulletin.decide", "posts/reversal.html")
def reversal_form(work: Work, id: str) -> PostRead:
    """The page of mending a decision."""
    return reading.to_decide(work, id)


@router.act(
    "/posts/{id}/reversal",
    "bulletin.decide",
    "posts/page.html",
    form=reversal_form,
    goes_to=then(),
)
def reverse(work: Work, id: str, body: ReasonedDecision) -> PostRead:
    """Mend a decision within thirty days."""
    return returning.reverse(work, id, body)


@router.read("/posts/{id}/escalation", "bulletin.decide", "posts/escalation.html")
def escalation_form(work: Work, id: str) -> PostRead:
    """The page of handing the decision up."""
    return reading.to_decide(work, id)


@router.act(
    "/posts/{id}/escalation",
    "bulletin.decide",
    "posts/page.html",
    form=escalation_form,
    goes_to=then(),
)
def escalate(work: Work, id: str, body: Escalation) -> PostRead:
    """Let the chair or another role decide."""
    return deciding.escalate(work, id, body)


@router.act(
    "/posts/{id}/hand-back", "bulletin.decide", "posts/page.html", form=read_post, goes_to=then()
)
def hand_back(work: Work, id: str, body: Decision) -> PostRead:
    """Give an escalated post back to the board."""
    return deciding.hand_back(work, id, body)


@router.act(
    "/posts/{id}/archive", "bulletin.decide", "posts/page.html", form=read_post, goes_to=then()
)
def archive(work: Work, id: str, body: Decision) -> PostRead:
    """It stays readable and takes no more comments."""
    return deciding.archive(work, id, body)


@router.act(
    "/posts/{id}/claim",
    "bulletin.decide",
    "posts/page.html",
    form=read_post,
    goes_to=then("post-claimed"),
)
def claim(work: Work, id: str, body: ClaimCreate) -> PostRead:
    """Say "I am on it" for ten minutes."""
    return reading.claim(work, id, take_over=body.take_over)


@router.remove(
    "/posts/{id}/claim", "bulletin.decide", form=read_post, goes_to=lambda _: "/posts/{id}"
)
def release(work: Work, id: str) -> None:
    """Let go of a claim."""
    reading.release(work, id)


@router.read("/posts/{id}/author-reveal", "post.reveal", "posts/author_reveal.html")
def reveal_form(work: Work, id: str) -> PostRead:
    """The page on which the chair asks who wrote an anonymous post."""
    return reading.to_reveal(work, id)


@router.act(
    "/posts/{id}/author-reveal",
    "post.reveal",
    "posts/page.html",
    form=reveal_form,
    goes_to=then(),
)
def reveal_author(work: Work, id: str, body: AuthorReveal) -> PostRead:
    """Who wrote an anonymous post: with a reason, in the log, two people where the list says."""
    return deciding.reveal_author(work, id, body)
