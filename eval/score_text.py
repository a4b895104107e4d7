"""A score as text for the terminal, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from eval.metrics import METRICS
from eval.provenance import Provenance
from eval.score import RunScore, figures_without_source, median_length, percentile, stage_counts

SHOWN = 10  # faults of one sort listed by name


def summary(score: RunScore) -> Mapping[str, float | int | None]:
    """Return all figures of a run by name, in the order they are shown; None where a metric is undefined."""
    gold = [question.case.gold for question in score.questions]
    figures: dict[str, float | int | None] = {
        "questions": len(gold),
        "answerable": sum(question.answerable for question in gold),
    }
    for metric in METRICS:
        figures[metric.name] = score.mean(metric).value
    figures["median_answer_chars"] = median_length(score)
    figures["p50_ms"] = percentile(score.latencies_ms, 0.50)
    figures["p95_ms"] = percentile(score.latencies_ms, 0.95)
    for stage, count in stage_counts(score):
        figures[f"lost: {stage}"] = count
    for name, faults in asdict(score.faults).items():
        figures[f"{name} lines"] = len(faults)
    return figures


def as_json(score: RunScore, provenance: Provenance | None) -> str:
    """Return one JSON object: figures, faults by name, figures without source, provenance."""
    record = {
        "figures": dict(summary(score)),
        "faults": asdict(score.faults),
        "unsupported_figures": figures_without_source(score),
        "provenance": asdict(provenance) if provenance else None,
    }
    return json.dumps(record, ensure_ascii=False)


def as_table(score: RunScore, provenance: Provenance | None) -> str:
    """Return the figures with their definitions, then what is wrong with the run file."""
    lines = [f"{'metric':22} {'value':>8} {'over':>5}  definition"]
    for metric in METRICS:
        mean = score.mean(metric)
        value = "-" if mean.value is None else f"{mean.value:.4f}"
        sign = "" if metric.higher_is_better else " (lower is better)"
        lines.append(f"{metric.name:22} {value:>8} {mean.questions:>5}  {metric.words}{sign}")
    figures = summary(score)
    for name in ("questions", "answerable", "median_answer_chars", "p50_ms", "p95_ms"):
        lines.append(f"{name:22} {_plain(figures[name]):>8}")
    lost = ", ".join(f"{stage} {count}" for stage, count in stage_counts(score) if count)
    lines.append(f"lost at stage: {lost}")
    lines += _faults(score)
    lines.append(provenance_line(provenance))
    return "\n".join(lines)


def _plain(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _faults(score: RunScore) -> list[str]:
    lines = []
    for name, faults in asdict(score.faults).items():
        if faults:
            more = f" … and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
            lines.append(f"{name}: {len(faults)} ({'; '.join(faults[:SHOWN])}{more})")
    return lines


def failures(score: RunScore, count: int) -> str:
    """Return the first ``count`` questions that are not correct, with what was lost where."""
    lines = []
    for question in [q for q in score.questions if q.values["correct"] != 1.0][:count]:
        case = question.case
        asked = " / ".join((*case.gold.turns, case.gold.question))
        lines += [
            f"\n{question.id} {case.gold.kind}/{case.gold.style} {case.line.status} lost at {question.stage}",
            f"  Q {asked}",
            f"  A {case.text[:200]!r}",
            f"  must {' · '.join(case.gold.must)}",
        ]
    return "\n".join(lines)


def provenance_line(provenance: Provenance | None) -> str:
    """Return one line that says where the figures come from."""
    if provenance is None:
        return "provenance: unknown (the run has no .meta.json beside it)"
    return "provenance: " + ", ".join(f"{key} {value}" for key, value in asdict(provenance).items())
