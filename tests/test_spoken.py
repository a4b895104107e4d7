"""The spoken version: short, whole, and nothing in it that is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from answer_pieces import RULES, selection_of

from index.corpus import Document
from qa.read_aloud import read_aloud, said_basis, said_name
from qa.spoken import LONGEST, spoken_version

BASIS = "依据测试市高龄补贴办法。"


def spoken(question: str, text: str, direct: str = "", *, best: int = 0, document: Document = RULES) -> str:
    selection = selection_of(text, best=best, document=document)
    return spoken_version(question, selection, text, direct)


def test_the_direct_answer_comes_first_then_its_sentence_then_the_basis() -> None:
    text = "第五条　社区收到申请后，应当在5个工作日内完成初审。"
    said = spoken("几天完成初审", text, "5个工作日内")
    assert said == "5个工作日内。社区收到申请后，应当在5个工作日内完成初审。依据测试市高龄补贴办法第五条。"


def test_a_sentence_that_begins_with_the_direct_answer_says_it_once() -> None:
    text = "市民政局负责发放高龄补贴，并接受监督。"
    assert spoken("谁发补贴", text, "市民政局") == f"市民政局负责发放高龄补贴，并接受监督。{BASIS}"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("甲" * 30 + "，" + "乙" * 30 + "，" + "丙" * 30 + "。", "乙。"),  # cut between clauses
        ("甲" * 30 + "，" + "乙" * 45 + "的，" + "可以" + "丙" * 30 + "。", "前提条件见原文。"),
        ("甲" * 40 + "可以领取，" + "但" + "乙" * 40 + "除外。", "另有例外。"),
    ],
)
def test_what_is_too_long_ends_with_a_whole_clause_and_says_what_is_missing(text: str, end: str) -> None:
    said = spoken("", text)
    assert len(said) <= LONGEST
    assert said.removesuffix(BASIS).endswith(end)


def test_no_number_is_cut_and_one_long_clause_ends_at_a_list_mark() -> None:
    text = "支持" + "、".join(f"第{n}类20000元的设备购置项目" for n in range(1, 9)) + "建设。"
    said = spoken("", text)
    assert said.endswith("20000元的设备购置项目等。")
    assert len(said) <= LONGEST


def test_a_list_is_read_from_its_opening_line() -> None:
    text = "第四条 专项资金用于：\n（一）助餐服务；\n（二）助浴服务；\n（三）助行服务。"
    said = spoken("用于哪些", text, best=2)
    assert said == "专项资金用于：助餐服务；助浴服务；助行服务。依据测试市高龄补贴办法。"


def test_nothing_is_said_of_what_the_answer_does_not_show_or_of_a_mere_date() -> None:
    text = "年满八十周岁的老年人可以领取高龄补贴。"
    assert spoken_version("", selection_of(text), "别的话。") == ""
    assert spoken("", "2023年6月13日") == ""


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("《办法》（测政发〔2024〕3号）", "办法"),
        ("测政发〔2024〕 3号", "测政发2024年3号"),
        ("自 2022年 10月 1日起", "自2022年10月1日起"),
        ("乡镇（街道）和村(社区)", "乡镇、街道和村、社区"),
        ("单户1000万元（含）以下", "单户1000万元及以下"),
        ("总金额（不含增值税）的上限", "总金额不含增值税的上限"),
        ("“小微贷”“苏科贷”等", "小微贷、苏科贷等"),
        ("占比≥18人", "占比不少于18人"),
        ("1,000元,每年", "1,000元，每年"),
    ],
)
def test_print_is_turned_into_speech(printed: str, said: str) -> None:
    assert read_aloud(printed) == said


def test_the_source_has_a_short_name() -> None:
    notice = replace(RULES, title="测试市人民政府关于印发《测试市高龄补贴办法》的通知")
    law = Document("d2", "中华人民共和国旅游法")
    long = Document("d3", "关于" + "很长的" * 12 + "通知", "", ("市民政局",), date(2024, 1, 1))
    card = Document("d4", "补贴怎么领：条件和标准", kind="政策说明")
    assert said_name(notice) == "测试市高龄补贴办法"
    assert said_basis(law, ("第三章", "第三十五条"), "旅行社不得…") == "依据旅游法第三十五条。"
    assert said_basis(long, (), "…") == "依据市民政局2024年的文件。"
    assert said_basis(replace(long, doc_number="测民〔2024〕3号"), (), "…") == "依据测民2024年3号。"
    assert said_basis(card, (), "…") == "见政策说明，补贴怎么领。"
