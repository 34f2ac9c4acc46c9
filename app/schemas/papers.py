"""A paper that an officer can sign, before it becomes a Word file."""

from __future__ import annotations

from pydantic import Field

from app.schemas.base import Read


class PaperTable(Read):
    columns: list[str]
    rows: list[list[str]]


class PaperBlock(Read):
    """A heading, paragraphs below it, and a table."""

    heading: str = ""
    paragraphs: list[str] = Field(default_factory=list)
    table: PaperTable | None = None


class Signature(Read):
    """Who signs under which word; an empty name is written by hand."""

    role: str
    name: str = ""


class Paper(Read):
    """The parts of an official paper (Decree 30/2020, Annex I; the Union uses it as a model)."""

    parent: str
    issuer: str
    number: str
    place_and_day: str
    kind: str
    abstract: str
    opening: list[str]
    blocks: list[PaperBlock]
    signatures: list[Signature]
    signs: str
    recipients: list[str]
    #: The demonstration's mark, on every page; empty for a real paper.
    mark: str = ""
