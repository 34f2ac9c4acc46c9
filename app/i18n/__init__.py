"""Vietnamese is the source, English the complete second language (design.md §6)."""

from app.i18n.catalogue import LANGUAGES, gettext_of, language_of, translations
from app.i18n.figures import number, relative
from app.i18n.labels import done, role
from app.i18n.lists import label, row_reason
from app.i18n.wording import field_error, knows_problem, problem

__all__ = [
    "LANGUAGES",
    "done",
    "field_error",
    "gettext_of",
    "knows_problem",
    "label",
    "language_of",
    "number",
    "problem",
    "relative",
    "role",
    "row_reason",
    "translations",
]
