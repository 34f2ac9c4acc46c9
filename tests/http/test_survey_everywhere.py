"""One survey with every type, made and answered through the doors; every door reads the same back.

Each door's answers are brought into one shape, person → column → value, and compared cell by cell.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
import python_calamine as calamine
from starlette.testclient import TestClient

from app.db import Database
from app.integrations.tables import neutral
from app.jobs.worker import Worker
from tests import contests, filling_in, samples, surveys
from tests.factories import HOME, Scene, work_of

As = Callable[..., TestClient]
Cells = dict[str, dict[str, Any]]
#: With the house's own marks, so that every text type has one that a spreadsheet might run.
FORMULA, PHONE = '=HYPERLINK("http://a.vn")\nĐường xa; ngại, "quá"', "+84 912 345 678"
WHOLE: dict[str, Any] = {
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
    "short_text": PHONE,
    "long_text": FORMULA,
    "date": "2026-03-08",
    "time": "19:30",
    "ranking": ["c", "a", "d"],
    "image_choice": "b",
    "consent": "yes",
}
PARTLY = {"single": "b", "number": 7, "short_text": "-1+2", "matrix_single": {"r2": "a"}}
LISTS = {"multiple", "matrix_multiple_r1", "matrix_multiple_r2"}
BY_PAGE, BY_PROGRAM, PARTLY_BY_PROGRAM = "Nguyễn Thị member", "Vũ Thị 1", "Vũ Thị 2"


class Answered:
    """The survey, and what each woman answered."""

    def __init__(self, as_: As, browser_of: As, database: Database, scene: Scene) -> None:
        self.board = as_("contests")
        created = self.board.post(
            f"/communities/{HOME}/surveys",
            json={"identity": "identified", "schema": surveys.EVERY_TYPE},
        )
        assert created.status_code == 201, created.text
        self.id = created.json()["id"]
        assert created.json()["schema"] == surveys.EVERY_TYPE
        published = self.board.post(f"/surveys/{self.id}/publication", json={})
        assert published.status_code == 200, published.text
        self.answers: dict[str, dict[str, Any]] = {}
        self._by_page(as_, browser_of, database)
        for number, answers in ((1, WHOLE), (2, PARTLY)):
            self._by_program(as_, database, number, answers)

    def _by_page(self, as_: As, browser_of: As, database: Database) -> None:
        sent = as_("member").post(
            f"/communities/{HOME}/pictures",
            files=[("files", ("a.jpg", samples.jpeg(60, 40)))],
        )
        assert sent.status_code == 201, sent.text
        Worker(database, "test").settle()
        answers = {**WHOLE, "file": re.findall(r'"id": ?"([^"]+)"', sent.text)[0]}
        # The page shows the picture that her draft has.
        begun = {"rev": 1, "answers": {"file": answers["file"]}}
        assert as_("member").put(f"/surveys/{self.id}/draft", json=begun).status_code == 200
        browser, action = browser_of("member"), f"/surveys/{self.id}/responses"
        page = browser.get(f"{action}/new").text
        taken = filling_in.send(browser, page, action, filling_in.fields(answers))
        assert (taken.status_code, taken.headers["location"]) == (303, f"{action}/thanks"), (
            taken.text
        )
        self.answers[BY_PAGE] = answers

    def _by_program(
        self, as_: As, database: Database, number: int, answers: dict[str, Any]
    ) -> None:
        _, token = database.write_now(lambda s: contests.woman(work_of(s), number))
        program = as_("member")
        program.headers["authorization"] = f"Bearer {token}"
        taken = program.post(f"/surveys/{self.id}/responses", json={"answers": answers})
        assert taken.status_code == 201, taken.text
        assert taken.json()["answers"] == answers
        self.answers[f"Vũ Thị {number}"] = answers

    @property
    def cells(self) -> Cells:
        return {who: cells(answers) for who, answers in self.answers.items()}

    def file(self, kind: str, **wishes: str) -> bytes:
        asked = {"names": "true", **wishes}
        got = self.board.get(f"/surveys/{self.id}/export.{kind}", params=asked)
        assert got.status_code == 200, got.text
        return got.content


def cells(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a hand would fill; what is missing has nothing."""
    found: dict[str, Any] = {}
    for key, value in answers.items():
        if key == "ranking":
            found |= {f"{key}_{place}": one for place, one in enumerate(value, 1)}
        elif isinstance(value, dict):
            for row, chosen in value.items():
                found |= _listed(f"{key}_{row}", chosen)
        else:
            found |= _listed(key, value)
    return found


def _listed(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, list):
        return {name: value}
    return {name: value, **{f"{name}_{option}": int(option in value) for option in "abcd"}}


@pytest.fixture
def answered(as_: As, browser_of: As, app: Any, scene: Scene) -> Answered:
    return Answered(as_, browser_of, app.state.house.database, scene)


def test_every_door_tells_the_same(answered: Answered, browser_of: As, tmp_path: Path) -> None:
    told = {
        "list": of_list(answered),
        "card": of_cards(answered),
        "json": of_json(answered.file("json")),
        "csv": of_csv(answered.file("csv")),
        "csv by labels": of_csv(answered.file("csv", values="labels"), by_label(answered)),
        "xlsx": of_xlsx(answered.file("xlsx")),
        "sav": of_sav(answered, tmp_path),
    }
    for door, found in told.items():
        assert found.keys() == answered.answers.keys(), door
        for who, wanted in answered.cells.items():
            assert found[who] == wanted, (door, who)
    shown = of_pages(answered, browser_of("contests"))
    assert shown == {who: in_words(answered, said) for who, said in answered.answers.items()}


def test_what_a_spreadsheet_would_run_is_text_and_a_phone_stays(answered: Answered) -> None:
    lines = {line["sen_name"]: line for line in _lines(answered.file("csv"))}
    assert lines[BY_PAGE]["short_text"] == PHONE
    assert lines[BY_PAGE]["long_text"] == "'" + FORMULA
    assert lines[PARTLY_BY_PROGRAM]["short_text"] == "'-1+2"
    assert lines[PARTLY_BY_PROGRAM]["number"] == "7"
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(answered.file("xlsx")))
    said = {cell for row in book.get_sheet_by_index(0).to_python() for cell in row}
    assert {PHONE, "'" + FORMULA, "'-1+2", -2.5} <= said


def test_the_mark_of_the_byte_order_is_for_excel_alone(answered: Answered) -> None:
    marked, plain = answered.file("csv"), answered.file("csv", bom="false")
    assert marked.startswith(b"\xef\xbb\xbfsen_row,")
    assert plain.startswith(b"sen_row,")
    assert sorted(marked[3:].splitlines()) == sorted(plain.splitlines())
    assert "Đường xa" in plain.decode("utf-8")


# -- the doors -------------------------------------------------------------------------------------


def of_list(answered: Answered) -> Cells:
    got = answered.board.get(f"/surveys/{answered.id}/responses?limit=100").json()
    return {one["person_name"]: cells(one["answers"]) for one in got["items"]}


def of_cards(answered: Answered) -> Cells:
    return {one["person_name"]: cells(one["answers"]) for one in _cards(answered)}


def _cards(answered: Answered) -> list[Any]:
    got = answered.board.get(f"/surveys/{answered.id}/responses?limit=100").json()
    return [answered.board.get(f"/responses/{one['id']}").json() for one in got["items"]]


def of_json(content: bytes) -> Cells:
    return {one["name"]: cells(one["answers"]) for one in json.loads(content)["responses"]}


def _lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def of_csv(content: bytes, key_of: Mapping[str, Mapping[str, str]] | None = None) -> Cells:
    """`key_of`: column → label → key, where the file says options in words."""
    found: Cells = {}
    for line in _lines(content):
        here = found[line["sen_name"]] = {}
        for name, text in line.items():
            if text and not name.startswith("sen_"):
                here[name] = _typed(name, _told(text), (key_of or {}).get(name, {}))
    return found


def _told(text: str) -> str:
    """What was answered: the apostrophe stands before what would be run, and nowhere else."""
    without = text[1:]
    return without if text.startswith("'") and neutral(without) == text else text


def _typed(name: str, text: str, key_of: Mapping[str, str]) -> Any:
    if name in LISTS:
        return [key_of.get(one, one) for one in text.split(";")]
    if name in ("rating", "nps", "number") or re.fullmatch(r"(multiple|matrix_m.*)_[abcd]", name):
        number = float(text)
        return int(number) if number.is_integer() else number
    return key_of.get(text, text)


def by_label(answered: Answered) -> dict[str, dict[str, str]]:
    book = answered.board.get(f"/surveys/{answered.id}/codebook.json").json()
    return {
        one["name"]: {option["text"]: option["key"] for option in one["options"]}
        for one in book["columns"]
    }


def of_xlsx(content: bytes) -> Cells:
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    heads, *rows = book.get_sheet_by_index(0).to_python()
    found: Cells = {}
    for row in rows:
        line = dict(zip(map(str, heads), row, strict=True))
        here = found[str(line["sen_name"])] = {}
        for name, value in line.items():
            if value != "" and not name.startswith("sen_"):
                here[name] = _of_cell(name, value)
    return found


def _of_cell(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return _typed(name, _told(value), {}) if isinstance(value, str) else value


def of_sav(answered: Answered, folder: Path) -> Cells:
    path = folder / "survey.sav"
    path.write_bytes(answered.file("sav"))
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    book = answered.board.get(f"/surveys/{answered.id}/codebook.json").json()["columns"]
    key_of = {one["name"]: {o["code"]: o["key"] for o in one["options"]} for one in book}
    kind_of = {one["name"]: one["kind"] for one in book}
    assert meta.column_names_to_labels["multiple_c"] == "Chọn nhiều? [Ý c]"
    return {
        row["sen_name"]: dict(_of_case(row, kind_of, key_of)) for row in frame.to_dict("records")
    }


def _of_case(
    row: Mapping[Any, Any], kind_of: Mapping[str, str], key_of: Mapping[str, Mapping[int, str]]
) -> Iterable[tuple[str, Any]]:
    for name, kind in kind_of.items():
        value = row[name]
        # Neither nothing, nor not a number, nor one of the codes for what is missing.
        if value in (None, "") or value != value or (kind in ("choice", "flag") and value < 0):
            continue
        if kind == "choice":
            value = key_of[name][value]
        elif kind == "list":
            value = value.split(";")
        elif kind == "date":
            value = value.isoformat()
        elif kind == "time":
            value = f"{value:%H:%M}"
        yield name, value


# -- the page of one response ----------------------------------------------------------------------


def of_pages(answered: Answered, browser: TestClient) -> dict[str, list[tuple[str, list[str]]]]:
    """Person → (question, lines) as the page shows them."""
    found = {}
    for card in _cards(answered):
        page = browser.get(f"/responses/{card['id']}").text
        name = re.search(r"<h1[^>]*>([^<]+)</h1>", page)
        assert name
        questions = re.findall(r"<dt><strong>(.*?)</strong></dt>(.*?)</div>", page, re.DOTALL)
        found[html.unescape(name[1])] = [
            (html.unescape(asked), [html.unescape(one) for one in _dds(lines)])
            for asked, lines in questions
        ]
    return found


def _dds(lines: str) -> list[str]:
    return re.findall(r"<dd>(.*?)</dd>", lines, re.DOTALL)


def in_words(answered: Answered, answers: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """As the form asks it, in the form's order, options in its words."""
    form = answered.board.get(f"/surveys/{answered.id}/codebook.json").json()["columns"]
    words = {one["name"]: {o["key"]: o["text"] for o in one["options"]} for one in form}
    said = []
    for one in surveys.EVERY_TYPE["questions"]:
        if one["key"] not in answers:
            continue
        value, texts = answers[one["key"]], words.get(one["key"], {})
        if isinstance(value, dict):
            rows = {row["key"]: row["text"] for row in one["rows"]}
            lines = [
                f"{rows[row]}: {', '.join(_word(chosen) for chosen in _all(value[row]))}"
                for row in rows
                if row in value
            ]
        elif one["key"] == "consent":
            lines = ["yes"]
        elif isinstance(value, list):
            lines = [_word(option) for option in value]
        else:
            lines = [texts.get(str(value), str(value))]
        said.append((one["text"], lines))
    return said


def _all(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _word(option: str) -> str:
    return f"Ý {option}"
