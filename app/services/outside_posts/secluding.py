"""Into the closed circle: the words go to the register of care, and leave this one."""

from __future__ import annotations

from app.domain import review
from app.domain.outside_posts import KIND
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden
from app.schemas.members import Decision
from app.schemas.outside_posts import Secluded
from app.schemas.pictures import PictureCard, StoredRead
from app.services import care, pictures, reviewing
from app.services.deeds import may, permit
from app.services.outside_posts.subjects import DECIDE, Case, note, opened, turn
from app.store import communities, reviews
from app.store import outside_posts as store
from app.store import pictures as picture_store
from app.store.actors import Work

READ = "care.read"


def lead(work: Work, post_id: str, body: Decision) -> Secluded:
    """It tells of harm after all, in a picture or in other words."""
    case = opened(work, post_id, held=True)
    held = permit(work, DECIDE, case.thing)
    reviewing.must_be_version(case.subject, body.version)
    if case.post.state == "withdrawn":
        raise Conflict("wrong-state", state=case.post.state, version=case.post.version)
    seclude(work, case, held, way="officer")
    slug = communities.by_id(work.session, case.post.community_id).slug
    return Secluded(id=case.post.id, community=slug)


def seclude(work: Work, case: Case, held: str, *, way: str) -> None:
    post = case.post
    parts = (f"{post.author_name} ({post.platform})", post.address or "", post.body)
    words = "\n".join(part for part in parts if part)
    item = reviews.current(work.session, KIND, post.id)
    if item is not None and item.state in review.OPEN:
        reviews.move(work.session, item, "withdrawn", claimed_by=None, claim_until=None)
    pictures.publish(work, (KIND, post.id), "circle")
    turn(work, case, state="secluded", body="", author_name="", fold="", state_reason="")
    care.receive(work, post.community_id, case.member, KIND, post.id, words, way=way)
    note(work, case, "to_care", held)


def cards(work: Work, post_id: str) -> list[PictureCard]:
    """The screenshots of a case, for those of the circle who opened it."""
    found = pictures.of_subjects(work, KIND, [post_id]).get(post_id, [])
    root = "/care-pictures/"
    return [
        one.model_copy(update={"small": f"{root}{one.id}/small", "large": f"{root}{one.id}/large"})
        for one in found
    ]


def stored(work: Work, picture_id: str, size: str) -> StoredRead:
    """The bytes of a screenshot that only the circle sees."""
    one = picture_store.find(work.session, picture_id)
    if one is None or one.subject_type != KIND or one.audience != "circle":
        raise Hidden
    post = store.find(work.session, one.subject_id or "")
    if post is None or one.state == "failed":
        raise Hidden
    owner = Case(post, store.linked(work.session, [post.member_id]).get(post.member_id or ""))
    if not may(work, READ, Thing(post.community_id, owner.thing.owner_id)):
        raise Hidden
    return StoredRead(key=one.small_key if size == "small" else one.large_key, public=False)
