"""The texts of one question with their codes as a file: masked, in an order of chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import Connection

from app import clock
from app.domain.refusals import Conflict
from app.domain.surveys import masking
from app.domain.surveys.coding import holding
from app.domain.surveys.columns import Column
from app.integrations import survey_files
from app.integrations.survey_files import Written
from app.schemas.base import FileMade
from app.services.surveys.coding_desk import log, opened
from app.store import communities, survey_coded
from app.store import survey_codes as store
from app.store.actors import Work
from app.store.survey_coded import Coded
from app.store.survey_codes import Asked, Wanted

PAGE = 1000
Label = Callable[[str], str]


def file(
    work: Work, survey_id: str, label: Label, question: str = "", earlier: int = 0
) -> FileMade:
    """The codes that hold; before comparison a coder's own alone."""
    desk = opened(work, survey_id, question, earlier, comes_in=True)
    if desk.of is None or not desk.enough:
        raise Conflict("survey-texts-few")
    codes = store.codes(work.session, desk.survey.id, desk.key)
    keys = tuple(one.key for one in codes)
    heads = [label("survey.texts.text"), label("survey.texts.codes")]
    heads += [f"{label('survey.texts.code')} {key}" for key in keys]
    going = Going(desk.of, heads, keys, desk.place, sees_all=desk.sees_all)
    log(work, desk, "survey.export_texts")
    community = communities.by_id(work.session, desk.survey.community_id)
    mark = "minh-hoa-" if community.demo else ""
    moment = f"{clock.in_vietnam(work.now):%Y%m%d-%H%M}"
    return FileMade(name=f"{mark}cau-tra-loi-{desk.survey.code}-{moment}.csv", write=going.write)


@dataclass(frozen=True, slots=True)
class Going:
    """Texts on their way out; `place`: whose codes, where not all are open to her."""

    of: Asked
    heads: Sequence[str]
    codes: tuple[str, ...]
    place: int | None
    sees_all: bool

    def write(self, connection: Connection, target: IO[bytes]) -> None:
        """A text a line, its codes together, and 0 or 1 for each; empty where nothing holds."""
        columns = [Column(name, "text", "", "", frozenset(), {}) for name in self.heads]
        survey_files.write_csv(target, columns, self._rows(connection), Written())

    def _rows(self, connection: Connection) -> Iterator[Sequence[Any]]:
        after: tuple[Any, ...] | None = None
        while True:
            rows = store.page(connection, self.of, Wanted(), PAGE, after)
            given = survey_coded.given(connection, self.of, [name for name, _ in rows])
            for name, words in rows:
                yield self._line(words, given.get(name, Coded()))
            if len(rows) < PAGE:
                return
            after = (rows[-1][0],)

    def _line(self, words: str, coded: Coded) -> Sequence[Any]:
        held = holding(coded.given) if self.sees_all else coded.given.get(self.place or 0)
        if held is None:
            return [masking.masked(words), None, *(None for _ in self.codes)]
        keys = [key for key in self.codes if key in held]
        return [masking.masked(words), keys, *(int(key in held) for key in self.codes)]
