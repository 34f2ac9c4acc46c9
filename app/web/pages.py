"""The Jinja environment: strict, escaping, translated, with Vietnamese dates and numbers."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app import clock, i18n
from app.domain import phones
from app.domain.surveys import values

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
#: Longer ago than this nobody counts the days: the date says it.
COUNTED = timedelta(days=30)


class Pages:
    """Renders one template in one language. `base` decides between page and fragment."""

    def __init__(self, *, reload: bool = False) -> None:
        self._environments = {lang: _environment(lang, reload) for lang in i18n.LANGUAGES}

    def render(self, template: str, lang: str, **context: Any) -> str:
        return self._environments[lang].get_template(template).render(**context)


@cache
def _environment(lang: str, reload: bool) -> Environment:
    """One a process: a template is compiled once, however many applications and templates there
    are."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
        cache_size=-1,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    translations = i18n.translations(lang)
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        date=show_date,
        time=show_time,
        day_time=show_day_time,
        exact=show_exact,
        local_minute=show_local_minute,
        last_day=show_last_day,
        day_before=show_day_before,
        ago=show_ago,
        iso=lambda moment: moment.isoformat().replace("+00:00", "Z"),
        number=show_number,
        percent=show_percent,
        safe_html=safe_html,
        typed=values.written,
        phone=lambda number: phones.Phone(number).pretty,
        t=translate,
        vietnamese=show_vietnamese,
        spoken=show_spoken,
    )
    return environment


@lru_cache
def static_url(name: str) -> str:
    """An address that changes with the content, so that it may be cached for ever."""
    content = (STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def show_date(value: date | datetime | None) -> str:
    """23/11/2026: the Vietnamese order in both languages, four-digit year."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.in_vietnam(value).date()
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def show_last_day(end: datetime | None) -> str:
    """The last day before a half-open end: what ends at midnight ends with the day before."""
    return "" if end is None else show_date(end - timedelta(microseconds=1))


def show_day_before(end: date) -> str:
    """The last day of a half-open stretch of days."""
    return show_date(end - timedelta(days=1))


def show_time(value: datetime) -> str:
    return clock.in_vietnam(value).strftime("%H:%M")


def show_day_time(value: datetime | None) -> str:
    return "" if value is None else f"{show_time(value)} {show_date(value)}"


def show_exact(value: datetime) -> str:
    """To the millisecond, where one decides: 10:00:05,250 14/04/2025."""
    at = clock.in_vietnam(value)
    return f"{at:%H:%M:%S},{at.microsecond // 1000:03d} {show_date(value)}"


def show_local_minute(value: datetime) -> str:
    """As a `datetime-local` field takes it, in Vietnam's time."""
    return clock.in_vietnam(value).strftime("%Y-%m-%dT%H:%M")


@pass_context
def show_ago(context: Context, value: datetime) -> str:
    """“2 giờ trước”, “sau 3 ngày”, the date of what is long past; the exact moment stands in the
    `title` beside it."""
    now = clock.now()
    if now - value > COUNTED:
        return show_date(value)
    return i18n.relative(value, now, context["view"].lang)


@pass_context
def show_number(context: Context, value: float) -> str:
    return i18n.number(value, context["view"].lang)


@pass_context
def show_percent(context: Context, value: float) -> str:
    """A share between 0 and 1 as 11,2%."""
    return i18n.number(round(value * 100, 1), context["view"].lang) + "%"


@pass_context
def translate(context: Context, value: str) -> str:
    """A msgid that came out of a table (a label, a state) in the reader's language."""
    return i18n.translations(context["view"].lang).gettext(value)


@pass_context
def show_vietnamese(context: Context, text: str) -> str:
    """A name, or what somebody wrote: on an English page it says that it is Vietnamese."""
    if context["view"].lang == "vi":
        return text
    return Markup('<span lang="vi">{}</span>').format(text)


@pass_context
def show_spoken(context: Context, text: str, lang: str | None) -> str:
    """What somebody wrote in one of our languages: where the page is another's, it says so."""
    if not text or lang in (None, context["view"].lang):
        return text
    return Markup('<span lang="{}">{}</span>').format(lang, text)


def safe_html(rendered: str) -> Markup:
    """A field that a schema calls `…_html` was rendered safe by `integrations.markdown`."""
    return Markup(rendered)  # noqa: S704 - nothing but `…_html` fields reach this filter
