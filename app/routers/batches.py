"""Many decisions at once: before the deed, afterwards, and taking the whole back."""

from __future__ import annotations

from typing import Any

from app.domain.refusals import Refusal
from app.routers.board import read_inbox
from app.schemas.members import ReasonedDecision
from app.schemas.reviews import Batch, BatchPreview, BatchRead
from app.services import batches, taking_back
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.problems import explained, worded_refusal

router = Nouns()


@router.act(
    "/communities/{slug}/review/batch/preview",
    "member.decide",
    "board/batch_preview.html",
    form=read_inbox,
)
def preview_batch(work: Work, slug: str, body: Batch) -> BatchPreview:
    """What a batch would do to each item; nothing is changed."""

    def worded(refusal: Refusal) -> tuple[int, dict[str, Any]]:
        return worded_refusal(refusal, work.lang)

    return batches.preview(work, slug, body, worded)


@router.read("/review-batches/{id}", "review.read", "board/batch.html")
def read_batch(work: Work, id: str) -> BatchRead:
    """A batch with the result of each item."""
    return taking_back.read(work, id, _in(work.lang))


@router.remove(
    "/review-batches/{id}",
    "member.decide",
    form=read_batch,
    goes_to=lambda _: "/review-batches/{id}",
)
def undo_batch(work: Work, id: str) -> None:
    """Take the whole batch back within ten seconds."""
    taking_back.undo(work, id)


@router.read("/review-batches/{id}/reversal", "review.read", "board/batch_reversal.html")
def batch_reversal_form(work: Work, id: str) -> BatchRead:
    """The page of mending the whole batch."""
    return read_batch(work, id)


@router.act(
    "/review-batches/{id}/reversal",
    "member.decide",
    "board/batch.html",
    form=batch_reversal_form,
    goes_to=lambda b: f"/review-batches/{b.batch_id}",
)
def reverse_batch(work: Work, id: str, body: ReasonedDecision) -> BatchRead:
    """Mend the whole batch within thirty days, with words to each."""
    return taking_back.reverse(work, id, body, _in(work.lang))


def _in(lang: str) -> Any:
    """Words for the code of what stood in the way."""
    return lambda code: explained(code, lang).model_dump(exclude_none=True)
