"""The bank as files: read with a dry run, taken in all or none, given out as it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app import clock
from app.domain.question_bank import table
from app.domain.question_bank.content import DIFFICULTIES, Content, Option, keyed, twin_key
from app.domain.question_bank.table import COLUMNS, LETTERS, MOST_ROWS, Table
from app.domain.refusals import FieldError, Invalid
from app.domain.text import fold
from app.integrations import tables
from app.models.communities import Community
from app.models.question_bank import BankQuestionVersion
from app.schemas.base import FileRead, FormRead, form
from app.schemas.question_bank import (
    BankImport,
    BankImported,
    BankImportPreview,
    BankImportRow,
    BankWrongRow,
)
from app.services.deeds import fresh_id, permitted
from app.services.importing import Headed
from app.services.question_bank import writing
from app.services.question_bank.opening import WRITE, log, must_be_open, opened
from app.services.question_bank.reading import topic_names
from app.store import communities, posts
from app.store import question_bank as store
from app.store.actors import Work

Label = Callable[[str], str]


def import_form(work: Work, slug: str) -> FormRead:
    community = permitted(work, slug, WRITE)
    must_be_open(work, community.id)
    return form(f"/communities/{slug}/question-bank/import", BankImport, community=slug)


def preview(
    work: Work, slug: str, body: BankImport, sheets: Sequence[Headed], reason: Label
) -> BankImportPreview:
    """What an import would do, row by row, with everything that is wrong; nothing is done."""
    community = communities.get(work.session, slug)
    opened(work, community, "import", permission=WRITE)
    topics, read = _table(work, community, body, sheets)
    rows = _foreseen(work, community, topics, read)
    outcomes = [row.outcome for row in rows]
    return BankImportPreview(
        community=slug,
        new=outcomes.count("new"),
        similar=outcomes.count("similar"),
        known=outcomes.count("known"),
        rows=rows,
        wrong=[
            BankWrongRow(line=one.line, column=one.column, code=one.code, detail=reason(one.code))
            for one in read.wrong
        ],
        text=table.as_text(read.rows, topics),
    )


def _foreseen(
    work: Work, community: Community, topics: Mapping[str, str], read: Table
) -> list[BankImportRow]:
    twins = [twin_key(row.content) for row in read.rows]
    folds = [fold(row.content.text) for row in read.rows]
    same, like = store.alike(work.session, community.id, twins, folds)
    found = []
    for row, twin, folded in zip(read.rows, twins, folds, strict=True):
        content = row.content
        outcome = "known" if twin in same else "similar" if folded in like else "new"
        lettered = list(zip(LETTERS, content.options, strict=False))
        found.append(
            BankImportRow.model_validate(
                {
                    "line": row.line,
                    "topic_name": topics.get(content.topic, content.topic),
                    "difficulty": content.difficulty,
                    "kind": content.kind,
                    "text": content.text,
                    "options": [option.text for option in content.options],
                    "right": [letter for letter, option in lettered if option.right],
                    "points": content.points,
                    "outcome": outcome,
                    "like": same.get(twin) or like.get(folded),
                }
            )
        )
    return found


def take_in(work: Work, slug: str, body: BankImport, sheets: Sequence[Headed]) -> BankImported:
    """The whole table or nothing. What the bank has is passed over, by the unique key."""
    community = communities.get(work.session, slug)
    held = opened(work, community, "import", permission=WRITE)
    _, read = _table(work, community, body, sheets)
    if read.wrong:
        where = "/file" if sheets else "/text"
        raise Invalid(
            *(
                FieldError(where, "bank-row-wrong", {"line": one.line})
                for one in reversed(read.wrong)
            )
        )
    wanted = {fresh_id(work): keyed(row.content, (), writing.new_key) for row in read.rows}
    added = writing.add(work, community, list(wanted.items()))
    if added:
        store.add_versions(
            work.session,
            [
                writing.version_row(work, question_id, 1, content)
                for question_id, content in wanted.items()
                if question_id in added
            ],
        )
    known = len(wanted) - len(added)
    log(work, community.id, "question_bank.import", held, added=len(added), known=known)
    return BankImported(community=slug, added=len(added), known=known)


def _table(
    work: Work, community: Community, body: BankImport, sheets: Sequence[Headed]
) -> tuple[dict[str, str], Table]:
    """Topic names and the table; a file that is none of ours is refused beside its field."""
    if sheets and body.text.strip():
        raise Invalid.at("/file", "figure-file-and-text")
    topics = {one.key: one.name for one in posts.topics(work.session, community.id)}
    where = "/file" if sheets else "/text"
    read = table.read_cells(sheets[0][0].rows, topics) if sheets else table.read(body.text, topics)
    if not read.headed:
        raise Invalid.at(where, "bank-headings-missing")
    if len(read.rows) > MOST_ROWS:
        raise Invalid.at(where, "roster-too-long", most=MOST_ROWS)
    if not read.rows and not read.wrong:
        raise Invalid.at(where, "bank-rows-missing")
    return topics, read


# -- out ---------------------------------------------------------------------------------------


def template(work: Work, slug: str, label: Label) -> FileRead:
    """Headings, and two rows that show how; rows that begin with # are passed over."""
    community = permitted(work, slug, WRITE)
    topics = topic_names(work, community.id)
    first = next(iter(topics.values()), "")
    options = (
        Option(label("bank.example.wrong"), right=False),
        Option(label("bank.example.right"), right=True),
    )
    examples = [
        Content("", "easy", "choice", label("bank.example.choice"), options, 100),
        Content("", "hard", "essay", label("bank.example.essay"), (), 500),
    ]
    rows = table.written(examples, {"": f"# {first}"}, _levels(label))
    return _file("mau-ngan-hang-cau-hoi", [_headings(label), *rows], label, 0)


def export(work: Work, slug: str, label: Label) -> FileRead:
    """The questions in use with their answers, as an import takes them; logged by name."""
    community = communities.get(work.session, slug)
    opened(work, community, "export", permission=WRITE)
    versions = store.newest_versions(work.session, community.id)
    topics = topic_names(work, community.id)
    rows = table.written((_content(one) for one in versions), topics, _levels(label))
    marked = [[label("demo")]] if community.demo else []
    name = f"ngan-hang-cau-hoi-{slug}-{clock.in_vietnam(work.now):%Y%m%d-%H%M}"
    return _file(name, [*marked, _headings(label), *rows], label, len(marked))


def _content(one: BankQuestionVersion) -> Content:
    right = set(one.answer)
    return Content(
        options=tuple(
            Option(option["text"], option["key"] in right, option["key"]) for option in one.options
        ),
        **one.model_dump(
            include={"topic", "difficulty", "kind", "text", "points", "explanation", "source"}
        ),
    )


def _headings(label: Label) -> list[str]:
    return [column if column in LETTERS else label(f"bank.{column}") for column in COLUMNS]


def _levels(label: Label) -> dict[str, str]:
    return {level: label(f"bank.{level}") for level in DIFFICULTIES}


def _file(name: str, rows: Sequence[Sequence[str]], label: Label, header: int) -> FileRead:
    content = tables.as_xlsx(rows, label("bank.title"), header=header)
    return FileRead(name=f"{name}.xlsx", content=content)
