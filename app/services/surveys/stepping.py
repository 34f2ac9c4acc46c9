"""One step of a survey after the other, kept on the server: for browsers without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote, urlencode

from app.domain.refusals import Invalid
from app.domain.seals import Seals
from app.domain.surveys import answers
from app.domain.surveys.form import Form
from app.integrations import patterns
from app.models.surveys import Survey
from app.schemas.survey_steps import StepSave, StepTaken
from app.services.surveys import drafting, entering, reading_answers
from app.store import surveys
from app.store.actors import Work


def save(work: Work, seals: Seals, survey_id: str, step: int, body: StepSave) -> StepTaken:
    """All that is answered is kept; then where she goes on. What becomes visible within a step is
    asked before the next one."""
    entry = entering.enter(work, survey_id, body.token)
    form = surveys.form(work.session, entry.survey.id, entry.survey.current)
    before = drafting.of_entry(work, seals, entry, body.draft_key or "")
    drafting.refuse_older(body.rev, before)
    given = reading_answers.plain(form, body.answers)
    found = answers.evaluate(form, given, patterns.matches)
    seen = visible(form, before.answers)
    if body.go == "next":
        _refuse_faults(work, entry.survey, step, found, given, seen)
    kept = drafting.keep(work, seals, entry, body.draft_key or "", before.rev + 1, given)
    new = {one for one in _of_step(form, step) if one in found.visible} - seen
    to = step if body.go == "next" and new else _moved(form, step, body.go, set(found.visible))
    return StepTaken(
        survey=entry.survey.id,
        step=to,
        rev=kept.rev,
        address=_address(work, entry.survey.id, to, body),
        told=_told(body, more=bool(new)),
    )


def _told(body: StepSave, *, more: bool) -> Literal["", "more", "kept"]:
    if body.go == "next":
        return "more" if more else ""
    return "kept" if body.go == "stay" and not body.file else ""


def visible(form: Form, given: dict[str, object]) -> set[str]:
    """What is asked after these answers."""
    return set(answers.evaluate(form, given, patterns.matches, whole=False).visible)


def _refuse_faults(
    work: Work,
    survey: Survey,
    step: int,
    found: answers.Evaluated,
    given: Mapping[str, Any],
    seen: set[str],
) -> None:
    """What she saw on this step and did not answer, or not as it can be."""
    form = surveys.form(work.session, survey.id, survey.current)
    of = [key for key in _of_step(form, step) if key in seen]
    wrong = reading_answers.faults(work, survey, found, given, of)
    if wrong:
        raise Invalid(*wrong)


def _of_step(form: Form, step: int) -> list[str]:
    steps = form.steps
    return [one.key for one in steps[step]] if 0 <= step < len(steps) else []


def _moved(form: Form, step: int, go: str, asked: set[str]) -> int:
    """The next or the former step in which something is asked; past the last one she sends."""
    by = {"next": 1, "back": -1}.get(go, 0)
    last = len(form.steps)
    to = min(max(step, 0), last) + by
    while by and 0 <= to < last and not asks(form, to, asked):
        to += by
    return step if to < 0 else min(to, last)


def asks(form: Form, step: int, asked: set[str]) -> bool:
    return any(one.type != "section" and one.key in asked for one in form.steps[step])


def _address(work: Work, survey_id: str, step: int, body: StepSave) -> str:
    if body.file:
        return f"/surveys/{survey_id}/files/new?" + urlencode({"question": body.file})
    said = {
        "step": step,
        "token": body.token,
        "channel": body.channel,
        "draft_key": body.draft_key,
    }
    page = f"/surveys/{survey_id}/responses/new?"
    page += urlencode({name: value for name, value in said.items() if value is not None})
    if body.lang in (None, work.lang):
        return page
    return f"/language/{body.lang}?next={quote(page, safe='')}"
