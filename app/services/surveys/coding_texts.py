"""Free texts as their coders read them: searched, filtered, without phones and addresses."""

from __future__ import annotations

from app.domain.paging import Page
from app.domain.refusals import Invalid
from app.domain.surveys import masking
from app.domain.surveys.coding import DECIDED, both, holding
from app.models.survey_codes import SurveyCode
from app.schemas.survey_codes import TextPage, TextRead
from app.services.surveys.coding_desk import Desk, code_read, head, in_order, log, opened
from app.store import survey_coded
from app.store import survey_codes as store
from app.store.actors import Work
from app.store.survey_coded import Coded
from app.store.survey_codes import Wanted


def page(  # noqa: PLR0913 - a list of that many filters
    work: Work,
    survey_id: str,
    paging: Page,
    question: str = "",
    q: str = "",
    code: str = "",
    text: str = "",
    earlier: int = 0,
    *,
    uncoded: bool = False,
) -> TextPage:
    """In an order of chance; each look is recorded. `text`: that one alone."""
    desk = opened(work, survey_id, question, earlier, comes_in=True)
    codes = store.codes(work.session, desk.survey.id, desk.key)
    ids = {one.key: one.id for one in codes}
    if code and code not in ids:
        raise Invalid.at("/code", "survey-code-unknown")
    items, following = [], None
    if desk.of and desk.enough:
        wanted = Wanted(q, ids.get(code, ""), uncoded, desk.seen, text)
        rows = store.page(work.session, desk.of, wanted, paging.limit + 1, paging.key(str))
        shown, following = paging.cut(rows, lambda row: (row[0],))
        given = survey_coded.given(work.session, desk.of, [name for name, _ in shown])
        items = [_read(desk, codes, *row, given.get(row[0], Coded())) for row in shown]
        log(work, desk, "survey.read_texts")
    return TextPage(
        **head(work, desk),
        items=items,
        next=following,
        q=q,
        code=code,
        uncoded=uncoded,
        coding=not earlier and (desk.place is not None or desk.free),
        coded=_coded(work, desk),
        codes=[code_read(one) for one in codes],
    )


def _read(desk: Desk, codes: list[SurveyCode], name: str, words: str, coded: Coded) -> TextRead:
    holds = holding(coded.given) if desk.sees_all else None
    return TextRead(
        id=name,
        text=masking.masked(words),
        codes=in_order(codes, coded.given, desk.place),
        version=coded.versions.get(desk.place or 0, 0),
        fixed=desk.compared and both(coded.given),
        agreed=None if holds is None else in_order(codes, {DECIDED: holds}, DECIDED),
    )


def _coded(work: Work, desk: Desk) -> int:
    if desk.of is None or desk.place is None or not desk.enough:
        return 0
    return survey_coded.coded(work.session, desk.of).get(desk.place, 0)
