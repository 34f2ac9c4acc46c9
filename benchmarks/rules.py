"""Rules over a text: how long one text takes before the worst sets of rules.

`python -m benchmarks.rules [--rules 2000] [--length 10000]`. Each set is made to be slow: phrases
within phrases, words taken apart, abbreviations everywhere, patterns that make other engines
backtrack. Told is the processor time of one reading, the best and the worst of some rounds, and
once the time in which the set is made ready. Ends with 1 where a text took longer than 50 ms.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from app.content.teencode import shorthand
from app.domain.rules.matching import RuleSet
from app.domain.rules.rule import Rule
from app.integrations import patterns

RULES, LENGTH, ROUNDS, STALL = 2000, 10_000, 5, 0.050
#: A community may keep so many rules with a pattern (services/content_rules).
PATTERNS = 100
STARTS = "b c d đ g h k l m n p r s t v x th tr ch nh".split()
VOWELS = "a á à ả ã ạ ă ắ â ấ e é ê ế i í o ó ô ố ơ ớ u ú ư ứ".split()


@dataclass(frozen=True)
class Measured:
    name: str
    ready: float
    best: float
    worst: float
    met: int


def hostile(rules: int, length: int) -> Iterator[tuple[str, list[Rule], str]]:
    """(name, rules, text) of every set."""
    chance = random.Random(1)
    syllables = [s + v + e for s in STARTS for v in VOWELS for e in ("", "n", "t", "ng")]

    def some(n: int) -> str:
        return " ".join(chance.choice(syllables) for _ in range(n))

    def two() -> tuple[str, ...]:
        return tuple(some(chance.randint(1, 5)) for _ in range(2))

    def rule(number: int, action: str = "mask", **more: object) -> Rule:
        return Rule(f"{number:06}", 1, "", action, **more)  # type: ignore[arg-type]

    words = [rule(n, words=two()) for n in range(rules)]
    yield "natural words", words, some(length)[:length]
    nested = [rule(n, words=((" ab" * (n % 33 + 1)),), loose=n % 2 == 0) for n in range(rules)]
    yield "phrases within phrases", nested, ("ab " * length)[:length]
    letters = [rule(n, words=(" á" * (n % 50 + 1), "a" * (n % 90 + 1))) for n in range(rules)]
    yield "letters apart", letters, ("a " * length)[:length]
    yield "letters apart, marked", letters, ("á " * length)[:length]
    yield "words taken apart", nested, ("ab.ba." * length)[:length]
    yield "abbreviations", words, ("ko z j dc bn " * length)[:length]
    domains = [
        rule(n, "hold", links="domains", domains=tuple(f"x{n}{d}.com" for d in range(50)))
        for n in range(rules)
    ]
    yield "links", domains, ("a.com m.x11.com b.vn " * length)[:length]
    numbers = [rule(n, numbers=("phone", "account")) for n in range(rules)]
    yield "numbers", numbers, ("0912345678 stk 19031234567 " * length)[:length]
    evil = [rule(n, "hold", pattern=f"(a|b|ab)*c{{1,20}}d{n}|(x+x+)+y{n}") for n in range(PATTERNS)]
    yield "patterns", [*words[PATTERNS:], *evil], ("abababxxxxccc" * length)[:length]


def measure(rules: int = RULES, length: int = LENGTH, rounds: int = ROUNDS) -> Iterator[Measured]:
    for name, made, text in hostile(rules, length):
        gc.collect()
        gc.freeze()  # as the server does when it starts
        started = time.thread_time()
        ready = RuleSet(made, patterns.compiled, shorthand())
        took = time.thread_time() - started
        times, met = [], 0
        for _ in range(rounds):
            started = time.thread_time()
            met = len(ready.meet(text).met)
            times.append(time.thread_time() - started)
        yield Measured(name, took, min(times), max(times), met)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=RULES)
    parser.add_argument("--length", type=int, default=LENGTH)
    given = parser.parse_args()
    worst = 0.0
    for one in measure(given.rules, given.length):
        worst = max(worst, one.worst)
        print(
            f"{one.name:24} {one.met:5} rules met   best {one.best * 1000:6.1f} ms"
            f"   worst {one.worst * 1000:6.1f} ms   made ready in {one.ready * 1000:6.0f} ms"
        )
    print(f"no text took longer than {worst * 1000:.1f} ms of {given.rules} rules")
    if worst > STALL:
        sys.exit(f"promised {STALL * 1000:.0f} ms")


if __name__ == "__main__":
    main()
