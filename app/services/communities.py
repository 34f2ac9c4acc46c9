"""Communities and their texts: reading them, founding one, new versions of a regulation."""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain import duty
from app.domain.flags import MANY
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.integrations import markdown
from app.models.communities import Community, CommunityHost
from app.schemas.base import form
from app.schemas.communities import (
    CommunityChange,
    CommunityCreate,
    CommunityLine,
    CommunityList,
    CommunityRead,
    Figures,
    FormQuestionRead,
    JoinFormRead,
    OptionRead,
    PlatformRead,
    PrivacyNoticeRead,
    ReasonList,
    ReasonRead,
    UnitName,
    UnitsForm,
)
from app.services import counting, duty_hours, regulations, templates
from app.services.contests import reading as contests
from app.services.deeds import fresh_id, may, permit, record
from app.services.needs import reading as needs
from app.services.surveys.opening import open_surveys, public_results, results_out
from app.store import changes as changing
from app.store import communities, records, units
from app.store.actors import Work

#: Addresses below /communities that are no community.
RESERVED_SLUGS = frozenset({"new"})
#: What of a change is kept among the community's settings.
SETTINGS = ("member_posts", "comments", "flags_on_top", "paper_address")
PURPOSES = ("management", "contact", "publication", "sensitive")


def page(work: Work, paging: Page) -> CommunityList:
    rows = communities.page(work.session, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return CommunityList(items=[CommunityLine.model_validate(row) for row in shown], next=following)


def read(work: Work, slug: str) -> CommunityRead:
    """To those who may read its contests the rounds and surveys that are open."""
    community = communities.get(work.session, slug)
    shown = as_read(work, community)
    if may(work, contests.READ, Thing(community_id=community.id)):
        shown.open_rounds = contests.open_rounds(work, community)
        shown.need_box = needs.box(work, community)
    shown.open_surveys = open_surveys(work, community)
    shown.survey_results = results_out(work, community)
    shown.public_results = public_results(work, community)
    return shown


def as_read(work: Work, community: Community) -> CommunityRead:
    hosts = communities.hosts(work.session, community.id, work.today)
    names = units.names(work.session, hosts, work.today)
    totals = records.totals(work.session, counting.scope(community.id))
    regulation = communities.regulation(work.session, community.id, "group", work.today)
    starts, ends = duty.hours(community.settings)
    return CommunityRead(
        slug=community.slug,
        name=community.name,
        short_mission=community.short_mission,
        mission=community.mission,
        audience=community.audience,
        reassurances=community.reassurances,
        platforms=[PlatformRead(**platform) for platform in community.platforms],
        hosts=[UnitName(id=unit_id, name=names.get(unit_id, "")) for unit_id in hosts],
        founded_on=community.founded_on,
        demo=community.demo,
        version=community.version,
        regulation=regulations.as_regulation(regulation, community.slug),
        join_form=join_form(work, community),
        consent_purposes=list(PURPOSES),
        figures=Figures(
            members=counting.members_inside(totals),
            not_union=totals.get("not_union", 0),
            waiting=totals.get("state:submitted", 0),
        ),
        on_duty=duty_hours.of(work, community).on_duty,
        evening_text=duty_hours.evening_text(community),
        duty_starts=f"{starts:%H:%M}",
        duty_ends=f"{ends:%H:%M}",
        community=community.slug,
        member_posts=bool(community.settings.get("member_posts")),
        plan_review_role=(community.settings.get("plan_review") or {}).get("role"),
        plan_review_topics=(community.settings.get("plan_review") or {}).get("topics", []),
        comments=community.settings.get("comments", "at_once"),
        flags_on_top=community.settings.get("flags_on_top", MANY),
        paper_address=community.settings.get("paper_address", "ba"),
        may_change=may(work, "community.change", Thing(community_id=community.id)),
        may_record=may(work, "member.record", Thing(community_id=community.id)),
    )


def join_form(work: Work, community: Community) -> JoinFormRead:
    form = communities.join_form(work.session, community.id)
    return JoinFormRead(
        version=form.version,
        introduction=form.introduction,
        questions=[_question(q) for q in form.questions if q.get("place") == "answers"],
    )


def _question(stored: dict[str, Any]) -> FormQuestionRead:
    options = stored.get("options")
    return FormQuestionRead(
        key=stored["key"],
        type=stored["type"],
        text=stored["text"],
        required=bool(stored.get("required")),
        help=stored.get("help", ""),
        options=[OptionRead(**option) for option in options] if options else None,
    )


def found(work: Work, body: CommunityCreate) -> CommunityRead:
    """A new community of a unit, with the regulation and form templates to begin with."""
    unit = units.find(work.session, body.host_unit)
    if unit is None:
        raise Invalid.at("/host_unit", "unit-unknown")
    held = permit(work, "community.create", Thing(unit_id=unit.id))
    community = Community(
        id=fresh_id(work),
        created_at=work.now,
        founded_on=work.today,
        **body.model_dump(exclude={"host_unit"}),
    )
    establish(work, community, [unit.id], held)
    return as_read(work, community)


def establish(work: Work, community: Community, unit_ids: list[str], held: str) -> None:
    """A new row with its hosts, its two-person list and version 1 of every text, and the log's."""
    if community.slug in RESERVED_SLUGS:
        raise Conflict("slug-in-use")
    community.settings = {"two_person": list(templates.TWO_PERSON)}
    try:
        with work.session.begin_nested():
            work.session.add(community)
            work.session.flush()
    except IntegrityError:
        raise Conflict("slug-in-use") from None
    for order, unit_id in enumerate(unit_ids):
        work.session.add(
            CommunityHost(community_id=community.id, unit_id=unit_id, official_order=order)
        )
    work.session.flush()
    templates.give(work, community)
    record(work, "community.found", ("community", community.id), held=held, slug=community.slug)


def change(work: Work, slug: str, body: CommunityChange) -> CommunityRead:
    community = communities.get(work.session, slug)
    held = permit(work, "community.change", Thing(community_id=community.id))
    if body.version is not None and body.version != community.version:
        raise Conflict("stale-version", version=community.version)
    changes = body.model_dump(exclude_unset=True, exclude={"version"}, exclude_none=True)
    switched = _settings(community, changes)
    if switched:
        changes["settings"] = {**community.settings, **switched}
    before = {name: getattr(community, name) for name in changes}
    if not changing.change(work.session, community, **changes):
        raise Conflict("stale-version", version=community.version)
    record(
        work,
        "community.change",
        ("community", community.id),
        community_id=community.id,
        held=held,
        before=before,
        after=changes,
        fields=sorted(changes),
    )
    return as_read(work, community)


def _settings(community: Community, changes: dict[str, Any]) -> dict[str, Any]:
    """What of a change belongs to the settings; it is taken out of `changes`."""
    switched = {name: changes.pop(name) for name in SETTINGS if name in changes}
    asked = {
        name: changes.pop(f"plan_review_{name}")
        for name in ("role", "topics")
        if f"plan_review_{name}" in changes
    }
    hours = [changes.pop(name, None) for name in ("duty_starts", "duty_ends")]
    if any(hours):
        switched["duty_hours"] = _duty_hours(community, *hours)
    if asked:
        review = {
            "role": "none",
            "topics": [],
            **community.settings.get("plan_review", {}),
            **asked,
        }
        switched["plan_review"] = review if review["role"] != "none" else {}
    return switched


def _duty_hours(community: Community, starts: str | None, ends: str | None) -> list[str]:
    """As the settings hold them: an hour of duty at least, the first of it in the morning."""
    held = [f"{hour:%H:%M}" for hour in duty.hours(community.settings)]
    named = [starts or held[0], ends or held[1]]
    if not duty.may_be_hours(*(time.fromisoformat(hour) for hour in named)):
        raise Invalid.at("/duty_ends", "duty-hours")
    return named


def privacy_notice(work: Work, slug: str) -> PrivacyNoticeRead:
    community = communities.get(work.session, slug)
    notice = communities.privacy_notice(work.session, community.id)
    return PrivacyNoticeRead(
        version=notice.version,
        body=notice.body,
        body_html=markdown.html(notice.body),
        consents=notice.consents,
        in_force_from=notice.in_force_from,
        controller=controller(work, community),
        community=community.slug,
    )


def controller(work: Work, community: Community) -> str:
    """The first host unit keeps the members' data."""
    hosts = communities.hosts(work.session, community.id, work.today)
    return units.names(work.session, hosts[:1], work.today).get(hosts[0], "") if hosts else ""


def reasons(work: Work, slug: str, decision: str | None, paging: Page) -> ReasonList:
    community = communities.get(work.session, slug)
    permit(work, "review.read", Thing(community_id=community.id))
    after = paging.key(int, str)
    found = communities.reasons(work.session, community.id, decision, paging.limit + 1, after)
    shown, following = paging.cut(found, lambda row: (row.official_order, row.code))
    return ReasonList(
        items=[ReasonRead.model_validate(row) for row in shown],
        next=following,
        community=community.slug,
    )


def founding_form(work: Work) -> UnitsForm:
    """The form for a new community: every unit of today may be its host."""
    return UnitsForm(
        action="/communities",
        schema=form("/communities", CommunityCreate).schema_,
        units=[UnitName(id=u.id, name=u.name) for u in units.tree(work.session, work.today)],
    )
