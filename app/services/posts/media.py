"""A post's pictures: attached to the post, named by its texts, shown with the text that is shown.

A picture belongs to one post. A new text may name others; readers see those of the shown text
alone, and the rest stays with the author and the board until that text is approved.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.pictures import Arrival
from app.models.posts import Post, PostRevision
from app.schemas.pictures import PictureCard
from app.services import pictures
from app.store import pictures as store
from app.store import posts
from app.store.actors import Work

KIND = "post"
MEMBERS = "members"


def chosen(
    work: Work, post: Post, named: Sequence[str] | None, arrival: Arrival | None
) -> list[str] | None:
    """The ids that a body names, and after them the files that it brought; None: as they were."""
    brought = arrival is not None and arrival.pictures
    if named is None and not brought:
        return None
    made = pictures.keep(work, post.community_id, arrival) if arrival is not None else []
    return [*(named or []), *(one.id for one in made)]


def attach(work: Work, post: Post, text: PostRevision, ids: list[str]) -> None:
    """The text's pictures are these; what another living text of the post names stays with it."""
    others = [
        one
        for living in posts.revisions(work.session, post.id)
        if living.id != text.id and (living.shown or living.state == "submitted")
        for one in living.pictures
    ]
    whole = list(dict.fromkeys([*ids, *others]))
    pictures.attach(work, whole, KIND, post.id, community_id=post.community_id)
    text.pictures = ids
    work.session.flush()


def show(work: Work, post: Post, text: PostRevision, audience: str = MEMBERS) -> None:
    """Readers see the pictures of this text, and no other ones of the post."""
    store.show(work.session, (KIND, post.id), "owner")
    store.show(work.session, (KIND, post.id), audience, text.pictures)
    refresh(work, post, text)


def hide(work: Work, post: Post) -> None:
    store.show(work.session, (KIND, post.id), "owner")
    post.media = []
    work.session.flush()


def refresh(work: Work, post: Post, text: PostRevision) -> None:
    """The cards that stand in the feed, made anew."""
    cards = {card.id: card for card in of_post(work, post)}
    post.media = [cards[one].model_dump() for one in text.pictures if one in cards]
    work.session.flush()


def changed(work: Work, subject: tuple[str, str] | None) -> None:
    """A picture was made or described: the post that shows it says so."""
    if subject is None or subject[0] != KIND:
        return
    text = posts.shown(work.session, subject[1])
    if text is not None:
        refresh(work, posts.again(work.session, subject[1]), text)


def of_post(work: Work, post: Post) -> list[PictureCard]:
    return pictures.of_subjects(work, KIND, [post.id]).get(post.id, [])
