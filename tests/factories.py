"""The people and places of the tests: two communities, everyone who may knock at a door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.domain.ids import new_token
from app.domain.permissions import STRANGER
from app.models.communities import Community, CommunityHost
from app.models.people import Account, Person, SignIn, Token
from app.models.units import Unit
from app.schemas.applications import MemberCreate
from app.services import applying, commanding, templates, unit_tree
from app.services.deeds import fresh_id
from app.store import members
from app.store.actors import Work, digest

#: Phones of accounts end in 1xx, of applicants in 2xx.
ROLES = (
    "chair",
    "vice_chair",
    "moderator",
    "membership",
    "editor",
    "contests",
    "questions",
    "adviser",
)
HOME, OTHER = "nhom-minh", "nhom-khac"


@dataclass
class Scene:
    """Ids by name. `tokens` and `cookies`: secrets by person; `members`: member ids by name."""

    tokens: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    communities: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)


def work_of(session: Session, **more: Any) -> Work:
    values = {
        "session": session,
        "actor": STRANGER,
        "now": clock.now(),
        "today": clock.today(),
        "request_id": "test",
        "address": "http://testserver",
    }
    return Work(**{**values, **more})


def people(session: Session) -> Scene:
    """Two communities with their boards, officers, an administrator, members and applicants."""
    work, scene = work_of(session), Scene()
    _units(work, scene)
    for number, slug in enumerate((HOME, OTHER)):
        _community(work, scene, slug, "commune" if slug == HOME else "other_commune")
        for place, role in enumerate(ROLES):
            name = role if slug == HOME else f"other_{role}"
            _account(work, scene, name, f"09110{number}01{place:02d}", role, community=slug)
        _account(
            work,
            scene,
            "member" if slug == HOME else "other_member",
            f"09110{number}0120",
            "member",
            community=slug,
        )
    _account(work, scene, "officer", "0911000130", "officer", unit=scene.units["district"])
    _account(work, scene, "administrator", "0911000131", "administrator")
    _account(work, scene, "nobody", "0911000132", None)
    for name in ("hoa", "lan", "mai", "dong"):
        apply(work, scene, name)
    apply(work, scene, "other_hoa", slug=OTHER)
    session.flush()
    return scene


def _units(work: Work, scene: Scene) -> None:
    since = work.today - timedelta(days=3000)
    for name, kind, parent in (
        ("city", "province", None),
        ("district", "district_legacy", "city"),
        ("commune", "commune", "district"),
        ("other_city", "province", None),
        ("other_commune", "commune", "other_city"),
    ):
        unit = Unit(id=fresh_id(work), kind=kind, valid_from=since)
        work.session.add(unit)
        work.session.flush()
        unit_tree.give_name(work, unit.id, f"Đơn vị {name}", since)
        if parent:
            unit_tree.give_parent(work, unit.id, scene.units[parent], since)
        scene.units[name] = unit.id
    work.session.flush()


def _community(work: Work, scene: Scene, slug: str, host: str) -> None:
    community = Community(
        id=fresh_id(work),
        slug=slug,
        name=f"Nhóm {slug}",
        mission="Cùng nhau.",
        settings={"two_person": list(templates.TWO_PERSON), "member_posts": True},
        created_at=work.now,
    )
    work.session.add(community)
    work.session.flush()
    work.session.add(CommunityHost(community_id=community.id, unit_id=scene.units[host]))
    work.session.flush()
    templates.give(work, community)
    scene.communities[slug] = community.id


def _account(
    work: Work,
    scene: Scene,
    name: str,
    phone: str,
    role: str | None,
    *,
    community: str | None = None,
    unit: str | None = None,
) -> None:
    account_id = commanding.create_account(
        work,
        phone=phone,
        name=f"Nguyễn Thị {name.replace('_', ' ')}",
        role=role,
        community=community,
        unit=unit,
        hashed=None,
    )
    account = work.session.get(Account, account_id)
    assert account is not None
    scene.phones[name] = phone
    scene.persons[name] = account.person_id
    token, cookie = new_token(), new_token()
    scene.tokens[name], scene.cookies[name] = token, cookie
    work.session.add(
        Token(
            id=fresh_id(work),
            digest=digest(token),
            account_id=account_id,
            label="test",
            created_at=work.now,
        )
    )
    work.session.add(
        SignIn(
            id=fresh_id(work),
            digest=digest(cookie),
            account_id=account_id,
            device="test",
            created_at=work.now,
            expires_at=work.now + timedelta(days=30),
        )
    )
    if role == "member":
        scene.members[name] = members.of_person(work.session, account.person_id)[0].id


def apply(work: Work, scene: Scene, name: str, *, slug: str = HOME, **more: Any) -> str:
    """One application; the phone is made from how many there are."""
    number = f"{911_000_200 + len(scene.members):010d}"
    given = {"hoa": "Lê Thị Hoa", "dong": "Trần Thị Đông", "lan": "Vũ Thị Lan"}
    body = MemberCreate(
        full_name=given.get(name, f"Phạm Thị {name}"),
        phone=number,
        accepted_regulation=1,
        consents=["management", "contact"],
        **more,
    )
    applied = applying.apply(work, slug, body)
    scene.phones[name], scene.codes[name] = number, applied.code
    scene.members[name] = applied.id
    return applied.id


def person_row(session: Session, person_id: str) -> Person:
    found = session.get(Person, person_id)
    assert found is not None
    return found
