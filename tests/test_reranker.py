"""A second look at the first candidates: order from both judgements, scores on the scale they had."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from toy_answerer import DAY, LEXICON, RANKING, named_model, toy_retriever
from toy_index import ALLOWANCE, PARKING
from toy_transformers import write_toy_bert

from index.corpus import Document, Passage
from qa.records import ScoredPassage
from qa.reranker import RERANKED, CrossEncoderReranker, reranked
from qa.retriever import FEATURES, Retriever

DOCUMENT = Document("测", "测试办法")


def hits(*scores: float) -> list[ScoredPassage]:
    return [ScoredPassage(Passage(str(n), "测", (f"第{n}条",), f"文{n}"), DOCUMENT, s) for n, s in enumerate(scores)]


class FakeReranker:
    """Gives the scores it was made with and remembers what it was shown."""

    def __init__(self, *values: float) -> None:
        self.values = values
        self.shown: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.shown.append((question, list(texts)))
        return np.array(self.values[: len(texts)] or [0.0] * len(texts), np.float32)


class Backwards:
    """Prefers what the ranking put last."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.arange(len(texts), dtype=np.float32)


def test_both_judgements_count_alike_on_the_scale_of_the_ranking() -> None:
    # own: mean 2, spread 1.633; judged: mean 10, spread 14.14; so 30 is worth 2 + 1.414 * 1.633 = 4.309, 0 0.845
    found = reranked(FakeReranker(0, 30, 0), "问", hits(4, 2, 0))
    assert [hit.passage.passage_id for hit in found] == ["1", "0", "2"]
    assert [hit.score for hit in found] == pytest.approx(
        [(2 + 4.3094) / 2, (4 + 0.8453) / 2, (0 + 0.8453) / 2], abs=1e-3
    )


def test_agreement_leaves_the_scores_as_they_were() -> None:
    found = reranked(FakeReranker(9, 5, 1), "问", hits(4, 2, 0))
    assert [hit.score for hit in found] == pytest.approx([4, 2, 0], abs=1e-5)


def test_contradiction_brings_the_scores_together() -> None:
    found = reranked(FakeReranker(1, 5, 9), "问", hits(4, 2, 0))
    assert [hit.score for hit in found] == pytest.approx([2, 2, 2], abs=1e-5)
    assert [hit.passage.passage_id for hit in found] == ["0", "1", "2"]


def test_no_preference_changes_nothing() -> None:
    assert reranked(FakeReranker(3, 3, 3), "问", hits(4, 2, 0)) == hits(4, 2, 0)
    assert reranked(FakeReranker(3), "问", hits(4)) == hits(4)
    assert reranked(FakeReranker(), "问", []) == []


def test_title_article_and_text_are_read() -> None:
    fake = FakeReranker(1, 2)
    reranked(fake, "多少钱", hits(1, 0))
    assert fake.shown == [("多少钱", ["测试办法\n第0条\n文0", "测试办法\n第1条\n文1"])]


@pytest.mark.parametrize("values", [(1.0,), (1.0, float("nan")), (1.0, float("inf"))])
def test_scores_that_are_no_scores_are_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="for 2 texts"):
        reranked(FakeReranker(*values), "问", hits(1, 0))


def test_the_first_twenty_are_looked_at_and_as_many_given_as_asked_for(tmp_path: Path) -> None:
    plain = toy_retriever(tmp_path)
    fake = FakeReranker()
    parts = plain.snapshot, plain.embedder, LEXICON, named_model(FEATURES, RANKING)
    found = Retriever(*parts, reranker=fake).retrieve("高龄补贴", top_k=3, on=DAY)
    assert found == plain.retrieve("高龄补贴", top_k=3, on=DAY)  # it prefers none
    assert len(fake.shown[0][1]) == len(plain.retrieve("高龄补贴", top_k=RERANKED, on=DAY)) > 3
    turned = Retriever(*parts, reranker=Backwards()).retrieve("高龄补贴", top_k=3, on=DAY)
    assert [hit.passage.passage_id for hit in turned] != [hit.passage.passage_id for hit in found]
    assert [hit.score for hit in turned] == sorted((hit.score for hit in turned), reverse=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_toy_bert(tmp_path_factory.mktemp("models") / "toy-reranker", [ALLOWANCE, PARKING])


def test_a_cross_encoder_gives_one_raw_score_a_text_whatever_the_batch(folder: Path) -> None:
    texts = ["高龄补贴按月发放", "停车场", "", "第一条 " * 100, "🙂", "停车场"]
    scores = CrossEncoderReranker(folder).scores("停车费", texts)
    assert scores.shape == (6,)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert scores[1] == pytest.approx(scores[5], abs=1e-5)
    assert len(set(np.round(scores[:5], 4).tolist())) == 5
    np.testing.assert_allclose(CrossEncoderReranker(folder, batch_size=1).scores("停车费", texts), scores, atol=1e-4)
    assert CrossEncoderReranker(folder).scores("停车费", []).shape == (0,)


def test_no_more_is_read_than_asked_for(folder: Path) -> None:
    short = CrossEncoderReranker(folder, max_length=8)
    same_start, far = "停车场收费", "停车场收费标准应当公示"
    assert short.scores("费", [same_start])[0] == pytest.approx(short.scores("费", [far])[0], abs=1e-5)


def test_a_cross_encoder_is_asked_from_several_threads(folder: Path) -> None:
    model = CrossEncoderReranker(folder)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: model.scores("停车费", ["停车场", "高龄补贴"]), range(8)))
    assert all(np.allclose(one, found[0], atol=1e-5) for one in found)


def test_what_is_no_cross_encoder_is_refused_in_one_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    headless = write_toy_bert(tmp_path / "headless", ["停车"], head=False)
    two = write_toy_bert(tmp_path / "two", ["停车"], labels=2)
    damaged = write_toy_bert(tmp_path / "damaged", ["停车"])
    (damaged / "model.safetensors").write_bytes(b"\x00" * 64)
    for place, said in (
        (tmp_path / "empty", "config.json is missing or damaged"),
        (tmp_path / "absent", "no cross-encoder could be loaded"),
        (headless, "a BertModel, no cross-encoder"),
        (two, "gives 2 scores a pair"),
        (damaged, "no cross-encoder could be loaded"),
    ):
        with pytest.raises(ValueError, match=said) as error:
            CrossEncoderReranker(place)
        assert str(place) in str(error.value)
        assert "\n" not in str(error.value)


def test_a_config_that_is_no_record_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps([1]), encoding="utf-8")
    with pytest.raises(ValueError, match=r"config\.json is missing or damaged"):
        CrossEncoderReranker(tmp_path)
