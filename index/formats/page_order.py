"""The lines of one printed page in the order they are read: down the left column, then down the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from index.formats.page import Glyph, Item, PageContent, join_lines, rows_of, text_of
from index.formats.page_tables import take_tables

_LEAST_LINES = 3  # a side with fewer is no column


def page_items(page: PageContent) -> list[Item]:
    """Return the lines and tables of a page in reading order."""
    tables, glyphs = take_tables(page.glyphs, page.rules)
    pieces = [piece for row in rows_of(glyphs) for piece in _pieces(row)]
    items = sorted([*tables, *pieces], key=lambda one: (one.y, one.x0))
    gutter = _gutter(items, page.width)
    return _in_columns(items, gutter) if gutter else _joined(items)


def _pieces(row: Sequence[Glyph]) -> list[Item]:
    """Return the parts of a printed line that wide gaps separate."""
    parts: list[list[Glyph]] = [[]]
    last: Glyph | None = None  # the last character that shows
    blanks = 0.0  # width of the printed blanks after it
    for glyph in row:
        if glyph.text.isspace():
            if parts[-1]:
                parts[-1].append(glyph)
                blanks += glyph.x1 - glyph.x0
            continue
        if last and glyph.x0 - last.x1 > max(1.2 * glyph.size, 0.8 * glyph.size + blanks):
            parts.append([])
        parts[-1].append(glyph)
        last, blanks = glyph, 0.0
    items = []
    for part in parts:
        inked = [one for one in part if not one.text.isspace()]
        if inked:
            wide = [one.x1 - one.x0 for one in inked if one.text > "\u2e80"]
            em = median(wide) if wide else 0.85 * median(one.size for one in inked)
            items.append(Item(text_of(part), inked[0].x0, inked[-1].x1, median(one.y for one in inked), em))
    return items


def _gutter(items: Sequence[Item], width: float) -> float | None:
    """Return the x of the white strip between two columns of text, or None for a page with one column."""
    best: tuple[float, float] | None = None
    for step in range(35, 66):
        x = width * step / 100
        left = [one for one in items if one.x1 <= x and not one.rows]
        right = [one for one in items if one.x0 >= x and not one.rows]
        if min(len(left), len(right)) < _LEAST_LINES:
            continue
        crossing = sum(one.x1 - one.x0 for one in items if one.x0 < x < one.x1)
        if _is_column(left, width) and _is_column(right, width) and (best is None or crossing < best[0]):
            best = (crossing, x)
    return best[1] if best else None


def _is_column(side: Sequence[Item], width: float) -> bool:
    """Tell whether lines fill a column: most are about as wide as the widest, and that is a third of the page."""
    widest = max(one.x1 - one.x0 for one in side)
    full = sum(one.x1 - one.x0 > 0.8 * widest for one in side)
    return widest > 0.25 * width and full >= max(_LEAST_LINES, 0.4 * len(side))


def _in_columns(items: Sequence[Item], gutter: float) -> list[Item]:
    """Return the items with each stretch of two columns read left first; what crosses ends a stretch."""
    ordered: list[Item] = []
    left: list[Item] = []
    right: list[Item] = []

    def flush() -> None:
        if min(len(left), len(right)) < _LEAST_LINES:
            ordered.extend(_joined(sorted([*left, *right], key=lambda one: (one.y, one.x0))))
        else:
            ordered.extend(replace(one, column=1) for one in _joined(left))
            ordered.extend(replace(one, column=2) for one in _joined(right))
        left.clear()
        right.clear()

    for item in items:
        if item.x0 < gutter < item.x1:
            flush()
            ordered.append(item)
        else:
            (left if item.x1 <= gutter else right).append(item)
    flush()
    return ordered


def _joined(items: Sequence[Item]) -> list[Item]:
    """Return pieces that stand on one line as one item, a blank between them."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if last and not last.rows and not item.rows and abs(item.y - last.y) <= 0.4 * max(item.em, last.em):
            first, second = (last, item) if last.x0 <= item.x0 else (item, last)
            text = join_lines(first.text + " ", second.text)
            joined[-1] = replace(first, text=text, x1=max(last.x1, item.x1))
        else:
            joined.append(item)
    return joined
