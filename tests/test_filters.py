"""Hard filters given as arguments, and hints read from a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.corpus import Document
from qa.filters import Agreement, Filters, facets, matches, recognise, soft_match

PROVINCE = Document(
    doc_id="苏",
    title="江苏省人民政府办公厅关于印发江苏省冷链规划的通知",
    issuers=("江苏省人民政府办公厅",),
    issued=date(2022, 7, 24),
    expires=date(2025, 12, 31),
    region="江苏省",
    level="省",
    kind="规划",
)
NATION = Document(
    doc_id="国",
    title="人力资源社会保障部关于就业见习的通知",
    issuers=("人力资源社会保障部", "财政部"),
    issued=date(2023, 5, 5),
    region="全国",
    level="国家",
    kind="通知",
    audience=("高校毕业生",),
)


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("江苏居住证怎么办", Filters(region="江苏省")),
        ("苏州居住证怎么办", Filters(region="苏州市")),
        ("省里对养老有什么补贴", Filters(level="省")),
        ("国务院的意见怎么说", Filters(region="全国", level="国家", issuer="国务院", kind="意见")),
        ("人社部2023年的见习通知", Filters(issuer="人社部", year=2023, kind="通知")),
        ("2025年和2030年的目标", Filters()),
        ("身份证丢了", Filters()),
        ("", Filters()),
    ],
)
def test_hints_are_read_from_the_question(question: str, hint: Filters) -> None:
    assert recognise(question) == hint


@pytest.mark.parametrize(
    ("filters", "province", "nation"),
    [
        (Filters(), True, True),
        (Filters(region="江苏"), True, False),
        (Filters(level="国家"), False, True),
        (Filters(issuer="人社部"), False, True),
        (Filters(issuer="省政府办公厅"), True, False),
        (Filters(year=2022), True, False),
        (Filters(kind="规划"), True, False),
        (Filters(audience="高校毕业生"), True, True),
        (Filters(audience="企业"), True, False),
        (Filters(in_force_on=date(2024, 1, 1)), True, True),
        (Filters(in_force_on=date(2026, 1, 1)), False, True),
        (Filters(in_force_on=date(2022, 1, 1)), False, False),
        (Filters(region="江苏省", year=2023), False, False),
    ],
)
def test_given_filters_exclude(filters: Filters, province: bool, nation: bool) -> None:
    assert (matches(PROVINCE, filters), matches(NATION, filters)) == (province, nation)


def test_document_of_unknown_year_or_kind_passes_no_filter_on_it() -> None:
    bare = Document(doc_id="x", title="无题")
    assert matches(bare, Filters())
    assert not matches(bare, Filters(year=2022))
    assert not matches(bare, Filters(kind="规划"))


def test_hints_agree_contradict_or_say_nothing() -> None:
    assert soft_match(PROVINCE, recognise("江苏2022年的冷链规划")) == Agreement(1.0, 0.0, 0.0, 1.0, 1.0)
    assert soft_match(PROVINCE, recognise("浙江省里的规定")).region == -1.0
    assert soft_match(NATION, recognise("江苏省里的规定")) == Agreement(0.0, -1.0, 0.0, 0.0, 0.0)
    assert soft_match(NATION, recognise("人社部的通知")).issuer == 1.0
    assert soft_match(PROVINCE, recognise("人社部的通知")).issuer == -1.0
    assert soft_match(PROVINCE, recognise("怎么办")).total == 0.0


def test_rules_of_a_province_hold_in_its_cities_and_those_of_a_city_not_elsewhere() -> None:
    city = replace(PROVINCE, region="南京市", level="市")
    assert soft_match(PROVINCE, recognise("苏州冷库补贴")).region == 1.0
    assert soft_match(city, recognise("苏州冷库补贴")).region == -1.0
    assert soft_match(city, recognise("南京冷库补贴")).region == 1.0


def test_target_year_is_never_held_against_a_document() -> None:
    assert soft_match(PROVINCE, recognise("到2025年建成多少冷库")).year == 0.0


def test_facets_count_documents_by_value() -> None:
    found = facets([PROVINCE, NATION, replace(NATION, doc_id="国2")])
    assert found.regions == (("全国", 2), ("江苏省", 1))
    assert found.years == ((2023, 2), (2022, 1))
    assert found.issuers[0] == ("人力资源社会保障部", 2)
    assert found.audiences == (("高校毕业生", 2),)
