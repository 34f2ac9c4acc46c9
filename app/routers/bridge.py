"""A bulletin on the Facebook Page and in the group."""

from __future__ import annotations

from app.schemas.bridge import BulletinCopy, BulletinPosting, BulletinPostingForm
from app.schemas.page_postings import PagePostingRead
from app.schemas.posts import PostRead
from app.services.bulletins import arriving, bridging
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read(
    "/posts/{id}/page-postings/new",
    "page_posting.write",
    "bulletins/page_posting.html",
    statuses=(409,),
)
def bulletin_posting_form(work: Work, id: str) -> BulletinPostingForm:
    """The bulletin's text for the Page, to be mended before it is sent."""
    return bridging.posting_form(work, id)


@router.create(
    "/posts/{id}/page-postings",
    "page_posting.write",
    form=bulletin_posting_form,
    goes_to=lambda posting: f"/posts/{posting.subject_id}?done=page-planned",
)
def plan_bulletin_posting(work: Work, id: str, body: BulletinPosting) -> PagePostingRead:
    """Put a bulletin on the Page, now or at a moment; never before it is out."""
    return bridging.plan(work, id, body)


@router.read(
    "/posts/{id}/group-copy", "page_posting.read", "bulletins/group_copy.html", statuses=(409,)
)
def read_group_copy(work: Work, id: str) -> BulletinCopy:
    """Text, link and pictures ready to paste into the group."""
    return bridging.group_copy(work, id)


@router.read("/posts/{id}/from/{place}", "post.open", "posts/page.html", writes=True)
def arrive(work: Work, id: str, place: str, paging: Paging) -> PostRead:
    """A bulletin by the link that was put on the Page or into the group; the opening is counted."""
    return arriving.arrive(work, id, place, paging)
