"""Names and numbers that are said otherwise than printed: shortened, misspelt by sound, read aloud."""

from __future__ import annotations

import pytest
from lookup_toy import open_lookup_toy

from qa.lookup import LookupTable
from qa.numbers import key_of, same_number
from qa.own_names import own_titles

LAW = "中华人民共和国图书借阅法-2020-06-01"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> LookupTable:
    return LookupTable(open_lookup_toy(tmp_path_factory.mktemp("names")))


def _named(table: LookupTable, question: str) -> list[str]:
    return [document.doc_id for document in table.find(question).documents]


@pytest.mark.parametrize(
    ("question", "doc_id"),
    [
        ("图借法第二条", LAW),
        ("按图书法的第二条", LAW),
        ("图书介阅法第二条", LAW),
        ("《高龄补帖办法》第二条", "测政发-2024-3"),
        ("《关于推进快递进存的通知》", "测邮发-2023-12"),
    ],
)
def test_a_law_shortened_by_characters_or_written_by_sound(table: LookupTable, question: str, doc_id: str) -> None:
    assert _named(table, question) == [doc_id]


@pytest.mark.parametrize("question", ["借阅法第二条", "书法第二条", "图书借还法第二条", "高龄补贴怎么办法第二条"])
def test_what_is_not_nearly_a_name_names_nothing(table: LookupTable, question: str) -> None:
    assert _named(table, question) == []


def test_the_rules_of_another_place_are_not_those_held(table: LookupTable) -> None:
    found = table.find("邻居市公共停车场管理办法第三条")
    assert found.documents == ()
    assert found.cited_only == ("公共停车场管理办法",)
    assert _named(table, "测试市公共停车场管理办法第三条") == ["测政办发-2021-15"]


def test_a_title_takes_the_short_form_that_the_document_introduces() -> None:
    title = "测试省税务局关于开展全面数字化的电子发票试点工作的公告"
    introduced = "推广使用全面数字化的电子发票（以下简称数电票），现就有关事项公告如下。"
    assert own_titles(title, [introduced]) == ("测试省税务局关于开展数电票试点工作的公告",)
    assert own_titles(title, ["依照《发票办法》（以下简称《办法》）", "电子发票（以下简称办法）"]) == ()


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("财税2023年10号公告", "财政部税务总局工业和信息化部公告2023年第10号"),
        ("税务总局二〇二二年第十七号公告", "国家税务总局财政部公告2022年第17号"),
        ("国办发二零二三年第十一号", "国办发〔2023〕11号"),
    ],
)
def test_a_number_is_the_same_read_aloud_or_with_its_issuers_in_short(asked: str, held: str) -> None:
    one, two = key_of(asked), key_of(held)
    assert one is not None
    assert two is not None
    assert same_number(one, two)


@pytest.mark.parametrize(
    ("asked", "held"), [("苏财2023年10号公告", "财政部公告2023年第10号"), ("财办发5号", "国办发5号")]
)
def test_another_issuer_is_another_number(asked: str, held: str) -> None:
    one, two = key_of(asked), key_of(held)
    assert one is not None
    assert two is not None
    assert not same_number(one, two)
