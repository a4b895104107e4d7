"""The ingest report as one self-contained HTML page: opens offline, fetches nothing, every text escaped."""

from __future__ import annotations

from html import escape

from index.listing import read_report
from index.report_sections import SUMMARY, Section, left_out_lines, report_sections
from index.snapshot import Snapshot

# The page may load and run nothing, whatever a document holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_OPEN = 20  # rows; a longer table is closed until it is clicked
_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:0 auto;
max-width:72rem;padding:1rem}
h1{font-size:1.6rem;margin:.5rem 0}h2,summary{font-size:1.15rem;font-weight:600;margin:1.4rem 0 .4rem}
summary{cursor:pointer}.sub{margin:0;opacity:.75}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #8886;padding:.3rem .6rem;text-align:left;
vertical-align:top;overflow-wrap:anywhere}th{white-space:nowrap;font-weight:600}
td.number{white-space:nowrap;font-variant-numeric:tabular-nums}
"""


def report_page(snapshot: Snapshot) -> str:
    """Return the page about the files that ``snapshot`` was built from.

    :raises ValueError: if the stored report is of another version of the program.
    """
    report = read_report(snapshot)
    made = snapshot.manifest
    sections = [*report_sections(report), left_out_lines(report)]
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>政答读入报告 {escape(made.corpus)}</title><style>{_STYLE}</style></head><body><main>"
        f'<h1>政答读入报告</h1><p class="sub">文件夹 {escape(made.corpus)}，索引 {escape(made.version)}，'
        f"向量模型 {escape(made.encoder)}</p>{''.join(map(_section, sections))}</main></body></html>\n"
    )


def _section(section: Section) -> str:
    if not section.rows:
        return ""
    title = f"{escape(section.title)}（{len(section.rows)}）" if section.title != SUMMARY else SUMMARY
    if len(section.rows) > _OPEN:
        return f"<details><summary>{title}</summary>{_table(section)}</details>"
    return f"<h2>{title}</h2>{_table(section)}"


def _table(section: Section) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in section.columns)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in section.rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cell(text: str) -> str:
    return f'<td class="number">{text}</td>' if text.isascii() and text.isdigit() else f"<td>{escape(text)}</td>"
