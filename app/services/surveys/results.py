"""What a survey's answers say: suppressed for the board, what was let out for everybody else.

The counts are read in one place, `store/survey_tallies`. Anonymous answers come into them in
batches (`mixing`), so that whoever looks sees a state that has grown by ten at least (ADR 0033).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.content.surveys import own_option
from app.domain.ids import is_id
from app.domain.permissions import Thing, board_of
from app.domain.refusals import Conflict, Forbidden, Hidden, NotSignedIn
from app.domain.surveys import cells, figures, summaries
from app.domain.surveys.bases import EXACT
from app.domain.surveys.form import NUMBERS, OWN_OPTIONS, Question, said
from app.domain.surveys.summaries import Line, Part, Summary
from app.domain.surveys.tallies import Sums
from app.models.survey_releases import SurveyRelease
from app.models.surveys import Survey
from app.schemas.survey_results import (
    Reader,
    ResultChannel,
    ResultOption,
    ResultPart,
    ResultQuestion,
    ResultRelease,
    ResultsRead,
)
from app.services.deeds import may, permit, record
from app.services.surveys import counted, ways
from app.services.surveys.codebooks import EXPORT
from app.services.surveys.looking import PERMISSION as LOOK
from app.services.surveys.opening import results_at
from app.services.surveys.reading import is_open
from app.store import (
    communities,
    survey_exports,
    survey_releases,
    survey_responses,
    survey_tallies,
    surveys,
)
from app.store.actors import Work

RELEASED, RESULTS, RELEASE = "survey.released", "survey.results", "survey.release"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for the results of which survey. `released`: question → the audiences to which it
    was let out, waiting ones apart."""

    survey: Survey
    reader: Reader
    releases: Sequence[SurveyRelease]

    def released(self, question: str, audience: str) -> bool:
        return any(
            one.question == question and one.audience == audience and one.released_at is not None
            for one in self.releases
        )


def read(work: Work, survey_id: str, *, exact: bool = False) -> ResultsRead:
    """`exact`: nothing is hidden, for those who may read single answers."""
    asking = ask(work, survey_id)
    _look(work, asking.survey, exact=exact)
    return shown(work, asking, exact=exact)


def ask(work: Work, survey_id: str) -> Asking:
    """The board and the adviser; others where something was let out to them. Raises NotSignedIn,
    Hidden, Forbidden."""
    survey = work.session.get(Survey, survey_id) if is_id(survey_id) else None
    if survey is not None and may(work, RESULTS, Thing(community_id=survey.community_id)):
        survey = surveys.get(work.session, work.actor, survey_id)
        if survey.state == "draft":
            raise Conflict("survey-draft-results")
        return Asking(survey, "board", survey_releases.standing(work.session, survey.id))
    if survey is not None:
        standing = survey_releases.standing(work.session, survey.id)
        found = [one for one in standing if one.released_at is not None]
        member = any(
            one.community_id == survey.community_id and one.state == "approved"
            for one in work.actor.memberships
        )
        public = [one for one in found if one.audience == "public"]
        if member and found:
            return Asking(survey, "members", found)
        if public:
            return Asking(survey, "public", public)
    if not work.actor.signed_in:
        raise NotSignedIn
    if survey is None:
        raise Hidden
    surveys.get(work.session, work.actor, survey_id)
    raise Forbidden


def _look(work: Work, survey: Survey, *, exact: bool) -> None:
    """Whoever may read single answers sees figures live while they come: each look is recorded."""
    thing = Thing(community_id=survey.community_id)
    if exact:
        held: str = permit(work, LOOK, thing)
        if survey.identity == "anonymous":
            raise Conflict("survey-exact-anonymous")
    elif not (_live(work, survey) and counted.batched(work, survey)):
        return
    else:
        held = permit(work, LOOK, thing)
    record(
        *(work, "survey.look_results", ("survey", survey.id)),
        community_id=survey.community_id,
        held=held,
        outbox=False,
        exact=exact,
    )


def shown(work: Work, asking: Asking, *, exact: bool = False) -> ResultsRead:
    survey = asking.survey
    sums = Sums(survey_tallies.counts(work.session, survey.id, _until(work, survey)))
    k, board = EXACT if exact else survey.k, asking.reader == "board"
    n = sums.responses()
    few = 0 < n < k
    found = _summaries(work, survey, sums, k)
    questions = [_question(work, asking, one) for one in found if board or _let_out(asking, one)]
    rounded = not board and all(one.rounded for one in questions)
    moves = counted.batched(work, survey) and not _live(work, survey)
    return ResultsRead.model_validate(
        {
            **survey.model_dump(include={"title", "identity", "state", "k"}),
            "survey": survey.id,
            "community": communities.by_id(work.session, survey.community_id).slug,
            "open": is_open(work, survey),
            "reader": asking.reader,
            "exact": exact,
            "n": None if few else cells.for_public(n) if rounded else n,
            "rounded": rounded,
            "moves_by": cells.BATCH if moves else None,
            "dropped": survey.dropped if board else 0,
            "questions": questions,
            "channels": _channels(work, survey, sums, k, few=few) if board else [],
            "approvers": board_of(RELEASE) if board else [],
            "address": results_at(work, survey.id),
            "allowed_actions": _actions(work, survey),
        }
    )


def tell(work: Work, survey: Survey, question: str, earlier: int = 0) -> bool:
    """Whether they say how many answered it, as it is meant now or was in an `earlier` version."""
    sums = Sums(survey_tallies.counts(work.session, survey.id, counted.cut(work, survey)[1]))
    return any(
        one.part.answered is not None
        for one in _summaries(work, survey, sums, survey.k)
        if one.question.key == question
        and (one.earlier and earlier in one.numbers if earlier else not one.earlier)
    )


def _summaries(work: Work, survey: Survey, sums: Sums, k: int) -> list[Summary]:
    return summaries.summaries(
        survey_exports.forms(work.session, survey.id),
        survey_exports.meanings(work.session, survey.id),
        sums,
        k,
        closed=0 < sums.responses() < k,
    )


def _until(work: Work, survey: Survey) -> str | None:
    """Up to which response: where they do not come one by one, as far as cross-tables go."""
    return None if _live(work, survey) else counted.cut(work, survey)[1]


def _live(work: Work, survey: Survey) -> bool:
    """Whether she may see answers come one by one: she may read each of them."""
    named = survey.identity != "anonymous"
    return named and may(work, LOOK, Thing(community_id=survey.community_id))


def _let_out(asking: Asking, one: Summary) -> bool:
    key = one.question.key
    return not one.earlier and any(asking.released(key, to) for to in ("members", "public"))


def _question(work: Work, asking: Asking, one: Summary) -> ResultQuestion:
    """Members read as the board does what was let out to them; the rest is rounded."""
    key = one.question.key
    to_members = asking.reader == "members" and asking.released(key, "members")
    rounded = asking.reader != "board" and not to_members
    if rounded:
        one = summaries.rounded(one)
    board = asking.reader == "board" and not one.earlier
    return ResultQuestion(
        **_part(work, one, one.part).model_dump(exclude={"key", "text"}),
        key=key,
        text=said(one.question.text, work.lang),
        type=one.question.type,
        versions=sorted(one.numbers),
        earlier=one.earlier,
        several=one.several,
        rounded=rounded,
        everyone=one.everyone,
        score=one.part.score,
        rows=[_part(work, one, row) for row in one.rows],
        releases=[
            ResultRelease.model_validate(
                {
                    "audience": row.audience,
                    "state": "waiting" if row.released_at is None else "released",
                    "mine": row.opened_by == work.actor.person_id,
                }
            )
            for row in asking.releases
            if board and row.question == key
        ],
    )


def _part(work: Work, of: Summary, part: Part) -> ResultPart:
    whole = part.answered if part.answered is not None else part.base
    return ResultPart(
        key=part.key,
        text=said(part.text or {}, work.lang),
        shown=part.whole,
        base=part.base,
        n=part.answered,
        missing=part.missing,
        mean=part.mean,
        options=[_option(work, of, line, whole) for line in part.lines],
    )


def _option(work: Work, of: Summary, line: Line, whole: int | None) -> ResultOption:
    return ResultOption(
        key=line.key,
        text=_text(of.question, line, work.lang),
        count=line.count,
        percent=figures.percent(line.count, whole) if line.count is not None and whole else None,
        suppressed=line.count is None,
        versions=sorted(line.numbers),
    )


def _text(question: Question, line: Line, lang: str) -> str:
    """The option's words; of a group of numbers where it begins and ends."""
    if line.text:
        return said(line.text, lang)
    if question.type == "consent":
        return said(own_option("yes_no", line.key), lang)
    if question.type in OWN_OPTIONS:
        return said(own_option(question.type, line.key), lang)
    if question.type == "time":
        return f"{line.key}:00 – {line.key}:59"
    if question.type == "date":
        return "/".join(reversed(line.key.split("-")))
    return figures.between(line.key, lang) if question.type in NUMBERS else line.key


def _channels(work: Work, survey: Survey, sums: Sums, k: int, *, few: bool) -> list[ResultChannel]:
    """By which ways the answers came; nothing where there is but one."""
    names = survey_responses.channel_names(work.session, survey.id)
    counted: Mapping[str, int] = sums.channels()
    if not names:
        return []
    counts = {channel: counted.get(channel, 0) for channel in [*names, ""]}
    figures = dict.fromkeys(counts) if few else summaries.list_of(counts, k)
    return [
        ResultChannel(channel=key, name=names.get(key, ""), count=n, suppressed=n is None)
        for key, n in figures.items()
    ]


def _actions(work: Work, survey: Survey) -> list[str]:
    thing = Thing(community_id=survey.community_id)
    found = {
        "release": may(work, RELEASE, thing),
        "exact": _live(work, survey),
        "report": may(work, EXPORT, thing),
    }
    return [name for name, allowed in found.items() if allowed] + ways.files(work, survey)
