"""Entering the lines of a signed sheet: one woman a line, once, and never a second file unseen."""

from __future__ import annotations

from app import clock
from app.domain import members as rules
from app.domain import names
from app.domain.imports.judging import FILLS
from app.domain.refusals import Conflict, FieldError, Hidden, Invalid
from app.domain.twins import Profile
from app.models.communities import Community
from app.models.members import Member
from app.models.paper import LINES, PaperLine, PaperSheet
from app.schemas.paper import LikelyFiles, LineRead, LineWrite
from app.schemas.twins import TwinRead
from app.services import consenting, filling, forms, parting, twins
from app.services.deeds import record
from app.services.filing import Filing, open_file
from app.services.paper import line_of, mine
from app.store import members, mergers, paper
from app.store.actors import Work

NOBODY = "none"
LONGEST_CHAIN = 20


def write(work: Work, sheet_id: str, no: int, body: LineWrite) -> LineRead:
    """A new file, a file that was there, a question for the chapter head, or a blank line."""
    sheet, community, held = mine(work, sheet_id)
    if not 1 <= no <= LINES:
        raise Hidden
    if sheet.closed_at is not None or not sheet.filed:
        raise Conflict("wrong-state", state="closed" if sheet.closed_at else "unfiled")
    outcome, member = _outcome(work, sheet, community, body)
    line = PaperLine(
        sheet_id=sheet.id,
        no=no,
        outcome=outcome,
        member_id=member.id if member else None,
        ask=body.ask or "",
        entered_by=work.actor.person_id or "",
        entered_at=work.now,
    )
    if not paper.write(work.session, line):
        raise Conflict("line-entered")
    record(
        work,
        "paper.enter",
        ("paper_sheet", sheet.id),
        community_id=community.id,
        held=held,
        outbox=False,
        line=no,
        outcome=outcome,
    )
    return line_of(line, member)


def _outcome(
    work: Work, sheet: PaperSheet, community: Community, body: LineWrite
) -> tuple[str, Member | None]:
    if not body.full_name:
        return ("asked" if body.ask else "blank"), None
    if not body.signed:
        if body.ask:
            return "asked", None
        raise Invalid.at("/signed", "line-not-signed")
    profile, name = _checked(work, sheet, body)
    known = _known(work, community, body, profile)
    if known is not None and known.state in rules.OPEN:
        _same(work, sheet, known, body, profile)
        return "known", known
    return "created", _opened(work, sheet, community, body, profile, name, known)


def _opened(
    work: Work,
    sheet: PaperSheet,
    community: Community,
    body: LineWrite,
    profile: Profile,
    name: names.Name,
    known: Member | None,
) -> Member:
    """A new file; whom the officer has seen beside it is noted as another woman."""
    likely = twins.likely_twins(work, community.id, profile, most=3) if known is None else []
    member = open_file(work, community, _filing(work, sheet, body, profile, name, known))
    for twin in likely:
        parting.note(work, member, members.again(work.session, twin.id), "officer")
    return member


def _checked(work: Work, sheet: PaperSheet, body: LineWrite) -> tuple[Profile, names.Name]:
    """Her line against the rules, all its errors at once."""
    year = clock.in_vietnam(work.now).year
    name, errors = forms.check_name(body.full_name or "")
    phone, more = forms.check_phone(body.phone, needed=False)
    errors += [*more, *forms.check_birth_year(body.birth_year, year)]
    if not errors and rules.is_too_young(body.birth_year, year):
        errors.append(FieldError("/birth_year", "line-under-16"))
    if errors or name is None:
        raise Invalid(*errors)
    hamlet = body.hamlet or sheet.chapter
    return Profile(name.full, name.fold, body.birth_year, sheet.unit_id, hamlet, phone), name


def _known(work: Work, community: Community, body: LineWrite, profile: Profile) -> Member | None:
    """Whom the officer named by her file number; a likely twin that nobody spoke of stops here."""
    said = (body.same_as or "").strip().upper()
    if said and said != NOBODY.upper():
        found = paper.by_file_no(work.session, community.id, said)
        if found is None:
            raise Invalid.at("/same_as", "file-no-unknown")
        return _living(work, found)
    if not said and not body.another:
        likely = twins.likely_twins(work, community.id, profile, most=1)
        if likely:
            one = likely[0]
            raise Invalid.at(
                "/same_as",
                "maybe-here",
                name=one.full_name,
                year=one.birth_year or "…",
                file_no=one.file_no,
            )
    return None


def _living(work: Work, member: Member) -> Member:
    """Through mergers to the file that was kept, and to an open file of the same person."""
    for _ in range(LONGEST_CHAIN):
        merger = mergers.standing(work.session, member.id)
        if merger is None:
            break
        member = members.again(work.session, merger.into_id)
    if member.state in rules.OPEN:
        return member
    now = members.open_of_person(work.session, member.person_id, member.community_id)
    return now or member


def _same(work: Work, sheet: PaperSheet, member: Member, body: LineWrite, profile: Profile) -> None:
    """She signed again: empty places are filled, and the paper proves what she agrees to."""
    person = members.person(work.session, member.person_id)
    has = {**{name: getattr(member, name, None) for name in FILLS}, "birth_year": person.birth_year}
    said = {
        "phone": profile.phone,
        "birth_year": profile.birth_year,
        "unit_id": profile.unit_id,
        "hamlet": profile.hamlet,
    }
    fills = {name: value for name, value in said.items() if value and not has[name]}
    if member.union_status == "unknown" and body.union_status != "unknown":
        fills["union_status"] = body.union_status
    filling.fill(work, member, fills)
    for purpose in _purposes(body):
        consenting.give(work, member, purpose, "paper", _proof(sheet))


def _purposes(body: LineWrite) -> tuple[str, ...]:
    return ("management", "contact") if body.wants_news else ("management",)


def _proof(sheet: PaperSheet) -> str:
    """Where her signature is found: the sheet's number and its place."""
    return f"{sheet.no} · {sheet.filed}"


def _filing(
    work: Work,
    sheet: PaperSheet,
    body: LineWrite,
    profile: Profile,
    name: names.Name,
    known: Member | None,
) -> Filing:
    """A woman whose earlier file has ended applies anew as the same person."""
    year = clock.in_vietnam(work.now).year
    return Filing(
        name=name,
        way="paper",
        phone=profile.phone,
        birth_year=profile.birth_year,
        unit_id=profile.unit_id,
        hamlet=profile.hamlet,
        union_status=body.union_status,
        under_18=rules.is_minor(profile.birth_year, year),
        consents=_purposes(body),
        filed=_proof(sheet),
        recorded_by=work.actor.person_id,
        reached_through="" if profile.phone else sheet.head,
        person_id=known.person_id if known else None,
    )


def likely(
    work: Work, sheet_id: str, full_name: str, birth_year: int | None, phone: str, hamlet: str
) -> LikelyFiles:
    """Files that may be hers, while she is typed; what cannot be read yet is left out."""
    sheet, community, _ = mine(work, sheet_id)
    name, _ = forms.check_name(full_name)
    number, _ = forms.check_phone(phone, needed=False)
    found: list[TwinRead] = []
    if name is not None:
        profile = Profile(
            name.full, name.fold, birth_year, sheet.unit_id, hamlet or sheet.chapter, number
        )
        found = twins.likely_twins(work, community.id, profile, most=3)
    return LikelyFiles(files=found, community=community.slug)
