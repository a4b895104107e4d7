"""Tables of a printed page, found by their ruled lines: every cell once, empty cells empty."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from index.formats.page import Glyph, Item, Rule, join_lines, rows_of, text_of

_NEAR = 3.0  # points within which two lines are one, or touch
_MOST_RULES = 3_000  # a page with more is a drawing or a map


def take_tables(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Item], list[Glyph]]:
    """Return the tables of a page and the characters outside them."""
    if len(rules) > _MOST_RULES:
        return [], list(glyphs)
    tables: list[Item] = []
    rest = list(glyphs)
    for group in _groups(rules):
        grid = _Grid(group)
        if grid.columns < 2:
            continue
        inside = [glyph for glyph in rest if grid.holds(glyph)]
        rows = grid.rows(inside)
        if sum(bool(cell) for row in rows for cell in row) < 2:
            continue
        taken = set(map(id, inside))
        rest = [glyph for glyph in rest if id(glyph) not in taken]
        lines = tuple("\t".join(row) for row in rows if any(row))
        tables.append(Item("", grid.xs[0], grid.xs[-1], grid.ys[0], 0.0, lines))
    return tables, rest


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the lines that touch each other, group by group; a lone line is no group."""
    level = [index for index, one in enumerate(rules) if one.x1 - one.x0 >= one.y1 - one.y0]
    upright = [index for index, one in enumerate(rules) if one.x1 - one.x0 < one.y1 - one.y0]
    parent = list(range(len(rules)))

    def find(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i in level:
        across = rules[i]
        for j in upright:
            up = rules[j]
            if (
                across.x0 - _NEAR <= up.x0 <= across.x1 + _NEAR
                and up.y0 - _NEAR <= across.y0 <= up.y1 + _NEAR
                and (first := find(i)) != (second := find(j))
            ):
                parent[first] = second
    groups: dict[int, list[Rule]] = defaultdict(list)
    for index, one in enumerate(rules):
        groups[find(index)].append(one)
    return sorted((group for group in groups.values() if len(group) > 3), key=lambda group: min(r.y0 for r in group))


def _cluster(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


class _Grid:
    """The columns and rows a group of lines spans; cells without a line between them are one."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._level = [one for one in rules if one.x1 - one.x0 >= one.y1 - one.y0]
        self._upright = [one for one in rules if one.x1 - one.x0 < one.y1 - one.y0]
        # A table open at its sides ends where its level lines end.
        ends = [min(one.x0 for one in self._level), max(one.x1 for one in self._level)] if self._level else []
        self.xs = _cluster([one.x0 for one in self._upright] + ends)
        self.ys = _cluster([one.y0 for one in self._level])
        self.columns = len(self.xs) - 1 if len(self.ys) > 1 else 0

    def holds(self, glyph: Glyph) -> bool:
        """Tell whether a character stands inside the outer lines."""
        middle = (glyph.x0 + glyph.x1) / 2
        return self.xs[0] <= middle < self.xs[-1] and self.ys[0] <= glyph.y < self.ys[-1]

    def rows(self, glyphs: Sequence[Glyph]) -> list[list[str]]:
        """Return the text of every cell; what spans several cells stands in the first of them."""
        anchors = self._anchors()
        cells: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            row = min(bisect_right(self.ys, glyph.y), len(self.ys) - 1) - 1
            column = min(bisect_right(self.xs, (glyph.x0 + glyph.x1) / 2), self.columns) - 1
            cells[anchors[row, column]].append(glyph)
        return [
            [_cell_text(cells.get((row, column), [])) for column in range(self.columns)]
            for row in range(len(self.ys) - 1)
        ]

    def _anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return for every cell the first cell of the area it belongs to."""
        anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(len(self.ys) - 1):
            for column in range(self.columns):
                here = (row, column)
                anchors[here] = here
                if column and not self._has_upright(row, column):
                    anchors[here] = anchors[row, column - 1]
                elif row and not self._has_level(row, column):
                    anchors[here] = anchors[row - 1, column]
        return anchors

    def _has_upright(self, row: int, column: int) -> bool:
        middle, x = (self.ys[row] + self.ys[row + 1]) / 2, self.xs[column]
        return any(abs(one.x0 - x) <= _NEAR and one.y0 - 1 <= middle <= one.y1 + 1 for one in self._upright)

    def _has_level(self, row: int, column: int) -> bool:
        middle, y = (self.xs[column] + self.xs[column + 1]) / 2, self.ys[row]
        return any(abs(one.y0 - y) <= _NEAR and one.x0 - 1 <= middle <= one.x1 + 1 for one in self._level)


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    text = ""
    for row in rows_of(glyphs):
        text = join_lines(text, text_of(row))
    return text.replace("\t", " ")
