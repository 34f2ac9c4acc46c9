"""Official papers as Word files.

Measures are those of Decree 30/2020/NĐ-CP, Annex I, which the Union takes as a model (domain: the
Union's own rule of form after 2025 was not found): A4, Times New Roman, the state's name at the
right, the issuing body at the left, page numbers in the top margin but on the first page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

from app.schemas.papers import Paper, PaperTable, Signature

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BODY, SMALL = 14, 11
FIRST_LINE = Cm(1.27)
TEXT_WIDTH = Mm(165)
#: The two columns of the head: together the width between the margins.
HEAD = (Mm(63), Mm(102))
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def written(paper: Paper) -> bytes:
    """The paper as a .docx file."""
    document = Document()
    _page(document, paper)
    _head(document, paper)
    _line(document.add_paragraph(), paper.kind.upper(), BODY, bold=True, align=CENTRE, before=12)
    _line(document.add_paragraph(), paper.abstract, BODY, bold=True, align=CENTRE)
    _rule(document.add_paragraph(), Mm(60))
    for text in paper.opening:
        _body(document.add_paragraph(), text)
    for number, block in enumerate(paper.blocks, 1):
        if block.heading:
            heading = document.add_paragraph()
            _body(heading, f"{number}. {block.heading}", bold=True)
            heading.paragraph_format.keep_with_next = True
        for text in block.paragraphs:
            paragraph = document.add_paragraph()
            _body(paragraph, text)
            paragraph.paragraph_format.keep_with_next = block.table is not None
        if block.table is not None:
            _table(document, block.table)
    _signatures(document, paper.signatures, paper.signs)
    _recipients(document, paper.recipients)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    _number(section.header.paragraphs[0])
    if paper.mark:
        for footer in (section.first_page_footer, section.footer):
            _line(footer.paragraphs[0], paper.mark, SMALL, italic=True, align=CENTRE)
    document.core_properties.title = f"{paper.kind}: {paper.abstract}"
    document.core_properties.author = paper.issuer
    document.core_properties.comments = ""


def _number(paragraph: Paragraph) -> None:
    """The page's number, counted by Word."""
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._r.append(part)


def _head(document: Any, paper: Paper) -> None:
    table = _plain_table(document, 1, HEAD)
    left, right = table.rows[0].cells
    _line(left.paragraphs[0], paper.parent.upper(), 12, align=CENTRE)
    _line(left.add_paragraph(), paper.issuer.upper(), 12, bold=True, align=CENTRE)
    _rule(left.add_paragraph(), Mm(25), width=HEAD[0])
    _line(left.add_paragraph(), paper.number, 13, align=CENTRE)
    _line(right.paragraphs[0], STATE, 12, bold=True, align=CENTRE)
    _line(right.add_paragraph(), MOTTO, 13, bold=True, align=CENTRE)
    _rule(right.add_paragraph(), Mm(62), width=HEAD[1])
    _line(right.add_paragraph(), paper.place_and_day, 13, italic=True, align=CENTRE)


def _plain_table(document: Any, rows: int, widths: Sequence[int]) -> Any:
    """A table without lines, with columns of a fixed width."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widen(table, widths)
    return table


def _widen(table: Any, widths: Sequence[int]) -> None:
    """Word reads the cells' widths, others the columns'."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _line(
    paragraph: Paragraph,
    text: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    before: int = 0,
) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _body(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    _line(paragraph, text, BODY, bold=bold, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = FIRST_LINE
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.line_spacing = 1.15


def _rule(paragraph: Paragraph, length: int, width: int = TEXT_WIDTH) -> None:
    """A solid line of a length in the middle of a column: the border of an indented paragraph."""
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(3), Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(6)
    side = max(0, (width - length) // 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def _table(document: Any, content: PaperTable) -> None:
    table = document.add_table(rows=1, cols=len(content.columns))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(table.rows[0].cells, content.columns, strict=True):
        _line(cell.paragraphs[0], text, 12, bold=True, align=CENTRE)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in content.rows:
        for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            align = CENTRE if place == 0 else WD_ALIGN_PARAGRAPH.LEFT
            _line(cell.paragraphs[0], text, 12, align=align)
    rest = (TEXT_WIDTH - Mm(13)) // (len(content.columns) - 1)
    _widen(table, [Mm(13), *[rest] * (len(content.columns) - 1)])
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _signatures(document: Any, signatures: list[Signature], signs: str) -> None:
    """Side by side, kept on one page; names without academic titles."""
    width = TEXT_WIDTH // len(signatures)
    table = _plain_table(document, 1, (width,) * len(signatures))
    cannot_split = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(cannot_split)
    for cell, signature in zip(table.rows[0].cells, signatures, strict=True):
        _line(cell.paragraphs[0], signature.role.upper(), 13, bold=True, align=CENTRE)
        _line(cell.add_paragraph(), signs, 12, italic=True, align=CENTRE)
        for _ in range(4):
            cell.add_paragraph().paragraph_format.space_after = Pt(0)
        _line(cell.add_paragraph(), signature.name, BODY, bold=True, align=CENTRE)


def _recipients(document: Any, recipients: list[str]) -> None:
    title = document.add_paragraph()
    _line(title, "Nơi nhận:", 12, bold=True, italic=True, before=12)
    for text in recipients:
        _line(document.add_paragraph(), text, SMALL)
