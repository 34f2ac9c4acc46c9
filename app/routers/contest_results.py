"""Results of rounds: versions, publication, naming, proofs, and the tables over several rounds."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from app.schemas.base import FileRead
from app.schemas.contest_results import (
    NamingChange,
    NamingRead,
    PublicationCreate,
    ResultCreate,
    ResultList,
    ResultRead,
)
from app.schemas.contest_tables import ItemTable, StandingList, UnitTable
from app.services.contests import (
    computing,
    cumulating,
    item_figures,
    naming,
    proving,
    publishing,
    result_views,
)
from app.services.contests.hand import PUBLISH, READ, WRITE
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import PageQuery, Paging

JSON = "application/json"
MOST_ROWS = 1000
router = Nouns()


class RowQuery(PageQuery):
    """Rows of a result: more at once than of other lists, for those who check them."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 100


def _address(result: ResultRead) -> str:
    return f"/rounds/{result.round}/results/{result.no}?done=result_computed"


def _agreed(result: ResultRead) -> str:
    done = "?done=result_published" if result.state == "published" else "?done=result_approved"
    return f"/rounds/{result.round}/results/{result.no}{done}"


@router.read("/rounds/{id}/results", READ, "contests/results.html")
def list_results(work: Work, id: str, paging: Paging) -> ResultList:
    """The versions of a round's result, the newest first, and the form for the next one."""
    return result_views.versions(work, id, paging)


@router.create("/rounds/{id}/results", WRITE, form=list_results, goes_to=_address, found=True)
def compute_result(work: Work, id: str, body: ResultCreate) -> ResultRead:
    """The result by everything decided so far; the same inputs give the same version again."""
    return computing.compute(work, id, body)


@router.read("/rounds/{id}/results/{no}", READ, "contests/result.html")
def read_result(work: Work, id: str, no: str, query: Annotated[RowQuery, Query()]) -> ResultRead:
    """One version, by its number or `latest`: a page of its rows, what changed, who comes next."""
    return result_views.read(work, id, no, query.page)


@router.read("/rounds/{id}/publication", PUBLISH, "contests/publication.html", statuses=(409,))
def publication_form(work: Work, id: str) -> ResultRead:
    """The latest result before it is published."""
    return publishing.screen(work, id)


@router.act(
    "/rounds/{id}/publication",
    PUBLISH,
    form=publication_form,
    goes_to=_agreed,
)
def publish_result(work: Work, id: str, body: PublicationCreate) -> ResultRead:
    """One agreement more; two where the community's list says so."""
    return publishing.publish(work, id, body)


@router.read("/rounds/{id}/naming", naming.NAME, "contests/naming.html", statuses=(409,))
def naming_form(work: Work, id: str) -> NamingRead:
    """How she stands in the list of winners."""
    return naming.read(work, id)


@router.replace(
    "/rounds/{id}/naming",
    naming.NAME,
    form=naming_form,
    goes_to=lambda one: f"/rounds/{one.round}/naming?done=saved",
)
def choose_naming(work: Work, id: str, body: NamingChange) -> NamingRead:
    """Name and photo, name only, or nothing: the list follows at once."""
    return naming.choose(work, id, body)


@router.file("/rounds/{id}/proof.json", "result.check", JSON, writes=False)
def read_proof(work: Work, id: str) -> FileRead:
    """Root, leaves and the sealed key of a published round; no person."""
    return proving.file(work, id)


@router.file("/rounds/{id}/recompute.json", WRITE, JSON, writes=False, statuses=(409,))
def read_recompute_file(work: Work, id: str) -> FileRead:
    """The round as `sen contest recompute` reads it."""
    return proving.recompute_file(work, id)


@router.read("/rounds/{id}/items", WRITE, "contests/items.html", statuses=(409,))
def read_items(work: Work, id: str) -> ItemTable:
    """How each question did, after the round has closed."""
    return item_figures.table(work, id)


@router.read("/contests/{id}/standings", READ, "contests/standings.html")
def list_standings(work: Work, id: str, paging: Paging) -> StandingList:
    """The published rounds added up, best first."""
    return cumulating.standings(work, id, paging)


@router.read("/contests/{id}/units", READ, "contests/units.html")
def read_unit_table(work: Work, id: str) -> UnitTable:
    """Units by entrants and by rate."""
    return cumulating.unit_table(work, id)
