"""Rules over texts, written when the group had been open for some weeks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.content.rules import invented_rules, trust
from app.demo.stage import Deed, Stage, at
from app.schemas.rules import ContentRuleCreate, TrustRulesChange
from app.services import content_rules, trust_rules
from app.store.actors import Work

WRITTEN_AT = datetime(2024, 6, 3, 2, 0, tzinfo=UTC)


def deed(stage: Stage) -> Deed:
    """By the moderator; how much a writer is trusted is the chair's."""

    def write(now: Work) -> None:
        slug = stage.community.slug
        for minutes, values in enumerate(invented_rules()):
            moderator = at(now, now.now + timedelta(minutes=minutes), stage.actor("dao"))
            content_rules.create(moderator, slug, ContentRuleCreate.model_validate(values))
        chair = at(now, now.now, stage.actor("nguyet"))
        trust_rules.change(chair, slug, TrustRulesChange.model_validate(trust()))

    return Deed(WRITTEN_AT, write)
