"""The participants of the pilot, written in bulk: they were in the group before it had Sen.

So nobody judged them here: they have no review item and no notice, and their numbers go straight
into the counters' totals.
"""

from __future__ import annotations

import random
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from app import clock
from app.demo.communities import OPENED_AT
from app.demo.people import InventedMember
from app.demo.stage import Stage
from app.domain import names, twins
from app.domain.ids import new_code, new_file_no, new_id
from app.models.base import SQLModel
from app.models.members import Invitation
from app.services import counting
from app.store import communities
from app.store.actors import Work
from app.store.records import milliseconds

CHUNK = 1000
_PURPOSES = ("management", "contact")
#: Of those who came by a channel that has a link, who used the link; openings for each of them.
_BY_LINK = 0.6
_OPENED_PER_APPLIED = 3
#: The board lets women in while it is on duty (board regulation, Article 7).
_DUTY_MINUTES = (6 * 60 + 30, 21 * 60 + 29)
_LEFT_BEFORE = timedelta(days=150)
_SHORTEST_WAIT, _USUAL_WAIT, _LONGEST_WAIT = 5, 3 * 60, 30 * 60

Row = dict[str, Any]


def enter(
    work: Work, stage: Stage, women: Iterable[InventedMember], gone: Iterable[InventedMember]
) -> None:
    """Insert the women as approved members, with consents, acceptances and counted totals.

    `gone`: those among them who have left the group since the pilot.
    """
    writer = _Writer(work, stage, gone)
    remaining = iter(women)
    while chunk := list(islice(remaining, CHUNK)):
        rows: dict[str, list[Row]] = {
            name: [] for name in ("person", "member", "consent", "regulation_acceptance")
        }
        for woman in chunk:
            writer.write(woman, rows)
        for table, inserted in rows.items():
            _insert(work, table, inserted)
    _insert(work, "counter", writer.totals())


def _insert(work: Work, table: str, rows: list[Row]) -> None:
    if rows:
        work.session.execute(SQLModel.metadata.tables[table].insert(), rows)


class _Writer:
    """Turns invented women into rows, and counts them."""

    def __init__(self, work: Work, stage: Stage, gone: Iterable[InventedMember]) -> None:
        notice = communities.privacy_notice(work.session, stage.community.id)
        regulation = communities.regulation(work.session, stage.community.id, "group", work.today)
        self._stage = stage
        self._gone = {woman.phone for woman in gone}
        self._left_at = work.now - _LEFT_BEFORE
        self._rng = random.Random(56)  # noqa: S311 - hours of an illustration, no secret
        self._notice_version = notice.version
        self._notice_since = clock.day_start(notice.in_force_from)
        self._regulation_id = regulation.id
        self._regulation_since = clock.day_start(regulation.in_force_from)
        self._form_version = communities.join_form(work.session, stage.community.id).version
        self._codes: set[str] = set()
        self._file_nos: set[str] = set()
        self._by_unit: Tally[str] = Tally()
        self._by_link: Tally[str] = Tally()
        self._not_union = 0
        self._left = 0

    def write(self, woman: InventedMember, rows: dict[str, list[Row]]) -> None:
        applied_at, joined_at = self._moments(woman)
        moment = milliseconds(applied_at)
        unit_id = self._stage.units[woman.unit]
        invitation = self._link(woman, applied_at)
        person = _person(woman, applied_at)
        member = {
            "id": new_id(moment),
            "community_id": self._stage.community.id,
            "person_id": person["id"],
            "code": _unused(new_code, self._codes),
            "file_no": _unused(new_file_no, self._file_nos),
            "state": "approved",
            "phone": woman.phone,
            "full_name": person["full_name"],
            "fold": person["fold"],
            "sort_key": person["sort_key"],
            "twin_key": twins.key(person["fold"], woman.birth_year),
            "unit_id": unit_id,
            "hamlet": woman.hamlet,
            "union_status": woman.union_status,
            "answers": {"hamlet": woman.hamlet, "found_via": woman.found_via},
            "form_version": self._form_version,
            "invitation_id": invitation.id if invitation else None,
            "applied_at": applied_at,
            "joined_at": joined_at,
            "ended_at": None,
            "state_reason": "",
        }
        rows["person"].append(person)
        rows["member"].append(member)
        rows["consent"] += self._consents(member["id"], applied_at)
        rows["regulation_acceptance"].append(self._acceptance(member["id"], applied_at))
        if woman.phone in self._gone:
            member |= {"state": "left", "ended_at": self._left_at, "state_reason": "moved"}
            self._left += 1
        else:
            self._by_unit[unit_id] += 1
            self._not_union += woman.union_status != "member"

    def _moments(self, woman: InventedMember) -> tuple[datetime, datetime]:
        """(applied, joined): joined in duty hours, applied a little before, never too early."""
        rng = self._rng
        minute = rng.randint(*_DUTY_MINUTES)
        day = clock.day_start(woman.joined_on)
        joined_at = day + timedelta(minutes=minute, seconds=rng.randrange(60))
        wait = timedelta(minutes=rng.triangular(_SHORTEST_WAIT, _LONGEST_WAIT, _USUAL_WAIT))
        opened_before = joined_at - OPENED_AT
        if wait > opened_before:
            wait = opened_before * rng.random()
        return joined_at - wait, joined_at

    def _link(self, woman: InventedMember, applied_at: datetime) -> Invitation | None:
        link = self._stage.invitations.get(woman.found_via)
        if link is None or applied_at < link.created_at or self._rng.random() >= _BY_LINK:
            return None
        self._by_link[link.id] += 1
        return link

    def _consents(self, member_id: str, applied_at: datetime) -> Iterator[Row]:
        """To the notice in force; who came before it was asked again on its first day."""
        given_at = max(applied_at, self._notice_since)
        for purpose in _PURPOSES:
            yield {
                "id": new_id(milliseconds(given_at)),
                "member_id": member_id,
                "purpose": purpose,
                "notice_version": self._notice_version,
                "way": "form",
                "given_at": given_at,
            }

    def _acceptance(self, member_id: str, applied_at: datetime) -> Row:
        accepted_at = max(applied_at, self._regulation_since)
        return {
            "id": new_id(milliseconds(accepted_at)),
            "member_id": member_id,
            "regulation_id": self._regulation_id,
            "accepted_at": accepted_at,
            "way": "form",
        }

    def totals(self) -> list[Row]:
        """Rows of the table `counter`, by the names of `services.counting`."""
        community_id = self._stage.community.id
        scope, unit_scope = counting.scope(community_id), counting.unit_scope(community_id)
        inside = self._by_unit.total()
        counted = {
            (scope, "state:approved"): inside,
            (scope, "state:left"): self._left,
            (scope, "not_union"): self._not_union,
            **{(unit_scope, unit_id): count for unit_id, count in self._by_unit.items()},
        }
        for link_id, applied in self._by_link.items():
            counted[f"invitation:{link_id}", "applied"] = applied
            counted[f"invitation:{link_id}", "opened"] = applied * _OPENED_PER_APPLIED + 2
        return [
            {"scope": where, "name": name, "total": total}
            for (where, name), total in counted.items()
        ]


def _person(woman: InventedMember, created_at: datetime) -> Row:
    name = names.of(woman.full_name)
    return {
        "id": new_id(milliseconds(created_at)),
        "full_name": name.full,
        "given_name": name.given,
        "family_middle": name.family_middle,
        "fold": name.fold,
        "sort_key": name.sort_key,
        "call_me": woman.call_me,
        "birth_year": woman.birth_year,
        "invented": True,
        "created_at": created_at,
    }


def _unused(draw: Callable[[], str], used: set[str]) -> str:
    """A secret or a number that nobody has yet: the keys are unique, and a clash ends the load."""
    drawn = draw()
    while drawn in used:
        drawn = draw()
    used.add(drawn)
    return drawn
