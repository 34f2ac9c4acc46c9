"""Codes given to free texts by two coders: where they agree, how far, and what holds. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.surveys.kappa import cohens_kappa

FIRST, SECOND, DECIDED = 1, 2, 3
Codes = frozenset[str]
#: Of one text: place → the codes given there.
Given = Mapping[int, Codes]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`n`: the texts that both coded. `kappas`: of each code. `overall`: over every text and code
    together, `base` yes-or-no decisions of each coder."""

    n: int
    kappas: Mapping[str, float | None]
    overall: float | None
    base: int


def both(given: Given) -> bool:
    return FIRST in given and SECOND in given


def differ(given: Given) -> bool:
    return both(given) and given[FIRST] != given[SECOND]


def holding(given: Given) -> Codes | None:
    """The codes that hold: what was decided, else what both gave, else what the one coder gave;
    None while two differ, and where nobody coded."""
    if DECIDED in given:
        return given[DECIDED]
    if differ(given):
        return None
    return given.get(FIRST, given.get(SECOND))


def counts(codes: Iterable[str], texts: Iterable[Codes]) -> dict[str, int]:
    """How many texts have each code."""
    found = Counter(code for text in texts for code in text)
    return {code: found[code] for code in codes}


def agreement(codes: Iterable[str], texts: Iterable[Given]) -> Agreement:
    """Over the texts that both coded, and the codes that may be given or were."""
    pairs = [given for given in texts if both(given)]
    used = set().union(*(given[FIRST] | given[SECOND] for given in pairs)) if pairs else set()
    listed = [*dict.fromkeys([*codes, *sorted(used)])]
    first = {code: [code in given[FIRST] for given in pairs] for code in listed}
    second = {code: [code in given[SECOND] for given in pairs] for code in listed}
    return Agreement(
        n=len(pairs),
        kappas={code: cohens_kappa(first[code], second[code]) for code in listed},
        overall=cohens_kappa(
            [yes for code in listed for yes in first[code]],
            [yes for code in listed for yes in second[code]],
        ),
        base=len(pairs) * len(listed),
    )
