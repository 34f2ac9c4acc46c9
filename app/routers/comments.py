"""Comments and reactions under a post; a woman's own comments."""

from __future__ import annotations

from typing import Any

from app.routers.posts import read_post
from app.schemas.comments import (
    CommentChange,
    CommentCreate,
    CommentList,
    CommentRead,
    OwnComments,
)
from app.schemas.members import Decision
from app.schemas.posts import PostRead
from app.schemas.reactions import ReactionCreate, ReactionsRead
from app.services import reactions
from app.services.comments import closings, listing, reading, writing
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


def sent(result: Any) -> str:
    """Back to the post, at her own words; what is the circle's is told on a page of its own."""
    if result.private_thread:
        return f"/comments/{result.id}"
    done = "comment-held" if result.state == "submitted" else "comment-sent"
    return f"/posts/{result.post}?done={done}#c-{result.id}"


@router.read("/posts/{id}/comments", "post.open", "comments/list.html")
def list_comments(work: Work, id: str, paging: Paging) -> CommentList:
    """What readers say under a post: thread after thread, the oldest first."""
    return listing.page(work, id, paging)


@router.create(
    "/posts/{id}/comments",
    "comment.write",
    form=list_comments,
    goes_to=sent,
)
def create_comment(work: Work, id: str, body: CommentCreate) -> CommentRead:
    """Write under a post; it appears at once unless something holds it."""
    return writing.create(work, id, body)


@router.read("/comments/{id}", "comment.open", "comments/page.html")
def read_comment(work: Work, id: str) -> CommentRead:
    """One comment as she may see it."""
    return reading.read(work, id)


@router.read("/comments/{id}/edit", "comment.change", "comments/edit.html")
def edit_comment(work: Work, id: str) -> CommentRead:
    """The page on which the author finds other words."""
    return writing.to_edit(work, id)


@router.change(
    "/comments/{id}", "comment.change", "comments/page.html", form=edit_comment, goes_to=sent
)
def change_comment(work: Work, id: str, body: CommentChange) -> CommentRead:
    """Other words; what the board had read before is read again."""
    return writing.change(work, id, body)


@router.read("/comments/{id}/withdrawal", "comment.change", "comments/withdrawal.html")
def comment_withdrawal_form(work: Work, id: str) -> CommentRead:
    """The page of taking one's own comment back."""
    return writing.to_edit(work, id)


@router.act(
    "/comments/{id}/withdrawal",
    "comment.change",
    "comments/page.html",
    form=comment_withdrawal_form,
    goes_to=lambda c: f"/posts/{c.post}?done=comment-withdrawn",
)
def withdraw_comment(work: Work, id: str, body: Decision) -> CommentRead:
    """Take one's own comment back; what answered it stays."""
    return writing.withdraw(work, id, body)


@router.read("/me/comments", "me.read", "me/comments.html")
def list_my_comments(work: Work, paging: Paging) -> OwnComments:
    """Everything that she has written under posts."""
    return listing.own(work, paging)


# -- closing -----------------------------------------------------------------------------------


@router.act(
    "/posts/{id}/comments-closing",
    "comment.close",
    "posts/page.html",
    form=read_post,
    goes_to=lambda p: f"/posts/{p.id}?done=comments-closed",
)
def close_comments(work: Work, id: str, body: Decision) -> PostRead:
    """The post takes no more comments; what stands there stays."""
    return closings.close(work, id, body)


@router.remove(
    "/posts/{id}/comments-closing",
    "comment.close",
    form=read_post,
    goes_to=lambda _: "/posts/{id}?done=comments-opened",
)
def open_comments(work: Work, id: str) -> None:
    """The post takes comments again."""
    closings.reopen(work, id)


# -- reactions ---------------------------------------------------------------------------------


@router.read("/posts/{id}/reactions", "post.open", "posts/reactions.html")
def read_reactions(work: Work, id: str) -> ReactionsRead:
    """How many people said what with one touch, and what she said."""
    return reactions.read(work, id)


@router.create(
    "/posts/{id}/reactions",
    "reaction.write",
    "posts/reactions.html",
    form=read_reactions,
    goes_to=lambda r: f"/posts/{r.post}#reactions",
)
def react(work: Work, id: str, body: ReactionCreate) -> ReactionsRead:
    """One touch of one person; another kind takes its place."""
    return reactions.react(work, id, body)


@router.remove(
    "/posts/{id}/reactions",
    "reaction.write",
    form=read_reactions,
    goes_to=lambda _: "/posts/{id}#reactions",
)
def take_reaction_back(work: Work, id: str) -> None:
    """Take it back."""
    reactions.take_back(work, id)
