"""The question list of the report page: every question with its answer, citations, evidence and verdict."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.citation_metrics import unsupported_figures
from eval.report_data import OUTCOMES, outcome
from eval.report_words import AUDIENCES, KINDS, STATUSES, STYLES, VALIDITY, in_chinese
from eval.retrieval_metrics import passages_with_evidence
from eval.run_file import RunCitation
from eval.score import RunScore, ScoredQuestion
from eval.stages import STAGE_LABELS
from eval.text import has_point

SHOWN_HITS = 10


def _mark(good: bool) -> str:
    return '<b class="yes">✓</b>' if good else '<b class="no">✗</b>'


def _select(field: str, label: str, values: Sequence[tuple[str, str]]) -> str:
    options = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in values)
    return (
        f'<select data-field="{field}" aria-label="{escape(label)}">'
        f'<option value="">{escape(label)}：全部</option>{options}</select>'
    )


def filters(score: RunScore) -> str:
    """Return the row of controls; the values are those that occur."""
    cases = [question.case for question in score.questions]
    kinds = sorted({case.gold.kind for case in cases})
    styles = sorted({case.gold.style for case in cases})
    audiences = sorted({case.gold.audience for case in cases})
    outcomes = [name for name in OUTCOMES if any(outcome(question) == name for question in score.questions)]
    stages = [stage for stage in STAGE_LABELS if any(question.stage is stage for question in score.questions)]
    return (
        '<div class="filters">'
        + _select("outcome", "结果", [(name, name) for name in outcomes])
        + _select("stage", "丢失环节", [(stage.value, STAGE_LABELS[stage]) for stage in stages])
        + _select("kind", "类型", [(kind, in_chinese(KINDS, kind)) for kind in kinds])
        + _select("style", "问法", [(style, in_chinese(STYLES, style)) for style in styles])
        + _select("audience", "对象", [(name, in_chinese(AUDIENCES, name)) for name in audiences])
        + '<input data-field="text" type="search" placeholder="在题目、答案、引文中查找" aria-label="查找">'
        + '<span id="shown" class="soft" role="status"></span></div>'
    )


def question_item(question: ScoredQuestion) -> str:
    """Return one question, folded."""
    gold, line = question.case.gold, question.case.line
    result = outcome(question)
    good = "good" if question.values["correct"] == 1.0 else "bad"
    data = {
        "outcome": result, "stage": question.stage.value, "kind": gold.kind, "style": gold.style,
        "audience": gold.audience,
    }  # fmt: skip
    attributes = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    tags = (in_chinese(KINDS, gold.kind), in_chinese(STYLES, gold.style), in_chinese(AUDIENCES, gold.audience))
    head = (
        f'<summary><span class="tag {good}">{escape(result)}</span><span class="asked">{escape(gold.question)}</span>'
        + "".join(f'<span class="tag">{escape(tag)}</span>' for tag in tags)
        + f'<span class="soft">{escape(gold.id)}</span></summary>'
    )
    body = [_asked(question), _answer(question), _must(question), _evidence(question)]
    if line.citations:
        body.append("<h3>引用</h3>" + "".join(map(_citation, line.citations)))
    if line.retrieved:
        body.append(_hits(question))
    return f'<details class="question"{attributes}>{head}<div>{"".join(body)}</div></details>'


def _asked(question: ScoredQuestion) -> str:
    gold, line = question.case.gold, question.case.line
    parts = []
    if gold.turns:
        parts.append(f"<p>前文：{escape(' / '.join(gold.turns))}</p>")
    if line.question_used and line.question_used != gold.question:
        parts.append(f"<p>理解为：{escape(line.question_used)}</p>")
    return "".join(parts)


def _answer(question: ScoredQuestion) -> str:
    gold, line = question.case.gold, question.case.line
    facts = [in_chinese(STATUSES, line.status), STAGE_LABELS[question.stage]]
    if line.total_ms is not None:
        facts.append(f"{line.total_ms:.0f} 毫秒")
    if line.confidence is not None:
        facts.append(f"把握 {line.confidence:.0%}")
    figures = unsupported_figures(question.case)
    if figures:
        facts.append(f"数字无据：{'、'.join(figures)}")
    if line.error:
        facts.append(line.error)
    parts = [f'<h3>答案 <span class="soft">（{escape("；".join(facts))}）</span></h3>']
    parts.append(f'<div class="answer">{escape(line.answer) or "（无）"}</div>')
    parts += [f'<p class="soft">{escape(note)}</p>' for note in line.notes]
    if gold.answer:
        parts.append(f'<h3>参考答案</h3><div class="answer">{escape(gold.answer)}</div>')
    return "".join(parts)


def _must(question: ScoredQuestion) -> str:
    case = question.case
    points = [
        f"<li>{_mark(case.answered and has_point(case.flat, point))} {escape(point.replace('|', ' 或 '))}</li>"
        for point in case.gold.must
    ]
    return f"<h3>要点</h3><ul>{''.join(points)}</ul>" if points else ""


def _evidence(question: ScoredQuestion) -> str:
    case = question.case
    rows = []
    for quote, rank, cited in zip(case.gold.evidence, case.evidence_ranks, case.evidence_cited, strict=True):
        where = f"检索第 {rank} 条" if rank else "检索未找到"
        rows.append(
            f"<li>{_mark(rank is not None)} {where}，{_mark(cited)} {'已引用' if cited else '未引用'}"
            f"<blockquote>{escape(quote)}</blockquote></li>"
        )
    if not rows:
        return ""
    place = " ".join(part for part in (case.gold.doc_title, case.gold.doc_number, case.gold.article) if part)
    return f'<h3>证据 <span class="soft">{escape(place)}</span></h3><ul>{"".join(rows)}</ul>'


def _citation(citation: RunCitation) -> str:
    place = "，".join(
        part
        for part in (
            f"《{citation.doc_title}》" if citation.doc_title else "", citation.doc_number, citation.article,
            in_chinese(VALIDITY, citation.validity), f"{citation.source}:{citation.first_line}-{citation.last_line}",
        )
        if part
    )  # fmt: skip
    note = f'<p class="soft">{escape(citation.note)}</p>' if citation.note else ""
    return f"<p>[{citation.n}] {escape(place)}</p><blockquote>{escape(citation.quote)}</blockquote>{note}"


def _hits(question: ScoredQuestion) -> str:
    found = set(passages_with_evidence(question.case))
    rows = [
        f"<li>{_mark(True) if hit.rank in found else ''} {escape(hit.doc_title)} {escape(hit.article)} "
        f'<span class="soft">{hit.score:.3f}</span></li>'
        for hit in question.case.line.retrieved[:SHOWN_HITS]
    ]
    return f"<h3>检索结果</h3><ol>{''.join(rows)}</ol>"
