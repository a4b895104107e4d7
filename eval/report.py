"""One self-contained HTML page about a run: opens offline, fetches nothing, every text escaped."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path

from eval import report_sections as sections
from eval.provenance import Provenance
from eval.report_questions import filters, question_item
from eval.score import RunScore

# The page may not load anything, whatever a document or an answer holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
NAME = "report.html"


def page_part(name: str) -> str:
    """Return a style sheet or script that is written into the page."""
    return files("eval").joinpath(name).read_text(encoding="utf-8")


def report_page(score: RunScore, provenance: Provenance | None, *, title: str) -> str:
    """Return the page; ``title`` names the run."""
    answerable = sum(question.case.gold.answerable for question in score.questions)
    total = len(score.questions)
    body = (
        f"<h1>政答评测报告</h1>"
        f'<p class="sub">{escape(title)}：{total} 题，其中能答 {answerable} 题，无依据 {total - answerable} 题</p>'
        f"{sections.cards(score)}{sections.faults(score)}"
        f"<h2>全部指标</h2>{sections.metric_table(score)}"
        f"<h2>图表</h2>{sections.curves(score)}"
        f"<h2>检索与作答</h2>{sections.matrix(score)}"
        f"<h2>分组</h2>{sections.breakdowns(score)}"
        f"<h2>逐题</h2>{filters(score)}{''.join(map(question_item, score.questions))}"
        f"<h2>出处</h2>{sections.provenance(provenance)}"
    )
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>政答评测报告 {escape(title)}</title><style>{page_part('report_page.css')}</style></head>"
        f"<body><main>{body}</main><script>{page_part('report_page.js')}</script></body></html>\n"
    )


def write_report(score: RunScore, provenance: Provenance | None, folder: Path, *, title: str) -> Path:
    """Write ``report.html`` into ``folder`` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    # surrogates: a run file with broken bytes must not stop the report
    path.write_text(report_page(score, provenance, title=title), encoding="utf-8", errors="replace")
    return path
