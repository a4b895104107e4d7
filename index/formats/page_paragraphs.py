"""Printed lines of all pages into paragraphs: indent and full lines tell where one ends, also over a page break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from index.formats.base import RawLine, RawText, UnreadableFileError
from index.formats.decode import strip_invisible
from index.formats.page import Item, PageContent, join_lines
from index.formats.page_furniture import PageItems, drop_furniture
from index.formats.page_order import page_items

_LEAST_WIDTH = 12  # characters of a column of text
_UNBROKEN = "0123456789.,%-/:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_Column: TypeAlias = tuple[int, int]  # even or odd page, column


def read_pages(pages: Iterable[PageContent], *, file: str, encoding: str) -> RawText:
    """Return one line a paragraph or table row; a page without a text layer is named in the notes.

    :raises UnreadableFileError: when no page has text.
    """
    read: list[PageItems] = []
    scanned: list[int] = []
    for page in pages:
        items = tuple(page_items(page))
        if page.pictures and sum(len(item.text) for item in items) < 5 and not any(item.rows for item in items):
            scanned.append(page.number)
        read.append(PageItems(page.number, page.height, items))
    if not any(page.items for page in read):
        what = "only scanned pages" if scanned else "no text"
        raise UnreadableFileError(f"{file}: holds {what}; make it searchable with a text recognition program (OCR)")
    kept, notes = drop_furniture(read)
    if scanned:
        numbers = ", ".join(map(str, scanned[:20])) + (" ..." if len(scanned) > 20 else "")
        notes += (f"scanned page without text, needs text recognition (OCR): {numbers}",)
    paragraphs = _paragraphs(kept)
    texts, removed = strip_invisible([text for text, _ in paragraphs])
    lines = (
        RawLine(text, number, page) for number, (text, (_, page)) in enumerate(zip(texts, paragraphs, strict=True), 1)
    )
    return RawText(file, tuple(lines), encoding, notes=(*notes, *removed))


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


def _margins(pages: Sequence[PageItems]) -> dict[_Column, _Margins]:
    """Return the text margins of each column, on even and odd pages apart.

    The left one is the smallest x where at least three lines begin, so that a page of single-line paragraphs, all of
    them indented, is still measured against the pages around it.
    """
    lines: dict[_Column, list[Item]] = defaultdict(list)
    for page in pages:
        for item in page.items:
            if not item.rows:
                lines[page.number % 2, item.column].append(item)
    return {
        column: _Margins(_edge([one.x0 for one in items]), -_edge([-one.x1 for one in items]))
        for column, items in lines.items()
    }


def _edge(values: Sequence[float]) -> float:
    """Return the smallest value near which at least three lie; the smallest of all when there is none."""
    ordered = sorted(values)
    for first, third in zip(ordered, ordered[2:], strict=False):
        if third - first <= 3.0:
            return first
    return ordered[0]


def _paragraphs(pages: Sequence[PageItems]) -> list[tuple[str, int]]:
    """Return (text, page it begins on) for every paragraph and table row."""
    margins = _margins(pages)
    body = [item for page in pages for item in page.items if not item.rows]
    indented = sum(
        _indent(item, margins[page.number % 2, item.column]) > 1
        for page in pages
        for item in page.items
        if not item.rows
    )
    uses_indent = indented >= 0.03 * len(body)
    pitch = _pitch(pages)
    done: list[tuple[str, int]] = []
    last: tuple[Item, int] | None = None  # the printed line before, and its page
    for page in pages:
        for item in page.items:
            if item.rows:
                done += [(row, page.number) for row in item.rows]
                last = None
                continue
            goes_on = last is not None and _goes_on(
                last[0], item, margins[last[1] % 2, last[0].column], margins[page.number % 2, item.column]
            )
            if goes_on and last is not None:
                same_place = last[1] == page.number and last[0].column == item.column
                if same_place and item.y - last[0].y > 1.6 * pitch:
                    goes_on = False
                if not uses_indent and last[0].text[-1:] in "。：；":
                    goes_on = False
            if goes_on:
                text, first = done[-1]
                done[-1] = (join_lines(text, item.text), first)
            else:
                done.append((item.text, page.number))
            last = (item, page.number)
    return done


def _goes_on(before: Item, item: Item, margin_before: _Margins, margin: _Margins) -> bool:
    """Tell whether a line continues the one before: that one is full, this one is not indented, both are one size."""
    em = max(before.em, item.em, 1.0)
    word = len(item.text) - len(item.text.lstrip(_UNBROKEN))  # a figure or Latin word moves down as a whole
    full = margin_before.right - before.x1 < (1.6 + 0.5 * min(word, 30)) * em
    same_size = abs(before.em - item.em) <= 0.12 * em
    wide = margin.right - margin.left > _LEAST_WIDTH * em  # narrower lines are no wrapped text
    return full and wide and same_size and -0.5 < _indent(item, margin) < 0.6


def _indent(item: Item, margin: _Margins) -> float:
    return (item.x0 - margin.left) / max(item.em, 1.0)


def _pitch(pages: Sequence[PageItems]) -> float:
    """Return the usual distance between two lines, in points."""
    steps = []
    for page in pages:
        lines = [item for item in page.items if not item.rows]
        steps += [
            second.y - first.y
            for first, second in pairwise(lines)
            if second.y > first.y and second.column == first.column
        ]
    return median(steps) if steps else 1e9
