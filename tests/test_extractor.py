"""Which sentences answer: through the real evidence, with readable weights."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_answerer import evidence_for, toy_extractor, toy_retriever

from qa.evidence import PASSAGES
from qa.extractor import LONG, SHORT, Extractor, Selection
from qa.retriever import Retriever


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return toy_retriever(tmp_path_factory.mktemp("toy"))


def select(retriever: Retriever, question: str) -> Selection:
    return toy_extractor().select(question, evidence_for(retriever, question))


def chosen(retriever: Retriever, question: str) -> list[str]:
    return [one.sentence.text for one in select(retriever, question).evidence]


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("小型汽车停放多久免收停车费？", "不超过三十分钟的，免收停车费"),
        ("公共停车场由谁监督管理？", "市交通运输局"),
        ("一百周岁以上每人每月多少元？", "500元"),
        ("存车多久免费？", "免收停车费"),
    ],
)
def test_the_sentence_that_answers_is_chosen(retriever: Retriever, question: str, part: str) -> None:
    assert any(part in sentence for sentence in chosen(retriever, question))


def test_nothing_to_choose_from_is_an_empty_choice() -> None:
    selection = toy_extractor().select("问题", [])
    assert (selection.evidence, selection.best, selection.probability) == ((), None, 0.0)


def test_an_item_comes_with_the_line_that_opens_its_list(retriever: Retriever) -> None:
    sentences = chosen(retriever, "九十周岁至九十九周岁每人每月多少元？")
    item = next(i for i, sentence in enumerate(sentences) if "200元" in sentence)
    assert any("标准如下" in sentence for sentence in sentences[:item])


def test_an_exception_comes_with_what_it_excepts_from(retriever: Retriever) -> None:
    sentences = chosen(retriever, "因登记错误多领的怎么办？")
    place = next(i for i, sentence in enumerate(sentences) if "登记错误" in sentence)
    assert "责令退回" in sentences[place - 1]


def test_sentences_stand_in_the_order_of_passages_and_of_their_text(retriever: Retriever) -> None:
    order = [(one.rank, one.index) for one in select(retriever, "高龄补贴的标准和申请材料").evidence]
    assert order == sorted(order)
    assert len(set(order)) == len(order) > 0


@pytest.mark.parametrize("question", ["高龄补贴每月多少元？", "高龄补贴有哪些规定？", "停车"])
def test_the_answer_keeps_within_its_length(retriever: Retriever, question: str) -> None:
    assert sum(map(len, chosen(retriever, question))) <= LONG
    assert SHORT < LONG


def test_the_best_sentence_is_shown_with_a_probability(retriever: Retriever) -> None:
    question = "公共停车场由谁监督管理？"
    selection = select(retriever, question)
    assert selection.best is not None
    assert selection.best.sentence.text in chosen(retriever, question)
    assert selection.best.rank < PASSAGES
    assert 0.0 < selection.probability < 1.0


def test_every_piece_of_evidence_is_a_slice_of_its_passage(retriever: Retriever) -> None:
    for passage in evidence_for(retriever, "高龄补贴的标准"):
        for one in passage:
            assert one.hit.passage.text[one.sentence.start : one.sentence.end] == one.sentence.text


def test_the_model_that_ships_fits_this_version() -> None:
    assert Extractor.load().select("问题", []).evidence == ()


def test_weights_of_another_version_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old.json").write_text('{"bias": 0, "weights": {"coverage": 1}}')
    monkeypatch.setattr("qa.extractor.SENTENCE_MODEL", tmp_path / "old.json")
    with pytest.raises(ValueError, match=r"old\.json: figures .* differ from this version's"):
        Extractor.load()
