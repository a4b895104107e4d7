"""Vectors kept between builds, so that a text that did not change is not embedded again.

A row belongs to the encoder's fingerprint and to the text. Only the texts of the last build are kept.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.store import file_sha256

if TYPE_CHECKING:
    from index.embedding import Embedder, Vectors

_BATCH = 2048  # texts encoded at a time: bounds memory and moves the progress bar
_ROWS, _KEYS = "vectors.npy", "vectors.json"  # the second is written last and holds the hash of the first


@dataclass(frozen=True, slots=True)
class Embedded:
    """Rows of vectors, and how many texts had to be encoded for them."""

    vectors: Vectors  # (texts, dim) float32
    encoded: int


def embed_texts(
    texts: Sequence[str], embedder: Embedder, folder: Path, *, progress: Callable[[float], None] = lambda share: None
) -> Embedded:
    """Return one row a text, taking known rows from ``folder`` and keeping all there for the next time.

    :param progress: told the share done, from 0.0 to 1.0.
    """
    keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32] for text in texts]
    by_key = dict(zip(keys, texts, strict=True))
    place = {key: row for row, key in enumerate(by_key)}
    known, kept = _load(folder, embedder)
    rows = np.zeros((len(by_key), embedder.dim), np.float32)
    same = [key for key in by_key if key in known]
    rows[[place[key] for key in same]] = kept[[known[key] for key in same]]
    fresh = [key for key in by_key if key not in known]
    for start in range(0, len(fresh), _BATCH):
        batch = fresh[start : start + _BATCH]
        rows[[place[key] for key in batch]] = embedder.encode_passages([by_key[key] for key in batch])
        progress(min(1.0, (start + _BATCH) / len(fresh)))
    if list(known) != list(by_key):
        _save(folder, embedder, list(by_key), rows)
    return Embedded(rows if len(by_key) == len(keys) else rows[[place[key] for key in keys]], len(fresh))


def _load(folder: Path, embedder: Embedder) -> tuple[Mapping[str, int], Vectors]:
    """Return row numbers by key, and the rows; nothing when they are missing, damaged or of another encoder."""
    nothing: tuple[Mapping[str, int], Vectors] = ({}, np.zeros((0, embedder.dim), np.float32))
    try:
        values = json.loads((folder / _KEYS).read_text(encoding="utf-8"))
        if values["encoder"] != embedder.fingerprint or values["sha256"] != file_sha256(folder / _ROWS):
            return nothing
        keys: list[str] = values["keys"]
        rows = np.load(folder / _ROWS, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, KeyError, TypeError):
        return nothing
    if rows.shape != (len(keys), embedder.dim) or rows.dtype != np.float32:
        return nothing
    return {key: row for row, key in enumerate(keys)}, rows


def _save(folder: Path, embedder: Embedder, keys: Sequence[str], rows: Vectors) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    staged = folder / f"new-{_ROWS}"
    np.save(staged, rows, allow_pickle=False)
    values = {"encoder": embedder.fingerprint, "sha256": file_sha256(staged), "keys": list(keys)}
    os.replace(staged, folder / _ROWS)
    staged = folder / f"new-{_KEYS}"
    staged.write_text(json.dumps(values), encoding="utf-8")
    os.replace(staged, folder / _KEYS)
