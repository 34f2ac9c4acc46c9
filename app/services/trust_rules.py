"""When a post is read before: the community's own choice, for all its members to read."""

from __future__ import annotations

from dataclasses import asdict

from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.domain.rules.trust import TrustRules, mode_of
from app.models.communities import Community
from app.schemas.rules import TrustRulesChange, TrustRulesRead
from app.services.deeds import may, permit, permitted, record
from app.store import changes as changing
from app.store import communities
from app.store.actors import Work


def read(work: Work, slug: str) -> TrustRulesRead:
    return _as_read(work, permitted(work, slug, "trust_rule.read"))


def to_change(work: Work, slug: str) -> TrustRulesRead:
    return _as_read(work, permitted(work, slug, "trust_rule.write"))


def change(work: Work, slug: str, body: TrustRulesChange) -> TrustRulesRead:
    community = communities.get(work.session, slug)
    held = permit(work, "trust_rule.write", Thing(community_id=community.id))
    if body.version is not None and body.version != community.version:
        raise Conflict("stale-version", version=community.version)
    given = body.model_dump(exclude={"version"}, exclude_none=True)
    old = mode_of(community.settings)
    mode = given.pop("review_mode", old)
    before = asdict(TrustRules.of(community.settings))
    trust = {**before, **given}
    settings = {**community.settings, "review_mode": mode, "trust": trust}
    if not changing.change(work.session, community, settings=settings):
        raise Conflict("stale-version", version=community.version)
    record(
        work,
        "trust_rule.change",
        ("community", community.id),
        community_id=community.id,
        held=held,
        before={**before, "review_mode": old},
        after={**trust, "review_mode": mode},
        outbox=False,
        mode=mode,
    )
    return _as_read(work, community)


def _as_read(work: Work, community: Community) -> TrustRulesRead:
    return TrustRulesRead(
        community=community.slug,
        version=community.version,
        review_mode=mode_of(community.settings),
        **asdict(TrustRules.of(community.settings)),
        may_change=may(work, "trust_rule.write", Thing(community_id=community.id)),
    )
