"""Where words about violence or self-harm leave the ordinary ways for the closed circle."""

from __future__ import annotations

from app.services import care
from app.services.deeds import record
from app.store import flags
from app.store.actors import Work


def care_receive(
    work: Work,
    community_id: str,
    source_type: str,
    source_id: str,
    text: str,
    reporter: str | None,
) -> None:
    """`source_type` is "flag", `reporter` the person who told. It waits for those who hold
    `flag.care`, and neither the log nor a letter repeats a word of it."""
    flags.hand_over(work.session, source_id, text)
    care.receive(work, community_id, None, source_type, source_id, text)
    record(
        work,
        "flag.to_care",
        (source_type, source_id),
        community_id=community_id,
        held="member",
        person_id=reporter,
        outbox=False,
    )
