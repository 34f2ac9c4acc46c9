"""A random walk through everything that moves a member; the counters equal a recount."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from app import clock
from app.domain.refusals import Refusal
from app.schemas.applications import AnswerCreate, MemberCreate
from app.schemas.members import Decision, Escalation, Leaving, Suspension
from app.services import applications, applying, decisions, lives, reversals
from app.services.counting import scope
from app.store import records
from app.store.actors import Work
from tests.conftest import Watch
from tests.factories import HOME, Scene
from tests.services.desk import Desk, because, question

STEPS = 120
ACTORS = ("chair", "moderator", "membership")


class Walk:
    """One random walker; `done` counts the steps that were taken and not refused."""

    def __init__(self, desk: Desk, scene: Scene, watch: Watch, seed: int) -> None:
        self.desk, self.scene, self.watch = desk, scene, watch
        self.dice = random.Random(seed)
        self.done: dict[str, int] = {}
        self.people = {name: (scene.members[name], scene.codes[name]) for name in scene.codes}

    def step(self) -> None:
        steps: dict[str, Callable[[str, str, str], object]] = {
            "approve": lambda who, m, _: self.desk.run(who, decisions.approve, m, Decision()),
            "refuse": lambda who, m, _: self.desk.run(who, decisions.refuse, m, because("Nhầm")),
            "ask": lambda who, m, _: self.desk.run(who, decisions.ask, m, question("Ở đâu?")),
            "escalate": lambda who, m, _: self.desk.run(
                who, decisions.escalate, m, Escalation(reason="Khó")
            ),
            "hand_back": lambda who, m, _: self.desk.run(who, decisions.hand_back, m, Decision()),
            "undo": self._undo,
            "reverse": lambda who, m, _: self.desk.run(who, reversals.reverse, m, because("Sai")),
            "suspend": self._suspend,
            "reinstate": lambda who, m, _: self.desk.run(who, lives.reinstate, m, because("Xong")),
            "remove": lambda who, m, _: self.desk.run(who, lives.remove, m, because("Thôi")),
            "leave": lambda who, m, _: self.desk.run(who, lives.leave, m, Leaving()),
            "answer": lambda _who, _m, code: self.desk.run(
                "stranger", applications.answer, code, AnswerCreate(text="Dạ")
            ),
            "withdraw": lambda _who, _m, code: self.desk.run(
                "stranger", applications.withdraw, code
            ),
            "reopen": lambda _who, _m, code: self.desk.run("stranger", applications.reopen, code),
            "apply": self._apply,
            "time": self._time,
        }
        name = self.dice.choice(sorted(steps))
        member, code = self.people[self.dice.choice(list(self.people))]
        try:
            steps[name](self.dice.choice(ACTORS), member, code)
        except Refusal:
            return
        self.done[name] = self.done.get(name, 0) + 1

    def _undo(self, who: str, member: str, _code: str) -> None:
        self.desk.run(who, decisions.approve, member, Decision())
        self.desk.run(who, reversals.undo, member, "approved")

    def _suspend(self, who: str, member: str, _code: str) -> None:
        day = clock.in_vietnam(self.watch.moment).date() + timedelta(days=self.dice.randint(0, 9))
        self.desk.run(who, lives.suspend, member, Suspension(until=day, words="Nghỉ"))

    def _apply(self, _who: str, _member: str, _code: str) -> None:
        number = len(self.people)
        body = MemberCreate(
            full_name=f"Đinh Thị Số {number}",
            phone=f"09130001{number:02d}",
            unit=self.dice.choice([None, self.scene.units["commune"]]),
            union_status=self.dice.choice(["member", "not_member", "unknown"]),
            accepted_regulation=1,
            consents=["management"],
        )
        applied = self.desk.run("stranger", applying.apply, HOME, body)
        self.people[applied.id] = (applied.id, applied.code)

    def _time(self, _who: str, _member: str, _code: str) -> None:
        self.watch.forward(days=self.dice.choice([0, 1, 8, 31]))
        self.desk.work_off()


@pytest.mark.parametrize("seed", [55, 1930, 2025])
def test_after_any_walk_the_counters_equal_a_recount(
    desk: Desk, scene: Scene, watch: Watch, seed: int
) -> None:
    walk = Walk(desk, scene, watch, seed)
    for number in range(STEPS):
        walk.step()
        if number % 30 == 0:
            assert desk.faults() == []
    assert desk.faults() == []
    assert sum(walk.done.values()) > STEPS // 5, walk.done
    assert len(walk.done) > 8, walk.done


def test_a_counter_that_lies_is_found(desk: Desk, scene: Scene) -> None:
    def lie(work: Work) -> None:
        records.add(work.session, scope(scene.communities[HOME]), "state:approved", 1)

    desk.run("stranger", lie)
    assert any("state:approved" in fault for fault in desk.faults())


def test_folding_changes_no_total(desk: Desk, scene: Scene) -> None:
    def totals(work: Work) -> dict[str, int]:
        return records.totals(work.session, scope(scene.communities[HOME]))

    before = desk.run("stranger", totals)
    folded = desk.run("stranger", lambda work: records.fold(work.session))
    assert folded > 0
    assert desk.run("stranger", totals) == before
    assert desk.run("stranger", lambda work: records.fold(work.session)) == 0
