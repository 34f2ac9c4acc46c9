"""What a round's result becomes on paper: minutes, the award decision, the list of prizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.domain.contests.statute import ARTICLES
from app.domain.refusals import Conflict
from app.integrations import word
from app.schemas.base import FileRead
from app.schemas.papers import PaperBlock, PaperTable, Signature
from app.services.contest_papers.parts import (
    Occasion,
    Officer,
    Printed,
    duty,
    file,
    minute,
    of_round_id,
    officers,
    paper,
    ranks,
    result_of,
    unawarded,
    whole,
    words,
)
from app.services.contests import readiness
from app.services.contests.round_results import RoundResult
from app.store import complaints, essays
from app.store.actors import Work


def minutes(work: Work, round_id: str, printed: Printed) -> FileRead:
    """Refused (`no-result`) before a result was computed."""
    it = of_round_id(work, round_id)
    result = result_of(it)
    said, people = words("minutes"), officers(it)
    written = paper(
        it,
        "minutes",
        opening=[it.say(said["opening"], ngay=f"{work.today:%d/%m/%Y}")],
        blocks=[
            _present(people),
            _held(it, result),
            _how(it, printed),
            _winners(it, result),
            _rulings(result),
            _complaints(it),
            PaperBlock(
                heading=said["proof"],
                paragraphs=[
                    it.say(said["proof_text"], luot=whole(result.attempts)),
                    result.root,
                ],
            ),
            PaperBlock(paragraphs=[said["closing"]]),
            *_signing(people),
        ],
        signatures=[Signature(role=said[key]) for key in ("secretary", "jury", "organisers")],
        signs=said["signs"],
        code=it.code(),
    )
    return file(it, "minutes", "bien-ban-ket-qua-vong", word.written(written))


def _present(people: list[Officer]) -> PaperBlock:
    said, heads = words("minutes"), words("common")["columns"]
    if not people:
        return PaperBlock(heading=said["present"], paragraphs=[said["present_none"]])
    table = PaperTable(
        columns=[heads[key] for key in ("no", "name", "title", "duty")],
        widths=[8, 32, 32, 28],
        rows=[[str(no), one.name, one.title, duty(one)] for no, one in enumerate(people, 1)],
    )
    return PaperBlock(heading=said["present"], table=table)


def _signing(people: list[Officer]) -> Iterator[PaperBlock]:
    said, heads = words("minutes"), words("common")["columns"]
    names = list(dict.fromkeys(one.name for one in people))
    if names:
        table = PaperTable(
            columns=[heads[key] for key in ("no", "name", "signature")],
            widths=[8, 46, 46],
            rows=[[str(no), name, ""] for no, name in enumerate(names, 1)],
            signed=True,
        )
        yield PaperBlock(heading=said["signing"], numbered=False, table=table)


def _held(it: Occasion, result: RoundResult) -> PaperBlock:
    assert it.round is not None
    said = words("minutes")
    lines = [
        it.say(said["window"], mo=minute(it.round.opens_at), dong=minute(it.round.closes_at)),
        it.say(said["numbers"], nguoi=whole(result.entrants), luot=whole(result.attempts)),
    ]
    if result.n is not None and it.rules.prediction is not None:
        what = said["predictions"][it.rules.prediction.target]
        lines.append(it.say(said["predicted"], cau=what, n=whole(result.n)))
    return PaperBlock(heading=said["held"], paragraphs=lines)


def _how(it: Occasion, printed: Printed) -> PaperBlock:
    said = words("minutes")
    lines = [
        said["how_text"],
        *printed(it.said())[ARTICLES.index("rank")][1][1:],
        said["rules"],
        it.rules.sha256,
        *_essay(it),
    ]
    return PaperBlock(heading=said["how"], paragraphs=lines)


def _essay(it: Occasion) -> list[str]:
    """How essays were marked, where the round has one."""
    assert it.round is not None
    asked = essays.questions(it.work.session, it.round.id)
    return [words("common")["essay"]] if asked else []


def _winners(it: Occasion, result: RoundResult) -> PaperBlock:
    said = words("minutes")
    if not result.winners:
        return PaperBlock(heading=said["winners"], paragraphs=[said["winners_none"]])
    return PaperBlock(
        heading=said["winners"],
        paragraphs=unawarded(it, result),
        table=ranks(it, result.winners),
    )


def _rulings(result: RoundResult) -> PaperBlock:
    said, common = words("minutes"), words("common")
    if not result.rulings:
        return PaperBlock(heading=said["rulings"], paragraphs=[said["rulings_none"]])
    keys = ("no", "name", "decision", "reason", "evidence")
    table = PaperTable(
        columns=[common["columns"][key] for key in keys],
        widths=[8, 24, 20, 24, 24],
        rows=[
            [str(no), one.name, common["rulings"][one.kind], one.reason, one.evidence]
            for no, one in enumerate(result.rulings, 1)
        ],
    )
    return PaperBlock(heading=said["rulings"], table=table)


def _complaints(it: Occasion) -> PaperBlock:
    assert it.round is not None
    said = words("minutes")
    states = Counter(complaints.states(it.work.session, it.round.id))
    text = said["complaints_none"]
    if states:
        text = it.say(
            said["complaints_text"],
            n=whole(states.total()),
            m=whole(states["answered"]),
            k=whole(states["open"]),
            r=whole(states["withdrawn"]),
        )
    return PaperBlock(heading=said["complaints"], paragraphs=[text])


# -- prizes ----------------------------------------------------------------------------------------


def award(work: Work, round_id: str) -> FileRead:
    """The decision that recognises a result; not while a complaint waits."""
    it = of_round_id(work, round_id)
    result = with_winners(it)
    said = words("award")
    first = it.say(said["first"], so=whole(len(result.winners)))
    written = paper(
        it,
        "award",
        opening=[],
        deciding=said["deciding"],
        blocks=[
            PaperBlock(
                heading=first,
                numbered=False,
                paragraphs=[*_essay(it), *unawarded(it, result)],
                table=ranks(it, result.winners),
            ),
            PaperBlock(paragraphs=[said["second"], it.say(said["third"])]),
        ],
        signatures=[Signature(role=words("common")["signs_standing"])],
        signs="",
        code=it.code(result),
    )
    return file(it, "award", "quyet-dinh-trao-giai-vong", word.written(written))


def prizes(work: Work, round_id: str) -> FileRead:
    """A line to sign for each winner."""
    it = of_round_id(work, round_id)
    result = with_winners(it)
    said, heads = words("prizes"), words("common")["columns"]
    keys = ("no", "name", "unit", "prize", "value", "day", "sign")
    table = PaperTable(
        columns=[heads[key] for key in keys],
        widths=[5, 22, 21, 11, 15, 11, 15],
        rows=[
            [str(no), one.name, one.unit, one.prize, "", "", ""]
            for no, one in enumerate(result.winners, 1)
        ],
        signed=True,
    )
    total = it.say(said["total"], so=whole(len(result.winners)))
    written = paper(
        it,
        "prizes",
        opening=[],
        blocks=[PaperBlock(table=table), PaperBlock(paragraphs=[total])],
        signatures=[Signature(role=said[key]) for key in ("maker", "giver", "organisers")],
        signs=said["signs"],
        landscape=True,
        code=it.code(result),
    )
    return file(it, "prizes", "danh-sach-ky-nhan-vong", word.written(written))


def with_winners(it: Occasion) -> RoundResult:
    """A result that prizes may be given by: refused while something about it is open."""
    assert it.round is not None
    result = result_of(it)
    if waiting := readiness.complaints_open(it.work, it.round):
        raise Conflict("complaints-open", open=waiting)
    if not result.winners:
        raise Conflict("no-winners")
    return result
