"""The printed rules of a contest (Thể lệ) in words, from what `domain/contests/statute.py` and
`work_statute.py` say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.contests.moments import vietnam
from app.domain.contests.ruleset import VALUES
from app.domain.contests.statute import ARTICLES, Clause, Said
from app.i18n.catalogue import translations
from app.i18n.figures import number
from app.i18n.statute_sentences import CLAUSES, HEADINGS, RANKS, ROLES, _

#: Where a quiz says what: all of its articles have something to say.
OF_QUIZ: Mapping[str, str] = {f"article_{name}": str(n) for n, name in enumerate(ARTICLES, 1)}


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


def statute(said: Said, lang: str) -> Statute:
    """The rules of a contest in one language; the same rules give the same text."""
    say = translations(lang).gettext
    held = [name for name in said.articles if any(one.article == name for one in said.clauses)]
    facts = {f"article_{name}": str(place) for place, name in enumerate(held, 1)}
    articles = tuple(
        Article(
            say(_("Điều %(number)s. %(heading)s"))
            % {"number": place, "heading": say(HEADINGS[article])},
            tuple(sentence(one, lang, facts) for one in said.clauses if one.article == article),
        )
        for place, article in enumerate(held, 1)
    )
    return Statute(articles, said.sha256)


def sentence(clause: Clause, lang: str, places: Mapping[str, str] = OF_QUIZ) -> str:
    """One clause in words; numbers and moments as people write them. `places`: of the articles."""
    say = translations(lang).gettext
    facts = dict(places)
    for name, value in clause.facts.items():
        if isinstance(value, int):
            facts[name] = number(value, lang)
        elif isinstance(value, tuple):
            facts[name] = "; ".join(say(ROLES[one]) for one in value)
        elif isinstance(value, datetime):
            facts[name] = f"{vietnam(value):%H:%M %d/%m/%Y}"
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
