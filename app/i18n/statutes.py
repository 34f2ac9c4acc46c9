"""The printed rules of a contest (Thể lệ) in words, from what `domain/contests/statute.py` says."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.contests.ruleset import VALUES, Ruleset
from app.domain.contests.statute import ARTICLES, Clause, clauses
from app.i18n.catalogue import translations
from app.i18n.figures import number
from app.i18n.statute_sentences import CLAUSES, HEADINGS, RANKS, ROLES, _


@dataclass(frozen=True, slots=True)
class Article:
    """`heading` with its number; `lines` are sentences and items of lists, in order."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statute:
    """The rules as they are printed and signed. `sha256` stands in the last line too."""

    articles: tuple[Article, ...]
    sha256: str


def statute(ruleset: Ruleset, lang: str) -> Statute:
    """The rules of a contest in one language; the same ruleset gives the same text."""
    said = clauses(ruleset)
    say = translations(lang).gettext
    articles = tuple(
        Article(
            say(_("Điều %(number)s. %(heading)s"))
            % {"number": place, "heading": say(HEADINGS[article])},
            tuple(sentence(one, lang) for one in said if one.article == article),
        )
        for place, article in enumerate(ARTICLES, 1)
    )
    return Statute(articles, ruleset.sha256)


def sentence(clause: Clause, lang: str) -> str:
    """One clause in words; numbers as people write them, articles by their number."""
    say = translations(lang).gettext
    facts: dict[str, str] = {f"article_{name}": str(n) for n, name in enumerate(ARTICLES, 1)}
    for name, value in clause.facts.items():
        if isinstance(value, int):
            facts[name] = number(value, lang)
        elif isinstance(value, tuple):
            facts[name] = "; ".join(say(ROLES[one]) for one in value)
        else:
            facts[name] = value
    return say(CLAUSES[clause.key]) % facts


def choices(lang: str) -> dict[str, list[tuple[str, str]]]:
    """Place in a ruleset → (value, the sentence it puts into the rules), for who rules it."""
    say = translations(lang).gettext
    found = {
        place: [(value, sentence(Clause("", f"{name}.{value}"), lang)) for value in VALUES[place]]
        for place, name in _CHOSEN.items()
    }
    found["prediction.target"].append(("none", sentence(Clause("", "prediction.none"), lang)))
    found["rank"] = [(value, say(RANKS[value])) for value in VALUES["rank"]]
    found["exclude_roles"] = [(value, say(ROLES[value])) for value in VALUES["exclude_roles"]]
    return found


#: Place in a ruleset → the first part of the keys of its sentences.
_CHOSEN = {
    "attempts.counted": "counted",
    "scoring": "scoring",
    "eligible": "eligible",
    "fallback": "fallback",
    "prediction.target": "prediction",
    "prediction.distance": "distance",
    "time_precision": "time_precision",
    "final_tie": "final_tie",
    "one_prize_per": "one_prize_per",
    "n_counts": "n_counts",
}


def text(printed: Statute) -> str:
    """All of it as plain text, a line a sentence, an empty line between articles."""
    return "\n\n".join("\n".join((one.heading, *one.lines)) for one in printed.articles) + "\n"
