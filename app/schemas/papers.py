"""A paper that an officer can sign, before it becomes a Word file."""

from __future__ import annotations

from pydantic import Field

from app.schemas.base import Read


class PaperTable(Read):
    """`widths`: of the columns beside each other, as shares; without them a narrow first column
    and equal others. `signed`: rows high enough for a signature."""

    columns: list[str]
    rows: list[list[str]]
    widths: list[int] = Field(default_factory=list)
    signed: bool = False


class PaperBlock(Read):
    """A heading, paragraphs below it, and a table. `numbered`: the heading is given its number."""

    heading: str = ""
    numbered: bool = True
    paragraphs: list[str] = Field(default_factory=list)
    table: PaperTable | None = None


class Signature(Read):
    """Who signs under which word; an empty name is written by hand."""

    role: str
    name: str = ""


class PaperCode(Read):
    """A QR code at the end, with the words beside it."""

    text: str
    captions: list[str]


class Paper(Read):
    """The parts of an official paper (Decree 30/2020, Annex I; the Union uses it as a model).

    `authority`, `grounds` and `deciding` are a decision's: who decides, on what it rests, the word
    that begins it. With one signature the recipients stand beside it.
    """

    parent: str
    issuer: str
    number: str
    place_and_day: str
    kind: str
    abstract: str
    authority: str = ""
    grounds: list[str] = Field(default_factory=list)
    deciding: str = ""
    opening: list[str]
    blocks: list[PaperBlock]
    signatures: list[Signature]
    signs: str
    recipients: list[str]
    #: The demonstration's mark, on every page; empty for a real paper.
    mark: str = ""
    landscape: bool = False
    code: PaperCode | None = None


class Certificate(Read):
    """What one woman's page says. `address`: bà, đồng chí."""

    address: str
    name: str
    unit: str
    deed: str


class Certificates(Read):
    """A page for each. `words`: kind, certifies, number, place_and_day, role, signs by name."""

    issuer: str
    words: dict[str, str]
    pages: list[Certificate]
    code: PaperCode
    mark: str = ""
