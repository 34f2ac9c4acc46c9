"""How a round's questions did, by the papers that counted: they tell a wrong key before prizes."""

from __future__ import annotations

import json
from decimal import Decimal

from app.domain.contests import items, reading, scoring
from app.domain.contests.items import Item, Paper
from app.domain.permissions import Thing
from app.models.contests import RoundQuestion
from app.schemas.contest_tables import ItemRead, ItemTable, OptionFigure
from app.services.contests import gathering, readiness, result_views
from app.services.contests.hand import WRITE
from app.services.deeds import permit
from app.store import contest_entries, contest_rulings, contests
from app.store.actors import Work


def table(work: Work, round_id: str) -> ItemTable:
    """After the round has closed, for those who keep contests."""
    contest, of = contests.round_of(work.session, work.actor, round_id)
    permit(work, WRITE, Thing(contest.community_id))
    readiness.must_be_over(work, of)
    rules = reading.read(contest.ruleset)
    asked = [one for one in contests.questions(work.session, of.id) if one.kind == "choice"]
    key = contest_rulings.committed(asked) | contest_rulings.corrected(work.session, of.id)
    given = gathering.gather(work, contest, of)
    counted = {row.attempt.id for row in given.result.rows}
    worth = {
        one.key: one.points if rules.scoring != "exact_set" else scoring.POINT for one in asked
    }
    marking = gathering.paper_of(asked, key)
    known: dict[str, Paper] = {}
    papers = []
    for attempt, said, _, _ in contest_entries.answers(work.session, of.id):
        if attempt in counted:
            if said not in known:
                known[said] = _paper(rules.scoring, marking, json.loads(said))
            papers.append(known[said])
    found = items.items(papers, worth, key)
    return ItemTable(
        round=of.id,
        round_title=of.title,
        community=result_views.slug_of(work, contest),
        papers=len(papers),
        alpha=_told(items.alpha(papers, list(worth))),
        questions=[
            _item(question, item, set(key[question.key]))
            for question, item in zip(asked, found, strict=True)
        ],
    )


def _paper(how: str, marking: dict[str, scoring.Question], said: dict[str, list[str]]) -> Paper:
    return Paper(
        {name: said.get(name, ()) for name in marking},
        {
            name: scoring.score(how, {name: question}, {name: said.get(name, ())}).points
            for name, question in marking.items()
        },
    )


def _item(question: RoundQuestion, item: Item, right: set[str]) -> ItemRead:
    return ItemRead(
        question=question.key,
        place=question.place,
        prompt=question.prompt,
        facility=_told(item.facility),
        discrimination=_told(item.discrimination),
        efficiency=_told(item.efficiency),
        options=[
            OptionFigure(
                key=one["key"],
                text=one["text"],
                right=one["key"] in right,
                upper=item.upper.get(one["key"], 0),
                lower=item.lower.get(one["key"], 0),
            )
            for one in question.options
        ],
        key_doubtful=item.key_doubtful,
    )


def _told(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)
