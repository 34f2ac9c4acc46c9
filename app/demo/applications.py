"""The applications of "this week": every state of a member, in hours before the loading."""

from dataclasses import dataclass
from typing import Any

from app import content
from app.content import shelf


@dataclass(frozen=True, slots=True)
class InventedStep:
    """One thing that happened. `kind`: application, or the noun of the action that followed;
    `by`: keys of the people of the board who decided, empty where the applicant or the clock
    did; `reason`: a code of the reasons, for a leaving a key of the leaving reasons; `text`:
    words of her own, or what goes into the reason's `{ly_do}`; `ends_in_hours`: from now."""

    kind: str
    hours_ago: float
    by: tuple[str, ...] = ()
    reason: str | None = None
    text: str | None = None
    ends_in_hours: float | None = None


@dataclass(frozen=True, slots=True)
class InventedApplication:
    """One woman's way so far; the last step leads to `state`.

    `unit`: code of a commune, None where she named none; `resembles`: key of the named member
    who is perhaps the same person; `answers`: as in the join form's body; `given`: her given
    name where it is more than the last word.
    """

    key: str
    state: str
    steps: tuple[InventedStep, ...]
    full_name: str
    birth_year: int
    phone: str
    unit: str | None
    union_status: str
    call_me: str
    answers: dict[str, Any]
    given: str | None = None
    resembles: str | None = None


def applications() -> tuple[InventedApplication, ...]:
    """Six waiting, two to be completed, one perhaps a duplicate, and one in each closed state."""
    return tuple(_application(entry) for entry in shelf.table("applications")["applications"])


def _application(entry: dict[str, Any]) -> InventedApplication:
    told = _of_named(entry["woman"]) | entry if "woman" in entry else entry
    return InventedApplication(
        key=told["key"],
        state=told["state"],
        steps=shelf.rows(InventedStep, told["steps"]),
        full_name=told["full_name"],
        birth_year=told["birth_year"],
        phone=told["phone"],
        unit=told["unit"] or None,
        union_status=told["union_status"],
        call_me=told["call_me"],
        answers=_answers(told),
        given=told.get("given"),
        resembles=told.get("resembles"),
    )


def _of_named(key: str) -> dict[str, Any]:
    woman = next(member for member in content.named_members() if member.key == key)
    fields = "full_name given birth_year phone unit hamlet union_status call_me found_via".split()
    return {name: getattr(woman, name) for name in fields}


def _answers(told: dict[str, Any]) -> dict[str, Any]:
    """What the form carries inside `answers`; an empty one is absent."""
    asked = [q.key for q in content.join_form().questions if q.place == "answers"]
    return {key: told[key] for key in asked if told.get(key)}
