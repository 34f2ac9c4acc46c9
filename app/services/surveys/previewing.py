"""A form as she who answers will see it, in either language; nothing is kept."""

from __future__ import annotations

from app.domain.surveys import length, reading
from app.domain.surveys.form import said, spoken
from app.schemas.survey_previews import SurveyPreview
from app.services.surveys.filling_in import steps
from app.services.surveys.reading import read_of, version_of
from app.services.surveys.versioning import current_or_draft
from app.services.surveys.writing import kept
from app.store.actors import Work


def preview(work: Work, survey_id: str, lang: str) -> SurveyPreview:
    """The draft, or what is asked where there is none."""
    row = kept(work, survey_id)
    version = current_or_draft(work, row)
    form = reading.formed(version.form)
    lang = lang if lang in ("vi", "en") else work.lang
    return SurveyPreview(
        **version_of(version, form).model_dump(by_alias=True),
        title=said(form.title, lang),
        title_lang=spoken(form.title, lang),
        introduction=said(form.introduction, lang),
        introduction_lang=spoken(form.introduction, lang),
        ending=said(form.ending, lang),
        ending_lang=spoken(form.ending, lang),
        minutes=length.minutes(form),
        lang=lang,
        steps=steps(form, lang, {}),
        written=read_of(work, row).draft is not None,
    )
