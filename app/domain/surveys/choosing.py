"""A question of which several options may be chosen: what its list hides, and why that holds.

Pure. Whoever reads the list knows the form too: everybody who answered chose one of the options
that stand `alone`, or from `least` to `most` of the others. Counts are possible exactly where, of
the `rest` who chose none of those alone, no option has more than `rest`, and all options together
lie between `least` and `most` times `rest`: deal the choices out in turn, option after option, and
nobody gets one twice. So whatever she concludes holds in every list of counts that is possible and
shows the same figures; what two such lists have differently, she does not know. `hidden_of_list`
hides further lines until there is another list for each number under `k`: of those who chose an
option, who answered and did not, who are of the rest and did not, who did not answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice, product

from app.domain.surveys import columns
from app.domain.surveys.cells import safe
from app.domain.surveys.form import LISTS, MISSING, Question

#: Of these types several options may be chosen.
TYPES = (LISTS - {"ranking"}) | {"matrix_multiple"}
#: Other lists that are tried: where none is found among these, more is hidden.
MOST_TRIED = 5000
Counts = Mapping[str, int]
#: A number that must not be known: what it is of, and of which option.
Figure = tuple[str, str]


def several(asked: columns.Asked) -> bool:
    """Whether more than one of its options may be chosen in one of its versions."""
    return any(one.type in TYPES and one.limits.max_choices != 1 for _, one in asked)


@dataclass(frozen=True, slots=True)
class Rule:
    """What an answer may be. Of several versions the widest limits: nobody is told how many
    answered which."""

    alone: frozenset[str]
    least: int
    most: int

    @classmethod
    def of(cls, asked: columns.Asked) -> Rule:
        questions = [one for _, one in asked]
        open_ = {one.key for each in questions for one in each.options if not one.exclusive}
        shut = {one.key for each in questions for one in each.options if one.exclusive}
        least = min(map(_least, questions)) if shut.isdisjoint(open_) else 1
        return cls(frozenset(shut - open_), least, max(map(_most, questions)))

    def rest(self, people: int, counts: Counts) -> int:
        """Who answered, and chose none of those alone."""
        alone = sum(counts.get(key, 0) for key in self.alone)
        return people - counts[MISSING] - alone

    def possible(self, people: int, counts: Counts) -> bool:
        rest = self.rest(people, counts)
        if min(counts.values()) < 0 or rest < 0:
            return False
        others = [n for key, n in counts.items() if key not in self.alone and key != MISSING]
        return (
            self.least * rest <= sum(others) <= self.most * rest and max(others, default=0) <= rest
        )

    def steps(self) -> Sequence[int]:
        """By how much another count changes when one changes by one."""
        return sorted({*(s * n for s in (1, -1) for n in (1, self.least, self.most))}, key=abs)

    def figures(self, people: int, counts: Counts) -> Iterator[tuple[Figure, int]]:
        """Every number that may be too small to be known."""
        rest, answered = self.rest(people, counts), people - counts[MISSING]
        yield ("rest", ""), rest
        for key, n in counts.items():
            yield ("n", key), n
            if key != MISSING:
                yield ("away", key), answered - n
                if self.alone and key not in self.alone:
                    yield ("rest", key), rest - n

    def small(self, people: int, counts: Counts, k: int) -> dict[Figure, int]:
        return {figure: n for figure, n in self.figures(people, counts) if 0 < n < k}


def _least(question: Question) -> int:
    return max(question.limits.min_choices or 1, 1)


def _most(question: Question) -> int:
    open_ = sum(not one.exclusive for one in question.options)
    return max(min(question.limits.max_choices or open_, open_), 1)


def hidden_of_list(rule: Rule, counts: Counts, people: int, k: int) -> frozenset[str] | None:
    """The lines that are hidden, of `counts` with `MISSING`; None: nothing may be shown.

    >>> two = Rule(frozenset(), 2, 2)
    >>> sorted(hidden_of_list(two, {"a": 43, "b": 33, "c": 3, "d": 21, MISSING: 0}, 50, 5))
    ['c', 'd']
    """
    if 0 < people - counts[MISSING] < k:
        return None
    hidden = {key for _, key in rule.small(people, counts, k) if key}
    if MISSING in hidden:
        hidden |= {key for key, n in counts.items() if 0 < people - n < k}
    while not _kept(rule, counts, people, hidden, k):
        left = [key for key, n in counts.items() if n and key not in hidden]
        if not left:
            return None
        # Of those not told of as missing, whoever chose one alone leaves the fewest to hide among.
        first = rule.alone if MISSING in hidden else frozenset[str]()
        hidden.add(min(left, key=lambda key: (key not in first, counts[key])))
    return frozenset(hidden)


def _kept(rule: Rule, counts: Counts, people: int, hidden: AbstractSet[str], k: int) -> bool:
    if hidden and not safe([counts[key] for key in hidden], k):
        return False
    wanted = rule.small(people, counts, k)
    for move in islice(_moves(rule, sorted(hidden)), MOST_TRIED if wanted else 0):
        other = {**counts, **{key: counts[key] + step for key, step in move.items()}}
        if all(other[key] > 0 for key in move) and rule.possible(people, other):
            there = dict(rule.figures(people, other))
            wanted = {figure: n for figure, n in wanted.items() if there[figure] == n}
            if not wanted:
                break
    return not wanted


def _moves(rule: Rule, hidden: Sequence[str]) -> Iterator[dict[str, int]]:
    for one in hidden:
        yield from ({one: step} for step in (1, -1))
    for apart in range(1, len(hidden)):
        pairs = list(zip(hidden, (*hidden[apart:], *hidden[:apart]), strict=True))
        for s, t in product((1, -1), rule.steps()):
            yield from ({one: s, other: t} for one, other in pairs)
