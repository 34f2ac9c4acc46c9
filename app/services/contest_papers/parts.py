"""What the papers of a contest share: who issues them, their words, people, and tables of ranks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import clock, content
from app.domain import letters
from app.domain.contests import reading
from app.domain.contests.ruleset import Ruleset
from app.domain.contests.statute import Said
from app.domain.permissions import BOARD_ROLES, Thing
from app.domain.question_bank.table import points_text
from app.domain.refusals import Conflict
from app.models.communities import Community
from app.models.contests import Contest, ContestRound
from app.schemas.base import FileRead
from app.schemas.papers import Paper, PaperCode, PaperTable
from app.services import communities as community_service
from app.services.contests import terms
from app.services.contests.round_results import Place, RoundResult, of_contest
from app.services.deeds import permit, record
from app.store import appointments, communities, members, units
from app.store import contests as contest_store
from app.store.actors import Work

READ = "contest_paper.read"
#: The printed rules in Vietnamese: (heading, lines) of each article.
Printed = Callable[[Said], Sequence[tuple[str, Sequence[str]]]]
RANKS = (*BOARD_ROLES, "adviser")
#: Of a setting that is not made yet.
ADDRESS = "ba"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A contest whose papers are written, perhaps one round of it. `unit`: whose contest it is."""

    work: Work
    contest: Contest
    community: Community
    unit: str
    rules: Ruleset
    held: str
    round: ContestRound | None = None

    @property
    def address(self) -> tuple[str, str, str]:
        """Of one, of several, with a capital: on paper it is never chị."""
        key = self.community.settings.get("paper_address", ADDRESS)
        one, several, capital = words("common")["address"][key]
        return one, several, capital

    def say(self, template: str, **values: str) -> str:
        """A sentence with what every paper may name."""
        offered = {
            "ten": self.contest.title,
            "nhom": letters.bare(self.community.name),
            "don_vi": self.unit,
            "nam": str(self.work.today.year),
            "cac_ba": self.address[1],
            "vong": named(self.round) if self.round else "",
        }
        return letters.fill(template, **(offered | values))

    def said(self) -> Said:
        """What its printed rules say."""
        return terms.said(self.work, self.contest.kind, self.contest.id, self.rules)

    def check(self) -> str:
        """Where anybody can ask whether the contest is the Union's own."""
        return f"{self.work.address}/kiem-tra/{self.contest.code}"

    def code(self, result: RoundResult | None = None) -> PaperCode:
        common = words("common")
        captions = [self.say(common["check"], dia_chi=self.check())]
        if result is not None:
            captions.append(self.say(common["root"], ma=result.root))
        return PaperCode(text=self.check(), captions=captions)


def words(paper: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = content.contest_papers()[paper]
    return found


def of_contest_id(work: Work, contest_id: str) -> Occasion:
    return _occasion(work, contest_store.get(work.session, work.actor, contest_id), None)


def of_round_id(work: Work, round_id: str) -> Occasion:
    return _occasion(work, *contest_store.round_of(work.session, work.actor, round_id))


def _occasion(work: Work, contest: Contest, of: ContestRound | None) -> Occasion:
    held = permit(work, READ, Thing(community_id=contest.community_id))
    community = communities.by_id(work.session, contest.community_id)
    unit = community_service.controller(work, community)
    if contest.unit_id is not None:
        named_units = units.names(work.session, [contest.unit_id], work.today)
        unit = named_units.get(contest.unit_id, unit)
    return Occasion(work, contest, community, unit, reading.read(contest.ruleset), held, of)


def result_of(it: Occasion) -> RoundResult:
    """The result of its round; `Conflict` (`no-result`) while there is none."""
    assert it.round is not None
    result = of_contest(it.work, it.contest).get(it.round.id)
    if result is None:
        raise Conflict("no-result")
    return result


def paper(it: Occasion, name: str, **more: Any) -> Paper:
    """Head, type and abstract; a decision or plan is the standing committee's."""
    said, common = words(name), words("common")
    standing = name in {"plan", "founding", "award"}
    return Paper(
        parent=it.unit,
        issuer=common["standing" if standing else "organisers"],
        number=said.get("number", ""),
        place_and_day=it.say(common["state_day"]) if standing else "",
        kind=said["kind"],
        abstract=it.say(said["abstract"]),
        authority=f"{common['standing']} {it.unit}" if "deciding" in said else "",
        grounds=[it.say(one) for one in said.get("grounds", ())],
        recipients=[it.say(one) for one in said.get("recipients", ())],
        mark=common["mark"] if it.community.demo else "",
        **more,
    )


def file(it: Occasion, kind: str, name: str, file_content: bytes) -> FileRead:
    """The file; each one drawn up is logged."""
    subject = ("contest_round", it.round.id) if it.round else ("contest", it.contest.id)
    record(
        it.work,
        "contest_paper.write",
        subject,
        community_id=it.contest.community_id,
        held=it.held,
        outbox=False,
        paper=kind,
    )
    ending = f"-{it.round.number}" if it.round else ""
    return FileRead(name=f"{name}{ending}.docx", content=file_content)


# -- people ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Officer:
    name: str
    role: str
    title: str
    head: bool


def officers(it: Occasion) -> list[Officer]:
    """Who serves the contest: each body in the official order of the board, its head first."""
    session, home = it.work.session, it.contest.community_id
    serving = appointments.of_community(session, home, it.work.today)
    serving.sort(key=lambda one: RANKS.index(one[0].role))
    order: dict[str, tuple[int, str]] = {}
    for appointment, person in serving:
        title = appointment.title or content.role_labels()[appointment.role]
        order.setdefault(person.id, (len(order), title))
    rows = contest_store.offices(session, it.contest.id)
    names = members.person_names(session, [row.person_id for row in rows])
    found: list[Officer] = []
    for role in words("common")["offices"]:
        hers = [row.person_id for row in rows if row.role == role]
        hers.sort(key=lambda one: (order.get(one, (len(order), ""))[0], names.get(one, "")))
        for place, one in enumerate(hers):
            found.append(Officer(names[one], role, order.get(one, (0, ""))[1], place == 0))
    return found


def duty(officer: Officer) -> str:
    head, member = words("common")["duties"][officer.role]
    return str(head if officer.head else member)


# -- figures ---------------------------------------------------------------------------------------


def named(of: ContestRound) -> str:
    """“Vòng 1” within a sentence; any other title in quotes."""
    first = of.title.split(" ", 1)[0]
    if first in {"Vòng", "Tuần", "Đợt"}:
        return of.title[0].lower() + of.title[1:]
    return f"vòng “{of.title}”"


def whole(number: int) -> str:
    """08, 1.514."""
    return f"{number:02d}" if number < 1000 else f"{number:,}".replace(",", ".")


def minute(moment: datetime) -> str:
    return f"{clock.in_vietnam(moment):%H:%M ngày %d/%m/%Y}"


def exact(moment: datetime, rules: Ruleset) -> str:
    """As the rules compare it."""
    there = clock.in_vietnam(moment)
    rest = f",{there.microsecond // 1000:03d}" if rules.time_precision == "ms" else ""
    return f"{there:%d/%m/%Y %H:%M:%S}{rest}"


def lasted(ms: int, rules: Ruleset) -> str:
    minutes, rest = divmod(ms, 60_000)
    seconds, parts = divmod(rest, 1000)
    shown = f"{minutes}:{seconds:02d}"
    return f"{shown},{parts:03d}" if rules.time_precision == "ms" else shown


def ranks(it: Occasion, places: Sequence[Place]) -> PaperTable:
    """The table of winners with every key that ranks by these rules."""
    rules, heads = it.rules, words("common")["columns"]
    shown: list[tuple[str, int, Callable[[Place], str]]] = [
        ("rank", 9, lambda one: str(one.rank)),
        ("name", 16, lambda one: one.name),
        ("unit", 14, lambda one: one.unit),
        ("correct", 8, lambda one: str(one.correct)),
    ]
    if rules.scores_by_points:
        shown.append(("points", 8, lambda one: points_text(one.points)))
    if rules.prediction is not None:
        shown.append(("prediction", 9, lambda one: _or_dash(one.prediction)))
        shown.append(("distance", 8, lambda one: _or_dash(one.prediction_distance)))
    if "duration_ms" in rules.chain:
        shown.append(("duration", 12, lambda one: lasted(one.duration_ms, rules)))
    shown.append(("submitted", 18, lambda one: exact(one.submitted_at, rules)))
    shown.append(("prize", 8, lambda one: one.prize))
    return PaperTable(
        columns=[heads[key] for key, _, _ in shown],
        widths=[share for _, share, _ in shown],
        rows=[[of(one) for _, _, of in shown] for one in places],
    )


def _or_dash(number: int | None) -> str:
    return "–" if number is None else f"{number:,}".replace(",", ".")


def unawarded(it: Occasion, result: RoundResult) -> list[str]:
    """The sentence about prizes that nobody gets; none where all were given."""
    common = words("common")
    left = [it.say(common["prize"], so=whole(n), ten=name) for name, n in result.unawarded if n]
    return [it.say(common["unawarded"], giai=", ".join(left))] if left else []
