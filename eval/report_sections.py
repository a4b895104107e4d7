"""The figures of the report page as HTML sections. All text is escaped here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from html import escape

from eval.charts import Axis, Line, bar, bar_chart, column_chart, line_chart, whole_top
from eval.metrics import METRICS, metric_named
from eval.provenance import Provenance
from eval.report_data import (
    GROUP_METRICS,
    OUTCOMES,
    Group,
    calibration,
    calibration_error,
    document_of,
    groups,
    latency_columns,
    retrieval_matrix,
    risk_coverage,
    sureness,
)
from eval.report_words import AUDIENCES, DEFINITIONS, FAULTS, KINDS, PROVENANCE, STYLES, in_chinese
from eval.score import Mean, RunScore, percentile, stage_counts
from eval.stages import STAGE_LABELS, Stage

CARDS = ("correct", "right", "recall@5", "supported", "refused", "false_refusal", "false_figures")
RED = "#b3541e"


def _percent(mean: Mean) -> str:
    return "—" if mean.value is None else f"{mean.value:.1%}"


def cards(score: RunScore) -> str:
    """Return the figures to look at first."""
    shown = [(metric_named(name).label, _percent(score.mean(metric_named(name)))) for name in CARDS]
    slow = percentile(score.latencies_ms, 0.95)
    shown.append(("95% 的回答不超过", "—" if slow is None else f"{slow:.0f} 毫秒"))
    return (
        '<div class="cards">'
        + "".join(f'<div class="card"><b>{escape(value)}</b><span>{escape(name)}</span></div>' for name, value in shown)
        + "</div>"
    )


def faults(score: RunScore) -> str:
    """Return what is wrong with the run file; empty when nothing is."""
    rows = [
        f"<li>{escape(in_chinese(FAULTS, name))}：{len(found)}（{escape('；'.join(found[:20]))}）</li>"
        for name, found in asdict(score.faults).items()
        if found
    ]
    return f'<section class="panel warn"><h3>运行文件的问题</h3><ul>{"".join(rows)}</ul></section>' if rows else ""


def metric_table(score: RunScore) -> str:
    """Return every metric with its definition."""
    rows = []
    for metric in METRICS:
        mean = score.mean(metric)
        colour = "#1f5fa8" if metric.higher_is_better else RED
        direction = "" if metric.higher_is_better else '<span class="soft">（越低越好）</span>'
        rows.append(
            f"<tr><td>{escape(metric.label)}{direction}</td>"
            f'<td class="n">{_percent(mean)}{bar(mean.value, colour)}</td>'
            f'<td class="n">{mean.questions}</td><td class="soft">{escape(DEFINITIONS[metric.name])}</td></tr>'
        )
    head = '<tr><th>指标</th><th class="n">值</th><th class="n">题数</th><th>定义</th></tr>'
    return f'<section class="panel"><table>{head}{"".join(rows)}</table></section>'


def breakdowns(score: RunScore) -> str:
    """Return the tables by kind, style, audience and document."""
    by: list[tuple[str, list[Group], Callable[[str], str]]] = [
        ("题目类型", groups(score, lambda gold: gold.kind), lambda value: in_chinese(KINDS, value)),
        ("问法", groups(score, lambda gold: gold.style), lambda value: in_chinese(STYLES, value)),
        ("提问对象", groups(score, lambda gold: gold.audience), lambda value: in_chinese(AUDIENCES, value)),
        ("文件", groups(score, document_of), str),
    ]
    return "".join(_group_table(title, found, name) for title, found, name in by)


def _group_table(title: str, found: Sequence[Group], name: Callable[[str], str]) -> str:
    metrics = [metric_named(metric) for metric in GROUP_METRICS]
    head = "".join(f'<th class="n">{escape(metric.label)}</th>' for metric in metrics)
    rows = []
    for group in found:
        cells = "".join(
            f'<td class="n">{_percent(mean)}{bar(mean.value, "#1f5fa8" if metric.higher_is_better else RED)}</td>'
            for metric, mean in zip(metrics, group.means, strict=True)
        )
        rows.append(f'<tr><td>{escape(name(group.value))}</td><td class="n">{group.questions}</td>{cells}</tr>')
    return (
        f'<h3>按{escape(title)}</h3><section class="panel"><table><tr><th>{escape(title)}</th>'
        f'<th class="n">题数</th>{head}</tr>{"".join(rows)}</table></section>'
    )


def matrix(score: RunScore) -> str:
    """Return where the evidence was found against what became of the answer."""
    head = "".join(f'<th class="n">{escape(name)}</th>' for name in OUTCOMES)
    rows = []
    for name, counts in retrieval_matrix(score):
        cells = "".join(f'<td class="n{" hot" if count else ""}">{count or "·"}</td>' for count in counts)
        rows.append(f'<tr><td>{escape(name)}</td>{cells}<td class="n">{sum(counts)}</td></tr>')
    return (
        '<section class="panel matrix"><table><tr><th>证据首次出现</th>'
        f'{head}<th class="n">合计</th></tr>{"".join(rows)}</table></section>'
    )


def _figure(chart: str, caption: str) -> str:
    return f"<figure>{chart}<figcaption>{escape(caption)}</figcaption></figure>"


def curves(score: RunScore) -> str:
    """Return the charts: loss by stage, risk and coverage, calibration, latency."""
    lost = [(STAGE_LABELS[stage], float(count)) for stage, count in stage_counts(score) if stage is not Stage.NONE]
    figures = [
        _figure(bar_chart("丢失环节", lost), "没有答对的问题在哪个环节丢失（题数）"),
        _risk(score),
        _calibration(score),
        _latency(score),
    ]
    return f'<div class="charts">{"".join(figures)}</div>'


def _risk(score: RunScore) -> str:
    sure = sureness(score)
    points = risk_coverage(sure, len(score.questions))
    if not points:
        return "<figure><figcaption>风险与覆盖：没有已作答的问题，或运行文件没有把握值。</figcaption></figure>"
    chart = line_chart(
        "风险与覆盖",
        [Line("答错的比例", points)],
        Axis("作答的比例（先答最有把握的）", 0, 1, percent=True),
        Axis("其中答错", 0, max(0.1, *(risk for _, risk in points)), percent=True),
    )
    source = "答案的概率" if sure.source == "confidence" else "首条检索结果的得分（运行文件没有概率）"
    return _figure(chart, f"风险与覆盖：按{source}排序，只答最有把握的一部分时答错多少。")


def _calibration(score: RunScore) -> str:
    bins = calibration(sureness(score))
    error = calibration_error(bins)
    if error is None:
        return "<figure><figcaption>校准：运行文件没有每个答案的概率，无法绘制。</figcaption></figure>"
    unit = Axis("系统给出的概率", 0, 1, percent=True)
    lines = [
        Line("答对的比例", [(said, true) for said, true, _ in bins]),
        Line("完全校准", [(0.0, 0.0), (1.0, 1.0)], dashed=True),
    ]
    counts = "、".join(str(count) for _, _, count in bins)
    chart = line_chart("校准", lines, unit, Axis("实际答对", 0, 1, percent=True))
    return _figure(chart, f"校准：说有几成把握，实际答对几成。平均偏差 {error:.1%}；各点题数 {counts}。")


def _latency(score: RunScore) -> str:
    columns = latency_columns(score.latencies_ms)
    if not columns:
        return "<figure><figcaption>耗时：运行文件没有耗时。</figcaption></figure>"
    most = whole_top(max(count for _, count in columns))
    spans = [(name, percentile(score.latencies_ms, share)) for name, share in (("中位", 0.5), ("95%", 0.95))]
    said = "，".join(f"{name} {value:.0f} 毫秒" for name, value in spans if value is not None)
    chart = column_chart("耗时分布", columns, Axis("题数", 0, most), "毫秒（每格上限）")
    return _figure(chart, f"耗时分布：{said}，最慢 {score.latencies_ms[-1]:.0f} 毫秒。")


def provenance(found: Provenance | None) -> str:
    """Return where the figures come from."""
    if found is None:
        return '<section class="panel warn">运行文件旁没有出处记录（.meta.json）。</section>'
    rows = "".join(
        f"<tr><th>{escape(in_chinese(PROVENANCE, name))}</th><td>{escape(str(value))}</td></tr>"
        for name, value in asdict(found).items()
    )
    return f'<section class="panel"><table>{rows}</table></section>'
