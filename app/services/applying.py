"""Applying: the form with what stands around it, and one application, all or nothing."""

from __future__ import annotations

from app import clock, content
from app.domain import members as rules
from app.domain import names
from app.domain.permissions import Thing
from app.domain.refusals import FieldError, Invalid
from app.models.communities import Community, Regulation
from app.models.members import Invitation
from app.schemas.applications import Applied, MemberCreate
from app.schemas.base import form
from app.schemas.communities import JoinPage
from app.services import communities as community_service
from app.services import forms, picking_units, regulations, telling
from app.services.applications import unit_choices, usual_wait
from app.services.communities import PURPOSES
from app.services.deeds import may
from app.services.filing import Filing, open_file
from app.store import communities, invitations, records
from app.store.actors import Work


def join_page(
    work: Work, slug: str, invitation: str | None, q: str = "", unit: str | None = None
) -> JoinPage:
    """Everything around the fields: who invites, the summary, the notice, the units.

    `q` looks for a unit by any name it ever had; `unit` is the one that was found.
    """
    community = communities.get(work.session, slug)
    regulation = communities.regulation(work.session, community.id, "group", work.today)
    notice = communities.privacy_notice(work.session, community.id)
    action = f"/communities/{slug}/members"
    return JoinPage(
        action=action,
        schema=form(action, MemberCreate).schema_,
        form=community_service.join_form(work, community),
        consents=notice.consents,
        consents_footnote=content.consents_footnote(),
        regulation=regulations.as_regulation(regulation, slug),
        units=unit_choices(work, community),
        community=slug,
        community_name=community.name,
        reassurances=community.reassurances,
        controller=community_service.controller(work, community),
        notice_version=notice.version,
        invitation=invitation,
        inviter=_inviter(work, invitation),
        usual_wait=usual_wait(work, community.id),
        recording=_recording(work, community),
        old_names=picking_units.has_old_names(work),
        found=picking_units.found(work, community, q),
        chosen=picking_units.chosen(work, community, unit),
    )


def _recording(work: Work, community: Community) -> bool:
    """Whether this is an officer who writes down what a woman signed on paper."""
    return may(work, "member.record", Thing(community_id=community.id))


def _inviter(work: Work, code: str | None) -> str | None:
    found = invitations.by_code(work.session, code) if code else None
    return found.inviter_name if found else None


def apply(work: Work, slug: str, body: MemberCreate) -> Applied:
    """One application: person, member, consents, acceptance, item, all or nothing."""
    community = communities.get(work.session, slug)
    recording = _recording(work, community)
    checked = _Checked(work, community, body, recording=recording)
    invitation = _invitation(work, community, body.invitation)
    member = open_file(work, community, checked.filing(work, invitation, recording=recording))
    if invitation is not None:
        records.add(work.session, f"invitation:{invitation.id}", "applied", 1)
    return Applied(
        id=member.id,
        code=member.code,
        file_no=member.file_no,
        state=member.state,
        status_url=telling.status_url(work, member),
    )


class _Checked:
    """The body against the rules: all its errors at once, or what is kept of it."""

    def __init__(
        self, work: Work, community: Community, body: MemberCreate, *, recording: bool
    ) -> None:
        year = clock.in_vietnam(work.now).year
        if rules.is_too_young(body.birth_year, year) and (body.birth_year or 0) <= year:
            raise Invalid(FieldError("/birth_year", "birth-year-impossible"), code="under-16")
        name, errors = forms.check_name(body.full_name)
        self.phone, more = forms.check_phone(body.phone, needed=not recording)
        errors += more
        errors += forms.check_birth_year(body.birth_year, year)
        self.call_me, more = forms.check_call_me(body.call_me)
        errors += more
        self.form = communities.join_form(work.session, community.id)
        self.answers, more = forms.check_answers(self.form, body.answers)
        errors += more
        hamlet = str(self.answers.get("hamlet", ""))
        self.unit_id, more = picking_units.named(work, community, body.unit, hamlet)
        errors += more
        self.regulation = communities.regulation(work.session, community.id, "group", work.today)
        errors += _declarations(body, self.regulation, recording=recording)
        if errors:
            raise Invalid(*errors)
        assert name is not None
        self.name: names.Name = name
        self.body = body
        self.under_18 = rules.is_minor(body.birth_year, year)

    def filing(self, work: Work, invitation: Invitation | None, *, recording: bool) -> Filing:
        body = self.body
        return Filing(
            name=self.name,
            way="officer" if recording else "form",
            form_version=self.form.version,
            phone=self.phone,
            phone_shared=bool(self.answers.get("phone_shared")),
            call_me=self.call_me,
            birth_year=body.birth_year,
            unit_id=self.unit_id,
            hamlet=str(self.answers.get("hamlet", "")),
            union_status=body.union_status,
            platform_name=body.platform_name or "",
            answers=self.answers,
            under_18=self.under_18,
            consents=tuple(dict.fromkeys(body.consents)),
            regulation=self.regulation if body.accepted_regulation is not None else None,
            invitation_id=invitation.id if invitation else None,
            recorded_by=work.actor.person_id if recording else None,
        )


def _declarations(
    body: MemberCreate, regulation: Regulation, *, recording: bool
) -> list[FieldError]:
    errors = []
    if body.declare_18 is False:
        errors.append(FieldError("/declare_18", "declaration-missing"))
    if body.accepted_regulation is None and not recording:
        errors.append(FieldError("/accepted_regulation", "regulation-not-accepted"))
    elif body.accepted_regulation not in {None, regulation.version}:
        errors.append(FieldError("/accepted_regulation", "regulation-old"))
    if not set(body.consents) <= set(PURPOSES):
        errors.append(FieldError("/consents", "consent-unknown"))
    if "management" not in body.consents:
        errors.append(FieldError("/consents", "consent-management-missing"))
    return errors


def _invitation(work: Work, community: Community, code: str | None) -> Invitation | None:
    found = invitations.by_code(work.session, code) if code else None
    return found if found is not None and found.community_id == community.id else None
