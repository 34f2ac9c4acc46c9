"""A version of a result as its reader may see it.

Before publication it is read by those who keep contests alone. Afterwards board and adviser read
everyone; members read the winners, by name where the winner agreed, and their own row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.contests import reading
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Hidden
from app.models.contest_results import ContestResult, ContestResultRow
from app.models.contests import Contest, ContestRound, Entrant
from app.schemas.contest_results import (
    PrizesLeft,
    ResultLine,
    ResultList,
    ResultRead,
    ResultRow,
)
from app.services import sharing
from app.services.contests import comparing, readiness
from app.services.contests.hand import AGREE, READ, WRITE
from app.services.deeds import may, permit
from app.services.reviewing import BOARD
from app.store import (
    communities,
    contest_results,
    contest_rulings,
    contests,
    members,
    shared_decisions,
)
from app.store.actors import Work

EVERYONE = "result.list"
TWO_PERSON = "contest_results"
SHOWN, RUNNERS_UP = 100, 5


def read(work: Work, round_id: str, asked: str, paging: Page) -> ResultRead:
    """`asked`: `latest` or a number."""
    contest, of = contests.round_of(work.session, work.actor, round_id)
    permit(work, READ, Thing(contest.community_id))
    keeps = may(work, WRITE, Thing(contest.community_id))
    if asked == "latest":
        found = contest_results.latest(work.session, of.id, published=not keeps)
    else:
        found = _numbered(work, of, asked)
    if found is None or (found.state != "published" and not keeps):
        raise Hidden
    return shown(work, contest, of, found, paging)


def _numbered(work: Work, of: ContestRound, asked: str) -> ContestResult | None:
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        return None
    return contest_results.version(work.session, of.id, int(asked))


def first(work: Work, contest: Contest, of: ContestRound, result: ContestResult) -> ResultRead:
    """The first page of a version."""
    return shown(work, contest, of, result, Page(SHOWN, None, lambda key: str(key[0])))


def shown(
    work: Work, contest: Contest, of: ContestRound, result: ContestResult, paging: Page
) -> ResultRead:
    thing = Thing(contest.community_id)
    everyone, keeps = may(work, EVERYONE, thing), may(work, WRITE, thing)
    after = paging.key(int)
    found = contest_results.rows(
        work.session,
        result.id,
        paging.limit + 1,
        int(after[0]) if after else 0,
        winners=not everyone,
        person_id=work.actor.person_id,
    )
    page, following = paging.cut(found, lambda row: (row.place,))
    rules = reading.read(contest.ruleset)
    newest = contest_results.latest(work.session, of.id, published=not keeps)
    waits = shared_decisions.opened(work.session, AGREE, result.id) if keeps else None
    who = [result.computed_by, result.approved_by, result.published_by]
    names = members.person_names(work.session, who) if everyone else {}
    return ResultRead(
        **_where(work, contest, of),
        **result.model_dump(
            include={
                "no",
                "state",
                "reason",
                "n",
                "persons",
                "question_count",
                "size",
                "root",
                "ruleset_sha256",
                "computed_at",
                "published_at",
            }
        ),
        rank=list(rules.chain),
        by_points=rules.scores_by_points,
        rows=rows(work, contest, of, page, everyone=everyone),
        next=following,
        unawarded=[PrizesLeft(name=name, count=count) for name, count in result.unawarded],
        runners_up=runners_up(work, contest, of, result) if keeps and after is None else [],
        everyone=everyone,
        approvals=_approvals(result, waits is not None),
        needs_two=sharing.takes_two(work, contest.community_id, TWO_PERSON),
        computed_by=names.get(result.computed_by),
        approved_by=names.get(result.approved_by or ""),
        published_by=names.get(result.published_by or ""),
        difference=comparing.against_before(work, contest, result)
        if keeps and after is None
        else None,
        newest=newest.no if newest else result.no,
        allowed_actions=_actions(work, result, newest, waits.first_by if waits else None, keeps),
    )


def _where(work: Work, contest: Contest, of: ContestRound) -> dict[str, Any]:
    return {
        "round": of.id,
        "round_title": of.title,
        "contest": contest.id,
        "contest_title": contest.title,
        "community": slug_of(work, contest),
    }


def slug_of(work: Work, contest: Contest) -> str:
    return communities.by_id(work.session, contest.community_id).slug


def _approvals(result: ContestResult, waits: bool) -> int:
    if result.state == "published":
        return 1 + (result.approved_by is not None)
    return int(waits)


def _actions(
    work: Work,
    result: ContestResult,
    newest: ContestResult | None,
    first_by: str | None,
    keeps: bool,
) -> list[str]:
    if not keeps or newest is None or newest.id != result.id:
        return []
    actions = ["results", "rulings", "key-corrections"]
    if result.state == "computed" and first_by != work.actor.person_id:
        actions.insert(0, "publication")
    return actions


def rows(
    work: Work,
    contest: Contest,
    of: ContestRound,
    found: Sequence[ContestResultRow],
    *,
    everyone: bool,
) -> list[ResultRow]:
    """Each with who she is, as far as this reader may know."""
    persons = [row.person_id for row in found]
    known = contests.entrants(work.session, contest.id, persons)
    chosen = contest_rulings.naming(work.session, of.id, persons)
    files = [one.member_id for one in known.values()]
    agreed = contest_results.consenting(work.session, files, "publication")
    return [
        _row(
            work,
            row,
            known.get(row.person_id),
            chosen.get(row.person_id),
            everyone=everyone,
            agreed=agreed,
        )
        for row in found
    ]


def _row(
    work: Work,
    row: ContestResultRow,
    who: Entrant | None,
    choice: str | None,
    *,
    everyone: bool,
    agreed: set[str],
) -> ResultRow:
    mine = row.person_id == work.actor.person_id
    named = who is not None and (
        everyone or mine or (who.member_id in agreed and choice != "nothing")
    )
    person = who if named else None
    return ResultRow.model_validate(
        row.model_dump(exclude={"result_id", "person_id", "place", "attempt_id"})
        | {
            "member": person.member_id if person else None,
            "name": person.full_name if person else None,
            "unit": person.unit_name if person else None,
            "phone_masked": person.phone_masked if person else None,
            "naming": choice if everyone or mine else None,
            "mine": mine,
        }
    )


def runners_up(
    work: Work, contest: Contest, of: ContestRound, result: ContestResult
) -> list[ResultRow]:
    found = contest_results.runners_up(work.session, result.id, RUNNERS_UP)
    return rows(work, contest, of, found, everyone=True)


# -- versions ----------------------------------------------------------------------------------


def versions(work: Work, round_id: str, paging: Page) -> ResultList:
    contest, of = contests.round_of(work.session, work.actor, round_id)
    permit(work, READ, Thing(contest.community_id))
    keeps = may(work, WRITE, Thing(contest.community_id))
    after = paging.key(int)
    found = contest_results.versions(
        work.session,
        of.id,
        paging.limit + 1,
        int(after[0]) if after else None,
        published=not keeps,
    )
    page, following = paging.cut(found, lambda row: (row.no,))
    over = readiness.closed(work, of) and not of.practice
    return ResultList(
        **_where(work, contest, of),
        items=[ResultLine.model_validate(row) for row in page],
        next=following,
        closed=over,
        essays_waiting=readiness.essays_waiting(work, of) if keeps else 0,
        complaints_open=readiness.complaints_open(work, of) if keeps else 0,
        allowed_actions=["results"] if keeps and over else [],
    )


def named(names: dict[str, str], person_id: str | None) -> str:
    return names.get(person_id or "", BOARD)
