"""Taking in a dated list of administrative codes: what it changes, and then the change."""

from __future__ import annotations

from datetime import date

from app.domain.code_lists import CodeList, Difference, difference
from app.domain.ids import new_id
from app.domain.refusals import Conflict
from app.domain.text import fold
from app.services.deeds import record
from app.store import code_lists
from app.store.actors import Work
from app.store.records import milliseconds


def compare(work: Work, scheme: str, listed: CodeList) -> Difference:
    """Against the newest list that was taken in."""
    newest = code_lists.newest(work.session, scheme)
    before = code_lists.on(work.session, scheme, newest) if newest else {}
    return difference(before, listed.places)


def take_in(work: Work, scheme: str, listed: CodeList, valid_from: date) -> Difference:
    """Rows that change end on the day and begin anew; the same list again changes nothing.

    A list that is older than what is there would rewrite the past, and one that closes more than
    half of the codes is only a part of a list: both are refused.
    """
    found = compare(work, scheme, listed)
    newest = code_lists.newest(work.session, scheme)
    if found.nothing:
        return found
    if newest is not None and valid_from <= newest:
        raise Conflict("list-older", newest=newest.isoformat())
    known = len(found.closed) + len(found.changed) + found.unchanged
    if len(found.closed) * 2 > known:
        raise Conflict("list-partial", closed=len(found.closed))
    ended = [old.code for old, _ in found.changed] + [place.code for place in found.closed]
    code_lists.end(work.session, scheme, ended, valid_from)
    code_lists.begin(
        work.session,
        [
            {
                "id": new_id(milliseconds(work.now)),
                "scheme": scheme,
                "code": place.code,
                "name": place.name,
                "fold": fold(place.name),
                "kind": place.kind,
                "parent_code": place.parent_code,
                "valid_from": valid_from,
                "source": place.source,
                "licence": place.licence,
            }
            for place in [*found.added, *(new for _, new in found.changed)]
        ],
    )
    record(
        work,
        "code.import",
        ("code_list", scheme),
        held="command",
        outbox=False,
        valid_from=valid_from.isoformat(),
        added=len(found.added),
        changed=len(found.changed),
        closed=len(found.closed),
    )
    return found
