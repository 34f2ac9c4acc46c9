"""The printed rules of works: every term that decides something is said, and nothing else."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.content import find_forbidden
from app.domain.contests.statute import Said
from app.domain.contests.work_statute import ARTICLES, WorkTerms, said
from app.i18n.catalogue import LANGUAGES
from app.i18n.statutes import sentence, statute, text
from app.i18n.work_statute_sentences import WORK_CLAUSES
from tests.domain.contests.samples import rules

pytestmark = pytest.mark.once

TERMS = WorkTerms(
    needs="pictures",
    opens_at=datetime(2026, 3, 1, 1, 0, tzinfo=UTC),
    closes_at=datetime(2026, 3, 20, 17, 0, tzinfo=UTC),
    votes_from=datetime(2026, 3, 21, 1, 0, tzinfo=UTC),
    votes_until=datetime(2026, 3, 25, 17, 0, tzinfo=UTC),
    individual=True,
    collective=False,
    most_of_person=2,
    most_of_unit=None,
    most_individual=300,
    most_collective=None,
    most_pictures=5,
    criteria=(("Ý tưởng", 60), ("Hình ảnh", 40)),
    full_mark=10,
    quorum=3,
    vote_weight=20,
    cap=None,
    standardised=False,
    children=False,
    likes=False,
)
Changes = dict[str, Any]
SHARED, DRAWN = {"final_tie": "shared", "one_prize_per": "none"}, {"final_tie": "draw"}


def every() -> Iterator[tuple[dict[str, str], WorkTerms]]:
    """Rulings that matter to works × terms."""
    no_votes: Changes = {"votes_from": None, "votes_until": None, "vote_weight": 0}
    votes: list[Changes] = [{}, no_votes, {"vote_weight": 0}, {"vote_weight": 100}, {"cap": 50}]
    boards: list[Changes] = [{}, {"individual": False, "collective": True, "most_of_unit": 4}]
    boards += [{"collective": True, "most_of_person": None, "most_collective": 1000}]
    flags: list[Changes] = [{}, {"standardised": True, "children": True, "likes": True}]
    needs: list[Changes] = [{"needs": one} for one in ("pictures", "story", "video")]
    for ruled, *parts in itertools.product(({}, SHARED, DRAWN), votes, boards, flags, needs):
        merged = {name: value for part in parts for name, value in part.items()}
        yield ruled, replace(TERMS, **merged)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_mixture_is_said_in_whole_sentences(lang: str) -> None:
    keys = set()
    for ruled, terms in every():
        found = said(rules(prizes=[["Nhất", 1], ["Ba", 12]], **ruled), terms)
        keys |= {one.key for one in found.clauses}
        for clause in found.clauses:
            words = sentence(clause, lang)
            assert "%(" not in words
            assert words[-1] in ".:"
            assert not find_forbidden(words)
            for value in clause.facts.values():
                if isinstance(value, int):
                    assert f"{value:,}" in words.replace(".", ","), words
        assert len(statute(found, lang).articles) == len(ARTICLES)
    assert keys >= WORK_CLAUSES.keys() - {"work.unwritten"}


def test_what_decides_nothing_is_not_said() -> None:
    by_jury = said(rules(), replace(TERMS, vote_weight=0))
    by_votes = said(rules(), replace(TERMS, vote_weight=100))
    assert {"work.cap", "work.cap.default", "work.final"}.isdisjoint(_keys(by_jury))
    assert {"work.jury", "work.criterion", "work.quorum", "work.final"}.isdisjoint(_keys(by_votes))
    # Nothing of a quiz.
    assert not {key for key in _keys(by_votes) if key.startswith(("scoring", "attempts", "rank"))}


def test_moments_are_vietnam_s_and_articles_run_on() -> None:
    whole = text(statute(said(rules(), TERMS), "vi"))
    assert "từ 08:00 01/03/2026 đến trước 00:00 21/03/2026" in whole
    assert "80% điểm của Ban Giám khảo và 20% điểm bình chọn" in whole
    numbers = [int(n) for n in re.findall(r"^Điều (\d+)\.", whole, re.MULTILINE)]
    assert numbers == [*range(1, len(ARTICLES) + 1)]


def test_before_terms_are_written_only_prizes_and_fairness_are_said() -> None:
    printed = statute(said(rules(), None), "vi")
    assert [one.heading for one in printed.articles] == [
        "Điều 1. Bài dự thi và thời gian nhận bài",
        "Điều 2. Giải thưởng",
        "Điều 3. Bảo đảm công bằng",
    ]


def _keys(found: Said) -> set[str]:
    return {one.key for one in found.clauses}
