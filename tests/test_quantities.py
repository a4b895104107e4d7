"""Figures of a printed sentence, with the words that limit them."""

from __future__ import annotations

import pytest

from qa.quantities import Measure, quantities_of


@pytest.mark.parametrize(
    ("text", "said", "measure"),
    [
        ("营业收入力争超过8.8万亿元。", "力争超过8.8万亿元", Measure.MONEY),
        ("应当自收到申请之日起七个工作日内答复", "自收到申请之日起七个工作日内", Measure.DAYS),
        ("处五千元以上三万元以下的罚款", "五千元以上三万元以下", Measure.MONEY),
        ("按投资额 30%的比例抵免", "30%", Measure.SHARE),
        ("由百分之二十以上的业主提议", "百分之二十以上", Measure.SHARE),
        ("最长期限为5年。", "最长期限为5年", Measure.YEARS),
        ("自 2022年 10月 1日起施行", "自 2022年 10月 1日起", Measure.DAY),
        ("于11月30日前报送", "11月30日前", Measure.DAY),
        ("培训1至2个学期", "1至2个学期", Measure.MONTHS),
        ("公告满30日后方可变更", "满30日后", Measure.DAYS),
        ("期限届满前二个月提出", "届满前二个月", Measure.MONTHS),
        ("单户1000万元（含）以下", "1000万元（含）以下", Measure.MONEY),
    ],
)
def test_a_figure_keeps_its_limits(text: str, said: str, measure: Measure) -> None:
    (found,) = quantities_of(text)
    assert (text[found.start : found.end], found.measure) == (said, measure)


def test_a_limit_belongs_to_the_next_figure_only() -> None:
    text = "中小微企业最多退60%，大型企业退30%"
    assert [text[one.start : one.end] for one in quantities_of(text)] == ["最多退60%", "30%"]


@pytest.mark.parametrize("text", ["苏政发〔2022〕71号", "第十二条第三款", "统一管理，一体推进", "违约金和日常工作", ""])
def test_what_measures_nothing_is_no_figure(text: str) -> None:
    assert quantities_of(text) == []
