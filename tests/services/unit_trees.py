"""Random trees and random decisions, through the services, against a plain replay of them.

The replay knows nothing of lineage: it goes through the decisions day by day and carries each
person along, or loses sight of her where her unit was divided and nobody placed her.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app import clock
from app.domain.ids import new_code, new_file_no, new_id
from app.domain.permissions import Actor, Post
from app.domain.refusals import Refusal
from app.models.members import Member
from app.models.people import Person
from app.schemas.house import UnitCreate
from app.schemas.units import ReorganisationCreate
from app.services import reorganising, unit_figures, unit_tree
from app.store import placements
from app.store.actors import Work
from app.store.records import milliseconds
from tests.factories import HOME, Scene, work_of

FIRST, LAST = date(2015, 1, 1), date(2026, 1, 1)
DIVIDING = ("split", "part_transfer")
PEOPLE = 40


@dataclass
class Event:
    """A decision that was carried out."""

    day: date
    kind: str
    units: list[str]
    into: list[str]
    parent: str = ""
    name: str = ""
    id: str = ""
    children: dict[str, str] = field(default_factory=dict)


@dataclass
class Woman:
    id: str
    said: str
    on: date
    joined: date
    #: decision → unit, as somebody found out.
    placed: dict[str, str] = field(default_factory=dict)


class Replay:
    """The tree, the names and the people of any day, by going through all decisions again."""

    def __init__(self) -> None:
        self.founded: dict[str, tuple[date, str, str | None]] = {}
        self.events: list[Event] = []
        self.women: list[Woman] = []

    def until(self, day: date) -> list[Event]:
        return [event for event in self.events if event.day <= day]

    def alive(self, day: date) -> list[str]:
        """In the order of founding: ids differ from run to run, the choices must not."""
        gone = {unit for event in self.until(day) for unit in self.ended_by(event)}
        return [u for u, (since, _, _) in self.founded.items() if since <= day and u not in gone]

    @staticmethod
    def ended_by(event: Event) -> set[str]:
        if event.kind in {"merge", "split", "close"}:
            return set(event.units) - set(event.into)
        return set()

    def tree(self, day: date) -> dict[str, tuple[str, str | None]]:
        """unit → (name, parent)."""
        names = {unit: name for unit, (_, name, _) in self.founded.items()}
        parents = {unit: parent for unit, (_, _, parent) in self.founded.items()}
        for event in self.until(day):
            if event.kind == "rename":
                names[event.units[0]] = event.name
            elif event.kind == "move":
                parents[event.units[0]] = event.parent
            elif event.kind == "merge":
                ended = self.ended_by(event)
                for unit, parent in parents.items():
                    if parent in ended and self.founded[unit][0] <= event.day:
                        parents[unit] = event.into[0]
            parents |= event.children
        return {unit: (names[unit], parents[unit]) for unit in self.alive(day)}

    def home(self, woman: Woman, day: date) -> str | None:
        home: str | None = woman.said
        if day < woman.on:
            return self._back(woman, day)
        for event in self.until(day):
            if home is None:
                return None
            if event.day > woman.on and home in event.units:
                home = self._after(event, home, woman)
        return home

    def _after(self, event: Event, home: str, woman: Woman) -> str | None:
        if event.kind == "merge":
            return event.into[0]
        if event.kind in DIVIDING:
            return woman.placed.get(event.id)
        return None if event.kind == "close" else home

    def _back(self, woman: Woman, day: date) -> str | None:
        home = woman.said
        for event in reversed([e for e in self.until(woman.on) if e.day > day]):
            if home not in event.into or (event.kind == "split" and home in event.units):
                continue
            brought = [e for e in self.events if e.day == event.day and home in e.into]
            sources = [unit for one in brought for unit in one.units if unit != home]
            if not sources:
                continue
            founded_by_it = self.founded[home][0] == event.day
            if len(sources) > 1 or not founded_by_it or event.kind != "merge":
                return None
            home = sources[0]
        return home if self.founded[home][0] <= day else None

    def counts(self, on: date, as_of: date) -> Counter[str | None]:
        inside = [woman for woman in self.women if woman.joined <= on]
        alive = self.alive(as_of)
        homes = (self.home(woman, as_of) for woman in inside)
        return Counter(home if home in alive else None for home in homes)


class Trial:
    """One random tree with its decisions."""

    def __init__(self, session: Session, scene: Scene, seed: int) -> None:
        self.random, self.scene, self.replay = random.Random(seed), scene, Replay()
        self.work = work_of(session, actor=Actor(administrator=True))
        self.faults: list[str] = []
        self.done = Counter[str]()
        self.seed = seed

    def run(self, decisions: int) -> None:
        for _ in range(self.random.randint(4, 12)):
            self.found(FIRST)
        days = sorted(self._day() for _ in range(decisions))
        for day in days:
            self.decide(day)
        self.people()
        self.compare()

    def _day(self) -> date:
        return FIRST + timedelta(days=self.random.randint(30, (LAST - FIRST).days - 30))

    def at(self, day: date) -> Work:
        """The unit of work as it was on the morning of a day."""
        return replace(self.work, now=clock.day_start(day), today=day)

    # -- what happens ------------------------------------------------------------------------

    def found(self, day: date) -> str:
        above = self.replay.alive(day)
        parent = self.random.choice(above) if above and self.random.random() < 0.6 else None
        name = f"Đơn vị {len(self.replay.founded)}"
        body = UnitCreate(name=name, kind="commune", parent=parent, valid_from=day)
        made = unit_tree.create(self.at(day), body)
        self.replay.founded[made.id] = (day, name, parent)
        return made.id

    def decide(self, day: date) -> None:
        eve = self.replay.alive(day - timedelta(days=1))
        alive = [unit for unit in self.replay.alive(day) if unit in eve]
        if not alive:
            return
        unit = self.random.choice(alive)
        kinds = ("rename", "move", "merge", "merge", "split", "part_transfer", "close")
        event = Event(day, self.random.choice(kinds), [unit], [])
        self._fill(event, alive)
        body = ReorganisationCreate.model_validate(
            {
                "kind": event.kind,
                "decision_number": f"{self.done.total()}/{self.seed}",
                "decided_on": day,
                "issuer": "thử",
                "effective_on": day,
                "name": event.name or None,
                "parent": event.parent or None,
                "with_units": event.units[1:],
                "into": event.into,
                "children": event.children,
            }
        )
        try:
            with self.work.session.begin_nested():
                made = reorganising.reorganise(self.at(day), unit, body)
        except Refusal:
            # What was read inside the savepoint is not what stands after it.
            self.work.session.expire_all()
            self.done["refused"] += 1
            return
        event.id = made.id
        self.done[event.kind] += 1
        event.units = [one for one in event.units if one not in event.into or event.kind == "split"]
        self.replay.events.append(event)

    def _fill(self, event: Event, alive: list[str]) -> None:
        pick = self.random
        if event.kind == "rename":
            event.name = f"Tên {pick.random()}"
        elif event.kind == "move":
            event.parent = pick.choice(alive)
        elif event.kind == "merge":
            event.units += pick.sample(alive, min(len(alive), pick.randint(0, 2)))
            event.units = list(dict.fromkeys(event.units))
            event.into = [self.found(event.day) if pick.random() < 0.5 else pick.choice(alive)]
        elif event.kind in DIVIDING:
            few = pick.sample(alive, min(len(alive), pick.randint(1, 3)))
            event.into = few if pick.random() < 0.5 else [*few[:2], self.found(event.day)]
        if event.kind in {"split", "close"} and event.units[0] not in event.into:
            below = [
                unit
                for unit, (_, parent) in self.replay.tree(event.day).items()
                if parent == event.units[0]
            ]
            others = [one for one in alive if one != event.units[0]]
            event.children = {child: pick.choice(others) for child in below if others}

    # -- people ------------------------------------------------------------------------------

    def people(self) -> None:
        persons: list[dict[str, Any]] = []
        members: list[dict[str, Any]] = []
        for _ in range(PEOPLE):
            on = FIRST + timedelta(days=self.random.randint(1, (LAST - FIRST).days))
            alive = self.replay.alive(on)
            if not alive:
                continue
            joined = on + timedelta(days=self.random.randint(0, 60))
            at = clock.day_start(on) + timedelta(hours=9)
            woman = Woman(new_id(milliseconds(at)), self.random.choice(alive), on, joined)
            self.replay.women.append(woman)
            name = {"full_name": "Thử", "fold": "thu", "sort_key": "thu"}
            persons.append(
                {**name, "id": woman.id, "given_name": "", "family_middle": "", "created_at": at}
            )
            members.append(
                {
                    **name,
                    "id": woman.id,
                    "person_id": woman.id,
                    "community_id": self.scene.communities[HOME],
                    "code": new_code(),
                    "file_no": new_file_no() + woman.id,
                    "twin_key": "",
                    "state": "approved",
                    "unit_id": woman.said,
                    "answers": {},
                    "applied_at": at,
                    "joined_at": clock.day_start(joined) + timedelta(hours=10),
                }
            )
        self.work.session.execute(insert(Person), persons)
        self.work.session.execute(insert(Member), members)
        for woman in self.replay.women:
            self._place(woman)

    def _place(self, woman: Woman) -> None:
        """Of some women somebody found out where they belong, division after division."""
        for event in self.replay.events:
            if event.kind not in DIVIDING or event.day <= woman.on or self.random.random() < 0.4:
                continue
            if self.replay.home(woman, event.day - timedelta(days=1)) != event.units[0]:
                continue
            if self.replay.home(woman, event.day) is not None:
                continue
            choices = [*event.into, *(event.units if event.kind == "part_transfer" else [])]
            woman.placed[event.id] = self.random.choice(choices)
            row = {
                "id": new_id(milliseconds(self.work.now)),
                "member_id": woman.id,
                "reorganisation_id": event.id,
                "unit_id": woman.placed[event.id],
                "by_hamlet": False,
                "placed_at": self.work.now,
            }
            placements.place(self.work.session, [row])

    # -- both sides --------------------------------------------------------------------------

    def compare(self) -> None:
        chair = Actor(
            person_id=self.scene.persons["chair"],
            posts=(Post("chair", frozenset({self.scene.communities[HOME]})),),
        )
        for on, as_of in self._days():
            ours = set(self.replay.founded)
            listed = unit_tree.tree(self.work, as_of).items
            seen = {one.id: (one.name, one.parent) for one in listed if one.id in ours}
            if seen != self.replay.tree(as_of):
                self.faults.append(f"seed {self.seed}: the tree of {as_of}")
            figures = unit_figures.page(replace(self.work, actor=chair), HOME, on, as_of)
            counted: Counter[str | None] = Counter(
                {one.unit.id: one.count for one in figures.units if one.count}
            )
            wanted = self.replay.counts(on, as_of)
            lost = wanted.pop(None, 0)
            if counted != wanted or figures.undetermined_total != lost:
                self.faults.append(
                    f"seed {self.seed}: {on} in the tree of {as_of}: "
                    f"{dict(counted - wanted)} more, {dict(wanted - counted)} less, "
                    f"{figures.undetermined_total} unclear and not {lost}"
                )

    def _days(self) -> Iterator[tuple[date, date]]:
        yield LAST, LAST
        for _ in range(5):
            yield self._day(), self._day()
        for event in self.random.sample(self.replay.events, min(3, len(self.replay.events))):
            yield LAST, event.day
            yield event.day, event.day - timedelta(days=1)


def run(session: Session, scene: Scene, seed: int, decisions: int) -> Trial:
    """One trial in a transaction that the caller throws away."""
    trial = Trial(session, scene, seed)
    trial.run(decisions)
    return trial
