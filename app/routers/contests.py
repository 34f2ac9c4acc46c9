"""Contests, their rules, who serves them; rounds."""

from __future__ import annotations

from app.schemas.base import Versioned
from app.schemas.contest_rounds import (
    RoundChange,
    RoundCreate,
    RoundExtension,
    RoundForm,
    RoundGone,
    RoundQuestions,
    RoundQuestionsChange,
    RoundRead,
)
from app.schemas.contests import (
    ContestChange,
    ContestCreate,
    ContestForm,
    ContestList,
    ContestOffices,
    ContestRead,
    ContestRules,
    OfficeCreate,
)
from app.services.contests import asking, offices, reading, round_reading, rounds, writing
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging
from app.web.words import rule_choices, rules

READ, WRITE, PUBLISH = reading.READ, reading.WRITE, reading.PUBLISH
router = Nouns()


def _address(result: ContestRead) -> str:
    return f"/contests/{result.id}?done=saved"


def _round_address(result: RoundRead) -> str:
    return f"/rounds/{result.id}?done=saved"


@router.read("/communities/{slug}/contests", READ, "contests/list.html")
def list_contests(work: Work, slug: str, paging: Paging) -> ContestList:
    """The contests, the newest first, and the rounds that are open."""
    return reading.page(work, slug, paging)


@router.read("/communities/{slug}/contests/new", WRITE, "contests/edit.html")
def contest_form(work: Work, slug: str) -> ContestForm:
    """The form for a new contest, with what each choice puts into the rules."""
    return writing.new_form(work, slug, rule_choices(work.lang))


@router.act("/communities/{slug}/contests/preview", WRITE, "contests/edit.html", form=contest_form)
def preview_contest(work: Work, slug: str, body: ContestCreate) -> ContestForm:
    """The rules as they would be printed; nothing is written."""
    return writing.preview_new(work, slug, body, rule_choices(work.lang), rules())


@router.create("/communities/{slug}/contests", WRITE, form=contest_form, goes_to=_address)
def create_contest(work: Work, slug: str, body: ContestCreate) -> ContestRead:
    """A draft of a contest."""
    return writing.create(work, slug, body)


@router.read("/contests/{id}", READ, "contests/page.html")
def read_contest(work: Work, id: str) -> ContestRead:
    """One contest with its rounds."""
    return reading.read(work, id)


@router.read("/contests/{id}/rules", READ, "contests/rules.html")
def read_rules(work: Work, id: str) -> ContestRules:
    """The rules as they are printed, in both languages, with the hash of the ruleset."""
    return reading.printed(work, id, rules())


@router.read("/contests/{id}/edit", WRITE, "contests/edit.html")
def edit_contest(work: Work, id: str) -> ContestForm:
    """The form for changing a contest."""
    return writing.edit_form(work, id, rule_choices(work.lang))


@router.act("/contests/{id}/preview", WRITE, "contests/edit.html", form=edit_contest)
def preview_contest_change(work: Work, id: str, body: ContestChange) -> ContestForm:
    """The rules as they would be printed after the change; nothing is written."""
    return writing.preview_change(work, id, body, rule_choices(work.lang), rules())


@router.change("/contests/{id}", WRITE, "contests/page.html", form=edit_contest, goes_to=_address)
def change_contest(work: Work, id: str, body: ContestChange) -> ContestRead:
    """Change a contest; its ruleset until the first attempt."""
    return writing.change(work, id, body)


@router.act(
    "/contests/{id}/publication",
    PUBLISH,
    "contests/page.html",
    form=read_contest,
    goes_to=_address,
)
def publish_contest(work: Work, id: str, body: Versioned) -> ContestRead:
    """Its members see it from now on; its rounds open and close by their windows alone."""
    return writing.publish(work, id, body)


@router.act(
    "/contests/{id}/withdrawal",
    PUBLISH,
    "contests/page.html",
    form=read_contest,
    goes_to=_address,
)
def withdraw_contest(work: Work, id: str, body: Versioned) -> ContestRead:
    """Taken back for good, while nobody has begun."""
    return writing.withdraw(work, id, body)


@router.read("/contests/{id}/offices", READ, "contests/offices.html")
def read_offices(work: Work, id: str) -> ContestOffices:
    """Who serves the contest: organisers, secretaries, jurors."""
    return offices.read(work, id)


@router.act(
    "/contests/{id}/offices",
    WRITE,
    "contests/offices.html",
    form=read_offices,
    goes_to=lambda _: "/contests/{id}/offices?done=saved",
)
def add_office(work: Work, id: str, body: OfficeCreate) -> ContestOffices:
    """Someone who serves the contest."""
    return offices.add(work, id, body)


@router.remove(
    "/contests/{id}/offices/{role}/{person}",
    WRITE,
    form=read_offices,
    goes_to=lambda _: "/contests/{id}/offices?done=saved",
)
def release_office(work: Work, id: str, role: str, person: str) -> None:
    """Out of the office, while nobody has begun."""
    offices.release(work, id, role, person)


@router.read("/contests/{id}/rounds/new", WRITE, "contests/round_edit.html", statuses=(409,))
def round_form(work: Work, id: str) -> RoundForm:
    """The form for a round, or a series of weekly ones."""
    return round_reading.new_form(work, id)


@router.create("/contests/{id}/rounds", WRITE, form=round_form, goes_to=_round_address)
def create_round(work: Work, id: str, body: RoundCreate) -> RoundRead:
    """A round with its questions: written, pasted, or drawn from the bank."""
    return rounds.create(work, id, body)


@router.read("/rounds/{id}", READ, "contests/round.html")
def read_round(work: Work, id: str) -> RoundRead:
    """One round, without a right answer."""
    return round_reading.read(work, id)


@router.read("/rounds/{id}/edit", WRITE, "contests/round_edit.html")
def edit_round(work: Work, id: str) -> RoundForm:
    """The form for changing a round."""
    return round_reading.edit_form(work, id)


@router.change(
    "/rounds/{id}", WRITE, "contests/round.html", form=edit_round, goes_to=_round_address
)
def change_round(work: Work, id: str, body: RoundChange) -> RoundRead:
    """Change a round that nobody has begun."""
    return rounds.change(work, id, body)


@router.read(
    "/rounds/{id}/questions", WRITE, "contests/questions.html", writes=True, statuses=(409,)
)
def read_round_questions(work: Work, id: str) -> RoundQuestions:
    """A round's questions with their answers, for those who keep the contest; logged."""
    return asking.read(work, id)


@router.replace(
    "/rounds/{id}/questions",
    WRITE,
    "contests/questions.html",
    form=read_round_questions,
    goes_to=lambda _: "/rounds/{id}/questions?done=saved",
)
def ask_round_anew(work: Work, id: str, body: RoundQuestionsChange) -> RoundQuestions:
    """Other questions, while nobody has begun."""
    return asking.change(work, id, body)


@router.act(
    "/rounds/{id}/extension",
    WRITE,
    "contests/round.html",
    form=read_round,
    goes_to=_round_address,
)
def extend_round(work: Work, id: str, body: RoundExtension) -> RoundRead:
    """A later end, with its reason."""
    return rounds.extend(work, id, body)


@router.remove("/rounds/{id}", WRITE)
def drop_round(work: Work, id: str) -> None:
    """Gone, while nobody has begun."""
    rounds.delete(work, id, Versioned())


@router.act(
    "/rounds/{id}/deletion",
    WRITE,
    form=read_round,
    goes_to=lambda gone: f"/contests/{gone.contest}?done=saved",
)
def delete_round(work: Work, id: str, body: Versioned) -> RoundGone:
    """The same from a page, which goes on to the contest."""
    return rounds.delete(work, id, body)
