"""The community's Facebook Page: its connection, postings, and what is pasted into the group."""

from __future__ import annotations

from app.schemas.base import Versioned
from app.schemas.page_postings import (
    GroupCopy,
    GroupPostingCreate,
    PageConnectionForm,
    PageConnectionRead,
    PageConnectionWrite,
    PagePostingCreate,
    PagePostingForm,
    PagePostingList,
    PagePostingRead,
    PagePublication,
)
from app.services import group_postings, page_connections, page_postings, page_steps
from app.store.actors import Work
from app.web import outside
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


def _address(read: PagePostingRead) -> str:
    return f"/page-postings/{read.id}?done=saved"


def _ticked(copy: GroupCopy) -> str:
    """Back to the bulletin that was pasted, or to the list."""
    if copy.subject_type == "post":
        return f"/posts/{copy.subject_id}/group-copy?done=saved"
    return f"/communities/{copy.community}/page-postings?done=saved"


@router.read("/communities/{slug}/page-postings", "page_posting.read", "page_postings/list.html")
def list_page_postings(work: Work, slug: str, paging: Paging) -> PagePostingList:
    """What was put on the Page, what waits, what was pasted into the group; the newest first."""
    return page_postings.page(work, slug, paging)


@router.read(
    "/communities/{slug}/page-postings/new", "page_posting.write", "page_postings/new.html"
)
def page_posting_form(work: Work, slug: str) -> PagePostingForm:
    """The form for a short text of the board's own."""
    return page_postings.posting_form(work, slug)


@router.create(
    "/communities/{slug}/page-postings",
    "page_posting.write",
    form=page_posting_form,
    goes_to=lambda p: f"/page-postings/{p.id}",
)
def create_page_posting(work: Work, slug: str, body: PagePostingCreate) -> PagePostingRead:
    """A text for the Page, now or at a moment; a second person may have to read it first."""
    return page_postings.create(work, slug, body)


@router.read("/page-postings/{id}", "page_posting.read", "page_postings/page.html")
def read_page_posting(work: Work, id: str) -> PagePostingRead:
    """One posting: where it stands, and its text ready for the group."""
    return page_postings.read(work, id)


@router.act(
    "/page-postings/{id}/approval",
    "page_posting.write",
    "page_postings/page.html",
    form=read_page_posting,
    goes_to=_address,
)
def approve_page_posting(work: Work, id: str, body: Versioned) -> PagePostingRead:
    """The second reader agrees."""
    return page_steps.approve(work, id, body.version)


@router.act(
    "/page-postings/{id}/cancellation",
    "page_posting.write",
    "page_postings/page.html",
    form=read_page_posting,
    goes_to=_address,
)
def cancel_page_posting(work: Work, id: str, body: Versioned) -> PagePostingRead:
    """It does not go out any more."""
    return page_steps.cancel(work, id, body.version)


@router.act(
    "/page-postings/{id}/attempt",
    "page_posting.write",
    "page_postings/page.html",
    form=read_page_posting,
    goes_to=_address,
)
def try_page_posting_again(work: Work, id: str, body: Versioned) -> PagePostingRead:
    """Send it again; it is looked for on the Page before."""
    return page_steps.try_again(work, id, body.version)


@router.act(
    "/page-postings/{id}/publication",
    "page_posting.write",
    "page_postings/page.html",
    form=read_page_posting,
    goes_to=_address,
)
def note_page_posting_published(work: Work, id: str, body: PagePublication) -> PagePostingRead:
    """Somebody has seen it on the Page."""
    return page_steps.publish(work, id, body)


@router.create(
    "/communities/{slug}/group-postings",
    "page_posting.write",
    form=list_page_postings,
    goes_to=_ticked,
)
def tick_group_posting(work: Work, slug: str, body: GroupPostingCreate) -> GroupCopy:
    """The tick that a text was pasted into the group, once a subject."""
    return group_postings.tick(work, slug, body)


@router.read(
    "/communities/{slug}/page-connection", "page_connection.write", "page_postings/connection.html"
)
def page_connection_form(work: Work, slug: str) -> PageConnectionForm:
    """Which Page, since when, and the form for a new token."""
    return page_connections.connection_form(work, slug)


@router.replace(
    "/communities/{slug}/page-connection",
    "page_connection.write",
    form=page_connection_form,
    before=outside.page,
    goes_to=lambda c: f"/communities/{c.community}/page-connection?done=saved",
)
def connect_page(
    work: Work, slug: str, body: PageConnectionWrite, prepared: tuple[str, str]
) -> PageConnectionRead:
    """Connect a Page: the token is tried on Facebook, sealed, and never shown again."""
    return page_connections.connect(work, slug, body, page_connections.Checked(*prepared))


@router.remove(
    "/communities/{slug}/page-connection",
    "page_connection.write",
    form=page_connection_form,
    goes_to=lambda _: "/communities/{slug}/page-connection?done=saved",
)
def disconnect_page(work: Work, slug: str) -> None:
    """Forget the token."""
    page_connections.disconnect(work, slug)
