"""A set of rules made ready, and what of it a text meets.

Phrases are found by automata over syllables: one for syllables with their marks, one for texts
without marks, one for loose phrases; a fourth, over letters, for words taken apart. Patterns are
the caller's to make (`Pattern`): this room has no engine for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from app.domain.rules import addresses
from app.domain.rules.automaton import Automaton
from app.domain.rules.meeting import Gathering, Meeting
from app.domain.rules.reading import (
    Read,
    Shorthand,
    Syllable,
    phrase,
    pieces,
    plain_text,
    read,
)
from app.domain.rules.rule import NUMBERS, Compile, Pattern, Rule

#: (state, without marks) of a phrase that was told → whether it is to be masked wherever it stands.
Told = dict[tuple[int, bool], bool]
#: Glued to one word, a phrase shorter than this would be met by chance.
SHORTEST_GLUED = 4


class RuleSet:
    """Rules made ready once and used for many texts. `shorthand`: abbreviations of the chat."""

    def __init__(
        self, rules: Iterable[Rule], compile_pattern: Compile, shorthand: Shorthand
    ) -> None:
        self.rules = tuple(rules)
        self._shorthand = shorthand
        self._marked, self._bare, self._bare_words = Automaton(), Automaton(), Automaton()
        self._loose, self._apart, self._loose_apart = Automaton(), Automaton(), Automaton()
        self._patterns: list[tuple[int, Pattern]] = []
        for place, rule in enumerate(self.rules):
            for words in rule.words:
                self._add(phrase(words), place, rule)
            if rule.pattern:
                self._patterns.append((place, compile_pattern(rule.pattern)))
        self._links = _by_link(self.rules)
        self._numbers = {
            what: [place for place, rule in enumerate(self.rules) if what in rule.numbers]
            for what in NUMBERS
        }
        for automaton in (
            self._marked,
            self._bare,
            self._bare_words,
            self._loose,
            self._apart,
            self._loose_apart,
        ):
            automaton.close()

    def _add(self, syllables: tuple[Syllable, ...], place: int, rule: Rule) -> None:
        """A phrase of the rule's own words, also glued to one word, and letter by letter."""
        if not syllables:
            return
        marked = [one.marked for one in syllables]
        folded = [one.folded for one in syllables]
        cover = rule.action == "mask"
        has_marks = marked != folded
        whole = "".join(folded)
        forms = [(marked, folded)]
        if len(syllables) > 1 and len(whole) >= SHORTEST_GLUED:
            forms.append((["".join(marked)], [whole]))
        for with_marks, without in forms:
            if rule.loose:
                self._loose.add(without, place, cover=cover)
                continue
            self._marked.add(with_marks, place, cover=cover)
            if has_marks:
                # A single syllable without marks says little between words that have them.
                bare = self._bare_words if len(syllables) == 1 else self._bare
                bare.add(without, place, cover=cover)
        if len(whole) < SHORTEST_GLUED - 1:
            return
        if rule.loose:
            self._loose_apart.add(whole, place)
            return
        self._apart.add("".join(marked), place)
        if has_marks:
            self._loose_apart.add(whole, ~place)

    def meet(self, text: str) -> Meeting:
        meeting = Gathering(self.rules)
        readings = read(text, self._shorthand)
        for reading in readings:
            self._meet_phrases(meeting, reading)
        self._meet_pieces(meeting, text, readings[0])
        self._meet_addresses(meeting, text)
        for place, pattern in self._patterns:
            most = 100 if self.rules[place].action == "mask" else 1
            for start, end in pattern.spans(text, most):
                meeting.take((place,), start, end)
        return meeting.done()

    def _meet_phrases(self, meeting: Gathering, reading: Read) -> None:
        syllables = reading.syllables
        bare = not any(one.has_marks for one in syllables if not one.neutral)
        passes: list[tuple[Automaton, Iterator[str | None]]] = [
            (self._marked, _stream(reading, lambda one: one.marked)),
            (self._loose, _stream(reading, lambda one: one.folded)),
            (
                self._bare,
                _stream(
                    reading, lambda one: None if one.has_marks and not one.neutral else one.folded
                ),
            ),
        ]
        if bare:
            passes.append((self._bare_words, _stream(reading, lambda one: one.folded)))
        places = _places(reading)
        for automaton, stream in passes:
            if not automaton:
                continue
            for at, length, values in automaton.find(stream):
                end = places[at]
                start = end - length + 1
                span = syllables[start].start, syllables[end].end
                if values:
                    meeting.take(values, *span)
                else:
                    meeting.cover(*span)

    def _meet_pieces(self, meeting: Gathering, text: str, reading: Read) -> None:
        if not self._apart and not self._loose_apart:
            return
        told: Told = {}
        loosely: Told = {}
        for run in pieces(text, reading):
            _meet_letters(meeting, run, self._apart, [one.marked for one in run], told)
            _meet_letters(meeting, run, self._loose_apart, [one.folded for one in run], loosely)

    def _meet_addresses(self, meeting: Gathering, text: str) -> None:
        if not self._links and not any(self._numbers.values()):
            return
        plain, places = plain_text(text)
        for one in (*addresses.links(plain), *addresses.numbers(plain)):
            start, end = places[one.start], places[one.end]
            if one.what in self._numbers:
                meeting.take_once(one.what, self._numbers[one.what], start, end)
                continue
            for part in addresses.above(one.what):
                if part in self._links:
                    meeting.take_once(part, self._links[part], start, end)


def _meet_letters(
    meeting: Gathering,
    run: tuple[Syllable, ...],
    automaton: Automaton,
    parts: list[str],
    told: Told,
) -> None:
    """A match begins where a piece begins and ends where one ends. A negative value counts where
    no piece of the match has marks."""
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    marks = [0]
    at = 0
    for place, (one, part) in enumerate(zip(run, parts, strict=True)):
        starts[at] = place
        at += len(part)
        ends[at] = place
        marks.append(marks[-1] + one.has_marks)
    for ending in automaton.find_all("".join(parts), meeting.checks + 1):
        meeting.checks -= 1
        first = starts.get(ending.place + 1 - ending.length)
        last = ends.get(ending.place + 1)
        if first is None or last is None:
            continue
        start, end = run[first].start, run[last].end
        known = ending.state, marks[last + 1] == marks[first]
        if known not in told:
            values = [max(v, ~v) for v in automaton.values(known[0]) if v >= 0 or known[1]]
            told[known] = meeting.take(values, start, end) if values else False
        elif told[known]:
            meeting.cover(start, end)


def _stream(reading: Read, form: Callable[[Syllable], str | None]) -> Iterator[str | None]:
    """The syllables as symbols, with a None where a sentence ends."""
    for place, one in enumerate(reading.syllables):
        if place in reading.breaks:
            yield None
        yield form(one)


def _places(reading: Read) -> list[int]:
    """Where each symbol of a stream stands among the syllables."""
    places: list[int] = []
    for place in range(len(reading.syllables)):
        if place in reading.breaks:
            places.append(place)
        places.append(place)
    return places


def _by_link(rules: Iterable[Rule]) -> dict[str, list[int]]:
    """Domain → the rules that look for it; under "" those that look for any link."""
    found: dict[str, list[int]] = {}
    for place, rule in enumerate(rules):
        domains = {
            "none": (),
            "any": ("",),
            "shorteners": tuple(addresses.SHORTENERS),
            "domains": rule.domains,
        }[rule.links]
        for domain in domains:
            found.setdefault(domain, []).append(place)
    return found
