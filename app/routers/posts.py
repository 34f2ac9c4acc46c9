"""Posts: the feed, writing, and her own list."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import Field

from app.schemas.posts import (
    PostChange,
    PostCreate,
    PostForm,
    PostList,
    PostRead,
    PostSubmission,
    PostWithdrawal,
)
from app.services.posts import cards, feed, writing
from app.store import posts
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import PageQuery, Paging

router = Nouns("communities", "posts")


class FeedQuery(PageQuery):
    """What the feed keeps. `state` and `mine` leave it: then it is a list for her or the desk."""

    topic: Annotated[str, Field(max_length=40)] = ""
    author: Annotated[str, Field(max_length=32)] = ""
    q: Annotated[str, Field(max_length=200)] = ""
    state: Annotated[str, Field(max_length=20)] = ""
    mine: bool = False


#: What one index answers.
HOT_QUESTIONS = frozenset({"limit", "cursor", "topic"})


def _one_index(request: Request) -> bool:
    return HOT_QUESTIONS.issuperset(request.query_params)


def sent(result: Any) -> str:
    """A browser reads what became of what she wrote."""
    return f"/posts/{result.id}?done={'post-kept' if result.state == 'draft' else 'post-sent'}"


@router.read("/communities/{slug}/posts", "post.read", "posts/list.html", hot=_one_index)
def list_posts(work: Work, slug: str, query: Annotated[FeedQuery, Query()]) -> PostList:
    """What the community reads, the newest first; `mine` and `state` are lists of their own."""
    if query.mine or query.state:
        return feed.of_state(work, slug, query.page, state=query.state, own=query.mine)
    return feed.page(work, slug, query.page, topic=query.topic, author=query.author, q=query.q)


@router.read("/communities/{slug}/posts/new", "post.write", "posts/new.html")
def new_post(work: Work, slug: str) -> PostForm:
    """The page on which a post is written."""
    return feed.new_form(work, slug)


@router.create("/communities/{slug}/posts", "post.write", form=new_post, goes_to=sent)
def create_post(work: Work, slug: str, body: PostCreate) -> PostRead:
    """Write a post; without `draft` it goes straight to review."""
    return writing.create(work, slug, body)


@router.read("/posts/{id}", "post.open", "posts/page.html")
def read_post(work: Work, id: str, paging: Paging) -> PostRead:
    """A post as she may see it, with a page of what is said under it."""
    return cards.page(work, posts.get(work.session, work.actor, id), paging)


@router.read("/posts/{id}/edit", "post.change", "posts/edit.html")
def edit_post(work: Work, id: str) -> PostRead:
    """The page on which the author writes on."""
    return writing.to_edit(work, id)


@router.change("/posts/{id}", "post.change", "posts/page.html", form=edit_post, goes_to=sent)
def change_post(work: Work, id: str, body: PostChange) -> PostRead:
    """A new text; of a post that waits or is shown it goes to review unless it is a draft."""
    return writing.change(work, id, body)


@router.act(
    "/posts/{id}/submission",
    "post.change",
    "posts/page.html",
    form=edit_post,
    goes_to=sent,
)
def submit_post(work: Work, id: str, body: PostSubmission) -> PostRead:
    """Send what stands there to the board."""
    return writing.submit(work, id, body)


@router.read("/posts/{id}/withdrawal", "post.change", "posts/withdrawal.html")
def withdrawal_form(work: Work, id: str) -> PostRead:
    """The page of taking one's own post back."""
    return writing.to_edit(work, id)


@router.act(
    "/posts/{id}/withdrawal",
    "post.change",
    "posts/page.html",
    form=withdrawal_form,
    goes_to=lambda post: f"/posts/{post.id}?done=post-withdrawn",
)
def withdraw_post(work: Work, id: str, body: PostWithdrawal) -> PostRead:
    """Take one's own post back, or only the new text."""
    return writing.withdraw(work, id, body)
