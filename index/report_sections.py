"""The ingest report as tables in Chinese, for the terminal and for the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from index.parsed import Finding
from index.report import DocumentReport, IngestReport

REASONS = {
    "page_number": "页码",
    "cover_or_contents": "封面、目录",
    "imprint": "版权页、印发栏",
    "comment": "注释",
    "front_matter": "卡片头部（已读作文件信息）",
    "repeated_header": "重复的表头",
    "format_mark": "只有格式记号",
}
FINDINGS = {
    "article_gap": "缺条",
    "article_repeat": "条号重复",
    "reading_error": "疑似误读",
    "edition_conflict": "版本有出入",
}
SUMMARY = "概况"  # title of the table of counts
_EXAMPLES = 3  # of each reason in the summary; the page lists every line


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the report; without rows it has nothing to say."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report_sections(report: IngestReport) -> list[Section]:
    """Return the tables that have rows, what needs a person's eye first; the summary is always the first."""
    sections = (
        Section(SUMMARY, ("项目", "数量"), tuple(_summary(report))),
        Section("没有读入的文件", ("文件", "原因"), tuple((one.file, one.reason) for one in report.rejects)),
        Section("条号缺漏或重复", ("文件", "行", "类别", "说明"), _found(report, "article_gap", "article_repeat")),
        Section("去向不明的行（程序的错误，请反馈）", ("文件", "行"), tuple(_unaccounted(report))),
        Section("略去的行，按原因", ("原因", "行数", "例子"), tuple(_reasons(report))),
        Section("疑似误读", ("文件", "行", "类别", "说明"), _found(report, "reading_error")),
        Section("同一文件的版本有出入", ("文件", "行", "类别", "说明"), _found(report, "edition_conflict")),
        Section("其他提示", ("文件", "行", "类别", "说明"), tuple(_other(report))),
        Section("由多个文件合并的文档", ("文档", "文件"), tuple(_merged(report.documents))),
        Section("有表格的文档", ("文档", "表格", "表行"), tuple(_tables(report.documents))),
        Section("有“第N条”的文档", ("文档", "条数", "末条", "条款段"), tuple(_articles(report.documents))),
        Section("读入的文件", ("文件", "编码", "非空行", "文档", "略去", "说明"), tuple(_files(report))),
    )
    return [section for section in sections if section.rows]


def left_out_lines(report: IngestReport) -> Section:
    """Return every line that is in no passage, with its reason."""
    rows = (
        (one.file, str(item.line), REASONS.get(item.reason, item.reason), item.text)
        for one in report.files
        for item in one.left_out
    )
    return Section("略去的每一行", ("文件", "行", "原因", "内容"), tuple(rows))


def _summary(report: IngestReport) -> Iterable[tuple[str, str]]:
    lines = sum(one.lines for one in report.files)
    left = sum(len(one.left_out) for one in report.files)
    yield "读入的文件", str(len(report.files))
    yield "没有读入的文件", str(len(report.rejects))
    yield "文档", str(len(report.documents))
    yield "条款段（检索单位）", str(sum(one.passages for one in report.documents))
    yield "第N条", str(sum(one.articles for one in report.documents))
    yield "条号缺漏或重复", str(len(report.gaps))
    yield "非空行", str(lines)
    yield "略去的行", f"{left}（{left / max(lines, 1):.1%}）"
    yield "去向不明的行", str(report.unaccounted)
    yield "表格", str(sum(one.tables for one in report.documents))
    yield "疑似误读", str(sum(one.kind == "reading_error" for one in report.findings))
    encodings = Counter(one.encoding for one in report.files)
    yield "编码", "，".join(f"{name} {count}" for name, count in sorted(encodings.items())) or "无"


def _found(report: IngestReport, *kinds: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_finding(one) for one in report.findings if one.kind in kinds)


def _other(report: IngestReport) -> Iterable[tuple[str, ...]]:
    return (_finding(one) for one in report.findings if one.kind not in FINDINGS)


def _finding(one: Finding) -> tuple[str, ...]:
    return (one.file, str(one.line), FINDINGS.get(one.kind, one.kind), one.text)


def _unaccounted(report: IngestReport) -> Iterable[tuple[str, str]]:
    return ((one.file, str(line)) for one in report.files for line in one.unaccounted)


def _reasons(report: IngestReport) -> Iterable[tuple[str, str, str]]:
    for reason, count in report.left_out_by_reason():
        texts = dict.fromkeys(
            item.text for one in report.files for item in one.left_out if item.reason == reason and item.text
        )
        yield REASONS.get(reason, reason), str(count), "；".join(list(texts)[:_EXAMPLES])


def _merged(documents: Iterable[DocumentReport]) -> Iterable[tuple[str, str]]:
    return ((one.title, "、".join(one.files)) for one in documents if len(one.files) > 1)


def _tables(documents: Iterable[DocumentReport]) -> Iterable[tuple[str, str, str]]:
    return ((one.title, str(one.tables), str(one.table_rows)) for one in documents if one.tables)


def _articles(documents: Iterable[DocumentReport]) -> Iterable[tuple[str, str, str, str]]:
    return (
        (one.title, str(one.articles), str(one.last_article), str(one.passages)) for one in documents if one.articles
    )


def _files(report: IngestReport) -> Iterable[tuple[str, ...]]:
    for one in report.files:
        counts = (str(one.lines), str(one.documents), str(len(one.left_out)))
        yield (one.file, one.encoding, *counts, "；".join(one.notes))
