"""A round comes out as its rules say: every value, the worked examples, the file of the command."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.domain.contests import files, moments
from app.domain.contests.results import compute as engine
from app.models.contest_results import ContestResult, ContestResultRow, ContestRuling
from app.schemas.contest_results import ResultRead
from app.services.contests import (
    proving,
)
from app.services.deeds import fresh_id
from app.store.actors import Work
from tests import contests
from tests.domain.contests.samples import GOLDEN, golden
from tests.server import ROOT
from tests.services.contest_desk import (
    already_won,
    at,
    computed,
    laid,
    worked,
)
from tests.services.desk import Desk


def of_golden(work: Work, desk: Desk, file: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """(round, person of the file → member): a golden file's round in the tables."""
    contest = contests.contest(work, desk.scene, **file["ruleset"])
    names = list(
        dict.fromkeys(
            [one["person"] for one in file["attempts"]]
            + file["disqualified"]
            + file["earlier_winners"]
        )
    )
    people = dict(zip(names, contests.people(work, desk.scene, len(names)), strict=True))
    for member in people.values():
        contests.enter(work, contest, member.person_id)
    before = contests.over(work, contest, number=1)
    won = [people[name].person_id for name in file["earlier_winners"]]
    if won:
        already_won(work, contest, before, won)
    of = contests.over(work, contest, number=2)
    of.seed = file.get("draw_seed", of.seed)
    manual: dict[str, int] = {}
    for one in file["attempts"]:
        contests.handed_in(
            work,
            of,
            people[one["person"]].person_id,
            contests.right(one["correct"]),
            one["prediction"],
            moments.from_ms(moments.read(one["submitted_at"])),
            one["seq"],
            key=one["id"],
            duration_ms=one["duration_ms"],
            correct=one["correct"],
            points=one["points"],
        )
        manual[one["person"]] = one.get("manual", 0)
    ruled: list[tuple[str, str, int | None]]
    ruled = [(name, "disqualified", None) for name in file["disqualified"]]
    ruled += [(name, "placed", place) for name, place in manual.items() if place]
    work.session.add_all(
        ContestRuling(
            id=fresh_id(work),
            round_id=of.id,
            no=no,
            person_id=people[name].person_id,
            kind=kind,
            place=place,
            reason="Theo biên bản.",
            evidence="Biên bản số 1.",
            ruled_by=desk.scene.persons["contests"],
            ruled_at=work.now,
        )
        for no, (name, kind, place) in enumerate(ruled, 1)
    )
    work.session.flush()
    return of.id, {name: member.id for name, member in people.items()}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_value_of_the_ruleset_comes_out_as_from_its_file(desk: Desk, path: Path) -> None:
    file, told, _ = golden(path)
    round_id, people = desk.run("contests", lambda work: of_golden(work, desk, file))
    result = computed(desk, round_id)
    names = {member: name for name, member in people.items()}
    written = desk.run("contests", proving.recompute_file, round_id).content
    again = json.loads(files.written(engine(files.read(written))))
    rows = [
        {
            "rank": row.rank,
            "person": row.member,
            "attempt": attempt_of(desk, result, row.member),
            "correct": row.correct,
            "prediction_distance": row.prediction_distance,
            "prize": row.prize,
        }
        for row in result.rows
    ]
    unawarded = [[one.name, one.count] for one in result.unawarded]
    assert again == {"n": result.n, "rows": rows, "unawarded": unawarded}
    if path.stem != "one_prize_per-round":  # a quiz round has one table
        assert told == {
            "n": result.n,
            "rows": [{**row, "person": names[str(row["person"])]} for row in rows],
            "unawarded": unawarded,
        }


def attempt_of(desk: Desk, result: ResultRead, member: str | None) -> str:
    wanted = (
        select(col(ContestResultRow.attempt_id))
        .join(ContestResult, col(ContestResult.id) == col(ContestResultRow.result_id))
        .where(
            col(ContestResult.round_id) == result.round,
            col(ContestResult.no) == result.no,
            col(ContestResultRow.person_id) == desk.member(member or "").person_id,
        )
    )
    return desk.database.read_now(lambda session: session.execute(wanted).scalar_one())


# -- worked examples of issue 5 ----------------------------------------------------------------


def test_e1_to_e6_and_the_command_says_the_same(desk: Desk, tmp_path: Path) -> None:
    round_id = laid(desk, lambda work: worked(work, desk))
    result = computed(desk, round_id)
    told = [(row.name, row.prediction_distance, row.prize) for row in result.rows]
    assert result.n == 5
    assert told == [
        ("Đỗ Thị Số 0", 0, "Nhất"),
        ("Đỗ Thị Số 2", 1, "Nhì"),
        ("Đỗ Thị Số 1", 2, "Nhì"),
        ("Đỗ Thị Số 4", 4, "Nhì"),
        ("Đỗ Thị Số 5", 4, "Ba"),
        ("Đỗ Thị Số 3", 1, None),
    ]
    assert result.rows[4].submitted_at == at(15, "11:00:00").astimezone(UTC)
    file = tmp_path / "round.json"
    file.write_bytes(desk.run("contests", proving.recompute_file, round_id).content)
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "contest", "recompute", str(file)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    said = json.loads(done.stdout)
    assert [row["person"] for row in said["rows"]] == [row.member for row in result.rows]
    assert said["n"] == 5
    assert [row["prize"] for row in said["rows"]] == [row.prize for row in result.rows]


def test_a_to_j_where_two_have_won_before(desk: Desk) -> None:
    def make(work: Work) -> str:
        contest = contests.contest(work, desk.scene)
        people = [one.person_id for one in contests.people(work, desk.scene, 10)]
        for person in people:
            contests.enter(work, contest, person)
        already_won(work, contest, contests.over(work, contest), [people[0], people[4]])
        of = contests.over(work, contest, number=2)
        for n, person in enumerate(people):
            contests.handed_in(
                work, of, person, contests.right(10), 10, at(14, f"{8 + n:02}:00:00")
            )
        return of.id

    result = computed(desk, laid(desk, make))
    prizes = [None, "Nhất", "Nhì", "Nhì", None, "Nhì", "Ba", "Ba", "Ba", "Ba"]
    assert [row.prize for row in result.rows] == prizes
    assert [row.passed_over for row in result.rows] == [n in {0, 4} for n in range(10)]
    assert [(one.name, one.count) for one in result.unawarded] == [("Ba", 1)]


@pytest.mark.parametrize(
    ("fallback", "prizes"),
    [("highest_correct", ["Nhất", "Nhì", "Nhì"]), ("no_award", [None, None, None])],
)
def test_nobody_all_correct(desk: Desk, fallback: str, prizes: list[str | None]) -> None:
    def make(work: Work) -> str:
        of = contests.over(work, contests.contest(work, desk.scene, fallback=fallback))
        x, y, z = (one.person_id for one in contests.people(work, desk.scene, 3))
        for person, correct, when in ((x, 9, "10:00:00"), (y, 9, "09:00:00"), (z, 8, "08:00:00")):
            contests.handed_in(work, of, person, contests.right(correct), 1, at(14, when))
        return of.id

    result = computed(desk, laid(desk, make))
    assert result.n == 0
    assert [row.name for row in result.rows] == [f"Đỗ Thị Số {n}" for n in (1, 0, 2)]
    assert [row.prize for row in result.rows] == prizes
