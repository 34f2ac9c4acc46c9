"""One woman, once: joining files, keeping two women apart, asking the chapter."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.routers.members import card_address, read_member
from app.schemas.members import MemberRead
from app.schemas.twins import (
    ApartCreate,
    ChapterAnswer,
    ChapterInquiryCreate,
    MergerCreate,
    MergerPage,
)
from app.services import asking, mergers, merging, parting
from app.store.actors import Work
from app.web.nouns import Nouns

router = Nouns()


@router.read("/members/{id}/merger", "review.read", "members/merger.html")
def merger_form(work: Work, id: str, into: Annotated[str, Query(max_length=64)] = "") -> MergerPage:
    """Two files side by side; `into` is the id or the number of the one that stays."""
    return mergers.page(work, id, into)


@router.act(
    "/members/{id}/merger",
    "member.decide",
    "members/card.html",
    form=merger_form,
    goes_to=card_address,
)
def merge(work: Work, id: str, body: MergerCreate) -> MemberRead:
    """Join this file to another one of the community; nothing that it holds is lost."""
    return merging.merge(work, id, body)


@router.remove(
    "/members/{id}/merger",
    "member.decide",
    form=read_member,
    goes_to=lambda _: "/members/{id}?done=undone",
)
def undo_merger(work: Work, id: str) -> None:
    """Back to two files; what somebody has changed since stays as it is."""
    merging.undo(work, id)


@router.read("/members/{id}/apart", "member.read", "members/apart.html", writes=True)
def apart_form(work: Work, id: str) -> MemberRead:
    """The page on which two women are told apart."""
    return read_member(work, id)


@router.act(
    "/members/{id}/apart",
    "member.decide",
    "members/card.html",
    form=apart_form,
    goes_to=card_address,
)
def part(work: Work, id: str, body: ApartCreate) -> MemberRead:
    """Two files that look alike belong to two women."""
    return parting.part(work, id, body)


@router.remove(
    "/members/{id}/apart/{other}",
    "member.decide",
    form=read_member,
    goes_to=lambda _: "/members/{id}?done=undone",
)
def unpart(work: Work, id: str, other: str) -> None:
    """Take the word back: they may be one woman again."""
    parting.unpart(work, id, other)


@router.read(
    "/members/{id}/chapter-inquiry", "member.read", "members/chapter_inquiry.html", writes=True
)
def chapter_form(work: Work, id: str) -> MemberRead:
    """The page of the question to her chapter."""
    return read_member(work, id)


@router.act(
    "/members/{id}/chapter-inquiry",
    "member.decide",
    "members/card.html",
    form=chapter_form,
    goes_to=lambda read: f"/members/{read.id}/chapter-inquiry",
)
def ask_chapter(work: Work, id: str, body: ChapterInquiryCreate) -> MemberRead:
    """Ask her chapter, after she was asked and agreed."""
    return asking.ask(work, id, body)


@router.act(
    "/members/{id}/chapter-inquiry/answer",
    "member.decide",
    "members/card.html",
    form=chapter_form,
    goes_to=card_address,
)
def note_answer(work: Work, id: str, body: ChapterAnswer) -> MemberRead:
    """Write down what the chapter said."""
    return asking.answer(work, id, body)
