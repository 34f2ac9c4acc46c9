"""What a reading says beside the text: tags, and a bulletin's hour, pin and corrections."""

from __future__ import annotations

from app.domain import bulletins as rules
from app.domain.spoken import excerpt
from app.models.bulletins import Tag
from app.models.communities import Community
from app.models.posts import Post
from app.schemas.posts import BulletinRead, CorrectionRead, TagRead
from app.services.bulletins import bridging
from app.services.deeds import may
from app.services.posts import desk
from app.services.posts.subjects import thing_of
from app.store import bulletins, tags
from app.store.actors import Work


def tags_of(work: Work, post: Post) -> list[TagRead]:
    return as_tags(tags.of_post(work.session, post.id))


def as_tags(rows: list[Tag]) -> list[TagRead]:
    keys = {tag.id: tag.key for tag in rows}
    return [
        TagRead(
            id=tag.id,
            key=tag.key,
            name=tag.name,
            parent=keys.get(tag.parent_id or ""),
            valid_from=tag.valid_from,
            valid_to=tag.valid_to,
        )
        for tag in rows
    ]


def facts_of(work: Work, community: Community, post: Post) -> BulletinRead:
    """Who may publish sees the hour and the plan; every reader the corrections."""
    row = bulletins.facts(work.session, post.id)
    inside = may(work, "calendar.read", thing_of(post))
    quiet = rules.must_wait(community.settings, solemn=row.solemn)
    due = row.due_at if inside and post.state == "scheduled" else None
    return BulletinRead(
        due_at=due,
        planned_on=row.planned_on if inside else None,
        announcement=row.announcement,
        solemn=row.solemn,
        for_plan=row.for_plan,
        pinned=bulletins.pinned(work.session, post.id),
        repeats=row.repeats if inside else None,
        quiet=inside and quiet,
        waits=due is not None and quiet and due <= work.now,
        plan_reader=rules.plan_reader(community.settings, post.topic, for_plan=row.for_plan)
        if inside
        else None,
        corrections=[
            CorrectionRead(
                at=after.judged_at or work.now,
                note=after.correction,
                title=before.title,
                body_html=before.body_html,
            )
            for before, after in bulletins.corrections(work.session, post)
        ],
        address=f"{work.address}/posts/{post.id}",
        summary=excerpt(post.body),
        offered=as_tags(tags.of_community(work.session, post.community_id, work.today))
        if may_write(work, post)
        else [],
        bridge=bridging.bridge(work, post),
    )


def may_write(work: Work, post: Post) -> bool:
    return desk.may_change(work, post)


def deeds(work: Work, post: Post) -> list[str]:
    """What a keeper of the bulletins may do beside writing and judging."""
    pinned = bulletins.pinned(work.session, post.id)
    return rules.deeds(post.state, pinned=pinned, public=post.audience == "public")
