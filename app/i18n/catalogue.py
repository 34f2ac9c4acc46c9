"""The gettext catalogues, and which of the two languages a request asks for."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("vi", "en")
LOCALES = Path(__file__).resolve().parent / "locales"
COOKIE = "lang"


@lru_cache
def translations(lang: str) -> gettext.NullTranslations:
    """The catalogue of one language; Vietnamese needs none, its sentences are the msgids."""
    if lang == "vi":
        return gettext.NullTranslations()
    return gettext.translation("sen", LOCALES, languages=[lang])


def gettext_of(lang: str, sentence: str) -> str:
    return translations(lang).gettext(sentence)


def language_of(headers: Mapping[str, str], cookies: Mapping[str, str]) -> str:
    """Her own choice first, then `Accept-Language` by quality, Vietnamese otherwise."""
    if cookies.get(COOKIE) in LANGUAGES:
        return cookies[COOKIE]
    best, quality = "vi", 0.0
    for part in headers.get("accept-language", "").split(","):
        tag, _, rest = part.strip().partition(";")
        lang = tag.strip().lower().partition("-")[0]
        weight = _quality(rest)
        if lang in LANGUAGES and weight > quality:
            best, quality = lang, weight
    return best


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
