"""The plan of a contest (Kế hoạch), and the decision that founds its bodies (Quyết định)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain.refusals import Conflict
from app.integrations import word
from app.models.contests import ContestRound
from app.schemas.base import FileRead
from app.schemas.papers import PaperBlock, PaperTable, Signature
from app.services.contest_papers.parts import (
    Occasion,
    Printed,
    duty,
    file,
    minute,
    of_contest_id,
    officers,
    paper,
    whole,
    words,
)
from app.store import contests as contest_store
from app.store.actors import Work


def plan(work: Work, contest_id: str, printed: Printed) -> FileRead:
    it = of_contest_id(work, contest_id)
    said = words("plan")
    written = paper(
        it,
        "plan",
        opening=[it.say(said["opening"])],
        blocks=[
            *_purpose(it),
            *_when(it),
            _block(said["rules"]),
            *(_block(heading, lines) for heading, lines in printed(it.said())),
            *_prizes(it),
            _block(said["work"], _work(it)),
            PaperBlock(paragraphs=[it.say(said["closing"])]),
        ],
        signatures=[Signature(role=words("common")["signs_standing"])],
        signs="",
        code=it.code(),
    )
    return file(it, "plan", "ke-hoach-cuoc-thi", word.written(written))


def _block(heading: str, lines: Any = (), table: PaperTable | None = None) -> PaperBlock:
    return PaperBlock(heading=heading, numbered=False, paragraphs=list(lines), table=table)


def _purpose(it: Occasion) -> Iterator[PaperBlock]:
    said = words("plan")
    yield _block(said["purpose"])
    yield _block(said["purpose_head"], [it.contest.introduction.strip() or said["purpose_text"]])
    yield _block(said["asked_head"], said["asked"])


def _when(it: Occasion) -> Iterator[PaperBlock]:
    said = words("plan")
    yield _block(said["when"])
    yield _block(said["who_head"], [it.say(said["who"])])
    yield _block(said["form_head"], [said["forms"][it.contest.kind]])
    every = contest_store.rounds(it.work.session, it.contest.id)
    rounds = [one for one in every if not one.practice]
    table = _rounds(rounds) if rounds else None
    yield _block(said["time_head"], [] if rounds else [said["no_rounds"]], table)
    yield PaperBlock(paragraphs=[it.say(said["complaints"], n=whole(it.contest.complaint_days))])


def _rounds(rounds: list[ContestRound]) -> PaperTable:
    heads = words("common")["columns"]
    return PaperTable(
        columns=[heads[key] for key in ("no", "round", "opens", "closes", "limit")],
        widths=[8, 26, 25, 25, 16],
        rows=[
            [str(number), one.title, minute(one.opens_at), minute(one.closes_at), _limit(one)]
            for number, one in enumerate(rounds, 1)
        ],
    )


def _limit(of: ContestRound) -> str:
    if of.time_limit_s is None:
        return "–"
    minutes, seconds = divmod(of.time_limit_s, 60)
    return f"{minutes} phút {seconds} giây" if seconds else f"{minutes} phút"


def _prizes(it: Occasion) -> Iterator[PaperBlock]:
    said, heads = words("plan"), words("common")["columns"]
    if not it.rules.prizes:
        yield _block(said["prizes"], [said["prizes_none"]])
        return
    table = PaperTable(
        columns=[heads[key] for key in ("no", "prize", "count", "value")],
        widths=[8, 30, 22, 40],
        rows=[
            [str(number), one.name, whole(one.count), "…………………………"]
            for number, one in enumerate(it.rules.prizes, 1)
        ],
    )
    yield _block(said["prizes"], [said["prizes_text"]], table)


def _work(it: Occasion) -> list[str]:
    said, phone = words("plan"), it.contest.help_phone
    call = it.say(said["call"], so=phone) if phone else ""
    return [it.say(one, goi=call) for one in said["work_text"]]


# -- the bodies ------------------------------------------------------------------------------------


def founding(work: Work, contest_id: str) -> FileRead:
    """Refused (`no-contest-officers`) while nobody serves the contest."""
    it = of_contest_id(work, contest_id)
    people = officers(it)
    if not people:
        raise Conflict("no-contest-officers")
    said, common = words("founding"), words("common")
    heads = common["columns"]
    blocks = [_block(it.say(said["first"]))]
    for role, body in common["offices"].items():
        rows = [
            [str(number), one.name, one.title, duty(one)]
            for number, one in enumerate((one for one in people if one.role == role), 1)
        ]
        if rows:
            columns = [heads[key] for key in ("no", "name", "title", "duty")]
            table = PaperTable(columns=columns, widths=[8, 30, 32, 30], rows=rows)
            blocks.append(_block(body, table=table))
    written = paper(
        it,
        "founding",
        opening=[],
        deciding=said["deciding"],
        blocks=[
            *blocks,
            _block(said["second"], [it.say(one) for one in said["duties"]]),
            PaperBlock(paragraphs=[it.say(said["third"])]),
        ],
        signatures=[Signature(role=common["signs_standing"])],
        signs="",
        code=it.code(),
    )
    return file(it, "founding", "quyet-dinh-thanh-lap", word.written(written))
