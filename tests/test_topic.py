"""What the documents say about a change of topic."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_answerer import toy_retriever

from qa.retriever import Retriever
from qa.topic import Ground, ground


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    folder: Path = tmp_path_factory.mktemp("topic")
    return toy_retriever(folder)


def test_a_question_that_the_topics_document_answers_shares_it(retriever: Retriever) -> None:
    assert ground(retriever, "高龄补贴每人每月多少元", "社区居民委员会几天初审").share == 1.0


def test_a_question_that_another_document_answers_does_not(retriever: Retriever) -> None:
    assert ground(retriever, "停车费怎么收", "虚报年龄领取补贴怎么罚").share < 0.2


def test_a_question_that_names_its_matter_finds_more(retriever: Retriever) -> None:
    named = ground(retriever, "停车费", "高龄补贴每人每月多少元")
    bare = ground(retriever, "停车费", "每月多少")

    assert named.found > bare.found > 0


@pytest.mark.parametrize("question", ["", "，", "😀", "xyz"])
def test_nothing_found_says_nothing_against_the_topic(retriever: Retriever, question: str) -> None:
    assert ground(retriever, "停车费", question) == Ground(0.0, 1.0)


def test_a_topic_that_leads_nowhere_shares_nothing(retriever: Retriever) -> None:
    assert ground(retriever, "xyz", "停车费怎么收").share == 0.0
