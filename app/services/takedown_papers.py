"""The takedown register on paper: the minutes of one request, the whole register for Excel.

Who complained stands in neither: papers travel, and only those who decide may know her.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from app import clock, content
from app.content import MinutesWords
from app.domain import letters
from app.domain.permissions import Thing
from app.integrations import tables, word
from app.integrations.tables import Cell
from app.models.communities import Community
from app.models.takedowns import TakedownRequest
from app.schemas.base import FileRead
from app.schemas.papers import Paper, PaperBlock, PaperTable, Signature
from app.schemas.takedowns import TakedownRead, TakedownStepRead
from app.services import communities as community_service
from app.services.deeds import permit, record
from app.services.takedowns import READ, WRITE, code_of, late_minutes, log, read_of
from app.store import communities, members
from app.store import takedowns as store
from app.store.actors import Work

Label = Callable[[str], str]


def minutes(work: Work, request_id: str) -> FileRead:
    """The paper as a Word file; each one drawn up is logged."""
    request = store.get(work.session, work.actor, request_id)
    held = permit(work, WRITE, Thing(community_id=request.community_id))
    community = communities.by_id(work.session, request.community_id)
    paper = _paper(work, community, read_of(work, request))
    log(work, request, "takedown.minutes", held)
    name = f"bien-ban-go-noi-dung-{request.year}-{request.number}.docx"
    return FileRead(name=name, content=word.written(paper))


def _paper(work: Work, community: Community, it: TakedownRead) -> Paper:
    words = content.takedown_words()
    said, name = words.said, letters.bare(community.name)
    opening = letters.fill(said["opening"], nhom=name, ngay=_day(work.today), so=it.code)
    return Paper(
        parent=community_service.controller(work, community),
        issuer=f"{said['issuer']} “{name}”",
        number=said["number"],
        place_and_day="",
        kind=said["kind"],
        abstract=said["abstract"],
        opening=[opening],
        blocks=[
            _asked(words, it),
            _content(words, it),
            PaperBlock(
                heading=said["steps"],
                table=PaperTable(
                    columns=list(words.columns["steps"]),
                    rows=[
                        [str(no), _moment(step.at), _deed(words, step), step.by]
                        for no, step in enumerate(it.steps, 1)
                    ],
                ),
            ),
            _proofs(words, it.steps),
            _result(words, it),
            PaperBlock(paragraphs=[said["law"], said["closing"]]),
        ],
        signatures=[Signature(role=said["maker"], name=it.owner), Signature(role=said["lead"])],
        signs=said["signs"],
        recipients=list(words.recipients),
        mark=said["mark"] if community.demo else "",
    )


def _asked(words: MinutesWords, it: TakedownRead) -> PaperBlock:
    said = words.said
    lines = [said["complaint"]]
    if it.kind == "authority":
        lines = [letters.fill(said["authority"], ten=it.asked_by or "")]
    if it.document:
        day = (
            letters.fill(said["document_day"], ngay=_day(it.document_on)) if it.document_on else ""
        )
        lines.append(letters.fill(said["document"], so=it.document, ngay=day))
    lines.append(
        letters.fill(
            said["received"], luc=_moment(it.received_at), gio=str(it.hours), han=_moment(it.due_at)
        )
    )
    if it.named_due_at:
        lines.append(letters.fill(said["named"], han=_moment(it.named_due_at)))
    return PaperBlock(heading=said["asked"], paragraphs=lines)


def _content(words: MinutesWords, it: TakedownRead) -> PaperBlock:
    said = words.said
    lines = []
    if it.address:
        lines.append(letters.fill(said["address"], lien_ket=it.address))
    if it.subject_id:
        lines.append(letters.fill(said["in_house"], ma=it.subject_id))
    if it.text_found:
        lines.append(letters.fill(said["text"], loi=it.text_found))
    if it.grounds:
        lines.append(letters.fill(said["grounds"], loi=it.grounds))
    return PaperBlock(heading=said["content"], paragraphs=lines)


def _deed(words: MinutesWords, step: TakedownStepRead) -> str:
    to = str(step.facts.get("to", ""))
    deed = letters.fill(words.words[step.kind], don_vi=to, ten=to)
    return f"{deed}: {step.text}" if step.text else deed


def _proofs(words: MinutesWords, steps: Sequence[TakedownStepRead]) -> PaperBlock:
    rows = [
        [str(no), step.proof.name, _moment(step.seen_at or step.at), step.proof.digest]
        for no, step in enumerate((one for one in steps if one.proof), 1)
        if step.proof
    ]
    if not rows:
        return PaperBlock(heading=words.said["proofs"], paragraphs=[words.said["proofs_none"]])
    table = PaperTable(columns=list(words.columns["proofs"]), rows=rows)
    return PaperBlock(heading=words.said["proofs"], table=table)


def _result(words: MinutesWords, it: TakedownRead) -> PaperBlock:
    said = words.said
    if it.closed_at is None:
        lines = [letters.fill(said["running"], han=_moment(it.due_at))]
    else:
        lines = [letters.fill(said[it.state], luc=_moment(it.closed_at))]
        if it.finding:
            lines.append(said[it.finding])
        late = letters.fill(said["late"], tre=_span(words, it.late_minutes))
        lines.append(late if it.late_minutes else said["in_time"])
    if it.words:
        lines.append(letters.fill(said["remark"], loi=it.words))
    return PaperBlock(heading=said["result"], paragraphs=lines)


def _span(words: MinutesWords, minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return letters.fill(words.words["minutes"], n=str(rest))
    return letters.fill(words.words["hours"], n=str(hours), m=str(rest))


def _moment(moment: datetime) -> str:
    return f"{clock.in_vietnam(moment):%H:%M ngày %d/%m/%Y}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


# -- the whole register ------------------------------------------------------------------------

COLUMNS = (
    "code",
    "kind",
    "asked_by",
    "document",
    "received",
    "due",
    "address",
    "owner",
    "handed_to",
    "state",
    "finding",
    "closed",
    "late",
)


def export(work: Work, slug: str, kind: str, label: Label) -> FileRead:
    """Every entry in the order of its number; each time is logged."""
    community = communities.get(work.session, slug)
    held = permit(work, READ, Thing(community_id=community.id))
    rows = store.all_of(work.session, community.id)
    record(
        work,
        "takedown.export",
        ("community", community.id),
        community_id=community.id,
        held=held,
        outbox=False,
        rows=len(rows),
        kind=kind,
    )
    marked: list[list[Cell]] = [[label("demo")]] if community.demo else []
    lines = [*marked, *_lines(work, rows, label)]
    name = f"{slug}-go-noi-dung-{clock.in_vietnam(work.now):%Y%m%d-%H%M}.{kind}"
    title = label("takedown.title")
    return FileRead(
        name=name,
        content=tables.as_csv(lines)
        if kind == "csv"
        else tables.as_xlsx(lines, title, header=len(marked)),
    )


def _lines(work: Work, rows: list[TakedownRequest], label: Label) -> Iterator[list[Cell]]:
    names = members.person_names(work.session, [row.owner_id for row in rows])
    yield [label(f"takedown.{column}") for column in COLUMNS]
    for row in rows:
        yield [
            code_of(row),
            label(f"takedown.{row.kind}"),
            row.asked_by if row.kind == "authority" else label("takedown.kept_close"),
            row.document,
            _moment(row.received_at),
            _moment(row.due_at),
            row.address or f"{row.subject_type} {row.subject_id}",
            names.get(row.owner_id, ""),
            row.handed_to,
            label("takedown.running" if row.state == "received" else f"takedown.{row.state}"),
            label(f"takedown.{row.finding}") if row.finding else "",
            _moment(row.closed_at) if row.closed_at else "",
            late_minutes(work, row) or "",
        ]
