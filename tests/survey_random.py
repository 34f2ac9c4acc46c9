"""Random surveys with random answers, for whoever attacks what is shown of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from app.models.units import Unit
from app.services import unit_tree
from app.services.deeds import fresh_id
from app.store.actors import Work
from tests import survey_crowds, surveys
from tests.factories import Scene, work_of

NOBODY = "?"


@dataclass(frozen=True)
class Choice:
    """What may be answered to the question of several. `alone`: its last option stands alone."""

    least: int = 1
    most: int = 0
    alone: bool = False

    @property
    def limits(self) -> dict[str, int]:
        least = {"min_choices": self.least} if self.least > 1 else {}
        return {**least, **({"max_choices": self.most} if self.most else {})}


PLAIN = Choice(alone=True)
CHOICES = (
    Choice(2, 2),
    Choice(1, 2),
    Choice(1, 2, alone=True),
    Choice(2, 2, alone=True),
    Choice(2, 0, alone=True),
    Choice(1, 1),
    Choice(),
)


@dataclass(frozen=True)
class Data:
    """`units`: of each response; `above`: unit → the unit above it."""

    form: dict[str, Any]
    identity: str
    crowd: list[dict[str, Any]]
    units: list[str]
    above: Mapping[str, str]

    def people(self) -> Iterator[dict[str, set[str]]]:
        """What each answered, `NOBODY` for nothing, and where she lives."""
        for place, answers in enumerate(self.crowd):
            here = {"unit": {self.units[place]} if self.units else {NOBODY}}
            for one in self.form["questions"]:
                value = answers.get(one["key"], NOBODY)
                here[one["key"]] = set(value) if isinstance(value, list) else {value}
            yield here


def data(
    random: Random, leaves: Sequence[str], above: Mapping[str, str], choice: Choice = PLAIN
) -> Data:
    """`leaves`: the chapters where people live, for a survey by personal links."""
    q, options = surveys.question, surveys.OPTIONS
    alone = [*options[:3], {**options[3], "exclusive": choice.alone}]
    limits = {"validate": choice.limits} if choice.limits else {}
    need = random.random() < 0.5
    form = {
        "title": "Chị cần gì?",
        "questions": [
            q("one", required=need),
            q("two", options=options[: random.choice((2, 3))], required=need),
            q("yes", "yes_no"),
            q("many", "multiple", options=alone, required=random.random() < 0.5, **limits),
            q("more", show_if={"question": "two", "is": "b"}, required=True),
        ],
    }
    tilt = {key: _weights(random, 4, 2) for key in ("one", "two", "yes", "many", "more")}
    skips, singles = random.choice((0.0, 0.03, 0.1)), random.random() < 0.3
    crowd = [
        dict(_answers(random, form, tilt, skips, singles=singles))
        for _ in range(random.choice((30, 60, 120, 250)))
    ]
    if choice != PLAIN:
        _choose_anew(random, crowd, choice, tilt["many"])
    where = _weights(random, len(leaves), 3)
    units = [random.choices(leaves, where)[0] for _ in crowd] if leaves else []
    return Data(form, "token" if leaves else "anonymous", crowd, units, above)


def _weights(random: Random, many: int, steep: float) -> list[float]:
    return [random.random() ** steep + 0.02 for _ in range(many)]


def _answers(
    random: Random, form: Any, tilt: Mapping[str, list[float]], skips: float, *, singles: bool
) -> Iterator[tuple[str, Any]]:
    two = None
    for one in form["questions"]:
        key, weights = one["key"], tilt[one["key"]]
        if (key == "more" and two != "b") or (not one.get("required") and random.random() < skips):
            continue
        keys = [option["key"] for option in one.get("options", ())] or ["yes", "no"]
        chosen = random.choices(keys, weights[: len(keys)])[0]
        two = chosen if key == "two" else two
        if key != "many":
            yield key, chosen
        elif singles or chosen == keys[3]:
            yield key, [chosen]
        else:
            pairs = zip(keys[:3], weights, strict=False)
            yield key, [k for k, w in pairs if k == chosen or random.random() < w]


def _choose_anew(
    random: Random, crowd: Sequence[dict[str, Any]], choice: Choice, weights: Sequence[float]
) -> None:
    """Many choose as few as they may, or as many: then the limits say most."""
    keys = "abcd"[: 3 if choice.alone else 4]
    most = choice.most or len(keys)
    fewest, highest = random.choice((0.2, 0.8, 1)), random.choice((0.2, 0.8, 1))
    for answers in crowd:
        if "many" not in answers or (choice.alone and answers["many"] == ["d"]):
            continue
        number = random.randint(choice.least, most)
        if random.random() < fewest:
            number = choice.least
        elif random.random() < highest:
            number = most
        ordered = sorted(keys, key=lambda key: random.random() ** (1 / weights["abcd".index(key)]))
        answers["many"] = sorted(ordered[-number:])


# -- in the database -------------------------------------------------------------------------------


def put(session: Session, scene: Scene, random: Random, choice: Choice = PLAIN) -> tuple[Data, str]:
    """A closed survey with its answers: anonymous, or by personal links from chapters."""
    work = work_of(session)
    leaves, above = _chapters(work, scene, random) if random.random() < 0.5 else ([], {})
    made = data(random, leaves, above, choice)
    closes = work.now - timedelta(minutes=1)
    of = surveys.survey(work, scene, made.form, identity=made.identity, closes_at=closes)
    survey_crowds.add(work, of, made.crowd, units=made.units)
    return made, of.id


def _chapters(work: Work, scene: Scene, random: Random) -> tuple[list[str], dict[str, str]]:
    """Of three communes."""
    above = {}
    for commune in range(3):
        top = _unit(work, scene.units["city"], "commune", f"Xã {commune}")
        for chapter in range(random.randint(1, 3)):
            above[_unit(work, top, "chapter", f"Chi hội {chapter}")] = top
    return list(above), above


def _unit(work: Work, parent: str, kind: str, name: str) -> str:
    since = work.today - timedelta(days=30)
    made = Unit(id=fresh_id(work), kind=kind, valid_from=since)
    work.session.add(made)
    work.session.flush()
    unit_tree.give_name(work, made.id, name, since)
    unit_tree.give_parent(work, made.id, parent, since)
    work.session.flush()
    return made.id
