"""Whether a contest is the Union's own: by its code, as it is printed or was heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.contests import reading
from app.domain.contests.statute import Said
from app.domain.ids import heard
from app.domain.letters import bare
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden, Invalid
from app.integrations import qr
from app.schemas.contest_checks import (
    ContestCheck,
    ContestLookUp,
    ContestPoster,
    ContestRules,
    ContestWindow,
    PrizeRead,
    RulesArticle,
)
from app.services.bulletins.picturing import Card
from app.services.contests import terms
from app.services.deeds import permit
from app.store import contest_checks as store
from app.store import contests
from app.store.actors import Work
from app.store.contest_checks import Published

SIZES = ("a4", "a5")
#: What gives the printed rules in the reader's language.
Printer = Callable[[Said], Any]


def plain(code: str) -> str:
    """A code as it was made, however it was heard and typed."""
    return heard(code).replace("-", "")


def check(work: Work, code: str) -> ContestCheck:
    """Everybody may read it; a draft's code says as little as one that was never given."""
    return ContestCheck.model_validate(facts(work, _found(work, code)))


def look_up(work: Work, code: str) -> ContestLookUp:
    """The page where a code is typed, with what it means."""
    assert work.hot is not None
    code = code.strip()
    found = store.published(work.hot, plain(code)) if code else None
    return ContestLookUp(
        code=code,
        found=ContestCheck.model_validate(facts(work, found)) if found else None,
    )


def rules(work: Work, code: str, printed: Printer) -> ContestRules:
    found = _found(work, code)
    statute = printed(terms.said(work, found.kind, found.id, reading.read(found.ruleset)))
    return ContestRules(
        code=found.code,
        title=found.title,
        community=found.community,
        articles=[RulesArticle.model_validate(one) for one in statute.articles],
        sha256=found.ruleset_sha256,
        ruleset=found.ruleset,
    )


def _found(work: Work, code: str) -> Published:
    assert work.hot is not None
    found = store.published(work.hot, plain(code))
    if found is None:
        raise Hidden("contest-unknown")
    return found


def card(work: Work, code: str) -> Card:
    """What stands on its picture."""
    found = _found(work, code)
    assert work.hot is not None
    return Card(
        title=bare(found.title),
        above="Hội không thu phí dự thi",
        beneath=store.owner(work.hot, found, work.today) or bare(found.community_name),
    )


def facts(work: Work, found: Published) -> dict[str, Any]:
    assert work.hot is not None
    return {
        "code": found.code,
        "spoken_code": heard(found.code).upper(),
        "title": found.title,
        "kind": found.kind,
        "state": found.state,
        "owner": store.owner(work.hot, found, work.today),
        "community": found.community,
        "community_name": found.community_name,
        "decision_number": found.decision_number,
        "published_at": found.published_at,
        "rounds": [
            ContestWindow(
                number=row[0],
                title=row[1],
                opens_at=row[2],
                closes_at=row[3],
            )
            for row in store.windows(work.hot, found.id)
        ],
        "fee": False,
        "help_phone": found.help_phone,
        "ruleset_sha256": found.ruleset_sha256,
        "address": f"{work.address}/kiem-tra/{found.code}",
        "demo": bool(found.demo),
    }


def poster(work: Work, contest_id: str, size: str) -> ContestPoster:
    """To be printed and put up; its QR leads to where the contest is checked."""
    contest = contests.get(work.session, work.actor, contest_id)
    permit(work, "contest.read", Thing(community_id=contest.community_id))
    if size not in SIZES:
        raise Invalid.at("/size", "size-unknown")
    assert work.hot is not None
    found = store.published(work.hot, contest.code)
    if found is None or found.state != "published":
        raise Conflict("poster-unpublished")
    known = facts(work, found)
    return ContestPoster(
        **known,
        id=contest.id,
        size=size,  # type: ignore[arg-type]
        prizes=[PrizeRead(name=name, count=count) for name, count in found.ruleset["prizes"]],
        qr=qr.data_uri(known["address"]),
    )
