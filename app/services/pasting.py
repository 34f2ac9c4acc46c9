"""Pasting a group's member list: what it would do, doing it, and what the lists say by now.

The list is compared inside the transaction that took the group's next number, so of two pasted at
one moment each has its effect once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from app import content
from app.domain import roster_lines, rosters
from app.domain.members import INSIDE
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.domain.roster_lines import Listed
from app.domain.rosters import Compared, Seen
from app.domain.text import fold
from app.models.communities import Community
from app.models.members import Member
from app.models.platforms import PlatformRoster
from app.schemas.base import form
from app.schemas.house import InvitationCreate
from app.schemas.rosters import (
    FileName,
    RosterCreate,
    RosterForm,
    RosterLine,
    RosterPreview,
    RosterRead,
)
from app.services import inviting, letting_in
from app.services import rosters as reading
from app.services.deeds import fresh_id, permit, permitted, record
from app.store import communities, invitations
from app.store import platforms as entered
from app.store import rosters as store
from app.store.actors import Work

TRIES = 5


def roster_form(work: Work, slug: str) -> RosterForm:
    community = permitted(work, slug, "roster.write")
    action = f"/communities/{slug}/rosters"
    return RosterForm(
        action=action,
        schema=form(action, RosterCreate).schema_,
        community=slug,
        platforms=letting_in.groups(community),
        today=work.today,
    )


@dataclass(frozen=True, slots=True)
class _Pasted:
    """The body, read and checked."""

    community: Community
    body: RosterCreate
    listed: Listed
    as_of: date
    held: str

    @property
    def digest(self) -> str:
        """The same people on the same day, in whatever order and dress."""
        whole = "\n".join(sorted(self.listed.names))
        said = f"{self.as_of}\n{self.body.part}\n{whole}"
        return hashlib.sha256(said.encode()).hexdigest()


def _pasted(work: Work, slug: str, body: RosterCreate) -> _Pasted:
    community = communities.get(work.session, slug)
    held = permit(work, "roster.write", Thing(community_id=community.id))
    if body.text.count("\n") > roster_lines.MOST_LINES:
        raise Invalid.at("/text", "roster-too-long", most=roster_lines.MOST_LINES)
    listed = roster_lines.read(body.text, content.roster_phrases())
    if not listed.names:
        raise Invalid.at("/text", "roster-without-names")
    if len(listed.names) > roster_lines.MOST_NAMES:
        raise Invalid.at("/text", "roster-too-long", most=roster_lines.MOST_NAMES)
    as_of = body.as_of or work.today
    if as_of > work.today:
        raise Invalid.at("/as_of", "day-in-future")
    return _Pasted(community, body, listed, as_of, held)


def _in_turn(latest: PlatformRoster | None, pasted: _Pasted) -> None:
    if latest is None:
        return
    if pasted.as_of < latest.as_of:
        raise Invalid.at("/as_of", "roster-older", day=latest.as_of.isoformat())
    if latest.digest == pasted.digest:
        raise Conflict("roster-saved")


def _compared(work: Work, pasted: _Pasted) -> tuple[Compared, dict[str, Member]]:
    """The comparison, and the members it speaks of."""
    home, platform = pasted.community.id, pasted.body.platform
    found = rosters.compare(
        pasted.listed.names,
        store.known(work.session, home, platform),
        store.files(work.session, home),
        whole=not pasted.body.part,
    )
    wanted = {one.member_id for one in found.seen if one.member_id}
    wanted |= {one.member_id for one in found.left if one.member_id}
    wanted |= {member_id for one in found.seen for member_id in one.candidates}
    rows = entered.members_of(work.session, home, wanted)
    return found, {row.id: row for row in rows}


def _to_enter(work: Work, found: Compared, files: dict[str, Member]) -> list[Member]:
    """Matched and inside; nobody ticks herself."""
    return [
        files[one.member_id]
        for one in found.matched
        if one.member_id in files
        and files[one.member_id].state in INSIDE
        and files[one.member_id].person_id != work.actor.person_id
    ]


def preview(work: Work, slug: str, body: RosterCreate) -> RosterPreview:
    """What saving would do to each name, by the same comparison; nothing is changed."""
    pasted = _pasted(work, slug, body)
    latest = store.latest(work.session, pasted.community.id, body.platform)
    _in_turn(latest, pasted)
    found, files = _compared(work, pasted)
    ticked = entered.ticked(
        work.session, [one.id for one in _to_enter(work, found, files)], body.platform
    )
    return RosterPreview(
        community=slug,
        platform=body.platform,
        as_of=pasted.as_of,
        part=body.part,
        text=body.text,
        lines=pasted.listed.lines,
        passed=[line.text[:80] for line in pasted.listed.passed],
        names=len(found.seen),
        matched=len(found.matched),
        unmatched=len(found.unmatched),
        left=len(found.left),
        entries=len({one.id for one in _to_enter(work, found, files)} - ticked),
        previous=latest.as_of if latest else None,
        items=_lines(found, files),
    )


def _lines(found: Compared, files: dict[str, Member]) -> list[RosterLine]:
    lines = [
        RosterLine(
            name=one.name,
            ordinal=one.ordinal,
            kind="matched" if one.matched else "unmatched",
            how=one.how,
            new=one.known is None,
            member=reading.as_file(files.get(one.member_id or "")),
            candidates=_named(one.candidates, files),
        )
        for one in found.seen
    ]
    return lines + [
        RosterLine(
            name=one.name,
            ordinal=one.ordinal,
            kind="left",
            member=reading.as_file(files.get(one.member_id or "")),
        )
        for one in found.left
    ]


def _named(ids: list[str], files: dict[str, Member]) -> list[FileName]:
    found = (reading.as_file(files.get(member_id)) for member_id in ids)
    return [one for one in found if one is not None]


# -- saving ------------------------------------------------------------------------------------


def save(work: Work, slug: str, body: RosterCreate) -> RosterRead:
    """The names as they are now, joined to files, ticked; those who left marked."""
    pasted = _pasted(work, slug, body)
    roster = _take_turn(work, pasted)
    found, files = _compared(work, pasted)
    _write(work, pasted, roster, found)
    entries = letting_in.tick(
        work, _to_enter(work, found, files), body.platform, pasted.held, roster.id
    )
    roster.names, roster.matched = len(found.seen), len(found.matched)
    roster.unmatched, roster.departed = len(found.unmatched), len(found.left)
    work.session.flush()
    _open_a_way(work, pasted, found)
    record(
        work,
        "roster.paste",
        ("platform_roster", roster.id),
        community_id=roster.community_id,
        held=pasted.held,
        platform=body.platform,
        as_of=pasted.as_of.isoformat(),
        names=roster.names,
        matched=roster.matched,
        left=roster.departed,
        entries=len(entries),
    )
    return reading.as_read(work, [roster], slug)[0]


def _take_turn(work: Work, pasted: _Pasted) -> PlatformRoster:
    for _ in range(TRIES):
        latest = store.latest(work.session, pasted.community.id, pasted.body.platform)
        _in_turn(latest, pasted)
        roster = PlatformRoster(
            id=fresh_id(work),
            community_id=pasted.community.id,
            platform=pasted.body.platform,
            number=latest.number + 1 if latest else 1,
            as_of=pasted.as_of,
            whole=not pasted.body.part,
            digest=pasted.digest,
            names=0,
            matched=0,
            unmatched=0,
            departed=0,
            pasted_by=work.actor.person_id or "",
            pasted_at=work.now,
        )
        if store.open_next(work.session, roster):
            return roster
    raise Conflict("stale-version")


def _write(work: Work, pasted: _Pasted, roster: PlatformRoster, found: Compared) -> None:
    store.forget(work.session, [one.id for one in found.forgotten])
    store.add(
        work.session, [_row(work, pasted, roster, one) for one in found.seen if not one.known]
    )
    before = [(one, one.known) for one in found.seen if one.known]
    store.see(work.session, [known.id for _, known in before], roster.id)
    store.join(
        work.session,
        [
            {"key": known.id, "member": one.member_id, "how": one.how}
            for one, known in before
            if one.how not in {"", "kept"}
        ],
        work.now,
    )
    store.move(
        work.session,
        [
            {"key": known.id, "member": one.member_id}
            for one, known in before
            if one.how == "kept" and one.member_id != known.member_id
        ],
    )
    store.miss(work.session, [one.id for one in found.left], roster.id)


def _row(work: Work, pasted: _Pasted, roster: PlatformRoster, one: Seen) -> dict[str, object]:
    return {
        "id": fresh_id(work),
        "community_id": pasted.community.id,
        "platform": pasted.body.platform,
        "name": one.name,
        "ordinal": one.ordinal,
        "fold": fold(one.name),
        "member_id": one.member_id,
        "link": one.how,
        "linked_by": None,
        "linked_at": work.now if one.member_id else None,
        "roster_id": roster.id,
        "left_roster_id": None,
    }


def _open_a_way(work: Work, pasted: _Pasted, found: Compared) -> None:
    """Whoever is known by her name alone can be invited: by the link of her platform."""
    home, channel = pasted.community, pasted.body.platform
    if found.unmatched and invitations.newest(work.session, home.id, channel) is None:
        inviting.create(work, home.slug, InvitationCreate(channel=channel))
