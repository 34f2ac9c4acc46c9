"""What every page of a question's free texts asks first: which question, whether its texts may be
shown, who codes, and what of the others' codes is open to her who reads.

Texts stand under names of pure chance, new for each question: nothing shown joins two answers of
one woman. Of an anonymous survey they are shown from `k` on, and where the results say how many
answered: the texts would. While it is open they come in by ten at least. A coder sees her own codes
alone until the two are compared; so does whoever may still become the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.permissions import Thing
from app.domain.refusals import Hidden, Invalid
from app.domain.surveys import masking
from app.domain.surveys.coding import DECIDED, FIRST, SECOND, Given
from app.domain.surveys.form import TEXTS, Form, said
from app.domain.text import fold
from app.models.survey_codes import SurveyCode
from app.models.surveys import Survey
from app.schemas.survey_codes import SurveyCodeRead, TextMeaning, TextQuestion
from app.services.deeds import permit, record
from app.services.surveys import results
from app.services.surveys.answering import by_chance
from app.services.surveys.mixing import LEAST
from app.store import communities, survey_exports, survey_mixing, surveys
from app.store import survey_codes as store
from app.store.actors import Work
from app.store.survey_codes import Asked

PERMISSION = "survey.code"
Forms = Sequence[tuple[int, Form]]


@dataclass(frozen=True, slots=True)
class Desk:
    """`of`: None where nothing is written freely. `place`: hers as a coder, None without one.
    `n`: the texts that have come in. `enough`: whether any may be shown. `earlier`: the version
    whose texts these are, 0 for what is meant now; `meanings`: each of those with its words."""

    survey: Survey
    held: str
    questions: dict[str, str]
    of: Asked | None
    n: int
    coders: dict[int, str]
    place: int | None
    compared: bool
    enough: bool
    earlier: int
    meanings: dict[int, str]

    @property
    def free(self) -> bool:
        return len(self.coders) < SECOND

    @property
    def sees_all(self) -> bool:
        """Whether others' codes are open to her: not while hers are, or might be, independent."""
        return self.compared or (self.place is None and not self.free)

    @property
    def seen(self) -> tuple[int, ...]:
        if self.sees_all:
            return (FIRST, SECOND, DECIDED)
        return () if self.place is None else (self.place,)

    @property
    def key(self) -> str:
        return self.of.question if self.of else ""


def opened(
    work: Work, survey_id: str, question: str = "", earlier: int = 0, *, comes_in: bool = False
) -> Desk:
    """The first question without `question`. Raises Invalid where it is none of free text."""
    survey = surveys.get(work.session, work.actor, survey_id)
    held = permit(work, PERMISSION, Thing(survey.community_id))
    forms = survey_exports.forms(work.session, survey.id)
    questions = _questions(work, forms)
    if question and question not in questions:
        raise Invalid.at("/question", "survey-text-question")
    key = question or next(iter(questions), "")
    since = store.since(work.session, survey.id, key)
    meanings = _meanings(work, forms, key, since)
    if earlier and earlier not in meanings:
        raise Invalid.at("/earlier", "survey-text-question")
    asked = Asked(survey.id, key, earlier, earlier) if earlier else Asked(survey.id, key, since)
    of = asked if key else None
    if comes_in and of:
        _bring_in(work, survey, of)
    coders = store.coders(work.session, survey.id, key)
    places = {person: place for place, person in coders.items()}
    n = store.number(work.session, of) if of else 0
    return Desk(
        survey=survey,
        held=held,
        questions=questions,
        of=of,
        n=n,
        coders=coders,
        place=places.get(work.actor.person_id or ""),
        compared=store.compared(work.session, survey.id, key),
        enough=survey.identity != "anonymous"
        or (n >= survey.k and results.tell(work, survey, key, earlier)),
        earlier=earlier,
        meanings=meanings,
    )


def of_text(work: Work, survey_id: str, question: str, name: str) -> tuple[Desk, Asked]:
    """The desk of one text. Raises Hidden where there is none that may be shown."""
    try:
        desk = opened(work, survey_id, question)
    except Invalid:
        raise Hidden from None
    if desk.of is None or not desk.enough:
        raise Hidden
    store.must_have(work.session, desk.of, name)
    return desk, desk.of


def _meanings(work: Work, forms: Forms, key: str, since: int) -> dict[int, str]:
    """The versions in which it meant something else, with its words there."""
    return {
        number: said(form.by_key[key].text, work.lang)
        for number, form in forms
        if number < since and key in form.by_key
    }


def _questions(work: Work, forms: Forms) -> dict[str, str]:
    """Key → words, of every version, worded as in the newest that has it."""
    found: dict[str, str] = {}
    for _, form in reversed(forms):
        for one in form.asked:
            if one.type in TEXTS:
                found.setdefault(one.key, said(one.text, work.lang))
    return found


def _bring_in(work: Work, survey: Survey, of: Asked) -> None:
    """All new texts, the masked words as they are searched."""
    waits = survey.identity == "anonymous" and not survey_mixing.over(survey, work.now)
    after = ""
    while rows := store.outside(work.session, of, after):
        if waits and len(rows) < LEAST:
            return
        store.bring_in(
            work.session,
            [
                {
                    "id": by_chance(),
                    "response_id": response,
                    "survey_id": of.survey_id,
                    "question": of.question,
                    "fold": fold(masking.masked(words)),
                }
                for response, words in rows
            ],
        )
        after = rows[-1][0]


def head(work: Work, desk: Desk) -> dict[str, Any]:
    survey = desk.survey
    return {
        "survey": survey.id,
        "title": survey.title,
        "community": communities.by_id(work.session, survey.community_id).slug,
        "identity": survey.identity,
        "question": desk.of.question if desk.of else None,
        "questions": [TextQuestion(key=key, text=text) for key, text in desk.questions.items()],
        "k": survey.k,
        "enough": desk.enough,
        "n": desk.n if desk.enough else None,
        "compared": desk.compared,
        "earlier": desk.earlier,
        "meanings": [TextMeaning(number=no, text=text) for no, text in desk.meanings.items()],
    }


def code_read(row: SurveyCode, **counted: Any) -> SurveyCodeRead:
    kept = {"id", "question", "key", "label", "label_en", "description", "version"}
    return SurveyCodeRead(
        **row.model_dump(include=kept),
        survey=row.survey_id,
        retired=row.retired_at is not None,
        **counted,
    )


def in_order(codes: list[SurveyCode], given: Given, place: int | None) -> list[str]:
    """The keys that were given there, in the codebook's order."""
    keys = given.get(place or 0, frozenset())
    return [one.key for one in codes if one.key in keys]


def log(work: Work, desk: Desk, action: str, **facts: Any) -> None:
    """No text, no name of one, no code: only that it was done to which question."""
    record(
        *(work, action, ("survey", desk.survey.id)),
        community_id=desk.survey.community_id,
        held=desk.held,
        outbox=False,
        question=desk.key,
        **facts,
    )
