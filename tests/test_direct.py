from __future__ import annotations

import pytest
from toy_answerer import evidence_for, toy_extractor, toy_retriever

from qa.direct import direct_answer
from qa.retriever import Retriever


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return toy_retriever(tmp_path_factory.mktemp("toy"))


def direct(retriever: Retriever, question: str, shown: str | None = None) -> str:
    selection = toy_extractor().select(question, evidence_for(retriever, question))
    assert selection.best is not None
    return direct_answer(question, selection, selection.best.sentence.text if shown is None else shown)


def test_the_one_quantity_of_the_measure_asked_for_is_taken_as_printed(retriever: Retriever) -> None:
    assert "500元" in direct(retriever, "一百周岁以上老人每人每月发多少钱")


def test_a_question_without_a_measure_has_no_direct_answer(retriever: Retriever) -> None:
    assert direct(retriever, "谁负责停车场监督管理") == ""


def test_what_the_answer_does_not_show_is_not_said(retriever: Retriever) -> None:
    assert direct(retriever, "一百周岁以上老人每人每月发多少钱", shown="别的话。") == ""
