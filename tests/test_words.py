"""Words beside words: nearest counterparts, and the pieces of every passage on disk."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding import StaticEmbedder
from index.words import WordIndex, Words


@pytest.fixture(scope="module")
def bundled() -> Words:
    return StaticEmbedder().words


def letters(texts: Sequence[str]) -> list[list[int]]:
    """a is piece 1, b piece 2, c piece 3; everything else is unknown."""
    return [[max(0, ord(letter) - 96) if "a" <= letter <= "c" else 0 for letter in text] for text in texts]


def toy() -> Words:
    vectors = np.array([[0, 0], [1, 0], [0, 2], [3, 4]], np.float32)
    return Words(letters, vectors, None)


def test_each_piece_is_kept_once_and_the_unknown_one_only_when_nothing_else_is_known() -> None:
    assert [one.tolist() for one in toy().pieces(["abba", "xaz", "xyz", ""])] == [[1, 2], [1], [0], [0]]


def test_the_nearest_piece_counts_whatever_else_the_text_holds() -> None:
    words = toy()
    question, only_b, both = words.pieces(["a", "b", "bc"])
    assert words.nearest(question, [only_b, both, question]) == pytest.approx(np.array([[0.0, 0.6, 1.0]]))


def test_the_unknown_piece_is_near_nothing_not_even_itself() -> None:
    words = toy()
    (unknown,) = words.pieces(["?"])
    assert words.nearest(unknown, [unknown]).tolist() == [[0.0]]
    assert words.shares(unknown).tolist() == [0.0]


def test_no_text_gives_no_column() -> None:
    assert toy().nearest(np.array([1], np.int32), []).shape == (1, 0)


def test_shares_follow_the_length_of_the_vectors_and_the_scales() -> None:
    assert toy().shares(np.array([1, 2], np.int32)) == pytest.approx([1 / 3, 2 / 3])
    scaled = Words(letters, np.array([[0, 0], [1, 0], [0, 2]], np.int8), np.array([1, 4, 2], np.float32))
    assert scaled.shares(np.array([1, 2], np.int32)) == pytest.approx([0.5, 0.5])


def test_the_bundled_vocabulary_knows_everyday_words_of_official_ones(bundled: Words) -> None:
    question, text, other = bundled.pieces(["几个钟头", "营业时间为八小时", "申请人应当提交身份证"])
    near = bundled.nearest(question, [text, other])
    assert near[:, 0].max() > near[:, 1].max()


def test_the_index_gives_back_the_pieces_of_every_passage(tmp_path: Path) -> None:
    words = toy()
    built = WordIndex.build(["ab", "?", "cab"], words, batch=2)
    built.save(tmp_path)
    loaded = WordIndex.load(tmp_path)
    assert loaded.n_passages == 3
    assert [loaded.pieces(row).tolist() for row in range(3)] == [[1, 2], [0], [1, 2, 3]]


def test_an_index_of_nothing_is_empty(tmp_path: Path) -> None:
    WordIndex.build([], toy()).save(tmp_path)
    assert WordIndex.load(tmp_path).n_passages == 0
