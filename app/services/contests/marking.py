"""Reading what was answered, and marking it by the keys of the round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.contests import scoring
from app.domain.contests.scoring import Question, Score
from app.models.contests import RoundQuestion

Given = dict[str, list[str]]


def read(questions: Sequence[RoundQuestion], said: Mapping[str, Sequence[str]]) -> Given:
    """The answers as they are kept: options each once, an essay's text alone in its list.

    Refuses (Invalid) what is not on the paper.
    """
    essays = {one.key for one in questions if one.kind == "essay"}
    given: Given = {}
    for key, chosen in said.items():
        kept = ["\n".join(chosen).strip()] if key in essays else sorted(set(chosen))
        if any(kept):
            given[key] = kept
    score("exact_set", questions, given)
    return given


def score(
    how: str, questions: Sequence[RoundQuestion], given: Mapping[str, Sequence[str]]
) -> Score:
    """What the answers give by the keys of the round; essays are marked by people."""
    paper = {
        one.key: Question(
            frozenset(option["key"] for option in one.options), frozenset(one.answer), one.points
        )
        for one in questions
        if one.kind == "choice"
    }
    essays = {one.key for one in questions} - set(paper)
    return scoring.score(
        how, paper, {key: chosen for key, chosen in given.items() if key not in essays}
    )
