"""Certificates as a Word file: a framed page for each, fit for a printer without colours."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from app.integrations import word
from app.integrations.word import CENTRE, MOTTO, STATE, line, rule
from app.schemas.papers import Certificate, Certificates, Signature

WIDTH = Mm(237)
SMALLEST = 9
#: The frame: a thick line between two thin ones, dark enough to be black where nothing is red.
FRAME = {"val": "thinThickThinMediumGap", "sz": "24", "space": "18", "color": "7A1F3D"}


def written(paper: Certificates) -> bytes:
    """The certificates as one .docx file."""
    document = Document()
    _page(document, paper)
    for number, one in enumerate(paper.pages):
        first = document.add_paragraph()
        if number:
            first.add_run().add_break(WD_BREAK.PAGE)
        _certificate(document, first, paper, one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, paper: Certificates) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(30)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.footer_distance = Mm(16)
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in FRAME.items():
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    section._sectPr.insert_element_before(
        borders, "w:lnNumType", "w:pgNumType", "w:cols", "w:docGrid"
    )
    word.letters(document)
    if paper.mark:
        line(section.footer.paragraphs[0], paper.mark, word.SMALL, italic=True, align=CENTRE)
    document.core_properties.title = paper.words["kind"]
    document.core_properties.author = paper.issuer
    document.core_properties.comments = ""


def _certificate(document: Any, first: Paragraph, paper: Certificates, one: Certificate) -> None:
    more = document.add_paragraph
    _centred(first, STATE, 13, bold=True)
    _centred(more(), MOTTO, 13, bold=True)
    rule(more(), Mm(62), WIDTH)
    _centred(more(), paper.words["kind"].upper(), 36, bold=True, before=22)
    _centred(more(), paper.words["certifies"], 15, italic=True, before=6)
    _centred(more(), f"{one.address} {one.name}", 28, bold=True, before=8)
    if one.unit:
        _centred(more(), one.unit, 15, before=2)
    _centred(more(), one.deed, 17, bold=True, before=8)
    more().paragraph_format.space_after = Pt(0)
    table = word.plain_table(document, 1, (WIDTH // 2, WIDTH // 2))
    left, right = table.rows[0].cells
    word.picture(left.paragraphs[0], paper.code)
    for text in (paper.words["number"], *paper.code.captions):
        line(left.add_paragraph(), text, SMALLEST)
    _centred(right.paragraphs[0], paper.words["place_and_day"], 13, italic=True)
    signature = Signature(role=paper.words["role"])
    word.signed(right.add_paragraph(), right.add_paragraph, signature, paper.words["signs"])


def _centred(paragraph: Paragraph, text: str, size: int, **more: Any) -> None:
    line(paragraph, text, size, align=CENTRE, **more)
