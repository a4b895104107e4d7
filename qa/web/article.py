"""The whole article around a cited passage, read from the loaded index.

Knows nothing of HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.corpus import Document, Passage

MAX_CHARACTERS = 6000  # of one article on the page; more would be slow to scroll on a phone


class Passages(Protocol):
    """The part of a loaded index that is read here; ``index.snapshot.Snapshot`` fits."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document by its id."""
        ...

    @property
    def doc_ids(self) -> Sequence[str]:
        """The document of every row."""
        ...

    def row(self, passage_id: str) -> int | None:
        """Return the row of a passage id; None when there is no such passage."""
        ...

    def passage(self, row: int) -> Passage:
        """Return the passage of a row."""
        ...


@dataclass(frozen=True, slots=True)
class Article:
    """An article as printed: its passages in order, the cited one among them."""

    document: Document
    parts: tuple[Passage, ...]
    shortened: bool = False  # parts further from the cited one were left out


def read_article(passages: Passages, passage_id: str) -> Article | None:
    """Return the article a passage belongs to; None when the index does not hold the passage.

    Parts of a long article are neighbouring rows of one document under one heading path. The cited part is always
    there; further parts are added after, then before it, up to :data:`MAX_CHARACTERS`.
    """
    row = passages.row(passage_id)
    if row is None:
        return None
    cited = passages.passage(row)
    parts = [cited]
    room = MAX_CHARACTERS - len(cited.text)
    shortened = False
    for step in (1, -1):
        place = row + step
        while 0 <= place < len(passages.doc_ids) and passages.doc_ids[place] == cited.doc_id:
            part = passages.passage(place)
            if part.heading_path != cited.heading_path:
                break
            if len(part.text) > room:
                shortened = True
                break
            room -= len(part.text)
            parts.insert(len(parts) if step > 0 else 0, part)
            place += step
    return Article(passages.documents[cited.doc_id], tuple(parts), shortened)
