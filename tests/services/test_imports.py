"""A list becomes files: nothing is lost, nothing is made twice, and nobody decides by machine."""

from __future__ import annotations

import csv
import io
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.domain.paging import Page
from app.domain.refusals import Conflict, Invalid
from app.integrations import sheets
from app.models.audit import AuditRow
from app.models.imports import ImportRow, MemberImport
from app.models.machinery import Job
from app.models.members import Consent, Member
from app.models.people import Person
from app.schemas.base import FileWrite
from app.schemas.imports import (
    ImportApply,
    ImportChange,
    ImportCreate,
    ImportRead,
    RowCreation,
)
from app.schemas.members import Leaving
from app.services import import_runs, import_views, importing, lives
from app.services.import_reading import as_headed
from app.store import imports, units
from tests.factories import HOME, work_of
from tests.services.desk import Desk
from tests.services.test_reorganisations import Tree

HEAD = ["STT", "Họ và tên", "Năm sinh", "Số điện thoại", "Thôn", "Hội viên"]


def as_csv(*rows: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def bring(desk: Desk, *rows: list[str], unit: str | None = None, head: bool = True) -> ImportRead:
    """A file sent by the one who keeps the members, and the dry run worked off."""
    data = as_csv(*([HEAD] if head else []), *rows)
    body = ImportCreate(
        file=FileWrite.model_construct(name="ds.csv", content=data),
        unit=desk.scene.units["commune"] if unit is None else unit or None,
    )
    made = desk.run("membership", importing.create, HOME, body, as_headed(sheets.read(data)), str)
    desk.work_off()
    return desk.run("membership", import_views.read, made.id, str)


def put_in(desk: Desk, one: ImportRead, **more: Any) -> ImportRead:
    desk.run("membership", importing.apply, one.id, ImportApply(**more), str)
    desk.work_off()
    return desk.run("membership", import_views.read, one.id, str)


def four(one: ImportRead, *, foreseen: bool = False) -> tuple[int, int, int, int]:
    found = one.foreseen if foreseen else one.outcomes
    return found.created, found.updated, found.skipped, found.refused


def women(desk: Desk) -> int:
    return desk.database.read_now(
        lambda s: int(s.execute(select(func.count()).select_from(Member)).scalar_one())
    )


HOA = ["1", "Đặng Thị Hoa Ban", "1979", "0912000111", "Đông", "x"]
LAN = ["2", "Tống Thị Lan Chi", "1985", "", "Chợ", "chưa"]


def test_a_list_becomes_files_that_wait_and_the_same_list_again_makes_none(desk: Desk) -> None:
    before = women(desk)
    first = bring(desk, HOA, LAN, ["Cộng", "", "2", "", "", ""])
    assert (first.state, first.rows, four(first, foreseen=True)) == ("ready", 2, (2, 0, 0, 0))
    assert women(desk) == before
    done = put_in(desk, first, consent="paper", filed="Tủ hồ sơ Hội LHPN xã")
    assert (done.state, four(done)) == ("done", (2, 0, 0, 0))
    assert women(desk) == before + 2
    again = put_in(desk, bring(desk, HOA, LAN, ["Cộng", "", "2", "", "", ""]))
    assert four(again) == (0, 0, 2, 0)
    assert [one.id for one in again.same_file] == [first.id]
    assert women(desk) == before + 2
    assert desk.faults() == []


def test_a_signed_list_gives_consents_that_say_where_the_paper_lies(desk: Desk) -> None:
    put_in(desk, bring(desk, HOA), consent="paper", filed="Cặp 2026")
    put_in(desk, bring(desk, LAN))

    def read(session: Session) -> list[tuple[str, str, str, str]]:
        rows = session.execute(
            select(
                col(Member.full_name), col(Consent.purpose), col(Consent.way), col(Consent.filed)
            )
            .join(Member, col(Member.id) == col(Consent.member_id))
            .where(col(Member.full_name).in_([HOA[1], LAN[1]]))
            .order_by(col(Consent.purpose))
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]

    assert desk.database.read_now(read) == [
        (HOA[1], "contact", "paper", "Cặp 2026"),
        (HOA[1], "management", "paper", "Cặp 2026"),
    ]
    with pytest.raises(Invalid) as refused:
        desk.run(
            "membership", importing.apply, bring(desk, HOA).id, ImportApply(consent="paper"), str
        )
    assert refused.value.errors[0].pointer == "/filed"


def test_what_a_file_does_not_say_is_filled_and_what_it_says_stays(desk: Desk) -> None:
    put_in(desk, bring(desk, ["1", "Đặng Thị Hoa Ban", "1979", "", "", ""]))
    fuller = put_in(desk, bring(desk, ["1", "Đặng Thị Hoa Ban", "1979", "0912000111", "", "x"]))
    assert four(fuller) == (0, 1, 0, 0)
    other = put_in(desk, bring(desk, ["1", "Đặng Thị Hoa Ban", "1979", "0912000111", "", "chưa"]))
    assert four(other) == (0, 0, 1, 0)

    def read(session: Session) -> tuple[str | None, str, int | None]:
        row = session.execute(
            select(col(Member.phone), col(Member.union_status), col(Person.birth_year))
            .join(Person, col(Person.id) == col(Member.person_id))
            .where(col(Member.full_name) == "Đặng Thị Hoa Ban")
        ).one()
        return row[0], row[1], row[2]

    assert desk.database.read_now(read) == ("0912000111", "member", 1979)
    assert desk.faults() == []


def test_who_may_be_here_already_waits_for_a_person(desk: Desk) -> None:
    put_in(desk, bring(desk, HOA))
    near = ["1", "Đặng Thị Hao Ban", "1979", "0912000111", "", ""]  # A slip of two keys.
    asked = put_in(desk, bring(desk, near))
    assert four(asked) == (0, 0, 1, 0)
    assert asked.problems[0].reasons[0].code == "maybe_twin"
    before = women(desk)
    row = desk.run("membership", import_runs.create_anyway, asked.id, 2, RowCreation(), str)
    assert (row.outcome, women(desk)) == ("created", before + 1)
    assert four(desk.run("membership", import_views.read, asked.id, str)) == (1, 0, 0, 0)
    with pytest.raises(Conflict):
        desk.run("membership", import_runs.create_anyway, asked.id, 2, RowCreation(), str)
    assert desk.faults() == []


def test_the_same_file_makes_nothing_even_where_her_file_has_changed(desk: Desk) -> None:
    bare = ["1", "Đặng Thị Hoa Ban", "", "", "", ""]
    first = put_in(desk, bring(desk, bare, unit=""))

    def move_her(session: Session) -> None:
        row = imports.row(session, first.id, 2)
        member = session.get(Member, row.member_id)
        assert member is not None
        member.unit_id, member.hamlet = desk.scene.units["commune"], "Đông"

    desk.database.write_now(move_her)
    assert four(put_in(desk, bring(desk, bare, unit=""))) == (0, 0, 1, 0)


def test_who_was_here_and_signed_has_her_consent_kept(desk: Desk) -> None:
    put_in(desk, bring(desk, HOA))
    again = put_in(desk, bring(desk, HOA, LAN), consent="paper", filed="Cặp 2026")
    assert four(again) == (1, 0, 1, 0)

    def read(session: Session) -> int:
        return int(
            session.execute(
                select(func.count())
                .select_from(Consent)
                .join(Member, col(Member.id) == col(Consent.member_id))
                .where(col(Member.full_name) == HOA[1], col(Consent.filed) == "Cặp 2026")
            ).scalar_one()
        )

    assert desk.database.read_now(read) == 2


def test_a_list_whose_job_failed_goes_on_where_it_stopped(desk: Desk) -> None:
    one = bring(desk, HOA, LAN)
    desk.run("membership", importing.apply, one.id, ImportApply(), str)
    with pytest.raises(Conflict) as busy:
        desk.run("membership", importing.go_on, one.id, str)
    assert busy.value.code == "import-running"

    def fail(session: Session) -> None:
        for job in session.execute(select(Job).where(col(Job.task) == "apply_import")).scalars():
            job.state = "failed"

    desk.database.write_now(fail)
    stopped = desk.run("membership", import_views.read, one.id, str)
    assert stopped.allowed_actions == ["going-on"]
    desk.run("membership", importing.go_on, one.id, str)
    desk.work_off()
    assert four(desk.run("membership", import_views.read, one.id, str)) == (2, 0, 0, 0)


def test_who_left_is_herself_again_or_another_woman_for_good(desk: Desk) -> None:
    desk.run("chair", lives.leave, desk.scene.members["member"], Leaving(reason="busy"))
    her = desk.member("member")
    listed = ["1", her.full_name, "", her.phone or "", "", ""]
    one = put_in(desk, bring(desk, listed, unit=""))
    assert one.problems[0].ended_before
    same = RowCreation(same_person=True)
    row = desk.run("membership", import_runs.create_anyway, one.id, 2, same, str)
    assert desk.member(row.member or "").person_id == her.person_id


def test_two_rows_of_one_woman_become_one_file(desk: Desk) -> None:
    twice = bring(desk, HOA, LAN, ["3", *HOA[1:]])
    assert four(twice, foreseen=True) == (2, 0, 1, 0)
    assert twice.problems[0].reasons[0].code == "twice_in_file"
    assert four(put_in(desk, twice)) == (2, 0, 1, 0)


def test_each_bad_row_says_why_and_keeps_no_other_back(desk: Desk) -> None:
    bad = [
        ["1", "Nguyễn Thị 3", "1979", "", "", ""],
        ["2", "Nguyễn Thị Bé", "2019", "", "", ""],
        ["3", "Nguyễn Thị Mận", "năm ngoái", "0912", "", ""],
    ]
    done = put_in(desk, bring(desk, HOA, *bad))
    assert four(done) == (1, 0, 0, 3)
    codes = [[why.code for why in row.reasons] for row in done.problems]
    assert codes == [
        ["name_with_digits"],
        ["under_16"],
        ["birth_unreadable", "phone_too_short"],
    ]


def test_a_block_named_after_a_unit_goes_there_and_any_other_name_is_a_chapter(
    desk: Desk,
) -> None:
    there = desk.scene.units["commune"]
    name = desk.database.read_now(lambda s: units.names(s, [there], clock.today()))[there]
    block = ["I", f"Hội LHPN {name}", "", "", "", ""]
    chapter = ["II", "Chi hội Chợ", "", "", "", ""]
    put_in(desk, bring(desk, block, HOA, chapter, [*LAN[:4], "", ""], unit=""))

    def read(session: Session) -> dict[str, tuple[str | None, str]]:
        rows = session.execute(
            select(col(Member.full_name), col(Member.unit_id), col(Member.hamlet)).where(
                col(Member.full_name).in_([HOA[1], LAN[1]])
            )
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    assert desk.database.read_now(read) == {
        HOA[1]: (there, "Đông"),
        LAN[1]: (None, "Chi hội Chợ"),
    }


def test_an_old_name_of_a_unit_leads_to_what_it_is_now(desk: Desk) -> None:
    tree = Tree(desk, desk.scene)
    market = tree.found("Chợ Cũ Đầu Làng", "commune", kind="direct_unit")
    tree.do("administrator", "Chợ Cũ Đầu Làng", "rename", name="Chợ Mới Cuối Làng")
    head = ["Họ và tên", "Năm sinh", "Đơn vị"]
    rows = [["Đặng Thị Hoa Ban", "1979", "Chợ Cũ Đầu Làng"], ["Tống Thị Lan Chi", "1985", "Chợ Lạ"]]
    one = bring(desk, head, *rows, head=False)
    listed = desk.run("membership", import_views.rows, one.id, "", _page(), str).items
    assert listed[0].unit == "Chợ Mới Cuối Làng"
    assert [[why.code for why in row.noted] for row in listed] == [[], ["unit_unknown"]]
    put_in(desk, one)

    def unit_of(session: Session) -> str | None:
        her = col(Member.full_name) == "Đặng Thị Hoa Ban"
        return session.execute(select(col(Member.unit_id)).where(her)).scalar_one()

    assert desk.database.read_now(unit_of) == market


def test_columns_told_by_hand_are_kept_for_the_units_next_list(desk: Desk) -> None:
    head = ["A", "Họ tên", "B", "Năm sinh"]
    row = ["Chợ", "Đặng Thị Hoa Ban", "0912000111", "1979"]
    one = bring(desk, head, row, head=False)
    told = ImportChange(
        columns={"1.full_name": 2, "1.phone": 3, "1.birth": 4, "1.hamlet": 1}, version=one.version
    )
    desk.run("membership", importing.change, one.id, told, str)
    desk.work_off()
    rows = desk.run("membership", import_views.rows, one.id, "", _page(), str).items
    assert [(r.phone, r.hamlet) for r in rows] == [("0912000111", "Chợ")]
    following = bring(desk, head, row, head=False)
    assert {c.field for c in following.sheets[0].columns} == {
        "hamlet",
        "full_name",
        "phone",
        "birth",
    }
    wrong = ImportChange(columns={"1.phone": 3})
    with pytest.raises(Invalid):
        desk.run("membership", importing.change, one.id, wrong, str)


def _page() -> Page:
    return Page(20, None, str)


def test_one_list_at_a_time_and_a_dropped_list_forgets_its_rows(desk: Desk) -> None:
    first, second = bring(desk, HOA), bring(desk, LAN)
    desk.run("membership", importing.apply, first.id, ImportApply(), str)
    with pytest.raises(Conflict) as refused:
        desk.run("membership", importing.apply, second.id, ImportApply(), str)
    assert refused.value.code == "import-running"
    desk.run("membership", importing.discard, second.id)
    said = desk.database.read_now(
        lambda s: s.execute(
            select(col(ImportRow.raw), col(ImportRow.woman), col(ImportRow.fold)).where(
                col(ImportRow.import_id) == second.id
            )
        ).all()
    )
    assert {(tuple(row[0]), row[1], row[2]) for row in said} == {((), None, "")}
    desk.work_off()
    assert four(desk.run("membership", import_views.read, first.id, str)) == (1, 0, 0, 0)


def test_the_log_has_one_entry_with_a_child_for_each_file(desk: Desk) -> None:
    done = put_in(desk, bring(desk, HOA, LAN))

    def read(session: Session) -> tuple[list[str], int]:
        own = session.execute(
            select(col(AuditRow.action))
            .where(col(AuditRow.subject_id) == done.id)
            .order_by(col(AuditRow.id))
        ).scalars()
        children = session.execute(
            select(func.count()).where(
                col(AuditRow.batch_id) == done.id, col(AuditRow.action) == "member.apply"
            )
        ).scalar_one()
        return list(own), int(children)

    assert desk.database.read_now(read) == (
        ["import.create", "import.apply", "import.finish"],
        2,
    )


def test_a_list_kept_for_a_month_keeps_its_figures_alone(desk: Desk) -> None:
    done = put_in(desk, bring(desk, HOA, LAN))

    def age(session: Session) -> None:
        one = session.get(MemberImport, done.id)
        assert one is not None
        for found in imports.to_forget(session, one.created_at.replace(year=2100)):
            import_runs.forget(work_of(session), found)

    desk.database.write_now(age)
    kept = desk.run("membership", import_views.read, done.id, str)
    assert (four(kept), kept.emptied_at is not None) == ((2, 0, 0, 0), True)
    rows = desk.run("membership", import_views.rows, done.id, "", _page(), str).items
    assert [(row.full_name, row.outcome) for row in rows] == [("", "created")] * 2


#: `python -m checks.imports` makes 200 files.
EXAMPLES = int(os.environ.get("SEN_EXAMPLES", "25"))
CELL = st.one_of(
    st.sampled_from(["", "x", "1979", "0912345678", "Lê Thị Hoa", "Cộng", "Chi hội 3", "=1+1"]),
    st.text(max_size=12),
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=15))
def test_whatever_a_list_holds_each_woman_of_it_has_one_outcome(
    desk: Desk, rows: list[list[str]]
) -> None:
    try:
        one = bring(desk, *rows)
    except (Invalid, sheets.Unreadable):
        return
    done = put_in(desk, one)
    assert sum(four(one, foreseen=True)) == one.rows
    assert (done.state, sum(four(done))) == ("done", done.rows)
    assert four(done) == four(one, foreseen=True)
    assert sum(sum(sheet.counts.values()) for sheet in done.sheets) >= done.rows
