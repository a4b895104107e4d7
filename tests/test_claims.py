"""A text read as claims: figures one way however printed, words by what they deny, allow or limit."""

from __future__ import annotations

import pytest

from qa.claims import Kind, normal, read_tokens
from qa.named_bodies import bodies_in


def figures(text: str) -> list[str]:
    return [token.key for token in read_tokens(normal(text)) if token.kind in (Kind.FIGURE, Kind.ORDINAL)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("三万元，3万元，30000元，３万元，30,000元", ["30000元"] * 5),
        ("85%、85％、百分之八十五", ["85%"] * 3),
        ("八成、80%", ["80%"] * 2),
        ("两个月、2个月", ["2个月"] * 2),
        ("半年、6个月", ["6个月"] * 2),
        ("一刻钟、15分钟、十五分钟", ["15分钟"] * 3),
        ("3年、三年、36个月", ["36个月"] * 3),
        ("2023年4月1日、2023-04-01、二〇二三年四月一日", ["2023年", "4月", "1日"] * 3),
        ("10-20万元、10万元至20万元", ["100000元", "200000元"] * 2),
        ("第十二条、第12条", ["第12条"] * 2),
        ("（八）、(8)", ["L8"] * 2),
        ("一千二百亿元、1200亿元", ["120000000000元"] * 2),
        ("千分之三、3‰", ["3‰"] * 2),
        ("80周岁、八十岁", ["80岁"] * 2),
        ("①3个月②5日", ["3个月", "5日"]),
        ("5个工作日、5日", ["5工作日", "5日"]),
        ("统一办理、一网通办、一方面、三农", []),
    ],
)
def test_figures_are_read_one_way(text: str, keys: list[str]) -> None:
    assert figures(text) == keys


def test_bodies_are_found_without_the_words_around_them() -> None:
    text = "由省财政厅会同市场监管部门负责，全部内容向失业保险经办机构报送，不改变布局"
    assert [text[a:b] for a, b in bodies_in(text)] == ["省财政厅", "市场监管部门", "失业保险经办机构"]


def keys(text: str, kind: Kind) -> list[str]:
    return [token.key for token in read_tokens(normal(text)) if token.kind is kind]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("可以申请", Kind.MODAL, ["modal:may"]),
        ("应当申请，必须申请，须申请", Kind.MODAL, ["modal:must"] * 3),
        ("应急，可持续，主要，需求，可能", Kind.MODAL, []),
        ("不得收费，禁止收费", Kind.NEGATION, ["negation:forbidden"] * 2),
        ("未裁员，没有裁员，无犯罪记录", Kind.NEGATION, ["negation:none"] * 3),
        ("不断完善不动产登记，未来，无障碍，非公有制，除了，避免", Kind.NEGATION, []),
        ("不超过3万元，最多3万元，3万元以下", Kind.LIMIT, ["comparator:at_most"] * 3),
        ("以上情形，超过期限，签约", Kind.LIMIT, []),
        ("6月30日前，6月30日之前", Kind.EDGE, ["edge:before"] * 2),
        ("目前，前款，内容", Kind.EDGE, []),
        ("除法律另有规定外，不得收费", Kind.EXCEPTION, ["exception:except"]),
        ("除发证外，还给予奖金；解除合同", Kind.EXCEPTION, []),
        ("每月500元，按月", Kind.FIGURE, ["figure:per_month", "500元", "figure:per_month"]),
    ],
)
def test_words_are_read_by_their_force(text: str, kind: Kind, expected: list[str]) -> None:
    assert keys(text, kind) == expected
