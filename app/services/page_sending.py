"""A posting on its way to the Page: what is asked for before, what is noted after.

Between the two nothing holds a transaction. A posting that is `sending` or `unknown` is only
looked for: nobody publishes it again but a person who has seen that it is not there.
"""

from __future__ import annotations

from typing import Any

from app.domain import page_postings as rules
from app.domain.page_postings import Order, Outcome, Trouble
from app.models.page_postings import PageConnection, PagePosting
from app.services import page_following
from app.services.page_following import TASK, drop, line_up, log, standing
from app.services.page_following import moved as _move
from app.services.page_postings import waits_for_second
from app.store import page_postings as store
from app.store import records
from app.store.actors import Work

#: What a new token, or a person on the Page, must mend before anything else is sent.
OF_THE_TOKEN = {
    "page-token-expired",
    "page-token-unreadable",
    "page-permission",
    "page-blocked",
}


def prepare(work: Work, payload: dict[str, Any]) -> Order | None:
    """The errand of this very version, or None where the posting has moved on."""
    posting = store.find(work.session, payload["posting"])
    if posting is None:
        return None
    asked = payload["version"]
    if (posting.state, posting.version) in {("unknown", asked), ("sending", asked + 1)}:
        return _look(work, posting)
    if (posting.state, posting.version) != ("waiting", asked) or waits_for_second(posting):
        return None
    stands = standing(work, posting)
    if stands == rules.GONE:
        return _not_to_be(work, posting)
    # Of a bulletin that is still ahead: whoever publishes it lines it up again.
    return _set_out(work, posting) if stands == rules.OUT else None


def _set_out(work: Work, posting: PagePosting) -> Order | None:
    if posting.ahead and not rules.fits_facebooks_schedule(posting.wanted_at, work.now):
        # Too near by now for Facebook's schedule: this clock keeps the time.
        if _move(work, posting, ahead=False):
            line_up(work, posting, posting.wanted_at)
        return None
    connection = store.connection(work.session, posting.community_id)
    if connection is None:
        _fail(work, posting, "page-not-connected")
        return None
    files = page_following.files(work, posting)
    if files is None:
        _fail(work, posting, "page-picture-uncleared")
        return None
    look_since, attempts = posting.first_try_at, posting.attempts + 1
    first = look_since or work.now
    if not _move(work, posting, state="sending", attempts=attempts, first_try_at=first):
        return None
    return _order(work, posting, connection, pictures=files, look_since=look_since, publish=True)


def _not_to_be(work: Work, posting: PagePosting) -> Order | None:
    """What it is about was taken away before it came out on the Page."""
    if page_following.may_stand_there(posting):
        return _look(work, posting)
    drop(work, posting, "page-subject-gone")
    return None


def _look(work: Work, posting: PagePosting) -> Order | None:
    """A worker died on the way, or an answer was lost: the Page is looked at, no more."""
    connection = store.connection(work.session, posting.community_id)
    if connection is None:
        if posting.state != "unknown":
            _move(work, posting, state="unknown", problem="page-answer-lost")
        return None
    since, named = posting.first_try_at, tuple(posting.pictures)
    return _order(work, posting, connection, pictures=named, look_since=since, publish=False)


def _order(work: Work, posting: PagePosting, by: PageConnection, **more: Any) -> Order:
    return Order(
        posting=posting.id,
        version=posting.version,
        community=posting.community_id,
        page_id=by.page_id,
        token=by.token,
        key=by.version,
        text=posting.text,
        link=posting.link,
        at=posting.wanted_at if posting.ahead else None,
        known=frozenset(store.known_outside(work.session, posting.community_id)),
        **more,
    )


def apply(work: Work, order: Order, outcome: Outcome) -> None:
    """Note what came of the errand, if the posting still stands where it left."""
    posting = store.find(work.session, order.posting)
    if posting is None or posting.version != order.version:
        return
    if outcome.outside_id:
        _sent(work, order, posting, outcome)
    elif not order.publish:
        _not_seen(work, posting)
    elif outcome.lost:
        _lost(work, posting)
    elif outcome.trouble is not None:
        _in_trouble(work, order, posting, outcome.trouble)


def _sent(work: Work, order: Order, posting: PagePosting, outcome: Outcome) -> None:
    moved = _move(
        work,
        posting,
        state="sent",
        problem="",
        sent_at=work.now,
        outside_id=outcome.outside_id,
        outside_address=outcome.address,
    )
    if moved:
        store.note_problem(work.session, order.community, order.key, "")
        log(work, posting, "page.sent", "clock", outside=outcome.outside_id)


def _lost(work: Work, posting: PagePosting) -> None:
    if _move(work, posting, state="unknown", problem="page-answer-lost", looks=0):
        _look_later(work, posting)


def _not_seen(work: Work, posting: PagePosting) -> None:
    """Facebook shows it late sometimes; after the last look a person decides."""
    if _move(work, posting, state="unknown", problem="page-answer-lost", looks=posting.looks + 1):
        _look_later(work, posting)


def _look_later(work: Work, posting: PagePosting) -> None:
    if posting.looks < len(rules.LOOKS):
        _enqueue(work, posting, rules.LOOKS[posting.looks])


def _in_trouble(work: Work, order: Order, posting: PagePosting, trouble: Trouble) -> None:
    if trouble.code in OF_THE_TOKEN:
        store.note_problem(work.session, order.community, order.key, trouble.code)
    pause = rules.pause(trouble, posting.attempts)
    if pause is None:
        _fail(work, posting, trouble.code)
    elif _move(work, posting, state="waiting", problem=trouble.code):
        _enqueue(work, posting, pause)


def _fail(work: Work, posting: PagePosting, problem: str) -> None:
    if _move(work, posting, state="failed", problem=problem):
        log(work, posting, "page.fail", "clock", problem=problem)


def _enqueue(work: Work, posting: PagePosting, pause: Any) -> None:
    records.enqueue(
        work.session,
        TASK,
        work.now + pause,
        work.now,
        slot=f"{posting.id}:{posting.version}",
        posting=posting.id,
        version=posting.version,
    )
