"""Words that services need in the reader's language: they have none of their own."""

from __future__ import annotations

from collections.abc import Callable

from app import i18n
from app.domain.contests.ruleset import Ruleset
from app.i18n.statutes import Statute, statute


def reasons(lang: str) -> Callable[[str], str]:
    """Why a row of a list was not taken, by its code."""
    return lambda code: i18n.row_reason(code, lang)


def fields(lang: str) -> Callable[[str], str]:
    """What is wrong with a field, by the code."""
    return lambda code: i18n.field_error(code, lang, {})


def labels(lang: str) -> Callable[[str], str]:
    """Headings and values of files that are given out, by their code."""
    return lambda code: i18n.label(code, lang)


def printed_rules(lang: str) -> Callable[[Ruleset], Statute]:
    """The printed rules of a contest."""
    return lambda ruleset: statute(ruleset, lang)
