"""The second reading of a bulletin: by another than who wrote it, by two where the list says so.

With it goes the view of the role that the community names for items of the yearly plan ("cho ý
kiến nội dung", board regulation 6.1): one of those who wrote, read first or read last holds it.
"""

from __future__ import annotations

from app.domain import bulletins as rules
from app.domain.refusals import Conflict, Forbidden
from app.models.posts import Post
from app.services import sharing
from app.services.posts.subjects import Case, subject_of
from app.store import appointments, bulletins, communities, posts, shared_decisions
from app.store.actors import Work

ACTION = "approve"
TWO_PERSON = "bulletin"


def agreed(work: Work, case: Case) -> bool:
    """Whether all have read it who must; the first of two has only opened the decision."""
    post, waits = case.post, case.waits
    reader = work.actor.person_id or ""
    writers = frozenset({post.author_id, waits.written_by if waits else post.author_id})
    if reader in writers:
        raise Forbidden("own-case")
    opened = shared_decisions.opened(work.session, ACTION, post.id)
    two = sharing.takes_two(work, post.community_id, TWO_PERSON)
    if two and opened is None:
        return sharing.agree(work, ACTION, subject_of(post), case.held, None, "")
    sharing.refuse_the_same(work, ACTION, post.id)
    first = frozenset({opened.first_by} if opened else ())
    _must_have_plan_view(work, case, writers | first | {reader})
    return opened is None or sharing.agree(work, ACTION, subject_of(post), case.held, None, "")


def may_read(work: Work, post: Post) -> bool:
    """Whether her reading would count: she neither began the bulletin, nor wrote the text that
    waits, nor has read it already."""
    opened = shared_decisions.opened(work.session, ACTION, post.id)
    waits = posts.revision(work.session, post.id, "submitted")
    first = opened.first_by if opened else None
    return work.actor.person_id not in {post.author_id, waits.written_by if waits else None, first}


def _must_have_plan_view(work: Work, case: Case, people: frozenset[str]) -> None:
    post, topic = case.post, case.waits.topic if case.waits else case.post.topic
    settings = communities.by_id(work.session, post.community_id).settings
    for_plan = bulletins.facts(work.session, post.id).for_plan
    role = rules.plan_reader(settings, topic, for_plan=for_plan)
    if role is None:
        return
    holders = appointments.holders(work.session, post.community_id, role, work.today)
    if not rules.has_plan_view(role, holders, people):
        raise Conflict("plan-view-needed", role=role, state=post.state, version=post.version)


def lapses(work: Work, post: Post) -> None:
    """Another text, or another decision: who read the one before has not read this one."""
    if post.kind == "bulletin":
        sharing.close(work, ACTION, post.id)
