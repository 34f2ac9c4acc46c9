"""A pasted list: previewed as it is saved, saved once, joined and parted by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.models.members import Invitation, Member
from app.models.platforms import PlatformAccount, PlatformEntry, PlatformRoster
from app.schemas.members import Decision
from app.schemas.rosters import AccountLink, AccountRead, RosterCreate, RosterPreview, RosterRead
from app.services import decisions, joining, pasting, rosters
from app.web.paging import encode
from tests.factories import HOME, OTHER, Scene
from tests.services.desk import Desk

ALL = Page(100, None, encode)
FIRST = (
    "Lê Thị Hoa 🌸\nQuản trị viên\nĐã tham gia hôm qua\nMẹ Bống\nMẹ Bống\nThêm bạn bè\nVU THI LAN"
)


def body(text: str, **more: object) -> RosterCreate:
    return RosterCreate.model_validate({"text": text, **more})


def paste(desk: Desk, text: str, who: str = "moderator", **more: object) -> RosterRead:
    return desk.run(who, pasting.save, HOME, body(text, **more))


def look(desk: Desk, text: str, **more: object) -> RosterPreview:
    return desk.run("moderator", pasting.preview, HOME, body(text, **more))


def names(desk: Desk, kind: str) -> list[AccountRead]:
    return desk.run("moderator", rosters.accounts, HOME, ALL, None, kind).items


def counts(read: RosterRead | RosterPreview) -> tuple[int, int, int, int]:
    return read.names, read.matched, read.unmatched, read.left


def ticked(desk: Desk) -> set[str]:
    rows = select(col(PlatformEntry.member_id))
    return desk.database.read_now(lambda session: set(session.execute(rows).scalars()))


def approve(desk: Desk, scene: Scene, *who: str) -> None:
    for name in who:
        desk.run("moderator", decisions.approve, scene.members[name], Decision())


def test_the_preview_is_what_saving_does_and_changes_nothing(desk: Desk, scene: Scene) -> None:
    approve(desk, scene, "hoa")
    shown = look(desk, FIRST)
    assert counts(shown) == (4, 2, 2, 0)
    assert shown.entries == 1
    assert [(one.name, one.kind, one.ordinal) for one in shown.items] == [
        ("Lê Thị Hoa", "matched", 1),
        ("Mẹ Bống", "unmatched", 1),
        ("Mẹ Bống", "unmatched", 2),
        ("VU THI LAN", "matched", 1),
    ]
    assert (ticked(desk), names(desk, "matched")) == (set(), [])
    saved = paste(desk, FIRST)
    assert counts(saved) == counts(shown)
    # Lan is matched, and waits to be judged first: only Hoa is in by the board's own word.
    assert ticked(desk) == {scene.members["hoa"]}
    matched = [one.member.id for one in names(desk, "matched") if one.member]
    assert set(matched) == {scene.members["hoa"], scene.members["lan"]}
    assert [(one.name, one.ordinal) for one in names(desk, "unmatched")] == [
        ("Mẹ Bống", 1),
        ("Mẹ Bống", 2),
    ]
    assert desk.faults() == []


def test_the_next_list_says_who_left_and_who_came_back(desk: Desk, scene: Scene) -> None:
    approve(desk, scene, "hoa", "lan")
    paste(desk, FIRST)
    shown = look(desk, "Mẹ Bống\nVũ Thị Lan")
    # Lan wrote her name with its marks: a new name, and she has not left.
    assert counts(shown) == (2, 1, 1, 3)
    paste(desk, "Mẹ Bống\nVU THI LAN")
    left = {one.name: one.member.id if one.member else None for one in names(desk, "left")}
    assert left == {"Lê Thị Hoa": scene.members["hoa"], "Mẹ Bống": None}
    words = {one.name: one.words for one in names(desk, "left")}
    assert "không còn thấy tên" in words["Lê Thị Hoa"]
    third = paste(desk, "Mẹ Bống\nLê Thị Hoa")
    assert counts(third) == (2, 1, 1, 1)
    assert [one.name for one in names(desk, "left")] == ["VU THI LAN"]
    # Known by name alone and gone for two lists: forgotten.
    rows = select(col(PlatformAccount.name)).order_by(col(PlatformAccount.fold))
    kept = desk.database.read_now(lambda session: list(session.execute(rows).scalars()))
    assert kept == ["Lê Thị Hoa", "Mẹ Bống", "VU THI LAN"]


def test_a_part_of_the_list_sends_nobody_away(desk: Desk, scene: Scene) -> None:
    paste(desk, FIRST)
    part = paste(desk, "Lê Thị Hoa\nHoa Sen", part=True)
    assert counts(part) == (2, 1, 1, 0)
    assert names(desk, "left") == []
    assert len(names(desk, "unmatched")) == 3


def test_the_same_list_is_saved_once_and_no_list_lies_before_another(
    desk: Desk, scene: Scene
) -> None:
    paste(desk, FIRST)
    with pytest.raises(Conflict, match="roster-saved"):
        paste(desk, "\n".join(reversed(FIRST.splitlines())), "chair")
    for as_of, code in (
        (clock.today() - timedelta(days=1), "roster-older"),
        (clock.today() + timedelta(days=1), "day-in-future"),
    ):
        with pytest.raises(Invalid) as wrong:
            look(desk, "Hoa Sen", as_of=as_of)
        assert (wrong.value.errors[0].pointer, wrong.value.errors[0].code) == ("/as_of", code)


@pytest.mark.parametrize("text", ["Quản trị viên\n🌸\n1.514", "a\n" * 5001, "\n" * 20_001 + "Lan"])
def test_a_text_that_is_no_list_is_told_at_its_field(desk: Desk, scene: Scene, text: str) -> None:
    with pytest.raises(Invalid) as wrong:
        paste(desk, text)
    assert wrong.value.errors[0].pointer == "/text"


def test_joined_by_hand_ticked_parted_and_never_joined_again(desk: Desk, scene: Scene) -> None:
    approve(desk, scene, "hoa")
    paste(desk, "Mẹ Bống\nLê Thị Hoa Hồng")
    account = next(one for one in names(desk, "unmatched") if one.name == "Mẹ Bống")
    assert account.allowed_actions == ["link"]
    for wrong in (
        AccountLink(),
        AccountLink(file_no="QQQQQQ"),
        AccountLink(member=scene.members["other_hoa"]),
    ):
        with pytest.raises(Invalid):
            desk.run("moderator", joining.link, account.id, wrong)
    file_no = desk.member("hoa").file_no.lower()
    joined = desk.run("membership", joining.link, account.id, AccountLink(file_no=file_no))
    assert (joined.kind, joined.how, joined.linked_by) == (
        "matched",
        "hand",
        "Nguyễn Thị membership",
    )
    assert ticked(desk) == {scene.members["hoa"]}
    with pytest.raises(Conflict, match="account-linked"):
        desk.run("chair", joining.link, account.id, AccountLink(member=scene.members["lan"]))
    assert counts(look(desk, "Mẹ Bống"))[1] == 1
    desk.run("moderator", joining.unlink, account.id)
    with pytest.raises(Conflict, match="account-not-linked"):
        desk.run("moderator", joining.unlink, account.id)

    def rename(session: object) -> None:
        row = session.get(Member, scene.members["hoa"])  # type: ignore[attr-defined]
        row.platform_name = "Mẹ Bống"

    desk.database.write_now(rename)
    assert counts(look(desk, "Mẹ Bống"))[1] == 0


def test_whoever_has_no_file_is_invited_by_a_link_that_is_counted(desk: Desk, scene: Scene) -> None:
    paste(desk, "Mẹ Bống")
    links = select(Invitation).where(col(Invitation.channel) == "facebook")
    (link,) = desk.database.read_now(lambda session: list(session.execute(links).scalars()))
    (account,) = names(desk, "unmatched")
    assert f"/i/{link.code}" in account.words
    assert "Mẹ Bống" in account.words
    paste(desk, "Mẹ Bống\nHoa Sen", who="chair")
    again = desk.database.read_now(lambda session: list(session.execute(links).scalars()))
    assert [one.id for one in again] == [link.id]


def test_names_of_another_community_are_not_there(desk: Desk, scene: Scene) -> None:
    paste(desk, "Mẹ Bống")
    (account,) = names(desk, "unmatched")
    with pytest.raises(Hidden):
        desk.run("other_moderator", rosters.account, account.id)
    with pytest.raises(Forbidden):
        desk.run("moderator", pasting.preview, OTHER, body("Mẹ Bống"))
    for who in ("adviser", "editor", "officer"):
        with pytest.raises(Forbidden):
            paste(desk, "Hoa Sen", who)
    assert desk.run("adviser", rosters.account, account.id).allowed_actions == []


def test_nothing_of_the_text_is_kept_but_names(desk: Desk, scene: Scene) -> None:
    paste(desk, "Mẹ Bống\nLàm việc tại Chợ Trâu Quỳ\nThêm bạn bè")
    roster = desk.database.read_now(
        lambda session: session.execute(select(PlatformRoster)).scalar_one()
    )
    assert "Trâu" not in repr(roster.model_dump())
    columns = set(PlatformAccount.model_fields)
    assert not columns & {"phone", "text", "birth_year", "profile", "url"}
