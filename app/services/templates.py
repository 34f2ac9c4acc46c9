"""What a new community begins with: regulations, join form, privacy notice, reasons (seed §1–6)."""

from __future__ import annotations

from datetime import date

from app import content
from app.domain.letters import bare, fill
from app.models.bulletins import Tag
from app.models.communities import (
    Community,
    JoinForm,
    PrivacyNotice,
    ReasonTemplate,
    Regulation,
)
from app.models.posts import Topic
from app.services.deeds import fresh_id
from app.store import communities, units
from app.store.actors import Work

TWO_PERSON = (
    "bulletin",
    "removal",
    "reveal_author",
    "export_phones",
    "message_all",
    "contest_results",
    "survey_release",
)


def give(work: Work, community: Community) -> None:
    """Version 1 of every text, from the shipped templates."""
    hosts = communities.hosts(work.session, community.id, work.today)
    host = units.names(work.session, hosts[:1], work.today).get(hosts[0], "") if hosts else ""
    community.reassurances = community.reassurances or [
        line.replace("**", "") for line in content.mission().reassurances
    ]
    _regulations(work, community)
    _form_and_notice(work, community, host)
    _reasons(work, community)
    _topics(work, community)
    _movements(work, community)
    work.session.flush()


def _regulations(work: Work, community: Community) -> None:
    for regulation in content.regulations():
        work.session.add(
            Regulation(
                id=fresh_id(work),
                community_id=community.id,
                kind=regulation.kind,
                version=1,
                title=regulation.title.replace(content.mission().name, bare(community.name)),
                body=regulation.body.replace(content.mission().name, bare(community.name)),
                summary=list(regulation.summary),
                in_force_from=min(regulation.in_force_from, work.today),
                created_at=work.now,
            )
        )


def _form_and_notice(work: Work, community: Community, host: str) -> None:
    form, notice = content.join_form(), content.privacy_notice()
    work.session.add(
        JoinForm(
            id=fresh_id(work),
            community_id=community.id,
            version=form.version,
            introduction=form.introduction,
            questions=[
                {
                    "key": question.key,
                    "type": question.type,
                    "place": question.place,
                    "text": question.label,
                    "required": question.required,
                    "help": question.help,
                    "options": [{"key": o.key, "text": o.text} for o in question.options],
                }
                for question in form.questions
            ],
            created_at=work.now,
        )
    )
    link = f"{work.address}/communities/{community.slug}"
    work.session.add(
        PrivacyNotice(
            id=fresh_id(work),
            community_id=community.id,
            version=notice.version,
            body=fill(
                notice.body,
                don_vi=host,
                nhom=bare(community.name),
                lien_he=host,
                lien_ket=link,
                thang_giu=str(notice.retention_months),
            ),
            consents={
                consent.purpose: fill(consent.text, don_vi=host) for consent in content.consents()
            },
            in_force_from=min(notice.in_force_from, work.today),
            created_at=work.now,
        )
    )


def _reasons(work: Work, community: Community) -> None:
    for order, reason in enumerate(content.reasons()):
        work.session.add(
            ReasonTemplate(
                id=fresh_id(work),
                community_id=community.id,
                code=reason.code,
                decision=f"{reason.subject}.{reason.decision}",
                label=reason.name,
                text=reason.text,
                official_order=order,
            )
        )


def _topics(work: Work, community: Community) -> None:
    for order, topic in enumerate(content.topics()):
        work.session.add(
            Topic(
                id=fresh_id(work),
                community_id=community.id,
                key=topic.key,
                name=topic.name,
                introduction=topic.introduction,
                rhythm=topic.rhythm,
                official_order=order,
            )
        )


def _movements(work: Work, community: Community) -> None:
    """Movements and campaigns with their items, each in its term (domain.md §1.4)."""
    made: dict[str, str] = {}
    for order, movement in enumerate(content.movements()):
        tag = Tag(
            id=fresh_id(work),
            community_id=community.id,
            parent_id=made.get(movement.parent),
            key=movement.key,
            name=movement.name,
            valid_from=date.fromisoformat(movement.valid_from),
            valid_to=date.fromisoformat(movement.valid_to) if movement.valid_to else None,
            official_order=order,
        )
        made[movement.key] = tag.id
        work.session.add(tag)
        work.session.flush()
