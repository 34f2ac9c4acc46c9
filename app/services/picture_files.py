"""What jobs do to pictures: both sizes are made, one could not be made, what is loose goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.integrations.pictures import Converted
from app.services.pictures import drop_files
from app.services.posts import media
from app.store import pictures
from app.store.actors import Work

LOOSE_KEPT = timedelta(hours=24)
AT_MOST = 200


def converted(work: Work, picture_id: str, result: Converted, keys: dict[str, str]) -> None:
    """Show both sizes and let the original go, or say why there will be none. Once; a picture
    that was dropped meanwhile leaves its new files to `drop_files`."""
    one = pictures.find(work.session, picture_id)
    original = [one.original_key] if one is not None and one.original_key else []
    if result.small is None or result.large is None:
        if pictures.settle(
            work.session, picture_id, state="failed", failure=result.failure, original_key=None
        ):
            drop_files(work, original)
        return
    kept = pictures.settle(
        work.session,
        picture_id,
        state="ready",
        ready_at=work.now,
        original_key=None,
        dhash=result.dhash,
        small_key=keys["small"],
        small_width=result.small.width,
        small_height=result.small.height,
        large_key=keys["large"],
        large_width=result.large.width,
        large_height=result.large.height,
    )
    drop_files(work, original if kept else list(keys.values()))
    if kept and one is not None and one.subject_type and one.subject_id:
        media.changed(work, (one.subject_type, one.subject_id))


def given_up(work: Work, picture_id: str) -> None:
    """The last try failed: she is told, and may send it again."""
    converted(work, picture_id, Converted(failure="picture-not-made"), {})


def forget_loose(work: Work) -> None:
    """Pictures that were attached to nothing for a day, and days long counted."""
    drop_files(work, pictures.drop_loose(work.session, work.now - LOOSE_KEPT, AT_MOST))
    pictures.forget_days(work.session, work.today)


def unknown(work: Work, keys: Sequence[str]) -> list[str]:
    """Which of these files no picture points to."""
    known: set[str] = set()
    for at in range(0, len(keys), AT_MOST):
        known |= pictures.known_keys(work.session, keys[at : at + AT_MOST])
    return [key for key in keys if key not in known]


def sweep(work: Work, keys: Sequence[Any]) -> None:
    """Files of a day and more that no picture points to, as a crash leaves them."""
    lost = unknown(work, keys)
    for at in range(0, len(lost), AT_MOST):
        drop_files(work, lost[at : at + AT_MOST])
