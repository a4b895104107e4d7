"""Whole answers to questions for a provision: its own words, or a plain word that the document has none such."""

from __future__ import annotations

from pathlib import Path

import pytest
from lookup_toy import open_lookup_toy
from toy_answerer import DAY, LEXICON, RANKING, named_model, toy_answerer
from toy_index import ToyEmbedder

from qa.answerer import QuestionAnswerer
from qa.provision_answer import CUT
from qa.records import Status
from qa.retriever import FEATURES, Retriever

LAW = "图书借阅法"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> QuestionAnswerer:
    return _answerer(tmp_path_factory.mktemp("provisions"))


def _answerer(folder: Path) -> QuestionAnswerer:
    snapshot = open_lookup_toy(folder)
    return toy_answerer(Retriever(snapshot, ToyEmbedder(), LEXICON, named_model(FEATURES, RANKING)), certainty=-4.0)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("图书借阅法第二条说了什么", "第二条 借阅图书的期限为三十日。[1]\n经图书馆同意，可以续借一次。[1]"),
        ("图书借阅法第二条第二款", "经图书馆同意，可以续借一次。[1]"),
        ("测政规〔2024〕5号第二部分讲的什么", "二、用餐优惠"),
        ("测邮发2023年12号第一条", "一、设立网点"),
    ],
)
def test_the_words_of_a_provision_are_quoted_however_unsure_the_judge(
    answerer: QuestionAnswerer, question: str, words: str
) -> None:
    answer = answerer.answer(question, as_of=DAY)
    assert answer.status is Status.ANSWERED
    assert answer.text.replace("\n", "").startswith(words.replace("\n", ""))
    assert answer.confidence == 1.0
    assert CUT not in answer.notes


def test_what_the_document_does_not_have_is_said_and_answered_from_nowhere_else(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("图书借阅法第八十条规定了什么", as_of=DAY)
    assert answer.status is Status.LOW_CONFIDENCE
    assert answer.text.startswith("《中华人民共和国图书借阅法》没有第八十条，最后一条是第三条。")
    assert answer.citations == ()
    assert answer.retrieved[0].passage.heading_path[-1] == "第三条"


def test_what_one_of_two_provisions_lacks_is_a_note(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("图书借阅法第二条和第九条", as_of=DAY)
    assert answer.status is Status.ANSWERED
    assert "《中华人民共和国图书借阅法》没有第九条，最后一条是第三条。" in answer.notes


def test_a_law_that_is_not_held_is_said_so(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("消防法第三条是什么", as_of=DAY)
    assert answer.status is Status.LOW_CONFIDENCE
    assert answer.text.startswith("没有收录“消防法”，查不到所问的条款。")


def test_a_provision_of_no_document_is_asked_back(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("第三条说了什么", as_of=DAY)
    assert answer.status is Status.CLARIFICATION
    assert "哪份文件" in answer.text


@pytest.mark.parametrize("question", ["那第三条呢", "第三条说的什么", "这个法第三条"])
def test_a_provision_is_looked_up_in_the_document_named_before(answerer: QuestionAnswerer, question: str) -> None:
    answer = answerer.answer(question, turns=["图书借阅法第二条说了什么"], as_of=DAY)
    assert answer.text == "第三条 本法自2020年9月1日起施行。[1]"


def test_something_asked_about_a_provision_is_judged_as_ever(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("图书借阅法第二条规定逾期一天罚款多少元", as_of=DAY)
    assert answer.status is Status.LOW_CONFIDENCE
    assert "没有第" not in answer.text
