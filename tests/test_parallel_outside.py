"""One address recorded by many, decided by many, ticked by many: each once."""

from __future__ import annotations

from typing import Any

from sqlmodel import col

from app.db import Database
from app.models.audit import AuditRow
from app.models.outside_posts import OutsideHand, OutsidePost
from app.models.review import ReviewItem
from tests.factories import HOME, Scene
from tests.test_parallel import MANY, address, at_once, count, posting, statuses

__all__ = ["address"]
WRITERS = ("moderator", "chair", "vice_chair", "editor")
DECIDERS = ("moderator", "chair", "vice_chair")
PATH = f"/communities/{HOME}/outside-posts"


def said(n: int = 0, **more: Any) -> dict[str, Any]:
    ways = ("www.", "m.", "web.", "")
    where = f"https://{ways[n % 4]}facebook.com/groups/1/posts/2?ref={n}"
    return {"author_name": "Hoa", "body": f"Bài {n}", "there": "waiting", "address": where, **more}


def test_one_address_recorded_by_fifty_is_one_record(
    address: str, scene: Scene, database: Database
) -> None:
    """Everyone is led to the first, whichever way the address was copied."""
    answers = at_once(
        address, [posting(PATH, scene.tokens[WRITERS[n % 4]], **said(n)) for n in range(MANY)]
    )
    assert statuses(answers) == {201: MANY}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum(not answer.json()["known"] for answer in answers) == 1
    assert count(database, col(OutsidePost.id).is_not(None)) == 1
    assert count(database, col(ReviewItem.kind) == "outside_post") == 1
    assert count(database, col(AuditRow.action) == "outside_post.record") == 1


def test_fifty_decisions_are_one_and_fifty_ticks_are_one(
    address: str, scene: Scene, database: Database
) -> None:
    (made,) = at_once(address, [posting(PATH, scene.tokens["editor"], **said())])
    one = made.json()["id"]
    decisions: tuple[tuple[str, dict[str, str]], ...] = (
        ("approval", {}),
        ("refusal", {"words": "Không hợp."}),
    )
    answers = at_once(
        address,
        [
            posting(f"/outside-posts/{one}/{noun}", scene.tokens[DECIDERS[n % 3]], **body)
            for n in range(MANY)
            for noun, body in (decisions[n % 2],)
        ],
    )
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    assert count(database, col(OutsideHand.outside_post_id) == one) == 1
    ticks = at_once(
        address,
        [posting(f"/outside-posts/{one}/hand", scene.tokens[WRITERS[n % 4]]) for n in range(MANY)],
    )
    assert statuses(ticks) == {200: 1, 409: MANY - 1}
    lost = {(a.json()["decided_by"], a.json()["decided_at"]) for a in ticks if a.is_client_error}
    assert len(lost) == 1
    assert count(database, col(OutsideHand.done_at).is_not(None)) == 1
    assert count(database, col(AuditRow.action) == "outside_post.hand") == 1
