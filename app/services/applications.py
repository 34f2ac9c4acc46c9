"""The applicant's own page (no account, a code and her phone: contract.md), and what opens,
reminds of and ends the review of her file.
"""

from __future__ import annotations

from app import clock, content
from app.domain import duty, letters
from app.domain import members as rules
from app.domain.refusals import Conflict, Hidden
from app.domain.review import ANSWER_WINDOW
from app.models.communities import Community
from app.models.members import Member, Message
from app.models.review import ReviewItem
from app.schemas.applications import AnswerCreate, ApplicationRead
from app.schemas.communities import UnitName
from app.schemas.members import MessageRead
from app.services import counting, mergers, sanction_cards, telling
from app.services.cards import KIND
from app.services.deeds import fresh_id, record
from app.store import appeals, communities, members, notices, reviews, units
from app.store.actors import Work

#: She may ask the group outside to let her in; an officer does it once she is approved.
JOINING = frozenset({"submitted", "needs_info", "approved"})
#: Kinds of unit in which a woman may live or work, as the join form offers them.
LIVED_IN = ("commune", "direct_unit", "market", "school", "enterprise", "armed_forces")


def open_units(work: Work, community: Community) -> list[units.UnitOn]:
    """The units in which she may live: the communes below the hosts, open today."""
    hosts = communities.hosts(work.session, community.id, work.today)
    below = set(units.below(work.session, hosts, work.today))
    return [
        unit
        for unit in units.tree(work.session, work.today)
        if unit.id in below and unit.kind in LIVED_IN
    ]


def unit_choices(work: Work, community: Community) -> list[UnitName]:
    """The same as a form offers them."""
    return [UnitName(id=unit.id, name=unit.name) for unit in open_units(work, community)]


def usual_wait(work: Work, community_id: str) -> str:
    """The median of the last answers as key and number: `hours:5`, `days:2`, or empty."""
    hours = duty.median_hours(reviews.answered_hours(work.session, community_id))
    if hours is None:
        return ""
    if hours < 36:
        return f"hours:{max(1, round(hours))}"
    return f"days:{round(hours / 24)}"


def open_item(work: Work, member: Member, previous: ReviewItem | None = None) -> ReviewItem:
    day = clock.in_vietnam(work.now).date()
    item = ReviewItem(
        id=fresh_id(work),
        community_id=member.community_id,
        kind=KIND,
        subject_type="member",
        subject_id=member.id,
        due_at=clock.day_end(duty.add_working_days(day, rules.WORKING_DAYS_TO_ANSWER)),
        # The questions asked before count: three are the limit of one application.
        rounds=previous.rounds if previous else 0,
        previous_id=previous.id if previous else None,
        opened_at=work.now,
    )
    work.session.add(item)
    work.session.flush()
    return item


def own(work: Work, code: str) -> Member:
    """The member behind a code whose phone was proven before."""
    member = members.by_code(work.session, code)
    if member is None:
        raise Hidden
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
        merged_into=mergers.kept_numbers(work, [member]).get(member.id),
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
        status_url=telling.status_url(work, member),
        keep_text=_keep_text(member, community, telling.status_url(work, member)),
        platforms=community.platforms if member.state in JOINING else [],
        notices=[row.text for row in notices.of_member(work.session, member.id, work.now)],
        can_appeal=sanction_cards.may_appeal_file(work, member),
        appeals=[
            sanction_cards.line(row) for row in appeals.of_subjects(work.session, [member.id])
        ],
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
    return f"{letters.bare(community.name)}\n{member.file_no}\n{url}"


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
    open_item(work, member, previous=item)
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


def remind(work: Work, item_id: str, round_no: int) -> None:
    """The question still waits: one letter, only to her inbox."""
    item = reviews.by_id(work.session, item_id)
    if item is None or item.state != "needs_info" or item.rounds != round_no:
        return
    assert item.asked_at is not None
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
