"""Words that services need in the reader's language: they have none of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app import i18n
from app.domain.contests.ruleset import Ruleset
from app.i18n.statutes import statute


def reasons(lang: str) -> Callable[[str], str]:
    """Why a row of a list was not taken, by its code."""
    return lambda code: i18n.row_reason(code, lang)


def fields(lang: str) -> Callable[[str], str]:
    """What is wrong with a field, by the code."""
    return lambda code: i18n.field_error(code, lang, {})


def labels(lang: str) -> Callable[[str], str]:
    """Headings and values of files that are given out, by their code."""
    return lambda code: i18n.label(code, lang)


def printed_rules(rules: Ruleset) -> Sequence[tuple[str, Sequence[str]]]:
    """Heading and lines of each article, as papers print them: Vietnamese, whoever asks."""
    return [(one.heading, one.lines) for one in statute(rules, "vi").articles]
