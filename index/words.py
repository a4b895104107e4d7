"""The words of a question beside the words of a text: how near is the nearest one, so that 钟头 stands for 小时.

A vector of a whole text blurs its words; here every word of the question looks for its own counterpart (known as late
interaction, or MaxSim). The words are the pieces of a static encoder's vocabulary, with the vectors they have there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Pieces: TypeAlias = NDArray[np.int32]  # (n,) places in the vocabulary, each once, never empty
Tokenize: TypeAlias = Callable[[Sequence[str]], list[list[int]]]
_UNKNOWN = 0  # the place of the unknown piece, whose vector is zero: it is near nothing


class Words:
    """The vocabulary of a static encoder: text into pieces, pieces beside pieces. Safe for several threads."""

    def __init__(self, tokenize: Tokenize, vectors: NDArray[np.generic], scales: NDArray[np.float32] | None) -> None:
        """Take a vocabulary of ``vectors``, shape (pieces, dim), each row to be multiplied by its scale if given."""
        self._tokenize = tokenize
        self._vectors = vectors  # as the encoder holds them: a byte a number, not four
        lengths = np.concatenate(
            [np.linalg.norm(vectors[i : i + 4096].astype(np.float32), axis=1) for i in range(0, len(vectors), 4096)]
        )
        self._inverse = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        #: How much each piece says, shape (pieces,): an encoder gives words that tell texts apart the longer vectors.
        self.weights: NDArray[np.float32] = lengths if scales is None else lengths * scales

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Return the known pieces of each text, each once; the unknown piece alone where none is known."""
        found = []
        for ids in self._tokenize(texts):
            known = np.unique(np.array(ids, np.int32))
            known = known[self.weights[known] > 0] if len(known) else known
            found.append(known if len(known) else np.array([_UNKNOWN], np.int32))
        return found

    def nearest(self, question: Pieces, texts: Sequence[Pieces]) -> NDArray[np.float32]:
        """Return the cosine of each piece of the question with its nearest in each text, (pieces, texts)."""
        if not texts:
            return np.zeros((len(question), 0), np.float32)
        starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
        flat = np.concatenate(texts)
        # Counting beats sorting here: thousands of pieces, of a vocabulary that is not much larger.
        unique = np.flatnonzero(np.bincount(flat, minlength=len(self.weights)))
        place = np.empty(len(self.weights), np.int32)
        place[unique] = np.arange(len(unique))
        asked = self._vectors[question].astype(np.float32) * self._inverse[question, None]
        cosines = (asked @ self._vectors[unique].astype(np.float32).T) * self._inverse[unique]
        nearest: NDArray[np.float32] = np.maximum.reduceat(cosines[:, place[flat]], starts, axis=1)
        return nearest

    def shares(self, question: Pieces) -> NDArray[np.float32]:
        """Return the share of what the question says that each of its pieces carries, sum 1 (0 without known ones)."""
        weights = self.weights[question]
        return weights / max(float(weights.sum()), 1e-9)


class WordIndex:
    """The pieces of every passage, written at build time: to tokenize a hundred passages a question would be slow."""

    def __init__(self, pieces: NDArray[np.generic], starts: NDArray[np.int64]) -> None:
        self._pieces = pieces
        self._starts = starts

    @classmethod
    def build(cls, texts: Sequence[str], words: Words, *, batch: int = 4096) -> WordIndex:
        """Return the index of one text a passage."""
        found = [one for at in range(0, len(texts), batch) for one in words.pieces(texts[at : at + batch])]
        kind = np.uint16 if len(words.weights) <= 1 << 16 else np.int32
        flat = np.concatenate(found).astype(kind) if found else np.zeros(0, kind)
        return cls(flat, np.cumsum([0, *map(len, found)]))

    @property
    def n_passages(self) -> int:
        """Number of rows."""
        return len(self._starts) - 1

    def pieces(self, row: int) -> Pieces:
        """Return the pieces of a passage."""
        return np.asarray(self._pieces[self._starts[row] : self._starts[row + 1]], np.int32)

    def save(self, folder: Path) -> None:
        """Write two plain arrays into an existing empty folder."""
        np.save(folder / "pieces.npy", self._pieces)
        np.save(folder / "starts.npy", self._starts)

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """Read a saved index: two bytes a piece, 9 MB for 67,500 passages."""
        pieces = np.load(folder / "pieces.npy", allow_pickle=False)
        return cls(pieces, np.load(folder / "starts.npy", allow_pickle=False))
