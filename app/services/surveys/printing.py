"""The form on paper: the same questions, numbered, with what may be passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app import clock
from app.content import surveys as content
from app.domain.permissions import Thing
from app.domain.refusals import Invalid
from app.domain.surveys import length, paper, values
from app.domain.surveys.form import LISTS, MOMENTS, NUMBERS, SINGLE, TEXTS, Form, Question, said
from app.domain.surveys.paper import Guide
from app.integrations import qr
from app.models.surveys import Survey, SurveyChannel
from app.schemas.survey_forms import FormOption
from app.schemas.survey_sheets import MOST_SHEETS, PrintSheet, SheetQuestion, SheetStep
from app.services.deeds import permit
from app.services.surveys import filling_in, reading, typing_in
from app.store import communities, survey_responses, surveys
from app.store.actors import Work

Words = Mapping[str, str]
#: Lines to write on.
LINES = {"short_text": 1, "long_text": 5, "number": 1}
GREATEST_SHEET = 999_999


def sheet(
    work: Work, survey_id: str, lang: str, first: int | None, many: int, channel: str
) -> PrintSheet:
    survey = surveys.get(work.session, work.actor, survey_id)
    permit(work, typing_in.PERMISSION, Thing(survey.community_id))
    numbers = _numbers(first, many)
    way = _channel(work, survey, channel)
    number = max(1, survey.current)
    form = surveys.form(work.session, survey.id, number)
    lang = lang if lang in form.languages else "vi"
    words = content.sheet_words(lang)
    community = communities.by_id(work.session, survey.community_id)
    online = survey.current and survey.identity != "token"
    address = reading.address(work, way.code if way else survey.code) if online else None
    return PrintSheet(
        survey=survey.id,
        title=said(form.title, lang),
        introduction=said(form.introduction, lang),
        ending=said(form.ending, lang),
        community=community.slug,
        community_name=community.name,
        demo=community.demo,
        identity=survey.identity,
        draft=not survey.current,
        version_number=number,
        lang=lang,
        languages=form.languages,
        words=dict(words),
        minutes=words["minutes"].format(minutes=length.minutes(form)),
        closes=_closes(survey, words),
        numbers=numbers,
        next=(first or 1) + len(numbers),
        address=address,
        qr=qr.data_uri(address) if address else None,
        channel=way.code if way else None,
        starred=any(paper.required(one) for one in form.questions),
        steps=_steps(form, words, lang),
    )


def _numbers(first: int | None, many: int) -> list[str]:
    """Raises Invalid: a pile is at most so many copies."""
    if not 1 <= many <= MOST_SHEETS:
        raise Invalid.at("/many", "sheets-many", most=MOST_SHEETS)
    if first is None:
        return [""] * many
    if not 1 <= first <= GREATEST_SHEET - many:
        raise Invalid.at("/first", "sheet-number")
    return [str(first + copy) for copy in range(many)]


def _channel(work: Work, survey: Survey, code: str) -> SurveyChannel | None:
    found = survey_responses.channel(work.session, survey.id, code) if code else None
    if code and found is None:
        raise Invalid.at("/channel", "survey-channel-unknown")
    return found


def _closes(survey: Survey, words: Words) -> str:
    if survey.closes_at is None:
        return ""
    at = clock.in_vietnam(survey.closes_at)
    return words["closes"].format(day=f"{at:%H:%M} {at.day}/{at.month}/{at.year}")


# -- questions ---------------------------------------------------------------------------------


def _steps(form: Form, words: Words, lang: str) -> list[SheetStep]:
    numbers, guides = paper.numbers(form), paper.guides(form)

    def guide(key: str) -> str:
        return _guide(form, guides[key], words, lang) if key in guides else ""

    steps = []
    for step in form.steps:
        head = step[0] if step[0].type == "section" else None
        steps.append(
            SheetStep(
                title=said(head.text, lang) if head else "",
                help=said(head.help, lang) if head else "",
                guide=guide(head.key) if head else "",
                questions=[
                    _question(one, numbers[one.key], guide(one.key), words, lang)
                    for one in step
                    if one.key in numbers
                ],
            )
        )
    return steps


def _question(one: Question, number: int, guide: str, words: Words, lang: str) -> SheetQuestion:
    least, most = values.bounds(one)
    circled = one.type in ("rating", "nps")
    return SheetQuestion(
        number=number,
        type=one.type,
        text=said(one.text, lang),
        help=said(one.help, lang),
        required=paper.required(one),
        note=_note(one, words),
        guide=guide,
        options=[_option(one, place, words, lang) for place in range(len(one.options))],
        rows=[FormOption(key=row.key, text=said(row.text, lang)) for row in one.rows],
        scale=list(range(int(least), int(most) + 1)) if circled else [],
        lines=LINES.get(one.type, 0),
    )


def _option(one: Question, place: int, words: Words, lang: str) -> FormOption:
    shown = filling_in.option_of(one, one.options[place], lang)
    alone = f" ({words['alone']})" if shown.exclusive else ""
    shown.text = paper.marked(one.type, place, shown.text + alone)
    return shown


def _note(one: Question, words: Words) -> str:
    """How one answers on paper."""
    if one.type == "multiple":
        return _choices(one.limits.min_choices or 0, one.limits.max_choices, words)
    codes = {"ranking": "rank", "matrix_single": "row_one", "matrix_multiple": "row_many"}
    codes |= dict.fromkeys(("rating", "nps"), "circle") | dict.fromkeys(SINGLE, "one")
    codes |= {"number": "number", "file": "file"}
    return words[codes[one.type]] if one.type in codes else ""


def _choices(least: int, most: int | None, words: Words) -> str:
    if least > 1 and most:
        return words["between"].format(least=least, most=most)
    if most:
        return words["most"].format(most=most)
    return words["least"].format(least=least) if least > 1 else words["many"]


# -- conditions --------------------------------------------------------------------------------


def _guide(form: Form, guide: Guide, words: Words, lang: str) -> str:
    """“Nếu câu 4 chọn … thì trả lời câu 5, không thì sang câu 6.”"""
    several = "some_questions" if guide.last > guide.first else "one_question"
    return words["if_next" if guide.next else "if_end"].format(
        condition=_condition(form, guide.condition, words, lang),
        questions=words[several].format(first=guide.first, last=guide.last),
        next=guide.next,
    )


def _condition(form: Form, condition: Mapping[str, Any], words: Words, lang: str) -> str:
    for group, joined in (("all", "and"), ("any", "or"), ("not", "or")):
        if group in condition:
            inner = [_condition(form, one, words, lang) for one in condition[group]]
            text = words[joined].join(inner)
            return words["not"].format(inner=text) if group == "not" else text
    operator = next(key for key in condition if key != "question")
    question = form.by_key[condition["question"]]
    number, value = paper.numbers(form)[question.key], condition[operator]
    if operator == "answered":
        return words["answered" if value else "unanswered"].format(n=number)
    if question.type == "consent":
        return words["unagreed" if operator == "is_not" else "agreed"].format(n=number)
    return words[_code(question, operator)].format(
        n=number, value=_value(question, operator, value, words, lang)
    )


def _code(question: Question, operator: str) -> str:
    if operator == "contains":
        return "contains_text" if question.type in TEXTS else "contains"
    if operator in ("is", "is_not", "in"):
        written = question.type not in SINGLE | LISTS
        return operator + ("_number" if written else "_only" if question.type in LISTS else "")
    return operator + ("_moment" if question.type in MOMENTS else "")


def _value(question: Question, operator: str, value: Any, words: Words, lang: str) -> str:
    bare = question.type in NUMBERS | MOMENTS
    form = words["day"] if question.type == "date" else "{value}" if bare else words["said"]
    if operator == "in":
        return words["or"].join(form.format(value=_said(question, one, lang)) for one in value)
    text = _said(question, value, lang)
    return form.format(value=text) if bare else text


def _said(question: Question, value: Any, lang: str) -> str:
    """An option by its words, a day and a number as people write them."""
    for option in question.options:
        if option.key == value:
            return filling_in.option_of(question, option, lang).text
    return str(value) if question.type in TEXTS else values.written(value)
