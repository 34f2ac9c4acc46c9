"""Words that services need in the reader's language: they have none of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app import i18n
from app.domain.contests.statute import Said
from app.i18n import statutes


def reasons(lang: str) -> Callable[[str], str]:
    """Why a row of a list was not taken, by its code."""
    return lambda code: i18n.row_reason(code, lang)


def fields(lang: str) -> Callable[[str], str]:
    """What is wrong with a field, by the code."""
    return lambda code: i18n.field_error(code, lang, {})


def labels(lang: str) -> Callable[[str], str]:
    """Headings and values of files that are given out, by their code."""
    return lambda code: i18n.label(code, lang)


def rules() -> Mapping[str, Callable[[Said], statutes.Statute]]:
    """Language → the printed rules of a contest in it."""
    return {lang: _printed(lang) for lang in i18n.LANGUAGES}


def _printed(lang: str) -> Callable[[Said], statutes.Statute]:
    return lambda said: statutes.statute(said, lang)


def rule_choices(lang: str) -> Mapping[str, list[tuple[str, str]]]:
    """Place in a ruleset → (value, what the printed rules then say)."""
    return statutes.choices(lang)


def printed_rules(said: Said) -> Sequence[tuple[str, Sequence[str]]]:
    """Heading and lines of each article, as papers print them: Vietnamese, whoever asks."""
    return [(one.heading, one.lines) for one in statutes.statute(said, "vi").articles]
