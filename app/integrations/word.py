"""Official papers as Word files.

Measures are those of Decree 30/2020/NĐ-CP, Annex I, which the Union takes as a model (domain: the
Union's own rule of form after 2025 was not found): A4, Times New Roman, the state's name at the
right, the issuing body at the left, page numbers in the top margin but on the first page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

from app.integrations import qr
from app.schemas.papers import Paper, PaperCode, PaperTable, Signature

FONT = "Times New Roman"
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BODY, SMALL = 14, 11
#: What the format allows a document's title in its properties.
LONGEST_TITLE = 255
#: A table of no more rows stays on one page.
TOGETHER = 12
FIRST_LINE = Cm(1.27)
#: The left one of the two columns of the head, as a share of the width between the margins.
HEAD = 63 / 165
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def written(paper: Paper) -> bytes:
    """The paper as a .docx file."""
    document = Document()
    width = _page(document, paper)
    _head(document, paper, width)
    line(document.add_paragraph(), paper.kind.upper(), BODY, bold=True, align=CENTRE, before=12)
    line(document.add_paragraph(), paper.abstract, BODY, bold=True, align=CENTRE)
    rule(document.add_paragraph(), Mm(60), width)
    _grounds(document, paper)
    for text in paper.opening:
        _body(document.add_paragraph(), text)
    for number, block in enumerate(paper.blocks, 1):
        if block.heading:
            heading = document.add_paragraph()
            before = f"{number}. " if block.numbered else ""
            _body(heading, before + block.heading, bold=True)
            heading.paragraph_format.keep_with_next = True
        for text in block.paragraphs:
            paragraph = document.add_paragraph()
            _body(paragraph, text)
            paragraph.paragraph_format.keep_with_next = block.table is not None
        if block.table is not None:
            _table(document, block.table, width)
    if document.paragraphs[-1].text:  # Nobody signs a page that says nothing.
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    _signatures(document, paper, width)
    if paper.code is not None:
        _code(document, paper.code, width)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, paper: Paper) -> int:
    """The paper's measures; how wide its text is."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    sides = (Mm(297), Mm(210)) if paper.landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = sides
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    letters(document)
    _number(section.header.paragraphs[0])
    if paper.mark:
        for footer in (section.first_page_footer, section.footer):
            line(footer.paragraphs[0], paper.mark, SMALL, italic=True, align=CENTRE)
    document.core_properties.title = f"{paper.kind}: {paper.abstract}"[:LONGEST_TITLE]
    document.core_properties.author = paper.issuer
    document.core_properties.comments = ""
    return int(section.page_width - section.left_margin - section.right_margin)


def letters(document: Any) -> None:
    """The type and the language of everything in it."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)


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


def _head(document: Any, paper: Paper, width: int) -> None:
    share = int(width * HEAD)
    table = plain_table(document, 1, (share, width - share))
    left, right = table.rows[0].cells
    line(left.paragraphs[0], paper.parent.upper(), 12, align=CENTRE)
    line(left.add_paragraph(), paper.issuer.upper(), 12, bold=True, align=CENTRE)
    rule(left.add_paragraph(), Mm(25), share)
    line(left.add_paragraph(), paper.number, 13, align=CENTRE)
    line(right.paragraphs[0], STATE, 12, bold=True, align=CENTRE)
    line(right.add_paragraph(), MOTTO, 13, bold=True, align=CENTRE)
    rule(right.add_paragraph(), Mm(62), width - share)
    line(right.add_paragraph(), paper.place_and_day, 13, italic=True, align=CENTRE)


def plain_table(document: Any, rows: int, widths: Sequence[int]) -> Any:
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


def line(
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
    line(paragraph, text, BODY, bold=bold, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = FIRST_LINE
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.line_spacing = 1.15


def rule(paragraph: Paragraph, length: int, width: int) -> None:
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


def _grounds(document: Any, paper: Paper) -> None:
    """Who decides and on what it rests, as decisions begin."""
    if paper.authority:
        line(
            document.add_paragraph(),
            paper.authority.upper(),
            BODY,
            bold=True,
            align=CENTRE,
            before=6,
        )
    for text in paper.grounds:
        paragraph = document.add_paragraph()
        _body(paragraph, text)
        paragraph.runs[0].italic = True
    if paper.deciding:
        line(document.add_paragraph(), paper.deciding, BODY, bold=True, align=CENTRE, before=6)


def _table(document: Any, content: PaperTable, width: int) -> None:
    table = document.add_table(rows=1, cols=len(content.columns))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(table.rows[0].cells, content.columns, strict=True):
        line(cell.paragraphs[0], text, 12, bold=True, align=CENTRE)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in content.rows:
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if content.signed:
            added.height = Mm(12)
        for place, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            align = CENTRE if place == 0 else WD_ALIGN_PARAGRAPH.LEFT
            line(cell.paragraphs[0], text, 12, align=align)
    if len(content.rows) <= TOGETHER:
        for row in table.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    _widen(table, _columns(content, width))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _columns(content: PaperTable, width: int) -> list[int]:
    if content.widths:
        return [width * share // sum(content.widths) for share in content.widths]
    rest = (width - Mm(13)) // (len(content.columns) - 1)
    return [Mm(13), *[rest] * (len(content.columns) - 1)]


def _signatures(document: Any, paper: Paper, width: int) -> None:
    """Side by side, kept on one page; names without academic titles. A single one has the
    recipients at its left."""
    number = len(paper.signatures)
    alone = number == 1
    table = plain_table(document, 1, (width // max(2, number),) * max(2, number))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells = table.rows[0].cells[1:] if alone else table.rows[0].cells
    for cell, signature in zip(cells, paper.signatures, strict=True):
        signed(cell.paragraphs[0], cell.add_paragraph, signature, paper.signs)
    if alone:
        cell = table.rows[0].cells[0]
        _recipients(cell.paragraphs[0], cell.add_paragraph, paper.recipients)
    elif paper.recipients:
        title = document.add_paragraph()
        _recipients(title, document.add_paragraph, paper.recipients)
        title.paragraph_format.space_before = Pt(12)


def signed(
    first: Paragraph, more: Callable[[], Paragraph], signature: Signature, signs: str
) -> None:
    """Where a person signs."""
    line(first, signature.role.upper(), 13, bold=True, align=CENTRE)
    if signs:
        line(more(), signs, 12, italic=True, align=CENTRE)
    for _ in range(4):
        more().paragraph_format.space_after = Pt(0)
    line(more(), signature.name, BODY, bold=True, align=CENTRE)


def _recipients(title: Paragraph, more: Callable[[], Paragraph], recipients: list[str]) -> None:
    if recipients:
        line(title, "Nơi nhận:", 12, bold=True, italic=True)
    for text in recipients:
        line(more(), text, SMALL)


def _code(document: Any, code: PaperCode, width: int) -> None:
    """A QR code with its words at the right."""
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    table = plain_table(document, 1, (Mm(30), width - Mm(30)))
    left, right = table.rows[0].cells
    picture(left.paragraphs[0], code)
    right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, text in enumerate(code.captions):
        line(right.add_paragraph() if number else right.paragraphs[0], text, SMALL)


def picture(paragraph: Paragraph, code: PaperCode) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run().add_picture(io.BytesIO(qr.png(code.text)), width=Mm(24))
