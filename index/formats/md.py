"""Markdown files: a "key: value" head, tables with pipes, everything else as plain lines."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from index.formats.base import RawLine, RawText
from index.formats.decode import decode, to_lines

_KEY = re.compile(r"^([A-Za-z_][\w-]*)\s*:\s*(.*)$")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")


def read_md(path: Path, *, file: str) -> RawText:
    """Return the lines of a markdown file below its head; table rows have tabs between cells.

    :param file: the name it is known by, below the corpus folder.
    :raises UnreadableFileError: when it is no text in UTF-8, UTF-16 or GB18030.
    """
    decoded = decode(path.read_bytes(), file=file)
    lines, notes = to_lines(decoded.text, file=file)
    head, skip = front_matter(lines)
    return RawText(file, tuple(map(_row, lines[skip:])), decoded.encoding, head, notes)


def front_matter(lines: tuple[RawLine, ...]) -> tuple[dict[str, str], int]:
    """Return the pairs between two "---" lines at the top, and how many lines they take."""
    if not lines or lines[0].text.strip() != "---":
        return {}, 0
    head: dict[str, str] = {}
    for index, line in enumerate(lines[1:], 1):
        if line.text.strip() == "---":
            return head, index + 1
        found = _KEY.match(line.text.strip())
        if found:
            head[found[1]] = found[2].strip().strip("\"'")
        elif line.text.strip():
            break
    return {}, 0


def _row(line: RawLine) -> RawLine:
    """Return "| a | b |" as "a<tab>b"; the rule below a table head becomes a blank line."""
    text = line.text.strip()
    if not text.startswith("|") or text.count("|") < 2:
        return line
    if _RULE.match(text):
        return replace(line, text="")
    cells = text.removeprefix("|").removesuffix("|").split("|")
    return replace(line, text="\t".join(cell.strip() for cell in cells))
