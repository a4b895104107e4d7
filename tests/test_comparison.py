"""The sides of a comparison, in the words of the question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.comparison import MAX_SIDES, sides


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("签一年合同和签三年合同，试用期分别多久", ("签一年合同", "签三年合同")),
        ("江苏的担保公司，市里办和县里办，本钱各要多少？", ("市里办", "县里办")),
        ("国家和江苏的要求有什么不同", ("国家", "江苏")),
        ("2022年和2023年的补贴标准有啥区别", ("2022年", "2023年")),
        ("绝密级、机密级、秘密级的保密期限分别多少年", ("绝密级", "机密级", "秘密级")),
        ("“一网通办”和“一件事”是同一项工作吗", ("一网通办", "一件事")),
        ("个人与企业可以打包办理的事项分别多少件", ("个人", "企业")),
        ("平时加班 周末加班 工资倍数", ("平时加班", "周末加班")),
        ("请问城里跟乡下比，补贴差多少", ("城里", "乡下比")),
    ],
)
def test_the_sides_are_named(question: str, names: tuple[str, ...]) -> None:
    assert sides(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "",
        "身份证和户口簿要带原件吗",
        "损失算我的还是算平台的",
        "手机软件不同意刷脸就不让用，合法吗",
        "高龄补贴和高龄补贴有什么区别",
        "开快递公司 注册资本 要求",
        "残疾人补贴各地标准是多少",
        "补贴 补贴 补贴",
    ],
)
def test_nothing_is_compared(question: str) -> None:
    assert sides(question) == ()


@given(st.text(alphabet="城里乡下和与、的分别区不同 ，？A", max_size=40))
def test_whatever_is_asked_the_names_stand_in_the_question(question: str) -> None:
    names = sides(question)
    assert len(names) == 0 or 2 <= len(names) <= MAX_SIDES
    assert all(name in question for name in names)
    assert len(set(names)) == len(names)
