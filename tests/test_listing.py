"""What an index holds, as people and programs read it: documents, passages, the ingest report as text and page."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from toy_index import FILES, PARKING, PASSAGES, ToyEmbedder, build_toy, open_toy

from index.build import build_index
from index.corpus import SourceSpan
from index.lines import LeftOut
from index.listing import document_rows, read_report, report_text, show_text
from index.parsed import Finding
from index.report import DocumentReport, FileReport, IngestReport, Reject
from index.report_json import decode_report, encode_report
from index.report_page import report_page
from index.report_sections import SUMMARY, Section, left_out_lines, report_sections
from index.snapshot import Snapshot

EVIL = "<script>alert('x')</script>&\"坏\".txt"
REPORT = IngestReport(
    files=(
        FileReport("a.txt", "utf-8", 100, 1, (LeftOut(3, "page_number", "— 3 —"), LeftOut(9, "new", "字")), (), ()),
        FileReport(EVIL, "gb18030", 50, 1, (LeftOut(1, "page_number", EVIL),), (7,), ("2 invisible characters",)),
    ),
    documents=(
        DocumentReport("d1", "办法", 12, 10, 11, 1, 4, ("a.txt", EVIL)),
        DocumentReport("d2", EVIL, 3, 0, 0, 0, 0, ("a.txt",)),
    ),
    findings=(
        Finding("article_gap", "a.txt", 20, "第3条 is followed by 第五条"),
        Finding("reading_error", "a.txt", 30, "foreign word: 管理 and 服务"),
        Finding("edition_conflict", EVIL, 5, "d1#一 differs from a.txt"),
    ),
    rejects=(Reject("c.doc", "c.doc: closed old format"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return open_toy(tmp_path_factory.mktemp("toy"))


def section(title: str, report: IngestReport = REPORT) -> Section:
    (found,) = [one for one in report_sections(report) if one.title == title]
    return found


def test_a_document_row_is_the_contract_of_the_list(toy: Snapshot) -> None:
    parking, allowance = document_rows(toy, date(2025, 1, 1))
    assert allowance.as_json() == {
        "doc_id": "测政发-2024-3",
        "title": "测试市人民政府关于印发测试市高龄补贴办法的通知",
        "doc_number": "测政发〔2024〕3号",
        "issuer": "测试市人民政府",
        "issued": "2024-01-10",
        "effective": "2024-02-01",
        "expires": "2026-12-31",
        "validity": "in_force",
        "region": "测试市",
        "sources": [{"file": "高龄补贴.txt", "first_line": 1, "last_line": 21}],
        "articles": 8,
    }
    assert (parking.articles, parking.expires, parking.sources) == (6, "", (SourceSpan("停车.txt", 1, 12),))


@pytest.mark.parametrize(
    ("day", "validity"),
    [(date(2024, 1, 31), "not_yet"), (date(2026, 12, 31), "in_force"), (date(2027, 1, 1), "expired")],
)
def test_validity_is_that_of_the_day_asked_about(toy: Snapshot, day: date, validity: str) -> None:
    assert document_rows(toy, day)[1].validity == validity


def test_a_passage_is_shown_with_its_place(toy: Snapshot) -> None:
    assert show_text(toy, "测政办发-2021-15#第三条") == (
        "测政办发-2021-15#第三条\n第三条  [停车.txt:7-7]\n第三条 小型汽车停放不超过三十分钟的，免收停车费。"
    )


def test_a_document_is_shown_whole_and_in_order(toy: Snapshot) -> None:
    text = show_text(toy, "测政办发-2021-15")
    assert text.startswith("测试市公共停车场管理办法  测政办发〔2021〕15号  2021-05-08")
    places = [text.index(f"第{number}条 ") for number in "一二三四五"]
    assert places == sorted(places)


def test_an_unknown_id_says_where_the_ids_are(toy: Snapshot) -> None:
    with pytest.raises(ValueError, match=r"'nope' is no document or passage.*index documents"):
        show_text(toy, "nope")


def test_the_stored_report_accounts_for_every_line(toy: Snapshot) -> None:
    report = read_report(toy)
    assert [one.file for one in report.files] == sorted(FILES)
    assert report.unaccounted == 0
    assert sum(one.passages for one in report.documents) == PASSAGES
    assert {(one.articles, one.last_article) for one in report.documents} == {(5, 5), (7, 7)}


def test_a_report_comes_back_from_json_equal() -> None:
    assert decode_report(encode_report(REPORT)) == REPORT


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"files": [{"name": 1}], "documents": [], "findings": [], "rejects": []}']
)
def test_a_report_of_another_version_says_rebuild(text: str) -> None:
    with pytest.raises(ValueError, match=r"ingest report of another version .*rebuild"):
        decode_report(text)


def test_the_summary_counts() -> None:
    counts = {row[0]: row[1] for row in section(SUMMARY).rows}
    assert counts == {
        "读入的文件": "2",
        "没有读入的文件": "1",
        "文档": "2",
        "条款段（检索单位）": "15",
        "第N条": "10",
        "条号缺漏或重复": "1",
        "非空行": "150",
        "略去的行": "3（2.0%）",
        "去向不明的行": "1",
        "表格": "1",
        "疑似误读": "1",
        "编码": "gb18030 1，utf-8 1",
    }


def test_every_table_holds_what_its_title_says() -> None:
    assert section("没有读入的文件").rows == (("c.doc", "c.doc: closed old format"),)
    assert section("条号缺漏或重复").rows == (("a.txt", "20", "缺条", "第3条 is followed by 第五条"),)
    assert section("略去的行，按原因").rows == (("页码", "2", f"— 3 —；{EVIL}"), ("new", "1", "字"))
    assert section("由多个文件合并的文档").rows == (("办法", f"a.txt、{EVIL}"),)
    assert section("有表格的文档").rows == (("办法", "1", "4"),)
    assert section("有“第N条”的文档").rows == (("办法", "10", "11", "12"),)
    assert section("去向不明的行（程序的错误，请反馈）").rows == ((EVIL, "7"),)
    assert left_out_lines(REPORT).rows[0] == ("a.txt", "3", "页码", "— 3 —")


def test_a_clean_report_is_silent_about_faults() -> None:
    clean = IngestReport((FileReport("a.txt", "utf-8", 1, 1, (), (), ()),), (), (), ())
    assert [one.title for one in report_sections(clean)] == [SUMMARY, "读入的文件"]


def test_the_report_on_the_terminal_is_short_and_says_where_the_rest_is(tmp_path: Path) -> None:
    build_toy(tmp_path)
    for number in range(20, 35):
        other = PARKING.replace("15号", f"{number}号").replace("公共", f"{number}号")
        (tmp_path / "corpus" / f"{number}.txt").write_text(other, "utf-8")
    (tmp_path / "corpus" / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    build_index(tmp_path / "corpus", tmp_path / "index", ToyEmbedder())
    text = report_text(Snapshot.open_current(tmp_path / "index"), shown=4)
    lines = text.split("\n")
    assert "  文档  17" in lines
    assert lines[lines.index("没有读入的文件（1）：文件、原因") + 1].startswith("  旧.doc  旧.doc: ")
    start = lines.index("读入的文件（17）：文件、编码、非空行、文档、略去、说明")
    assert lines[start + 1] == "  20.txt  utf-8  9  1  0"
    assert lines[start + 5] == "  …… 另有 13 行，用 --html 或 --json 看全部"


class Tags(HTMLParser):
    """Collects what a browser would load, run or show."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(toy: Snapshot, report: IngestReport, monkeypatch: pytest.MonkeyPatch) -> Tags:
    monkeypatch.setattr("index.report_page.read_report", lambda _: report)
    tags = Tags()
    tags.feed(report_page(toy))
    return tags


def test_the_page_shows_every_row_of_the_report(toy: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page_of(toy, REPORT, monkeypatch).text
    for one in [*report_sections(REPORT), left_out_lines(REPORT)]:
        assert one.title in text
        assert all(cell in text for row in one.rows for cell in row), one.title


def test_the_page_runs_and_loads_nothing_whatever_the_files_are_called(
    toy: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = page_of(toy, REPORT, monkeypatch)
    assert "script" not in tags.names
    assert tags.links == ["data:,"]
    assert "default-src &#x27;none&#x27;" in report_page(toy)


def test_long_tables_of_the_page_are_closed_until_asked_for(toy: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    many = IngestReport((), (), (), tuple(Reject(f"{number}.doc", "old") for number in range(21)))
    few = IngestReport((), (), (), many.rejects[:20])
    assert page_of(toy, many, monkeypatch).names.count("details") == 1
    assert page_of(toy, few, monkeypatch).names.count("details") == 0


def test_the_report_is_json_for_programs(toy: Snapshot) -> None:
    assert set(json.loads(encode_report(read_report(toy)))) == {"files", "documents", "findings", "rejects"}
