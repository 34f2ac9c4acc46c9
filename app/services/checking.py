"""`sen verify`: the audit chain, the counters and the reviews, each proven against its rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app import clock
from app.domain import comments as comment_rules
from app.domain import flags as flag_rules
from app.domain import outside_posts as outside_rules
from app.domain import posts as rules
from app.domain import works as work_rules
from app.domain.contests import proofs
from app.domain.contests.canonical import digest
from app.domain.members import INSIDE
from app.services import counting
from app.services.contests import entry_checks
from app.services.contests import verifying as contest_checks
from app.services.surveys import verifying as survey_checks
from app.store import (
    appeals,
    audit,
    care,
    comments,
    communities,
    complaints,
    contests,
    flags,
    mergers,
    outside_posts,
    post_words,
    posts,
    question_bank,
    reactions,
    records,
    recounts,
    reviews,
    survey_tallies,
    works,
)


def seal_first(session: Session) -> None:
    """Seal what may be sealed, so that a stopped worker is no fault."""
    while audit.seal(session, clock.now(), whole=True):
        pass


def faults(session: Session, now: datetime) -> list[str]:
    """A line per fault; nothing when all is as it should be."""
    found = [
        f"audit: chain {fault.chain}: row {fault.row_id}: {fault.code}"
        for fault in audit.faults(session, now)
    ]
    for community in communities.every(session):
        found += _counters(session, community.id)
    found += [
        f"review: member {member_id} is {state}, her item is {item}"
        for member_id, state, item in reviews.disagreements(session)
    ]
    published, indexed = post_words.disagreement(session)
    if published != indexed:
        found.append(f"search: {published} posts are published, {indexed} are found by their words")
    found += [
        f"post: {post_id} shows a text that nobody approved"
        for post_id in posts.unapproved_shown(session)
    ]
    found += [
        f"review: post {post_id} is {state}, its item is {item}, {texts} texts wait"
        for post_id, state, item, texts in posts.open_items(session)
        if not rules.agrees(state, item) or texts != (item != "needs_info")
    ]
    found += _under_posts(session)
    found += [
        f"appeal: {appeal_id} and its item do not agree"
        for appeal_id in appeals.disagreements(session)
    ]
    found += [
        f"merger: member {member_id} is {state}, her merger says otherwise"
        for member_id, state in mergers.disagreements(session)
    ]
    found += [
        f"question bank: question {question_id} says something else than its newest version"
        for question_id in question_bank.disagreements(session)
    ]
    found += _contests(session)
    found += entry_checks.faults(session)
    found += contest_checks.faults(session, now)
    found += [
        f"contest: {contest_id} counts other complaints than it has"
        for contest_id in complaints.miscounted(session)
    ]
    found += survey_checks.faults(session)
    found += [f"care: thread {thread}: {fault}" for thread, fault in care.disagreements(session)]
    found += _surveys(session)
    return found


def _surveys(session: Session) -> list[str]:
    """Tallies against a recount of the responses that they hold."""
    return [
        f"survey {survey_id}: version {number} {question or '-'} {row or '-'} {value or '-'}"
        f" says {told}, responses say {real}"
        for survey_id in survey_tallies.published(session)
        for (number, question, row, value), told, real in survey_tallies.differences(
            session, survey_id
        )
    ]


def _contests(session: Session) -> list[str]:
    """Rules against their hash, answer keys against their seal."""
    return [
        *(
            f"contest: {contest_id} has other rules than those of its hash"
            for contest_id, ruleset, kept in contests.rulesets(session)
            if digest(ruleset) != kept
        ),
        *(
            f"contest: round {one.id} has another answer key than the one that was sealed"
            for one, key in contests.seals(session)
            if not proofs.opens(one.commitment, one.id, key, one.nonce)
        ),
    ]


def _under_posts(session: Session) -> list[str]:
    """Comments, reactions and flags against their counters, texts and items."""
    found = [
        f"counter: post {post_id} {name} says {told}, rows say {real}"
        for name, rows in (
            ("comments", comments.miscounted(session)),
            ("reactions", reactions.miscounted(session)),
        )
        for post_id, told, real in rows
    ]
    found += [
        f"comment: {comment_id} shows another text than its last one"
        for comment_id in comments.unkept(session)
    ]
    found += [
        f"review: {kind} {subject_id} is {state}, its item is {item}"
        for kind, agrees, rows in (
            ("comment", comment_rules.agrees, comments.disagreements(session)),
            ("flag", flag_rules.agrees, flags.disagreements(session)),
            ("outside_post", outside_rules.agrees, outside_posts.disagreements(session)),
            ("work", work_rules.agrees, works.disagreements(session)),
        )
        for subject_id, state, item in rows
        if not agrees(state, item)
    ]
    return found


def _counters(session: Session, community_id: str) -> list[str]:
    found = []
    totals = records.totals(session, counting.scope(community_id))
    counted = recounts.count_by_state(session, community_id)
    inside = tuple(sorted(INSIDE))
    for state in sorted({name.partition(":")[2] for name in totals if ":" in name} | set(counted)):
        told, real = totals.get(f"state:{state}", 0), counted.get(state, 0)
        if told != real:
            found.append(f"counter: {community_id} state:{state} says {told}, rows say {real}")
    told, real = totals.get("not_union", 0), recounts.count_not_union(session, community_id, inside)
    if told != real:
        found.append(f"counter: {community_id} not_union says {told}, rows say {real}")
    by_unit = recounts.count_by_unit(session, community_id, inside)
    told_by_unit = records.totals(session, counting.unit_scope(community_id))
    for unit in sorted(set(by_unit) | set(told_by_unit)):
        if by_unit.get(unit, 0) != told_by_unit.get(unit, 0):
            found += [f"counter: {community_id} unit {unit or '-'} differs from its rows"]
    return found
