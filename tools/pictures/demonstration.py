"""The demonstration in a place of its own, with a key to every door."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Thread

import uvicorn
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.commands import desk
from app.db import Database
from app.demo import load as loader
from app.demo.people import PILOT_SIZE
from app.domain.ids import new_token
from app.domain.imports.reading import Sheet
from app.domain.permissions import Actor, Membership, Post
from app.integrations import passwords
from app.main import create_app
from app.migrations import migrate
from app.models import posts as models
from app.models.comments import Comment
from app.models.flags import FlagCase
from app.models.members import Invitation, Member
from app.models.people import Account, Appointment, PasswordLink, SignIn
from app.models.platforms import PlatformAccount, PlatformRight, PlatformRoster
from app.models.review import ReviewBatch
from app.models.units import Unit
from app.schemas.base import FileWrite
from app.schemas.comments import CommentCreate
from app.schemas.imports import ExportCreate, ImportCreate
from app.schemas.paper import LineWrite, SheetCreate, SheetFiling
from app.schemas.posts import PostCreate
from app.schemas.units import ReorganisationCreate
from app.services import (
    commanding,
    exporting,
    finding_units,
    importing,
    paper,
    paper_lines,
    reorganising,
)
from app.services.comments import writing as commenting
from app.services.deeds import fresh_id
from app.services.import_reading import as_headed
from app.services.posts import writing
from app.settings import Settings
from app.store import accounts, communities, members
from app.store.actors import Work, digest
from tools.pictures import (
    attempts,
    contest_papers,
    contest_results,
    contests,
    letters,
    live_rounds,
    needs,
    outside,
    pages,
    question_bank,
    restraints,
    sent,
    survey_results,
    survey_codes,
    survey_sheets,
    takedowns,
    told,
    twins,
    works,
)

SLUG = "gia-lam-khoe-dep"
STARTS_WITHIN = 30.0
#: Roles that the demonstration does not prepare, with the phone that becomes the login.
OFFICERS = {"officer": ("0911000130", "Trần Thị Cán Bộ"), "administrator": ("0911000131", "Quản")}


@dataclass(frozen=True, slots=True)
class File:
    """One woman's file: `id` opens the card, `code` with `phone` her own page."""

    id: str
    code: str
    phone: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """`cookies`: session by role; `files`: by state, the newest application first.

    `own`: the file of the role `member`; `password_link`: the secret of a link for her.
    """

    cookies: Mapping[str, str]
    files: Mapping[str, list[File]]
    own: File
    invitation: str
    password_link: str
    appointment: str
    unit: str
    #: A commune of which a part went to another: there are members to place.
    divided: str
    batch: str
    list: str
    export: str
    sheet: str
    twins: twins.Pair
    letters: letters.Letters
    roster: str
    account: str
    right: str
    #: A post by state, the oldest one; the draft and `own` are of the role `member`.
    posts: Mapping[str, str]
    takedowns: takedowns.Takedowns
    bank: question_bank.Bank
    papers: attempts.Papers
    held: contests.Held
    survey_results: survey_results.Answered
    surveys: survey_sheets.Out
    results: contest_results.Results
    works: works.Works
    needs: needs.Needs
    documents: contest_papers.Papers
    hall: live_rounds.Hall
    outside: outside.Outside
    postings: pages.Postings
    archived: str
    sent: sent.Sent
    told: told.Letters
    #: A comment by state, the oldest one; `own` is of the role `member`.
    comments: Mapping[str, str]
    #: What readers told of a post, still to be judged.
    flags: str
    restraints: restraints.Restraints
    coding: survey_codes.Coding


def furnish(settings: Settings, password: str, size: int = PILOT_SIZE) -> Demonstration:
    """Migrate the empty database, load the demonstration and open a session for every role.

    `password`: of the four prepared people, for those who sign in by the form.
    """
    migrate(settings)
    hashed = passwords.hashed(password)

    def fill(session: Session) -> Demonstration:
        work = desk.work(session, settings)
        loader.load(work, size)
        loader.prepare_accounts(work, {p.phone: hashed for p in loader.PREPARED})
        divided = _reorganise(work)
        member = next(p.phone for p in loader.PREPARED if p.role == "member")
        letters_told = told.furnish(
            _board_work(work), settings, SLUG, _account(work, member).person_id
        )
        return _look(work, divided, _sent(work, settings), letters_told)

    with closing(Database(settings)) as database:
        return database.write_now(fill)


@contextmanager
def served(settings: Settings) -> Iterator[None]:
    """A server at the settings' own host and port, in a thread of this process."""
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + STARTS_WITHIN
    while not server.started:
        if time.monotonic() > deadline or not thread.is_alive():
            raise RuntimeError(f"no server at {settings.address}")
        time.sleep(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(STARTS_WITHIN)


def _reorganise(work: Work) -> str:
    """For the pictures alone: Dương Hà goes into Phù Đổng, a part of Cổ Bi to Trâu Quỳ."""

    def unit(name: str) -> str:
        found = finding_units.by_name(work, name, None).items
        return next(one.id for one in found if one.name.endswith(name))

    by_the_system = replace(work, actor=Actor(administrator=True))
    for origin, kind, heir in (
        ("Dương Hà", "merge", "Phù Đổng"),
        ("Cổ Bi", "part_transfer", "Trâu Quỳ"),
    ):
        body = {
            "kind": kind,
            "decision_number": "12/NQ-HĐND (minh họa)",
            "decided_on": "2026-01-05",
            "issuer": "Hội đồng nhân dân thành phố",
            "effective_on": "2026-02-01",
            "into": [unit(heir)],
        }
        reorganising.reorganise(
            by_the_system, unit(origin), ReorganisationCreate.model_validate(body)
        )
    return unit("Cổ Bi")


def _sent(work: Work, settings: Settings) -> sent.Sent:
    """Pictures of the prepared member."""
    own = _account(work, next(p.phone for p in loader.PREPARED if p.role == "member"))
    here = communities.get(work.session, SLUG).id
    hers = replace(work, actor=Actor(own.person_id))
    return sent.furnish(hers, settings, here)


def _look(
    work: Work, divided: str, pictures: sent.Sent, letters_told: told.Letters
) -> Demonstration:
    session = work.session
    unit_id = session.execute(
        select(col(Unit.id)).where(col(Unit.kind) == "district_legacy")
    ).scalar_one()
    own_phone = next(p.phone for p in loader.PREPARED if p.role == "member")
    files = defaultdict(list)
    own: File | None = None
    own_member: Member | None = None
    for member in session.execute(
        select(Member).where(col(Member.phone).is_not(None)).order_by(col(Member.applied_at).desc())
    ).scalars():
        file = File(member.id, member.code, member.phone or "")
        files[member.state].append(file)
        if member.phone == own_phone:
            own, own_member = file, member
    if own is None or own_member is None:
        raise LookupError("the prepared member has no file")
    pair = _twins(work, files)
    written = _posts(work, own_member)
    return Demonstration(
        cookies=_cookies(work, unit_id),
        files=files,
        own=own,
        password_link=_password_link(work, own_phone),
        invitation=session.execute(select(col(Invitation.code)).limit(1)).scalar_one(),
        appointment=session.execute(
            select(col(Appointment.id)).where(col(Appointment.role) == "editor").limit(1)
        ).scalar_one(),
        unit=unit_id,
        roster=session.execute(select(col(PlatformRoster.id)).limit(1)).scalar_one(),
        account=session.execute(
            select(col(PlatformAccount.id)).where(col(PlatformAccount.member_id).is_(None)).limit(1)
        ).scalar_one(),
        right=session.execute(select(col(PlatformRight.id)).limit(1)).scalar_one(),
        posts=written,
        comments=_comments(work, own_member, written["published"]),
        flags=session.execute(
            select(col(FlagCase.id)).where(col(FlagCase.state) == "submitted").limit(1)
        ).scalar_one(),
        restraints=restraints.furnish(_board_work(work), SLUG, own.id),
        divided=divided,
        batch=_batch(work, [file.id for file in files["approved"][:3]]),
        list=_list(work, files["approved"][0].id),
        export=_export(work),
        sheet=_sheet(work),
        twins=pair,
        takedowns=takedowns.furnish(_board_work(work), SLUG),
        bank=question_bank.furnish(_board_work(work), SLUG),
        held=contests.furnish(_board_work(work), SLUG),
        survey_results=survey_results.furnish(_board_work(work), SLUG, _second(work)),
        coding=survey_codes.furnish(_board_work(work), SLUG, _second(work)),
        surveys=survey_sheets.furnish(_board_work(work), SLUG),
        papers=attempts.furnish(_board_work(work), SLUG, own_member),
        results=contest_results.furnish(_board_work(work), SLUG, own.id, _second(work)),
        works=_works(work, own_member),
        needs=needs.furnish(_board_work(work), _herself(work, own_member), SLUG),
        documents=contest_papers.furnish(
            _board_work(work),
            SLUG,
            own_member,
            members.again(work.session, files["approved"][0].id),
        ),
        hall=live_rounds.furnish(_board_work(work), SLUG, own_member),
        outside=outside.furnish(_board_work(work), SLUG, own.id),
        postings=pages.furnish(_board_work(work), SLUG, _second(work)),
        archived=pages.bridge(_board_work(work), SLUG, written),
        letters=letters.furnish(_board_work(work), SLUG, own.id),
        sent=pictures,
        told=letters_told,
    )


def _board_work(work: Work) -> Work:
    """The same work, done by the chair."""
    chair = _account(work, next(p.phone for p in loader.PREPARED if p.role == "chair"))
    here = communities.get(work.session, SLUG).id
    return replace(work, actor=Actor(chair.person_id, posts=(Post("chair", frozenset({here})),)))


def _herself(work: Work, own: Member) -> Work:
    """The same work, done by the prepared member."""
    membership = Membership(own.id, own.community_id, own.state)
    return replace(work, actor=Actor(own.person_id, memberships=(membership,)))


def _posts(work: Work, own: Member) -> dict[str, str]:
    """The oldest post of each state; the draft and `own`, which was sent, are the member's."""
    herself = _herself(work, own)
    body = PostCreate(
        title="Mẫu khăn len cho bé",
        body="Em xin mẫu khăn len cho bé gái ba tuổi.",
        may_mend=True,
    )
    hers = writing.create(herself, SLUG, body).id
    begun = PostCreate(title="Canh chua mẹ nấu", body="Em ghi dần cách nấu.", draft=True)
    draft = writing.create(herself, SLUG, begun).id
    rows = work.session.execute(
        select(col(models.Post.kind), col(models.Post.state), col(models.Post.id)).order_by(
            col(models.Post.id).desc()
        )
    )
    found = {
        f"bulletin-{state}" if kind == "bulletin" else state: post_id
        for kind, state, post_id in rows
    }
    return {**found, "draft": draft, "own": hers}


def _works(work: Work, own: Member) -> works.Works:
    others = list(
        work.session.execute(
            select(Member)
            .where(
                col(Member.community_id) == own.community_id,
                col(Member.state) == "approved",
                col(Member.id) != own.id,
            )
            .order_by(col(Member.id))
            .limit(4)
        ).scalars()
    )
    return works.furnish(_board_work(work), SLUG, _second(work), own, others)


def _second(work: Work) -> str:
    moderator = next(p.phone for p in loader.PREPARED if p.role == "moderator")
    return _account(work, moderator).person_id


def _comments(work: Work, own: Member, post: str) -> dict[str, str]:
    """The oldest comment of each state; as `own` one of the prepared member under `post`."""
    body = CommentCreate(body="Chị ơi, cho em hỏi thêm giờ tập với ạ.")
    hers = commenting.create(_herself(work, own), post, body).id
    rows = work.session.execute(
        select(col(Comment.state), col(Comment.id)).order_by(col(Comment.id).desc())
    )
    return {**{state: comment_id for state, comment_id in rows}, "own": hers}


def _list(work: Work, member_id: str) -> str:
    """A list as a chapter sends it: an old font, a woman who is here already, faults."""
    known = work.session.get(Member, member_id)
    rows = [
        ["DANH S¸CH HéI VI£N CHI HéI §¤NG"],
        ["STT", "Hä vµ tªn", "N¨m sinh", "Sè ®iÖn tho¹i", "Th«n"],
        ["1", "NguyÔn ThÞ Hång", "1979", "912345001", "§«ng"],
        ["2", "TrÇn ThÞ §µo", "1850", "0912345002", "§«ng"],
        ["3", "Lª ThÞ B×nh", "1988", "091234", "Chî"],
        ["4", known.full_name if known else "", "", (known.phone or "") if known else "", ""],
        ["Céng", "", "4", "", ""],
    ]
    body = ImportCreate(
        file=FileWrite.model_construct(name="Chi hội Đông 2026.xls", content=b"demonstration")
    )
    made = importing.create(
        _board_work(work), SLUG, body, as_headed([Sheet("Chi hội Đông", rows)]), str
    )
    return made.id


def _sheet(work: Work) -> str:
    """A sheet half entered: two new files, a question."""
    chair = _board_work(work)
    body = SheetCreate(chapter="Chi hội thôn Đông", head="Hoàng Thị Xuân")
    sheet = paper.create(chair, SLUG, body).id
    paper.file_away(chair, sheet, SheetFiling(filed="Tủ hồ sơ Hội LHPN xã, cặp 2026"))
    for no, name in enumerate(("Đặng Thị Hoa Ban", "Ngô Thị Mai Sương"), 1):
        line = LineWrite(full_name=name, birth_year=1970 + no, signed=True, another=True)
        paper_lines.write(chair, sheet, no, line)
    asked = LineWrite(full_name="Lý Thị Cầm", ask="chưa ký")
    paper_lines.write(chair, sheet, 3, asked)
    return sheet


def _export(work: Work) -> str:
    body = ExportCreate(with_phones=True, purpose="Gửi chi hội đối chiếu hội viên quý IV")
    return exporting.create(_board_work(work), SLUG, body).id


def _twins(work: Work, files: dict[str, list[File]]) -> twins.Pair:
    moderator = next(p.phone for p in loader.PREPARED if p.role == "moderator")
    inside = [file.id for file in files["approved"][3:5]]
    waiting = files["submitted"][-1].id
    pair = twins.furnish(work, SLUG, inside, waiting, _account(work, moderator).person_id)
    merged = work.session.get(Member, pair.merged)
    if merged is not None:
        files["merged"] = [File(merged.id, merged.code, merged.phone or "")]
    return pair


def _batch(work: Work, member_ids: list[str]) -> str:
    """Some women of the demonstration as if they had been approved together an hour ago."""
    first = work.session.get(Member, member_ids[0])
    moderator = next(p.phone for p in loader.PREPARED if p.role == "moderator")
    if first is None:
        raise LookupError("the demonstration has no members")
    batch = ReviewBatch(
        id=fresh_id(work),
        community_id=first.community_id,
        decision="approval",
        decided_by=_account(work, moderator).person_id,
        decided_at=clock.now() - timedelta(hours=1),
        total=len(member_ids),
        done=len(member_ids),
        results=[{"id": one, "subject_id": one, "status": 200, "code": None} for one in member_ids],
    )
    work.session.add(batch)
    return batch.id


def _cookies(work: Work, unit_id: str) -> dict[str, str]:
    for role, (phone, name) in OFFICERS.items():
        unit = unit_id if role == "officer" else None
        commanding.create_account(
            work, phone=phone, name=name, role=role, community=None, unit=unit, hashed=None
        )
    logins = {person.role: person.phone for person in loader.PREPARED}
    logins |= {role: phone for role, (phone, _) in OFFICERS.items()}
    sessions = {role: _session(work, _account(work, phone)) for role, phone in logins.items()}
    return {**sessions, "editor": _session(work, _editor(work))}


def _editor(work: Work) -> Account:
    """A third of the board: a bulletin that two must read was written by neither."""
    person_id = work.session.execute(
        select(col(Appointment.person_id)).where(col(Appointment.role) == "editor").limit(1)
    ).scalar_one()
    found = accounts.of_person(work.session, person_id)
    if found is None:
        raise LookupError("the editor has no account")
    return found


def _password_link(work: Work, login: str) -> str:
    secret = new_token()
    person_id = _account(work, login).person_id
    work.session.add(
        PasswordLink(
            id=fresh_id(work),
            digest=digest(secret),
            person_id=person_id,
            created_by=person_id,
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(hours=24),
        )
    )
    return secret


def _session(work: Work, account: Account) -> str:
    token = new_token()
    work.session.add(
        SignIn(
            id=fresh_id(work),
            digest=digest(token),
            account_id=account.id,
            device="Chrome, Android",
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(hours=12),
        )
    )
    return token


def _account(work: Work, login: str) -> Account:
    found = accounts.by_login(work.session, login)
    if found is None:
        raise LookupError(f"nobody signs in as {login}")
    return found
