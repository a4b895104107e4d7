"""A place the documents do not serve is named; the own one and moves between places are not."""

from __future__ import annotations

import pytest

from qa.routing import other_place


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("浙江的高龄津贴多少钱", "浙江"),
        ("杭州市居住证怎么办", "杭州"),
        ("广东省父母育儿假每年可休多少天？", "广东"),
        ("上海2023年公共数据开放率的指标是多少？", "上海"),
        ("保定市公租房怎么申请", "保定"),
        ("香港的居住证怎么办", "香港"),
        ("江西省科技型中小企业补贴", "江西"),
    ],
)
def test_another_place_is_named(question: str, place: str) -> None:
    assert other_place(question, ["江苏省", "全国"]) == place


@pytest.mark.parametrize(
    "question",
    [
        "居住证怎么办",
        "江苏居住证怎么办",
        "苏州人才落户条件",
        "南京市和杭州市的落户条件有什么不同",
        "社保从上海转到江苏怎么办",
        "在安徽交的医保能转回来吗",
        "去上海看病怎么报销",
        "安徽户口能办居住证吗",
        "跨省从浙江搬来的企业有什么优惠",
        "医保定点医院有哪些",
        "推广安全生产责任保险",
        "顺延安排到哪天",
        "推广东部经验",
        "北京大学的毕业生落户",
        "在上海证券交易所上市奖励多少",
        "今天津贴发了吗",
        "太湖南岸的水质标准",
        "台湾居民能办居住证吗",
        "新乡镇企业优惠",
        "日照时间标准",
    ],
)
def test_the_own_place_and_moving_between_places_are_not_another_place(question: str) -> None:
    assert other_place(question, ["江苏省", "全国"]) == ""


def test_a_city_corpus_is_served_by_its_province_but_not_by_the_next_city() -> None:
    assert other_place("江苏省的人才政策", ["南京市"]) == ""
    assert other_place("苏州的人才政策", ["南京市"]) == "苏州"
    assert other_place("南京的人才政策", ["南京市"]) == ""
