"""The pages on which one question of a draft, and the words around the questions, are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from app.domain.refusals import Hidden
from app.domain.surveys import editing, plain_conditions, values
from app.domain.surveys.form import TYPES
from app.models.surveys import Survey, SurveyVersion
from app.schemas.base import form
from app.schemas.survey_questions import (
    FormWords,
    FormWordsForm,
    PlainCondition,
    SurveyQuestionCreate,
    SurveyQuestionForm,
    SurveyQuestionWrite,
    Test,
)
from app.services.surveys import listing, versioning
from app.services.surveys.reading import read_of
from app.services.surveys.writing import kept
from app.store import survey_writing as store
from app.store.actors import Work


def new_form(work: Work, survey_id: str, kind: str, after: str) -> SurveyQuestionForm:
    """For a question of a type; without one its page asks for it."""
    row, draft = drafted(work, survey_id)
    at = editing.place(draft.form, after) if after else None
    place = len(draft.form["questions"]) if at is None else at + 1
    action = f"/surveys/{row.id}/form/questions"
    blank = {"key": "", "type": kind if kind in TYPES else "", "text": ""}
    return _form(work, row, draft, blank, place, (action, "POST", SurveyQuestionCreate), after)


def edit_form(work: Work, survey_id: str, key: str) -> SurveyQuestionForm:
    row, draft = drafted(work, survey_id)
    place = place_of(draft, key)
    one = draft.form["questions"][place]
    action = f"/surveys/{row.id}/form/questions/{key}"
    return _form(work, row, draft, one, place, (action, "PUT", SurveyQuestionWrite), "")


def _form(
    work: Work,
    row: Survey,
    draft: SurveyVersion,
    one: Mapping[str, Any],
    place: int,
    way: tuple[str, str, type[SurveyQuestionWrite]],
    after: str,
) -> SurveyQuestionForm:
    action, method, model = way
    everything = listing.asked(draft.form)
    published = set(store.keys(work.session, row.id))
    kinds = {each.key: each.type for each in everything[:place]}
    show_if = one.get("show_if")
    survey = read_of(work, row)
    return SurveyQuestionForm(
        action=action,
        method=method,
        schema=form(action, model).schema_,
        community=survey.community,
        survey=survey,
        question=one["key"],
        number=editing.numbers({"questions": [*draft.form["questions"][:place], one]})[-1],
        type=one["type"],
        after=after,
        published=(one["key"], "question", "") in published,
        text=editing.spoken(one["text"]),
        help=editing.spoken(one.get("help")),
        required=bool(one.get("required")),
        options=[
            listing.part(each, (one["key"], "option", each["key"]) in published)
            for each in one.get("options", ())
        ],
        rows=[
            listing.part(each, (one["key"], "row", each["key"]) in published)
            for each in one.get("rows", ())
        ],
        limits=dict(one.get("validate") or {}),
        earlier=[each for each in everything[:place] if each.type != "section"],
        asked=everything,
        condition=_plain(show_if, kinds) if show_if else None,
        show_if=show_if,
    )


def _plain(show_if: Mapping[str, Any], kinds: Mapping[str, str]) -> PlainCondition | None:
    found = plain_conditions.simple(show_if, kinds)
    if found is None:
        return None
    kind = kinds[found.when]
    said = [values.written(one) for one in found.values]
    chosen = kind in plain_conditions.CHOSEN
    return PlainCondition(
        when=found.when,
        test=cast(Test, found.test),
        value=said if chosen else [],
        written="" if chosen else "".join(said),
    )


def words_form(work: Work, survey_id: str) -> FormWordsForm:
    row, draft = drafted(work, survey_id)
    survey, action = read_of(work, row), f"/surveys/{row.id}/form/words"
    return FormWordsForm(
        action=action,
        method="PUT",
        schema=form(action, FormWords).schema_,
        community=survey.community,
        survey=survey,
        **{
            name: editing.spoken(draft.form.get(name))
            for name in ("title", "introduction", "ending")
        },
    )


def drafted(work: Work, survey_id: str) -> tuple[Survey, SurveyVersion]:
    row = kept(work, survey_id)
    return row, versioning.drafted(work, row)


def place_of(draft: SurveyVersion, key: str) -> int:
    """From 0, with its sections."""
    at = editing.place(draft.form, key)
    if at is None:
        raise Hidden
    return at
