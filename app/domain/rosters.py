"""A pasted member list against the files here and against the list before it.

Every name of the list is matched or unmatched, every name of the former list that is missing has
left. A name is never a key: two people of one display name are two, and whoever might be two
people is matched to none of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.roster_lines import display_name, variants
from app.domain.text import fold

MOST_HINTS = 5
#: Of several files of one person the one that says most about today.
STATE_ORDER = ("approved", "suspended", "submitted", "needs_info")


@dataclass(frozen=True, slots=True)
class File:
    """One woman's file, as matching needs it."""

    id: str
    person_id: str
    full_name: str
    platform_name: str
    state: str


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the lists before. `apart`: an officer parted it from a file; `gone`: had left."""

    id: str
    name: str
    ordinal: int
    member_id: str | None = None
    apart: bool = False
    gone: bool = False


@dataclass(slots=True)
class Seen:
    """One name of the list. `known` is None for a new one; `how`: platform_name, name, kept."""

    name: str
    ordinal: int
    known: Known | None = None
    member_id: str | None = None
    how: str = ""
    candidates: list[str] = field(default_factory=list)

    @property
    def matched(self) -> bool:
        return self.member_id is not None


@dataclass(frozen=True, slots=True)
class Compared:
    """`left`: who was there and is not; `forgotten`: known by name alone, and had left before."""

    seen: tuple[Seen, ...]
    left: tuple[Known, ...]
    forgotten: tuple[Known, ...]

    @property
    def matched(self) -> list[Seen]:
        return [one for one in self.seen if one.matched]

    @property
    def unmatched(self) -> list[Seen]:
        return [one for one in self.seen if not one.matched]


def compare(
    names: Sequence[str], known: Sequence[Known], files: Iterable[File], *, whole: bool = True
) -> Compared:
    """The whole comparison. Of a part of the list (`whole=False`) nobody has left."""
    seen, missing = _settle(names, known)
    _match(seen, list(files))
    left = tuple(one for one in missing if not one.gone) if whole else ()
    forgotten = tuple(one for one in missing if whole and one.gone and one.member_id is None)
    return Compared(tuple(seen), left, forgotten)


def _settle(names: Sequence[str], known: Sequence[Known]) -> tuple[list[Seen], list[Known]]:
    """Who of one name is who: those joined to a file first, then those still there, then others.

    Returns the names of the list and the known ones that it has no more.
    """
    of_name: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        of_name[one.name].append(one)
    for group in of_name.values():
        group.sort(key=lambda one: (one.gone, one.member_id is None, one.ordinal))
    taken: Counter[str] = Counter()
    used: dict[str, set[int]] = {}
    seen = []
    for name in names:
        group, at = of_name.get(name, []), taken[name]
        taken[name] += 1
        if at < len(group):
            before = group[at]
            how = "kept" if before.member_id else ""
            seen.append(Seen(name, before.ordinal, before, before.member_id, how))
        else:
            ordinals = used.setdefault(name, {one.ordinal for one in group})
            ordinal = next(n for n in range(1, len(ordinals) + 2) if n not in ordinals)
            ordinals.add(ordinal)
            seen.append(Seen(name, ordinal))
    missing = [one for name, group in of_name.items() for one in group[taken[name] :]]
    return seen, missing


def _one_each(files: Iterable[File]) -> dict[str, File]:
    """One file of each person: the one inside, else the one on the way in, else the last."""
    chosen: dict[str, File] = {}
    for file in files:
        before = chosen.get(file.person_id)
        if before is None or _rank(file) <= _rank(before):
            chosen[file.person_id] = file
    return chosen


def _rank(file: File) -> int:
    return STATE_ORDER.index(file.state) if file.state in STATE_ORDER else len(STATE_ORDER)


# -- matching ----------------------------------------------------------------------------------


def _exact(name: str) -> str:
    return name.casefold()


Keyed = Callable[[str], str]
#: How one woman is called, by level: there she may have given several names.
Called = dict[str, list[str]]
_SEVERAL = re.compile(r"[/,;|]")
#: In this order: how she said she is called there, then her name; as written, then folded.
LEVELS: tuple[tuple[str, Keyed], ...] = (
    ("platform_name", _exact),
    ("platform_name", fold),
    ("name", _exact),
    ("name", fold),
)


def _match(seen: list[Seen], files: list[File]) -> None:
    chosen = _one_each(files)
    _keep(seen, {file.id: file.person_id for file in files}, chosen)
    taken = {one.member_id for one in seen}
    free = {file.id: file for file in chosen.values() if file.id not in taken}
    called = {
        file.id: {"platform_name": _called(file.platform_name), "name": [file.full_name]}
        for file in free.values()
    }
    open_ = [one for one in seen if not one.matched and not (one.known and one.known.apart)]
    for how, keyed in LEVELS:
        open_ = _level(open_, _index(free, called, (how,), keyed), free, how, keyed)
    words = _index(free, called, ("platform_name", "name"), _words)
    for one in seen:
        if not one.matched and not one.candidates:
            # Her given name first, as platforms have it: a hint and no match.
            one.candidates = _hits(one, words, free, _words)[:MOST_HINTS]


def _keep(seen: list[Seen], persons: dict[str, str], chosen: dict[str, File]) -> None:
    """Who was joined to a file stays joined to that woman: to the file that counts today."""
    for one in seen:
        person = persons.get(one.member_id or "")
        if person is not None:
            one.member_id = chosen[person].id


def _called(platform_name: str) -> list[str]:
    parts = (display_name(part) for part in _SEVERAL.split(platform_name))
    return list(dict.fromkeys(found for part in parts for found in variants(part)))


def _index(
    free: dict[str, File], called: dict[str, Called], levels: tuple[str, ...], keyed: Keyed
) -> dict[str, list[str]]:
    """Key → files that are called so."""
    files: dict[str, list[str]] = defaultdict(list)
    for file_id in free:
        texts = (text for level in levels for text in called[file_id][level])
        for key in filter(None, dict.fromkeys(map(keyed, texts))):
            files[key].append(file_id)
    return files


def _hits(one: Seen, files: dict[str, list[str]], free: dict[str, File], keyed: Keyed) -> list[str]:
    keys = (keyed(variant) for variant in variants(one.name))
    found = (file_id for key in keys for file_id in files.get(key, ()) if file_id in free)
    return list(dict.fromkeys(found))


def _level(
    open_: list[Seen],
    files: dict[str, list[str]],
    free: dict[str, File],
    how: str,
    keyed: Keyed,
) -> list[Seen]:
    """Match what is one on both sides; what might be two keeps its candidates and is settled."""
    hits = [(one, _hits(one, files, free, keyed)) for one in open_]
    claims = Counter(file_id for _, found in hits for file_id in found)
    for one, found in hits:
        if len(found) == 1 and claims[found[0]] == 1:
            one.member_id, one.how = found[0], how
            del free[found[0]]
        else:
            one.candidates = found
    return [one for one, found in hits if not found]


def _words(text: str) -> str:
    words = fold(text).split()
    return " ".join(sorted(words)) if len(words) > 1 else ""
