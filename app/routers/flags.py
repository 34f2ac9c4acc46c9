"""“Báo với Ban Quản trị”: telling the board of a post or a comment; reporters not heard."""

from __future__ import annotations

from typing import Any

from app.schemas.flag_mutes import FlagMuteCreate
from app.schemas.flags import CareFlagList, FlagCreate, FlagForm, FlagRead
from app.schemas.members import MemberRead
from app.services.flags import desk, giving, muting
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()


def told(flag: Any) -> str:
    """Back to what she was reading."""
    done = "flag-care" if flag.care else "flag-sent"
    return f"/posts/{flag.post}?done={done}"


@router.read("/posts/{id}/flags/new", "flag.write", "flags/new.html", statuses=(409,))
def post_flag_form(work: Work, id: str) -> FlagForm:
    """The page on which a reader tells the board of a post."""
    return giving.form(work, "post", id)


@router.create("/posts/{id}/flags", "flag.write", form=post_flag_form, goes_to=told)
def flag_post(work: Work, id: str, body: FlagCreate) -> FlagRead:
    """Tell the board of a post; once a person and text."""
    return giving.give(work, "post", id, body)


@router.read("/comments/{id}/flags/new", "flag.write", "flags/new.html", statuses=(409,))
def comment_flag_form(work: Work, id: str) -> FlagForm:
    """The page on which a reader tells the board of a comment."""
    return giving.form(work, "comment", id)


@router.create("/comments/{id}/flags", "flag.write", form=comment_flag_form, goes_to=told)
def flag_comment(work: Work, id: str, body: FlagCreate) -> FlagRead:
    """Tell the board of a comment; once a person and text."""
    return giving.give(work, "comment", id, body)


@router.read("/communities/{slug}/care-flags", "flag.care", "flags/care.html")
def list_care_flags(work: Work, slug: str, paging: Paging) -> CareFlagList:
    """What readers told about violence or self-harm, for the closed circle alone."""
    return desk.for_care(work, slug, paging)


@router.read("/members/{id}/flag-mute", "flag.mute", "members/flag_mute.html", writes=True)
def mute_form(work: Work, id: str) -> MemberRead:
    """The page on which a reporter is not heard for a while."""
    return muting.to_mute(work, id)


@router.act(
    "/members/{id}/flag-mute",
    "flag.mute",
    "members/card.html",
    form=mute_form,
    goes_to=lambda m: f"/members/{m.id}?done=saved",
)
def mute_flags(work: Work, id: str, body: FlagMuteCreate) -> MemberRead:
    """Until a day, what she reports reaches nobody."""
    return muting.mute(work, id, body)


@router.remove(
    "/members/{id}/flag-mute",
    "flag.mute",
    form=mute_form,
    goes_to=lambda _: "/members/{id}?done=saved",
)
def unmute_flags(work: Work, id: str) -> None:
    """What she reports is heard again."""
    muting.unmute(work, id)
