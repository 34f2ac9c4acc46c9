"""Numbers and distances in time as people write them: 1.514 and 11,2%; “2 giờ trước”."""

from __future__ import annotations

from datetime import datetime

from app.i18n.catalogue import translations


def number(value: float, lang: str) -> str:
    """1.514 and 11,2 in Vietnamese; 1,514 and 11.2 in English. At most one decimal."""
    text = f"{value:,.1f}" if not float(value).is_integer() else f"{value:,.0f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


STEPS = ((86400, "day"), (3600, "hour"), (60, "minute"))


def relative(moment: datetime, now: datetime, lang: str) -> str:
    """How long ago, or how soon, in the largest whole unit."""
    seconds = (moment - now).total_seconds()
    for size, unit in STEPS:
        count = int(abs(seconds) // size)
        if count:
            return _words(unit, count, lang, ahead=seconds > 0)
    return translations(lang).gettext("vừa xong") if seconds <= 0 else _soon(lang)


def _soon(lang: str) -> str:
    return translations(lang).gettext("ngay bây giờ")


def _words(unit: str, count: int, lang: str, *, ahead: bool) -> str:
    words = translations(lang).ngettext
    if ahead:
        sentence = {
            "day": words("còn %(n)s ngày", "còn %(n)s ngày", count),
            "hour": words("còn %(n)s giờ", "còn %(n)s giờ", count),
            "minute": words("còn %(n)s phút", "còn %(n)s phút", count),
        }[unit]
    else:
        sentence = {
            "day": words("%(n)s ngày trước", "%(n)s ngày trước", count),
            "hour": words("%(n)s giờ trước", "%(n)s giờ trước", count),
            "minute": words("%(n)s phút trước", "%(n)s phút trước", count),
        }[unit]
    return (sentence % {"n": count}).strip()
