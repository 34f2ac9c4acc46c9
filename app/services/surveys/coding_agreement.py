"""How far two coders agree, where they differ, and when they may see each other's codes."""

from __future__ import annotations

from app.domain.paging import Page
from app.domain.refusals import Conflict, Invalid
from app.domain.surveys import coding, masking
from app.domain.surveys.coding import DECIDED, FIRST, SECOND
from app.models.survey_codes import SurveyCode, SurveyComparison
from app.schemas.survey_codes import (
    AgreementRead,
    CodeAgreement,
    CoderRead,
    ComparisonCreate,
    Disagreement,
)
from app.services.surveys.coding_desk import Desk, code_read, head, in_order, log, opened
from app.store import members, survey_coded
from app.store import survey_codes as store
from app.store.actors import Work
from app.store.survey_coded import Coded

VIEWS = ("open", "all")


def read(
    work: Work, survey_id: str, paging: Page, question: str = "", view: str = ""
) -> AgreementRead:
    """κ of each code and of all, with its base, and the texts that two coded otherwise.

    When both have coded every text, her look is the comparison: from then on their codes stay.
    """
    view = view or "open"
    if view not in VIEWS:
        raise Invalid.at("/view", "survey-view-unknown")
    desk = opened(work, survey_id, question)
    coded = survey_coded.coded(work.session, desk.of) if desk.of and desk.enough else {}
    if desk.place and not desk.compared and _done(desk, coded):
        _compare(work, desk)
        desk = opened(work, survey_id, question)
    codes = store.codes(work.session, desk.survey.id, desk.key)
    is_open = desk.sees_all and desk.enough and not desk.free
    given = survey_coded.given(work.session, desk.of) if desk.of and is_open else {}
    active = [one.key for one in codes if one.retired_at is None]
    found = coding.agreement(active, [one.given for one in given.values()])
    labels = {one.key: one.label for one in codes}
    apart = sorted(name for name, one in given.items() if coding.differ(one.given))
    waiting = [name for name in apart if DECIDED not in given[name].given]
    items, following = _items(work, desk, paging, codes, given, apart if view == "all" else waiting)
    if items:
        log(work, desk, "survey.read_texts")
    return AgreementRead(
        **head(work, desk),
        coders=_coders(work, desk, coded),
        open=is_open,
        may_open=desk.place is not None and not desk.free and not desk.compared,
        both=found.n,
        overall=found.overall,
        decisions=found.base,
        kappas=[
            CodeAgreement(key=key, label=labels[key], kappa=kappa)
            for key, kappa in found.kappas.items()
        ],
        differing=len(apart),
        undecided=len(waiting),
        view=view,
        items=items,
        next=following,
        codes=[code_read(one) for one in codes],
    )


def compare(work: Work, survey_id: str, body: ComparisonCreate, paging: Page) -> AgreementRead:
    """One of the two asks for it before both are done."""
    desk = opened(work, survey_id, body.question)
    if desk.place is None or desk.free:
        raise Conflict("survey-coders-missing")
    _compare(work, desk)
    return read(work, survey_id, paging, body.question)


def _compare(work: Work, desk: Desk) -> None:
    store.hold_coders(work.session, desk.survey.id, desk.key)
    row = SurveyComparison(
        survey_id=desk.survey.id,
        question=desk.key,
        asked_by=work.actor.person_id or "",
        asked_at=work.now,
    )
    if store.compare(work.session, row):
        log(work, desk, "survey.compare_codes")


def _done(desk: Desk, coded: dict[int, int]) -> bool:
    return desk.n > 0 and all(coded.get(place, 0) == desk.n for place in (FIRST, SECOND))


def _coders(work: Work, desk: Desk, coded: dict[int, int]) -> list[CoderRead]:
    """How far the other is says nothing of her codes."""
    names = members.person_names(work.session, list(desk.coders.values()))
    return [
        CoderRead(name=names.get(person, ""), coded=coded.get(place, 0), mine=place == desk.place)
        for place, person in sorted(desk.coders.items())
    ]


def _items(
    work: Work,
    desk: Desk,
    paging: Page,
    codes: list[SurveyCode],
    given: dict[str, Coded],
    names: list[str],
) -> tuple[list[Disagreement], str | None]:
    after = paging.key(str)
    left = [name for name in names if after is None or name > after[0]]
    shown, following = paging.cut(left[: paging.limit + 1], lambda name: (name,))
    texts = store.texts(work.session, desk.of, shown) if desk.of and shown else {}
    return [
        Disagreement(
            id=name,
            text=masking.masked(texts[name]),
            first=in_order(codes, given[name].given, FIRST),
            second=in_order(codes, given[name].given, SECOND),
            decided=in_order(codes, given[name].given, DECIDED)
            if DECIDED in given[name].given
            else None,
            version=given[name].versions.get(DECIDED, 0),
        )
        for name in shown
    ], following
