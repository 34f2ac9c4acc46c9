"""A case at the desk: opened, claimed, let go; and what waits for the closed circle."""

from __future__ import annotations

from app.domain.paging import Page
from app.domain.permissions import Thing
from app.schemas.flags import CareFlagList, CareFlagRead, FlagCaseRead
from app.services import reviewing
from app.services.deeds import permit
from app.services.flags.cards import card
from app.services.flags.subjects import subject_of, thing_of
from app.store import comments, communities, flags, members
from app.store.actors import Work


def read(work: Work, case_id: str) -> FlagCaseRead:
    case = flags.get(work.session, work.actor, case_id)
    permit(work, "review.read", thing_of(case))
    return card(work, case)


def to_decide(work: Work, case_id: str) -> FlagCaseRead:
    """For the pages of decisions."""
    case = flags.get(work.session, work.actor, case_id)
    permit(work, "flag.decide", thing_of(case))
    return card(work, case)


def claim(work: Work, case_id: str, *, take_over: bool) -> FlagCaseRead:
    case = flags.get(work.session, work.actor, case_id)
    held = permit(work, "flag.decide", thing_of(case))
    reviewing.claim(work, subject_of(case), held, take_over=take_over)
    return card(work, case)


def release(work: Work, case_id: str) -> None:
    case = flags.get(work.session, work.actor, case_id)
    permit(work, "flag.decide", thing_of(case))
    reviewing.release(work, subject_of(case))


def for_care(work: Work, slug: str, paging: Page) -> CareFlagList:
    """What readers told about violence or self-harm: for the closed circle alone."""
    community = communities.get(work.session, slug)
    permit(work, "flag.care", Thing(community_id=community.id))
    after = paging.key(str)
    rows = flags.of_care(work.session, community.id, paging.limit + 1, after[0] if after else "")
    shown, following = paging.cut(rows, lambda row: (row.id,))
    names = members.person_names(work.session, [row.person_id for row in shown])
    under = comments.by_ids(work.session, [row.subject_id for row in shown])
    return CareFlagList(
        items=[
            CareFlagRead(
                id=row.id,
                subject_type=row.subject_type,
                subject_id=row.subject_id,
                post=under[row.subject_id].post_id if row.subject_id in under else row.subject_id,
                reporter=names.get(row.person_id, ""),
                words=row.words,
                text=row.text,
                at=row.at,
            )
            for row in shown
        ],
        next=following,
        community=slug,
    )
