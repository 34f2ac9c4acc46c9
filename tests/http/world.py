"""One place for the whole matrix: things of four kinds for every principal, and nothing is kept.

A write runs to its end inside its transaction and is then rolled back, so every cell of the matrix
meets the same rows, whoever knocked before.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import httpx
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app import clock
from app.db import Database
from app.domain import weeks
from app.domain.ids import new_id
from app.integrations import passwords
from app.integrations.mail_links import SALT
from app.models.care import CareHolder
from app.models.comments import Comment, CommentText
from app.models.contests import ContestOffice, ContestRound, RoundQuestion
from app.models.fake_reports import FakeReport
from app.models.flags import FlagCase
from app.models.imports import ImportRow, MemberExport, MemberImport
from app.models.live_rounds import LiveRound
from app.models.members import Invitation, Member
from app.models.mergers import PairApart
from app.models.notices import Notice, NoticePreference
from app.models.outside_posts import OutsideHand, OutsidePost
from app.models.page_postings import PagePosting
from app.models.paper import PaperSeries, PaperSheet
from app.models.people import Account, Appointment, PasswordLink, SignIn, Token
from app.models.pictures import Picture
from app.models.platforms import PlatformAccount, PlatformRight, PlatformRoster
from app.models.posts import Post, PostRevision
from app.models.question_bank import BankQuestion, BankQuestionVersion, BankReader
from app.models.questions import Question
from app.models.review import ReviewBatch
from app.models.rules import ContentRule
from app.models.sanctions import Appeal, Sanction
from app.models.takedowns import TakedownProof, TakedownRequest
from app.services import care, reviewing, threads
from app.services.deeds import fresh_id
from app.store.actors import digest
from app.web.house import House
from tests import complaints as samples_of_complaints
from tests import contests, factories, samples
from tests.conftest import SECRET
from tests.factories import HOME, OTHER, Scene, work_of
from tests.http import (
    world_needs,
    world_survey_builder,
    world_survey_codes,
    world_survey_files,
    world_survey_responses,
    world_survey_results,
    world_survey_sheets,
    world_surveys_a,
    world_works,
)

T = TypeVar("T")
PRINCIPALS = (
    "stranger",
    "nobody",
    "member",
    "moderator",
    "chair",
    "adviser",
    "officer",
    "administrator",
)
TARGETS = ("own", "same", "other", "absent")
PASSWORD = "hoa sen nở tháng sáu 2026"
ABSENT = new_id(0)
NO_CODE = "ZZZZ-ZZZZ-ZZZZ"
LINK = "a-secret-of-the-matrix"
LIST = base64.b64encode("Họ và tên,Năm sinh\nNgô Thị Mới,1980\n".encode()).decode()
DOT = base64.b64encode(samples.png(1, 1)).decode()
TYPED = "1. Hội có mấy cấp?\nA. Ba\n*B. Bốn"
#: The links of letters, once the place is furnished.
LETTERS: dict[str, str] = {}
INVITATIONS = {"same": "MMMMMMMM", "other": "NNNNNNNN"}


@dataclass
class World:
    """`given[target][principal]` holds the values of an address' parameters."""

    scene: Scene
    given: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def parameters(self, target: str, principal: str, names: list[str]) -> dict[str, str] | None:
        """What stands in the braces; None where the noun has no such thing."""
        known = self.given[target].get(principal, {})
        wanted = {name: known.get(name, "") for name in names}
        return wanted if all(wanted.values()) else None


def furnish(session: Session, scene: Scene) -> World:
    """A file, a letter and a session of her own for everyone; an appointment where she has one."""
    world = World(scene)
    notices = {
        name: _notice(session, scene.members[name]) for name in ("hoa", "other_hoa", "member")
    }
    work = work_of(session)
    links = {"same": fresh_id(work), "other": fresh_id(work)}
    for name, slug in (("same", HOME), ("other", OTHER)):
        session.add(
            Invitation(
                id=links[name],
                community_id=scene.communities[slug],
                code=INVITATIONS[name],
                channel="zalo",
                created_at=work.now,
            )
        )
    _part(session, scene, "hoa", "lan")
    LETTERS.update(_mail_links(session, scene))
    batches = {
        "same": _batch(session, scene, HOME, "chair"),
        "other": _batch(session, scene, OTHER, "other_chair"),
    }
    lists = {
        "same": _list(session, scene, HOME, "chair"),
        "other": _list(session, scene, OTHER, "other_chair"),
    }
    pictures = {
        "same": _picture(session, scene, HOME, "questions"),
        "other": _picture(session, scene, OTHER, "other_chair"),
    }
    platforms = {
        "same": _platforms(session, scene, HOME, "chair"),
        "other": _platforms(session, scene, OTHER, "other_chair"),
    }
    posts = {
        "same": _post(session, scene, HOME, _person_of(session, scene, "hoa")),
        "other": _post(session, scene, OTHER, _person_of(session, scene, "other_hoa")),
    }
    takedowns = {
        "same": _takedown(session, scene, HOME, "chair"),
        "other": _takedown(session, scene, OTHER, "other_chair"),
    }
    banks = {name: _bank(session, scene, slug) for name, slug in (("same", HOME), ("other", OTHER))}
    held = {
        name: _contest(session, scene, slug) for name, slug in (("same", HOME), ("other", OTHER))
    }
    asked = {
        name: world_surveys_a.furnish(session, scene, slug)
        for name, slug in (("same", HOME), ("other", OTHER))
    }
    for name, who in (("same", "chair"), ("other", "other_chair")):
        world_survey_results.furnish(session, scene, asked[name]["surveys"], who)
    papers = {
        "same": _paper(session, held["same"]["open_round"], _person_of(session, scene, "hoa")),
        "other": _paper(
            session, held["other"]["open_round"], _person_of(session, scene, "other_hoa")
        ),
    }
    complaints = {
        "same": samples_of_complaints.furnish(work, scene, "hoa"),
        "other": samples_of_complaints.furnish(work, scene, "other_hoa", OTHER),
    }
    live = {name: _live(session, scene, slug) for name, slug in (("same", HOME), ("other", OTHER))}
    letters = {
        "same": _letters(session, scene, HOME, "chair"),
        "other": _letters(session, scene, OTHER, "other_chair"),
    }
    restraints = {
        "same": _restraint(session, scene, HOME, scene.members["hoa"], "vice_chair"),
        "other": _restraint(session, scene, OTHER, scene.members["other_hoa"], "other_vice_chair"),
    }
    outside = {
        "same": _outside(session, scene, HOME, scene.members["hoa"], "questions"),
        "other": _outside(session, scene, OTHER, scene.members["other_hoa"], "other_questions"),
    }
    pieces = {
        "same": world_works.furnish(session, scene, HOME, scene.members["hoa"], "questions"),
        "other": world_works.furnish(
            session, scene, OTHER, scene.members["other_hoa"], "other_questions"
        ),
    }
    answered = {
        "same": world_survey_responses.furnish(session, scene, HOME, scene.members["hoa"]),
        "other": world_survey_responses.furnish(session, scene, OTHER, scene.members["other_hoa"]),
    }
    sheets = {
        "same": world_survey_sheets.furnish(session, scene, HOME),
        "other": world_survey_sheets.furnish(session, scene, OTHER),
    }
    needs = {
        "same": world_needs.furnish(session, scene, HOME, "questions"),
        "other": world_needs.furnish(session, scene, OTHER, "other_questions"),
    }
    rules = {name: _rule(session, scene, slug) for name, slug in (("same", HOME), ("other", OTHER))}
    session.add(
        PasswordLink(
            id=fresh_id(work),
            digest=digest(LINK),
            person_id=scene.persons["member"],
            created_by=scene.persons["chair"],
            created_at=work.now,
            expires_at=work.now + timedelta(hours=24),
        )
    )
    _, account = _account(session, scene, "nobody")
    account.password_hash = passwords.hashed(PASSWORD)
    session.flush()
    world.given = {target: {} for target in TARGETS}
    for principal in PRINCIPALS:
        world.given["absent"][principal] = _absent()
        world.given["same"][principal] = {
            **_common(HOME, INVITATIONS["same"], scene.units["commune"]),
            "invitation": links["same"],
            "members": scene.members["hoa"],
            "other": scene.members["lan"],
            "member": scene.members["hoa"],
            "notices": notices["hoa"],
            "appointments": _appointment(session, scene, "vice_chair"),
            "applications": scene.codes["hoa"],
            **_desk_of(session, scene, "questions"),
            "my_notices": notices["hoa"],
            "review-batches": batches["same"],
            "imports": lists["same"],
            "exports": lists["same"],
            "paper-sheets": lists["same"],
            "pictures": pictures["same"],
            **platforms["same"],
            "posts": posts["same"],
            **takedowns["same"],
            **banks["same"],
            **complaints["same"],
            **live["same"],
            **held["same"],
            **papers["same"],
            **letters["same"],
            **_said(session, scene, posts["same"], _person_of(session, scene, "hoa")),
            **outside["same"],
            **asked["same"],
            **answered["same"],
            **sheets["same"],
            **pieces["same"],
            **needs["same"],
            **restraints["same"],
            "content-rules": rules["same"],
        }
        world.given["other"][principal] = {
            **_common(OTHER, INVITATIONS["other"], scene.units["other_commune"]),
            "invitation": links["other"],
            "members": scene.members["other_hoa"],
            "other": scene.members["other_hoa"],
            "member": scene.members["other_hoa"],
            "notices": notices["other_hoa"],
            "appointments": _appointment(session, scene, "other_vice_chair"),
            "applications": scene.codes["other_hoa"],
            **_desk_of(session, scene, "other_questions"),
            "my_notices": notices["other_hoa"],
            "review-batches": batches["other"],
            "imports": lists["other"],
            "exports": lists["other"],
            "paper-sheets": lists["other"],
            "pictures": pictures["other"],
            **platforms["other"],
            "posts": posts["other"],
            **takedowns["other"],
            **banks["other"],
            **complaints["other"],
            **live["other"],
            **held["other"],
            **papers["other"],
            **letters["other"],
            **_said(session, scene, posts["other"], _person_of(session, scene, "other_hoa")),
            **outside["other"],
            **asked["other"],
            **answered["other"],
            **sheets["other"],
            **pieces["other"],
            **needs["other"],
            **restraints["other"],
            "content-rules": rules["other"],
        }
        if principal != "stranger":
            own = _own(session, scene, principal)
            photos = pieces["same"]["work-contests"]
            world.given["own"][principal] = {
                **own,
                **_paper(session, held["same"]["open_round"], scene.persons[principal]),
                **world_works.own(session, photos, own["members"]),
                **world_needs.own(session, own["members"]),
            }
    return world


def _mail_links(session: Session, scene: Scene) -> dict[str, str]:
    """The two links that letters to an address carry which waits to be confirmed."""
    person, email = scene.persons["member"], "hoa@thu.example"
    session.add(NoticePreference(person_id=person, email=email, changed_at=work_of(session).now))
    session.flush()
    sealer = URLSafeTimedSerializer(SECRET)
    return {
        "token": str(sealer.dumps(["unsubscribe", person], salt=SALT)),
        "confirmation": str(sealer.dumps(["confirm", person, email], salt=SALT)),
    }


def _common(slug: str, invitation: str, unit: str) -> dict[str, str]:
    return {
        "slug": slug,
        "kind": "group",
        "day": clock.today().isoformat(),
        "i": invitation,
        "units": unit,
        "problems": "forbidden",
        "secret": LINK,
        "purpose": "contact",
        "no": "1",
        "key": "police",
        "place": "group",
        "week": weeks.name(clock.today()),
        **LETTERS,
    }


def _absent() -> dict[str, str]:
    return {
        **_common("khong-co", "khongco", ABSENT),
        **dict.fromkeys(("token", "confirmation", "week"), "khong-co"),
        **dict.fromkeys(
            ("members", "member", "other", "notices", "my_notices", "appointments", "invitation"),
            ABSENT,
        ),
        **dict.fromkeys(
            ("sessions", "tokens", "review-batches", "imports", "exports", "paper-sheets"), ABSENT
        ),
        **dict.fromkeys(("rosters", "platform-accounts", "platform-rights", "posts"), ABSENT),
        "pictures": ABSENT,
        **dict.fromkeys(("rosters", "platform-accounts", "platform-rights"), ABSENT),
        **dict.fromkeys(("takedowns", "proof", "page-postings"), ABSENT),
        **dict.fromkeys(("bank-questions", "bank-pictures"), ABSENT),
        **dict.fromkeys(("contests", "rounds", "person", "attempts", "complaints"), ABSENT),
        **dict.fromkeys(("live-rounds", "fake-reports"), ABSENT),
        "kiem-tra": "zzzzzzzzzzzz",
        "surveys": ABSENT,
        **dict.fromkeys(("text", "survey-codes"), ABSENT),
        "written": "words",
        "number": "2",
        "step": "0",
        "s": "zzzzzzzzzzzz",
        "role": "secretary",
        "question": "q1",
        **dict.fromkeys(("questions", "care-cases", "care-holders"), ABSENT),
        **dict.fromkeys(("comments", "flags", "outside-posts", "care-pictures"), ABSENT),
        **dict.fromkeys(("sanctions", "appeals", "content-rules"), ABSENT),
        **dict.fromkeys(("surveys", "responses", "paper-responses"), ABSENT),
        **dict.fromkeys(("work-contests", "works", "vote-strikes", "like-snapshots"), ABSENT),
        **dict.fromkeys(("needs", "need-topics", "need-answers", "need-actions"), ABSENT),
        "applications": NO_CODE,
        "problems": "khong-co",
        "secret": "khong-co",
    }


def _own(session: Session, scene: Scene, principal: str) -> dict[str, str]:
    member_id = scene.members.get(principal)
    if member_id is None:
        member_id = factories.apply(work_of(session), scene, f"own_{principal}")
        member = session.get(Member, member_id)
        assert member is not None
        member.person_id = scene.persons[principal]
        session.flush()
    notice = _notice(session, member_id)
    appointment = _appointment(session, scene, principal)
    complaint = samples_of_complaints.furnish(work_of(session), scene, member_id)
    return {
        "complaints": complaint["complaints"],
        "questions": _question(session, member_id).id,
        "pictures": _picture(session, scene, HOME, principal),
        "members": member_id,
        "other": scene.members["lan"],
        "member": member_id,
        "purpose": "contact",
        "notices": notice,
        "my_notices": notice,
        **_written(session, scene, principal),
        "posts": _post(session, scene, HOME, scene.persons[principal]),
        **_outside(session, scene, HOME, member_id, "questions"),
        **_restraint(session, scene, HOME, member_id, "vice_chair"),
        **({"appointments": appointment} if appointment else {}),
        **_desk_of(session, scene, principal),
    }


def _desk_of(session: Session, scene: Scene, name: str) -> dict[str, str]:
    account_id, _ = _account(session, scene, name)
    sign_in = session.execute(
        select(SignIn).where(col(SignIn.account_id) == account_id).limit(1)
    ).scalar_one()
    token = session.execute(
        select(Token).where(col(Token.account_id) == account_id).limit(1)
    ).scalar_one()
    return {"sessions": sign_in.id, "tokens": token.id}


def _account(session: Session, scene: Scene, name: str) -> tuple[str, Account]:
    account = session.execute(
        select(Account).where(col(Account.person_id) == scene.persons[name])
    ).scalar_one()
    return account.id, account


def _appointment(session: Session, scene: Scene, name: str) -> str:
    found = session.execute(
        select(Appointment).where(
            col(Appointment.person_id) == scene.persons[name],
            col(Appointment.community_id).is_not(None),
        )
    ).scalar_one_or_none()
    return found.id if found else ""


def _part(session: Session, scene: Scene, one: str, other: str) -> None:
    """Two files that were found to be two women's."""
    work = work_of(session)
    first, second = sorted((scene.members[one], scene.members[other]))
    session.add(
        PairApart(
            id=fresh_id(work),
            community_id=scene.communities[HOME],
            first_id=first,
            second_id=second,
            noted_by=scene.persons["chair"],
            noted_at=work.now,
        )
    )


def _batch(session: Session, scene: Scene, slug: str, who: str) -> str:
    """A batch in which nothing could be done."""
    work = work_of(session)
    batch = ReviewBatch(
        id=fresh_id(work),
        community_id=scene.communities[slug],
        decision="approval",
        decided_by=scene.persons[who],
        decided_at=work.now,
        total=1,
        done=0,
        results=[{"id": ABSENT, "subject_id": None, "status": 404, "code": "not-found"}],
    )
    session.add(batch)
    session.flush()
    return batch.id


def _list(session: Session, scene: Scene, slug: str, who: str) -> str:
    """A list that came in with a row passed over, leave to take one out, and a sheet of paper."""
    work = work_of(session)
    one_id, community = fresh_id(work), scene.communities[slug]
    session.add(
        MemberImport(
            id=one_id,
            community_id=community,
            filename="ds.csv",
            digest="",
            state="done",
            rows=1,
            cursor=1,
            skipped=1,
            created_by=scene.persons[who],
            created_at=work.now,
        )
    )
    session.add(PaperSeries(community_id=community, last=1))
    session.add(
        PaperSheet(
            id=one_id,
            community_id=community,
            no=1,
            filed="Tủ hồ sơ",
            created_by=scene.persons[who],
            created_at=work.now,
        )
    )
    session.add(
        MemberExport(
            id=one_id,
            community_id=community,
            with_phones=False,
            needs_second=False,
            state="all",
            purpose="Đối chiếu",
            first_by=scene.persons[who],
            first_at=work.now,
            expires_at=work.now + timedelta(days=1),
        )
    )
    session.flush()
    woman = {"full_name": "Ngô Thị Bỏ Sót", "phone": None, "birth_year": None}
    session.add(
        ImportRow(
            import_id=one_id,
            no=1,
            sheet="",
            row=2,
            kind="data",
            woman={**woman, "union_status": "unknown", "hamlet": "", "unit_id": None},
            foreseen="skipped",
            outcome="skipped",
        )
    )
    session.flush()
    return one_id


def _picture(session: Session, scene: Scene, slug: str, who: str) -> str:
    """A public picture that is being made still; its owner may describe it."""
    work = work_of(session)
    one = Picture(
        id=fresh_id(work),
        community_id=scene.communities[slug],
        owner_id=scene.persons[who],
        subject_type="matrix",
        subject_id=fresh_id(work),
        position=0,
        audience="public",
        sha256="",
        bytes=1,
        media_type="image/png",
        width=1,
        height=1,
        created_at=work.now,
    )
    session.add(one)
    session.flush()
    return one.id


def _platforms(session: Session, scene: Scene, slug: str, who: str) -> dict[str, str]:
    """A pasted list with one name, and a line of the register of rights."""
    work = work_of(session)
    common: dict[str, Any] = {"community_id": scene.communities[slug], "platform": "facebook"}
    roster = PlatformRoster(
        **common,
        id=fresh_id(work),
        number=1,
        as_of=work.today - timedelta(days=1),
        digest="",
        names=1,
        matched=0,
        unmatched=1,
        departed=0,
        pasted_by=scene.persons[who],
        pasted_at=work.now,
    )
    session.add(roster)
    session.flush()
    account = PlatformAccount(
        **common, id=fresh_id(work), name="Hoa", ordinal=1, fold="hoa", roster_id=roster.id
    )
    right = PlatformRight(
        **common,
        id=fresh_id(work),
        account_name="Hoa",
        holder_name="Hoa",
        level="admin",
        unit_level="commune",
        since=work.today,
        recorded_by=scene.persons[who],
        recorded_at=work.now,
    )
    session.add_all([account, right])
    session.flush()
    return {"rosters": roster.id, "platform-accounts": account.id, "platform-rights": right.id}


def _post(session: Session, scene: Scene, slug: str, author: str) -> str:
    """A post that members read, with the judgement that approved it."""
    work = work_of(session)
    subject = reviewing.Subject(
        "post", fresh_id(work), scene.communities[slug], author, "submitted", 1
    )
    item = reviewing.open_item(work, subject, work.now, {})
    item.state, item.decided_at = "approved", work.now
    common: dict[str, Any] = {"body": "Chào chị em.", "body_html": "<p>Chào chị em.</p>"}
    session.add(
        Post(
            id=subject.id,
            community_id=subject.community_id,
            state="published",
            author_id=author,
            anonymous=True,
            comments=1,
            created_at=work.now,
            changed_at=work.now,
            published_at=work.now,
            **common,
        )
    )
    session.flush()
    session.add(
        PostRevision(
            id=fresh_id(work),
            post_id=subject.id,
            number=1,
            state="approved",
            shown=True,
            written_by=author,
            written_at=work.now,
            item_id=item.id,
            **common,
        )
    )
    session.flush()
    return subject.id


def _written(session: Session, scene: Scene, principal: str) -> dict[str, str]:
    """A post of her own with a comment of her own, and what was told of it."""
    person = scene.persons[principal]
    post = _post(session, scene, HOME, person)
    return {"posts": post, **_said(session, scene, post, person)}


def _said(session: Session, scene: Scene, post_id: str, author: str) -> dict[str, str]:
    """A comment, and a case about it."""
    work = work_of(session)
    post = session.get(Post, post_id)
    assert post is not None
    comment_id = fresh_id(work)
    session.add(
        Comment(
            id=comment_id,
            community_id=post.community_id,
            post_id=post.id,
            thread_id=comment_id,
            author_id=author,
            body="Chào chị.",
            body_html="<p>Chào chị.</p>",
            created_at=work.now,
        )
    )
    post.comments += 1
    session.flush()
    session.add(
        CommentText(
            id=fresh_id(work),
            comment_id=comment_id,
            number=1,
            body="Chào chị.",
            written_at=work.now,
        )
    )
    flag = reviewing.Subject("flag", fresh_id(work), post.community_id, author, "submitted", 1)
    reviewing.open_item(work, flag, work.now, {})
    session.add(
        FlagCase(
            id=flag.id,
            community_id=post.community_id,
            subject_type="comment",
            subject_id=comment_id,
            author_id=author,
            number=1,
            body="Chào chị.",
            body_html="<p>Chào chị.</p>",
            opened_at=work.now,
        )
    )
    session.flush()
    return {"comments": comment_id, "flags": flag.id}


def _restraint(
    session: Session, scene: Scene, slug: str, member_id: str, who: str
) -> dict[str, str]:
    """A pause in writing of hers, and that she asked to look at it again; a rule beside."""
    work = work_of(session)
    member = session.get(Member, member_id)
    assert member is not None
    sanction = Sanction(
        id=fresh_id(work),
        community_id=scene.communities[slug],
        member_id=member.id,
        person_id=member.person_id,
        kind="warning",
        text="Nhắc riêng chị.",
        decided_by=scene.persons[who],
        decided_at=work.now,
        until=work.now + timedelta(days=7),
    )
    session.add(sanction)
    appeal = Appeal(
        id=fresh_id(work),
        community_id=sanction.community_id,
        person_id=member.person_id,
        member_id=member.id,
        subject_type="sanction",
        subject_id=sanction.id,
        decision_id=fresh_id(work),
        decided_at=work.now,
        text="Xin xem lại.",
        created_at=work.now,
    )
    session.add(appeal)
    subject = reviewing.Subject(
        "appeal", appeal.id, appeal.community_id, appeal.person_id, "submitted", 1
    )
    reviewing.open_item(work, subject, work.now, {})
    session.flush()
    return {"sanctions": sanction.id, "appeals": appeal.id}


def _outside(session: Session, scene: Scene, slug: str, member_id: str, who: str) -> dict[str, str]:
    """What stands outside and was let through, linked to a file; a picture that the circle has."""
    work = work_of(session)
    community, recorded = scene.communities[slug], scene.persons[who]
    ids = [fresh_id(work), fresh_id(work)]
    for one, state in zip(ids, ("approved", "secluded"), strict=True):
        session.add(
            OutsidePost(
                id=one,
                community_id=community,
                kind="post",
                platform="zalo",
                member_id=member_id,
                seen_at=work.now,
                there="waiting",
                state=state,
                recorded_by=recorded,
                recorded_at=work.now,
            )
        )
    session.flush()
    subject = reviewing.Subject("outside_post", ids[0], community, None, "approved", 1)
    item = reviewing.open_item(work, subject, work.now, {})
    item.state, item.decided_at = "approved", work.now
    session.add(
        OutsideHand(
            id=fresh_id(work),
            community_id=community,
            outside_post_id=ids[0],
            action="approve",
            wanted_at=work.now,
        )
    )
    picture = session.get(Picture, _picture(session, scene, slug, who))
    assert picture is not None
    picture.subject_type, picture.subject_id = "outside_post", ids[1]
    picture.audience, picture.draft = "circle", False
    session.flush()
    return {"outside-posts": ids[0], "care-pictures": picture.id}


def _rule(session: Session, scene: Scene, slug: str) -> str:
    work = work_of(session)
    looks: dict[str, Any] = {"words": ["kem trộn"], "loose": False, "links": "none"}
    rule = ContentRule(
        id=fresh_id(work),
        community_id=scene.communities[slug],
        label="Không bán hàng",
        action="tag",
        looks_for={**looks, "domains": [], "numbers": [], "pattern": ""},
        valid_from=work.today,
        created_at=work.now,
    )
    session.add(rule)
    session.flush()
    return rule.id


def _person_of(session: Session, scene: Scene, name: str) -> str:
    member = session.get(Member, scene.members[name])
    assert member is not None
    return member.person_id


def _takedown(session: Session, scene: Scene, slug: str, who: str) -> dict[str, str]:
    """A complaint with a proof, and a posting that failed."""
    work = work_of(session)
    request = TakedownRequest(
        id=fresh_id(work),
        community_id=scene.communities[slug],
        year=2020,
        number=1,
        kind="complaint",
        asked_by="Lan",
        contact="0900000000",
        received_at=work.now - timedelta(hours=1),
        due_at=work.now + timedelta(hours=47),
        hours=48,
        address="https://facebook.com/1",
        owner_id=scene.persons[who],
        recorded_by=scene.persons[who],
        recorded_at=work.now,
    )
    session.add(request)
    session.flush()
    proof = TakedownProof(
        id=fresh_id(work),
        request_id=request.id,
        digest="0" * 64,
        name="a.png",
        size=1,
        content=b"0",
    )
    session.add(proof)
    session.flush()
    posting = PagePosting(
        id=fresh_id(work),
        community_id=scene.communities[slug],
        text="Chào",
        wanted_at=work.now,
        state="failed",
        problem="page-rate",
        created_by=scene.persons[who],
        created_at=work.now,
        changed_at=work.now,
    )
    session.add(posting)
    session.flush()
    return {"takedowns": request.id, "proof": proof.id, "page-postings": posting.id}


def _question(session: Session, member_id: str) -> Question:
    member = session.get(Member, member_id)
    assert member is not None
    return threads.begin(work_of(session), member, private=False, words="Học yoga ở đâu ạ?")


def _letters(session: Session, scene: Scene, slug: str, chair: str) -> dict[str, str]:
    """A question on the desk, a case in the circle, and one whom the chair named into it."""
    work = work_of(session)
    member = session.get(Member, scene.members["hoa" if slug == HOME else "other_hoa"])
    assert member is not None
    case = care.receive(work, member.community_id, member, "post", fresh_id(work), "Bị đánh")
    holder = CareHolder(
        id=fresh_id(work),
        community_id=member.community_id,
        person_id=scene.persons["editor" if slug == HOME else "other_editor"],
        place=1,
        valid_from=work.today,
        named_by=scene.persons[chair],
        named_at=work.now,
    )
    session.add(holder)
    session.flush()
    question = _question(session, member.id)
    return {"questions": question.id, "care-cases": case.id, "care-holders": holder.id}


def _notice(session: Session, member_id: str) -> str:
    work = work_of(session)
    member = session.get(Member, member_id)
    assert member is not None
    notice = Notice(
        id=fresh_id(work),
        community_id=member.community_id,
        member_id=member.id,
        person_id=member.person_id,
        event=fresh_id(work),
        kind="apply.received",
        title="Đã nhận",
        text="Ban đã nhận đơn của chị.",
        outside_text="Ban đã nhận đơn của chị.",
        created_at=work.now,
        visible_from=work.now - timedelta(minutes=1),
    )
    session.add(notice)
    session.flush()
    return notice.id


def _paper(session: Session, round_id: str, person_id: str) -> dict[str, str]:
    """A paper in progress, whose first question has a picture."""
    of = session.get_one(ContestRound, round_id)
    return {"attempts": contests.paper(work_of(session), of, person_id).id, "question": "q1"}


def _bank(session: Session, scene: Scene, slug: str) -> dict[str, str]:
    """A question with its picture, in a bank that everyone of the scene has opened."""
    work, community_id = work_of(session), scene.communities[slug]
    picture = session.get(Picture, _picture(session, scene, slug, "contests"))
    assert picture is not None
    question = BankQuestion(
        id=fresh_id(work),
        community_id=community_id,
        topic="suc-khoe",
        difficulty="easy",
        kind="choice",
        text="Nên uống mấy cốc nước?",
        fold="nen uong may coc nuoc",
        twin_key="0" * 64,
        created_at=work.now,
    )
    session.add(question)
    session.flush()
    picture.subject_type, picture.subject_id, picture.position = "bank_question", question.id, 0
    picture.audience, picture.draft, picture.loose_since = "circle", False, None
    session.add(
        BankQuestionVersion(
            question_id=question.id,
            number=1,
            topic="suc-khoe",
            difficulty="easy",
            kind="choice",
            text=question.text,
            text_html="<p>Nên uống mấy cốc nước?</p>",
            options=[{"key": "a", "text": "Một"}, {"key": "b", "text": "Tám"}],
            answer=["b"],
            points=100,
            picture_id=picture.id,
            written_by=scene.persons["contests"],
            written_at=work.now,
        )
    )
    for person in scene.persons.values():
        session.add(
            BankReader(
                community_id=community_id, person_id=person, agreed_at=work.now, last_at=work.now
            )
        )
    session.flush()
    return {"bank-questions": question.id, "bank-pictures": picture.id}


def _contest(session: Session, scene: Scene, slug: str) -> dict[str, str]:
    """A round whose result is published, where everyone is a secretary; and one that is open."""
    work = work_of(session)
    decided = contests.decided(work, scene, slug=slug)
    session.add_all(
        ContestOffice(
            contest_id=decided.contest_id, person_id=one, role="secretary", since=work.now
        )
        for one in scene.persons.values()
    )
    opened = contests.round_of(work, contests.contest(work, scene, slug=slug))
    first = session.get_one(RoundQuestion, (opened.id, "q1"))
    first.picture_id = _picture(session, scene, slug, "chair")
    session.flush()
    return {
        "contests": decided.contest_id,
        "rounds": decided.id,
        "open_round": opened.id,
        "role": "secretary",
        "person": scene.persons["nobody"],
    }


def _live(session: Session, scene: Scene, slug: str) -> dict[str, str]:
    """A contest with a live round that has ended, so that its stream ends too; a fake of it."""
    work = work_of(session)
    contest = contests.contest(work, scene, slug=slug)
    live = LiveRound(
        id=fresh_id(work),
        contest_id=contest.id,
        title="Rung chuông vàng",
        state="ended",
        ended_at=work.now,
        created_by=contest.created_by,
        created_at=work.now,
    )
    report = FakeReport(
        id=fresh_id(work),
        community_id=contest.community_id,
        contest_id=contest.id,
        place="facebook.com/gia",
        phone="0911222333",
        reported_at=work.now,
    )
    session.add_all((live, report))
    session.flush()
    return {
        "contests": contest.id,
        "kiem-tra": contest.code,
        "live-rounds": live.id,
        "fake-reports": report.id,
    }


def roll_back_every_write(database: Database) -> None:
    """The unit of work as it is, except that its commit becomes a rollback."""

    def run(fn: Callable[[Session], T]) -> T:
        with Session(database.writer, expire_on_commit=False) as session:
            try:
                result = fn(session)
                session.flush()
                return result
            finally:
                session.rollback()

    database._write_in_turn = run  # type: ignore[method-assign]


def forget_throttles(house: House) -> None:
    """Nobody writes as fast as what tries every door."""
    house.throttles._limiter.storage.reset()


#: What is asked of a contest of works alone.
OF_WORKS = re.compile(r"/contests/{id}/(intake|marks|vote|work)")


def noun_of(path: str) -> str:
    """Whose existence a refusal could give away: the noun that the address' id belongs to."""
    first = path.split("/")[1]
    if path.startswith("/me/consents/"):
        return "my_consents"
    if first == "contests" and OF_WORKS.match(path):
        return "work-contests"
    return "my_notices" if path.startswith("/me/notices/") else first


def names_of(path: str) -> list[str]:
    """The parameters of a path template; a general one (`id`, `code`) gets its noun's name."""
    found = re.findall(r"{(\w+)}", path)
    if "/invitations/" in path:
        return [name if name == "slug" else "invitation" for name in found]
    if path.startswith("/surveys/"):
        found = ["written" if name == "question" else name for name in found]
    return [noun_of(path) if name in {"id", "code"} else name for name in found]


def filled(path: str, names: list[str], values: Mapping[str, str]) -> str:
    for name in names:
        path = re.sub(r"{\w+}", values[name], path, count=1)
    return path


def bodies(scene: Scene, target: str) -> Mapping[tuple[str, str], dict[str, Any]]:
    """Bodies that pass their schema, so that what answers is the right and not the form."""
    today = clock.today()
    soon = (today + timedelta(days=7)).isoformat()
    reason = {"reason": "Chưa đủ thông tin"}
    reason_words = {"words": "Không đúng."}
    rule = {"label": "Không bán hàng", "action": "tag", "words": ["kem trộn"]}
    quiz = {
        "topic": "suc-khoe",
        "difficulty": "easy",
        "text": "Nên đi bộ bao lâu?",
        "options": [{"text": "Một phút"}, {"text": "Ba mươi phút", "right": True}],
    }
    live_question = {
        "prompt": "Hội thành lập năm nào?",
        "options": [{"key": "a", "text": "1930"}, {"key": "b", "text": "1945"}],
        "answer": "a",
    }
    table = "topic,difficulty,question,A,B,right\nsuc-khoe,easy,Ngủ mấy tiếng?,2,8,B\n"
    duty = {"main": scene.persons["chair"], "substitute": scene.persons["moderator"]}
    placing = {"unit": scene.units["commune"], "hamlets": ["Thôn Đông"]}
    applicant = {
        "full_name": "Ngô Thị Mới",
        "phone": "0911999888",
        "accepted_regulation": 1,
        "consents": ["management"],
    }
    return {
        ("POST", "/communities/{slug}/members"): applicant,
        ("POST", "/members/{id}/suspension"): {**reason, "until": soon},
        ("POST", "/communities/{slug}/posts"): {"body": "Chào chị em."},
        ("POST", "/communities/{slug}/quiet"): reason,
        ("POST", "/communities/{slug}/tags"): {"name": "3 an"},
        ("POST", "/communities/{slug}/tag-ends"): {"key": "me-do-dau", "valid_to": soon},
        ("POST", "/posts/{id}/refusal"): reason,
        ("POST", "/posts/{id}/revision-request"): reason,
        ("POST", "/posts/{id}/mending"): {"body": "Chào chị."},
        ("POST", "/posts/{id}/removal"): reason,
        ("POST", "/posts/{id}/reversal"): reason,
        ("POST", "/posts/{id}/author-reveal"): reason,
        ("POST", "/posts/{id}/escalation"): {**reason, "to": "chair"},
        ("POST", "/posts/{id}/comments"): {"body": "Chào chị."},
        ("POST", "/posts/{id}/reactions"): {"kind": "thich"},
        ("POST", "/posts/{id}/flags"): {"reason": "untrue"},
        ("POST", "/comments/{id}/flags"): {"reason": "untrue"},
        ("POST", "/comments/{id}/refusal"): reason,
        ("POST", "/comments/{id}/removal"): reason,
        ("POST", "/comments/{id}/reversal"): reason,
        ("POST", "/comments/{id}/escalation"): {**reason, "to": "chair"},
        ("PATCH", "/comments/{id}"): {"body": "Chào chị."},
        ("POST", "/flags/{id}/approval"): reason,
        ("POST", "/flags/{id}/reversal"): reason,
        ("POST", "/flags/{id}/escalation"): {**reason, "to": "chair"},
        ("POST", "/members/{id}/flag-mute"): {**reason, "until": soon},
        ("POST", "/members/{id}/sanctions"): {**reason, "kind": "mute"},
        ("POST", "/sanctions/{id}/lifting"): {"words": "Chị đã sửa bài"},
        ("POST", "/sanctions/{id}/appeals"): {"text": "Xin xem lại."},
        ("POST", "/posts/{id}/appeals"): {"text": "Xin xem lại."},
        ("POST", "/members/{id}/appeals"): {"text": "Xin xem lại."},
        ("POST", "/applications/{code}/appeals"): {"text": "Xin xem lại."},
        ("POST", "/appeals/{id}/approval"): {"words": "Chị nói đúng."},
        ("POST", "/appeals/{id}/refusal"): {"words": "Ban giữ quyết định."},
        ("POST", "/communities/{slug}/content-rules"): rule,
        ("POST", "/communities/{slug}/content-rules/trial"): rule,
        ("POST", "/members/{id}/reinstatement"): reason,
        ("POST", "/members/{id}/removal"): reason,
        ("POST", "/members/{id}/refusal"): reason,
        ("POST", "/members/{id}/reversal"): reason,
        ("POST", "/members/{id}/escalation"): {**reason, "to": "chair"},
        ("POST", "/members/{id}/information-request"): {"question": "Chị ở thôn nào?"},
        ("POST", "/communities/{slug}/review/batch"): {
            "decision": "approval",
            "items": [{"id": scene.members["lan"]}],
        },
        ("POST", "/communities/{slug}/review/batch/preview"): {
            "decision": "approval",
            "items": [{"id": scene.members["lan"]}],
        },
        ("POST", "/review-batches/{id}/reversal"): reason,
        ("POST", "/members/{id}/merger"): {"into": scene.members["mai"]},
        ("POST", "/members/{id}/apart"): {"other": scene.members["mai"]},
        ("POST", "/members/{id}/chapter-inquiry"): {"asked_her": True},
        ("POST", "/members/{id}/chapter-inquiry/answer"): {"answer": "known"},
        ("POST", "/members/{id}/union-verification"): {"status": "member", "source": "card"},
        ("POST", "/members/{id}/consents"): {
            "purposes": ["management"],
            "way": "paper",
            "filed": "Tờ số 3",
        },
        ("POST", "/communities/{slug}/imports"): {"file": {"name": "ds.csv", "content": LIST}},
        ("POST", "/communities/{slug}/pictures"): {"files": [{"name": "a.png", "content": DOT}]},
        ("PUT", "/paper-sheets/{id}/filing"): {"filed": "Tủ hồ sơ"},
        ("POST", "/communities/{slug}/exports"): {"purpose": "Đối chiếu"},
        ("POST", "/communities/{slug}/platform-entries"): {"members": [scene.members["member"]]},
        ("POST", "/communities/{slug}/rosters"): {"text": "Hoa\nLan Anh"},
        ("POST", "/communities/{slug}/rosters/preview"): {"text": "Hoa\nLan Anh"},
        ("POST", "/platform-accounts/{id}/link"): {"member": scene.members["lan"]},
        ("POST", "/communities/{slug}/platform-figures"): {
            "platform": "facebook",
            "as_of": today.isoformat(),
            "members": 1514,
        },
        ("POST", "/communities/{slug}/platform-figures/import"): {"text": "1/5/2024 200"},
        ("POST", "/communities/{slug}/platform-figures/import/preview"): {"text": "1/5/2024 200"},
        ("POST", "/communities/{slug}/outside-posts"): {
            "author_name": "Hoa",
            "body": "Chào",
            "there": "standing",
        },
        ("POST", "/outside-posts/{id}/refusal"): reason,
        ("POST", "/outside-posts/{id}/removal"): reason,
        ("POST", "/outside-posts/{id}/reversal"): reason,
        ("POST", "/communities/{slug}/platform-rights"): {
            "platform": "page",
            "account_name": "Lan",
            "holder_name": "Lan",
            "level": "admin",
            "unit_level": "commune",
            "since": today.isoformat(),
        },
        ("POST", "/platform-rights/{id}/end"): {"until": soon},
        ("POST", "/communities/{slug}/takedowns"): {
            "kind": "authority",
            "asked_by": "Xã",
            "received_at": "2026-01-01T08:00",
            "address": "https://facebook.com/2",
        },
        ("PUT", "/communities/{slug}/takedowns/hours"): {
            "authority": 12,
            "urgent": 3,
            "complaint": 24,
        },
        ("PUT", "/communities/{slug}/page-connection"): {
            "page_id": "100200300",
            "token": "EAAG-a-token-of-the-tests",
        },
        ("POST", "/communities/{slug}/page-postings"): {"text": "Chào chị em"},
        ("POST", "/communities/{slug}/group-postings"): {"text": "Chào chị em"},
        ("POST", "/posts/{id}/page-postings"): {"text": "Chào chị em"},
        ("POST", "/rounds/{id}/complaints"): {"text": "Câu 3 có hai đáp án đúng."},
        ("POST", "/complaints/{id}/answer"): {"outcome": "kept", "answer": "Đáp án đúng."},
        ("POST", "/rounds/{id}/essay-marks"): {"attempt": "a", "question": "q", "points": 100},
        ("POST", "/communities/{slug}/question-bank/opening"): {"agrees": True},
        ("POST", "/communities/{slug}/question-bank"): {**quiz, "text": "Hội có mấy cấp?"},
        ("POST", "/communities/{slug}/question-bank/import"): {"text": table},
        ("POST", "/communities/{slug}/question-bank/import/preview"): {"text": table},
        ("POST", "/rounds/{id}/places"): {"place": 1},
        ("PUT", "/rounds/{id}/naming"): {"choice": "name"},
        ("PATCH", "/bank-questions/{id}"): quiz,
        ("POST", "/communities/{slug}/contests"): {"title": "Thi vui"},
        ("POST", "/communities/{slug}/contests/preview"): {"title": "Thi vui"},
        ("POST", "/communities/{slug}/surveys"): {"identity": "anonymous", "template": "needs"},
        ("POST", "/surveys/{id}/withdrawal"): reason,
        ("POST", "/surveys/{id}/channels"): {"name": "Nhóm Zalo"},
        ("PUT", "/surveys/{id}/quotas"): {"quotas": []},
        ("POST", "/contests/{id}/offices"): {
            "role": "juror",
            "person": scene.persons["other_chair" if target == "other" else "chair"],
        },
        ("POST", "/contests/{id}/rounds"): {
            "title": "Vòng 2",
            "opens_at": soon,
            "closes_at": (today + timedelta(days=8)).isoformat(),
            "text": TYPED,
        },
        ("PUT", "/rounds/{id}/questions"): {"text": TYPED},
        ("POST", "/rounds/{id}/extension"): {"closes_at": soon, "reason": "Mất mạng"},
        ("PUT", "/attempts/{id}/answers"): {"rev": 1, "answers": {"q1": ["b"]}},
        ("POST", "/attempts/{id}/submission"): {"answers": {"q1": ["b"]}, "prediction": 5},
        **world_works.bodies(),
        **world_survey_codes.bodies(),
        **world_survey_builder.bodies(),
        **world_survey_files.bodies(),
        **world_survey_responses.bodies(),
        **world_survey_results.bodies(),
        **world_survey_sheets.bodies(),
        **world_needs.bodies(),
        ("POST", "/fake-reports"): {"place": "facebook.com/gia", "community": HOME},
        ("POST", "/fake-reports/{id}/handling"): {"note": "Đã báo công an xã."},
        ("POST", "/contests/{id}/live-rounds"): {"title": "Rung chuông vàng"},
        ("POST", "/live-rounds/{id}/questions"): live_question,
        ("POST", "/live-rounds/{id}/answers"): {"question": "q1", "option": "a"},
        ("POST", "/live-rounds/{id}/steps"): {"step": "ask"},
        ("POST", "/takedowns/{id}/steps"): {"kind": "note", "text": "Đã gọi."},
        ("POST", "/takedowns/{id}/handover"): {"unit": "Xã"},
        ("POST", "/takedowns/{id}/completion"): {"finding": "founded", "words": "Gấp."},
        ("POST", "/takedowns/{id}/rejection"): reason_words,
        ("POST", "/takedowns/{id}/withdrawal"): reason_words,
        ("POST", "/communities/{slug}/questions"): {"text": "Học yoga ở đâu ạ?"},
        ("POST", "/questions/{id}/messages"): {"text": "Em hỏi thêm ạ."},
        ("PUT", "/questions/{id}/safe-contact"): {"safe_contact": "here"},
        ("POST", "/questions/{id}/answers"): {"text": "Chào chị."},
        ("POST", "/questions/{id}/assignment"): {"person": scene.persons["questions"]},
        ("POST", "/care-cases/{id}/answers"): {"text": "Chào chị."},
        ("POST", "/care-cases/{id}/steps"): {"kind": "called"},
        ("POST", "/care-cases/{id}/danger"): {"danger": "no"},
        ("POST", "/care-cases/{id}/closing"): {"outcome": "Đã ổn."},
        ("POST", "/communities/{slug}/care-circle"): {"person": scene.persons["contests"]},
        ("POST", "/care-holders/{id}/end"): {"valid_to": soon},
        ("PUT", "/communities/{slug}/help-places/{key}"): {"checked_on": today.isoformat()},
        ("POST", "/communities/{slug}/invitations"): {"channel": "zalo"},
        ("PUT", "/communities/{slug}/duty/{day}"): duty,
        ("POST", "/communities/{slug}/duty/{day}/exchange"): {"other_day": soon},
        ("POST", "/communities/{slug}/hand-overs"): {"text": "Còn hai đơn."},
        ("POST", "/communities/{slug}/appointments"): {
            "person": scene.persons["nobody"],
            "role": "editor",
            "valid_from": today.isoformat(),
        },
        ("POST", "/appointments/{id}/end"): {"valid_to": soon},
        ("POST", "/appointments/{id}/delegations"): {
            "person": scene.persons["nobody"],
            "valid_from": today.isoformat(),
            "valid_to": soon,
        },
        ("POST", "/communities"): {
            "slug": "nhom-moi",
            "name": "Nhóm mới",
            "host_unit": scene.units["commune"],
        },
        ("POST", "/communities/{slug}/regulations"): {
            "kind": "group",
            "title": "Quy chế",
            "body": "Điều 1.",
            "summary": ["Một.", "Hai.", "Ba.", "Bốn.", "Năm."],
            "in_force_from": soon,
        },
        ("POST", "/communities/{slug}/regulations/{kind}/acceptances"): {"version": 1},
        ("POST", "/applications/{code}/visits"): {
            "phone": scene.phones["other_hoa" if target == "other" else "hoa"]
        },
        ("POST", "/applications/{code}/answers"): {"text": "Thôn Đông."},
        ("POST", "/applications/{code}/password"): {"password": PASSWORD},
        ("POST", "/me/preferences/email"): {"email": "hoa@thu.example"},
        ("POST", "/sessions"): {"login": scene.phones["nobody"], "password": PASSWORD},
        ("POST", "/password-links/{secret}"): {"password": PASSWORD},
        ("POST", "/units/{id}/reorganisations"): {
            "kind": "rename",
            "decision_number": "1/NQ",
            "decided_on": today.isoformat(),
            "issuer": "HĐND",
            "effective_on": today.isoformat(),
            "name": "Đơn vị đổi tên",
        },
        ("POST", "/units/{id}/placements"): placing,
        ("POST", "/units/{id}/placements/preview"): placing,
        ("POST", "/units/{id}/placements/reversal"): {"hamlets": ["Thôn Đông"]},
        ("POST", "/units"): {
            "name": "Chi hội mới",
            "kind": "chapter",
            "parent": scene.units["commune"],
            "valid_from": today.isoformat(),
        },
    }


def headers_of(scene: Scene, principal: str, shape: str, *, bearer: bool) -> dict[str, str]:
    """A program's headers or a browser's of this site."""
    if shape == "json" and bearer and principal != "stranger":
        return {"authorization": f"Bearer {scene.tokens[principal]}"}
    headers = {"sec-fetch-site": "same-origin", "accept": "application/json"}
    if shape != "json":
        headers["accept"] = "text/html"
    if shape == "fragment":
        headers["hx-request"] = "true"
    if principal != "stranger":
        headers["cookie"] = f"sen={scene.cookies[principal]}"
    return headers


def substance(response: httpx.Response, values: Mapping[str, str]) -> tuple[Any, ...]:
    """What of an answer may tell existing from absent: all but date, request id and the address."""
    text = response.text
    for value in sorted(values.values(), key=len, reverse=True):
        text = text.replace(value, "…")
    headers = {
        name: value
        for name, value in response.headers.items()
        if name not in {"date", "x-request-id", "content-length"}
    }
    return response.status_code, text, headers
