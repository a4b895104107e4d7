"""BM25 over bigrams, words and quantities; numbers are computed by hand from the formula."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import LexicalIndex, count_tokens, tokens

BODIES = ["停车收费", "停车", "养老补贴30元"]
HEADS = ["停车办法", "停车办法", "养老办法"]


def build() -> LexicalIndex:
    return LexicalIndex.build({"body": BODIES, "head": HEADS})


def test_tokens_are_bigrams_words_and_quantities() -> None:
    assert tokens("社保缴费ETC卡，三十日内50%") == [
        "社保",
        "保缴",
        "缴费",
        "etc",
        "卡",
        "三十",
        "十日",
        "日内",
        "50%",
        "#30日",
        "#50%",
    ]


def test_a_single_character_between_signs_is_a_token() -> None:
    assert tokens("（税）") == ["税"]


@given(st.text())
def test_any_text_gives_tokens_without_white_space(text: str) -> None:
    assert all(token and not any(map(str.isspace, token)) for token in tokens(text))


def test_token_counts_are_query_weights() -> None:
    assert count_tokens(["停车停车", "停车"]) == {"停车": 3.0, "车停": 1.0}


def test_scores_are_those_of_the_formula() -> None:
    # 停车 stands in 2 of 3 bodies, once in each; k1 = 1.2, b = 0.75; lucene leaves the factor k1 + 1 out
    lengths = [len(tokens(body)) for body in BODIES]
    mean = sum(lengths) / 3
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = [idf * 1 / (1 + 1.2 * (0.25 + 0.75 * length / mean)) for length in lengths[:2]] + [0.0]
    assert build().scores("body", {"停车": 2.0}) == pytest.approx([2 * score for score in expected], rel=1e-5)


def test_a_field_is_searched_by_itself() -> None:
    index = build()
    assert (index.scores("body", {"办法": 1.0}) == 0).all()
    assert (index.scores("head", {"办法": 1.0}) > 0).all()


def test_postings_are_ascending_rows_with_positive_scores() -> None:
    rows, scores = build().postings("body", "停车")
    assert rows.tolist() == [0, 1]
    assert (scores > 0).all()


def test_unknown_tokens_score_nothing_and_weigh_most() -> None:
    index = build()
    assert not index.knows("彩票")
    assert len(index.postings("body", "彩票")[0]) == 0
    assert index.scores("body", {"彩票": 1.0}).tolist() == [0, 0, 0]
    assert index.idf("彩票") > index.idf("养老") > index.idf("停车")


def test_a_saved_index_scores_the_same_and_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        build().save(tmp_path / name)
    loaded = LexicalIndex.load(tmp_path / "one")
    for token in ("停车", "养老", "#30元", "彩票"):
        assert np.array_equal(loaded.scores("body", {token: 1.0}), build().scores("body", {token: 1.0}))
    assert loaded.n_passages == 3
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_texts_of_punctuation_alone_are_indexed_without_a_score(tmp_path: Path) -> None:
    LexicalIndex.build({"body": ["！！", "。"], "head": ["停车", ""]}).save(tmp_path)
    index = LexicalIndex.load(tmp_path)
    assert index.scores("body", {"停车": 1.0}).tolist() == [0, 0]
    assert index.scores("head", {"停车": 1.0}).tolist()[0] > 0


@pytest.mark.parametrize(
    "texts",
    [{"body": [], "head": []}, {"body": ["a"], "head": ["a", "b"]}, {"body": ["a"]}, {"body": ["a"], "title": ["a"]}],
)
def test_fields_must_be_the_known_ones_with_as_many_texts(texts: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="needs the fields"):
        LexicalIndex.build(texts)


def test_building_says_nothing(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    build()
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
