"""Rules over texts, their trial, and the rules of trust."""

from __future__ import annotations

from app.schemas.base import Versioned
from app.schemas.rules import (
    ContentRuleChange,
    ContentRuleCreate,
    ContentRuleForm,
    ContentRuleList,
    ContentRuleRead,
    ContentRuleTrial,
    TrialRead,
    TrustRulesChange,
    TrustRulesRead,
)
from app.services import content_rules, rule_trials, trust_rules
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


@router.read("/communities/{slug}/content-rules", "content_rule.read", "content_rules/list.html")
def list_content_rules(
    work: Work, slug: str, paging: Paging, ended: bool = False
) -> ContentRuleList:
    """The rules that texts are read by; those that were ended with `ended`."""
    return content_rules.page(work, slug, paging, ended=ended)


@router.read(
    "/communities/{slug}/content-rules/new", "content_rule.write", "content_rules/new.html"
)
def new_content_rule(work: Work, slug: str) -> ContentRuleForm:
    """The page on which a rule is written."""
    return content_rules.new_form(work, slug)


@router.act(
    "/communities/{slug}/content-rules/trial",
    "content_rule.write",
    "content_rules/trial.html",
    form=new_content_rule,
    writes=False,
    keeps_answers=False,
)
def try_content_rule(work: Work, slug: str, body: ContentRuleTrial, rule: str = "") -> TrialRead:
    """What a rule would have done in the last ninety days; nothing is kept. `rule`: the id of
    the one that this would change."""
    return rule_trials.run(work, slug, body, rule)


@router.create(
    "/communities/{slug}/content-rules",
    "content_rule.write",
    form=new_content_rule,
    goes_to=lambda rule: f"/content-rules/{rule.id}?done=saved",
)
def create_content_rule(work: Work, slug: str, body: ContentRuleCreate) -> ContentRuleRead:
    """Keep a rule; it counts from its first day on."""
    return content_rules.create(work, slug, body)


@router.read("/content-rules/{id}", "content_rule.read", "content_rules/page.html")
def read_content_rule(work: Work, id: str) -> ContentRuleRead:
    """A rule with all its versions."""
    return content_rules.read(work, id)


@router.read(
    "/content-rules/{id}/edit", "content_rule.write", "content_rules/new.html", statuses=(409,)
)
def edit_content_rule(work: Work, id: str) -> ContentRuleForm:
    """The page on which a rule is changed."""
    return content_rules.edit_form(work, id)


@router.change(
    "/content-rules/{id}",
    "content_rule.write",
    "content_rules/page.html",
    form=edit_content_rule,
    goes_to=lambda rule: f"/content-rules/{rule.id}?done=saved",
)
def change_content_rule(work: Work, id: str, body: ContentRuleChange) -> ContentRuleRead:
    """A new version of a rule; the old ones stay readable."""
    return content_rules.change(work, id, body)


@router.read(
    "/content-rules/{id}/ending", "content_rule.write", "content_rules/ending.html", statuses=(409,)
)
def ending_form(work: Work, id: str) -> ContentRuleRead:
    """The page of ending a rule."""
    return content_rules.to_end(work, id)


@router.act(
    "/content-rules/{id}/ending",
    "content_rule.write",
    "content_rules/page.html",
    form=ending_form,
    goes_to=lambda rule: f"/content-rules/{rule.id}?done=saved",
)
def end_content_rule(work: Work, id: str, body: Versioned) -> ContentRuleRead:
    """The rule counts no more."""
    return content_rules.end(work, id, body)


@router.read("/communities/{slug}/trust-rules", "trust_rule.read", "content_rules/trust.html")
def read_trust_rules(work: Work, slug: str) -> TrustRulesRead:
    """When a post is read before it is published."""
    return trust_rules.read(work, slug)


@router.read(
    "/communities/{slug}/trust-rules/edit", "trust_rule.write", "content_rules/trust_edit.html"
)
def edit_trust_rules(work: Work, slug: str) -> TrustRulesRead:
    """The page on which the chair changes them."""
    return trust_rules.to_change(work, slug)


@router.change(
    "/communities/{slug}/trust-rules",
    "trust_rule.write",
    "content_rules/trust.html",
    form=edit_trust_rules,
    goes_to=lambda it: f"/communities/{it.community}/trust-rules?done=saved",
)
def change_trust_rules(work: Work, slug: str, body: TrustRulesChange) -> TrustRulesRead:
    """Read every post first, or those that the rules name."""
    return trust_rules.change(work, slug, body)
