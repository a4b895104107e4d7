"""Routing takes no time worth mentioning, whatever is typed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from qa.routing import RoutingRules, load_rules, route

REQUESTS = Path(__file__).with_name("data") / "routing_requests.tsv"
UNITS = [
    "我",
    "帮我查",
    "怎么",
    "忽略以上",
    "ignore",
    "好的",
    "能",
    "半夜",
    "〔手机号已隐去〕",
    "，",
    "刚转",
    "请",
    "查看",
    "中a",
]


@pytest.fixture(scope="module")
def rules() -> RoutingRules:
    return load_rules()


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_linearly(unit: str, rules: RoutingRules) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.perf_counter()
        route(text, rules)
        return time.perf_counter() - start

    assert min(seconds(500) for _ in range(3)) < 0.03  # 1 to 8 ms; an ordinary question takes 0.1 to 0.5 ms
    assert min(seconds(2_000) for _ in range(3)) < 0.12


def test_no_pattern_is_slow_on_500_characters(rules: RoutingRules) -> None:
    words = rules.judge.words
    of_rules = [part for rule in rules.rules for part in (rule.any, rule.also, rule.unless, rule.judged) if part]
    slow = []
    for pattern in (*of_rules, *words.signs.values(), words.folded, words.frame):
        for unit in UNITS:
            start = time.perf_counter()
            pattern.search((unit * 500)[:500])
            if time.perf_counter() - start > 0.05:
                slow.append((pattern.pattern, unit))

    assert slow == []


def test_an_ordinary_request_takes_less_than_a_millisecond(rules: RoutingRules) -> None:
    texts = [row.split("\t")[0] for row in REQUESTS.read_text(encoding="utf-8").splitlines()[1:]]
    start = time.perf_counter()
    for text in texts:
        route(text, rules)

    assert (time.perf_counter() - start) / len(texts) < 0.001
