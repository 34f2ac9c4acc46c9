"""What platforms write around the names of a member list."""

from functools import cache

from app.content import shelf
from app.domain.roster_lines import Phrases


@cache
def roster_phrases() -> Phrases:
    table = shelf.table("roster_lines")
    return Phrases(
        actions=frozenset(table["actions"]),
        joined=tuple(table["joined"]),
        badges=tuple(table["badges"]),
        whole=frozenset(table["whole"]),
        begins=tuple(table["begins"]),
        holds=tuple(table["holds"]),
    )
