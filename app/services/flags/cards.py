"""One reading of a case for those who serve, with the actions that she may take now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain import flags as rules
from app.domain import review
from app.domain.text import beginning
from app.models.flags import FlagCase
from app.models.review import ReviewItem
from app.schemas.communities import ReasonRead
from app.schemas.flags import FlagCaseRead, ReporterRead
from app.schemas.reviews import ReviewLine
from app.services import next_item, reviewing
from app.services.deeds import may
from app.services.flags.subjects import KIND, of_case, thing_of
from app.store import comments, communities, flags, members, posts, reviews
from app.store.actors import Work

#: As many reporters as help to judge; the count says how many there are.
MOST_REPORTERS = 50


def card(work: Work, case: FlagCase) -> FlagCaseRead:
    community = communities.by_id(work.session, case.community_id)
    subject = of_case(work, case)
    item = reviews.current(work.session, KIND, case.id)
    decides = may(work, "flag.decide", thing_of(case))
    names = members.person_names(
        work.session, [case.author_id, item.claimed_by if item is not None else None]
    )
    return FlagCaseRead(
        id=case.id,
        community=community.slug,
        subject_type=case.subject_type,
        subject_id=case.subject_id,
        post=subject.post.id,
        subject_state=subject.state,
        author=None if subject.nameless else names.get(case.author_id),
        title=case.title,
        body=case.body,
        body_html=case.body_html,
        changed=subject.shown and subject.number != case.number,
        state=case.state,
        version=case.version,
        people=flags.people_of(work.session, [case.id]).get(case.id, 0),
        reasons_given=flags.reasons_of(work.session, [case.id]).get(case.id, {}),
        reporters=_reporters(work, case) if decides else [],
        opened_at=case.opened_at,
        review=reviewing.review_read(work, item, names) if item is not None else None,
        undo_until=undo_until(work, item),
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, community.id)
            if row.decision == f"{case.subject_type}.removal"
        ],
        allowed_actions=allowed(work, case, item),
        next_item=next_item.after(work, item),
    )


def _reporters(work: Work, case: FlagCase) -> list[ReporterRead]:
    rows = flags.of_case(work.session, case.id, MOST_REPORTERS)
    people = [row.person_id for row in rows]
    names = members.person_names(work.session, people)
    files = members.open_of_people(work.session, people, case.community_id)
    return [
        ReporterRead(
            name=names.get(row.person_id, ""),
            member=files.get(row.person_id),
            reason=row.reason,
            words=row.words,
            at=row.at,
        )
        for row in rows
    ]


def allowed(work: Work, case: FlagCase, item: ReviewItem | None) -> list[str]:
    """The nouns she may POST now; screens draw exactly these."""
    if not may(work, "flag.decide", thing_of(case)):
        return []
    roles = work.actor.roles_in(case.community_id)
    actions = rules.board_actions(reviewing.facts(item), roles, work.now)
    return ["undo", *actions] if may_undo(work, item) else actions


def may_undo(work: Work, item: ReviewItem | None) -> bool:
    """Her own decision of the last ten seconds."""
    in_time = review.may_undo(reviewing.facts(item), work.actor.person_id, work.now)
    return in_time and item is not None and not reviews.is_reversal(work.session, item)


def undo_until(work: Work, item: ReviewItem | None) -> datetime | None:
    if item is None or item.decided_at is None or not may_undo(work, item):
        return None
    return item.decided_at + review.UNDO_WINDOW


# -- in the inbox ------------------------------------------------------------------------------


def lines(work: Work, items: list[ReviewItem], claimers: dict[str, str]) -> dict[str, ReviewLine]:
    """A line per item: what is said of whose words, by how many."""
    found = flags.by_ids(work.session, [item.subject_id for item in items])
    cases = list(found.values())
    about = _posts_of(work, cases)
    nameless = _nameless(work, cases)
    names = members.person_names(
        work.session, [case.author_id for case in cases if case.id not in nameless]
    )
    reasons, people = flags.reasons_of(work.session, found), flags.people_of(work.session, found)
    return {
        item.id: _line(
            work,
            item,
            found[item.subject_id],
            claimers,
            about=about.get(item.subject_id, ""),
            author=None
            if item.subject_id in nameless
            else names.get(found[item.subject_id].author_id),
            why=list(reasons.get(item.subject_id, {})),
            people=people.get(item.subject_id, 0),
        )
        for item in items
    }


def _posts_of(work: Work, cases: list[FlagCase]) -> dict[str, str]:
    """Case of a comment → the headline of its post."""
    under = comments.by_ids(
        work.session, [case.subject_id for case in cases if case.subject_type == "comment"]
    )
    found = posts.by_ids(work.session, [comment.post_id for comment in under.values()])
    return {
        case.id: found[under[case.subject_id].post_id].title
        for case in cases
        if case.subject_id in under
    }


def _nameless(work: Work, cases: list[FlagCase]) -> set[str]:
    """Cases about words that stand without a name."""
    ids = [case.subject_id for case in cases]
    anonymous = {post.id for post in posts.by_ids(work.session, ids).values() if post.anonymous}
    anonymous |= {one.id for one in comments.by_ids(work.session, ids).values() if one.nameless}
    return {case.id for case in cases if case.subject_id in anonymous}


def _line(
    work: Work,
    item: ReviewItem,
    case: FlagCase,
    claimers: dict[str, str],
    **more: Any,
) -> ReviewLine:
    actions = []
    if may(work, "flag.decide", thing_of(case)):
        roles = work.actor.roles_in(case.community_id)
        actions = rules.board_actions(reviewing.facts(item), roles, work.now)
    return ReviewLine(
        **reviewing.line_facts(work, item, claimers),
        title=case.title or beginning(case.body),
        excerpt=beginning(case.body),
        flagged=case.subject_type,
        version=case.version,
        opened_at=case.opened_at,
        allowed_actions=actions,
        **more,
    )


def names(work: Work, ids: list[str]) -> dict[str, str]:
    """What a batch was about, as far as the reader may see it."""
    return {
        case.id: case.title or beginning(case.body)
        for case in flags.by_ids(work.session, ids).values()
        if may(work, "review.read", thing_of(case))
    }
