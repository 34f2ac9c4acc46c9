"""The questions of a round with their right answers: who looks is logged, and wins no prize."""

from __future__ import annotations

from app.domain.contests import typed
from app.domain.contests.questions import Option, Question
from app.models.contests import Contest, ContestRound, RoundQuestion
from app.schemas.base import form
from app.schemas.contest_rounds import KeptQuestion, RoundQuestions, RoundQuestionsChange
from app.services.contests.round_reading import form_facts, mine, read_of
from app.services.contests.rounds import ask_anew, organise
from app.services.contests.writing import log
from app.services.question_bank import opening
from app.store import communities, contests
from app.store.actors import Work

#: Begins the line of a question's points in the text that she may change.
POINTS = "Điểm"


def read(work: Work, round_id: str) -> RoundQuestions:
    """For those who keep the contest. Questions of the bank only for who has opened it (Conflict
    `bank-not-opened`), as each look at it."""
    contest, one, held = mine(work, round_id)
    rows = contests.questions(work.session, one.id)
    if any(row.bank_question_id for row in rows):
        opening.must_be_open(work, contest.community_id)
        community = communities.by_id(work.session, contest.community_id)
        opening.opened(work, community, "round")
    organise(work, contest)
    log(work, contest, "contest.open_questions", held, round=one.id)
    return _read_of(work, contest, one, rows)


def change(work: Work, round_id: str, body: RoundQuestionsChange) -> RoundQuestions:
    contest, one = ask_anew(work, round_id, body)
    return _read_of(work, contest, one, contests.questions(work.session, one.id))


def _read_of(
    work: Work, contest: Contest, one: ContestRound, rows: list[RoundQuestion]
) -> RoundQuestions:
    shown = read_of(work, contest, one)
    written = not any(row.bank_question_id for row in rows)
    return RoundQuestions.model_validate(
        {
            **form_facts(work, contest),
            "action": f"/rounds/{one.id}/questions",
            "method": "PUT",
            "schema": form("", RoundQuestionsChange).schema_,
            "round": shown,
            "questions": [_kept(row) for row in rows],
            "blueprint": one.blueprint,
            "text": typed.written([_question(row) for row in rows], POINTS) if written else "",
            "may_change": "edit" in shown.allowed_actions,
        }
    )


def _kept(row: RoundQuestion) -> KeptQuestion:
    kept = {"key", "place", "kind", "prompt_html", "options", "answer", "points"}
    return KeptQuestion.model_validate(
        {**row.model_dump(include=kept), "drawn": row.bank_question_id is not None}
    )


def _question(row: RoundQuestion) -> Question:
    return Question(
        row.key,
        row.kind,
        row.prompt,
        tuple(Option(one["key"], one["text"]) for one in row.options),
        tuple(row.answer),
        row.points,
    )
