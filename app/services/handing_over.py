"""The minutes of a hand-over when an appointment ends: what there is to hand over, as a paper.

Women's names do not stand in it: files are named by their number.
"""

from __future__ import annotations

from datetime import date, timedelta

from app import clock, content
from app.content import MinutesWords
from app.domain import letters
from app.domain.permissions import Thing
from app.domain.refusals import Hidden, Invalid
from app.integrations import word
from app.models.communities import Community
from app.models.people import Appointment, Person
from app.schemas.base import FileRead
from app.schemas.papers import Paper, PaperBlock, PaperTable, Signature
from app.services import communities as community_service
from app.services import holding
from app.services.deeds import may, permit, record
from app.store import appointments, communities, duty, members, reviews
from app.store.actors import Work

LETTERS_SINCE = timedelta(days=14)


def minutes(work: Work, appointment_id: str, receiver: str | None, notes: str) -> FileRead:
    """The paper as a Word file; each one drawn up is logged."""
    appointment = appointments.get(work.session, appointment_id)
    thing = Thing(appointment.community_id, appointment.person_id)
    if appointment.community_id is None:
        raise Hidden
    if not may(work, "appointment.read", thing) and not may(work, "appointment.minutes", thing):
        raise Hidden
    held = permit(work, "appointment.minutes", thing)
    community = communities.by_id(work.session, appointment.community_id)
    paper = _paper(work, appointment, community, receiver, notes)
    record(
        work,
        "appointment.minutes",
        ("appointment", appointment.id),
        community_id=community.id,
        held=held,
        outbox=False,
        role=appointment.role,
    )
    day = work.today.strftime("%Y-%m-%d")
    return FileRead(name=f"bien-ban-ban-giao-{day}.docx", content=word.written(paper))


def _paper(
    work: Work, appointment: Appointment, community: Community, receiver: str | None, notes: str
) -> Paper:
    words = content.minutes_words()
    giver = members.person(work.session, appointment.person_id)
    taker = _receiver(work, appointment, receiver)
    name = letters.bare(community.name)
    last_day = _last_day(work, appointment)
    return Paper(
        parent=community_service.controller(work, community),
        issuer=f"{words.said['issuer']} “{name}”",
        number=words.said["number"],
        place_and_day="",
        kind=words.said["kind"],
        abstract=words.said["abstract"],
        opening=[letters.fill(words.said["opening"], nhom=name, ngay=_long(work.today))],
        blocks=[
            _side(words, words.said["giver"], giver, appointment),
            _side(words, words.said["receiver"], *taker)
            if taker
            else PaperBlock(heading=words.said["receiver"], paragraphs=[words.said["nobody"]]),
            _rights(work, words, appointment, giver, last_day),
            _reviews(work, words, appointment),
            _duties(work, words, appointment, last_day),
            _letters(work, words, appointment),
            PaperBlock(
                heading=words.said["notes"],
                paragraphs=[line for line in notes.split("\n") if line.strip()]
                or [words.said["blank"]] * 2,
            ),
            PaperBlock(paragraphs=[words.said["closing"]]),
        ],
        signatures=[
            Signature(role=words.said["giver"], name=giver.full_name),
            Signature(role=words.said["receiver"], name=taker[0].full_name if taker else ""),
            Signature(role=words.said["witness"]),
        ],
        signs=words.said["signs"],
        recipients=list(words.recipients),
        mark=words.said["mark"] if community.demo else "",
    )


def _receiver(
    work: Work, appointment: Appointment, wanted: str | None
) -> tuple[Person, Appointment] | None:
    """Whoever is named, else her successor in the same role, else nobody yet."""
    rows = appointments.of_community(work.session, appointment.community_id or "", work.today)
    others = [(p, a) for a, p in rows if p.id != appointment.person_id]
    if wanted:
        found = next(((p, a) for p, a in others if p.id == wanted), None)
        if found is None:
            raise Invalid.at("/receiver", "person-unknown")
        return found
    return next(
        ((p, a) for p, a in others if a.role == appointment.role and a.delegated_from is None),
        None,
    )


def _last_day(work: Work, appointment: Appointment) -> date:
    """What is handed over is what she held on her last day, or holds today."""
    if appointment.valid_to is None or appointment.valid_to > work.today:
        return work.today
    return max(appointment.valid_to - timedelta(days=1), appointment.valid_from)


def _side(
    words: MinutesWords, heading: str, person: Person, appointment: Appointment
) -> PaperBlock:
    said, start = words.said, _short(appointment.valid_from)
    term = letters.fill(said["term_open"], ngay=start)
    if appointment.valid_to is not None:
        end = _short(appointment.valid_to - timedelta(days=1))
        term = letters.fill(said["term_ended"], ngay=start, han=end)
    lines = [
        letters.fill(said["person"], ten=person.full_name),
        letters.fill(said["duty"], viec=content.role_labels()[appointment.role]),
    ]
    if appointment.title:
        lines.append(letters.fill(said["title"], viec=appointment.title))
    if appointment.nominating_unit:
        lines.append(letters.fill(said["unit"], don_vi=appointment.nominating_unit))
    return PaperBlock(heading=heading, paragraphs=[*lines, letters.fill(said["term"], han=term)])


def _rights(
    work: Work, words: MinutesWords, appointment: Appointment, giver: Person, day: date
) -> PaperBlock:
    held = holding.of_person(work, appointment.community_id or "", giver.id, day)
    rows = [
        [
            str(number),
            words.words[right.platform],
            right.account_name,
            words.words[right.level],
            _short(right.since),
            "☐",
        ]
        for number, right in enumerate(held, 1)
    ]
    return _block(
        words,
        "rights",
        rows,
        before=[words.said["agreed"]],
        none=letters.fill(words.said["rights_none"], ten=giver.full_name),
        note=words.said["rights_note"],
    )


def _reviews(work: Work, words: MinutesWords, appointment: Appointment) -> PaperBlock:
    home = appointment.community_id or ""
    found = reviews.in_hand(work.session, home, appointment.person_id, appointment.role)
    total = letters.fill(
        words.said["review_total"],
        n=str(reviews.count_open(work.session, home)),
        m=str(len(found)),
    )
    rows = [
        [str(number), file_no, words.words[state], _short(clock.in_vietnam(due_at).date())]
        for number, (file_no, state, due_at) in enumerate(found, 1)
    ]
    return _block(words, "review", rows, before=[total], none=words.said["review_none"])


def _duties(work: Work, words: MinutesWords, appointment: Appointment, day: date) -> PaperBlock:
    days = duty.of_person(work.session, appointment.community_id or "", appointment.person_id, day)
    names = members.person_names(
        work.session, [one for row in days for one in (row.main_id, row.substitute_id)]
    )
    rows = []
    for number, row in enumerate(days, 1):
        mine = row.main_id == appointment.person_id
        other = names.get(row.substitute_id if mine else row.main_id, "")
        role = words.words["main" if mine else "substitute"]
        rows.append([str(number), _short(row.day), role, other])
    return _block(
        words, "duties", rows, none=words.said["duties_none"], note=words.said["duties_note"]
    )


def _letters(work: Work, words: MinutesWords, appointment: Appointment) -> PaperBlock:
    since = work.today - LETTERS_SINCE
    written = [
        f"- {_short(row.day)}: {row.text}"
        for row in duty.hand_overs(work.session, appointment.community_id or "", since, 50)
        if row.written_by == appointment.person_id
    ]
    return PaperBlock(
        heading=words.said["letters"], paragraphs=written or [words.said["letters_none"]]
    )


def _block(
    words: MinutesWords,
    key: str,
    rows: list[list[str]],
    *,
    none: str,
    before: list[str] | None = None,
    note: str = "",
) -> PaperBlock:
    """A table under its heading; without rows, the sentence that says so."""
    if not rows:
        return PaperBlock(heading=words.said[key], paragraphs=[*(before or []), none])
    return PaperBlock(
        heading=words.said[key],
        paragraphs=[*(before or []), *([note] if note else [])],
        table=PaperTable(columns=list(words.columns[key]), rows=rows),
    )


def _short(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _long(day: date) -> str:
    """A zero before days under ten and before January and February only (Decree 30)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"
