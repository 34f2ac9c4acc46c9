"""The picture of a bulletin that Zalo and Facebook show beside a link: drawn, never photographed.

The bundled Be Vietnam Pro comes as two files a weight, Latin and Vietnamese letters apart; a line
is drawn piece by piece, each piece with the file that has its letters. FreeType in Pillow's wheels
reads WOFF2.
"""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from math import cos, pi, radians, sin
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent.parent / "static" / "fonts"
SIZES = {"wide": (1200, 630), "square": (1080, 1080)}
GROUND, INK, SOFT, ACCENT = "#fbf7f3", "#2a2220", "#665a54", "#b3245f"
PETAL, PALE = "#f8dbe7", "#fce8f0"
MARGIN, LEADING = 84, 1.24
#: As the stylesheet's `unicode-range` of the Vietnamese file.
_VIETNAMESE = (
    *range(0x1EA0, 0x1EFA),
    *(0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x20AB),
)
_LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2027), 0x20AC, 0x2122)


@cache
def _font(letters: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"be-vietnam-pro-{letters}-{weight}-normal.woff2", size)


class _Pen:
    """Text of one weight and size on one picture."""

    def __init__(self, draw: ImageDraw.ImageDraw, weight: int, size: int, colour: str) -> None:
        self.draw, self.colour, self.size = draw, colour, size
        self.fonts = {
            vietnamese: _font("vietnamese" if vietnamese else "latin", weight, size)
            for vietnamese in (True, False)
        }

    def _pieces(self, text: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
        known = [c for c in text if ord(c) in _LATIN or ord(c) in _VIETNAMESE]
        return [
            (self.fonts[vietnamese], "".join(letters))
            for vietnamese, letters in groupby(known, lambda c: ord(c) in _VIETNAMESE)
        ]

    def width(self, text: str) -> float:
        return sum(font.getlength(piece) for font, piece in self._pieces(text))

    def line(self, x: float, y: float, text: str) -> None:
        """`y`: the line that the letters stand on."""
        for font, piece in self._pieces(text):
            self.draw.text((x, y), piece, font=font, fill=self.colour, anchor="ls")
            x += font.getlength(piece)

    def wrapped(self, text: str, width: float) -> list[str]:
        """Broken between words; a word that is wider than the line is broken where it must."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer) <= width:
                lines[-1] = longer
                continue
            if lines[-1]:
                lines.append("")
            for letter in word:
                if self.width(lines[-1] + letter) > width:
                    lines.append("")
                lines[-1] += letter
        return lines

    def cut(self, lines: list[str], most: int, width: float) -> list[str]:
        """At most so many lines; the last one says that more follows."""
        if len(lines) <= most:
            return lines
        last = lines[most - 1]
        while last and self.width(last + "…") > width:
            last = last[:-1]
        return [*lines[: most - 1], last.rstrip(" ,;:.") + "…"]


@lru_cache(maxsize=128)
def drawn(title: str, above: str, beneath: str, size: str) -> bytes:
    """A PNG: `above` the title the topic, `beneath` it who publishes. `size`: a key of `SIZES`."""
    width, height = SIZES[size]
    picture = Image.new("RGB", (width, height), GROUND)
    draw = ImageDraw.Draw(picture)
    _petals(draw, width, height)
    draw.rectangle((0, 0, 24, height), fill=ACCENT)
    room = width - 2 * MARGIN
    small = _Pen(draw, 600, 38, ACCENT)
    small.line(MARGIN, MARGIN + 32, small.cut(small.wrapped(above, room), 1, room)[0])
    foot = _Pen(draw, 600, 36, SOFT)
    feet = foot.cut(foot.wrapped(beneath, room), 2, room)
    for number, line in enumerate(reversed(feet)):
        foot.line(MARGIN, height - MARGIN - number * 48, line)
    top, bottom = MARGIN + 80, height - MARGIN - 48 * len(feet) - 16
    pen, lines = _fitting(draw, title, room, bottom - top)
    leading = round(pen.size * LEADING)
    y = top + (bottom - top - leading * len(lines)) / 2 + pen.size
    for line in lines:
        pen.line(MARGIN, y, line)
        y += leading
    out = BytesIO()
    picture.quantize(96).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitting(
    draw: ImageDraw.ImageDraw, text: str, width: float, height: float
) -> tuple[_Pen, list[str]]:
    """The largest letters in which the title fits; a very long one is cut at the smallest."""
    for size in range(92, 44, -4):
        pen = _Pen(draw, 600, size, INK)
        lines = pen.wrapped(text, width)
        if len(lines) * size * LEADING <= height:
            return pen, lines
    pen = _Pen(draw, 600, 44, INK)
    return pen, pen.cut(pen.wrapped(text, width), int(height // (44 * LEADING)), width)


def _petals(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    """A lotus in the lower corner, as pale as the paper allows: the outer petals first."""
    root = (width - 210, height + 60)
    for turn, length, tint in (
        (-68, 290, PALE),
        (68, 290, PALE),
        (-36, 340, PETAL),
        (36, 340, PETAL),
        (0, 370, PALE),
    ):
        draw.polygon(_petal(root, radians(turn), length), fill=tint, outline=GROUND)


def _petal(root: tuple[float, float], turn: float, length: float) -> list[tuple[float, float]]:
    """A pointed oval from the root upwards, turned to the right by an angle."""
    ends = [step / 20 for step in range(21)]
    edge = [(sin(pi * end**0.8) * length * 0.22, end * length) for end in ends]
    whole = edge + [(-across, along) for across, along in reversed(edge)]
    return [
        (
            root[0] + across * cos(turn) + along * sin(turn),
            root[1] + across * sin(turn) - along * cos(turn),
        )
        for across, along in whole
    ]
