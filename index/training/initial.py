"""First vectors of the pieces, before training: what a piece is spelled with, times how rare it is.

Two pieces that share characters begin near each other, so a text's mean is from the start a sketch of its character
pairs weighted by rarity, close to what a lexical search compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

SINGLE_SHARE = 0.5  # weight of single characters beside character pairs


def document_frequency(passages: Iterable[Sequence[int]], size: int) -> tuple[NDArray[np.int64], int]:
    """Return in how many passages each of ``size`` pieces stands, and the number of passages."""
    frequency = np.zeros(size, dtype=np.int64)
    number = 0
    for passage in passages:
        frequency[np.unique(np.asarray(passage, dtype=np.int64))] += 1
        number += 1
    return frequency, number


def initial_vectors(
    tokenizer: Tokenizer, frequency: NDArray[np.int64], number: int, *, dim: int, seed: int
) -> NDArray[np.float32]:
    """Return one row per piece, (size, dim) float32; row 0, the unknown piece, is zero."""
    random = np.random.default_rng(seed)
    spelled: dict[str, NDArray[np.float32]] = {}

    def direction(string: str) -> NDArray[np.float32]:
        if string not in spelled:
            spelled[string] = random.standard_normal(dim, dtype=np.float32)
        return spelled[string]

    rows = np.zeros((tokenizer.get_vocab_size(), dim), dtype=np.float32)
    for piece, row in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1]):
        if row == 0:
            continue
        vector = sum((SINGLE_SHARE * direction(character) for character in piece), np.zeros(dim, dtype=np.float32))
        for at in range(len(piece) - 1):
            vector = vector + direction(piece[at : at + 2])
        rows[row] = vector / np.linalg.norm(vector)
    rarity = np.log((number + 1) / (frequency + 1)) / np.log(number + 1)
    rows *= rarity.clip(0.02).astype(np.float32)[:, None]
    return rows
