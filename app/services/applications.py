"""Applying, and the applicant's own page: no account, a code and her phone (contract.md)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app import clock, content
from app.domain import duty, letters, names
from app.domain import members as rules
from app.domain.ids import new_code, new_file_no
from app.domain.permissions import BOARD_ROLES, Thing
from app.domain.refusals import Conflict, FieldError, Gone, Hidden, Invalid
from app.domain.review import ANSWER_WINDOW
from app.models.communities import Community, Regulation, RegulationAcceptance
from app.models.members import Consent, Invitation, Member, Message
from app.models.people import Person
from app.models.review import ReviewItem
from app.schemas.base import form
from app.schemas.communities import JoinPage, UnitName
from app.schemas.members import (
    AnswerCreate,
    Applied,
    ApplicationRead,
    MemberCreate,
    MessageRead,
)
from app.services import counting, forms, telling
from app.services import communities as community_service
from app.services.cards import KIND
from app.services.deeds import fresh_id, record
from app.services.communities import PURPOSES
from app.store import communities, invitations, members, notices, records, reviews, units
from app.store.actors import Work

FILE_NO_TRIES = 8


def join_page(work: Work, slug: str, invitation: str | None) -> JoinPage:
    """Everything around the fields: who invites, the summary, the notice, the units."""
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
        regulation=community_service.as_regulation(regulation, slug),
        units=[UnitName(id=unit.id, name=unit.name) for unit in open_units(work, community)],
        community=slug,
        community_name=community.name,
        reassurances=community.reassurances,
        controller=community_service.controller(work, community),
        notice_version=notice.version,
        invitation=invitation,
        inviter=_inviter(work, invitation),
        usual_wait=usual_wait(work, community.id),
    )


def _inviter(work: Work, code: str | None) -> str | None:
    found = invitations.by_code(work.session, code) if code else None
    return found.inviter_name if found else None


def open_units(work: Work, community: Community) -> list[units.UnitOn]:
    """The units in which she may live: the communes below the hosts, open today."""
    hosts = communities.hosts(work.session, community.id)
    below = set(units.below(work.session, hosts, work.today))
    return [
        unit
        for unit in units.tree(work.session, work.today)
        if unit.id in below and unit.kind in {"commune", "direct_unit"}
    ]


def usual_wait(work: Work, community_id: str) -> str:
    """The median of the last answers as key and number: `hours:5`, `days:2`, or empty."""
    hours = duty.median_hours(reviews.answered_hours(work.session, community_id))
    if hours is None:
        return ""
    if hours < 36:
        return f"hours:{max(1, round(hours))}"
    return f"days:{round(hours / 24)}"


# -- applying ---------------------------------------------------------------------------------------------


def apply(work: Work, slug: str, body: MemberCreate) -> Applied:
    """One application: person, member, consents, acceptance, item, all or nothing."""
    community = communities.get(work.session, slug)
    recording = work.actor.on_board(community.id) or "officer" in work.actor.roles_in(community.id)
    checked = _Checked(work, community, body, recording=recording)
    person = _person(work, checked, recording=recording)
    invitation = _invitation(work, community, body.invitation)
    member = _insert(work, community, person, checked, invitation, recording=recording)
    _consent(work, community, member, checked, recording=recording)
    _open_item(work, member)
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
        self.unit_id, more = _unit(work, community, body.unit)
        errors += more
        self.regulation = communities.regulation(work.session, community.id, "group", work.today)
        errors += _declarations(body, self.regulation, recording=recording)
        if errors:
            raise Invalid(*errors)
        assert name is not None
        self.name: names.Name = name
        self.body = body
        self.under_18 = rules.is_minor(body.birth_year, year)


def _unit(
    work: Work, community: Community, unit_id: str | None
) -> tuple[str | None, list[FieldError]]:
    if not unit_id:
        return None, []
    if unit_id in {unit.id for unit in open_units(work, community)}:
        return unit_id, []
    known = units.find(work.session, unit_id)
    closed = known is not None and known.valid_to is not None and known.valid_to <= work.today
    return None, [FieldError("/unit", "unit-closed" if closed else "unit-unknown")]


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
    if not recording and members.open_of_person(work.session, person.id, community.id):
        raise Conflict("already-member")
    answers = dict(checked.answers)
    for _ in range(FILE_NO_TRIES):
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


def _open_item(work: Work, member: Member, previous: str | None = None) -> ReviewItem:
    day = clock.in_vietnam(work.now).date()
    item = ReviewItem(
        id=fresh_id(work),
        community_id=member.community_id,
        kind=KIND,
        subject_type="member",
        subject_id=member.id,
        due_at=clock.day_end(duty.add_working_days(day, rules.WORKING_DAYS_TO_ANSWER)),
        previous_id=previous,
        opened_at=work.now,
    )
    work.session.add(item)
    work.session.flush()
    return item


# -- her own page ---------------------------------------------------------------------------------------------


def own(work: Work, code: str) -> Member:
    """The member behind a code whose phone was proven before."""
    member = members.by_code(work.session, code)
    if member is None:
        raise Hidden()
    return member


def read(work: Work, code: str) -> ApplicationRead:
    return as_read(work, own(work, code))


def as_read(work: Work, member: Member) -> ApplicationRead:
    community = communities.by_id(work.session, member.community_id)
    person = members.person(work.session, member.person_id)
    item = reviews.current(work.session, KIND, member.id)
    account = members.account_of(work.session, member.person_id)
    offered = telling.offered(work, member, community)
    wait = usual_wait(work, community.id)
    return ApplicationRead(
        code=member.code,
        file_no=member.file_no,
        state=member.state,
        full_name=member.full_name,
        call_me=letters.address(person.call_me),
        community=community.slug,
        community_name=community.name,
        applied_at=member.applied_at,
        headline=_headline(member, offered),
        words=member.state_reason if member.state in {"refused", "removed", "suspended"} else "",
        usual_wait=wait,
        answer_until=item.asked_at + ANSWER_WINDOW
        if item and item.asked_at and member.state == "needs_info"
        else None,
        suspended_until=member.suspended_until,
        thread=[
            MessageRead(
                sender=message.sender,
                text=message.text,
                round=message.round,
                written_at=message.written_at,
            )
            for message in members.thread(work.session, member.id)
        ],
        can_answer=member.state == "needs_info",
        can_withdraw=member.state in {"submitted", "needs_info"},
        can_reopen=member.state in {"expired", "withdrawn"},
        can_set_password=member.state == "approved",
        has_account=account is not None and account.password_hash is not None,
        login=None,
        status_url=telling.status_url(work, member),
        keep_text=_keep_text(member, community, telling.status_url(work, member)),
        platforms=community.platforms if member.state == "approved" else [],
        notices=[row.text for row in notices.of_member(work.session, member.id, work.now)],
        version=member.version,
    )


def _headline(member: Member, offered: dict[str, str]) -> str:
    """The state in the words that she reads (seed §20)."""
    until = member.suspended_until
    day = clock.in_vietnam(until).date() if until else None
    shown = f"{day.day}/{day.month}/{day.year}" if day else ""
    return letters.fill(content.state_labels()[member.state].member, **offered | {"han": shown})


def _keep_text(member: Member, community: Community, url: str) -> str:
    """What she sends to herself through Zalo, so that the code is not lost."""
    return f"{community.name}\n{member.file_no}\n{url}"


def answer(work: Work, code: str, body: AnswerCreate) -> ApplicationRead:
    member = own(work, code)
    item = reviews.current(work.session, KIND, member.id)
    if item is None or item.state != "needs_info" or member.state != "needs_info":
        raise Conflict("wrong-state", state=member.state)
    if not members.move(work.session, member, "submitted", work.now) or not reviews.move(
        work.session, item, "submitted"
    ):
        raise Conflict("wrong-state", state=member.state)
    work.session.add(
        Message(
            id=fresh_id(work),
            item_id=item.id,
            member_id=member.id,
            round=item.rounds,
            sender="applicant",
            text=body.text,
            written_at=work.now,
        )
    )
    work.session.flush()
    counting.moved(work.session, member, "needs_info", "submitted")
    _record_own(work, member, "member.answer")
    return as_read(work, member)


def take_back(work: Work, member: Member, version: int | None = None) -> None:
    """Withdraw an application that is still being judged."""
    item = reviews.current(work.session, KIND, member.id)
    before = member.state
    if before not in {"submitted", "needs_info"} or item is None:
        raise Conflict("wrong-state", state=before)
    if version is not None and version != member.version:
        raise Conflict("stale-version", version=member.version)
    if not members.move(work.session, member, "withdrawn", work.now) or not reviews.move(
        work.session, item, "withdrawn", claimed_by=None, claim_until=None
    ):
        raise Conflict("wrong-state", state=member.state)
    counting.moved(work.session, member, before, "withdrawn")
    _record_own(work, member, "member.withdraw")


def withdraw(work: Work, code: str) -> ApplicationRead:
    member = own(work, code)
    take_back(work, member)
    return as_read(work, member)


def reopen(work: Work, code: str) -> ApplicationRead:
    """An application that expired or was withdrawn goes on where she left it."""
    member = own(work, code)
    if member.state not in {"expired", "withdrawn"}:
        raise Conflict("wrong-state", state=member.state)
    before, item = member.state, reviews.current(work.session, KIND, member.id)
    if not members.move(work.session, member, "submitted", work.now):
        raise Conflict("wrong-state", state=member.state)
    _open_item(work, member, previous=item.id if item else None)
    counting.moved(work.session, member, before, "submitted")
    _record_own(work, member, "member.reopen")
    return as_read(work, member)


def expire(work: Work, item: ReviewItem) -> bool:
    """By the clock: thirty days without an answer."""
    member = members.again(work.session, item.subject_id)
    if not members.move(work.session, member, "expired", work.now):
        return False
    reviews.move(work.session, item, "expired", claimed_by=None, claim_until=None)
    counting.moved(work.session, member, "needs_info", "expired")
    record(
        work,
        "member.expire",
        ("member", member.id),
        community_id=member.community_id,
        held="clock",
        state="expired",
    )
    telling.write(work, member, "apply.expired", at_once=True)
    return True


def remind(work: Work, item_id: str) -> None:
    """The question still waits: one letter, only to her inbox."""
    item = reviews.by_id(work.session, item_id)
    if item is None or item.state != "needs_info" or item.asked_at is None:
        return
    member = members.again(work.session, item.subject_id)
    until = clock.in_vietnam(item.asked_at + ANSWER_WINDOW).date()
    day = f"{until.day}/{until.month}/{until.year}"
    telling.write(work, member, "apply.needs_info.remind", at_once=True, han=day)


def _record_own(work: Work, member: Member, action: str) -> None:
    record(
        work,
        action,
        ("member", member.id),
        community_id=member.community_id,
        held="own",
        state=member.state,
    )
