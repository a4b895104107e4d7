"""Questions about a document itself, answered with its own printed words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lookup_toy import open_lookup_toy
from toy_index import ToyEmbedder

from index.build import build_index
from index.snapshot import Snapshot
from qa.document_answer import DocumentAnswer, answer_about_document
from qa.document_facts import document_facts
from qa.facts import Fact, Relation, facts_asked, relation_asked
from qa.lookup import LookupTable
from qa.records import ScoredPassage


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> LookupTable:
    return LookupTable(open_lookup_toy(tmp_path_factory.mktemp("facts")))


@pytest.fixture(scope="module")
def snapshot(table: LookupTable) -> Snapshot:
    return table.snapshot


def _answer(table: LookupTable, question: str) -> DocumentAnswer | None:
    return answer_about_document(question, table.find(question), table)


def _stated(table: LookupTable, question: str) -> dict[str, str]:
    answer = _answer(table, question)
    assert answer is not None
    return {piece.fact.value: piece.text for piece in answer.pieces}


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("高龄补贴办法文号多少", {Fact.NUMBER}),
        ("这个通知是哪天印发的", {Fact.ISSUED}),
        ("停车办法谁发的", {Fact.ISSUER}),
        ("办法从什么时候开始施行", {Fact.EFFECTIVE}),
        ("意见有效期到哪天", {Fact.EXPIRES}),
        ("停车办法 生效 到期", {Fact.EFFECTIVE, Fact.EXPIRES}),
        ("这是哪个文件规定的", {Fact.WHICH}),
        ("测政规5号废止了哪个文件", {Fact.REPEALS, Fact.WHICH}),
        ("高龄补贴多少钱", set()),
        ("身份证有效期几年", set()),
        ("该去哪个法院", set()),
        ("药品批准文号的有效期是多久", set()),
        ("补贴什么时候发", set()),
        ("外商投资法施行前设立的企业怎么办", set()),
    ],
)
def test_what_is_asked_about_a_document(question: str, facts: set[Fact]) -> None:
    assert facts_asked(question) == facts


def test_relation_asked() -> None:
    assert relation_asked("哪个文件代替了它") is Relation.REPLACES
    assert relation_asked("转发国发5号的通知") is Relation.FORWARDS
    assert relation_asked("文号多少") is Relation.NONE


def test_number_and_date_are_quoted_from_the_head(table: LookupTable) -> None:
    assert _stated(table, "高龄补贴办法的文号是多少，哪天印发的？") == {
        "which": "测试市人民政府关于印发测试市高龄补贴办法的通知",
        "number": "测政发〔2024〕3号",
        "issued": "2024年1月10日",
    }


def test_issuer_is_the_signature(table: LookupTable) -> None:
    assert _stated(table, "停车场办法是谁发的")["issuer"] == "测试市人民政府办公室"


def test_term_is_quoted_from_the_clause(table: LookupTable) -> None:
    stated = _stated(table, "测政发〔2024〕3号什么时候施行，有效期到哪天")
    assert "2024年2月1日起施行，有效期至2026年12月31日" in stated["effective"]
    assert _stated(table, "图书借阅法什么时候开始施行")["effective"] == "第三条 本法自2020年9月1日起施行。"


def test_replacing_document_is_named_with_the_clause_that_says_so(table: LookupTable) -> None:
    stated = _stated(table, "测政发〔2017〕43号由哪个文件取代？")
    assert stated["number"] == "测政规〔2024〕5号"
    assert stated["repeals"] == "《测试省人民政府关于社区食堂的意见》（测政发〔2017〕43号）同时废止。"


def test_relation_in_a_title_asks_for_no_other_document(table: LookupTable) -> None:
    assert (
        _stated(table, "测试市邮政局转发测试省邮政局关于推进快递进村的通知，文号多少")["number"]
        == "测市邮函〔2023〕30号"
    )


def test_forwarding_document(table: LookupTable) -> None:
    assert _stated(table, "哪个文件转发了测邮发〔2023〕12号")["number"] == "测市邮函〔2023〕30号"


def test_what_the_document_does_not_say_is_missing(table: LookupTable) -> None:
    answer = _answer(table, "快递进村的通知有效期到哪天")
    assert answer is not None
    assert answer.missing == (Fact.EXPIRES,)


def test_described_document_is_found_by_its_title(table: LookupTable) -> None:
    answer = _answer(table, "公共停车场怎么管理那个文件的文号是啥")
    assert answer is not None
    assert answer.document.doc_id == "测政办发-2021-15"
    assert answer.certainty < 1.0


@pytest.mark.parametrize(
    "question", ["消防规划文号多少", "高龄补贴多少钱", "补贴什么时候发", "测政发〔1999〕8号是谁发的", ""]
)
def test_no_answer_without_a_document(table: LookupTable, question: str) -> None:
    assert _answer(table, question) is None


def test_guide_points_to_the_document_it_explains(table: LookupTable, snapshot: Snapshot) -> None:
    row = snapshot.row("高龄补贴怎么领#一")
    assert row is not None
    passage = snapshot.passage(row)
    hit = ScoredPassage(passage, snapshot.documents[passage.doc_id], 1.0)
    question = "满八十岁能领钱是哪个文件规定的"
    answer = answer_about_document(question, table.find(question), table, hits=[hit])
    assert answer is not None
    assert answer.document.doc_number == "测政发〔2024〕3号"


def test_every_piece_is_a_slice_of_its_passage(table: LookupTable) -> None:
    answer = _answer(table, "测政规〔2024〕5号的文号、印发日期、施行日期，有效期到哪天，是谁发的，废止了哪个文件")
    assert answer is not None
    assert {piece.fact for piece in answer.pieces} >= {Fact.NUMBER, Fact.ISSUED, Fact.ISSUER, Fact.REPEALS}
    assert all(piece.text == piece.passage.text[piece.start : piece.end] for piece in answer.pieces)


def test_head_of_a_document_is_its_front_passage(snapshot: Snapshot) -> None:
    (front,) = document_facts(snapshot.documents["测政办发-2021-15"], snapshot)
    assert front.kind == "front"
    assert "测政办发〔2021〕15号" in front.text


@pytest.mark.slow
def test_questions_on_documents_of_the_five_gazettes(shared: Path, tmp_path: Path) -> None:
    """Every docnum question is answered with its document; questions on matters are left to the search."""
    build_index(shared / "corpus", tmp_path, ToyEmbedder())
    table = LookupTable(Snapshot.open_current(tmp_path))
    records = map(json.loads, (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    wrong = []
    for record in records:
        answer = _answer(table, record["question"])
        if record["kind"] == "docnum" and (answer is None or answer.document.doc_number != record["doc_number"]):
            wrong.append(record["question"])
        if record["kind"] not in ("docnum", "date") and answer is not None:
            wrong.append(record["question"])
    assert wrong == []
