"""Units, community, texts and the people who serve, as the plan and the seed have them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import content
from app.demo import load as loader
from app.models.people import Account, Appointment, Login, Person
from app.services import (
    applying,
    appointments,
    unit_tree,
)
from app.store import communities
from app.web.paging import first_page
from tests.demo.loaded import SLUG, Loaded, work


def test_the_tree_is_that_of_2024_and_stays_open(loaded: Loaded) -> None:
    then = loaded.see(lambda s: unit_tree.tree(work(s), date(2024, 6, 1))).items
    now = loaded.see(lambda s: unit_tree.tree(work(s), None)).items
    assert [(unit.name, unit.depth) for unit in then] == [(unit.name, unit.depth) for unit in now]
    assert Counter(unit.depth for unit in then) == {0: 1, 1: 1, 2: 1, 3: 22}
    assert [unit.code for unit in then] == [unit.code or None for unit in content.units()]
    assert all(unit.code is None for unit in now)
    assert {unit.valid_to for unit in now} == {None}


def test_the_community_is_that_of_the_plan(loaded: Loaded) -> None:
    community = loaded.see(lambda s: communities.get(s, SLUG))
    assert (community.name, community.demo) == ("“Phụ nữ Gia Lâm khỏe – đẹp mỗi ngày”", True)
    assert "removal" in community.settings["two_person"]
    assert all("minh-hoa" in link["url"] for link in community.platforms)
    controller = loaded.see(lambda s: applying.join_page(work(s), SLUG, None).controller)
    assert controller == "Hội LHPN huyện Gia Lâm"


def test_the_composition_fits_the_plan(loaded: Loaded) -> None:
    listed = loaded.as_role(
        "adviser", lambda w: appointments.of_community(w, SLUG, first_page(), past=False)
    )
    assert [(line.label, line.present, line.fits) for line in listed.composition] == [
        ("board", 7, True),
        ("central", 1, True),
        ("city", 2, True),
        ("district", 4, True),
        ("panel", 3, True),
    ]
    serving = content.board() + content.advisers()
    assert [row.full_name for row in listed.items] == [person.full_name for person in serving]
    assert all(content.illustration_mark() in row.document for row in listed.items)


def test_officers_serve_their_own_unit(loaded: Loaded) -> None:
    rows = loaded.see(
        lambda s: list(
            s.execute(select(Appointment).where(col(Appointment.role) == "officer")).scalars()
        )
    )
    assert len(rows) == len(content.officers())
    assert all(row.community_id is None and row.unit_id for row in rows)


def test_only_the_four_prepared_people_can_sign_in(loaded: Loaded) -> None:
    def look(session: Session) -> list[Any]:
        rows = session.execute(
            select(Login, Account, Person)
            .join(Account, col(Login.account_id) == Account.id)
            .join(Person, col(Account.person_id) == Person.id)
        )
        return [(p.full_name, one.value, a.password_hash, a.invented) for one, a, p in rows]

    assert sorted(loaded.see(look)) == sorted(
        (one.name, one.phone, f"hash {one.role}", True) for one in loader.PREPARED
    )
    assert [one.role for one in loader.PREPARED] == ["chair", "moderator", "adviser", "member"]
    assert loader.PREPARED[1].name == "Ngô Bích Đào"
    accounts = loaded.see(lambda s: list(s.execute(select(Account)).scalars()))
    assert sum(account.password_hash is not None for account in accounts) == 4


def test_preparing_again_sets_new_passwords_and_adds_nobody(loaded: Loaded) -> None:
    count = select(func.count()).select_from(Account)
    before = loaded.see(lambda s: s.execute(count).scalar_one())
    chair = loader.PREPARED[0]
    loaded.database.write_now(lambda s: loader.prepare_accounts(work(s), {chair.phone: "new"}))
    hashes = loaded.see(
        lambda s: list(
            s.execute(
                select(col(Account.password_hash)).where(col(Account.password_hash).is_not(None))
            ).scalars()
        )
    )
    loaded.database.write_now(
        lambda s: loader.prepare_accounts(work(s), {chair.phone: "hash chair"})
    )
    assert loaded.see(lambda s: s.execute(count).scalar_one()) == before
    assert sorted(map(str, hashes)) == ["hash adviser", "hash member", "hash moderator", "new"]
