"""Documents, articles and relations that a question names exactly."""

from __future__ import annotations

from datetime import date

import pytest
from lookup_toy import open_lookup_toy

from index.snapshot import Snapshot
from qa.lookup import LookupTable
from qa.names import Letters, names_of, stands_alone, whole_of
from qa.numbers import NumberKey, article_label, covers, key_of, mentions_in

LAW = "中华人民共和国图书借阅法-2020-06-01"
OLD_LAW = "中华人民共和国图书借阅法-2010-03-01"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return open_lookup_toy(tmp_path_factory.mktemp("lookup"))


@pytest.fixture(scope="module")
def table(snapshot: Snapshot) -> LookupTable:
    return LookupTable(snapshot)


def _named(table: LookupTable, question: str) -> list[str]:
    return [document.doc_id for document in table.find(question).documents]


@pytest.mark.parametrize(
    "question",
    [
        "测政发〔2024〕3号",
        "测政发[2024]3号讲什么",
        "测政发【2024】 3 号",
        "测政发（2024）3号",
        "测政发2024年3号",
        "测政发2024 3",
        "测政发2024-3",
        "测政发２０２４年第３号",
        "请问测政发3号什么内容",
        "(2024)3号",
        "3号文什么时候施行",
        "三号文件",
    ],
)
def test_number_is_found_in_every_spelling(table: LookupTable, question: str) -> None:
    assert _named(table, question) == ["测政发-2024-3"]


@pytest.mark.parametrize(
    "question",
    [
        "我2024年3号去的",
        "住在3号楼",
        "地铁3号线几点停",
        "到2024年3个区",
        "2024年3月",
        "测政办发〔2024〕3号",
        "",
        "号",
        "〔〕",
    ],
)
def test_other_figures_name_no_document(table: LookupTable, question: str) -> None:
    assert _named(table, question) == []


def test_number_of_a_public_notice_may_name_its_issuers_in_part() -> None:
    held = key_of("国家税务总局财政部公告2022年第17号")
    assert held == NumberKey("国家税务总局财政部公告", 2022, 17)
    assert covers("税务总局公告", held.name)
    assert not covers("苏政发", "苏政办发")
    assert str(mentions_in("公告2022年第27号")[0].key) == "公告2022年第27号"


@pytest.mark.parametrize(
    ("question", "doc_id"),
    [
        ("测试市人民政府关于印发测试市高龄补贴办法的通知", "测政发-2024-3"),
        ("《测试市高龄补贴办法》第二条", "测政发-2024-3"),
        ("《高龄补贴办法》怎么说", "测政发-2024-3"),
        ("按高龄补贴办法能领多少", "测政发-2024-3"),
        ("停车场办法里免费多久", "测政办发-2021-15"),
        ("那个快递进村的通知", "测邮发-2023-12"),
        ("违反图书借阅法怎么办", LAW),
    ],
)
def test_title_is_found_in_full_and_short(table: LookupTable, question: str, doc_id: str) -> None:
    assert _named(table, question)[0] == doc_id


@pytest.mark.parametrize(
    "question", ["高龄补贴怎么办理", "停车要多少钱", "图书借阅法律咨询", "非图书借阅法", "这个办法好"]
)
def test_words_of_a_title_alone_name_no_document(table: LookupTable, question: str) -> None:
    assert _named(table, question) == []


def test_short_name_counts_only_where_it_stands_alone() -> None:
    assert stands_alone(Letters.of("违反宪法第三条"), 2, "宪法")
    assert stands_alone(Letters.of("劳动法规定"), 0, "劳动法")
    assert not stands_alone(Letters.of("劳动法律关系"), 0, "劳动法")
    assert not stands_alone(Letters.of("劳动法实施办法"), 0, "劳动法")
    assert not stands_alone(Letters.of("集体合同法"), 2, "合同法")


def test_parts_of_a_code_answer_to_its_name() -> None:
    assert whole_of("中华人民共和国民法典合同编") == "中华人民共和国民法典"
    assert whole_of("测试市公共停车场管理办法") == "测试市公共停车场管理办法"


def test_newest_version_in_force_is_meant_unless_the_question_dates_another(table: LookupTable) -> None:
    assert _named(table, "图书借阅法第二条") == [LAW]
    assert _named(table, "2010年的图书借阅法第二条") == [OLD_LAW]
    found = table.find("图书借阅法", on=date(2015, 1, 1))
    assert [document.doc_id for document in found.documents] == [OLD_LAW]


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("图书借阅法第2条", ["第二条"]),
        ("图书借阅法第二条", ["第二条"]),
        ("图书借阅法2条第二款", ["第二条"]),
        ("图书借阅法第二条之一", ["第二条之一"]),
        ("图书借阅法第九条", []),
        ("图书借阅法9条", []),
        ("第二条", []),
    ],
)
def test_article_of_the_named_document(table: LookupTable, question: str, articles: list[str]) -> None:
    assert [passage.heading_path[-1] for passage in table.find(question).articles] == articles


def test_a_paragraph_of_an_article_is_a_part_of_its_passage(table: LookupTable) -> None:
    (part,) = table.find("图书借阅法2条第二款").provisions
    assert part.passage.text[part.start : part.end] == "经图书馆同意，可以续借一次。"


@pytest.mark.parametrize(
    ("question", "gap"),
    [
        ("图书借阅法第九条", "《中华人民共和国图书借阅法》没有第九条，最后一条是第三条。"),
        ("测邮发〔2023〕12号第五点", "《测试省邮政局关于推进快递进村的通知》没有第五点，编号到“二、”为止。"),
        ("图书借阅法9条", "在《中华人民共和国图书借阅法》里没有找到第九条。"),
        ("图书借阅法第三条第四款", "在《中华人民共和国图书借阅法》里没有找到第三条第四款。"),
    ],
)
def test_a_provision_the_document_does_not_have(table: LookupTable, question: str, gap: str) -> None:
    assert list(map(str, table.find(question).gaps)) == [gap]


def test_a_law_named_before_an_article_keeps_other_documents_out(table: LookupTable) -> None:
    found = table.find("按高龄补贴办法和消防法第二条")
    assert (found.articles, found.gaps) == ((), ())


def test_each_article_belongs_to_the_document_named_before_it(table: LookupTable) -> None:
    found = table.find("高龄补贴办法第四条和图书借阅法第三条")
    assert [passage.passage_id for passage in found.articles] == ["测政发-2024-3#第四条", f"{LAW}#第三条"]


def test_article_numbers_are_written_as_printed() -> None:
    assert [article_label(n) for n in (1, 10, 36, 110, 1034)] == [
        "第一条",
        "第十条",
        "第三十六条",
        "第一百一十条",
        "第一千零三十四条",
    ]


def test_unknown_number_leads_to_the_document_that_rests_on_it(table: LookupTable) -> None:
    found = table.find("国发〔2023〕9号 贯彻落实 文号")
    assert found.documents == ()
    assert found.cited_only == ("国发〔2023〕9号",)
    assert [document.doc_id for document in found.related] == ["测政规-2024-5"]


def test_unknown_number_leads_to_the_document_that_replaces_it(table: LookupTable) -> None:
    found = table.find("哪个文件代替了测政发〔2017〕43号")
    assert [document.doc_id for document in found.related] == ["测政规-2024-5"]
    assert found.asks_number


def test_named_document_leads_to_the_one_that_forwards_it(table: LookupTable) -> None:
    found = table.find("哪个文件转发了测邮发〔2023〕12号")
    assert [document.doc_id for document in found.related] == ["测市邮函-2023-30"]


def test_unknown_title_is_reported(table: LookupTable) -> None:
    assert table.find("《测试市消防条例》怎么规定").cited_only == ("测试市消防条例",)
    assert table.find("消防法第三条").cited_only == ("消防法",)


@pytest.mark.parametrize("question", ["", " ", "？", "啊" * 300, "《", "第条", "😀", "1" * 40, "〔2024〕", "ａｂｃ"])
def test_hostile_text_names_nothing(table: LookupTable, question: str) -> None:
    found = table.find(question)
    assert (found.documents, found.articles, found.related) == ((), (), ())


def test_kind_of_document_alone_is_no_name(snapshot: Snapshot) -> None:
    for document in snapshot.documents.values():
        assert not {"通知", "办法", "意见", "管理办法"} & names_of(document)
