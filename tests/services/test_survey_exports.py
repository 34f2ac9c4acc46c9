"""Surveys as files: what was stored is what is read back, from every kind of file."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
import python_calamine as calamine
from sqlalchemy import func, select, update
from sqlmodel import col

from app.domain.refusals import Conflict, Forbidden, Hidden
from app.integrations import sav_files, survey_files
from app.integrations.tables import neutral
from app.models.audit import AuditRow
from app.models.survey_responses import SurveyResponse
from app.models.surveys import Survey
from app.models.units import UnitName
from app.schemas.base import FileMade
from app.services.deeds import fresh_id
from app.services.surveys import codebooks, exporting
from app.services.surveys.exporting import Kind, Wishes
from app.web.words import labels
from tests import surveys
from tests.factories import work_of
from tests.services.desk import Desk

LABEL = labels("vi")
#: As `POST /surveys/{id}/responses` takes them and as they are kept.
ANSWERS: list[dict[str, Any]] = [
    {
        "single": "a",
        "multiple": ["a", "c"],
        "dropdown": "d",
        "yes_no": "no",
        "likert": "4",
        "matrix_single": {"r1": "b", "r2": "d"},
        "matrix_multiple": {"r1": ["a", "b"], "r2": ["c"]},
        "rating": 3,
        "nps": 0,
        "number": -2.5,
        "short_text": "+84912345678",
        "long_text": '=HYPERLINK("http://a.vn")\nĐường xa; ngại, "quá"',
        "date": "2026-03-08",
        "time": "19:30",
        "ranking": ["c", "a", "d"],
        "image_choice": "b",
        "file": "F-1_x",
        "consent": "yes",
    },
    {"single": "b", "number": 7, "short_text": "-1+2", "matrix_single": {"r2": "a"}},
    {},
]
WHO = ("hoa", "lan", "mai")


class Given:
    """A survey with every type, answered by three."""

    def __init__(self, desk: Desk, identity: str = "identified") -> None:
        self.desk = desk

        def furnish(session: Any) -> str:
            work = work_of(session)
            survey = surveys.survey(work, desk.scene, identity=identity)
            for who, answers in zip(WHO, ANSWERS, strict=True):
                respond(work, desk, survey, answers, who if identity == "identified" else None)
            return survey.id

        self.id = desk.database.write_now(furnish)

    def file(self, kind: Kind, who: str = "contests", **wishes: Any) -> bytes:
        made = self.desk.run(who, exporting.file, self.id, kind, Wishes(**wishes), LABEL)
        return written(self.desk, made)


def respond(
    work: Any, desk: Desk, survey: Survey, answers: dict[str, Any], who: str | None, **more: Any
) -> None:
    member = work.session.execute(
        select(SurveyResponse).where(col(SurveyResponse.survey_id) == survey.id)
    ).all()
    person = None
    if who is not None:
        from app.models.members import Member

        person = work.session.get(Member, desk.scene.members[who]).person_id
    anonymous = survey.identity == "anonymous"
    values = {
        "id": fresh_id(work),
        "survey_id": survey.id,
        "number": 1,
        "person_id": person,
        "token": None if person or anonymous else f"{len(member):064}",
        "answers": answers,
        "submitted_at": None if anonymous else work.now,
    }
    work.session.add(SurveyResponse(**{**values, **more}))
    work.session.flush()


def written(desk: Desk, made: FileMade) -> bytes:
    target = io.BytesIO()
    desk.database.snapshot(lambda connection: made.write(connection, target))
    return target.getvalue()


@pytest.fixture
def given(desk: Desk) -> Given:
    return Given(desk)


def lines_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def of_first(lines: Iterator[Any] | list[Any], key: str = "single", value: Any = "a") -> Any:
    return next(line for line in lines if line[key] == value)


def expected(answers: dict[str, Any]) -> dict[str, Any]:
    """The columns that a hand would fill; what is missing has nothing."""
    cells: dict[str, Any] = {}
    for key, value in answers.items():
        if key == "ranking":
            cells.update({f"ranking_{place}": one for place, one in enumerate(value, 1)})
        elif key == "matrix_single":
            cells.update({f"{key}_{row}": one for row, one in value.items()})
        elif key == "matrix_multiple":
            for row, chosen in value.items():
                cells[f"{key}_{row}"] = ";".join(chosen)
                cells.update({f"{key}_{row}_{o}": int(o in chosen) for o in "abcd"})
        elif key == "multiple":
            cells[key] = ";".join(value)
            cells.update({f"{key}_{o}": int(o in value) for o in "abcd"})
        else:
            cells[key] = value
    return cells


def test_csv_holds_what_was_answered(given: Given) -> None:
    content = given.file("csv")
    assert content.startswith(b"\xef\xbb\xbf")
    lines = lines_of(content)
    assert len(lines) == 3
    for answers, line in zip(ANSWERS, _in_order(lines), strict=True):
        filled = {k: v for k, v in line.items() if v and not k.startswith("sen_")}
        wanted = {k: str(neutral(v)) for k, v in expected(answers).items()}
        assert filled == wanted
    assert "+84912345678" in content.decode()
    assert not given.file("csv", bom=False).startswith(b"\xef\xbb\xbf")


def _in_order(lines: list[Any]) -> list[Any]:
    """As they were put in: rows are mixed."""
    return [
        next(line for line in lines if (line["single"] or "") == answers.get("single", ""))
        for answers in ANSWERS
    ]


def test_xlsx_holds_the_same_typed(given: Given) -> None:
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(given.file("xlsx")))
    assert book.sheet_names == ["Phiếu trả lời", "Mã câu hỏi"]
    heads, *rows = book.get_sheet_by_name("Phiếu trả lời").to_python()
    lines = [dict(zip(heads, row, strict=True)) for row in rows]
    for answers, line in zip(ANSWERS, _in_order(lines), strict=True):
        filled = {k: v for k, v in line.items() if v != "" and not str(k).startswith("sen_")}
        wanted = expected(answers) | {k: neutral(v) for k, v in answers.items() if "text" in k}
        if "date" in wanted:
            wanted |= {"date": date(2026, 3, 8), "time": time(19, 30)}
        assert filled == wanted
    guide = book.get_sheet_by_name("Mã câu hỏi").to_python()
    assert ["single", "", "", "", "a", "Ý a", 1, ""] in guide


def test_sav_holds_the_same_with_labels_and_missing_values(given: Given, tmp_path: Path) -> None:
    path = tmp_path / "s.sav"
    path.write_bytes(given.file("sav"))
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    book = given.desk.run("contests", codebooks.read, given.id, LABEL)
    by_code = {one.name: {o.code: o.key for o in one.options} for one in book.columns}
    kinds = {one.name: one.kind for one in book.columns}
    texts = {one.name: one.text for one in book.columns}
    assert meta.column_names_to_labels["single"] == "Chọn một?"
    assert meta.column_names_to_labels["multiple_c"] == "Chọn nhiều? [Ý c]"
    assert meta.variable_value_labels["single"] == {
        1: "Ý a",
        2: "Ý b",
        3: "Ý c",
        4: "Ý d",
        -8: "Không được hỏi câu này",
        -9: "Không trả lời",
    }
    assert meta.variable_value_labels["yes_no"][0] == "Không"
    missing: Any = meta.missing_ranges["single"]
    assert {(one["lo"], one["hi"]) for one in missing} == {(-8, -8), (-9, -9)}
    assert all(texts[name] for name in kinds)
    rows = frame.to_dict("records")
    first = {1.0: 0, 2.0: 1}
    for row in rows:
        answers = ANSWERS[first.get(row["single"], 2)]
        found = {}
        for name, kind in kinds.items():
            value = row[name]
            if kind == "choice":
                value = by_code[name].get(value)
            elif kind == "flag":
                value = None if value < 0 else value
            elif kind == "time" and value is not None and value == value:
                value = f"{value:%H:%M}"
            elif kind == "date" and value is not None and value == value:
                value = value.isoformat()
            if value not in (None, "") and value == value:
                found[name] = value
        assert found == expected(answers)


def test_json_holds_the_answers_as_they_were_sent(given: Given) -> None:
    found = json.loads(given.file("json"))
    kept = sorted((one["answers"] for one in found["responses"]), key=json.dumps)
    assert kept == sorted(ANSWERS, key=json.dumps)
    assert {one["row"] for one in found["responses"]} == {1, 2, 3}
    assert [one["name"] for one in found["columns"]][:3] == ["single", "multiple", "multiple_a"]


def test_labels_stand_for_keys_where_they_are_asked_for(given: Given) -> None:
    line = of_first(lines_of(given.file("csv", labels=True)), value="Ý a")
    assert (line["multiple"], line["multiple_a"]) == ("Ý a;Ý c", "1")
    assert (line["yes_no"], line["likert"], line["consent"]) == ("Không", "Đồng ý", "Có")
    assert (line["sen_way"], line["ranking_1"]) == ("Trên mạng", "Ý c")


def test_names_stay_at_home_unless_they_are_asked_for(given: Given) -> None:
    without = given.file("csv").decode()
    assert "Nguyễn" not in without
    assert "sen_name" not in without
    assert "sen_at" not in without
    named = lines_of(given.file("csv", names=True))
    assert {line["sen_name"] for line in named if line["sen_name"]}
    assert _looks(given.desk) == 3
    assert _logged(given.desk) == [("csv", False), ("csv", True)]


def _looks(desk: Desk) -> int:
    query = select(func.count()).where(
        col(AuditRow.action) == "survey.export", col(AuditRow.subject_type) == "member"
    )
    return desk.database.read_now(lambda session: session.execute(query).scalar_one())


def _logged(desk: Desk) -> list[tuple[str, bool]]:
    query = (
        select(AuditRow)
        .where(col(AuditRow.action) == "survey.export", col(AuditRow.subject_type) == "survey")
        .order_by(col(AuditRow.id))
    )
    rows = desk.database.read_now(lambda session: list(session.execute(query).scalars()))
    return [(row.facts["kind"], row.facts["names"]) for row in rows]


def test_a_token_survey_goes_out_and_an_anonymous_one_never(desk: Desk) -> None:
    assert len(lines_of(Given(desk, "token").file("csv", names=True))) == 3
    anonymous = Given(desk, "anonymous")
    for kind in ("csv", "xlsx", "sav", "json"):
        with pytest.raises(Conflict) as refused:
            anonymous.file(kind)
        assert refused.value.code == "survey-anonymous-rows"
    assert desk.run("contests", codebooks.read, anonymous.id, LABEL).columns


def test_only_the_keepers_take_answers_out(given: Given) -> None:
    for who in ("moderator", "adviser", "member"):
        with pytest.raises(Forbidden):
            given.file("csv", who)
    with pytest.raises(Hidden):
        given.file("csv", "other_contests")
    assert given.file("csv", "chair")
    assert given.file("csv", "vice_chair")


def test_without_the_library_spss_is_refused(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sav_files, "available", lambda: False)
    with pytest.raises(Conflict) as refused:
        given.file("sav")
    assert refused.value.code == "sav-missing"


def test_an_export_is_one_picture_while_answers_arrive(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page for each response, and a new one between them: the file holds what stood before."""
    from app.store import survey_exports

    monkeypatch.setattr(survey_exports, "PAGE", 1)
    desk = given.desk
    made = desk.run("contests", exporting.file, given.id, "csv", Wishes(), LABEL)
    whole = survey_exports.pages

    def arriving(*args: Any) -> Iterator[Any]:
        for number, page in enumerate(whole(*args)):
            desk.database.write_now(lambda session: _late(desk, session, given.id))
            assert number < 5
            yield page

    monkeypatch.setattr(survey_exports, "pages", arriving)
    lines = lines_of(written(desk, made))
    assert sorted(line["single"] for line in lines) == ["", "a", "b"]


def _late(desk: Desk, session: Any, survey_id: str) -> None:
    work = work_of(session)
    survey = session.get(Survey, survey_id)
    # Without a moment, so that only the picture keeps it out.
    respond(work, desk, survey, {"single": "c"}, None, submitted_at=None, token=fresh_id(work))


def test_what_no_sheet_holds_is_refused(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey_files, "MOST_ROWS", 3)
    with pytest.raises(Conflict) as refused:
        given.file("xlsx")
    assert refused.value.code == "export-too-long"
    monkeypatch.setattr(survey_files, "MOST_COLUMNS", 20)
    with pytest.raises(Conflict) as refused:
        given.file("xlsx")
    assert refused.value.code == "export-too-wide"
    monkeypatch.setattr(sav_files, "MOST_CELLS", 100)
    with pytest.raises(Conflict):
        given.file("sav")


def test_many_responses_cost_no_more_memory(given: Given) -> None:
    """Ten times the rows, the same peak: pages are let go."""
    import tracemalloc

    desk = given.desk

    def peak() -> int:
        made = desk.run("contests", exporting.file, given.id, "csv", Wishes(), LABEL)
        tracemalloc.start()
        with tempfile.TemporaryFile() as target:
            desk.database.snapshot(lambda connection: made.write(connection, target))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    _fill(desk, given.id, 4_000)
    few = peak()
    _fill(desk, given.id, 16_000)
    assert peak() < few * 1.3


def _fill(desk: Desk, survey_id: str, number: int) -> None:
    def furnish(session: Any) -> None:
        work = work_of(session)
        session.add_all(
            SurveyResponse(
                id=fresh_id(work) + f"{place:06}",
                survey_id=survey_id,
                number=1,
                answers={"single": "a", "long_text": "Đường xa quá " * 4},
                submitted_at=work.now,
            )
            for place in range(number)
        )

    desk.database.write_now(furnish)


def test_a_unit_has_the_name_of_the_day(desk: Desk, given: Given) -> None:
    """A name that begins tomorrow is not said today."""

    def renamed(session: Any) -> None:
        work, unit = work_of(session), desk.scene.units["commune"]
        session.execute(update(SurveyResponse).values(unit_id=unit))
        later = work.today + timedelta(days=1)
        session.add(
            UnitName(
                id=fresh_id(work),
                unit_id=unit,
                name="Tên mới",
                fold="ten moi",
                valid_from=later,
            )
        )

    desk.database.write_now(renamed)
    units = {line["sen_unit"] for line in lines_of(given.file("csv"))}
    assert units == {"Đơn vị commune"}
