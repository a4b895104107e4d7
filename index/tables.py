"""Tables: header rows printed again after a page break, section rows, and groups of rows with their head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.chars import ends_sentence, letters
from index.lines import LeftOut
from index.paragraphs import Paragraph

ROWS = 500  # characters of table rows a passage
_TINY = 80  # characters; a last group below this goes to the one before
_LABEL = 160  # characters of a merged first cell repeated before later rows


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Some rows of a table that make one passage."""

    rows: tuple[Paragraph, ...]
    context: str  # caption, header row and what the first cell would say; "" for the first group
    section: str  # "第一条：…" of a row that has only its first cell, "" without such rows


def drop_repeated_headers(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[LeftOut]]:
    """Return the paragraphs without header rows that a page break printed again."""
    kept: list[Paragraph] = []
    left_out: list[LeftOut] = []
    header = ""
    for paragraph in paragraphs:
        if paragraph.role != "row":
            header = ""
        elif not header:
            header = letters(paragraph.text)
        elif letters(paragraph.text) == header and paragraph.text.count("\t") > 0:
            left_out.append(LeftOut(paragraph.first_line, "repeated_header", paragraph.text[:60]))
            continue
        kept.append(paragraph)
    return kept, left_out


def group_rows(rows: Sequence[Paragraph], caption: str) -> list[RowGroup]:
    """Return the rows in groups of about ``ROWS`` characters; a section row begins a new group.

    The first row is the header and stands in the first group; every later group repeats it as context.
    """
    head = [part for part in (caption, rows[0].text) if part]
    groups: list[RowGroup] = []
    open_rows: list[Paragraph] = []
    section = label = start_label = ""
    holds_content = False  # a header or section row must not make a group of its own

    def close() -> None:
        if open_rows:
            lines = (
                [] if not groups else [*head, *([section] if section else []), *([start_label] if start_label else [])]
            )
            if open_rows[0].text.split("\t")[0].strip() == section and section in lines:
                lines.remove(section)
            groups.append(RowGroup(tuple(open_rows), "\n".join(lines), section))
            open_rows.clear()

    for index, row in enumerate(rows):
        cells = [cell.strip() for cell in row.text.split("\t")]
        heading = index > 0 and len(cells) > 2 and bool(cells[0]) and not any(cells[1:])
        size = _size(open_rows)
        full = size + len(row.text) > ROWS and not (_is_torn(open_rows) and size < 2 * ROWS)
        if holds_content and (heading or full):
            close()
            holds_content = False
            start_label = "" if cells[0] else label[:_LABEL]
        section = cells[0] if heading else section
        label = "" if heading else cells[0] or label
        holds_content = holds_content or (index > 0 and not heading)
        open_rows.append(row)
    close()
    if len(groups) > 1 and groups[-1].section == groups[-2].section and _size(groups[-1].rows) < _TINY:
        last = groups.pop()
        groups[-1] = RowGroup(groups[-1].rows + last.rows, groups[-1].context, last.section)
    return groups


def _size(rows: Sequence[Paragraph]) -> int:
    return sum(len(row.text) for row in rows)


def _is_torn(rows: Sequence[Paragraph]) -> bool:
    """Tell whether the last row stops in mid-sentence, so that the next one is the rest of it."""
    cells = [cell.strip() for cell in rows[-1].text.split("\t") if cell.strip()] if rows else []
    return bool(cells) and len(cells[-1]) > 12 and not ends_sentence(cells[-1])
