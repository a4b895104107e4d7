"""Exact search over a handful of unit vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.dense import DenseIndex

# East, north, north-east: cosines can be read off the page.
VECTORS = np.array([[1, 0], [0, 1], [0.7071, 0.7071]], np.float32)


def test_only_allowed_rows_are_found_best_first() -> None:
    index = DenseIndex.build(np.eye(4, 3, dtype=np.float32))
    vector = np.array([1, 0.5, 0.25], np.float32)
    rows, cosines = index.search(vector, top_k=3, allowed=np.array([False, True, True, False]))
    assert rows.tolist() == [1, 2]
    assert cosines.tolist() == [0.5, 0.25]
    assert [len(part) for part in index.search(vector, top_k=3, allowed=np.zeros(4, bool))] == [0, 0]


def test_the_nearest_comes_first_with_its_cosine() -> None:
    rows, cosines = DenseIndex.build(VECTORS).search(np.array([1, 0], np.float32), top_k=2)
    assert rows.tolist() == [0, 2]
    assert cosines == pytest.approx([1.0, 0.7071], abs=1e-3)


def test_more_than_there_are_is_all_there_are() -> None:
    rows, _ = DenseIndex.build(VECTORS).search(np.array([0, 1], np.float32), top_k=50)
    assert rows.tolist() == [1, 2, 0]


def test_cosines_of_chosen_rows() -> None:
    index = DenseIndex.build(VECTORS)
    assert index.cosines(np.array([0, 1], np.float32), np.array([2, 0])) == pytest.approx([0.7071, 0.0], abs=1e-3)


def test_size_and_dimension() -> None:
    index = DenseIndex.build(VECTORS)
    assert (index.n_passages, index.dim) == (3, 2)


def test_a_saved_index_finds_the_same(tmp_path: Path) -> None:
    DenseIndex.build(VECTORS).save(tmp_path / "dense.faiss")
    rows, _ = DenseIndex.load(tmp_path / "dense.faiss").search(np.array([1, 0], np.float32), top_k=3)
    assert rows.tolist() == [0, 2, 1]


@pytest.mark.parametrize("content", [b"", b"no index", b"IxSQ" + b"\0" * 20])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "dense.faiss"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"dense\.faiss: not a FAISS index"):
        DenseIndex.load(path)
