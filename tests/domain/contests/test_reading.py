"""A ruleset is read whole or refused with every fault, its place and its code."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contests import files, reading
from app.domain.contests.canonical import canonical, digest
from app.domain.contests.results import Round, compute
from app.domain.refusals import Invalid
from tests.domain.contests.samples import RULESET, changed, round_of, rules

pytestmark = pytest.mark.once

ATTEMPT = {
    "id": "a1",
    "person": "p1",
    "correct": 10,
    "prediction": 5,
    "duration_ms": 300_000,
    "submitted_at": "2025-04-14T10:00:05.250+07:00",
    "seq": 1,
}
FILE = {"ruleset": RULESET, "question_count": 10, "attempts": [ATTEMPT]}


def faults(value: Any) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        reading.read(value)
    return {(error.pointer, error.code) for error in caught.value.errors}


def test_what_the_contract_writes_is_read_and_written_again() -> None:
    made = reading.read(RULESET)
    assert made.as_json() == RULESET
    assert list(made.as_json()) == list(RULESET)
    assert reading.read(made.as_json()) == made


@pytest.mark.parametrize(
    ("place", "value", "pointer", "code"),
    [
        ("attempts", 4, "/attempts", "ruleset-wrong"),
        ("attempts.max", 0, "/attempts/max", "attempts-max-wrong"),
        ("attempts.max", 1001, "/attempts/max", "attempts-max-wrong"),
        ("attempts.max", True, "/attempts/max", "attempts-max-wrong"),
        ("attempts.max", 3.0, "/attempts/max", "attempts-max-wrong"),
        ("attempts.max", "3", "/attempts/max", "attempts-max-wrong"),
        ("attempts.counted", "best", "/attempts/counted", "ruleset-value-unknown"),
        ("attempts.more", 1, "/attempts/more", "ruleset-key-unknown"),
        ("scoring", "exact", "/scoring", "ruleset-value-unknown"),
        ("scoring", None, "/scoring", "ruleset-value-unknown"),
        ("scoring", ["exact_set"], "/scoring", "ruleset-value-unknown"),
        ("eligible", "none", "/eligible", "ruleset-value-unknown"),
        ("fallback", "", "/fallback", "ruleset-value-unknown"),
        ("prediction", "persons", "/prediction", "ruleset-wrong"),
        ("prediction", {}, "/prediction/target", "ruleset-key-missing"),
        ("prediction.target", "votes", "/prediction/target", "ruleset-value-unknown"),
        ("prediction.distance", "square", "/prediction/distance", "ruleset-value-unknown"),
        ("rank", [], "/rank", "rank-empty"),
        ("rank", "correct", "/rank", "ruleset-wrong"),
        ("rank", ["correct"], "/rank/0", "ruleset-value-unknown"),
        ("rank", ["-correct", "manual", "-correct"], "/rank/2", "rank-twice"),
        ("rank", ["manual"] * 101, "/rank", "ruleset-wrong"),
        ("time_precision", "us", "/time_precision", "ruleset-value-unknown"),
        ("final_tie", "coin", "/final_tie", "ruleset-value-unknown"),
        ("prizes", {"Nhất": 1}, "/prizes", "ruleset-wrong"),
        ("prizes", [["Nhất"]], "/prizes/0", "ruleset-wrong"),
        ("prizes", [["", 1]], "/prizes/0/0", "prize-name-wrong"),
        ("prizes", [["a\nb", 1]], "/prizes/0/0", "prize-name-wrong"),
        ("prizes", [["x" * 81, 1]], "/prizes/0/0", "prize-name-wrong"),
        ("prizes", [[1, 1]], "/prizes/0/0", "prize-name-wrong"),
        ("prizes", [["Nhất", 0]], "/prizes/0/1", "prize-count-wrong"),
        ("prizes", [["Nhất", 1.5]], "/prizes/0/1", "prize-count-wrong"),
        ("prizes", [["Nhì", 1], ["Nhi\u0300", 1]], "/prizes/1/0", "prize-twice"),
        ("one_prize_per", "week", "/one_prize_per", "ruleset-value-unknown"),
        ("exclude_roles", ["chair"], "/exclude_roles/0", "ruleset-value-unknown"),
        ("exclude_roles", ["juror", "juror"], "/exclude_roles/1", "role-twice"),
        ("n_counts", "never", "/n_counts", "ruleset-value-unknown"),
        ("a/b~c", 1, "/a~1b~0c", "ruleset-key-unknown"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_place(
    place: str, value: Any, pointer: str, code: str
) -> None:
    wrong = changed({place: value}) if "/" not in place else {**RULESET, place: value}
    assert (f"/ruleset{pointer}", code) in faults(wrong)


@pytest.mark.parametrize("key", RULESET)
def test_nothing_is_taken_for_granted(key: str) -> None:
    short = {name: value for name, value in RULESET.items() if name != key}
    assert faults(short) == {(f"/ruleset/{key}", "ruleset-key-missing")}


def test_a_chain_of_a_prediction_alone_needs_one() -> None:
    wrong = changed({"prediction": "null", "rank": ["prediction_distance"]})
    assert faults(wrong) == {("/ruleset/rank", "rank-needs-prediction")}


def test_every_fault_is_told_at_once() -> None:
    assert len(faults(changed({"scoring": 1, "eligible": 2, "rank": [], "prizes": [[]]}))) == 4
    assert faults(["x"]) == {("/ruleset", "ruleset-wrong")}


def test_the_hash_is_of_the_canonical_text_and_of_nothing_else() -> None:
    backwards = dict(reversed(list(RULESET.items())))
    assert reading.read(backwards).sha256 == reading.read(RULESET).sha256 == digest(dict(RULESET))
    assert rules(attempts__max=3).sha256 != rules().sha256
    decomposed = reading.read(changed({"prizes": [["Nha\u0302\u0301t", 1]]}))
    assert decomposed.sha256 == rules(prizes=[["Nhất", 1]]).sha256


def test_canonical_json_has_sorted_keys_no_spaces_and_no_floats() -> None:
    assert canonical({"b": [1, None], "a": "ế"}) == '{"a":"ế","b":[1,null]}'.encode()
    for wrong in (1.0, {"a": [0.5]}, {1: "a"}):
        with pytest.raises(TypeError):
            canonical(wrong)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"id": ""}, "/attempts/0/id", "not-text"),
        ({"id": 7}, "/attempts/0/id", "not-text"),
        ({"person": "\ud800"}, "/attempts/0/person", "not-text"),
        ({"correct": 11}, "/attempts/0/correct", "more-than-questions"),
        ({"correct": -1}, "/attempts/0/correct", "not-whole"),
        ({"correct": True}, "/attempts/0/correct", "not-whole"),
        ({"points": 1.5}, "/attempts/0/points", "not-whole"),
        ({"prediction": -1}, "/attempts/0/prediction", "not-whole"),
        ({"prediction": 10**30}, "/attempts/0/prediction", "not-whole"),
        ({"prediction": "năm"}, "/attempts/0/prediction", "not-whole"),
        ({"duration_ms": -1}, "/attempts/0/duration_ms", "not-whole"),
        ({"submitted_at": "2025-04-14T10:00:05"}, "/attempts/0/submitted_at", "not-a-time"),
        ({"submitted_at": "2025-04-14"}, "/attempts/0/submitted_at", "not-a-time"),
        ({"submitted_at": "2025-02-29T00:00:00Z"}, "/attempts/0/submitted_at", "not-a-time"),
        ({"submitted_at": 1744599605}, "/attempts/0/submitted_at", "not-a-time"),
        ({"seq": None}, "/attempts/0/seq", "not-whole"),
        ({"manual": "1"}, "/attempts/0/manual", "not-whole"),
    ],
)
def test_an_attempt_that_cannot_be_is_refused(
    change: dict[str, Any], pointer: str, code: str
) -> None:
    file = {**FILE, "attempts": [{**ATTEMPT, **change}]}
    with pytest.raises(files.Unreadable) as caught:
        round_of(file)
    assert (caught.value.pointer, caught.value.code) == (pointer, code)


@pytest.mark.parametrize("name", ATTEMPT)
def test_what_an_attempt_must_say(name: str) -> None:
    short = {key: value for key, value in ATTEMPT.items() if key != name}
    with pytest.raises(files.Unreadable, match=f"^/attempts/0/{name} missing$"):
        round_of({**FILE, "attempts": [short]})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"attempts": [ATTEMPT, {**ATTEMPT, "seq": 2}]}, "/attempts/1/id twice"),
        ({"attempts": [ATTEMPT, {**ATTEMPT, "id": "a2"}]}, "/attempts/1/seq twice"),
        ({"attempts": {}}, "/attempts not-a-list"),
        ({"attempts": [1]}, "/attempts/0 not-an-object"),
        ({"question_count": 0}, "/question_count not-whole"),
        ({"disqualified": "p1"}, "/disqualified not-a-list"),
        ({"disqualified": [1]}, "/disqualified/0 not-text"),
        ({"draw_seed": 1}, "/draw_seed not-text"),
        ({"ruleset": changed({"final_tie": "draw"})}, "/draw_seed draw-seed-missing"),
    ],
)
def test_a_file_that_cannot_be_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(files.Unreadable) as caught:
        round_of({**FILE, **change})
    assert str(caught.value) == said


@given(st.binary(max_size=40) | st.sampled_from([b"[" * 100_000, b"NaN", b"9" * 5000, b"\xff"]))
def test_what_is_no_file_is_refused_and_never_fails(data: bytes) -> None:
    with pytest.raises(files.Unreadable):
        files.read(data)


def test_a_round_that_draws_lots_without_a_seed_is_not_computed() -> None:
    with pytest.raises(ValueError, match="draw_seed"):
        compute(Round(rules(final_tie="draw"), 10, ()))


def test_an_empty_seed_is_none() -> None:
    assert round_of({**FILE, "draw_seed": ""}) == round_of({**FILE, "draw_seed": None})


def test_a_byte_order_mark_does_not_matter() -> None:
    assert files.read(b"\xef\xbb\xbf" + json.dumps(FILE).encode()) == round_of(FILE)
