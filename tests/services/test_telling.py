"""Telling her: words without the reason, ready to pass on, once."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from app.domain.paging import Page
from app.domain.refusals import Forbidden, Hidden
from app.schemas.members import Decision, TellRead
from app.services import decisions, passing_on
from app.store import communities
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk, because, question

SECRET = "Phiếu ghi hai tên khác nhau"


def untold(desk: Desk, who: str = "moderator") -> list[TellRead]:
    return desk.run(who, passing_on.untold, HOME, Page(100, None, str)).items


def test_the_words_that_leave_do_not_name_the_reason(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    desk.run("moderator", decisions.refuse, scene.members["hoa"], because(SECRET))
    watch.forward(seconds=11)
    (waiting,) = untold(desk)
    assert waiting.zalo_url == "https://zalo.me/84" + scene.phones["hoa"][1:]
    assert waiting.sms_url is not None
    for outside in (waiting.text, unquote(waiting.sms_url)):
        assert SECRET not in outside
        assert f"/applications/{scene.codes['hoa']}" in outside


def test_a_question_stays_inside_too(desk: Desk, scene: Scene, watch: Watch) -> None:
    desk.run("moderator", decisions.ask, scene.members["hoa"], question(SECRET))
    watch.forward(seconds=11)
    assert SECRET not in untold(desk)[0].text


def test_a_short_message_fits_without_marks(desk: Desk, scene: Scene, watch: Watch) -> None:
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    watch.forward(seconds=11)
    link = untold(desk)[0].sms_url
    assert link is not None
    body = unquote(link.partition("body=")[2])
    assert body.isascii()
    assert len(body) <= 160


def test_nothing_is_passed_on_while_it_can_be_undone(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    assert untold(desk) == []
    watch.forward(seconds=10)
    assert [row.full_name for row in untold(desk)] == ["Lê Thị Hoa"]


def test_the_tick_is_set_by_the_first(desk: Desk, scene: Scene, watch: Watch) -> None:
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    watch.forward(seconds=11)
    (waiting,) = untold(desk)
    first = desk.run("membership", passing_on.tick, waiting.id)
    second = desk.run("chair", passing_on.tick, waiting.id)
    assert first.told_by == second.told_by == "Nguyễn Thị membership"
    assert first.told_at == second.told_at
    assert untold(desk) == []


def test_who_may_not_see_contacts_gets_no_words_and_no_way(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    watch.forward(seconds=11)
    (seen,) = untold(desk, "adviser")
    assert (seen.text, seen.phone, seen.zalo_url, seen.sms_url) == ("", None, None, None)
    with pytest.raises(Forbidden):
        desk.run("adviser", passing_on.tick, seen.id)
    with pytest.raises(Hidden):
        desk.run("other_chair", passing_on.tick, seen.id)


def test_no_real_notice_leaves_the_demonstration(desk: Desk, scene: Scene, watch: Watch) -> None:
    def demonstrate(work: Work) -> None:
        communities.get(work.session, HOME).demo = True

    desk.run("stranger", demonstrate)
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    watch.forward(seconds=11)
    (waiting,) = untold(desk)
    assert waiting.demo
    assert (waiting.zalo_url, waiting.sms_url) == (None, None)
    assert waiting.text != ""


def test_every_letter_is_signed_by_the_board_and_by_nobody_else(
    desk: Desk, scene: Scene, watch: Watch
) -> None:
    desk.run("moderator", decisions.approve, scene.members["hoa"], Decision())
    watch.forward(seconds=11)
    text = untold(desk)[0].text
    assert "Ban Quản trị" in text.splitlines()[-1]
    assert "moderator" not in text
