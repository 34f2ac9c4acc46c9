"""The weekly sheet as one picture, A4 upright, fit to be read on a phone and passed on.

The house's own letters come in two files, Latin and Vietnamese; a word is drawn from both.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.schemas.weekly_sheets import WeeklySheetRead

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
WIDTH, HEIGHT, MARGIN = 1240, 1754, 80
INK, SOFT, ACCENT, LINE, PAPER = "#241d1a", "#5d524c", "#8f1a4b", "#d8cfc9", "#ffffff"
#: The letters of the Vietnamese file, as its web font declares them.
VIETNAMESE = (
    (0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169), (0x1A0, 0x1A1),
    (0x1AF, 0x1B0), (0x300, 0x301), (0x303, 0x304), (0x308, 0x309), (0x323, 0x323),
    (0x329, 0x329), (0x1EA0, 0x1EF9), (0x20AB, 0x20AB),
)  # fmt: skip
WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@dataclass(slots=True)
class Pen:
    """Draws lines of text one below the other, each as high as its size asks."""

    draw: ImageDraw.ImageDraw
    y: float = MARGIN

    def text(
        self, said: str, size: int = 26, *, bold: bool = False, ink: str = INK, left: int = 0
    ) -> None:
        room = WIDTH - 2 * MARGIN - left
        for line in wrapped(said, size, room, bold=bold):
            put(self.draw, (MARGIN + left, self.y), line, size, bold=bold, ink=ink)
            self.y += size * 1.4

    def space(self, height: float) -> None:
        self.y += height

    def rule(self) -> None:
        self.draw.line((MARGIN, self.y, WIDTH - MARGIN, self.y), fill=LINE, width=2)
        self.y += 22


def draw(sheet: WeeklySheetRead) -> bytes:
    """PNG. What is too long for the page is cut at its end, where the conclusion stands."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = Pen(ImageDraw.Draw(image))
    words = sheet.words
    if sheet.demo:
        pen.text(words["demo"], 24, ink=SOFT)
    pen.text(words["title"], 40, bold=True, ink=ACCENT)
    pen.text(sheet.community_name, 30, bold=True)
    pen.text(words["week"], 26, ink=SOFT)
    pen.space(16)
    _figures(pen, sheet)
    _section(
        pen,
        words["matters"],
        [_matter(n, m.text, m.owner) for n, m in enumerate(sheet.matters, 1)]
        or [words["no_matters"]],
    )
    _section(
        pen,
        words["calendar"],
        [f"{WEEKDAYS[d.day.weekday()]} {d.day:%d/%m}: {d.text}" for d in sheet.calendar]
        or [words["no_calendar"]],
    )
    _section(pen, words["praise"], [sheet.praise or "…"])
    _section(pen, words["suggestion"], [sheet.suggestion or "…"])
    _section(pen, words["conclusion"], [sheet.conclusion] if sheet.conclusion else [])
    if not sheet.conclusion:
        for _ in range(3):
            pen.space(40)
            pen.rule()
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _figures(pen: Pen, sheet: WeeklySheetRead) -> None:
    pen.rule()
    pen.text(sheet.words["figures"], 28, bold=True)
    width = (WIDTH - 2 * MARGIN) // len(sheet.figures)
    top = pen.y + 6
    lowest = top
    for number, figure in enumerate(sheet.figures):
        left = MARGIN + number * width
        said = "–" if figure.count is None else f"{figure.count:,}".replace(",", ".")
        put(pen.draw, (left, top), said, 54, bold=True, ink=ACCENT)
        y = top + 78
        label = (
            figure.label if figure.count is not None else f"{figure.label} ({sheet.words['none']})"
        )
        for line in wrapped(label, 22, width - 16):
            put(pen.draw, (left, y), line, 22, ink=SOFT)
            y += 30
        lowest = max(lowest, y)
    pen.y = lowest + 16


def _section(pen: Pen, title: str, lines: list[str]) -> None:
    pen.rule()
    pen.text(title, 28, bold=True)
    for line in lines:
        pen.text(line, 26, left=20)
    pen.space(10)


def _matter(number: int, text: str, owner: str) -> str:
    return f"{number}. {text}" + (f" – {owner}" if owner else "")


# -- letters -----------------------------------------------------------------------------------


@cache
def font(size: int, *, bold: bool, vietnamese: bool) -> ImageFont.FreeTypeFont:
    name = "vietnamese" if vietnamese else "latin"
    weight = 600 if bold else 400
    return ImageFont.truetype(FONTS / f"be-vietnam-pro-{name}-{weight}-normal.woff2", size)


def is_vietnamese(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in VIETNAMESE)


def runs(text: str) -> Iterator[tuple[bool, str]]:
    """Stretches of one file's letters."""
    for vietnamese, chars in groupby(text, is_vietnamese):
        yield vietnamese, "".join(chars)


def length(text: str, size: int, *, bold: bool = False) -> float:
    return sum(font(size, bold=bold, vietnamese=v).getlength(part) for v, part in runs(text))


def put(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    size: int,
    *,
    bold: bool = False,
    ink: str = INK,
) -> None:
    x, y = at
    for vietnamese, part in runs(text):
        letters = font(size, bold=bold, vietnamese=vietnamese)
        draw.text((x, y + size), part, font=letters, fill=ink, anchor="ls")
        x += letters.getlength(part)


def wrapped(text: str, size: int, room: float, *, bold: bool = False) -> list[str]:
    """Lines that fit; a word longer than a line is cut."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}".strip()
            if length(longer, size, bold=bold) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while length(line, size, bold=bold) > room:
                cut = max(1, int(len(line) * room / length(line, size, bold=bold)))
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return lines
