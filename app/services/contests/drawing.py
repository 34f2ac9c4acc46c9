"""What a round asks: questions that were written for it, or drawn from the bank by its seed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.contests import papers, typed
from app.domain.contests import questions as rules
from app.domain.contests.papers import Slot
from app.domain.contests.questions import Option, Question
from app.domain.question_bank.content import KINDS
from app.domain.refusals import FieldError, Invalid
from app.integrations import markdown
from app.models.contests import Contest
from app.models.question_bank import BankQuestionVersion
from app.schemas.contest_rounds import (
    QuestionWrite,
    RoundChange,
    RoundCreate,
    RoundQuestionsChange,
    SlotWrite,
)
from app.services.question_bank import opening
from app.services.question_bank.reading import topic_names
from app.services.question_bank.writing import new_key
from app.store import contest_writing as store
from app.store import question_bank
from app.store.actors import Work

NONCE_BYTES = 32


def new_nonce() -> str:
    return secrets.token_hex(NONCE_BYTES)


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of a round in their order; `versions`: question key → where it is from."""

    questions: Sequence[Question]
    versions: dict[str, BankQuestionVersion] = field(default_factory=dict)
    blueprint: list[dict[str, Any]] = field(default_factory=list)

    @property
    def bank(self) -> list[str]:
        return [one.question_id for one in self.versions.values()]

    def rows(self) -> list[dict[str, Any]]:
        return [self._row(place, one) for place, one in enumerate(self.questions, 1)]

    def _row(self, place: int, one: Question) -> dict[str, Any]:
        source = self.versions.get(one.key)
        return {
            "key": one.key,
            "place": place,
            "kind": one.kind,
            "prompt": one.prompt,
            "prompt_html": source.text_html if source else markdown.html(one.prompt),
            "options": [{"key": option.key, "text": option.text} for option in one.options],
            "answer": list(one.answer),
            "points": one.points,
            "bank_question_id": source.question_id if source else None,
            "bank_version": source.number if source else None,
            "picture_id": source.picture_id if source else None,
        }


def asked(
    work: Work,
    contest: Contest,
    body: RoundCreate | RoundChange | RoundQuestionsChange,
    seed: str,
    round_id: str = "",
) -> Asked:
    """What the body asks, as questions, as text or as a blueprint: one of the three.

    `round_id`: the round that is asked anew. Raises Invalid beside what is wrong, Conflict
    (`bank-not-opened`) for a blueprint of one who has not opened the bank.
    """
    text = getattr(body, "text", None)
    said = [one for one in (body.questions, body.blueprint, text) if one]
    if len(said) != 1:
        raise Invalid.at("/questions", "questions-one-way" if said else "questions-none")
    if body.blueprint:
        return _drawn(work, contest, body.blueprint, seed, round_id)
    if text:
        return Asked(_typed(text))
    return Asked(_written(body.questions or []))


def _written(said: Sequence[QuestionWrite]) -> list[Question]:
    questions = [
        Question(
            one.key,
            one.kind,
            one.prompt,
            tuple(Option(option.key, option.text) for option in one.options),
            tuple(one.answer),
            one.points,
        )
        for one in said
    ]
    wrong = rules.faults(questions)
    if wrong:
        raise Invalid(*wrong)
    return questions


def _typed(text: str) -> list[Question]:
    """One field holds them all: what is wrong names the line or the question."""
    questions, wrong = typed.read(text, new_key)
    wrong = wrong or [
        FieldError("/text", one.code, one.facts) for one in rules.faults(questions, "/text")
    ]
    if wrong:
        raise Invalid(*reversed(wrong))
    return questions


def _drawn(
    work: Work, contest: Contest, blueprint: Sequence[SlotWrite], seed: str, round_id: str
) -> Asked:
    """Never a question that another round of the contest asks."""
    opening.must_be_open(work, contest.community_id)
    topics = topic_names(work, contest.community_id)
    wrong = [
        FieldError(f"/blueprint/{place}/topic", "bank-topic-unknown")
        for place, one in enumerate(blueprint)
        if one.topic not in topics
    ]
    if sum(one.count for one in blueprint) > rules.MOST_QUESTIONS:
        most = rules.MOST_QUESTIONS
        wrong.append(FieldError("/blueprint", "questions-number", {"most": most}))
    if wrong:
        raise Invalid(*wrong)
    taken = store.drawn_before(work.session, contest.id, round_id)
    ids = [key for kind in KINDS for key in _of_kind(work, contest, blueprint, kind, seed, taken)]
    versions = question_bank.current(work.session, ids)
    named = {f"q{place}": versions[key] for place, key in enumerate(ids, 1)}
    return Asked(
        [_copied(key, one) for key, one in named.items()],
        named,
        [one.model_dump() for one in blueprint],
    )


def _of_kind(
    work: Work,
    contest: Contest,
    blueprint: Sequence[SlotWrite],
    kind: str,
    seed: str,
    taken: set[str],
) -> tuple[str, ...]:
    """Lines of the other kind ask for none here, so that each keeps its place."""
    slots = [
        Slot(one.topic, one.difficulty, one.count if one.kind == kind else 0) for one in blueprint
    ]
    if not any(slot.count for slot in slots):
        return ()
    banked = question_bank.banked(work.session, contest.community_id, kind)
    return papers.draw(slots, [one for one in banked if one.key not in taken], seed)


def _copied(key: str, one: BankQuestionVersion) -> Question:
    return Question(
        key,
        one.kind,
        one.text,
        tuple(Option(option["key"], option["text"]) for option in one.options),
        tuple(one.answer),
        one.points,
    )
