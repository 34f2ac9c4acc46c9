"""One woman with two files, and one whose files were joined: what the demonstration lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.permissions import Actor, Post
from app.models.members import Member
from app.models.people import Person
from app.schemas.applications import MemberCreate
from app.schemas.twins import ChapterAnswer, ChapterInquiryCreate, MergerCreate
from app.services import applying, asking, merging
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Pair:
    """`goes`, `stays`: two files that look like one woman's. `merged` went into `kept`; `asked`:
    a waiting woman about whom the chapter is asked."""

    goes: str
    stays: str
    merged: str
    kept: str
    asked: str


def furnish(work: Work, slug: str, inside: list[str], waiting: str, moderator: str) -> Pair:
    """Second applications of two women inside; one of them is joined to the first file."""
    goes, merged = (_apply_again(work, slug, member_id) for member_id in inside[:2])
    community = _member(work, waiting).community_id
    actor = Actor(person_id=moderator, posts=(Post("moderator", frozenset({community})),))
    desk = replace(work, actor=actor)
    body = MergerCreate(into=inside[1], reason="Chị ấy nói đã gửi phiếu hai lần.")
    merging.merge(desk, merged, body)
    yes = ChapterInquiryCreate(asked_her=True)
    asking.ask(desk, waiting, yes)
    said = ChapterAnswer(answer="other", note="Chị ấy mới chuyển về thôn tháng trước.")
    asking.answer(desk, waiting, said)
    asking.ask(desk, waiting, yes)
    return Pair(goes=goes, stays=inside[0], merged=merged, kept=inside[1], asked=waiting)


def _apply_again(work: Work, slug: str, member_id: str) -> str:
    first = _member(work, member_id)
    person = work.session.get(Person, first.person_id)
    body = MemberCreate(
        full_name=first.full_name,
        phone=first.phone,
        birth_year=person.birth_year if person else None,
        unit=first.unit_id,
        accepted_regulation=_accepted(work, slug),
        consents=["management", "contact"],
        answers={"hamlet": first.hamlet},
    )
    return applying.apply(work, slug, body).id


def _accepted(work: Work, slug: str) -> int:
    regulation = applying.join_page(work, slug, None).regulation
    return regulation.version


def _member(work: Work, member_id: str) -> Member:
    member = work.session.get(Member, member_id)
    if member is None:
        raise LookupError(member_id)
    return member
