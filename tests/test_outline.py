"""Provisions as people name them, and where they stand in documents that number their parts in different ways."""

from __future__ import annotations

import pytest

from index.corpus import Passage
from qa.outline import Found, Outline
from qa.provisions import leaves_document_out, provisions_asked, provisions_in


def _named(text: str) -> list[str]:
    return [str(one) for one in provisions_in(text)]


def _passage(key: str, text: str, *path: str, kind: str = "article") -> Passage:
    return Passage(f"文件#{key}", "文件", path, text, kind=kind)


LAW = Outline(
    [
        _passage("第一条", "第一章 总则\n第一条 为了方便，制定本法。", "第一章 总则", "第一条"),
        _passage(
            "第二条",
            "第二条 有下列情形之一的，可以借阅：\n（一）学生；\n（二）教师。\n前款规定以外的人，可以申请。",
            *("第一章 总则", "第二条"),
        ),
        _passage("第二条之一", "第二条之一 免费。", "第一章 总则", "第二条之一"),
        _passage("第三条", "第二章 附则\n第三条 自公布之日起施行。", "第二章 附则", "第三条"),
    ]
)
NOTICE = Outline(
    [
        _passage("首部", "附件：\n1. 清单", kind="front"),
        _passage("一", "一、建设食堂\n（一）选址\n靠近小区。\n（二）面积\n不少于五十平方米。", "一、建设食堂"),
        _passage("二", "二、用餐优惠\n每餐优惠3元。\n（一）范围\n七十周岁以上。", "二、用餐优惠"),
        _passage("附件1", "食堂清单\n一、东街食堂", "食堂清单"),
    ]
)
RUNNING = Outline(
    [
        _passage("一-一", "一、扩大岗位\n（一）支持企业。贷款。", "一、扩大岗位", "（一）支持企业"),
        _passage("一-二", "（二）支持创业。场地。\n（三）支持培训。补贴。", "一、扩大岗位", "（二）支持创业"),
        _passage("二-四", "二、帮扶\n（四）困难人员。岗位。", "二、帮扶", "（四）困难人员"),
        _passage("二-五", "（五）生活保障。低保。", "二、帮扶", "（五）生活保障"),
    ]
)


def _find(outline: Outline, text: str) -> Found:
    (named,) = provisions_in(text)
    return outline.find(named.steps)


def _words(outline: Outline, text: str) -> str:
    return "\n".join(one.passage.text[one.start : one.end].strip() for one in _find(outline, text).stretches)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("劳动法第36条", ["第三十六条"]),
        ("劳动法36条第二款", ["第三十六条第二款"]),
        ("刑法第一百三十三条之一", ["第一百三十三条之一"]),
        ("第三部分里的第二点", ["第三部分第二点"]),
        ("第(五)项", ["第（五）项"]),
        ("第七条和第九条", ["第七条", "第九条"]),
        ("规划附件2", ["附件2"]),
        ("36条措施", []),
        ("第三条例外", []),
        ("第一节课", []),
        ("附件2022年", []),
        ("条", []),
    ],
)
def test_provisions_are_read_as_people_write_them(question: str, said: list[str]) -> None:
    assert _named(question) == said


def test_provisions_of_earlier_turns_count_only_without_new_ones() -> None:
    text = "关于劳动法第三条,第五条呢"
    assert [str(one) for one in provisions_asked(text, 9)] == ["第五条"]
    assert [str(one) for one in provisions_asked("关于劳动法第三条,还有呢", 9)] == ["第三条"]


@pytest.mark.parametrize("question", ["第三条呢", "那第三条呢", "这个通知的第三部分", "它的第二条", "该文件第五项"])
def test_a_provision_of_something_named_before(question: str) -> None:
    assert leaves_document_out(question)


@pytest.mark.parametrize("question", ["劳动法第三条", "国发〔2022〕5号第三条", "工伤怎么赔", ""])
def test_a_provision_with_its_document(question: str) -> None:
    assert not leaves_document_out(question)


@pytest.mark.parametrize(
    ("outline", "question", "words"),
    [
        (LAW, "第三条", "第三条 自公布之日起施行。"),
        (LAW, "第二条之一", "第二条之一 免费。"),
        (LAW, "第二条第二项", "（二）教师。\n前款规定以外的人，可以申请。"),
        (LAW, "第二条第二款", "前款规定以外的人，可以申请。"),
        (LAW, "第二章", "第二章 附则\n第三条 自公布之日起施行。"),
        (NOTICE, "第二条", "二、用餐优惠\n每餐优惠3元。\n（一）范围\n七十周岁以上。"),
        (NOTICE, "第一部分第(二)项", "（二）面积\n不少于五十平方米。"),
        (NOTICE, "第二点", "二、用餐优惠\n每餐优惠3元。\n（一）范围\n七十周岁以上。"),
        (NOTICE, "第(二)项", "（二）面积\n不少于五十平方米。"),
        (NOTICE, "附件1", "食堂清单\n一、东街食堂"),
        (RUNNING, "第三条", "（三）支持培训。补贴。"),
        (RUNNING, "第二部分", "二、帮扶\n（四）困难人员。岗位。\n（五）生活保障。低保。"),
        (RUNNING, "第二部分第二点", "（五）生活保障。低保。"),
    ],
)
def test_a_provision_is_found_in_the_numbering_the_document_has(outline: Outline, question: str, words: str) -> None:
    assert _words(outline, question) == words


@pytest.mark.parametrize(
    ("outline", "question", "missing", "last"),
    [
        (LAW, "第八条", "第八条", "第三条"),
        (LAW, "第二条之三", "第二条之三", "第二条之一"),
        (NOTICE, "第五条", "第五条", "二、"),
        (NOTICE, "附件4", "附件4", "附件1"),
        (RUNNING, "第三部分", "第三部分", "二、"),
        (RUNNING, "第九条", "第九条", "（五）"),
        (Outline([]), "第一条", "第一条", ""),
    ],
)
def test_a_provision_that_is_not_there(outline: Outline, question: str, missing: str, last: str) -> None:
    assert _find(outline, question) == Found((), missing, last)


def test_an_inner_mark_that_is_not_there_leaves_the_provision_around_it() -> None:
    found = _find(LAW, "第三条第二款")
    assert (found.missing, found.last) == ("第三条第二款", "")
    assert [one.passage.passage_id for one in found.stretches] == ["文件#第三条"]
