"""Surveys, the versions of their forms, their publication, the ways to them."""

from __future__ import annotations

from app.schemas.survey_previews import SurveyPreview
from app.schemas.survey_quotas import QuotaList, QuotasWrite
from app.schemas.surveys import (
    ChannelCreate,
    ChannelForm,
    ChannelList,
    ChannelRead,
    DraftForm,
    SurveyChange,
    SurveyClosing,
    SurveyCreate,
    SurveyDoor,
    SurveyForm,
    SurveyList,
    SurveyPublication,
    SurveyRead,
    SurveyWithdrawal,
    VersionChange,
    VersionCreate,
    VersionList,
    VersionRead,
)
from app.services.surveys import (
    channels,
    previewing,
    publishing,
    quotas,
    reading,
    versioning,
    writing,
)
from app.store.actors import Work
from app.web.leading import lead
from app.web.nouns import Nouns
from app.web.paging import Paging

READ, WRITE, PUBLISH, OPEN = reading.READ, reading.WRITE, reading.PUBLISH, reading.OPEN
router = Nouns()


def _address(result: SurveyRead) -> str:
    return f"/surveys/{result.id}?done=saved"


def _draft_address(result: VersionRead) -> str:
    return f"/surveys/{result.survey}/form?done=saved"


@router.read("/communities/{slug}/surveys", READ, "surveys/list.html")
def list_surveys(work: Work, slug: str, paging: Paging) -> SurveyList:
    """The surveys, the newest first."""
    return reading.page(work, slug, paging)


@router.read("/communities/{slug}/surveys/new", WRITE, "surveys/edit.html")
def survey_form(work: Work, slug: str) -> SurveyForm:
    """The form for a new survey, with what each way to answer means."""
    return writing.new_form(work, slug)


@router.create(
    "/communities/{slug}/surveys",
    WRITE,
    form=survey_form,
    goes_to=lambda made: f"/surveys/{made.id}?done=saved",
)
def create_survey(work: Work, slug: str, body: SurveyCreate) -> SurveyRead:
    """A draft of a survey: from a schema, or from a template."""
    return writing.create(work, slug, body)


@router.read("/surveys/{id}", READ, "surveys/page.html")
def read_survey(work: Work, id: str) -> SurveyRead:
    """One survey: how long it takes, its window, its form."""
    return reading.read(work, id)


@router.read("/surveys/{id}/edit", WRITE, "surveys/edit.html")
def edit_survey(work: Work, id: str) -> SurveyForm:
    """The form for changing a survey's window."""
    return writing.edit_form(work, id)


@router.change("/surveys/{id}", WRITE, "surveys/page.html", form=edit_survey, goes_to=_address)
def change_survey(work: Work, id: str, body: SurveyChange) -> SurveyRead:
    """Change a draft; of what is out, put the closing off."""
    return writing.change(work, id, body)


# -- versions ----------------------------------------------------------------------------------


@router.read("/surveys/{id}/versions", READ, "surveys/versions.html")
def list_versions(work: Work, id: str) -> VersionList:
    """The versions of the form, the newest first, with what each changed."""
    return reading.versions(work, id)


@router.read("/surveys/{id}/form", WRITE, "surveys/form.html", statuses=(409,))
def draft_form(work: Work, id: str) -> DraftForm:
    """The form that is being written, and what it changes."""
    return versioning.draft_form(work, id)


@router.create(
    "/surveys/{id}/versions",
    WRITE,
    form=list_versions,
    goes_to=_draft_address,
)
def create_version(work: Work, id: str, body: VersionCreate) -> VersionRead:
    """A draft of the next version."""
    return versioning.create(work, id, body)


@router.change(
    "/surveys/{id}/versions/{number}",
    WRITE,
    form=draft_form,
    goes_to=_draft_address,
)
def change_version(work: Work, id: str, number: int, body: VersionChange) -> VersionRead:
    """Another form in the draft."""
    return versioning.change(work, id, number, body)


@router.remove(
    "/surveys/{id}/versions/{number}",
    WRITE,
    form=list_versions,
    goes_to=lambda _: "/surveys/{id}/versions?done=saved",
)
def drop_version(work: Work, id: str, number: int) -> None:
    """The draft of a next version is thrown away."""
    versioning.drop(work, id, number)


@router.read("/surveys/{id}/preview", WRITE, "surveys/preview.html")
def preview_survey(work: Work, id: str, lang: str = "") -> SurveyPreview:
    """The form as it will be answered, in Vietnamese or English; nothing is kept."""
    return previewing.preview(work, id, lang)


# -- out, closed, taken back -------------------------------------------------------------------


@router.act("/surveys/{id}/publication", PUBLISH, form=read_survey, goes_to=_address)
def publish_survey(work: Work, id: str, body: SurveyPublication) -> SurveyRead:
    """The form goes out; the first time the survey opens by its window."""
    return publishing.publish(work, id, body)


@router.act("/surveys/{id}/closing", PUBLISH, form=read_survey, goes_to=_address)
def close_survey(work: Work, id: str, body: SurveyClosing) -> SurveyRead:
    """No more answers from now on."""
    return publishing.close(work, id, body)


@router.act("/surveys/{id}/withdrawal", PUBLISH, form=read_survey, goes_to=_address)
def withdraw_survey(work: Work, id: str, body: SurveyWithdrawal) -> SurveyRead:
    """Taken back for good."""
    return publishing.withdraw(work, id, body)


# -- channels and quotas -----------------------------------------------------------------------


@router.read("/s/{code}", OPEN, "surveys/door.html", after=lead, statuses=(303,))
def open_code(work: Work, code: str) -> SurveyDoor:
    """Where the printed code of a survey or channel leads."""
    return reading.door(work, code)


@router.read("/surveys/{id}/channels", WRITE, "surveys/channels.html")
def list_channels(work: Work, id: str, paging: Paging) -> ChannelList:
    """The ways to the survey, each with its address and the picture of it."""
    return channels.page(work, id, paging)


@router.read("/surveys/{id}/channels/new", WRITE, "surveys/channel.html")
def channel_form(work: Work, id: str) -> ChannelForm:
    """The form for one more way."""
    return channels.new_form(work, id)


@router.create(
    "/surveys/{id}/channels",
    WRITE,
    form=channel_form,
    goes_to=lambda made: f"/surveys/{made.survey}/channels?done=saved",
)
def create_channel(work: Work, id: str, body: ChannelCreate) -> ChannelRead:
    """One more way, with a code of its own."""
    return channels.create(work, id, body)


@router.read("/surveys/{id}/quotas", WRITE, "surveys/quotas.html")
def read_quotas(work: Work, id: str) -> QuotaList:
    """At most how many of which answer, and how full it is."""
    return quotas.read(work, id)


@router.replace(
    "/surveys/{id}/quotas",
    WRITE,
    form=read_quotas,
    goes_to=lambda made: f"/surveys/{made.survey}/quotas?done=saved",
)
def set_quotas(work: Work, id: str, body: QuotasWrite) -> QuotaList:
    """These quotas and no others."""
    return quotas.write(work, id, body)
