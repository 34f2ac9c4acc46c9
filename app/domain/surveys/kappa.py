"""How far two coders agree beyond chance. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def cohens_kappa(first: Sequence[bool], second: Sequence[bool]) -> float | None:
    """κ = (p₀ − pₑ) / (1 − pₑ) for one code, given or not to each answer by two coders.

    Cohen, Educational and Psychological Measurement 20, 1960, 37-46. None where chance alone
    explains everything (both always gave it, or never), or nothing was coded.
    """
    pairs = list(zip(first, second, strict=True))
    if not pairs:
        return None
    n = len(pairs)
    yes_first, yes_second = sum(first), sum(second)
    chance = yes_first * yes_second + (n - yes_first) * (n - yes_second)
    agreed = sum(one == other for one, other in pairs)
    return None if chance == n * n else (agreed * n - chance) / (n * n - chance)
