"""Coding one text: by a coder, and by whoever decides where two differ."""

from __future__ import annotations

from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.surveys.coding import DECIDED, FIRST, SECOND, both
from app.models.survey_codes import SurveyCode, SurveyCoding
from app.schemas.survey_codes import CodedRead, CodesGiven
from app.services.surveys.coding_desk import Desk, log, of_text
from app.store import survey_coded
from app.store import survey_codes as store
from app.store.actors import Work
from app.store.changes import change
from app.store.survey_coded import Coded
from app.store.survey_codes import Asked


def code(work: Work, survey_id: str, question: str, name: str, body: CodesGiven) -> CodedRead:
    """Her codes of a text. Who codes first has one of two places; a third person has none."""
    desk, of = of_text(work, survey_id, question, name)
    place = store.take_place(
        work.session, desk.survey.id, question, work.actor.person_id or "", work.now
    )
    if place is None:
        raise Conflict("survey-coders-two")
    before = _given(work, of, name)
    if both(before.given) and store.compared(work.session, desk.survey.id, question):
        raise Conflict("survey-codes-compared")
    version = _write(work, desk, name, place, body, before.given.get(place, frozenset()))
    log(work, desk, "survey.code_text")
    return _read(desk, name, body, version)


def decide(work: Work, survey_id: str, question: str, name: str, body: CodesGiven) -> CodedRead:
    """The codes that hold where two differ, once the two were compared."""
    desk, of = of_text(work, survey_id, question, name)
    before = _given(work, of, name)
    if not (desk.sees_all and both(before.given)):
        raise Conflict("survey-codes-apart")
    given = before.given
    known = given[FIRST] | given[SECOND] | given.get(DECIDED, frozenset())
    version = _write(work, desk, name, DECIDED, body, known)
    log(work, desk, "survey.decide_codes")
    return _read(desk, name, body, version)


def _given(work: Work, of: Asked, name: str) -> Coded:
    return survey_coded.given(work.session, of, [name]).get(name, Coded())


def _write(
    work: Work, desk: Desk, name: str, place: int, body: CodesGiven, known: frozenset[str]
) -> int:
    """From the version that she saw; the version that stands now."""
    codes = _codes(work, desk, body, known)
    person, row = work.actor.person_id or "", survey_coded.coding(work.session, name, place)
    version = row.version if row else 0
    if body.version not in {None, version}:
        raise Conflict("stale-version", version=version)
    if row is None:
        row = SurveyCoding(text_id=name, place=place, coder_id=person, coded_at=work.now)
        done = survey_coded.begin(work.session, row)
    else:
        done = change(work.session, row, coder_id=person, coded_at=work.now)
    if not done:
        raise Conflict("stale-version", version=version + 1)
    survey_coded.give(work.session, name, place, [one.id for one in codes])
    return version + 1


def _codes(work: Work, desk: Desk, body: CodesGiven, known: frozenset[str]) -> list[SurveyCode]:
    """What was retired is given no more, and may stay where it was given."""
    book = {one.key: one for one in store.codes(work.session, desk.survey.id, desk.key)}
    errors = list[FieldError]()
    for at, key in enumerate(body.codes):
        if key not in book:
            errors.append(FieldError(f"/codes/{at}", "survey-code-unknown"))
        elif book[key].retired_at is not None and key not in known:
            errors.append(FieldError(f"/codes/{at}", "survey-code-retired"))
    if errors:
        raise Invalid(*errors)
    return [book[key] for key in dict.fromkeys(body.codes)]


def _read(desk: Desk, name: str, body: CodesGiven, version: int) -> CodedRead:
    return CodedRead(
        survey=desk.survey.id,
        question=desk.key,
        text=name,
        codes=list(dict.fromkeys(body.codes)),
        version=version,
    )
