"""How long a passage may be, and where a long paragraph is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.paragraphs import Paragraph, slice_paragraph

TINY = 80  # characters; a passage below this is read with its siblings
TARGET = 600  # characters; parts of a long article stay below
LONG = 700  # characters; an article up to this is one passage


def cut_long(paragraph: Paragraph) -> list[Paragraph]:
    """Cut a paragraph longer than LONG at sentence ends; without any, at commas, and failing them anywhere."""
    size = len(paragraph.text)
    if size <= LONG:
        return [paragraph]
    for pattern, most in ((_SENTENCE_END, 2 * LONG), (_COMMA, 2 * LONG), (_ANY, size)):
        cuts = _even_cuts([found.end() for found in pattern.finditer(paragraph.text)], size)
        bounds = [0, *cuts, size]
        if max(end - start for start, end in pairwise(bounds)) <= most:
            break
    return [slice_paragraph(paragraph, start, end) for start, end in pairwise(bounds)]


_SENTENCE_END = re.compile(r"[。；](?:[）)”」]|（[^（）]{2,300}）)?")
_COMMA = re.compile(r"[。；，、,;]\s*")
_ANY = re.compile(r"(?s).{100}")


def _even_cuts(ends: Sequence[int], size: int) -> list[int]:
    """Return the places to cut so that the pieces are about equally long and none is tiny."""
    goal = size / max(2, -(-size // TARGET))
    cuts: list[int] = []
    for end in ends:
        if end - (cuts[-1] if cuts else 0) >= goal and size - end >= TINY:
            cuts.append(end)
    return cuts
