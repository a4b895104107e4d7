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
_LACKS = 1.6  # characters a full line may lack at its end
_LACKS_INDENTED = 4.0  # the same where every paragraph shows its beginning by an indent
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
    joiner = _Joiner(pages)
    done: list[tuple[str, int]] = []
    last: _Printed | None = None
    for page in pages:
        for item in page.items:
            if item.rows:
                done += [(row, page.number) for row in item.rows]
                last = None
                continue
            line = _Printed(item, page.number)
            if last is not None and joiner.goes_on(last, line):
                text, first = done[-1]
                done[-1] = (join_lines(text, item.text), first)
            else:
                done.append((item.text, page.number))
            last = line
    return done


@dataclass(frozen=True, slots=True)
class _Printed:
    """A printed line and its page."""

    item: Item
    page: int

    @property
    def column(self) -> _Column:
        return self.page % 2, self.item.column


class _Joiner:
    """Knows how a file sets its paragraphs, and judges whether a line continues the one before."""

    def __init__(self, pages: Sequence[PageItems]) -> None:
        self._margins = _margins(pages)
        self._pitch = _pitch(pages)
        body = [_Printed(item, page.number) for page in pages for item in page.items if not item.rows]
        indented = sum(self._indent(line) > 1 for line in body)
        self._indents = indented >= 0.03 * len(body)

    def goes_on(self, before: _Printed, line: _Printed) -> bool:
        """Tell whether a line continues the one before: that one is full, this one has no indent, both are one size.

        Where first lines are indented, a line without indent says enough, and the one before may lack what did not
        fit: a bracket, a figure, a Latin word. Elsewhere it must be full, and its sentence not finished.
        """
        em = max(before.item.em, line.item.em, 1.0)
        margin = self._margins[line.column]
        same_size = abs(before.item.em - line.item.em) <= 0.15 * em
        if not same_size or margin.right - margin.left < _LEAST_WIDTH * em or not -0.5 < self._indent(line) < 0.6:
            return False
        together = before.page == line.page and before.column == line.column
        if together and line.item.y - before.item.y > 1.6 * self._pitch:
            return False
        if not self._indents and before.item.text[-1:] in "。：；":
            return False
        text = line.item.text
        word = len(text) - len(text.lstrip(_UNBROKEN))
        lacks = (_LACKS_INDENTED if self._indents else _LACKS) + 0.5 * min(word, 30)
        return self._margins[before.column].right - before.item.x1 < lacks * em

    def _indent(self, line: _Printed) -> float:
        """Return how far a line begins from the left margin, in characters."""
        return (line.item.x0 - self._margins[line.column].left) / max(line.item.em, 1.0)


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
