"""The printed rules say what the engine does: every value, in both languages, in every mixture."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.content import find_forbidden
from app.domain.contests.reading import SINGLE, read
from app.domain.contests.ruleset import VALUES, Ruleset
from app.domain.contests.statute import ARTICLES, Clause, clauses, said
from app.domain.contests.work_statute import ARTICLES as WORK_ARTICLES
from app.i18n.catalogue import LANGUAGES
from app.i18n.statute_sentences import CLAUSES, HEADINGS, ROLES
from app.i18n.statutes import sentence, statute, text
from app.i18n.work_statute_sentences import WORK_CLAUSES
from tests.domain.contests.samples import changed, rules

pytestmark = pytest.mark.once

PRIZES: list[list[list[Any]]] = [[], [["Nhất", 1]], [["Nhất", 1], ["Nhì", 3], ["Ba", 1000]]]
CHAINS = [list(VALUES["rank"]), ["prediction_distance", "submitted_at"], ["-points"], ["manual"]]
#: One mixture of so many is tried: no divisor of how many values any place has.
SHARE = 7
ROLE_LISTS: list[list[str]] = [[], list(VALUES["exclude_roles"])]


def every() -> Iterator[Ruleset]:
    """Every mixture of the values, with some chains, limits, prizes and roles."""
    targets: list[dict[str, str] | None] = [None]
    targets += ({"target": one, "distance": "abs"} for one in VALUES["prediction.target"])
    for most, guess, chain, counted, single in itertools.product(
        (None, 1, 4),
        targets,
        CHAINS,
        VALUES["attempts.counted"],
        itertools.product(*(VALUES[place] for place in SINGLE)),
    ):
        number = len(chain) + len("".join(single)) + (most or 0)
        yield read(
            {
                "attempts": {"max": most, "counted": counted},
                "prediction": guess,
                "rank": chain,
                "prizes": PRIZES[number % 3],
                "exclude_roles": ROLE_LISTS[number % 2],
                **dict(zip(SINGLE, single, strict=True)),
            }
        )


def wanted(one: Ruleset) -> set[str]:
    """The keys that must be said, written down apart from the code that says them."""
    most = one.attempts.most
    keys = {"rank.intro", f"scoring.{one.scoring}", f"eligible.{one.eligible}"}
    keys |= {f"time_precision.{one.time_precision}", f"final_tie.{one.final_tie}"}
    keys |= {f"fairness.{word}" for word in "free disqualified proof unchanged hash".split()}
    keys.add({None: "attempts.unlimited", 1: "attempts.once"}.get(most, "attempts.max"))
    if most != 1:
        by_points = one.attempts.counted == "highest_then_shortest" and one.scoring != "exact_set"
        keys |= {f"counted.{one.attempts.counted}{'.points' if by_points else ''}", "counted.whole"}
    if one.eligible == "all_correct":
        first = one.fallback == "highest_correct" and "-correct" not in one.rank
        keys |= {f"fallback.{one.fallback}{'.first' if first else ''}", "rank.others"}
    keys.add("exclude_roles" if one.exclude_roles else "exclude_roles.none")
    if one.prediction:
        keys |= {f"prediction.{one.prediction.target}", "distance.abs", f"n_counts.{one.n_counts}"}
    else:
        keys.add("prediction.none")
    keys |= {f"rank.{k}" for k in one.rank if one.prediction or k != "prediction_distance"}
    if one.prizes:
        keys |= {"prizes.intro", "prizes.one", "prizes.waived", "prizes.unawarded"}
        keys |= {f"one_prize_per.{one.one_prize_per}"}
        keys |= {"prizes.shared"} if one.final_tie == "shared" else set()
    else:
        keys.add("prizes.none")
    return keys


@pytest.mark.slow
def test_mixtures_say_what_decides_and_nothing_else() -> None:
    met: set[str] = set()
    said: set[tuple[str, tuple[tuple[str, object], ...]]] = set()
    mixtures = 0
    for one in itertools.islice(every(), None, None, SHARE):
        mixtures += 1
        found = clauses(one)
        keys = {clause.key for clause in found}
        assert keys == wanted(one)
        places = [ARTICLES.index(clause.article) for clause in found]
        assert places == sorted(places)
        assert set(places) == set(range(len(ARTICLES)))
        _numbers_agree(one, found)
        met |= keys
        said |= {(c.key, tuple(c.facts.items())) for c in found if c.key != "fairness.hash"}
    assert mixtures == 103_680 // SHARE + 1
    assert met == CLAUSES.keys() - WORK_CLAUSES.keys()
    for (key, facts), lang in itertools.product(said, LANGUAGES):
        _is_whole(Clause("", key, dict(facts)), lang)  # type: ignore[arg-type]


def _numbers_agree(one: Ruleset, found: tuple[Clause, ...]) -> None:
    facts = {clause.key: clause.facts for clause in found}
    assert facts.get("attempts.max", {}).get("max", one.attempts.most) == one.attempts.most
    prizes = [tuple(clause.facts.values()) for clause in found if clause.key == "prizes.one"]
    assert prizes == [(prize.name, prize.count) for prize in one.prizes]
    if one.prizes:
        assert facts["prizes.intro"]["total"] == sum(count for _, count in prizes)  # type: ignore[misc]
    chain = [c.key for c in found if c.key.startswith("rank.") and "number" in c.facts]
    assert chain == [f"rank.{key}" for key in one.chain]
    assert [c.facts["number"] for c in found if "number" in c.facts] == [
        *range(1, len(one.chain) + 1)
    ]


def _is_whole(clause: Clause, lang: str) -> None:
    """One sentence: filled in, ended, with just the numbers that its facts hold."""
    words = sentence(clause, lang)
    assert "%" not in words
    assert words[-1] in ".:"
    held = {value for value in clause.facts.values() if isinstance(value, int)}
    figures = {int(re.sub(r"[.,]", "", n)) for n in re.findall(r"\d+(?:[.,]\d{3})*", words)}
    own = {5} if clause.key.startswith("fallback.highest") else set()
    own |= {0, 1} if clause.key.startswith("scoring.") else set()
    own |= {256} if clause.key == "final_tie.draw" else set()
    assert held <= figures <= held | own, words
    assert not find_forbidden(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_ends_with_the_hash_and_names_every_role_and_prize(lang: str) -> None:
    made = rules(exclude_roles=list(VALUES["exclude_roles"]), prizes=[["Nhất", 1], ["Phụ", 1000]])
    printed = statute(said(made), lang)
    whole = text(printed)
    assert printed.sha256 == made.sha256
    assert whole.rstrip().rstrip(".").endswith(made.sha256)
    assert len(printed.articles) == len(ARTICLES)
    assert HEADINGS.keys() == {*ARTICLES, *WORK_ARTICLES}
    assert whole.count("\n\n") == len(ARTICLES) - 1
    assert ("1.000" if lang == "vi" else "1,000") in whole
    assert "Phụ" in whole
    roles = next(
        sentence(clause, lang) for clause in clauses(made) if clause.key == "exclude_roles"
    )
    assert roles.count(";") == len(ROLES) - 1
    assert set(ROLES) == set(VALUES["exclude_roles"])


def test_another_value_is_another_text() -> None:
    """No two values of one place are told alike."""
    for place, values in VALUES.items():
        if place in {"rank", "exclude_roles", "prediction.distance"}:
            continue
        texts = {_without_hash(read(changed({place: value}))) for value in values}
        assert len(texts) == len(values), place


def _without_hash(made: Ruleset) -> str:
    return text(statute(said(made), "vi")).replace(made.sha256, "")


def test_the_article_that_is_pointed_to_holds_the_order() -> None:
    made = statute(said(rules()), "vi")
    pointed = re.search(r"tại Điều (\d)", text(made))
    assert pointed
    assert made.articles[int(pointed[1]) - 1].heading == f"Điều {pointed[1]}. Thứ tự xếp hạng"
