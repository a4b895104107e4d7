"""Relative years are read as of the day asked about, shown, and missed when the documents are of other years."""

from __future__ import annotations

import time
from datetime import date

import pytest
from toy_answerer import toy_answerer, toy_retriever

from qa.relative_dates import as_said, missing_years, notices, written_out

DAY = date(2023, 7, 1)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("今年补贴多少", "今年（2023年）补贴多少"),
        ("去年的补贴标准", "去年（2022年）的补贴标准"),
        ("那前年呢", "那前年（2021年）呢"),
        ("大前年是多少", "大前年（2020年）是多少"),
        ("明年买新能源车要交购置税吗", "明年（2024年）买新能源车要交购置税吗"),
        ("后年还有吗", "后年（2025年）还有吗"),
        ("今年上半年能缓缴吗", "今年（2023年）上半年能缓缴吗"),
        ("上半年能缓缴吗", "上半年（2023年）能缓缴吗"),
        ("下个月还能缓缴吗", "下个月（2023年8月）还能缓缴吗"),
        ("《关于今年工作的通知》今年还有效吗", "《关于今年工作的通知》今年（2023年）还有效吗"),
    ],
)
def test_a_relative_year_is_written_out(question: str, text: str) -> None:
    assert written_out(question, DAY) == text
    assert as_said(text) == question
    assert written_out(text, DAY) == text


@pytest.mark.parametrize(
    "question",
    [
        *("近年来补贴多少", "往年的标准是多少", "证明年限怎么开", "三年前年检过期怎么办", "如今年纪大了能领吗"),
        *("没休完的能攒到明年吗", "每年上半年几号交", "2022年上半年能缓缴吗", "以后年度还能扣吗", "车要去年检吗"),
        *("我爷爷今年八十三，有补贴吗", "爷爷今年83岁，有补贴吗", "厂里去年没裁人，能退多少", "他今年去当兵了，怎么领"),
        *("“今年工作要点”是什么文件", "2023年补贴多少", ""),
    ],
)
def test_set_phrases_quotations_and_stories_stay(question: str) -> None:
    assert written_out(question, DAY) == question


def test_months_cross_the_year() -> None:
    assert written_out("下个月还有吗", date(2023, 12, 31)) == "下个月（2024年1月）还有吗"
    assert written_out("上个月还有吗", date(2024, 1, 1)) == "上个月（2023年12月）还有吗"


def test_the_person_is_told_once_for_each_word() -> None:
    text = written_out("今年补贴多少，今年几月发，明年呢", DAY)

    assert notices(text) == ("“今年”按2023年理解。", "“明年”按2024年理解。")
    assert notices("2023年补贴多少") == ()


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("按每人100元发放", []),  # a rule that names no year holds in every year
        ("2021年每人100元", ["2023"]),
        ("自2022年9月1日起至2025年12月31日", []),
        ("规划（2022－2030年）", []),
        ("到2025年达到60%", ["2023"]),
        ("2023年每人100元", []),
    ],
)
def test_a_year_is_missing_when_the_documents_are_of_others(said: str, missing: list[str]) -> None:
    assert missing_years(written_out("今年多少", DAY), said) == missing


def test_a_year_that_was_typed_is_not_a_relative_one() -> None:
    assert missing_years("2023年多少", "2021年每人100元") == []


def test_an_answer_about_another_year_says_so_however_well_it_fits(tmp_path_factory: pytest.TempPathFactory) -> None:
    answerer = toy_answerer(toy_retriever(tmp_path_factory.mktemp("toy")))  # its judge always believes the evidence

    # 第七条: 自2024年2月1日起施行，有效期至2026年12月31日
    within = answerer.answer("高龄补贴办法今年施行到哪天", as_of=date(2025, 6, 1))
    beyond = answerer.answer("高龄补贴办法明年施行到哪天", as_of=date(2026, 6, 1))

    assert "“今年”按2025年理解。" in within.notes
    assert not any("没有找到" in note for note in within.notes)
    assert {"“明年”按2027年理解。", "没有找到2027年的内容。"} <= set(beyond.notes)
    assert beyond.text == within.text


@pytest.mark.parametrize("unit", ["今", "今年", "《", "“", "上半年，", "2023年"])
def test_time_grows_linearly(unit: str) -> None:
    start = time.perf_counter()
    written_out(unit * (500 // len(unit)), DAY)

    assert time.perf_counter() - start < 0.1
