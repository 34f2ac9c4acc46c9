"""At most how many responses a survey takes, in all and of those who choose an option.

Of an anonymous survey no limit may answer what the last one chose: once it is out limits are only
raised, by as many as are mixed together, and "full" is told of mixed responses alone (ADR 0031).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement
from sqlmodel import col

from app.domain.permissions import Thing
from app.domain.refusals import Conflict, FieldError, Invalid
from app.domain.surveys.form import LISTS, SINGLE
from app.domain.surveys.tallies import Sums
from app.models.surveys import Survey, SurveyQuota
from app.schemas.base import form
from app.schemas.survey_quotas import QuotaList, QuotaOption, QuotaRead, QuotasWrite
from app.services.deeds import permit
from app.services.surveys import listing, mixing, versioning
from app.services.surveys.reading import WRITE, read_of
from app.services.surveys.writing import current, kept, log, moved
from app.store import survey_tallies, surveys
from app.store import survey_writing as store
from app.store.actors import Work

Key = tuple[str, str]
#: Answers of which one option is chosen or not.
CHOSEN = SINGLE | (LISTS - {"ranking"})


def read(work: Work, survey_id: str) -> QuotaList:
    return _list(work, kept(work, survey_id))


def _list(work: Work, row: Survey) -> QuotaList:
    choices, found = _choices(work, row), store.quotas(work.session, row.id)
    action, counted = f"/surveys/{row.id}/quotas", row.identity != "anonymous"
    told = None if counted else Sums(survey_tallies.counts(work.session, row.id))
    return QuotaList(
        action=action,
        method="PUT",
        schema=form(action, QuotasWrite).schema_,
        survey=row.id,
        version=row.version,
        title=row.title,
        quotas=[
            QuotaRead(
                **_texts(key, choices),
                most=one.most,
                taken=one.taken if counted else None,
                full=(told.one(None, key[0], "", key[1]) if told else one.taken) >= one.most,
            )
            for key, one in found.items()
        ],
        most=row.most,
        taken=row.taken if counted and row.most is not None else None,
        full=row.most is not None and (told.responses() if told else row.taken) >= row.most,
        choices=[QuotaOption(**_texts(key, choices)) for key in choices if key not in found],
        may_add=row.state == "draft",
        may_total=row.state == "draft" or row.most is not None,
        of=read_of(work, row),
    )


def _texts(key: Key, choices: Mapping[Key, Key]) -> dict[str, str]:
    """An option that no form has any more is called by its key."""
    question, option = choices.get(key, key)
    return {
        "question": key[0],
        "option": key[1],
        "question_text": question,
        "option_text": option,
    }


def _choices(work: Work, row: Survey) -> dict[Key, Key]:
    """Question and option → their texts: of what is asked now and of what is being written."""
    forms = [surveys.version(work.session, row.id, row.current).form] if row.current else []
    if (draft := store.draft(work.session, row.id)) is not None:
        forms.append(draft.form)
    return {
        (one.key, option.key): (one.text, option.vi)
        for each in forms
        for one in listing.asked(each)
        if one.type in CHOSEN
        for option in one.options
    }


def write(work: Work, survey_id: str, body: QuotasWrite) -> QuotaList:
    """These and no others. Once people answer, none begins: who answered before is not counted."""
    row = kept(work, survey_id)
    held = permit(work, WRITE, Thing(community_id=row.community_id))
    versioning.alive(row)
    current(row, body)
    wanted = _wanted(work, row, body)
    before = store.quotas(work.session, row.id)
    if row.state != "draft" and set(wanted) - set(before):
        raise Conflict("quota-after-publication")
    _refuse_probing(row, body, wanted, before)
    _total(work, row, body)
    store.drop_quotas(work.session, row.id, set(before) - set(wanted))
    for place, (key, most) in enumerate(wanted.items()):
        if key not in before:
            work.session.add(
                SurveyQuota(survey_id=row.id, question=key[0], option=key[1], most=most)
            )
        elif not store.raise_quota(work.session, before[key], most):
            raise Invalid.at(_pointer(body, place, key, "most"), "quota-below-taken")
    work.session.flush()
    log(work, row, "survey.set_quotas", held, quotas=len(wanted))
    return _list(work, row)


def _refuse_probing(
    row: Survey, body: QuotasWrite, wanted: Mapping[Key, int], before: Mapping[Key, SurveyQuota]
) -> None:
    """Raises Invalid without having looked at a count."""
    if row.state == "draft" or row.identity != "anonymous":
        return
    limits = [
        (_pointer(body, place, key, "most"), before[key].most, most)
        for place, (key, most) in enumerate(wanted.items())
    ]
    if "total" in body.model_fields_set and body.total is not None and row.most is not None:
        limits.append(("/total", row.most, body.total))
    errors = [
        FieldError(pointer, "quota-step", {"least": mixing.LEAST, "most": old})
        for pointer, old, new in limits
        if new != old and new < old + mixing.LEAST
    ]
    if errors:
        raise Invalid(*errors)


def _wanted(work: Work, row: Survey, body: QuotasWrite) -> dict[Key, int]:
    """Each for an option of a question that is asked, once."""
    said = _said(body)
    choices = _choices(work, row)
    questions = {question for question, _ in choices}
    errors, wanted = list[FieldError](), dict[Key, int]()
    for place, (key, most) in enumerate(said):
        if key[0] not in questions:
            errors.append(FieldError(_pointer(body, place, key, "question"), "quota-question"))
        elif key not in choices:
            errors.append(FieldError(_pointer(body, place, key, "option"), "quota-option"))
        elif key in wanted:
            errors.append(FieldError(_pointer(body, place, key, "option"), "quota-twice"))
        wanted[key] = most
    if errors:
        raise Invalid(*errors)
    return wanted


def _said(body: QuotasWrite) -> list[tuple[Key, int]]:
    if not body.page:
        if body.quotas is None:
            raise Invalid.at("/quotas", "missing")
        return [((one.question, one.option), one.most) for one in body.quotas]
    said = [(_key(choice), most) for choice, most in body.places.items()]
    if body.choice is not None and body.number is None:
        raise Invalid.at("/number", "quota-number")
    if body.number is not None:
        if body.choice is None:
            raise Invalid.at("/choice", "quota-choice")
        said.append((_key(body.choice), body.number))
    return said


def _key(choice: str) -> Key:
    question, _, option = choice.partition(".")
    return question, option


def _pointer(body: QuotasWrite, place: int, key: Key, part: str) -> str:
    """Beside the field of a page, or inside the list of a program."""
    if not body.page:
        return f"/quotas/{place}/{part}"
    named = f"{key[0]}.{key[1]}"
    return "/choice" if body.choice == named and place == len(body.places) else f"/places/{named}"


def _total(work: Work, row: Survey, body: QuotasWrite) -> None:
    """Never fewer than were taken; one that was not there at publication cannot begin."""
    if "total" not in body.model_fields_set or body.total == row.most:
        moved(work, row, store.move(work.session, row))
        return
    if row.state != "draft" and row.most is None:
        raise Invalid.at("/total", "total-after-publication")
    only: list[ColumnElement[bool]] = []
    if body.total is not None:
        only.append(col(Survey.taken) <= body.total)
    version = row.version
    if not store.move(work.session, row, *only, most=body.total):
        if row.version != version:
            raise Conflict("stale-version", version=row.version)
        raise Invalid.at("/total", "quota-below-taken")
