"""One reading of a post for whoever may see it, with the actions that she may take now."""

from __future__ import annotations

from datetime import datetime

from app.domain import duty, review, sanctions
from app.domain import posts as rules
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.rules.trust import EVERY_POST
from app.models.communities import Community
from app.models.posts import Post, PostRevision
from app.models.review import ReviewItem
from app.schemas.applications import AppealLine
from app.schemas.communities import ReasonRead
from app.schemas.pictures import PictureCard
from app.schemas.posts import (
    PostRead,
    PostWaiting,
    RevisionRead,
    TopicRead,
)
from app.schemas.texts import AuthorRead
from app.services import duty_hours, next_item, reactions, reviewing
from app.services.comments import listing
from app.services.deeds import may
from app.services.posts import marks, media, second_reading
from app.services.posts.subjects import APPEALED, kept_from_readers, thing_of
from app.services.reviewing import BOARD, facts
from app.store import appeals, audit, care, communities, members, posts, reviews, shared_decisions
from app.store.actors import Work

_DECIDING = {"approved": "approve", "refused": "refuse"}


def page(work: Work, post: Post, paging: Page) -> PostRead:
    """The post with what readers say under it."""
    read = card(work, post)
    if post.state in rules.SHOWN:
        read.discussion = listing.under(work, post, paging)
    return read


def card(work: Work, post: Post) -> PostRead:
    community = communities.by_id(work.session, post.community_id)
    own = work.actor.person_id == post.author_id
    reads = may(work, "review.read", thing_of(post))
    # The board's texts are the board's: whoever wrote one reads it as the others do.
    judges = reads if post.kind == "bulletin" else reads and not own
    item = reviews.current(work.session, "post", post.id)
    texts = posts.revisions(work.session, post.id) if own or judges else []
    waits = next((text for text in texts if text.state == "submitted"), None)
    draft = next((text for text in texts if text.state == "draft"), None)
    masks = any(t.made_by_rule and (t.shown or t.state == "submitted") for t in texts)
    names = _names(work, post, texts, item, judges)
    return PostRead(
        id=post.id,
        community=community.slug,
        kind=post.kind,
        topic=post.topic,
        title=post.title,
        body=post.body,
        body_html=post.body_html,
        author=author(work, post, names, own),
        anonymous=post.anonymous,
        own=own,
        state=post.state,
        version=post.version,
        published_at=post.published_at,
        created_at=post.created_at,
        changed_at=post.changed_at,
        comments=post.comments,
        reactions=post.reactions,
        comments_closed=post.comments_closed,
        source=post.source,
        source_url=post.source_url,
        audience=post.audience,
        may_mend=post.may_mend,
        state_reason=post.state_reason if own or judges else "",
        topics=topics(work, community),
        draft=revision(draft)
        if draft is not None and (judges if post.kind == "bulletin" else own)
        else None,
        pending=revision(waits, names if judges else {}) if waits is not None else None,
        revisions=[
            revision(text, names if judges else {}) for text in texts if text.state != "draft"
        ],
        waiting=_waiting(work, community, item) if own and waits is not None and item else None,
        review=reviewing.review_read(work, item, names) if judges and item is not None else None,
        media=[PictureCard.model_validate(one) for one in post.media],
        pictures=media.of_post(work, post) if own or judges else [],
        private_thread=_private_thread(work, post) if own else None,
        approvals=_approvals(work, post, judges),
        undo_until=_undo_until(work, post, item),
        reasons=[
            ReasonRead.model_validate(row)
            for row in communities.reasons(work.session, community.id)
            if row.decision.startswith("post.")
        ]
        if judges
        else [],
        tags=marks.tags_of(work, post),
        bulletin=marks.facts_of(work, community, post) if post.kind == "bulletin" else None,
        allowed_actions=allowed(work, post, item, waits is not None, draft is not None, masks),
        discussion=None,
        reacted=reactions.of_post(work, post) if post.state in rules.SHOWN else None,
        may_flag=may_flag(work, post),
        may_close=may_close(work, post),
        next_item=next_item.after(work, item) if judges else None,
        appeal=_appeal(work, post) if own or judges else None,
    )


def _private_thread(work: Work, post: Post) -> str | None:
    case = care.of_source(work.session, "post", post.id)
    return case.question_id if case is not None else None


def may_flag(work: Work, post: Post) -> bool:
    own = work.actor.person_id == post.author_id
    return post.state in rules.SHOWN and not own and may(work, "flag.write", thing_of(post))


def may_close(work: Work, post: Post) -> bool:
    """What the board has closed its author does not open."""
    if post.state != "published" or not may(work, "comment.close", thing_of(post)):
        return False
    return not post.closed_by_board or may(work, "post.decide", Thing(post.community_id))


def author(work: Work, post: Post, names: dict[str, str], own: bool) -> AuthorRead:
    """Her name; the board's for what the board wrote; nobody's for an anonymous post."""
    if post.kind == "bulletin":
        return AuthorRead(name=BOARD)
    revealed = post.revealed_at is not None and may(work, "post.reveal", thing_of(post))
    if post.anonymous and not own and not revealed:
        return AuthorRead(name=None)
    member = None
    if may(work, "member.list", thing_of(post)):
        member = members.open_of_person(work.session, post.author_id, post.community_id)
    return AuthorRead(name=names.get(post.author_id), id=member.id if member else None)


def _names(
    work: Work, post: Post, texts: list[PostRevision], item: ReviewItem | None, judges: bool
) -> dict[str, str]:
    wanted: list[str | None] = [post.author_id]
    if judges:
        wanted += [text.judged_by for text in texts]
        wanted += [item.claimed_by] if item is not None else []
    return members.person_names(work.session, wanted)


def topics(work: Work, community: Community) -> list[TopicRead]:
    return [TopicRead.model_validate(row) for row in posts.topics(work.session, community.id)]


def revision(text: PostRevision, names: dict[str, str] | None = None) -> RevisionRead:
    read = RevisionRead.model_validate(text)
    read.judged_by = (names or {}).get(text.judged_by or "")
    return read


def allowed(
    work: Work, post: Post, item: ReviewItem | None, waits: bool, drafted: bool, masks: bool
) -> list[str]:
    """The nouns she may POST now, and `edit` for a PATCH; screens draw exactly these."""
    if post.kind == "bulletin":
        return _allowed_of_bulletin(work, post, item, waits, drafted)
    if work.actor.person_id == post.author_id:
        working = "draft" if drafted else "submitted" if waits else ""
        own = rules.own_actions(post.state, working=working)
        return [*own, "appeals"] if may_appeal(work, post) else own
    actions = _judging(work, post, item)
    if masks and may(work, "post.decide", thing_of(post)):
        actions.append("unmasking")
    if post.may_mend and waits and not masks and "approval" in actions:
        actions.append("mending")
    if post.anonymous and post.revealed_at is None and may(work, "post.reveal", thing_of(post)):
        actions.append("author-reveal")
    return actions


def _judging(work: Work, post: Post, item: ReviewItem | None) -> list[str]:
    if not may(work, rules.DECIDES[post.kind], thing_of(post)):
        return []
    roles = work.actor.roles_in(post.community_id)
    undo = ["undo"] if may_undo(work, post, item) else []
    return undo + rules.board_actions(post.kind, post.state, facts(item), roles, work.now)


def _allowed_of_bulletin(
    work: Work, post: Post, item: ReviewItem | None, waits: bool, drafted: bool
) -> list[str]:
    """The board keeps it together: to write, to judge another's text, to publish."""
    working = "draft" if drafted else "submitted" if waits else ""
    actions = rules.own_actions(post.state, working=working) if marks.may_write(work, post) else []
    if actions and not may(work, "bulletin.write", thing_of(post)):
        actions = [action for action in actions if action == "edit"]
    judging = _judging(work, post, item)
    if "approval" in judging and not second_reading.may_read(work, post):
        judging.remove("approval")
    actions += judging
    if may(work, "bulletin.publish", thing_of(post)):
        actions += marks.deeds(work, post)
    return list(dict.fromkeys(actions))


def may_appeal(work: Work, post: Post) -> bool:
    """Whether she may ask that the last decision on it be looked at again."""
    if kept_from_readers(post, posts.revisions(work.session, post.id)) is None:
        return False
    last = next(iter(audit.about(work.session, [post.id], APPEALED)), None)
    if last is None or not sanctions.may_appeal(last.at, work.now):
        return False
    return appeals.of_decision(work.session, sanctions.logged_decision(last.id)) is None


def _appeal(work: Work, post: Post) -> AppealLine | None:
    asked = appeals.of_subjects(work.session, [post.id])
    return AppealLine.model_validate(asked[0]) if asked else None


def may_undo(work: Work, post: Post, item: ReviewItem | None) -> bool:
    """Her own decision of the last ten seconds, unless the author has sent another text since."""
    in_time = review.may_undo(facts(item), work.actor.person_id, work.now)
    if not in_time or item is None or reviews.is_reversal(work.session, item):
        return False
    expected = rules.effect(post.kind, "submitted", _DECIDING[item.state])
    return post.state in {expected, "approved", "scheduled", "published"}


def _undo_until(work: Work, post: Post, item: ReviewItem | None) -> datetime | None:
    if item is None or item.decided_at is None or not may_undo(work, post, item):
        return None
    return item.decided_at + review.UNDO_WINDOW


def _approvals(work: Work, post: Post, judges: bool) -> int | None:
    action = second_reading.ACTION if post.kind == "bulletin" else "reveal"
    opened = shared_decisions.opened(work.session, action, post.id) if judges else None
    return 1 if opened is not None else None


def _waiting(work: Work, community: Community, item: ReviewItem) -> PostWaiting:
    hours = duty_hours.of(work, community)
    return PostWaiting(
        why=list(item.evidence.get("why", [EVERY_POST])),
        facts=item.evidence.get("facts", {}),
        due_at=item.due_at,
        usually_hours=usually_hours(work, community.id),
        on_duty=hours.on_duty,
        hours=hours,
    )


def usually_hours(work: Work, community_id: str) -> float | None:
    return duty.median_hours(reviews.answered_hours(work.session, community_id, "post"))
