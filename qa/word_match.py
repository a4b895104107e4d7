"""How much of a question's matter a text speaks of, each word by its nearest counterpart in the text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.text import fold
from index.words import Pieces, Words
from qa.query import SearchQuery, frame_pattern
from qa.relative_dates import as_said

NEAR = 0.3  # a cosine that makes a counterpart: words of one field; what is nearer says no more about the passage
SAME = 0.5  # one that makes it the same thing in other words


class QuestionWords:
    """The words of a question, without those that only make it a question."""

    def __init__(self, query: SearchQuery, words: Words) -> None:
        self._words = words
        (self._pieces,) = words.pieces([frame_pattern().sub(" ", fold(as_said(query.text)))])
        self._shares = words.shares(self._pieces)

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Return the pieces of each text."""
        return self._words.pieces(texts)

    def nearest(self, texts: Sequence[Pieces]) -> NDArray[np.float32]:
        """Return the cosine of each word with its nearest in each text, shape (words, texts)."""
        return self._words.nearest(self._pieces, texts)

    def matched(self, nearest: NDArray[np.float32], *, at: float) -> NDArray[np.float32]:
        """Return the share of the question that has a counterpart, from 0 to 1, one a text; ``at`` is a full one."""
        share: NDArray[np.float32] = self._shares @ np.clip(nearest / at, 0, 1)
        return share

    def largest_missing(self, nearest: NDArray[np.float32]) -> float:
        """Return the share of the question that its two worst missed words carry; ``nearest`` has shape (words,)."""
        missing = np.sort(self._shares * (1 - np.clip(nearest / SAME, 0, 1)))
        return float(missing[-2:].sum())
