"""Applying: the form with what stands around it, and one application, all or nothing."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from app import clock, content
from app.domain import members as rules
from app.domain import names
from app.domain.ids import new_code, new_file_no
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.models.communities import Community, Regulation, RegulationAcceptance
from app.models.members import Consent, Invitation, Member
from app.models.people import Person
from app.schemas.applications import Applied, MemberCreate
from app.schemas.base import form
from app.schemas.communities import JoinPage, UnitName
from app.services import communities as community_service
from app.services import counting, forms, picking_units, regulations, telling
from app.services.applications import open_item, open_units, usual_wait
from app.services.communities import PURPOSES
from app.services.deeds import fresh_id, may, record
from app.store import communities, invitations, members, records
from app.store.actors import Work

FILE_NO_TRIES = 8


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
        units=[UnitName(id=unit.id, name=unit.name) for unit in open_units(work, community)],
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
    person = _person(work, checked, recording=recording)
    invitation = _invitation(work, community, body.invitation)
    member = _insert(work, community, person, checked, invitation, recording=recording)
    _consent(work, community, member, checked, recording=recording)
    open_item(work, member)
    counting.moved(work.session, member, None, "submitted")
    if invitation is not None:
        records.add(work.session, f"invitation:{invitation.id}", "applied", 1)
    record(
        work,
        "member.apply",
        ("member", member.id),
        community_id=community.id,
        held="officer" if recording else "anyone",
        after={"name": member.full_name, "phone": member.phone},
        person_id=person.id,
        state="submitted",
    )
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


def _person(work: Work, checked: _Checked, *, recording: bool) -> Person:
    """A new person, or the woman herself when she is signed in (design.md §6)."""
    if work.actor.person_id and not recording:
        return members.person(work.session, work.actor.person_id)
    name = checked.name
    person = Person(
        id=fresh_id(work),
        full_name=name.full,
        given_name=name.given,
        family_middle=name.family_middle,
        fold=name.fold,
        sort_key=name.sort_key,
        call_me=checked.call_me,
        birth_year=checked.body.birth_year,
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    return person


def _invitation(work: Work, community: Community, code: str | None) -> Invitation | None:
    found = invitations.by_code(work.session, code) if code else None
    return found if found is not None and found.community_id == community.id else None


def _insert(
    work: Work,
    community: Community,
    person: Person,
    checked: _Checked,
    invitation: Invitation | None,
    *,
    recording: bool,
) -> Member:
    """The member's row; a file number that is taken is drawn again."""
    answers = dict(checked.answers)
    for _ in range(FILE_NO_TRIES):
        # In the loop: after a lost race the unique index has told, and this says it in words.
        if not recording and members.open_of_person(work.session, person.id, community.id):
            raise Conflict("already-member")
        member = Member(
            id=fresh_id(work),
            community_id=community.id,
            person_id=person.id,
            code=new_code(),
            file_no=new_file_no(),
            phone=checked.phone,
            phone_shared=bool(answers.get("phone_shared")),
            full_name=checked.name.full,
            fold=checked.name.fold,
            sort_key=checked.name.sort_key,
            unit_id=checked.unit_id,
            hamlet=str(answers.get("hamlet", "")),
            union_status=checked.body.union_status,
            platform_name=checked.body.platform_name or "",
            answers=answers,
            form_version=checked.form.version,
            under_18=checked.under_18,
            invitation_id=invitation.id if invitation else None,
            recorded_by=work.actor.person_id if recording else None,
            applied_at=work.now,
        )
        try:
            with work.session.begin_nested():
                work.session.add(member)
                work.session.flush()
            return member
        except IntegrityError:
            continue
    raise Conflict("wrong-state")


def _consent(
    work: Work, community: Community, member: Member, checked: _Checked, *, recording: bool
) -> None:
    notice = communities.privacy_notice(work.session, community.id)
    way = "officer" if recording else "form"
    for purpose in dict.fromkeys(checked.body.consents):
        work.session.add(
            Consent(
                id=fresh_id(work),
                member_id=member.id,
                purpose=purpose,
                notice_version=notice.version,
                way=way,
                given_at=work.now,
            )
        )
    if checked.body.accepted_regulation is not None:
        work.session.add(
            RegulationAcceptance(
                id=fresh_id(work),
                member_id=member.id,
                regulation_id=checked.regulation.id,
                accepted_at=work.now,
                way=way,
            )
        )
