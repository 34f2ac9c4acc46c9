"""Pictures: sent first, attached to what one writes by its own form."""

from __future__ import annotations

from app.domain.pictures import MOST_OF_ONE, Arrival
from app.schemas.pictures import (
    MAX_UPLOAD,
    PictureChange,
    PictureForm,
    PictureList,
    PictureRead,
    PicturesCreate,
    PicturesRead,
    StoredRead,
)
from app.services import pictures
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.paging import Paging

JPEG = "image/jpeg"
router = Nouns()


@router.read("/communities/{slug}/pictures", "picture.upload", "pictures/list.html")
def list_pictures(work: Work, slug: str, paging: Paging) -> PictureList:
    """Her own pictures, the newest first."""
    return pictures.page(work, slug, paging)


@router.read("/communities/{slug}/pictures/new", "picture.upload", "pictures/new.html")
def picture_form(work: Work, slug: str) -> PictureForm:
    """The form for new pictures."""
    return pictures.form(work, slug)


@router.create(
    "/communities/{slug}/pictures",
    "picture.upload",
    form=picture_form,
    before=uploads.pictures,
    undo=uploads.drop,
    upload=MAX_UPLOAD,
    files=MOST_OF_ONE,
    goes_to=lambda p: (
        f"/pictures/{p.id}" if len(p.pictures) == 1 else f"/communities/{p.community}/pictures"
    ),
)
def create_pictures(work: Work, slug: str, body: PicturesCreate, prepared: Arrival) -> PicturesRead:
    """Send pictures (JPEG, PNG, WebP, GIF, HEIC); they are made anew in the background."""
    return pictures.create(work, slug, prepared)


@router.read("/pictures/{id}", "picture.read", "pictures/page.html")
def read_picture(work: Work, id: str) -> PictureRead:
    """One picture: whether it is ready, its sizes, what it shows."""
    return pictures.read(work, id)


@router.change(
    "/pictures/{id}",
    "picture.change",
    form=read_picture,
    goes_to=lambda p: f"/pictures/{p.id}?done=saved",
)
def change_picture(work: Work, id: str, body: PictureChange) -> PictureRead:
    """Say what it shows, who is recognisable, and how they agreed."""
    return pictures.change(work, id, body)


@router.remove("/pictures/{id}", "picture.change", form=read_picture, goes_to=lambda _: "/me/data")
def delete_picture(work: Work, id: str) -> None:
    """Delete a picture that was not handed in yet."""
    pictures.delete(work, id)


@router.stored("/pictures/{id}/small", "picture.read", JPEG)
def read_small_picture(work: Work, id: str) -> StoredRead:
    """The small size, 480 pixels at most; 202 without a picture while it is being made."""
    return pictures.stored(work, id, "small")


@router.stored("/pictures/{id}/large", "picture.read", JPEG)
def read_large_picture(work: Work, id: str) -> StoredRead:
    """The large size, 1600 pixels at most; 202 without a picture while it is being made."""
    return pictures.stored(work, id, "large")
