"""What a printed page holds, for the formats that place every character: PDF and OFD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One character. Points (1/72 inch) from the top left corner, y downwards.

    A named tuple, for a file holds millions of them and a frozen dataclass takes three times as long to make.
    """

    text: str
    x0: float
    x1: float
    y: float  # middle of the line it stands on
    size: float  # height of its line


@dataclass(frozen=True, slots=True)
class Rule:
    """One straight line, horizontal or vertical; ``x0 <= x1`` and ``y0 <= y1``, in points."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """Everything drawn on one page."""

    number: int  # 1-based
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: bool  # whether a picture covers a good part of it


@dataclass(frozen=True, slots=True)
class Item:
    """One printed line, or the table that stands in its place."""

    text: str
    x0: float
    x1: float
    y: float  # middle of the line, top of the table
    em: float  # width of one full character; 0 for a table
    rows: tuple[str, ...] = ()  # of a table, tabs between cells
    column: int = 0  # 0 across the page, 1 left, 2 right


def rule(x0: float, y0: float, x1: float, y1: float) -> Rule | None:
    """Return the line between two points when it is straight up or level and long enough to see, else None."""
    if abs(x1 - x0) > 1.5 and abs(y1 - y0) > 1.5:
        return None
    if max(abs(x1 - x0), abs(y1 - y0)) < 4:
        return None
    return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return characters by printed line, top to bottom, each from left to right; what is printed twice comes once."""
    rows: list[list[Glyph]] = []
    middle = size = 0.0
    for glyph in sorted(glyphs, key=lambda one: (one.y, one.x0)):
        if rows and abs(glyph.y - middle) <= 0.4 * max(glyph.size, size):
            rows[-1].append(glyph)
            size = max(size, glyph.size)
        else:
            rows.append([glyph])
            middle, size = glyph.y, glyph.size
    return [_once(sorted(row, key=lambda one: one.x0)) for row in rows]


def _once(row: list[Glyph]) -> list[Glyph]:
    """Drop the second print of a character that is shifted a little to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        shift = 0.3 * (glyph.x1 - glyph.x0)
        if not any(one.text == glyph.text and glyph.x0 - one.x0 < shift for one in kept[-3:]):
            kept.append(glyph)
    return kept


def text_of(row: Sequence[Glyph]) -> str:
    """Return one line's text, with a blank where the print leaves one."""
    text = ""
    for index, glyph in enumerate(row):
        if index and not text[-1:].isspace() and not glyph.text.isspace():
            gap = glyph.x0 - row[index - 1].x1
            if gap > _least_blank(text[-1:], glyph.text) * glyph.size:
                text += " "
        text += glyph.text
    return text.strip()


def _least_blank(before: str, after: str) -> float:
    """Return how wide a gap must be to be a blank, in line heights; digits are often set as wide as Han characters."""
    if before.isdecimal() and after.isdecimal():
        return 0.6
    return 0.18 if before < "\u0250" and after < "\u0250" else 0.8


def join_lines(first: str, second: str) -> str:
    """Return two printed lines of one paragraph as one text; Latin words keep a blank, a torn figure gets none."""
    word = first[-1:].isascii() and (first[-1:].isalpha() or first[-1:] in ",;:")
    blank = " " if word and second[:1].isascii() and second[:1].isalpha() else ""
    return first + blank + second
