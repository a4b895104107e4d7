"""The measurements of ``bench`` as one small offline page in Chinese."""

from __future__ import annotations

from dataclasses import asdict
from html import escape

from eval.bench import Bench
from eval.charts import Axis, Line, line_chart, whole_top
from eval.report import POLICY, page_part
from eval.report_words import PROVENANCE, in_chinese


def _chart(title: str, lines: list[Line], x_label: str, y_label: str) -> str:
    points = [point for line in lines for point in line.points]
    x_axis = Axis(x_label, 0, whole_top(max(x for x, _ in points)))
    y_axis = Axis(y_label, 0, whole_top(max(y for _, y in points)))
    return f"<figure>{line_chart(title, lines, x_axis, y_axis)}<figcaption>{escape(title)}</figcaption></figure>"


def _charts(bench: Bench) -> str:
    sizes = bench.sizes
    largest = max(sizes, key=lambda size: size.passages)
    size_label = "条文数"
    figures = [
        _chart("建索引用时", [Line("秒", [(s.passages, s.build_seconds) for s in sizes])], size_label, "秒"),
        _chart("服务时内存", [Line("MiB", [(s.passages, s.memory_mib) for s in sizes])], size_label, "MiB"),
        _chart(
            "单人提问的耗时",
            [
                Line("中位", [(s.passages, s.loads[0].p50_ms) for s in sizes]),
                Line("95%", [(s.passages, s.loads[0].p95_ms) for s in sizes]),
            ],
            size_label,
            "毫秒",
        ),
        _chart(
            "同时提问人数与耗时（最大的文件库）",
            [
                Line("中位", [(load.people, load.p50_ms) for load in largest.loads]),
                Line("95%", [(load.people, load.p95_ms) for load in largest.loads]),
            ],
            "同时提问人数",
            "毫秒",
        ),
    ]
    return f'<div class="charts">{"".join(figures)}</div>'


def _table(bench: Bench) -> str:
    names = ("条文", "文件", "建索引（秒）", "建索引峰值（MiB）", "索引（MiB）", "首个回答（秒）", "内存（MiB）",
             "同时人数", "中位（毫秒）", "95%（毫秒）", "每秒回答")  # fmt: skip
    rows = []
    for size in bench.sizes:
        for load in size.loads:
            cells = (
                size.passages, size.documents, size.build_seconds, size.build_peak_mib, size.index_mib,
                size.start_seconds, size.memory_mib, load.people, load.p50_ms, load.p95_ms, load.answers_per_second,
            )  # fmt: skip
            rows.append("<tr>" + "".join(f'<td class="n">{cell}</td>' for cell in cells) + "</tr>")
    head = "".join(f'<th class="n">{escape(name)}</th>' for name in names)
    return f'<section class="panel"><table><tr>{head}</tr>{"".join(rows)}</table></section>'


def bench_page(bench: Bench) -> str:
    """Return the page: charts, the table, where the figures come from."""
    where = "".join(
        f"<tr><th>{escape(in_chinese(PROVENANCE, name))}</th><td>{escape(str(value))}</td></tr>"
        for name, value in asdict(bench.provenance).items()
    )
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}"><link rel="icon" href="data:,">'
        f"<title>政答性能测量</title><style>{page_part('report_page.css')}</style></head><body><main>"
        f'<h1>政答性能测量</h1><p class="sub">文件库 {escape(bench.corpus)}</p>{_charts(bench)}'
        f'<h2>数值</h2>{_table(bench)}<h2>出处</h2><section class="panel"><table>{where}</table></section>'
        "</main></body></html>\n"
    )
