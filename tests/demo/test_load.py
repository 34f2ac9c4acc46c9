"""The loaded demonstration: the pilot's figures and members, once and at any hour."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock, content
from app.demo import load as loader
from app.models.audit import AuditRow
from app.models.communities import Community, RegulationAcceptance
from app.models.members import Consent
from app.models.people import Person
from app.services import (
    cards,
    checking,
    counting,
)
from app.services import today as board_today
from app.store import communities, growth, records
from app.store.actors import Work
from tests.demo.loaded import NOW, SLUG, Loaded, everyone, fresh, named, work


def test_the_totals_are_those_of_the_pilot(loaded: Loaded) -> None:
    def look(session: Session) -> dict[str, int]:
        return records.totals(session, counting.scope(communities.get(session, SLUG).id))

    totals = loaded.see(look)
    assert counting.members_inside(totals) == 1514
    assert totals["not_union"] == 170
    states = {name: count for name, count in totals.items() if name != "not_union"}
    assert states == {
        "state:submitted": 7,
        "state:needs_info": 2,
        "state:approved": 1513,
        "state:refused": 1,
        "state:withdrawn": 1,
        "state:expired": 1,
        "state:suspended": 1,
        "state:left": 2,
        "state:removed": 1,
    }


def test_every_unit_has_the_women_of_the_seed(loaded: Loaded) -> None:
    shown = loaded.as_role("adviser", lambda w: board_today.today(w, SLUG))
    assert shown.figures == {"members": 1514, "not_union": 170, "suspended": 1}
    assert [(row["name"], row["count"]) for row in shown.by_unit] == [
        (unit.name, unit.members) for unit in content.communes()
    ]


def test_counters_log_and_reviews_stand_a_recount(loaded: Loaded) -> None:
    loaded.database.write_now(checking.seal_first)
    assert loaded.see(lambda session: checking.faults(session, clock.now())) == []


def test_the_group_grew_as_the_pilot_did(loaded: Loaded) -> None:
    months = loaded.see(
        lambda session: growth.by_month(session, communities.get(session, SLUG).id, 100)
    )
    reached = {row["month"]: row["total"] for row in months}
    for point in content.growth():
        if (point.on + timedelta(days=1)).month != point.on.month or point.on.day == 29:
            assert reached[f"{point.on:%Y-%m}"] == point.participants


@pytest.mark.parametrize("size", [200, 700])
def test_another_size_keeps_the_shares(
    size: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    def look(session: Session) -> dict[str, int]:
        return records.totals(session, counting.scope(communities.get(session, SLUG).id))

    with fresh(tmp_path, request, f"demo_{size}") as database:
        database.write_now(lambda session: loader.load(work(session), size))
        totals = database.read_now(look)
    assert counting.members_inside(totals) == size
    assert totals["not_union"] == round(size * 170 / 1514)


def test_members_came_in_the_order_of_their_ids_and_applied_before_they_joined(
    loaded: Loaded,
) -> None:
    women = [m for m in loaded.see(everyone) if m.joined_at is not None]
    by_id = [m.applied_at.timestamp() for m in sorted(women, key=lambda m: m.id)]
    # An id holds milliseconds, so two within one may stand in either order.
    assert all(later - earlier > -0.001 for earlier, later in itertools.pairwise(by_id))
    opened = clock.day_start(content.mission().founded_on)
    for member in women:
        assert member.joined_at is not None
        assert opened <= member.applied_at < member.joined_at <= NOW
    assert len({m.joined_at for m in women}) > 1400


def test_all_people_are_invented_and_have_numbers_of_their_own(loaded: Loaded) -> None:
    women = loaded.see(everyone)
    real = loaded.see(
        lambda s: s.execute(
            select(func.count()).select_from(Person).where(col(Person.invented).is_(False))
        ).scalar_one()
    )
    assert real == 0
    assert len({m.file_no for m in women}) == len({m.code for m in women}) == len(women)
    assert all(m.phone is not None and m.phone.startswith("0900") for m in women)


def test_everyone_consented_and_accepted_the_regulation(loaded: Loaded) -> None:
    women = {m.id for m in loaded.see(everyone)}
    consents = loaded.see(lambda s: list(s.execute(select(Consent)).scalars()))
    by_purpose = {
        purpose: {c.member_id for c in consents if c.purpose == purpose}
        for purpose in ("management", "contact")
    }
    assert by_purpose == {"management": women, "contact": women}
    assert {(c.way, c.notice_version) for c in consents} == {("form", 1)}
    notice = content.privacy_notice()
    assert min(c.given_at for c in consents) >= clock.day_start(notice.in_force_from)
    accepted = loaded.see(lambda s: list(s.execute(select(RegulationAcceptance)).scalars()))
    assert {row.member_id for row in accepted} == women
    assert min(row.accepted_at for row in accepted) >= clock.day_start(date(2024, 5, 11))


def test_a_woman_of_the_pilot_has_a_card_without_a_review(loaded: Loaded) -> None:
    def look(now: Work) -> Any:
        return cards.card(now, named(now.session, "Phạm Thị Hồng Nhung", "approved"))

    card = loaded.as_role("membership", look)
    assert card.review is None
    assert card.decided_by is None
    assert card.unit.name == "Hội LHPN xã Đặng Xá"
    assert {"suspension", "removal", "leaving"} <= set(card.allowed_actions)


def test_a_second_load_is_refused(loaded: Loaded) -> None:
    assert not loaded.see(loader.is_empty)
    with pytest.raises(loader.NotEmpty):
        loaded.database.write_now(lambda session: loader.load(work(session)))
    count = select(func.count()).select_from(Community)
    assert loaded.see(lambda s: s.execute(count).scalar_one()) == 1


@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_it_loads_at_any_hour(hour: int, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    moment = NOW.replace(hour=hour, minute=1)

    def fill(session: Session) -> None:
        now = work(session)
        now.now, now.today = moment, clock.in_vietnam(moment).date()
        loader.load(now, 200)

    newest = select(func.max(col(AuditRow.at)))
    with fresh(tmp_path, request, f"demo_at_{hour}") as database:
        database.write_now(fill)
        latest = database.read_now(lambda s: s.execute(newest).scalar_one())
    assert latest <= moment
