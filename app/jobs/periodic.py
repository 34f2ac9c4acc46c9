"""What the clock does: sealing and folding often, ends of pauses and waits now and then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from app.domain.review import ANSWER_WINDOW
from app.services import (
    care,
    digests,
    import_runs,
    judging,
    lives,
    picture_files,
    sanctions,
    takedown_clock,
)
from app.services.bulletins import publishing
from app.services.contest_checks import reporting
from app.services.contests import closing
from app.services.surveys import mixing
from app.store import (
    audit,
    bulletins,
    idempotency,
    imports,
    jobs,
    members,
    records,
    reviews,
    survey_tallies,
)
from app.store import (
    care as care_store,
)
from app.store import (
    sanctions as sanctions_store,
)
from app.store.actors import Work

LIST_KEPT = timedelta(days=30)
log = structlog.get_logger("sen.worker")


def often(session: Session, now: datetime) -> bool:
    """Seal the log, fold counters and answers; True when a full batch is done and more may wait."""
    sealed = audit.seal(session, now)
    records.fold(session)
    return _count_answers(session) or sealed >= audit.SEAL_AT_MOST


def _count_answers(session: Session) -> bool:
    """What cannot be counted keeps nothing else from going on."""
    try:
        with session.begin_nested():
            return survey_tallies.fold(session) >= survey_tallies.AT_MOST
    except Exception as error:
        log.warning("not_counted", error=error)
        return False


def each_half_minute(work: Work) -> None:
    """Pauses that ran out, questions nobody answered, cases nobody opened, answers kept enough."""
    for member in members.ended_suspensions(work.session, work.now):
        _apart(work, lives.end_suspension, member)
    for sanction in sanctions_store.run_out(work.session, work.now):
        _apart(work, sanctions.expire, sanction)
    for item in reviews.unanswered_since(work.session, work.now - ANSWER_WINDOW):
        _apart(work, judging.expire, item)
    for case in care_store.overdue(work.session, work.now):
        _apart(work, care.pass_on, case)
    for one in imports.to_forget(work.session, work.now - LIST_KEPT):
        _apart(work, import_runs.forget, one)
    for due in bulletins.due(work.session, work.now):
        _apart(work, publishing.publish_due, due)
    _apart(work, takedown_clock.remind_all, None)
    closing.enqueue_due(work)
    picture_files.forget_loose(work)
    reporting.forget_phones(work)
    records.enqueue(work.session, "sweep_media", work.now, work.now, slot=work.today.isoformat())
    digests.enqueue_due(work)
    mixing.enqueue_due(work)
    idempotency.forget_old(work.session, work.now)
    jobs.forget_done(work.session, work.now)


def _apart(work: Work, end: Callable[[Work, Any], bool], subject: Any) -> None:
    """One that fails is logged, and keeps neither the others nor the jobs from going on."""
    try:
        with work.session.begin_nested():
            end(work, subject)
    except Exception as error:
        log.warning("not_ended", error=error)
