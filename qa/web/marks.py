"""Marks inside a text: the quote in its article, the direct answer and the ``[n]`` in an answer.

Pure string work: everything that comes from documents or people leaves here escaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

# Gradio runs a component's value through two template engines; as character references these signs start nothing.
_TEMPLATE_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"})


@dataclass(frozen=True, slots=True)
class Mark:
    """HTML to put around ``text[start:end]``; with ``replace`` it stands in its place."""

    start: int
    end: int
    opening: str
    closing: str
    replace: bool = False


def escape(text: str) -> str:
    """Return ``text`` as it must stand in HTML, in an attribute too."""
    return html.escape(text, quote=True).translate(_TEMPLATE_SIGNS)


def marked_html(text: str, marks: Iterable[Mark]) -> str:
    """Return escaped ``text`` with ``marks`` around their parts; where two marks overlap the earlier one counts."""
    pieces: list[str] = []
    done = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < done:
            continue
        pieces.append(escape(text[done : mark.start]))
        pieces.append(mark.opening + ("" if mark.replace else escape(text[mark.start : mark.end])) + mark.closing)
        done = mark.end
    pieces.append(escape(text[done:]))
    return "".join(pieces)


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Return where ``quote`` stands in ``text``, white space aside; None when it does not."""
    wanted = "".join(quote.split())
    if not wanted:
        return None
    places = [place for place, character in enumerate(text) if not character.isspace()]
    found = "".join(text[place] for place in places).find(wanted)
    if found < 0:
        return None
    return places[found], places[found + len(wanted) - 1] + 1


_REFERENCE = re.compile(r"\[(\d{1,3})\]")  # "[1]" after a quoted sentence


def references(text: str) -> list[tuple[int, int, int]]:
    """Return start, end and number of every ``[n]`` in ``text``."""
    return [(match.start(), match.end(), int(match[1])) for match in _REFERENCE.finditer(text)]
