"""Several questions in one sentence: where they begin, what they take along, and what only looks like two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.context import in_context
from qa.subquestions import MAX_PARTS, split_question


def asked(question: str) -> list[str]:
    return [part.asked for part in split_question(question)]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("居住证去哪办？要带什么材料？", ["居住证去哪办", "要带什么材料"]),
        ("社保最迟何时补齐、能否逐月补、是否加收滞纳金？", ["社保最迟何时补齐", "能否逐月补", "是否加收滞纳金"]),
        ("小区电梯保养谁有资格做，隔几天一次", ["小区电梯保养谁有资格做", "隔几天一次"]),
        ("家里老人摔了，住院能报多少，护工费谁出", ["住院能报多少", "护工费谁出"]),
        ("补贴怎么领？要是搬走了，还能不能领", ["补贴怎么领", "要是搬走了，还能不能领"]),
    ],
)
def test_each_question_is_found(question: str, parts: list[str]) -> None:
    assert asked(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "居住证怎么办？",
        "",
        "？？",
        "公司去年走了几个人，裁员不超过多大比例能退失业保险费",
        "我啥也没干，要怎么才能恢复",
        "我们兄妹几个争着当监护人，谈不拢该找谁",
        "遗嘱里没写怎么分，几个继承人各拿多少",
        "报警、火警、救护车打哪个号",
        "几家店商量好涨价被发现了，单位怎么罚",
    ],
)
def test_a_statement_or_a_list_is_no_question_of_its_own(question: str) -> None:
    assert split_question(question) == ()


def test_what_is_said_first_goes_with_every_question() -> None:
    parts = split_question("老人家不会用智能手机，挂号怎么办？国家和江苏各要求怎么帮？")
    assert [part.text.startswith("老人家不会用智能手机，") for part in parts] == [True, True]


def test_a_short_question_takes_the_topic_of_the_one_before_without_its_asking_words() -> None:
    first, second = split_question("民办学校在筹设期间能否招生，最长几年")
    assert (first.leans, second.leans) == (False, True)
    assert second.text == "民办学校在筹设期间招生，最长几年"
    assert second.asked == "最长几年"


def test_questions_on_two_matters_stand_alone() -> None:
    parts = split_question("居住证到期前多久要去续签？孩子上公办幼儿园要准备哪些材料？")
    assert [part.leans for part in parts] == [False, False]
    assert [part.text for part in parts] == [part.asked for part in parts]


def test_what_was_asked_before_is_not_cut_and_goes_with_every_part() -> None:
    before = "养老金怎么领，要带什么材料"
    assert split_question(in_context(before, "那外地的呢", limit=500)) == ()
    parts = split_question(in_context(before, "那外地的去哪里办，多久能办好", limit=500))
    assert [part.text.startswith(f"关于“{before}”，") for part in parts] == [True, True]
    assert [part.asked for part in parts] == ["那外地的去哪里办", "多久能办好"]


def test_more_questions_than_can_be_answered_one_by_one_are_left_whole() -> None:
    four = "，".join(f"第{number}种补贴发多少" for number in "一二三四")
    assert len(split_question(four)) == MAX_PARTS
    assert split_question(f"{four}，第五种补贴发多少") == ()


@given(st.text(alphabet="老人补贴多少钱谁吗几，。？、和 A1“”", max_size=40))
def test_whatever_is_asked_every_part_holds_its_own_words(question: str) -> None:
    parts = split_question(question)
    assert len(parts) == 0 or 2 <= len(parts) <= MAX_PARTS
    assert all(part.text.endswith(part.asked) for part in parts)
