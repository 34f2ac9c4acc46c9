"""Certificates: of a round's winners, and of those who took part in every round."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.refusals import Conflict
from app.integrations import word_certificates
from app.schemas.base import FileRead
from app.schemas.papers import Certificate, Certificates
from app.services.contest_papers.parts import (
    Occasion,
    file,
    of_contest_id,
    of_round_id,
    whole,
    words,
)
from app.services.contest_papers.results import with_winners
from app.services.contests.round_results import Place, RoundResult, of_contest
from app.store import contests as contest_store
from app.store.actors import Work

#: Certificates in one file.
PART = 200


def of_winners(work: Work, round_id: str) -> FileRead:
    it = of_round_id(work, round_id)
    result = with_winners(it)
    said = words("certificate")
    pages = [_page(it, one, it.say(said["won"], giai=one.prize)) for one in result.winners]
    return file(it, "certificates", "giay-chung-nhan-vong", _written(it, pages, result))


def of_all_rounds(work: Work, contest_id: str, part: int) -> FileRead:
    """`PART` pages of a file; refused (`no-all-round`) where nobody, or no such part, is."""
    it = of_contest_id(work, contest_id)
    results = every_round(it)
    people = all_round(results)[(part - 1) * PART : part * PART]
    if not people:
        raise Conflict("no-all-round")
    deed = it.say(words("certificate")["every_round"], so=whole(len(results)))
    pages = [_page(it, one, deed) for one in people]
    return file(it, "all_round", f"giay-chung-nhan-du-vong-{part}", _written(it, pages, None))


def every_round(it: Occasion) -> list[RoundResult]:
    """The results of all rounds; none before the last one of at least two has a result."""
    results = of_contest(it.work, it.contest)
    rounds = [
        one.id for one in contest_store.rounds(it.work.session, it.contest.id) if not one.practice
    ]
    if len(rounds) < 2 or not all(one in results for one in rounds):
        return []
    return [results[one] for one in rounds]


def all_round(results: Sequence[RoundResult]) -> list[Place]:
    """Who stands in every result, by her place in the last one."""
    if not results:
        return []
    *before, last = results
    sets = [{place.person_id for place in one.places} for one in before]
    return [place for place in last.places if all(place.person_id in one for one in sets)]


def _page(it: Occasion, one: Place, deed: str) -> Certificate:
    return Certificate(address=it.address[2], name=one.name, unit=one.unit, deed=deed)


def _written(it: Occasion, pages: list[Certificate], result: RoundResult | None) -> bytes:
    said, common = words("certificate"), words("common")
    return word_certificates.written(
        Certificates(
            issuer=it.unit,
            words={
                "kind": said["kind"],
                "certifies": it.say(said["certifies"]),
                "number": said["number"],
                "place_and_day": it.say(common["state_day"]),
                "role": common["signs_standing"],
                "signs": "",
            },
            pages=pages,
            code=it.code(result),
            mark=common["mark"] if it.community.demo else "",
        )
    )
