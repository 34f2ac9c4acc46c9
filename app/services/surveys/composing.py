"""What was typed of one question, as the schema writes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.domain.refusals import FieldError, Invalid
from app.domain.surveys import editing, plain_conditions, values
from app.domain.surveys.form import MATRICES, MOMENTS, NUMBERS, WRITTEN
from app.domain.surveys.plain_conditions import CHOSEN, Plain
from app.domain.surveys.reading import LIMITS
from app.domain.text import nfc
from app.schemas.survey_questions import InLanguages, SurveyQuestionWrite

OPTIONED = WRITTEN | {"likert"}
LOOKS = ("condition-value", "condition-forward")
WHOLE = ("min_length", "max_length", "min_choices", "max_choices")


def question(
    body: SurveyQuestionWrite,
    key: str,
    kind: str,
    old: Mapping[str, Any],
    used: Mapping[str, Collection[str]],
    earlier: Sequence[Mapping[str, Any]],
    brought: Sequence[str] = (),
) -> dict[str, Any]:
    """`old`: the question before, empty for a new one. `used`: part → keys that were ever its.
    `brought`: ids of pictures for options that have none.

    Raises Invalid where a condition says no value, or one of another question, or where there are
    more pictures than options without one.
    """
    made: dict[str, Any] = {"key": key, "type": kind, "text": _words(body.text)}
    if shown := _words(body.help):
        made["help"] = shown
    if kind != "section" and body.required:
        made["required"] = True
    if kind in OPTIONED and (options := _options(body, used["option"], brought)):
        made["options"] = options
    if kind in MATRICES:
        made["rows"] = _parts(
            (body.rows, body.rows_en, body.row_places), body.more_rows, "r", used["row"]
        )
    if limits := _limits(body, kind):
        made["validate"] = limits
    if (shown_if := _condition(body, old, earlier)) is not None:
        made["show_if"] = shown_if
    return made


def _words(said: InLanguages) -> Any:
    return editing.words(nfc(said.vi), nfc(said.en))


def _options(
    body: SurveyQuestionWrite, used: Collection[str], brought: Sequence[str]
) -> list[dict[str, Any]]:
    said = (body.options, body.options_en, body.option_places)
    parts = _parts(said, body.more_options, "o", used)
    for one in parts:
        if one["key"] in body.exclusive:
            one["exclusive"] = True
        if picture := body.option_pictures.get(one["key"], "").strip():
            one["picture"] = picture
    without = [one for one in parts if "picture" not in one]
    if len(brought) > len(without):
        raise Invalid.at("/files", "option-pictures-many", free=len(without))
    for one, picture in zip(without, brought, strict=False):
        one["picture"] = picture
    return parts


def _parts(
    said: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, int]],
    more: str,
    prefix: str,
    used: Collection[str],
) -> list[dict[str, Any]]:
    """In the order of the places said, where two are the same in the order they were in."""
    texts, english, places = said
    kept = sorted(texts, key=lambda key: places.get(key, len(texts) + 1))
    parts = [{"key": key, "text": editing.words(texts[key], english.get(key, ""))} for key in kept]
    taken = {*used, *texts}
    for line in editing.lines(nfc(more)):
        key = editing.fresh(prefix, taken)
        taken.add(key)
        parts.append({"key": key, "text": line})
    return parts


def _limits(body: SurveyQuestionWrite, kind: str) -> dict[str, Any]:
    """What cannot be read as a number stays a text: `reading` says that it is wrong."""
    found: dict[str, Any] = {}
    for name in sorted(LIMITS.get(kind, ())):
        said = body.limits.get(name)
        if name == "integer":
            if said not in (None, False, "", "false"):
                found[name] = True
        elif values.is_number(said):
            found[name] = values.whole(said)
        elif said not in (None, ""):
            numeric = name in WHOLE or kind in ("number", "rating")
            text = str(said).strip()
            found[name] = plain_conditions.value_of("number", text) if numeric else text
    return found


def _condition(
    body: SurveyQuestionWrite, old: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]
) -> Any:
    if body.keep_condition:
        return old.get("show_if")
    if body.when is None:
        return None
    kind = next((one["type"] for one in earlier if one["key"] == body.when), None)
    if kind is None:
        raise Invalid.at("/when", "condition-question")
    bare = body.test in ("answered", "unanswered")
    said = () if bare else tuple(_values(body, kind))
    return plain_conditions.made(Plain(body.when, body.test, said), kind)


def _values(body: SurveyQuestionWrite, kind: str) -> list[Any]:
    if kind not in CHOSEN:
        if not body.written.strip():
            raise Invalid.at("/written", "condition-unsaid")
        value = plain_conditions.value_of(kind, body.written.strip())
        if kind in NUMBERS and not values.is_number(value):
            raise Invalid.at("/written", "answer-number")
        if kind in MOMENTS and not values.moment_fits(kind, value):
            raise Invalid.at("/written", f"answer-{kind}")
        return [value]
    chosen = []
    for said in dict.fromkeys(one for one in body.value if one.strip()):
        of, stroke, option = said.rpartition("=")
        if stroke and of != body.when:
            raise Invalid.at("/value", "condition-other")
        chosen.append(option)
    if not chosen:
        raise Invalid.at("/value", "condition-unsaid")
    return chosen


def misplaced(
    wrong: Invalid, place: int, made: Mapping[str, Any], body: SurveyQuestionWrite
) -> Invalid:
    """The faults of a whole form beside the fields of the one question that was written.

    Where it is faulty itself, what others say of looking at it says nothing more; where it is not,
    such a fault comes from an option of this one. The rest is said over the page.
    """
    head = f"/schema/questions/{place}/"
    own = [one for one in wrong.errors if one.pointer.startswith(head)]
    looking = [one for one in wrong.errors if one.code in LOOKS and one not in own]
    rest = [one for one in wrong.errors if one not in own and one not in looking]
    return Invalid(
        *(_beside(one, head, made, body) for one in own),
        *(FieldError("/more_options", "option-looked-at", one.facts) for one in looking if not own),
        *(FieldError("", one.code, one.facts) for one in rest),
        code=wrong.code,
        **wrong.facts,
    )


def _beside(
    error: FieldError, head: str, made: Mapping[str, Any], body: SurveyQuestionWrite
) -> FieldError:
    part, _, rest = error.pointer.removeprefix(head).partition("/")
    if part == "show_if":
        return FieldError("/when", error.code, error.facts)
    if part in ("text", "help"):
        return FieldError(f"/{part}/{rest or 'vi'}", error.code, error.facts)
    if part == "validate":
        return FieldError(f"/limits/{rest}" if rest else "/limits", error.code, error.facts)
    if part in ("options", "rows"):
        place = rest.partition("/")[0]
        key = made[part][int(place)]["key"] if place.isdigit() else ""
        old = key in (body.options if part == "options" else body.rows)
        field = f"{part}_en" if rest.endswith("/text/en") else part
        return FieldError(f"/{field}/{key}" if old else f"/more_{part}", error.code, error.facts)
    return FieldError("", error.code, error.facts)
