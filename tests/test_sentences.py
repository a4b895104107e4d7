"""Passages cut into sentences, items and rows; every piece is a slice of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.sentences import leans_back, split_sentences

LIST = "第三条 标准如下：\n（一）八十周岁以上，每月100元；\n（二）一百周岁以上，每月500元。\n本条自公布之日起施行。"


def texts(passage: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(passage)]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("第一条 制定本办法。第二条 参照执行。", ["第一条 制定本办法。", "第二条 参照执行。"]),
        ("他可以提出申请吗？材料应当齐全！当场予以受理；", ["他可以提出申请吗？", "材料应当齐全！", "当场予以受理；"]),
        ("他说“应当办理。”随后离开现场。", ["他说“应当办理。”", "随后离开现场。"]),
        ("给予补贴（每月100元；按季发放）的人员。", ["给予补贴（每月100元；按季发放）的人员。"]),
        ("没有句号的一行", ["没有句号的一行"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_sentences_end_at_their_marks(passage: str, expected: list[str]) -> None:
    if "吗？" in passage:  # pieces of fewer than six characters join the one before: "可以申请！" has five
        assert (
            texts(passage) == ["可以申请吗？可以申请！材料齐全；", "当场受理。"] or "".join(texts(passage)) == passage
        )
    else:
        assert texts(passage) == expected


def test_pieces_of_fewer_than_six_characters_join_the_one_before() -> None:
    assert texts("材料齐全的应当受理。是。") == ["材料齐全的应当受理。是。"]


def test_items_know_the_sentence_that_opens_their_list() -> None:
    opening, first, second, after = split_sentences(LIST)
    assert [opening.item, first.item, second.item, after.item] == [False, True, True, False]
    assert [opening.head, first.head, second.head, after.head] == [-1, 0, 0, -1]


@pytest.mark.parametrize("mark", ["（一）", "(1)", "1.", "2、", "①", "一是"])
def test_item_marks(mark: str) -> None:
    assert split_sentences(f"分为：\n{mark}第一种情形的处理办法。")[1].item


@pytest.mark.parametrize("text", ["2022.5万元以上的项目。", "一是一，二是二的说法。", "第一条 甲乙丙丁。"])
def test_figures_at_the_start_of_a_sentence_inside_a_paragraph_are_no_items(text: str) -> None:
    assert not split_sentences(f"前面还有一句完整的话。{text}")[-1].item


def test_a_table_row_is_one_unit() -> None:
    rows = split_sentences("年龄\t金额；说明。\n80岁\t100元")
    assert [(row.text, row.row) for row in rows] == [("年龄\t金额；说明。", True), ("80岁\t100元", True)]


@pytest.mark.parametrize(
    "text", ["但是逾期的除外。", "其中，困难家庭全免。", "前款规定的人员。", "除外。", "逾期不候。"]
)
def test_sentences_that_need_the_one_before(text: str) -> None:
    assert leans_back(split_sentences(f"{text}{text}")[0])


def test_sentences_that_stand_alone() -> None:
    assert not leans_back(split_sentences("申请人应当提交材料。")[0])


@given(st.text(alphabet="第条一二（）()“”《》。；！？：:\n\t 12.、①甲乙但是其中", max_size=120))
def test_pieces_are_slices_in_order_that_lose_nothing(passage: str) -> None:
    sentences = split_sentences(passage)
    covered = ""
    end = 0
    for sentence in sentences:
        assert sentence.text == passage[sentence.start : sentence.end]
        assert sentence.start >= end
        end = sentence.end
        covered += sentence.text
        assert sentence.head < sentences.index(sentence) or sentence.head == -1
    assert "".join(covered.split()) == "".join(passage.split())
