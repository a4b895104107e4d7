"""Several questions and comparisons through the whole line: order, nothing twice, and what is left open said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from answer_pieces import RULES, evidence_of
from toy_answerer import DAY, toy_answerer, toy_retriever

from qa.answerable import Answerability, Verdict
from qa.answerer import QuestionAnswerer
from qa.citations import cite
from qa.extractor import Selection
from qa.part_reader import LIKELY, SURE, Found, PartReader, Reading
from qa.query import SearchQuery
from qa.records import Answer, ScoredPassage, Status
from qa.retriever import Retriever
from qa.shown import Group, Shown
from qa.side_answers import side_by_side
from qa.verifier import verify

MARK = re.compile(r"\[\d+\]")
PARKING, REVIEW = "公共停车场由谁负责监督管理", "社区居民委员会要在几个工作日内完成初审"
UNKNOWN, NOWHERE = "月球观光专线几号通车", "飞碟牌照怎么申领"


class Judge(Answerability):
    """Says what it was told of each text, and is sure of every other."""

    def __init__(self, said: Mapping[str, float]) -> None:
        self._said = said

    def judge(self, query: SearchQuery, hits: Sequence[ScoredPassage], selection: Selection) -> Verdict:
        return Verdict(self._said.get(query.text, 0.9), "")


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return toy_retriever(tmp_path_factory.mktemp("toy"))


def ask(retriever: Retriever, question: str, **said: float) -> Answer:
    parts = toy_answerer(retriever).parts
    judge = Judge({"whole": 0.9} | {question if text == "whole" else text: value for text, value in said.items()})
    return QuestionAnswerer(replace(parts, answerability=judge)).answer(question, as_of=DAY)


def line_with(answer: Answer, words: str) -> int:
    lines = [number for number, line in enumerate(answer.text.split("\n")) if words in line]
    assert len(lines) == 1, f"{words!r} in lines {lines} of {answer.text!r}"
    return lines[0]


@pytest.mark.parametrize("order", [1, -1])
def test_questions_on_two_matters_are_answered_in_their_order(retriever: Retriever, order: int) -> None:
    answer = ask(retriever, "？".join((PARKING, REVIEW)[::order]))
    lines = [line_with(answer, "市交通运输局"), line_with(answer, "5个工作日内完成初审")]
    assert lines == sorted(lines)[::order]
    assert lines[0] != lines[1]
    assert answer.status is Status.ANSWERED


def test_no_sentence_is_said_twice(retriever: Retriever) -> None:
    answer = ask(retriever, "高龄补贴每人每月多少元？一百周岁以上的高龄补贴每人每月多少元？")
    said = [sentence for sentence in MARK.split(answer.text) if sentence.strip()]
    assert len(said) == len(set(map(str.strip, said)))


def test_a_part_that_nothing_answers_is_named_and_its_sentences_are_left_out(retriever: Retriever) -> None:
    answer = ask(retriever, f"{PARKING}？{UNKNOWN}？", **{UNKNOWN: 0.05})
    assert answer.status is Status.ANSWERED_PARTIAL
    assert answer.notes[0] == f"关于“{UNKNOWN}”，收录的文件里没有找到。"
    assert "市交通运输局" in answer.text
    assert "施行" not in answer.text


def test_a_part_surely_found_alone_is_answered_though_the_whole_is_not(retriever: Retriever) -> None:
    answer = ask(retriever, f"{PARKING}？{UNKNOWN}？", whole=0.1, **{UNKNOWN: 0.05, PARKING: 0.95})
    assert answer.status is Status.ANSWERED_PARTIAL
    assert "市交通运输局" in answer.text
    assert UNKNOWN in answer.notes[0]
    assert answer.confidence == 0.95


def test_when_no_part_is_answered_it_says_no(retriever: Retriever) -> None:
    for whole in (0.1, 0.9):
        answer = ask(retriever, f"{UNKNOWN}？{NOWHERE}？", whole=whole, **{UNKNOWN: 0.05, NOWHERE: 0.05})
        assert answer.status is Status.LOW_CONFIDENCE
        assert answer.citations == ()


def test_what_the_chosen_sentences_speak_of_is_not_called_unanswered(retriever: Retriever) -> None:
    answer = ask(retriever, f"{PARKING}？{REVIEW}？", **{PARKING: 0.05, REVIEW: 0.05})
    assert (answer.status, answer.notes) == (Status.ANSWERED, ())


def test_a_search_of_its_own_counts_only_where_the_chosen_sentences_hardly_speak_of_the_part() -> None:
    found = Found(Selection((), None, 0.0), Verdict(0.8, ""), says=0.9)
    for says, elsewhere in ((0.2, True), (0.9, False)):
        reading = Reading(np.array([says], np.float32), 0, Verdict(0.05, ""), found)
        assert reading.elsewhere(LIKELY) is elsewhere
        assert not reading.elsewhere(SURE)
        assert not reading.unanswered
        assert replace(reading, found=None).unanswered is elsewhere


def test_the_sides_stand_in_the_order_of_the_question_under_their_list(retriever: Retriever) -> None:
    answer = ask(retriever, "高龄补贴标准，一百周岁以上和九十周岁至九十九周岁每人每月分别多少元？")
    assert line_with(answer, "标准如下") < line_with(answer, "500元") < line_with(answer, "200元")


def test_a_place_that_no_document_is_of_is_named(retriever: Retriever) -> None:
    one = evidence_of("高龄补贴每人每月100元。", document=replace(RULES, region="江苏"))
    parts = toy_answerer(retriever).parts
    reader = PartReader(retriever, parts.extractor, parts.answerability, DAY, None)
    whole = Shown((Group((one,)),), one, (), 0.9)
    names = ("江苏", "浙江")
    shown = side_by_side("江苏和浙江的高龄补贴有什么不同", names, Selection((one,), one, 0.9), whole, reader)
    assert shown.unanswered == ("浙江",)
    assert shown.notes == ("关于“浙江”，收录的文件里没有找到。",)
    assert shown.evidence[0] is one


def test_a_lead_is_a_phrase_of_the_program_and_no_part_of_the_quotation() -> None:
    text = "注册资本不少于三十万元。质量保证金为二十万元。"
    one, other = evidence_of(text), evidence_of(text, best=1)
    pieces = Shown((Group((one,), "国内："), Group((other,), "出境：")), one, (), 0.9).pieces()
    said, citations = cite(pieces, on=DAY)
    assert said == "国内：注册资本不少于三十万元。[1]\n出境：质量保证金为二十万元。[1]"
    assert [citation.quote for citation in citations] == [text]
    checked = verify(said, citations, own_phrases=["国内：", "出境："])
    assert (checked.kept, checked.dropped) == (said, ())


def test_an_answer_of_one_part_begins_no_new_line() -> None:
    one = evidence_of("注册资本不少于三十万元。")
    (piece,) = Shown((Group((one,)),), one, (), 0.9).pieces()
    assert (piece.own_line, piece.lead, piece.best) == (False, "", True)
