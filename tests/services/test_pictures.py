"""Pictures as other nouns use them: attached in order, shown, taken back; what is loose goes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.domain.ids import new_id
from app.domain.pictures import MOST_OF_ONE, Arrival, Arrived, Look
from app.domain.refusals import Conflict, Hidden, Invalid, NotSignedIn
from app.integrations import storage
from app.integrations.pictures import Converted, Size
from app.models.machinery import Job
from app.models.pictures import Picture
from app.schemas.pictures import PictureChange
from app.schemas.posts import PostCreate
from app.services import picture_files, pictures
from app.services.posts import writing
from app.store.actors import Work
from tests import samples
from tests.conftest import Watch
from tests.factories import HOME, OTHER
from tests.services.desk import Desk

SUBJECT = "post"
DOT = samples.png(30, 20)


def keep(desk: Desk, who: str, count: int = 1, slug: str = HOME) -> list[str]:
    """Pictures of hers, whose files lie in the storage."""
    media = storage.of(desk.database.settings)
    arrived = []
    for _ in range(count):
        key = storage.new_key()
        media.put(key, DOT)
        arrived.append(Arrived(key, "", len(DOT), Look("image/png", 30, 20)))

    def inside(work: Work) -> list[str]:
        community = desk.scene.communities[slug]
        return [one.id for one in pictures.keep(work, community, Arrival(tuple(arrived), 60))]

    return desk.run(who, inside)


def attach(desk: Desk, who: str, ids: list[str], subject: str, **more: Any) -> None:
    community = desk.scene.communities[more.pop("slug", HOME)]
    desk.run(who, pictures.attach, ids, SUBJECT, subject, community_id=community, **more)


def of(desk: Desk, *subjects: str) -> dict[str, list[str]]:
    found = desk.run("member", pictures.of_subjects, SUBJECT, subjects)
    return {subject: [card.id for card in cards] for subject, cards in found.items()}


def row(desk: Desk, picture_id: str) -> Picture | None:
    return desk.database.read_now(lambda session: session.get(Picture, picture_id))


def test_a_subject_has_its_pictures_in_the_order_in_which_they_were_named(desk: Desk) -> None:
    one, two, three, four = keep(desk, "member", 4)
    subject = new_id(0)
    attach(desk, "member", [three, one, two], subject)
    assert of(desk, subject) == {subject: [three, one, two]}
    attach(desk, "member", [two, four, three], subject)
    assert of(desk, subject) == {subject: [two, four, three]}
    left = row(desk, one)
    assert left is not None
    assert (left.subject_id, left.position, left.draft) == (None, None, True)
    attach(desk, "member", [], subject)
    assert of(desk, subject) == {}


def test_a_form_that_brings_files_keeps_attaches_and_shows_them_in_one_transaction(
    desk: Desk,
) -> None:
    one, subject = Arrived(storage.new_key(), "", 1, Look("image/png", 30, 20)), new_id(1)

    def post(work: Work) -> tuple[list[str], list[str]]:
        community = desk.scene.communities[HOME]
        ids = [p.id for p in pictures.keep(work, community, Arrival((one,) * 3, 60))]
        pictures.attach(work, ids, SUBJECT, subject, community_id=community)
        pictures.publish(work, (SUBJECT, subject), "members")
        assert pictures.read(work, ids[0]).attached
        cards = pictures.of_subjects(work, SUBJECT, [subject])
        return ids, [card.id for card in cards[subject]]

    ids, shown = desk.run("member", post)
    assert shown == ids


def test_the_cards_of_many_subjects_are_one_query(desk: Desk) -> None:
    subjects = [new_id(n) for n in range(30)]
    for subject in subjects:
        attach(desk, "member", keep(desk, "member", 2), subject)
    asked: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(desk.database.writer, "before_cursor_execute", count)
    try:
        found = of(desk, *subjects)
    finally:
        event.remove(desk.database.writer, "before_cursor_execute", count)
    assert [len(found[subject]) for subject in subjects] == [2] * 30
    assert sum("FROM picture" in statement for statement in asked) == 1


def test_only_her_own_loose_pictures_of_the_same_community_can_be_attached(desk: Desk) -> None:
    (mine,), (hers,) = keep(desk, "member"), keep(desk, "moderator")
    (far,) = keep(desk, "other_member", slug=OTHER)
    used, subject = new_id(1), new_id(2)
    attach(desk, "member", [mine], used)
    for ids in ([hers], [far], [mine], ["khong-co"], [new_id(3)]):
        with pytest.raises(Invalid) as found:
            attach(desk, "member", ids, subject)
        assert found.value.errors[0].code == "picture-unusable"
    with pytest.raises(Invalid):
        attach(desk, "member", [mine], subject, slug=OTHER)
    assert of(desk, used, subject) == {used: [mine]}


def test_ten_are_the_most_and_none_is_named_twice(desk: Desk) -> None:
    ids = keep(desk, "member", MOST_OF_ONE + 1)
    subject = new_id(1)
    for named, code in ((ids, "too_long"), ([ids[0], ids[0]], "picture-named-twice")):
        with pytest.raises(Invalid) as found:
            attach(desk, "member", named, subject)
        assert (found.value.errors[0].pointer, found.value.errors[0].code) == ("/pictures", code)
    attach(desk, "member", ids[:MOST_OF_ONE], subject)
    assert len(of(desk, subject)[subject]) == MOST_OF_ONE

    def eleventh(session: Session) -> None:
        one = session.get(Picture, ids[-1])
        assert one is not None
        one.subject_type, one.subject_id, one.position, one.loose_since = SUBJECT, subject, 9, None
        session.flush()

    with pytest.raises(IntegrityError):
        desk.database.write_now(eleventh)


def test_a_second_officer_keeps_what_the_first_one_attached(desk: Desk) -> None:
    """A proof of a takedown: each adds her own, and none loses the other's."""
    (first,), (second,) = keep(desk, "chair"), keep(desk, "moderator")
    subject = new_id(1)
    attach(desk, "chair", [first], subject)
    attach(desk, "moderator", [first, second], subject)
    assert of(desk, subject) == {subject: [first, second]}


def test_publishing_opens_and_withdrawing_shuts(desk: Desk) -> None:
    (one,), subject = keep(desk, "member"), new_id(1)
    attach(desk, "member", [one], subject)
    with pytest.raises(NotSignedIn):
        desk.run("stranger", pictures.read, one)
    desk.run("moderator", pictures.publish, (SUBJECT, subject), "public")
    assert desk.run("stranger", pictures.read, one).id == one
    desk.run("moderator", pictures.publish, (SUBJECT, subject), "members")
    assert desk.run("member", pictures.read, one).allowed_actions == []
    desk.run("moderator", pictures.withdraw, (SUBJECT, subject))
    with pytest.raises(NotSignedIn):
        desk.run("stranger", pictures.read, one)


def test_a_circle_opens_by_the_permission_of_its_noun_alone(desk: Desk) -> None:
    (one,), subject = keep(desk, "member"), new_id(1)
    attach(desk, "member", [one], subject)
    desk.run("member", pictures.publish, (SUBJECT, subject), "circle")
    # Not even who brought it: it may show another woman's harm.
    for who in ("member", "moderator", "chair", "adviser", "other_chair", "nobody"):
        with pytest.raises(Hidden):
            desk.run(who, pictures.stored, one, "small")
    # Whatever permission the noun of the circle names; here one that the chair holds.
    assert desk.run("chair", pictures.stored, one, "small", "regulation.write").key is None
    with pytest.raises(Hidden):
        desk.run("moderator", pictures.stored, one, "small", "regulation.write")


def test_as_long_as_it_is_a_draft_she_may_change_her_mind(desk: Desk) -> None:
    (one,), subject = keep(desk, "member"), new_id(1)
    attach(desk, "member", [one], subject, draft=True)
    desk.run("member", pictures.change, one, PictureChange(alt="Tổ 3"))
    attach(desk, "member", [one], subject)
    with pytest.raises(Conflict):
        desk.run("member", pictures.change, one, PictureChange(alt="Tổ 4"))
    with pytest.raises(Conflict):
        desk.run("member", pictures.delete, one)
    attach(desk, "member", [one], subject, draft=True)
    desk.run("member", pictures.delete, one)
    assert row(desk, one) is None


def test_whoever_noted_an_agreement_stands_beside_it(desk: Desk) -> None:
    (one,) = keep(desk, "member")
    noted = desk.run("member", pictures.change, one, PictureChange(consent="Đã hỏi chị Hoa"))
    assert noted.consent is not None
    assert noted.consent.by == "Nguyễn Thị member"
    kept = desk.run("moderator", pictures.change, one, PictureChange(consent="Đã hỏi chị Hoa"))
    assert kept.consent == noted.consent, "the same words again are nobody's new note"
    mended = desk.run("moderator", pictures.change, one, PictureChange(consent="Chị Hoa đồng ý"))
    assert mended.consent is not None
    assert mended.consent.by == "Nguyễn Thị moderator"
    assert desk.run("member", pictures.change, one, PictureChange(consent="")).consent is None


def test_a_note_does_not_name_the_author_of_an_unnamed_post(desk: Desk) -> None:
    (one,) = keep(desk, "member")
    desk.run("member", pictures.change, one, PictureChange(consent="Đã hỏi chị Hoa"))
    post = PostCreate(body="Bài không đề tên", anonymous=True, pictures=[one])
    desk.run("member", writing.create, HOME, post)
    own, board = (desk.run(who, pictures.read, one).consent for who in ("member", "adviser"))
    assert own is not None
    assert board is not None
    assert (own.by, board.by) == ("Nguyễn Thị member", None)


# -- what the jobs leave -----------------------------------------------------------------------


def later(desk: Desk, watch: Watch, **delta: float) -> set[str]:
    """Every file after the clock did its work, twice: what goes, goes an hour after its row."""
    watch.forward(**delta)
    desk.work_off()
    watch.forward(hours=2)
    desk.work_off()
    return set(storage.of(desk.database.settings).keys(clock.now()))


def test_what_is_attached_to_nothing_goes_after_a_day_files_and_all(
    desk: Desk, watch: Watch
) -> None:
    loose, used, left = keep(desk, "member", 3)
    subject = new_id(1)
    attach(desk, "member", [used, left], subject)
    desk.work_off()
    watch.forward(hours=20)
    attach(desk, "member", [used], subject)
    files = later(desk, watch, hours=5)
    assert row(desk, loose) is None
    kept = row(desk, used)
    assert kept is not None
    assert row(desk, left) is not None, "it is loose for five hours only"
    assert {kept.small_key, kept.large_key} < files
    assert len(files) == 4
    assert later(desk, watch, hours=24) == {kept.small_key, kept.large_key}
    assert row(desk, left) is None


def test_files_that_nobody_knows_are_swept_after_a_day(desk: Desk, watch: Watch) -> None:
    media = storage.of(desk.database.settings)
    lost = storage.new_key(".jpg")
    media.put(lost, b"from a crash")
    (one,), subject = keep(desk, "member"), new_id(1)
    attach(desk, "member", [one], subject)
    assert lost in later(desk, watch, hours=1)
    assert lost not in later(desk, watch, hours=25)
    kept = row(desk, one)
    assert kept is not None
    assert media.get(kept.small_key or "") is not None


def test_a_conversion_that_comes_back_twice_or_too_late_changes_nothing(
    desk: Desk, watch: Watch
) -> None:
    media = storage.of(desk.database.settings)
    (one,), (gone,) = keep(desk, "member"), keep(desk, "member")
    desk.work_off()
    before = row(desk, one)
    assert before is not None
    desk.run("member", pictures.delete, gone)
    size = Size(3, 2, b"late")
    for picture in (one, gone):
        keys = {name: storage.new_key(".jpg") for name in ("small", "large")}
        for key in keys.values():
            media.put(key, b"late")
        again = Converted(small=size, large=size)
        desk.run("stranger", picture_files.converted, picture, again, keys)
        desk.run("stranger", picture_files.given_up, picture)
    after = row(desk, one)
    assert after is not None
    assert after.model_dump() == before.model_dump()
    assert later(desk, watch, hours=1) == {before.small_key, before.large_key}


def test_when_every_try_failed_she_is_told(
    desk: Desk, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.integrations import pictures as converting

    def die(*_: Any) -> Converted:
        raise converting.ConversionFailed("ended with -9")

    monkeypatch.setattr(converting, "convert", die)
    (one,) = keep(desk, "member")
    for _ in range(4):
        desk.work_off()
        waiting = row(desk, one)
        assert waiting is not None
        assert waiting.state == "waiting"
        watch.forward(minutes=5)
    desk.work_off()
    told = row(desk, one)
    assert told is not None
    assert (told.state, told.failure) == ("failed", "picture-not-made")

    def failed(session: Session) -> str:
        found = select(col(Job.problem)).where(col(Job.task) == "convert_picture")
        return str(session.execute(found).scalar_one())

    assert desk.database.read_now(failed) == "ConversionFailed"
