"""Jury and votes made one result, board by board; what is alike, unusual, or not taken in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.domain.contests import intake, judged, likeness, voting
from app.domain.contests.reading import read
from app.domain.refusals import Invalid
from tests.contests import RULESET

pytestmark = pytest.mark.once
NOON = datetime(2026, 3, 8, 5, tzinfo=UTC)  # 12:00 in Vietnam


def ruleset(**more: Any) -> Any:
    return read({**RULESET, "prediction": None, "rank": ["manual"], **more})


def terms(**more: Any) -> judged.Terms:
    given: dict[str, Any] = {
        "weights": {"k": 1},
        "full": 100,
        "quorum": 1,
        "jury_weight": Fraction(80, 100),
        "cap": None,
        "standardised": False,
    }
    return judged.Terms(**{**given, **more})


def one(number: int, mark: int | None, votes: int = 0, **more: Any) -> judged.Judged:
    marks = {"j": {"k": mark}} if mark is not None else {}
    given: dict[str, Any] = {"board": "individual", "owner": f"p{number}", "marks": marks}
    return judged.Judged(id=f"w{number}", number=number, votes=votes, **{**given, **more})


def test_the_issues_formula_with_every_part_and_its_prizes() -> None:
    """80 % jury; counts 10, 20, 1000 have the cap 40: the thousand weigh as forty."""
    works = [one(1, 90, 10), one(2, 80, 20), one(3, 70, 1000)]
    told = judged.compute(terms(), ruleset(prizes=[["Nhất", 1], ["Nhì", 1]]), works, "s")
    assert [(r.work, r.rank, r.final, r.capped, r.prize) for r in told.rows] == [
        ("w1", 1, Decimal("77.00"), Decimal("10.00"), "Nhất"),
        ("w3", 2, Decimal("76.00"), Decimal("40.00"), "Nhì"),
        ("w2", 3, Decimal("74.00"), Decimal("20.00"), None),
    ]
    assert told.caps == {"individual": Decimal("40.00")}


def test_boards_have_their_own_caps_and_prizes() -> None:
    works = [one(1, 50, 1000), one(1, 50, 1, board="collective", owner="u1")]
    works[1] = judged.Judged(**{**_fields(works[1]), "id": "t1"})
    told = judged.compute(terms(), ruleset(), works, "s")
    assert [(r.work, r.prize, r.final) for r in told.rows] == [
        ("w1", "Nhất", Decimal("60.00")),
        ("t1", "Nhất", Decimal("60.00")),
    ]
    assert told.caps == {"individual": Decimal("2000.00"), "collective": Decimal("20.00")}


def _fields(row: judged.Judged) -> dict[str, Any]:
    return {name: getattr(row, name) for name in judged.Judged.__slots__}


def test_one_prize_a_person_is_that_of_her_best_work() -> None:
    works = [one(1, 90, owner="p"), one(2, 80, owner="p"), one(3, 70)]
    two = [["Nhất", 1], ["Nhì", 1]]
    once = judged.compute(terms(), ruleset(prizes=two), works, "s")
    assert [r.prize for r in once.rows] == ["Nhất", None, "Nhì"]
    both = judged.compute(terms(), ruleset(prizes=two, one_prize_per="none"), works, "s")
    assert [r.prize for r in both.rows] == ["Nhất", "Nhì", None]


def test_below_the_quorum_a_work_has_no_rank_and_a_gap_is_no_mark() -> None:
    half = one(2, None, marks={"j": {"k": 90}, "i": {}})
    told = judged.compute(terms(quorum=1), ruleset(), [one(1, 50), half, one(3, None)], "s")
    assert [(r.work, r.rank, r.jurors) for r in told.rows] == [
        ("w2", 1, 1),
        ("w1", 2, 1),
        ("w3", None, 0),
    ]


def test_a_tie_goes_to_the_jury_then_to_the_rules() -> None:
    even = [one(1, 50, 0), one(2, 50, 0)]
    first = judged.compute(terms(), ruleset(), even, "s").rows
    assert [(r.work, r.rank) for r in first] == [("w1", 1), ("w2", 2)]
    shared = judged.compute(terms(), ruleset(final_tie="shared"), even, "s").rows
    assert [r.rank for r in shared] == [1, 1]
    by_jury = [one(1, 40, 20), one(2, 65, 0)]
    told = judged.compute(terms(cap=20), ruleset(), by_jury, "s").rows
    assert [r.final for r in told] == [Decimal("52.00"), Decimal("52.00")]
    assert [r.work for r in told] == ["w2", "w1"]


def test_standardised_marks_weigh_a_strict_and_a_mild_juror_alike() -> None:
    marks = {1: (10, 90), 2: (20, 80), 3: (30, 85)}
    works = [
        one(n, None, marks={"strict": {"k": a}, "mild": {"k": b}}) for n, (a, b) in marks.items()
    ]
    told = judged.compute(
        terms(standardised=True, jury_weight=Fraction(1)), ruleset(), works, "s"
    ).rows
    assert [(r.work, r.jury) for r in told] == [
        ("w3", Decimal("56.12")),
        ("w1", Decimal("50.00")),
        ("w2", Decimal("43.88")),
    ]


def test_where_votes_alone_decide_no_jury_is_waited_for() -> None:
    told = judged.compute(
        terms(jury_weight=Fraction(0), weights={}),
        ruleset(),
        [one(1, None, 5), one(2, None, 9)],
        "s",
    ).rows
    assert [(r.work, r.final, r.jury) for r in told] == [
        ("w2", Decimal("100.00"), None),
        ("w1", Decimal("55.56"), None),
    ]


# -- intake ------------------------------------------------------------------------------------


class Rules:
    needs, children, most_pictures = "pictures", True, 2
    opens_at, closes_at = NOON, NOON + timedelta(hours=1)
    most_of_person, most_of_unit, most_individual, most_collective = 1, 1, 2, None


def sent(number: int | None, **more: Any) -> intake.Sent:
    given: dict[str, Any] = {
        "board": "individual",
        "owner": f"p{number}",
        "sent_at": NOON,
        "title": "Tên",
        "story": "",
        "video": "",
        "pictures": 1,
        "shows": "nobody",
        "is_own": True,
        "people_agree": False,
        "parents_agree": False,
    }
    return intake.Sent(id=f"w{number}", number=number, **{**given, **more})


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "work-no-title"),
        ({"pictures": 0}, "work-no-picture"),
        ({"pictures": 3}, "work-too-many-pictures"),
        ({"shows": ""}, "work-shows-unsaid"),
        ({"shows": "adult"}, "work-people-unasked"),
        ({"shows": "child", "people_agree": True}, "work-parents-unasked"),
        ({"is_own": False}, "work-not-own"),
    ],
)
def test_what_a_work_must_have(more: dict[str, Any], code: str) -> None:
    assert [told for _, told in intake.missing(Rules(), sent(1, **more))] == [code]
    with pytest.raises(Invalid):
        intake.must_be_whole(Rules(), sent(1, **more))


def test_earlier_works_have_the_places_and_the_others_are_told_why() -> None:
    works = [
        sent(1, owner="a"),
        sent(2, owner="a"),
        sent(3),
        sent(4),
        sent(5, sent_at=NOON + timedelta(hours=1)),
        sent(6, kept_out=True, inside=False),
        sent(None, sent_at=None, pictures=0),
    ]
    assert intake.failing(Rules(), reversed(works)) == {
        "w2": ["work-over-owner"],
        "w4": ["work-over-board"],
        "w5": ["work-late"],
        "w6": ["work-kept-out", "work-author-left"],
        "wNone": ["work-no-picture", "work-unsent"],
    }


@pytest.mark.parametrize(
    "typed",
    [
        "https://evil.example/v",
        "https://youtube.com.evil.example/watch?v=1",
        "javascript:alert(1)",
        "https://a@youtube.com/watch?v=1",
        "https://youtube.com:8080/watch?v=1",
        "https://www.youtube.com/",
        'https://youtu.be/"onload=x',
        "https://[",
    ],
)
def test_a_film_stands_only_where_films_stand(typed: str) -> None:
    with pytest.raises(Invalid):
        intake.video_address(typed)


def test_a_films_address_is_kept_as_it_is_opened() -> None:
    told = intake.video_address("m.youtube.com/watch?v=abc#t=1")
    assert told == "https://m.youtube.com/watch?v=abc"
    assert intake.video_address(" ") == ""


# -- alike and unusual -------------------------------------------------------------------------


def test_same_bytes_and_near_looks_are_told_and_never_of_one_work() -> None:
    looks = [
        likeness.Look("a", "1", "00000000000000ff"),
        likeness.Look("a", "1", "00000000000000ff"),
        likeness.Look("b", "2", "00000000000000fe"),
        likeness.Look("c", "1", "ffffffffffffffff"),
        likeness.Look("d", "", ""),
    ]
    assert likeness.alike(looks) == {
        "a": {"b": "near", "c": "same"},
        "b": {"a": "near"},
        "c": {"a": "same"},
    }


def votes(*minutes: float, joined: datetime | None = None, unit: str | None = None) -> list[Any]:
    return [
        voting.Vote(f"p{minute}", NOON + timedelta(minutes=minute), joined, unit)
        for minute in minutes
    ]


def test_every_hour_is_told_by_the_clock_of_vietnam() -> None:
    told = voting.hourly([NOON, NOON + timedelta(minutes=59), NOON + timedelta(hours=2)])
    assert [(hour.hour, count) for hour, count in told] == [(12, 2), (13, 0), (14, 1)]
    assert voting.hourly([]) == []


def test_an_hour_far_above_the_others_is_told_with_who_voted() -> None:
    calm = votes(*(60 * n for n in range(1, 8)), *(60 * n + 20 for n in range(1, 8)))
    (found,) = voting.unusual([*calm, *votes(*(2.5 * n for n in range(12)))])
    assert (found.kind, len(found.people), found.usual) == ("spike", 12, 2)
    assert voting.unusual(calm) == []


def test_accounts_in_a_row_that_are_alike_are_told_and_others_not() -> None:
    row = [100 + n / 2 for n in range(6)]
    joined = NOON - timedelta(days=1)
    (found,) = voting.unusual(votes(*row, joined=joined, unit="u"))
    assert (found.kind, found.marks, len(found.people)) == ("cluster", ("joined", "unit"), 6)
    assert voting.unusual(votes(*row)) == []
    assert voting.unusual(votes(*row[:4], joined=joined)) == []
    apart = [*votes(*row[:3], unit="u"), *votes(*row[3:], unit="v")]
    assert voting.unusual(apart) == []
