"""Posts: the feed, writing, and her own list."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import Field

from app.domain.pictures import MOST_OF_ONE, Arrival
from app.schemas.pictures import MAX_UPLOAD
from app.schemas.posts import (
    PostChange,
    PostCreate,
    PostForm,
    PostList,
    PostRead,
    PostSubmission,
    PostWithdrawal,
)
from app.services.posts import feed, reading, writing
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.paging import PageQuery, Paging

router = Nouns()
#: A form may bring its pictures itself.
FILES: dict[str, Any] = {
    "before": uploads.pictures,
    "undo": uploads.drop,
    "upload": MAX_UPLOAD,
    "files": MOST_OF_ONE,
}


class FeedQuery(PageQuery):
    """What the feed keeps. `state` and `mine` leave it: then it is a list for her or the desk."""

    topic: Annotated[str, Field(max_length=40)] = ""
    author: Annotated[str, Field(max_length=32)] = ""
    q: Annotated[str, Field(max_length=200)] = ""
    state: Annotated[str, Field(max_length=20)] = ""
    mine: bool = False
    tag: Annotated[str, Field(max_length=40)] = ""
    kind: Annotated[str, Field(max_length=20)] = ""


#: What one index answers.
HOT_QUESTIONS = frozenset({"limit", "cursor", "topic"})


def _one_index(request: Request) -> bool:
    return HOT_QUESTIONS.issuperset(request.query_params)


def sent(result: Any) -> str:
    """A browser reads what became of what she wrote; a private matter goes on in its thread."""
    if result.private_thread:
        return f"/questions/{result.private_thread}"
    return f"/posts/{result.id}?done={'post-kept' if result.state == 'draft' else 'post-sent'}"


@router.read("/communities/{slug}/posts", "post.read", "posts/list.html", hot=_one_index)
def list_posts(work: Work, slug: str, query: Annotated[FeedQuery, Query()]) -> PostList:
    """What the community reads, the newest first; `mine` and `state` are lists of their own."""
    if query.mine or query.state:
        return feed.of_state(work, slug, query.page, state=query.state, own=query.mine)
    asked = {name: getattr(query, name) for name in ("topic", "author", "tag", "kind", "q")}
    return feed.page(work, slug, query.page, **asked)


@router.read("/communities/{slug}/posts/new", "post.write", "posts/new.html")
def new_post(work: Work, slug: str, kind: Annotated[str, Query(max_length=20)] = "") -> PostForm:
    """The page on which a post is written, or with `kind=bulletin` a bulletin of the board."""
    return feed.new_form(work, slug, kind)


@router.create("/communities/{slug}/posts", "post.write", form=new_post, goes_to=sent, **FILES)
def create_post(work: Work, slug: str, body: PostCreate, prepared: Arrival) -> PostRead:
    """Write a post; without `draft` it goes straight to review."""
    return writing.create(work, slug, body, prepared)


@router.read("/posts/{id}", "post.open", "posts/page.html")
def read_post(work: Work, id: str, paging: Paging) -> PostRead:
    """A post as she may see it, with a page of what is said under it."""
    return reading.read(work, id, paging)


@router.read("/posts/{id}/edit", "post.change", "posts/edit.html")
def edit_post(work: Work, id: str) -> PostRead:
    """The page on which the author writes on."""
    return writing.to_edit(work, id)


@router.change(
    "/posts/{id}", "post.change", "posts/page.html", form=edit_post, goes_to=sent, **FILES
)
def change_post(work: Work, id: str, body: PostChange, prepared: Arrival) -> PostRead:
    """A new text; of a post that waits or is shown it goes to review unless it is a draft."""
    return writing.change(work, id, body, prepared)


@router.act(
    "/posts/{id}/submission",
    "post.change",
    "posts/page.html",
    form=edit_post,
    goes_to=sent,
    **FILES,
)
def submit_post(work: Work, id: str, body: PostSubmission, prepared: Arrival) -> PostRead:
    """Send what stands there to the board."""
    return writing.submit(work, id, body, prepared)


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
