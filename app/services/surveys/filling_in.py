"""The form as it is filled in, with what to know first, and what is read after sending."""

from __future__ import annotations

import secrets

from app.content import surveys as words
from app.domain.care import is_about_harm
from app.domain.refusals import NotSignedIn
from app.domain.seals import Seals
from app.domain.surveys import length, values
from app.domain.surveys.form import LANGUAGES, SINGLE, Form, Option, Question, said, spoken
from app.models.communities import Community
from app.models.surveys import Survey
from app.schemas.base import form as form_of
from app.schemas.care import HelpPlaceRead
from app.schemas.survey_forms import FormOption, FormQuestion, FormStep
from app.schemas.survey_responses import AnswerForm, ResponseCreate, ThanksPage
from app.schemas.survey_steps import StepSave
from app.services import help_places
from app.services.surveys import drafting, entering, mixing, reading_answers, stepping
from app.services.surveys.entering import Entry
from app.store import communities, survey_mixing, survey_responses, surveys
from app.store.actors import Work

#: A browser keeps it, or without a script the page's own address.
CODE_BYTES = 18
PHONE = "survey-phone"


def form(  # noqa: PLR0913 - each part of its address is one
    work: Work,
    seals: Seals,
    survey_id: str,
    token: str,
    channel: str,
    draft_key: str,
    lang: str,
    step: int = 0,
    blank: bool = False,
) -> AnswerForm:
    entry = entering.enter(work, survey_id, token or None)
    survey, lang = entry.survey, lang if lang in LANGUAGES else work.lang
    version = surveys.version(work.session, survey.id, survey.current)
    read = surveys.form(work.session, survey.id, survey.current)
    community = communities.by_id(work.session, survey.community_id)
    window, action = entering.window(survey, work.now), f"/surveys/{survey.id}/responses"
    answered = _answered(work, entry)
    full = entering.full(survey) and not answered
    draft = drafting.none(entry) if blank else drafting.of_entry(work, seals, entry, draft_key)
    draft.answers = reading_answers.showable(read, draft.answers)
    return AnswerForm(
        action=action,
        schema=form_of(action, ResponseCreate).schema_,
        community=community.slug,
        survey=survey.id,
        title=said(read.title, lang),
        title_lang=spoken(read.title, lang),
        introduction=said(read.introduction, lang),
        introduction_lang=spoken(read.introduction, lang),
        community_name=community.name,
        identity=survey.identity,
        window=window,
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        offline_days=survey.offline_days,
        version_number=survey.current,
        minutes=length.minutes(read),
        lang=lang,
        languages=read.languages,
        steps=steps(read, lang, draft.answers),
        form=version.form,
        mixed_at=mixing.LEAST,
        waiting=_waiting(work, survey),
        answered=answered,
        full=full,
        draft=draft if draft.rev and not answered else None,
        ticket=entering.ticket(seals, survey, work.now, entering.owner(work, entry))
        if window == "open" and not answered and not full
        else None,
        token=token or None,
        channel=channel or None,
        server_now=work.now,
        step=max(0, min(step, len(read.steps))),
        draft_key=(draft_key or secrets.token_urlsafe(CODE_BYTES))
        if survey.identity == "anonymous"
        else None,
        me=None
        if entry.membership is None
        else seals.keyed(PHONE, f"{survey.id}\0{work.actor.person_id}"),
        blank=blank,
        sensitive=sensitive(survey, read),
        help_places=_help(work, community, survey, read),
    )


def shown(work: Work, seals: Seals, survey_id: str, body: StepSave) -> AnswerForm:
    """The page with what is typed, in the language that is asked for; nothing is kept."""
    given = (body.token or "", body.channel or "", body.draft_key or "", body.lang or "")
    page = form(work, seals, survey_id, *given)
    read = surveys.form(work.session, page.survey, page.version_number)
    page.steps = steps(read, page.lang, reading_answers.plain(read, body.answers))
    return page


def sensitive(survey: Survey, read: Form) -> bool:
    """Where nobody is named, and where violence is asked about."""
    asked = "\n".join(text for one in read.questions for text in one.text.values())
    return survey.identity == "anonymous" or is_about_harm(asked)


def _help(work: Work, community: Community, survey: Survey, read: Form) -> list[HelpPlaceRead]:
    return help_places.urgent(work, community) if sensitive(survey, read) else []


def _answered(work: Work, entry: Entry) -> bool:
    if entry.token is None:
        return survey_responses.took_part(work.session, entry.survey.id, work.actor.person_id or "")
    if entry.token.used_at is None:
        entering.refuse_ended(entry.token, work.now)
    return entry.token.used_at is not None


def _waiting(work: Work, survey: Survey) -> int:
    if survey.identity != "anonymous":
        return 0
    return survey_mixing.waiting(work.session, survey.id)


def thanks(work: Work, survey_id: str, lang: str) -> ThanksPage:
    """In the language in which she answered.

    For whoever may answer; of personal links for everyone, as it says nothing of anybody.
    """
    survey = survey_responses.published(work.session, survey_id)
    if survey is None or survey.identity != "token":
        if not work.actor.signed_in:
            raise NotSignedIn
        survey = surveys.get(work.session, work.actor, survey_id)
    lang = lang if lang in LANGUAGES else work.lang
    read = surveys.form(work.session, survey.id, max(1, survey.current))
    community = communities.by_id(work.session, survey.community_id)
    return ThanksPage(
        survey=survey.id,
        title=said(read.title, lang),
        community=community.slug,
        identity=survey.identity,
        ending=said(read.ending, lang),
        ending_lang=spoken(read.ending, lang),
        lang=spoken(read.title, lang),
        mixed_at=mixing.LEAST,
        waiting=_waiting(work, survey),
        sensitive=sensitive(survey, read),
        help_places=_help(work, community, survey, read),
    )


def steps(read: Form, lang: str, saved: dict[str, object]) -> list[FormStep]:
    """The questions in her language, as a page shows them."""
    asked = stepping.visible(read, saved)
    return [_step(step, lang, saved, asked) for step in read.steps]


def _step(
    step: tuple[Question, ...], lang: str, saved: dict[str, object], asked: set[str]
) -> FormStep:
    head = step[0] if step[0].type == "section" else None
    return FormStep(
        key=head.key if head else "",
        title=said(head.text, lang) if head else "",
        lang=spoken(head.text, lang) if head else lang,
        help=said(head.help, lang) if head else "",
        help_lang=spoken(head.help, lang) if head else lang,
        questions=[
            _question(
                *(one, lang, saved.get(one.key), head is not None and head.show_if is not None),
                visible=one.key in asked,
            )
            for one in step
            if one.type != "section"
        ],
    )


def _question(
    one: Question, lang: str, saved: object, hidden: bool, *, visible: bool
) -> FormQuestion:
    least, most = values.bounds(one)
    longest = one.limits.max_length or values.LONGEST.get(one.type)
    return FormQuestion(
        key=one.key,
        type=one.type,
        text=said(one.text, lang),
        lang=spoken(one.text, lang),
        help=said(one.help, lang),
        help_lang=spoken(one.help, lang),
        required=one.required,
        conditional=hidden or one.show_if is not None,
        options=[option_of(one, option, lang) for option in one.options],
        rows=[
            FormOption(key=row.key, text=said(row.text, lang), lang=spoken(row.text, lang))
            for row in one.rows
        ],
        least=least,
        most=most,
        whole=one.limits.integer,
        longest=longest,
        saved=saved[0] if one.type in SINGLE and isinstance(saved, list) and saved else saved,
        visible=visible,
    )


def option_of(one: Question, option: Option, lang: str) -> FormOption:
    text = option.text or words.own_option(one.type, option.key)
    return FormOption(
        key=option.key,
        text=said(text, lang),
        lang=spoken(text, lang),
        exclusive=option.exclusive,
        picture=option.picture,
    )
