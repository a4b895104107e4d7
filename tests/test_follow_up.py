"""A follow-up is completed only when it leans on earlier questions, and what is shown reads as a sentence."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from qa.answer_type import AnswerType, answer_type, measure
from qa.context import asked_now, in_context
from qa.follow_up import Grounds, complete_follow_up
from qa.lexicon import Lexicon
from qa.query import CONTEXT_WEIGHT, analyse
from qa.question import MAX_CHARACTERS
from qa.topic import Ground


def led(*, share: float, found: float = 2.5) -> Grounds:
    """Return documents that say the same of every question."""
    return lambda topic, question: Ground(found, share)


SAME_MATTER = led(share=0.8)
OTHER_MATTER = led(share=0.1)
LEANING = [
    ("居住证怎么办？", "要带什么材料"),
    ("居住证怎么办？", "多久能拿到"),
    ("居住证怎么办？", "那要多少钱？"),
    ("居住证怎么办？", "费用呢"),
    ("居住证怎么办？", "它的有效期是几年"),
    ("居住证怎么办？", "再问一下，要本人去吗"),
    ("居住证怎么办？", "如果住的是亲戚家怎么证明"),
    ("高龄津贴多少岁可以领？", "外地户口也能领吗"),
    ("高龄津贴多少岁可以领？", "这个钱从哪个月开始发"),
    ("小微企业贷款贴息政策是什么？", "个体工商户呢？"),
    ("公司要搬到另一个区", "执照上的地址去哪边改"),
    ("我爸的低保批下来了", "每个月几号发"),
]
OTHER_TOPIC = [
    ("居住证怎么办？", "公积金贷款最多能贷多少"),
    ("居住证怎么办？", "小孩入学要什么材料"),
    ("公积金怎么提取", "离婚冷静期是几天"),
    ("公积金怎么提取", "那离婚冷静期是几天"),
    ("公积金怎么提取", "如何举报驾校乱收费"),
    ("企业所得税税率是多少", "养犬要办什么证，疫苗打几次"),
    ("企业所得税税率是多少", "谢谢。再问下社区怎么招网格员"),
]


@pytest.mark.parametrize(("turn", "question"), LEANING)
def test_an_incomplete_question_takes_the_context_of_the_turn_before(turn: str, question: str) -> None:
    completed = complete_follow_up([turn], question, SAME_MATTER)

    assert completed.used_turns == (turn,)
    assert turn.rstrip("？") in completed.text
    assert completed.notice == f"我理解您问的是：{completed.text}"


@pytest.mark.parametrize(("turn", "question"), OTHER_TOPIC)
def test_a_question_that_its_own_words_lead_elsewhere_drops_the_turns(turn: str, question: str) -> None:
    completed = complete_follow_up([turn], question, OTHER_MATTER)

    assert completed.text == question
    assert completed.notice == ""


@pytest.mark.parametrize(
    "question", ["换个问题，公租房怎么申请", "《江苏省专利促进条例》什么时候施行", "苏政发〔2022〕71号是什么文件"]
)
def test_a_topic_that_is_named_needs_no_look_at_the_documents(question: str) -> None:
    completed = complete_follow_up(["居住证怎么办？"], question, SAME_MATTER)

    assert not completed.used_turns
    assert completed.text == question.removeprefix("换个问题，")


def test_few_words_that_lead_nowhere_still_lean() -> None:
    # 厂房算不算 finds nothing in the documents of the topic, and little anywhere.
    assert complete_follow_up(["新买的设备怎么扣税"], "厂房算不算", led(share=0.0, found=0.6)).used_turns


def test_without_turns_a_question_is_returned_as_it_is() -> None:
    assert complete_follow_up([], "那要多少钱？", SAME_MATTER).text == "那要多少钱？"


@pytest.mark.parametrize(
    ("turns", "question", "text"),
    [
        (["江苏专利奖怎么申报？"], "那院士推荐要几个人", "关于“江苏专利奖怎么申报”，院士推荐要几个人"),
        (["属于哪个“一件事”？"], "我爸妈呢", "关于“属于哪个‘一件事’”，我爸妈呢"),
        (["我离职时签了竞业协议"], "那最长能管几年", "我离职时签了竞业协议，最长能管几年"),
        (["奖金谁发"], "好几个专利权人的怎么分", "关于“奖金谁发”，好几个专利权人的怎么分"),
        (["好的，医保可以缓缴吗"], "嗯，缓多久", "关于“医保可以缓缴吗”，缓多久"),
    ],
)
def test_the_completed_question_reads_as_a_sentence(turns: list[str], question: str, text: str) -> None:
    assert complete_follow_up(turns, question, SAME_MATTER).text == text


@pytest.mark.parametrize(
    ("turn", "question", "text"),
    [
        ("2022年全国有多少家5A景区？", "五星级酒店呢？", "2022年全国有多少家五星级酒店？"),
        ("2022年补贴多少钱？", "那2023年呢", "2023年补贴多少钱？"),
        ("今年（2023年）补贴多少钱？", "那去年（2022年）的呢", "去年（2022年）补贴多少钱？"),
        ("一所大学最多能报几个项目？", "示范高校呢", "关于“一所大学最多能报几个项目”，示范高校呢"),
    ],
)
def test_what_is_put_beside_the_earlier_question_takes_its_place_where_that_is_clear(
    turn: str, question: str, text: str
) -> None:
    assert complete_follow_up([turn], question, SAME_MATTER).text == text


def test_a_chain_of_follow_ups_reaches_back_to_its_topic_and_no_further() -> None:
    def grounds(topic: str, question: str) -> Ground:
        return Ground(2.5, 0.0 if question == "居住证怎么办？" else 0.9)

    completed = complete_follow_up(["公积金怎么提取", "居住证怎么办？", "要带什么材料"], "那多久能拿到", grounds)

    assert completed.used_turns == ("居住证怎么办？", "要带什么材料")
    assert completed.text == "关于“居住证怎么办，要带什么材料”，多久能拿到"


@pytest.mark.parametrize("turn", ["居" * 500, "居" * 499 + "吗"])
def test_a_completed_question_keeps_the_length_limit_and_all_that_is_asked_now(turn: str) -> None:
    completed = complete_follow_up([turn], "要多少钱", SAME_MATTER)

    assert len(completed.text) == MAX_CHARACTERS
    assert completed.text.endswith("，要多少钱")


@pytest.mark.parametrize("greeting", ["你好", "谢谢", "好的，谢谢！", "嗯"])
def test_a_greeting_is_no_topic(greeting: str) -> None:
    assert complete_follow_up([greeting], "要多少钱", SAME_MATTER).text == "要多少钱"
    assert complete_follow_up(["居住证怎么办", greeting], "要多少钱", SAME_MATTER).used_turns == ("居住证怎么办",)


def test_a_question_as_long_as_the_limit_leaves_no_room_for_context() -> None:
    assert complete_follow_up(["多少" * 250], "问" * 500, SAME_MATTER).text == "问" * 500


def test_a_choice_that_holds_the_whole_question_before_it_is_asked_as_it_is() -> None:
    turns = ["江苏稳岗返还怎么申请", "那比例是多少"]
    choice = f"大型企业方面，{complete_follow_up(turns[:-1], turns[-1], SAME_MATTER).text}？"

    completed = complete_follow_up(turns, choice, SAME_MATTER)

    assert completed.text == choice
    assert completed.notice == ""


def test_what_is_asked_now_is_told_apart_from_the_context() -> None:
    text = in_context("居住证怎么办", "外地的呢", limit=100)

    assert asked_now(text) == "外地的呢"
    assert asked_now("居住证怎么办") == "居住证怎么办"
    assert asked_now("关于“居住证”，") == "关于“居住证”，"


def test_the_words_of_the_context_weigh_less_in_the_search() -> None:
    weights = analyse("关于“高龄补贴每月多少”，停车补贴呢", Lexicon([])).weights

    assert weights["高龄"] == pytest.approx(CONTEXT_WEIGHT)
    assert weights["停车"] == 1.0
    assert weights["补贴"] == pytest.approx(max(1.0, CONTEXT_WEIGHT * 2))


def test_the_kind_of_answer_is_that_of_what_is_asked_now() -> None:
    assert answer_type("关于“补贴多少钱”，找哪个部门领") is AnswerType.WHO
    assert measure("关于“补贴多少钱”，找哪个部门领") is None


def test_the_kind_of_answer_is_the_earlier_one_when_nothing_new_is_asked() -> None:
    assert answer_type("关于“补贴多少钱”，大企业呢") is AnswerType.AMOUNT
    assert measure("关于“补贴多少钱”，大企业呢") is measure("补贴多少钱")


def test_follow_ups_of_the_gold_questions_are_completed_where_the_documents_bear_it_out(shared: Path) -> None:
    rows = [
        json.loads(line)
        for name in ("dev.jsonl", "statutes.jsonl")
        for line in (shared / "gold" / name).read_text(encoding="utf-8").splitlines()
    ]
    follow_ups = [row for row in rows if row.get("turns")]
    completed = [complete_follow_up(row["turns"], row["question"], led(share=0.8)) for row in follow_ups]

    assert sum(bool(one.used_turns) for one in completed) / len(follow_ups) >= 0.97


@pytest.mark.parametrize("unit", ["那", "换个", "多少", "再问", "几", "，", "呢", "好的", "谢谢，", "“"])
def test_time_grows_linearly(unit: str) -> None:
    text = unit * (500 // len(unit))
    start = time.perf_counter()
    complete_follow_up([text] * 5, text, SAME_MATTER)

    assert time.perf_counter() - start < 0.1
