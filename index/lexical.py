"""The lexical leg: BM25 over character bigrams, words and quantities, stored as memory-mapped arrays.

Character bigrams need no segmenter, never miss a word that a dictionary lacks, and index 65,000 articles in seconds.
Knows nothing of documents or ranking; a passage is its row number here.
"""

from __future__ import annotations

import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.text import fold, quantities

Scores: TypeAlias = NDArray[np.float32]  # (number of passages,), higher is better
Rows: TypeAlias = NDArray[np.int32]  # row numbers of passages, ascending

# What is searched separately, so that a title's words and a text's words can weigh differently; BM25's k1 and b.
# A short b for heads: a long title is not a worse one.
FIELDS: Mapping[str, tuple[float, float]] = {"body": (1.2, 0.75), "head": (1.2, 0.3)}
# Runs of Chinese characters, or of letters and digits ("5a", "lng", "2025", "12345", "85%").
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:\.[0-9]+)?%?")


def tokens(text: str) -> list[str]:
    """Return the search tokens of a text: bigrams of each Chinese run, words, and quantities marked with ``#``."""
    folded = fold(text)
    found: list[str] = []
    for run in _RUN.findall(folded):
        if run[0] < "\u3400" or len(run) == 1:
            found.append(run)
        else:
            found += map(str.__add__, run, run[1:])
    found += map("#".__add__, quantities(folded))
    return found


@dataclass(frozen=True, slots=True)
class _Postings:
    """A sparse column matrix of BM25 scores: one column a token."""

    data: NDArray[np.float32]
    rows: Rows
    starts: NDArray[np.int64]  # (number of tokens + 1,)


class LexicalIndex:
    """BM25 scores of every token in every passage, by field."""

    def __init__(self, vocabulary: Sequence[str], fields: Mapping[str, _Postings], n_passages: int) -> None:
        self._ids = {token: i for i, token in enumerate(vocabulary)}
        self._fields = dict(fields)
        self.n_passages = n_passages

    @classmethod
    def build(cls, texts: Mapping[str, Sequence[str]]) -> LexicalIndex:
        """Index one text a passage for each field of ``FIELDS``.

        :raises ValueError: if the fields do not have the same number of texts, or none.
        """
        from bm25s import BM25  # slow import: scipy

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG when it is imported
        counts = {len(column) for column in texts.values()}
        if len(counts) != 1 or 0 in counts or set(texts) != set(FIELDS):
            raise ValueError(f"lexical index needs the fields {sorted(FIELDS)} with as many texts each, got {counts}")
        vocabulary: defaultdict[str, int] = defaultdict()
        vocabulary.default_factory = vocabulary.__len__  # a new token gets the next number
        number_of = vocabulary.__getitem__
        ids = {field: [list(map(number_of, tokens(text))) for text in column] for field, column in texts.items()}
        known = dict(vocabulary)
        fields = {}
        for field, (k1, b) in FIELDS.items():
            if not any(ids[field]):  # nothing but punctuation: bm25s would divide by the mean length
                fields[field] = _Postings(np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(len(known) + 1, int))
                continue
            model = BM25(k1=k1, b=b, method="lucene")
            model.index((ids[field], known), show_progress=False)
            scores = model.scores
            fields[field] = _Postings(scores["data"], scores["indices"], np.asarray(scores["indptr"], np.int64))
        return cls(list(known), fields, counts.pop())

    def postings(self, field: str, token: str) -> tuple[Rows, Scores]:
        """Return the rows that hold ``token`` in ``field`` and their BM25 scores; both empty when none does."""
        column = self._fields[field]
        token_id = self._ids.get(token)
        if token_id is None:
            return column.rows[:0], column.data[:0]
        start, end = column.starts[token_id], column.starts[token_id + 1]
        return column.rows[start:end], column.data[start:end]

    def scores(self, field: str, weights: Mapping[str, float]) -> Scores:
        """Return each passage's weighted BM25 score for the given tokens."""
        total = np.zeros(self.n_passages, np.float32)
        for token, weight in weights.items():
            rows, values = self.postings(field, token)
            total[rows] += np.float32(weight) * values
        return total

    def idf(self, token: str) -> float:
        """Return the token's inverse document frequency over bodies; for unknown tokens that of one passage."""
        held = len(self.postings("body", token)[0])
        return float(np.log1p((self.n_passages - held + 0.5) / (held + 0.5)))

    def frequency(self, token: str) -> int:
        """Return how many bodies hold the token."""
        token_id = self._ids.get(token)
        starts = self._fields["body"].starts
        return 0 if token_id is None else int(starts[token_id + 1] - starts[token_id])

    def frequencies(self) -> Iterator[tuple[str, int]]:
        """Yield every token with its :meth:`frequency`."""
        # bm25s adds an empty token at the end of the last field's vocabulary, which the first field does not have.
        return zip(self._ids, np.diff(self._fields["body"].starts).tolist(), strict=False)

    def knows(self, token: str) -> bool:
        """Return whether any passage holds the token in any field."""
        return token in self._ids

    def save(self, folder: Path) -> None:
        """Write the index as plain arrays and one word list into an existing empty folder."""
        (folder / "vocabulary.txt").write_text("\n".join(self._ids), encoding="utf-8")
        (folder / "meta.json").write_text(json.dumps({"n_passages": self.n_passages}), encoding="utf-8")
        for name, column in self._fields.items():
            for part in ("data", "rows", "starts"):
                np.save(folder / f"{name}.{part}.npy", getattr(column, part))

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open a saved index; the arrays stay on disk and are mapped into memory."""
        vocabulary = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        n_passages = int(json.loads((folder / "meta.json").read_text(encoding="utf-8"))["n_passages"])
        fields = {
            name: _Postings(
                _mapped(folder / f"{name}.data.npy"),
                _mapped(folder / f"{name}.rows.npy"),
                _mapped(folder / f"{name}.starts.npy"),
            )
            for name in FIELDS
        }
        return cls(vocabulary, fields, n_passages)


def _mapped(path: Path) -> NDArray[Any]:
    array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)  # plain array over the mapping: np.memmap slicing is ten times slower


def count_tokens(texts: Iterable[str]) -> dict[str, float]:
    """Return how often each token stands in the texts, as query weights."""
    weights: dict[str, float] = {}
    for text in texts:
        for token in tokens(text):
            weights[token] = weights.get(token, 0.0) + 1.0
    return weights
