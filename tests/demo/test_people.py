"""The invented participants: the pilot's figures, every time the same women."""

import time
from collections import Counter
from datetime import date

import pytest

from app import content
from app.demo.applications import applications
from app.demo.people import members
from app.domain import names, phones

STATES = {
    "submitted": 7,
    "needs_info": 2,
    "refused": 1,
    "withdrawn": 1,
    "expired": 1,
    "suspended": 1,
    "left": 1,
    "removed": 1,
}
# What each closed or waiting state's last step is.
LAST_STEP = {
    "submitted": "application",
    "needs_info": "information-request",
    "refused": "refusal",
    "withdrawn": "withdrawal",
    "expired": "expiry",
    "suspended": "suspension",
    "left": "leaving",
    "removed": "removal",
}


def test_units_and_union_status_are_those_of_the_pilot() -> None:
    women = list(members())
    total = Counter(woman.unit for woman in women)
    outside = Counter(woman.unit for woman in women if woman.union_status == "not_member")
    for unit in content.communes():
        assert (total[unit.code], outside[unit.code]) == (unit.members, unit.not_union)
    assert len(women) == 1514


def test_the_group_grows_as_the_pilot_did() -> None:
    days = [woman.joined_on for woman in members()]
    assert days == sorted(days)
    for point in content.growth():
        assert sum(day <= point.on for day in days) == point.participants


def test_the_same_seed_gives_the_same_women() -> None:
    assert list(members()) == list(members())
    assert list(members(50)) != list(members(50, seed=56))


def test_women_are_adult_callable_and_apart() -> None:
    women = list(members())
    assert len({woman.phone for woman in women}) == len(women)
    channels = {o.key for q in content.join_form().questions for o in q.options}
    for woman in women:
        assert 1950 <= woman.birth_year <= 2006
        assert phones.parse(woman.phone).number == woman.phone
        assert names.of(woman.full_name).full == woman.full_name
        assert woman.hamlet
        assert {woman.call_me, woman.found_via} <= channels
    assert min(w.phone for w in women if w.key is None) >= "0900000100"


def test_names_repeat_as_in_life_and_give_work_to_the_collation() -> None:
    women = [names.of(woman.full_name) for woman in members()]
    families = Counter(woman.full.split()[0] for woman in women)
    assert 0.33 < families["Nguyễn"] / len(women) < 0.45
    assert {"An", "Ánh", "Ân", "Đông", "Đào"} <= {woman.given for woman in women}
    assert len({woman.full for woman in women}) < len(women)


def test_the_women_of_the_stories_are_among_the_first() -> None:
    named = {woman.key: woman for woman in members() if woman.key}
    assert set(named) == {w.key for w in content.named_members() if w.in_group}
    assert all(woman.joined_on <= date(2024, 6, 30) for woman in named.values())


@pytest.mark.parametrize("size", [0, 1, 7, 40, 422, 1513, 20_000])
def test_other_sizes_keep_the_shares_with_exact_totals(size: int) -> None:
    women = list(members(size))
    assert len(women) == size
    outside = sum(woman.union_status == "not_member" for woman in women)
    assert outside == round(size * 170 / 1514)
    assert all(woman.joined_on <= date(2024, 11, 29) for woman in women)


def test_a_hundred_thousand_are_invented_in_three_seconds() -> None:
    started = time.process_time()
    assert sum(1 for _ in members(100_000)) == 100_000
    assert time.process_time() - started < 3


def test_this_week_holds_every_state() -> None:
    waiting = applications()
    assert Counter(application.state for application in waiting) == STATES
    assert len({application.key for application in waiting}) == len(waiting)
    for application in waiting:
        steps = application.steps
        assert steps[0].kind == "application"
        assert steps[-1].kind == LAST_STEP[application.state]
        hours = [step.hours_ago for step in steps]
        assert hours == sorted(hours, reverse=True)
        assert hours[-1] > 0


def test_this_week_waits_as_the_seed_says() -> None:
    plain = [a for a in applications() if a.state == "submitted" and a.resembles is None]
    hours = [application.steps[0].hours_ago for application in plain]
    assert sum(h < 2 for h in hours) == 3
    assert sum(24 <= h < 25 for h in hours) == 2
    assert sum(h > 7 * 24 for h in hours) == 1
    (twin,) = [a for a in applications() if a.resembles]
    (known,) = [w for w in content.named_members() if w.key == twin.resembles]
    assert (twin.full_name, twin.birth_year) == (known.full_name, known.birth_year)
    assert twin.unit != known.unit
    asked = [a for a in applications() if a.state == "needs_info"]
    assert sum(any(step.kind == "answer" for step in a.steps) for a in asked) == 1


def test_applications_name_real_reasons_people_units_and_options() -> None:
    reasons = {reason.code: reason.decision for reason in content.reasons()}
    leaving = {reason.key for reason in content.leaving_reasons()}
    board = {person.key for person in content.board()}
    units = {unit.code for unit in content.communes()}
    questions = {question.key: question for question in content.join_form().questions}
    for application in applications():
        assert application.unit is None or application.unit in units
        assert phones.parse(application.phone).number == application.phone
        names.of(application.full_name, given=application.given)
        for key, answer in application.answers.items():
            options = {option.key for option in questions[key].options}
            chosen = answer if isinstance(answer, list) else [answer]
            assert not options or set(chosen) <= options
        for step in application.steps:
            assert set(step.by) <= board
            if step.kind == "leaving":
                assert step.reason in leaving
            elif step.reason is not None:
                assert reasons[step.reason] == step.kind
            assert (step.ends_in_hours is not None) == (step.kind == "suspension")
            assert len(step.by) == (2 if step.kind == "removal" else len(step.by))


def test_nobody_shares_a_phone_with_another_invented_woman() -> None:
    named = [w.phone for w in content.named_members() if w.in_group]
    officers = [p.phone for p in content.board() + content.advisers() + content.officers()]
    every = [a.phone for a in applications()] + named + officers
    assert len(set(every)) == len(every)
