"""One question of a draft: added, written, moved, copied, taken out; each one change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from app.domain.permissions import Thing
from app.domain.pictures import Arrival
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.surveys import editing
from app.domain.surveys.form import TYPES
from app.models.surveys import Survey, SurveyVersion
from app.schemas.base import Versioned
from app.schemas.survey_questions import (
    FormWords,
    FormWordsForm,
    SurveyQuestionCreate,
    SurveyQuestionMove,
    SurveyQuestionRead,
    SurveyQuestionWrite,
)
from app.services import pictures
from app.services.deeds import permit
from app.services.surveys import composing, versioning
from app.services.surveys.question_pages import drafted, place_of, words_form
from app.services.surveys.reading import WRITE
from app.services.surveys.writing import current, log
from app.store import survey_writing as store
from app.store.actors import Work

Schema = dict[str, Any]


def create(
    work: Work, survey_id: str, body: SurveyQuestionCreate, arrival: Arrival | None = None
) -> SurveyQuestionRead:
    row, draft = drafted(work, survey_id)
    if body.type not in TYPES:
        raise Invalid.at("/type", "question-kind-unchosen")
    if body.type == "file" and row.identity != "identified":
        raise Invalid.at("/type", "question-file-names")
    if body.after is not None and editing.place(draft.form, body.after) is None:
        raise Invalid.at("/after", "question-gone")
    prefix = "s" if body.type == "section" else "q"
    key = editing.fresh(prefix, _used(work, row, draft), 1 if prefix == "s" else 2)
    at = editing.place(draft.form, body.after) if body.after else None
    above = draft.form["questions"][: None if at is None else at + 1]
    brought = _brought(work, row, body, arrival)
    made = composing.question(body, key, body.type, {}, {"option": (), "row": ()}, above, brought)
    schema = editing.put(draft.form, made, body.after)
    return _written(work, row, draft, schema, made, body)


def change(
    work: Work,
    survey_id: str,
    key: str,
    body: SurveyQuestionWrite,
    arrival: Arrival | None = None,
) -> SurveyQuestionRead:
    row, draft = drafted(work, survey_id)
    place = place_of(draft, key)
    old = draft.form["questions"][place]
    used = {part: _used_parts(work, row, old, part) for part in ("option", "row")}
    above = draft.form["questions"][:place]
    brought = _brought(work, row, body, arrival)
    made = composing.question(body, key, old["type"], old, used, above, brought)
    return _written(work, row, draft, editing.replaced(draft.form, made), made, body)


def copy(work: Work, survey_id: str, key: str, body: Versioned) -> SurveyQuestionRead:
    """The same once more, right behind it, under a key of its own."""
    row, draft = drafted(work, survey_id)
    old = draft.form["questions"][place_of(draft, key)]
    prefix = "s" if old["type"] == "section" else "q"
    new = editing.fresh(prefix, _used(work, row, draft), 1 if prefix == "s" else 2)
    schema = editing.put(draft.form, {**old, "key": new}, key)
    with _as_a_whole():
        return _changed(work, row, draft, schema, new, body)


def move(work: Work, survey_id: str, key: str, body: SurveyQuestionMove) -> SurveyQuestionRead:
    """One place, a section with its questions; never above what its condition looks at."""
    row, draft = drafted(work, survey_id)
    place_of(draft, key)
    schema = editing.moved(draft.form, key, -1 if body.to == "up" else 1)
    if schema is None:
        raise Conflict("question-at-end")
    if (at := editing.blind(schema)) is not None:
        raise Conflict("question-before-condition", text=_text_at(schema, at))
    with _as_a_whole():
        return _changed(work, row, draft, schema, key, body)


def remove(work: Work, survey_id: str, key: str, body: Versioned) -> None:
    row, draft = drafted(work, survey_id)
    place_of(draft, key)
    schema = editing.removed(draft.form, key)
    if all(one["type"] == "section" for one in schema["questions"]):
        raise Conflict("question-alone")
    if (at := editing.blind(schema)) is not None:
        raise Conflict("question-looked-at", text=_text_at(schema, at))
    with _as_a_whole():
        _save(work, row, draft, schema, body)


def _text_at(schema: Schema, place: int) -> str:
    return editing.spoken(schema["questions"][place]["text"])["vi"]


def reword(work: Work, survey_id: str, body: FormWords) -> FormWordsForm:
    """Title, introduction and ending; of the title at least the Vietnamese."""
    row, draft = drafted(work, survey_id)
    said = {
        name: editing.words(words.vi, words.en)
        for name in ("title", "introduction", "ending")
        if (words := getattr(body, name)).vi.strip() or words.en.strip() or name == "title"
    }
    try:
        _save(work, row, draft, {**said, "questions": draft.form["questions"]}, body)
    except Invalid as wrong:
        raise Invalid(
            *(FieldError(_of_words(one.pointer), one.code, one.facts) for one in wrong.errors),
            code=wrong.code,
            **wrong.facts,
        ) from None
    return words_form(work, survey_id)


def _of_words(pointer: str) -> str:
    """What is wrong elsewhere in the form is said over the page."""
    place = pointer.removeprefix("/schema")
    if place.startswith("/questions"):
        return ""
    return place if place.endswith(("/vi", "/en")) else f"{place}/vi"


# -- what they share ---------------------------------------------------------------------------


def _brought(
    work: Work, row: Survey, body: SurveyQuestionWrite, arrival: Arrival | None
) -> list[str]:
    """Those that she sent before, then the files of this request."""
    kept = pictures.keep(work, row.community_id, arrival) if arrival is not None else []
    return [*body.pictures, *(one.id for one in kept)]


def _used(work: Work, row: Survey, draft: SurveyVersion) -> set[str]:
    """Keys of questions that were ever asked here, that are written now, or that a quota names."""
    known = {place[0] for place in store.keys(work.session, row.id)}
    quotas = {one[0] for one in store.quotas(work.session, row.id)}
    return known | quotas | {one["key"] for one in draft.form["questions"]}


def _used_parts(work: Work, row: Survey, old: Mapping[str, Any], part: str) -> set[str]:
    known = {
        key
        for question, each, key in store.keys(work.session, row.id)
        if (question, each) == (old["key"], part)
    }
    quotas = {option for question, option in store.quotas(work.session, row.id)}
    return known | quotas | {one["key"] for one in old.get(f"{part}s", ())}


def _written(
    work: Work,
    row: Survey,
    draft: SurveyVersion,
    schema: Schema,
    made: Mapping[str, Any],
    body: SurveyQuestionWrite,
) -> SurveyQuestionRead:
    place = editing.place(schema, made["key"]) or 0
    try:
        return _changed(work, row, draft, schema, made["key"], body)
    except Invalid as wrong:
        raise composing.misplaced(wrong, place, made, body) from None


def _changed(
    work: Work, row: Survey, draft: SurveyVersion, schema: Schema, key: str, body: Versioned
) -> SurveyQuestionRead:
    _save(work, row, draft, schema, body)
    place = editing.place(schema, key) or 0
    return SurveyQuestionRead(
        survey=row.id,
        version=row.version,
        key=key,
        number=editing.numbers(schema)[place],
        question=schema["questions"][place],
    )


@contextmanager
def _as_a_whole() -> Iterator[None]:
    """Beside no field: what was copied, moved or taken out has none on its page."""
    try:
        yield
    except Invalid as wrong:
        errors = [FieldError("", one.code, one.facts) for one in wrong.errors]
        raise Invalid(*errors, code=wrong.code, **wrong.facts) from None


def _save(work: Work, row: Survey, draft: SurveyVersion, schema: Schema, body: Versioned) -> None:
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    versioning.alive(row)
    current(row, body)
    versioning.write(work, row, draft, schema)
    log(work, row, "survey.change_version", held, number=draft.number)
