"""Many at once, over real HTTP to a real server: one effect, and everyone else learns who did.

The server has four threads and waits at most one second for a lock, so that a hop which holds one
while it waits for another would show itself as a 5xx.
"""

from __future__ import annotations

import asyncio
import base64
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.jobs.worker import Worker
from app.models.audit import AuditRow
from app.models.chapter_inquiries import ChapterInquiry
from app.models.imports import MemberExport
from app.models.members import Consent, Member
from app.models.mergers import Merger, PairApart
from app.models.people import PasswordLink
from app.models.review import OPEN, ReviewItem, SharedDecision
from app.services import checking
from app.services.deeds import fresh_id
from app.settings import Settings
from app.store.actors import digest
from tests.factories import HOME, Scene, work_of
from tests.loops import run_apart
from tests.server import served

TIGHT = {"SEN_THREADS": "4", "SEN_BUSY_TIMEOUT_MS": "1000", "SEN_LOCK_TIMEOUT_MS": "1000"}
MANY = 50
PASSWORD = "hoa sen nở tháng sáu 2026"
DECIDERS = ("moderator", "chair", "vice_chair", "membership")
Call = Callable[[httpx.AsyncClient], Coroutine[Any, Any, httpx.Response]]


@pytest.fixture
def address(settings: Settings, tmp_path: Path) -> Iterator[str]:
    with served(settings, tmp_path / "server.log", **TIGHT) as found:
        yield found


def at_once(address: str, calls: list[Call]) -> list[httpx.Response]:
    """All calls in the air together, each over a connection of its own."""

    async def run() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=len(calls))
        async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
            return list(await asyncio.gather(*(call(client) for call in calls)))

    return run_apart(run())


def posting(path: str, token: str = "", *, key: str = "", **body: Any) -> Call:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    if key:
        headers["idempotency-key"] = key
    return lambda client: client.post(path, headers=headers, json=body)


def removing(path: str, token: str) -> Call:
    return lambda client: client.delete(path, headers={"authorization": f"Bearer {token}"})


def statuses(answers: list[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def count(database: Database, *where: Any) -> int:
    return database.read_now(
        lambda session: int(session.execute(select(func.count()).where(*where)).scalar_one())
    )


def application(number: int) -> dict[str, Any]:
    return {
        "full_name": "Lý Thị Song",
        "phone": f"0981{number:06d}",
        "accepted_regulation": 1,
        "consents": ["management"],
    }


def test_fifty_approvals_of_one_item_have_one_effect(
    address: str, scene: Scene, database: Database
) -> None:
    hoa = scene.members["hoa"]
    answers = at_once(
        address,
        [posting(f"/members/{hoa}/approval", scene.tokens[DECIDERS[n % 4]]) for n in range(MANY)],
    )
    assert statuses(answers) == {200: 1, 409: MANY - 1}
    lost = [answer.json() for answer in answers if answer.status_code == 409]
    assert len({(problem["decided_by"], problem["decided_at"]) for problem in lost}) == 1
    assert lost[0]["decided_by"].startswith("Nguyễn Thị ")
    assert lost[0]["decided_at"].endswith("Z")
    decided = (col(AuditRow.action) == "member.approve", col(AuditRow.subject_id) == hoa)
    assert count(database, *decided) == 1
    database.write_now(checking.seal_first)
    assert database.read_now(lambda s: checking.faults(s, clock.now())) == []


def test_fifty_applications_at_once_all_succeed_with_numbers_of_their_own(
    address: str, database: Database
) -> None:
    path = f"/communities/{HOME}/members"
    answers = at_once(address, [posting(path, **application(n)) for n in range(MANY)])
    assert statuses(answers) == {201: MANY}
    assert len({answer.json()["file_no"] for answer in answers}) == MANY
    assert len({answer.json()["code"] for answer in answers}) == MANY
    ids = [answer.json()["id"] for answer in answers]
    open_items = (col(ReviewItem.subject_id).in_(ids), col(ReviewItem.state).in_(OPEN))
    assert count(database, *open_items) == MANY


def test_one_key_from_twenty_requests_has_one_effect(
    address: str, scene: Scene, database: Database
) -> None:
    call = posting(
        f"/communities/{HOME}/members", scene.tokens["nobody"], key="once", **application(900)
    )
    answers = at_once(address, [call] * 20)
    assert statuses(answers) == {201: 20}
    assert len({answer.content for answer in answers}) == 1
    replayed = [answer for answer in answers if "idempotency-replayed" in answer.headers]
    assert len(replayed) == 19
    assert count(database, col(Member.phone) == "0981000900") == 1


def test_a_password_link_opened_by_many_sets_one_password(
    address: str, scene: Scene, database: Database
) -> None:
    database.write_now(lambda session: _link(session, scene, "a-secret"))
    answers = at_once(
        address, [posting("/password-links/a-secret", password=PASSWORD) for _ in range(6)]
    )
    assert statuses(answers) == {200: 1, 410: 5}


def test_two_files_joined_in_both_directions_at_once_are_joined_once(
    address: str, scene: Scene, database: Database
) -> None:
    """Hoa into Lan against Lan into Hoa: one effect, and everyone else learns who was faster."""
    hoa, lan = scene.members["hoa"], scene.members["lan"]
    answers = at_once(
        address,
        [
            posting(f"/members/{one}/merger", scene.tokens[DECIDERS[n % 4]], into=other)
            for n in range(20)
            for one, other in ((hoa, lan), (lan, hoa))
        ],
    )
    assert statuses(answers) == {200: 1, 409: 39}
    lost = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["code"] for problem in lost} == {"already-merged"}
    assert len({(problem["decided_by"], problem["decided_at"]) for problem in lost}) == 1
    assert count(database, col(Merger.undone_at).is_(None)) == 1
    assert count(database, col(Member.state) == "merged") == 1
    database.write_now(checking.seal_first)
    assert database.read_now(lambda s: checking.faults(s, clock.now())) == []


def test_a_ring_of_mergers_at_once_leaves_one_file(
    address: str, scene: Scene, database: Database
) -> None:
    """Hoa into Lan, Lan into Mai, Mai into Hoa: whoever comes last would close the ring."""
    ring = [scene.members[name] for name in ("hoa", "lan", "mai")]
    answers = at_once(
        address,
        [
            posting(f"/members/{one}/merger", scene.tokens[DECIDERS[n % 4]], into=other)
            for n in range(8)
            for one, other in zip(ring, ring[1:] + ring[:1], strict=True)
        ],
    )
    assert set(statuses(answers)) == {200, 409}
    joined = statuses(answers)[200]
    assert 1 <= joined <= 2
    assert count(database, col(Member.state) == "merged") == joined
    assert count(database, col(Merger.undone_at).is_(None)) == joined
    database.write_now(checking.seal_first)
    assert database.read_now(lambda s: checking.faults(s, clock.now())) == []


def test_a_merger_undone_by_many_is_undone_once(
    address: str, scene: Scene, database: Database
) -> None:
    hoa, lan = scene.members["hoa"], scene.members["lan"]
    at_once(address, [posting(f"/members/{hoa}/merger", scene.tokens["chair"], into=lan)])
    answers = at_once(
        address,
        [removing(f"/members/{hoa}/merger", scene.tokens[DECIDERS[n % 4]]) for n in range(20)],
    )
    assert statuses(answers) == {204: 1, 409: 19}
    open_items = (col(ReviewItem.subject_id) == hoa, col(ReviewItem.state).in_(OPEN))
    assert count(database, *open_items) == 1
    database.write_now(checking.seal_first)
    assert database.read_now(lambda s: checking.faults(s, clock.now())) == []


def test_joining_and_approving_at_once_leaves_no_file_in_two_states(
    address: str, scene: Scene, database: Database
) -> None:
    hoa, lan = scene.members["hoa"], scene.members["lan"]
    tokens = [scene.tokens[who] for who in DECIDERS]
    answers = at_once(
        address,
        [
            call
            for n in range(12)
            for call in (
                posting(f"/members/{hoa}/merger", tokens[n % 4], into=lan),
                posting(f"/members/{hoa}/approval", tokens[(n + 1) % 4]),
            )
        ],
    )
    assert statuses(answers) == {200: 1, 409: 23}
    database.write_now(checking.seal_first)
    assert database.read_now(lambda s: checking.faults(s, clock.now())) == []


def test_two_women_told_apart_by_many_and_a_chapter_asked_by_many_stand_once(
    address: str, scene: Scene, database: Database
) -> None:
    hoa, lan = scene.members["hoa"], scene.members["lan"]
    tokens = [scene.tokens[DECIDERS[n % 4]] for n in range(12)]
    parted = at_once(
        address,
        [
            posting(f"/members/{one}/apart", token, other=other)
            for n, token in enumerate(tokens)
            for one, other in [(hoa, lan) if n % 2 else (lan, hoa)]
        ],
    )
    assert statuses(parted) == {200: 1, 409: 11}
    assert count(database, col(PairApart.first_id) == min(hoa, lan)) == 1
    inquiry = f"/members/{hoa}/chapter-inquiry"
    asked = at_once(address, [posting(inquiry, token, asked_her=True) for token in tokens])
    assert statuses(asked) == {200: 1, 409: 11}
    said = at_once(
        address, [posting(f"{inquiry}/answer", token, answer="known") for token in tokens]
    )
    assert statuses(said) == {200: 1, 409: 11}
    assert count(database, col(ChapterInquiry.member_id) == hoa) == 1


def _link(session: Session, scene: Scene, secret: str) -> None:
    work = work_of(session)
    session.add(
        PasswordLink(
            id=fresh_id(work),
            digest=digest(secret),
            person_id=scene.persons["member"],
            created_by=scene.persons["chair"],
            created_at=work.now,
            expires_at=work.now + timedelta(hours=24),
        )
    )


def test_two_people_who_remove_at_the_same_moment_complete_it_once(
    address: str, scene: Scene, database: Database
) -> None:
    """Whoever comes first opens it; the same person again is refused, another one completes it."""
    member = scene.members["member"]
    answers = at_once(
        address,
        [
            posting(f"/members/{member}/removal", scene.tokens[who], reason="Vi phạm quy chế")
            for who in ("moderator", "chair") * 5
        ],
    )
    good = [answer.json() for answer in answers if answer.status_code == 200]
    assert statuses(answers) == {200: 2, 409: 8}
    assert sorted(read["state"] for read in good) == ["approved", "removed"]
    assert [read["approvals"] for read in good if read["state"] == "approved"] == [1]
    gone = (col(AuditRow.action) == "member.remove", col(AuditRow.subject_id) == member)
    assert count(database, *gone) == 1
    opened = (col(SharedDecision.subject_id) == member,)
    assert count(database, *opened) == 1
    assert count(database, *opened, col(SharedDecision.closed_at).is_(None)) == 0


def test_a_consent_given_many_times_at_once_stands_once(
    address: str, scene: Scene, database: Database
) -> None:
    member = scene.members["member"]
    call = posting("/me/consents", scene.tokens["member"], member=member, purpose="publication")
    answers = at_once(address, [call] * 10)
    assert set(statuses(answers)) <= {200, 409}
    assert statuses(answers)[200] >= 1
    standing = (col(Consent.member_id) == member, col(Consent.purpose) == "publication")
    assert count(database, *standing, col(Consent.withdrawn_at).is_(None)) == 1


def test_applying_twice_at_once_opens_one_file(
    address: str, scene: Scene, database: Database
) -> None:
    call = posting(f"/communities/{HOME}/members", scene.tokens["nobody"], **application(901))
    answers = at_once(address, [call] * 8)
    assert statuses(answers) == {201: 1, 409: 7}
    assert count(database, col(Member.person_id) == scene.persons["nobody"]) == 1


def test_one_of_two_lists_is_applied_and_one_row_makes_one_file(
    address: str, scene: Scene, database: Database
) -> None:
    """All press at once; the other list waits, and a row that was passed over counts once."""
    keeper = {"authorization": f"Bearer {scene.tokens['membership']}"}
    content = base64.b64encode("Họ và tên,Năm sinh,Thôn\nLý Thị Song,1980,Đông\n".encode())
    body = {"file": {"name": "ds.csv", "content": content.decode()}}
    with httpx.Client(base_url=address, headers=keeper) as client:
        made = [client.post(f"/communities/{HOME}/imports", json=body) for _ in range(2)]
        ids = [answer.json()["id"] for answer in made]
        calls = [posting(f"/imports/{one}/application", scene.tokens["membership"]) for one in ids]
        assert statuses(at_once(address, calls * 5)) == {200: 1, 409: 9}
        _work_off(database)
        (first,) = [one for one in ids if client.get(f"/imports/{one}").json()["state"] == "done"]
        (second,) = set(ids) - {first}
        assert client.post(f"/imports/{second}/application").status_code == 200
        _work_off(database)
        outcomes = client.get(f"/imports/{second}").json()["outcomes"]
        assert (outcomes["created"], outcomes["skipped"]) == (0, 1)
        again = posting(f"/imports/{second}/rows/2/creation", scene.tokens["membership"])
        assert statuses(at_once(address, [again] * 8)) == {200: 1, 409: 7}
    assert count(database, col(Member.full_name) == "Lý Thị Song") == 2


def _work_off(database: Database) -> None:
    """What the worker would do: here it stands still, so that only the requests compete."""
    worker = Worker(database, "test")
    while worker.run_one():
        pass


def test_two_who_agree_at_once_to_a_list_with_phones_are_one_second_person(
    address: str, scene: Scene, database: Database
) -> None:
    asked: dict[str, Any] = {"with_phones": True, "purpose": "Đối chiếu"}
    made = at_once(
        address, [posting(f"/communities/{HOME}/exports", scene.tokens["chair"], **asked)]
    )
    path = f"/exports/{made[0].json()['id']}/approval"
    whose = ("moderator", "vice_chair", "membership") * 3
    answers = at_once(address, [posting(path, scene.tokens[who]) for who in whose])
    assert statuses(answers) == {200: 1, 409: 8}
    assert count(database, col(MemberExport.second_by).is_not(None)) == 1


def test_one_line_of_a_sheet_typed_by_many_opens_one_file(
    address: str, scene: Scene, database: Database
) -> None:
    keeper = scene.tokens["membership"]
    sheets = at_once(
        address, [posting(f"/communities/{HOME}/paper-sheets", keeper) for _ in range(12)]
    )
    assert sorted(answer.json()["no"] for answer in sheets) == list(range(1, 13))
    path = f"/paper-sheets/{sheets[0].json()['id']}"
    at_once(address, [putting(f"{path}/filing", keeper, filed="Tủ hồ sơ")])
    line = putting(f"{path}/lines/1", keeper, full_name="Lý Thị Song", signed=True, another=True)
    answers = at_once(address, [line] * 10)
    assert statuses(answers) == {200: 1, 409: 9}
    assert count(database, col(Member.full_name) == "Lý Thị Song") == 1


def putting(path: str, token: str, **body: Any) -> Call:
    headers = {"authorization": f"Bearer {token}"}
    return lambda client: client.put(path, headers=headers, json=body)
