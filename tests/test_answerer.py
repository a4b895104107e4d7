"""The whole line of a question: whatever comes in, an answer with its sources or a plain no."""

from __future__ import annotations

import dataclasses
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_answerer import DAY, HOSTILE, toy_answerer, toy_retriever
from toy_encoder import write_toy_encoder
from toy_index import ALLOWANCE, PARKING, build_toy

from index.build import build_index
from index.embedding import StaticEmbedder
from qa.answerer import QuestionAnswerer
from qa.filters import Filters
from qa.opening import open_answerer
from qa.records import Answer, Status
from qa.retriever import Retriever

MARK = re.compile(r"\[(\d+)\]")
QUESTIONS = (
    "小型汽车停放多久免收停车费？",
    "一百周岁以上每人每月多少元？",
    "谁可以领取高龄补贴？",
    "高龄补贴申请要提交哪些材料？",
    "公共停车场由谁监督管理？",
    "初审要几个工作日？",
    "虚报年龄领取补贴会怎样？",
    "老人钱怎么领",
)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return toy_retriever(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def answerer(retriever: Retriever) -> QuestionAnswerer:
    """Return an answerer whose judge always believes the evidence."""
    return toy_answerer(retriever)


def assert_proven(answer: Answer) -> None:
    """Every sentence of an answer carries a mark, every mark a citation, every quote stands in its passage."""
    if not answer.status.startswith("answered"):
        assert answer.citations == ()
        assert answer.text
        return
    assert answer.citations, "an answer without a citation"
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert {int(n) for n in MARK.findall(answer.text)} == {citation.n for citation in answer.citations}
    by_number = {citation.n: citation for citation in answer.citations}
    for line in answer.text.split("\n"):
        assert line.endswith("]"), f"a sentence without its mark: {line!r}"
    for sentence, n in re.findall(r"([^\[\]]+)\[(\d+)\]", answer.text):
        assert sentence.strip() in by_number[int(n)].passage
    for citation in answer.citations:
        assert citation.quote
        assert citation.quote in citation.passage
        assert citation.first_line >= 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_quoted_and_cited(answerer: QuestionAnswerer, question: str) -> None:
    answer = answerer.answer(question, as_of=DAY)
    assert answer.status.startswith("answered")
    assert answer.question_used == question
    assert len(answer.retrieved) <= 10
    assert_proven(answer)


def test_the_answer_holds_what_was_asked(answerer: QuestionAnswerer) -> None:
    assert "不超过三十分钟的，免收停车费" in answerer.answer(QUESTIONS[0], as_of=DAY).text
    assert "500元" in answerer.answer(QUESTIONS[1], as_of=DAY).text
    assert "市交通运输局" in answerer.answer(QUESTIONS[4], as_of=DAY).text


def test_traditional_characters_and_full_width_digits_find_simplified_text(answerer: QuestionAnswerer) -> None:
    assert "免收停车费" in answerer.answer("小型汽車停放多久免收停車費", as_of=DAY).text
    assert "5个工作日" in answerer.answer("５个工作日内完成初审吗", as_of=DAY).text


def test_times_are_measured(answerer: QuestionAnswerer) -> None:
    times = answerer.answer(QUESTIONS[0], as_of=DAY).timings_ms
    assert 0 < times["retrieve"] <= times["total"]


def test_the_same_question_gives_the_same_answer(answerer: QuestionAnswerer) -> None:
    once, twice = (
        dataclasses.replace(answerer.answer(QUESTIONS[0], as_of=DAY), timings_ms={}, retrieved=()) for _ in range(2)
    )
    assert once == twice


def test_threads_share_an_answerer(answerer: QuestionAnswerer) -> None:
    alone = [answerer.answer(question, as_of=DAY).text for question in QUESTIONS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda question: answerer.answer(question, as_of=DAY).text, QUESTIONS * 3))
    assert together == alone * 3


@pytest.mark.parametrize("question", ["", "   ", "？！", "\u200b\u200b", "\x00\x07"])
def test_an_empty_question_is_asked_back(answerer: QuestionAnswerer, question: str) -> None:
    answer = answerer.answer(question, as_of=DAY)
    assert answer.status is Status.CLARIFICATION
    assert answer.text
    assert_proven(answer)


def test_ten_thousand_characters_are_cut_and_said_so(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("高龄补贴每月多少元？" * 1000, as_of=DAY)
    assert len(answer.question_used) <= 500
    assert any("只取了前" in note for note in answer.notes)
    assert_proven(answer)


def test_control_characters_do_not_reach_the_answer(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("高龄\x00补贴\x1b[31m每月\u202e多少元？", as_of=DAY)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", answer.text + answer.question_used)
    assert any("看不见的字符" in note for note in answer.notes)


@pytest.mark.parametrize("question", HOSTILE)
def test_hostile_questions_are_answered_or_refused_but_never_fail(answerer: QuestionAnswerer, question: str) -> None:
    assert_proven(answerer.answer(question, as_of=DAY))


@settings(max_examples=50, deadline=None)
@given(question=st.text(max_size=60), turns=st.lists(st.text(max_size=20), max_size=3))
def test_any_conversation_gets_an_answer(answerer: QuestionAnswerer, question: str, turns: list[str]) -> None:
    assert_proven(answerer.answer(question, turns=turns, as_of=DAY))


def test_evidence_that_does_not_answer_gives_a_plain_no(retriever: Retriever) -> None:
    answer = toy_answerer(retriever, certainty=-4.0).answer("高龄补贴可以继承吗", as_of=DAY)
    assert answer.status is Status.LOW_CONFIDENCE
    assert "没有找到" in answer.text
    assert "12345" in answer.text
    assert "《测试市人民政府关于印发测试市高龄补贴办法的通知》" in answer.text
    assert len(answer.retrieved) > 0
    assert_proven(answer)


def test_a_follow_up_is_completed_and_shown(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("那一百周岁以上呢？", turns=["高龄补贴每人每月多少元？"], as_of=DAY)
    assert "高龄补贴" in answer.question_used
    assert f"我理解您问的是：{answer.question_used}" in answer.notes
    assert "500元" in answer.text
    alone = answerer.answer("高龄补贴每人每月多少元？", turns=["公共停车场由谁监督管理？"], as_of=DAY)
    assert not any("我理解您问的是" in note for note in alone.notes)


def test_personal_data_is_masked_before_anything_else(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("我的手机号是13912345678，高龄补贴每月多少元？", as_of=DAY)
    assert "13912345678" not in repr(answer)
    assert any("手机号" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("家里着火了怎么办", Status.EMERGENCY),
        ("你好", Status.SMALLTALK),
        ("帮我查一下我的社保缴了几个月", Status.PERSONAL_RECORD),
    ],
)
def test_what_is_no_question_for_the_documents_is_not_searched(
    answerer: QuestionAnswerer, question: str, status: Status
) -> None:
    answer = answerer.answer(question, as_of=DAY)
    assert answer.status is status
    assert answer.retrieved == ()
    assert_proven(answer)


def test_an_expired_source_still_answers_with_a_note(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("一百周岁以上每人每月多少元？", as_of=date(2027, 1, 1))
    assert "500元" in answer.text
    assert any("有效期已过（至2026-12-31）" in note for note in answer.notes)
    assert answer.citations[0].validity == "expired"
    assert not any("有效期" in note for note in answerer.answer("一百周岁以上每人每月多少元？", as_of=DAY).notes)


def test_an_answer_comes_only_from_documents_that_pass_the_filters(answerer: QuestionAnswerer) -> None:
    question = "一百周岁以上每人每月多少元？"
    assert "500元" in answerer.answer(question, as_of=DAY, filters=Filters(year=2024)).text
    other = answerer.answer(question, as_of=DAY, filters=Filters(year=2021))
    assert "500元" not in other.text
    assert {hit.passage.doc_id for hit in other.retrieved} <= {"测政办发-2021-15"}
    nothing = answerer.answer(question, as_of=DAY, filters=Filters(region="浙江"))
    assert nothing.status is Status.NO_SOURCE
    assert nothing.nearest == ()


@pytest.mark.parametrize(
    "question",
    [
        "测政发〔2024〕3号第三条说什么",
        "测试市高龄补贴办法是哪天印发的",
        "高龄补贴办法的文号是多少",
        "高龄补贴是哪个文件规定的",
    ],
)
def test_a_document_that_does_not_pass_is_not_answered_from_when_it_is_named(
    answerer: QuestionAnswerer, question: str
) -> None:
    assert "测政发-2024-3" in cited_documents(answerer.answer(question, as_of=DAY))
    filtered = answerer.answer(question, as_of=DAY, filters=Filters(year=2021))
    assert cited_documents(filtered) <= {"测政办发-2021-15"}
    assert "测政发〔2024〕3号" not in filtered.text
    assert_proven(filtered)


def cited_documents(answer: Answer) -> set[str]:
    return {citation.passage_id.split("#")[0] for citation in answer.citations}


def test_the_real_parts_open_over_an_index_of_their_encoder(tmp_path: Path) -> None:
    model = write_toy_encoder(tmp_path / "model", [ALLOWANCE, PARKING])
    build_toy(tmp_path)
    with pytest.raises(ValueError, match=r"built with encoder toy .* rebuild with"):
        open_answerer(tmp_path / "index", model=model)
    build_index(tmp_path / "corpus", tmp_path / "index", StaticEmbedder(model))
    assert_proven(open_answerer(tmp_path / "index", model=model).answer(QUESTIONS[0], as_of=DAY))


def test_no_index_and_no_model_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no index here; run `python -m index build"):
        open_answerer(tmp_path / "nothing")
    build_toy(tmp_path)
    with pytest.raises(ValueError, match="no-model: no encoder here"):
        open_answerer(tmp_path / "index", model=tmp_path / "no-model")
