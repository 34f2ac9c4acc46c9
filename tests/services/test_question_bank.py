"""The question bank from a desk: opening it, versions, files, what the database refuses."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import col

from app import i18n
from app.domain.contests import reading as reading_rules
from app.domain.contests.exclusion import excluded
from app.domain.contests.papers import Slot, draw
from app.domain.pictures import Arrival, Arrived, Look
from app.domain.refusals import Conflict, Forbidden, Hidden, Invalid
from app.integrations import sheets as integration
from app.models.audit import AuditRow
from app.models.question_bank import BankQuestion, BankQuestionVersion
from app.schemas.base import FileRead
from app.schemas.question_bank import (
    BankAgreement,
    BankImport,
    BankQuestionChange,
    BankQuestionCreate,
    BankQuestionRead,
    BankRetirement,
)
from app.services import import_reading
from app.services.question_bank import opening, reading, sheets, writing
from app.store import bank_readers
from app.store import question_bank as store
from app.web.paging import first_page
from tests.domain.contests.samples import RULESET
from tests.factories import HOME, OTHER
from tests.services.desk import Desk

NONE = Arrival((), 20)
KEEPERS = ("contests", "chair", "vice_chair")


def vi(code: str) -> str:
    return i18n.label(code, "vi")


def sentence(code: str) -> str:
    return i18n.field_error(code, "vi", {})


def agree(desk: Desk, *people: str) -> None:
    for who in people:
        desk.run(who, opening.agree, HOME, BankAgreement(agrees=True))


def body(**more: Any) -> BankQuestionCreate:
    return BankQuestionCreate.model_validate(
        {
            "topic": "suc-khoe",
            "difficulty": "easy",
            "text": "Nên **đi bộ** bao lâu?",
            "options": [{"text": "Một phút"}, {"text": "Ba mươi phút", "right": True}],
            "explanation": "Đi đều mỗi ngày.",
            "source": "WHO",
            **more,
        }
    )


def made(desk: Desk, **more: Any) -> BankQuestionRead:
    agree(desk, "contests")
    return desk.run("contests", writing.create, HOME, body(**more), NONE)


def edited(read: BankQuestionRead, **more: Any) -> BankQuestionChange:
    values = read.model_dump(include={"topic", "difficulty", "kind", "text", "points", "version"})
    options = [
        {**one.model_dump(), "right": one.key in (read.answer or [])} for one in read.options
    ]
    return BankQuestionChange.model_validate({**values, "options": options, **more})


def listed(desk: Desk, who: str = "contests", slug: str = HOME, **more: str) -> Any:
    asked = {"topic": "", "difficulty": "", "state": "", "q": "", **more}
    return desk.run(who, reading.page, slug, first_page(), **asked)


def logged(desk: Desk, action: str) -> list[AuditRow]:
    wanted = select(AuditRow).where(col(AuditRow.action) == action).order_by(col(AuditRow.id))
    return desk.database.read_now(lambda s: list(s.execute(wanted).scalars()))


# -- opening -----------------------------------------------------------------------------------


def test_nothing_opens_before_she_agrees_and_every_look_is_counted(desk: Desk) -> None:
    one = made(desk)
    for look in (
        lambda: listed(desk, "chair"),
        lambda: desk.run("chair", reading.read, one.id),
        lambda: desk.run("chair", writing.edit_form, one.id),
        lambda: desk.run("chair", writing.new_form, HOME),
        lambda: desk.run("chair", writing.change, one.id, edited(one), NONE),
        lambda: desk.run("chair", writing.delete, one.id),
        lambda: desk.run("chair", sheets.export, HOME, vi),
        lambda: desk.run("chair", sheets.take_in, HOME, BankImport(text="x"), []),
    ):
        with pytest.raises(Conflict) as refused:
            look()
        assert refused.value.code == "bank-not-opened"
    with pytest.raises(Invalid):
        desk.run("chair", opening.agree, HOME, BankAgreement())
    agree(desk, "chair", "chair")
    listed(desk, "chair")
    desk.run("chair", reading.read, one.id)
    desk.run("chair", sheets.export, HOME, vi)
    rows = desk.run("adviser", opening.readers, HOME, first_page()).items
    assert [(row.times, row.first_at <= row.last_at) for row in rows] == [(0, True), (3, True)]
    looks = logged(desk, "question_bank.open")
    assert [row.facts["by"] for row in looks] == ["list", "question", "export"]
    assert {row.actor_id for row in looks} == {desk.scene.persons["chair"]}
    assert len(logged(desk, "question_bank.agree")) == 2


def test_whoever_opened_it_is_kept_from_prizes(desk: Desk) -> None:
    made(desk)
    readers = desk.database.read_now(
        lambda s: bank_readers.persons(s, desk.scene.communities[HOME])
    )
    assert readers == {desk.scene.persons["contests"]}
    rules = reading_rules.read({**RULESET, "exclude_roles": ["bank_reader"]})
    assert excluded(rules, {person: {"bank_reader"} for person in readers}) == readers
    assert (
        desk.database.read_now(lambda s: bank_readers.persons(s, desk.scene.communities[OTHER]))
        == set()
    )


def test_the_adviser_reads_no_answer_and_changes_nothing(desk: Desk) -> None:
    one = made(desk)
    agree(desk, "adviser")
    read = desk.run("adviser", reading.read, one.id)
    assert (read.answer, read.explanation, read.source, read.allowed_actions) == (
        None,
        None,
        None,
        [],
    )
    assert {option.text for option in read.options} == {"Một phút", "Ba mươi phút"}
    listed(desk, "adviser")
    for refused in (
        lambda: desk.run("adviser", sheets.export, HOME, vi),
        lambda: desk.run("adviser", writing.edit_form, one.id),
        lambda: desk.run("adviser", writing.create, HOME, body(), NONE),
    ):
        with pytest.raises(Forbidden):
            refused()


@pytest.mark.parametrize("who", ["moderator", "editor", "member", "other_chair", "officer"])
def test_nobody_else_learns_that_a_question_exists(desk: Desk, who: str) -> None:
    one = made(desk)
    with pytest.raises(Hidden):
        desk.run(who, reading.read, one.id)


# -- versions ----------------------------------------------------------------------------------


def test_an_edit_is_a_new_version_and_options_keep_their_keys(desk: Desk) -> None:
    one = made(desk)
    first, second = (option.key for option in one.options)
    assert one.answer == [second]
    kept: list[dict[str, Any]] = [
        {"key": second, "text": "30 phút", "right": True},
        {"text": "Cả ngày"},
    ]
    two = desk.run("contests", writing.change, one.id, edited(one, options=kept), NONE)
    assert (two.version, two.options[0].key, two.answer) == (2, second, [second])
    assert two.options[1].key not in {first, second}
    back = [*kept, {"text": "Một phút"}]
    back[1] = {**back[1], "key": two.options[1].key}
    three = desk.run("contests", writing.change, one.id, edited(two, options=back), NONE)
    assert three.options[2].key not in {first, second, two.options[1].key}
    old = desk.run("contests", reading.read, one.id, 1)
    assert (old.number, old.version, old.options) == (1, 3, one.options)
    assert [row.number for row in old.history] == [3, 2, 1]
    with pytest.raises(Invalid) as refused:
        desk.run(
            "contests",
            writing.change,
            one.id,
            edited(three, options=[{"key": first, "text": "x", "right": True}, {"text": "y"}]),
            NONE,
        )
    assert [error.code for error in refused.value.errors] == ["bank-option-unknown"]
    with pytest.raises(Conflict) as late:
        desk.run("contests", writing.change, one.id, edited(two), NONE)
    assert late.value.code == "stale-version"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bank_question_version SET text = 'khác'",
        "UPDATE bank_question SET used_at = NULL",
        "DELETE FROM bank_question_version",
        "DELETE FROM bank_question",
    ],
)
def test_the_database_keeps_what_a_paper_names(desk: Desk, statement: str) -> None:
    one = made(desk)
    desk.database.write_now(lambda s: store.use(s, [one.id], one.history[0].written_at))
    with pytest.raises(DatabaseError, match=r"append-only|is used"):
        desk.database.write_now(lambda s: s.execute(text(statement)))
    with pytest.raises(Conflict) as refused:
        desk.run("contests", writing.delete, one.id)
    assert refused.value.code == "bank-question-used"
    assert desk.run("contests", reading.read, one.id).used


def test_verify_names_a_question_that_was_changed_by_hand(desk: Desk) -> None:
    one = made(desk)
    assert desk.faults() == []
    by_hand = text("UPDATE bank_question SET text = 'khác'")
    desk.database.write_now(lambda s: s.execute(by_hand))
    fault = f"question bank: question {one.id} says something else than its newest version"
    assert desk.faults() == [fault]


def test_an_unused_question_goes_with_all_its_versions(desk: Desk) -> None:
    one = made(desk)
    desk.run("contests", writing.change, one.id, edited(one, text="Khác?"), NONE)
    assert desk.run("contests", writing.delete, one.id).community == HOME
    left = desk.database.read_now(
        lambda s: [
            s.execute(select(func.count()).select_from(model)).scalar_one()
            for model in (BankQuestion, BankQuestionVersion)
        ]
    )
    assert left == [0, 0]
    assert desk.faults() == []


def test_a_retired_question_is_drawn_no_more_until_it_is_back(desk: Desk) -> None:
    one = made(desk)
    community = desk.scene.communities[HOME]

    def drawable() -> list[str]:
        return [row.key for row in desk.database.read_now(lambda s: store.banked(s, community))]

    assert drawable() == [one.id]
    desk.run("contests", writing.retire, one.id, BankRetirement(version=1))
    assert drawable() == []
    assert [row.id for row in listed(desk, state="retired").items] == [one.id]
    assert listed(desk).counts == []
    with pytest.raises(Conflict):
        desk.run("contests", writing.retire, one.id, BankRetirement())
    with pytest.raises(Conflict):
        desk.run("contests", writing.change, one.id, edited(one), NONE)
    desk.run("contests", writing.bring_back, one.id)
    assert drawable() == [one.id]
    with pytest.raises(Conflict):
        desk.run("contests", writing.bring_back, one.id)
    assert desk.run("contests", reading.read, one.id).version == 1


def test_a_blueprint_draws_what_the_counts_promise(desk: Desk) -> None:
    for number in range(5):
        made(desk, text=f"Câu {number}?", difficulty="easy" if number < 3 else "hard")
    made(desk, text="Kể một việc tốt.", kind="essay", options=[], points=500)
    counts = {(one.topic, one.difficulty): (one.choice, one.essay) for one in listed(desk).counts}
    assert counts == {("suc-khoe", "easy"): (3, 1), ("suc-khoe", "hard"): (2, 0)}
    bank = desk.database.read_now(lambda s: store.banked(s, desk.scene.communities[HOME]))
    slots = [Slot("suc-khoe", "easy", 3), Slot("suc-khoe", "hard", 2)]
    assert len(set(draw(slots, bank, "seed"))) == 5
    with pytest.raises(Invalid):
        draw([Slot("suc-khoe", "easy", 4)], bank, "seed")


def test_the_list_is_searched_without_marks_and_narrowed(desk: Desk) -> None:
    made(desk, text="Đường ở đâu?")
    two = made(desk, text="Uống sữa lúc nào?", topic="tre-em", difficulty="hard")
    assert [row.id for row in listed(desk, q="uong SUA").items] == [two.id]
    assert [row.id for row in listed(desk, topic="tre-em", difficulty="hard").items] == [two.id]
    assert listed(desk, q="không có").items == []
    assert [row.topic_name for row in listed(desk, q="sữa").items] == ["Nuôi dạy con"]
    for wrong in ({"state": "x"}, {"difficulty": "x"}):
        with pytest.raises(Invalid):
            listed(desk, **wrong)


@pytest.mark.parametrize(
    ("more", "pointer", "code"),
    [
        ({"topic": "boi-toan"}, "/topic", "bank-topic-unknown"),
        ({"text": " "}, "/text", "bank-text-missing"),
        ({"options": [{"text": "a", "right": True}]}, "/options", "bank-options-number"),
        ({"options": [{"text": "a"}, {"text": "b"}]}, "/options", "bank-answer-missing"),
        (
            {"options": [{"text": "a", "right": True}, {"text": "b"}, {"right": True}]},
            "/options/2/text",
            "bank-right-without-option",
        ),
        (
            {"options": [{"text": "a", "right": True, "key": "zz"}, {"text": "b"}]},
            "/options/0/key",
            "bank-option-unknown",
        ),
        ({"kind": "essay"}, "/options", "bank-essay-with-options"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    desk: Desk, more: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        made(desk, **more)
    assert (pointer, code) in [(one.pointer, one.code) for one in refused.value.errors]


def test_the_same_question_stands_once(desk: Desk) -> None:
    one = made(desk)
    two = made(desk, text="Khác?")
    with pytest.raises(Invalid) as refused:
        made(desk, text="nên **ĐI BỘ** bao lâu?")
    assert refused.value.errors[0].code == "bank-question-known"
    with pytest.raises(Invalid) as refused:
        desk.run("contests", writing.change, two.id, edited(two, text=one.text), NONE)
    assert refused.value.errors[0].code == "bank-question-known"


# -- pictures ----------------------------------------------------------------------------------


def _arrived(name: str) -> Arrival:
    look = Look("image/png", 4, 4)
    return Arrival((Arrived(key=name, sha256="0" * 64, bytes=9, look=look),), 20)


def test_every_version_keeps_its_own_picture_for_readers_of_the_bank_alone(desk: Desk) -> None:
    agree(desk, "contests", "adviser")
    one = desk.run("contests", writing.create, HOME, body(), _arrived("a"))
    assert one.picture is not None
    two = desk.run("contests", writing.change, one.id, edited(one, text="Khác?"), _arrived("b"))
    assert two.picture is not None
    assert two.picture.id != one.picture.id
    old = desk.run("adviser", reading.read, one.id, 1)
    assert old.picture == one.picture
    assert desk.run("adviser", reading.stored, one.picture.id, "small").key is None
    kept = edited(two, text="Khác nữa?", pictures=[one.picture.id])
    three = desk.run("contests", writing.change, one.id, kept, NONE)
    assert three.picture == one.picture
    for who, refusal in (("chair", Conflict), ("moderator", Hidden), ("member", Hidden)):
        with pytest.raises(refusal):
            desk.run(who, reading.stored, one.picture.id, "large")
    desk.run("contests", writing.delete, one.id)
    with pytest.raises(Hidden):
        desk.run("contests", reading.stored, one.picture.id, "small")


# -- files -------------------------------------------------------------------------------------

TABLE = (
    'Chủ đề,Độ khó,Câu hỏi,A,B,Đáp án đúng\nKhỏe mỗi ngày,dễ,Một?,x,y,A\nTổ ấm,khó,Hai?,x,y,"A,B"\n'
)


def previewed(desk: Desk, said: str) -> Any:
    return desk.run("contests", sheets.preview, HOME, BankImport(text=said), [], sentence)


def headed(file: FileRead) -> Any:
    return import_reading.as_headed(integration.read(file.content))


def test_a_preview_tells_every_row_and_writes_nothing(desk: Desk) -> None:
    made(desk, text="Hai?", options=[{"text": "khác", "right": True}, {"text": "y"}])
    desk.run("contests", sheets.take_in, HOME, BankImport(text=TABLE.rsplit("\n", 2)[0]), [])
    shown = previewed(desk, TABLE)
    assert [(row.line, row.outcome, row.right) for row in shown.rows] == [
        (2, "known", ["A"]),
        (3, "similar", ["A", "B"]),
    ]
    assert all(row.like for row in shown.rows)
    assert (shown.new, shown.similar, shown.known, shown.wrong) == (0, 1, 1, [])
    assert len(listed(desk).items) == 2
    done = desk.run("contests", sheets.take_in, HOME, BankImport(text=shown.text), [])
    assert (done.added, done.known) == (1, 1)


def test_one_wrong_row_keeps_all_of_them_out_and_each_is_named(desk: Desk) -> None:
    agree(desk, "contests")
    wrong = TABLE + "Bói toán,dễ,Ba?,x,y,A\nTổ ấm,dở,Bốn?,x,y,Z\n"
    shown = previewed(desk, wrong)
    assert [(row.line, row.column, row.code) for row in shown.wrong] == [
        (4, "topic", "bank-topic-unknown"),
        (5, "difficulty", "bank-difficulty-unknown"),
        (5, "right", "bank-right-unknown"),
    ]
    assert shown.wrong[0].detail == "Chủ đề này không có trong danh mục chủ đề của nhóm."
    with pytest.raises(Invalid) as refused:
        desk.run("contests", sheets.take_in, HOME, BankImport(text=wrong), [])
    # A form shows the last one of a field: the first line that is wrong.
    assert [error.facts["line"] for error in refused.value.errors] == [5, 5, 4]
    assert listed(desk).items == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("x", "bank-headings-missing"),
        (TABLE.partition("\n")[0], "bank-rows-missing"),
        (
            TABLE + "".join(f"Tổ ấm,dễ,Câu {n}?,x,y,A\n" for n in range(500)),
            "roster-too-long",
        ),
    ],
)
def test_a_table_that_is_none_of_ours(desk: Desk, said: str, code: str) -> None:
    agree(desk, "contests")
    with pytest.raises(Invalid) as refused:
        previewed(desk, said)
    assert [error.code for error in refused.value.errors] == [code]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_exported_comes_in_again_as_the_same_bank(desk: Desk, lang: str) -> None:
    """Formulas are harmless in the file and whole again afterwards."""
    wanted: list[dict[str, Any]] = [
        {"text": "=HYPERLINK(1)", "explanation": "+1", "source": "@a"},
        {"text": "'=1", "options": [{"text": "-5", "right": True}, {"text": "5", "right": True}]},
        {"text": "Hai\ndòng, *nhấn* “x”?", "difficulty": "hard", "topic": "tre-em", "points": 125},
        {"text": "Kể một việc tốt.", "kind": "essay", "options": [], "points": 500},
        {"options": [{"text": str(n), "right": n % 3 == 0} for n in range(8)], "text": "Tám?"},
    ]
    for more in wanted:
        made(desk, **more)
    before = contents(desk)
    file = desk.run("contests", sheets.export, HOME, lambda code: i18n.label(code, lang))
    read = headed(file)
    assert {cell[:1] for line in read[0][0].rows for cell in line}.isdisjoint("=+-@")
    for one in listed(desk).items:
        desk.run("contests", writing.delete, one.id)
    done = desk.run("contests", sheets.take_in, HOME, BankImport(), read)
    assert (done.added, done.known) == (5, 0)
    assert contents(desk) == before
    again = desk.run("contests", sheets.take_in, HOME, BankImport(), read)
    assert (again.added, again.known) == (0, 5)


def contents(desk: Desk) -> list[Any]:
    """Everything that a question says, without keys and dates."""
    found = []
    for line in listed(desk).items:
        read = desk.run("contests", reading.read, line.id)
        options = [(one.text, one.key in (read.answer or [])) for one in read.options]
        said = read.model_dump(
            include={"topic", "difficulty", "kind", "text", "points", "explanation", "source"}
        )
        found.append((sorted(said.items()), options))
    return sorted(found)


def test_the_template_is_read_and_holds_no_question(desk: Desk) -> None:
    agree(desk, "contests")
    file = desk.run("contests", sheets.template, HOME, vi)
    with pytest.raises(Invalid) as refused:
        desk.run("contests", sheets.preview, HOME, BankImport(), headed(file), sentence)
    assert [error.code for error in refused.value.errors] == ["bank-rows-missing"]
    assert io.BytesIO(file.content).read(2) == b"PK"


def test_a_file_and_a_text_at_once_are_refused(desk: Desk) -> None:
    agree(desk, "contests")
    file = desk.run("contests", sheets.template, HOME, vi)
    with pytest.raises(Invalid):
        desk.run("contests", sheets.take_in, HOME, BankImport(text=TABLE), headed(file))
