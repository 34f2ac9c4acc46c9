"""Sign-up sheets: making one, printing it, saying where it lies, closing it, the way back."""

from __future__ import annotations

from collections import Counter

from app import content
from app.domain import letters
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Hidden, Invalid
from app.integrations import qr
from app.models.communities import Community
from app.models.members import Member
from app.models.paper import LINES, PaperLine, PaperSheet
from app.schemas.base import form
from app.schemas.communities import UnitName
from app.schemas.paper import (
    LineRead,
    PrintedSheet,
    SheetCreate,
    SheetFiling,
    SheetForm,
    SheetLine,
    SheetList,
    SheetRead,
    SlipRead,
    SmallSlip,
)
from app.services import communities as community_service
from app.services import telling
from app.services.applications import open_units, unit_choices
from app.services.deeds import fresh_id, permit, permitted, record
from app.services.reviewing import BOARD
from app.store import communities, members, paper, units
from app.store.actors import Work

UNION = "Hội Liên hiệp Phụ nữ "


def sheet_form(work: Work, slug: str) -> SheetForm:
    community = permitted(work, slug, "member.record")
    action = f"/communities/{slug}/paper-sheets"
    return SheetForm(
        action=action,
        schema=form(action, SheetCreate).schema_,
        community=slug,
        units=unit_choices(work, community),
    )


def create(work: Work, slug: str, body: SheetCreate) -> SheetRead:
    """A sheet with the next number of its community."""
    community = communities.get(work.session, slug)
    held = permit(work, "member.record", Thing(community_id=community.id))
    if body.unit and body.unit not in {unit.id for unit in open_units(work, community)}:
        raise Invalid.at("/unit", "unit-unknown")
    sheet = PaperSheet(
        id=fresh_id(work),
        community_id=community.id,
        no=paper.next_no(work.session, community.id),
        unit_id=body.unit,
        chapter=body.chapter or "",
        head=body.head or "",
        created_by=work.actor.person_id or "",
        created_at=work.now,
    )
    work.session.add(sheet)
    work.session.flush()
    _record(work, sheet, "paper.create", held)
    return read_of(work, sheet)


def page(work: Work, slug: str, paging: Page) -> SheetList:
    community = permitted(work, slug, "member.record")
    found = paper.page(work.session, community.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(found, lambda one: (one.id,))
    entered = paper.entered(work.session, [one.id for one in shown])
    return SheetList(
        items=[
            SheetLine(
                id=one.id,
                no=one.no,
                chapter=one.chapter,
                head=one.head,
                created_at=one.created_at,
                entered=entered.get(one.id, 0),
                closed_at=one.closed_at,
            )
            for one in shown
        ],
        next=following,
        community=slug,
    )


def mine(work: Work, sheet_id: str) -> tuple[PaperSheet, Community, str]:
    """The sheet, its community, and the right by which its lines may be entered."""
    sheet = paper.get(work.session, work.actor, sheet_id)
    held = permit(work, "member.record", Thing(community_id=sheet.community_id))
    return sheet, communities.by_id(work.session, sheet.community_id), held


def read(work: Work, sheet_id: str, line: int | None = None) -> SheetRead:
    """With the next line to type; or with `line`, while it has no file."""
    found = read_of(work, mine(work, sheet_id)[0])
    if line is not None:
        taken = {one.no for one in found.lines if one.member}
        if not 1 <= line <= LINES or line in taken:
            raise Hidden
        found.next_line = line
    return found


def read_of(work: Work, sheet: PaperSheet) -> SheetRead:
    community = communities.by_id(work.session, sheet.community_id)
    names = members.person_names(work.session, [sheet.created_by, sheet.closed_by])
    lines = [line_of(*pair) for pair in paper.lines(work.session, sheet.id)]
    done = {line.no for line in lines}
    counts = Counter(line.outcome for line in lines)
    return SheetRead(
        id=sheet.id,
        community=community.slug,
        community_name=community.name,
        no=sheet.no,
        unit=_unit(work, sheet),
        chapter=sheet.chapter,
        head=sheet.head,
        filed=sheet.filed,
        created_by=names.get(sheet.created_by, BOARD),
        created_at=sheet.created_at,
        closed_at=sheet.closed_at,
        closed_by=names.get(sheet.closed_by or ""),
        lines=lines,
        next_line=next((no for no in range(1, LINES + 1) if no not in done), None),
        counts={name: counts[name] for name in ("created", "known", "asked", "blank")},
        allowed_actions=[] if sheet.closed_at else _actions(sheet, bool(lines)),
    )


def _actions(sheet: PaperSheet, begun: bool) -> list[str]:
    if not sheet.filed:
        return ["filing"]
    return ["lines", "filing", "closing"] if begun else ["lines", "filing"]


def line_of(line: PaperLine, member: Member | None) -> LineRead:
    return LineRead(
        no=line.no,
        outcome=line.outcome,
        member=member.id if member else None,
        full_name=member.full_name if member else "",
        file_no=member.file_no if member else "",
        ask=line.ask,
        state=member.state if member else "",
    )


def _unit(work: Work, sheet: PaperSheet) -> UnitName | None:
    if sheet.unit_id is None:
        return None
    names = units.names(work.session, [sheet.unit_id], work.today)
    return UnitName(id=sheet.unit_id, name=names.get(sheet.unit_id, ""))


def file_away(work: Work, sheet_id: str, body: SheetFiling) -> SheetRead:
    """Where the signed sheet lies; said before its lines are entered, since each refers to it."""
    sheet, _, held = mine(work, sheet_id)
    if not body.filed:
        raise Invalid.at("/filed", "filed-missing")
    if not paper.file_away(work.session, sheet, body.filed):
        raise Conflict("wrong-state", state="closed")
    _record(work, sheet, "paper.file", held)
    return read_of(work, sheet)


def close(work: Work, sheet_id: str) -> SheetRead:
    """All that stands on it is entered."""
    sheet, _, held = mine(work, sheet_id)
    if "closing" not in read_of(work, sheet).allowed_actions:
        raise Conflict("wrong-state", state="closed" if sheet.closed_at else "open")
    if not paper.close(work.session, sheet, work.actor.person_id or "", work.now):
        raise Conflict("wrong-state", state="closed")
    _record(work, sheet, "paper.close", held)
    return read_of(work, sheet)


def _record(work: Work, sheet: PaperSheet, action: str, held: str) -> None:
    record(
        work,
        action,
        ("paper_sheet", sheet.id),
        community_id=sheet.community_id,
        held=held,
        outbox=False,
        no=sheet.no,
    )


# -- what is printed ---------------------------------------------------------------------------


def printed(work: Work, sheet_id: str) -> PrintedSheet:
    """The empty sheet: its QR opens the entry of exactly this one."""
    sheet, community, _ = mine(work, sheet_id)
    words = content.paper()
    unit = community_service.controller(work, community)
    return PrintedSheet(
        id=sheet.id,
        community=community.slug,
        community_name=community.name,
        no=sheet.no,
        unit=_unit(work, sheet),
        chapter=sheet.chapter,
        head=sheet.head,
        qr=qr.data_uri(f"{work.address}/paper-sheets/{sheet.id}"),
        lines=LINES,
        consent=letters.fill(
            words["consent"],
            don_vi=unit.removeprefix(UNION).removeprefix("Hội LHPN "),
            so=words["blank_number"],
        ),
        demo=community.demo,
    )


def slip(work: Work, sheet_id: str) -> SlipRead:
    """The chapter head's way back: how many, what is asked, a little paper for each woman."""
    sheet, community, _ = mine(work, sheet_id)
    pairs = paper.lines(work.session, sheet.id)
    lines = [line_of(*pair) for pair in pairs]
    counts = Counter(line.outcome for line in lines)
    return SlipRead(
        id=sheet.id,
        community=community.slug,
        no=sheet.no,
        head=sheet.head,
        entered=len(lines) - counts["blank"],
        created=counts["created"],
        known=counts["known"],
        questions=[line for line in lines if line.ask],
        slips=[
            _small(work, sheet, community, member)
            for line, member in pairs
            if member is not None and line.outcome == "created"
        ],
    )


def _small(work: Work, sheet: PaperSheet, community: Community, member: Member) -> SmallSlip:
    words = content.paper()
    person = members.person(work.session, member.person_id)
    return SmallSlip(
        full_name=member.full_name,
        text=letters.fill(
            words["slip"] if sheet.head else words["slip_without_head"],
            xung=letters.address(person.call_me),
            ten=person.given_name,
            nhom=letters.bare(community.name),
            ma=member.file_no,
            chi_hoi_truong=sheet.head,
        ),
        qr=qr.data_uri(telling.status_url(work, member)),
    )
