"""Passages found for gold questions, scored without answering: what ablation and side-by-side share.

The question is searched as the product searches it (cleaned, a follow-up completed), and a passage holds the evidence
by the rule of every other figure, ``eval.text.contains``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeAlias

from eval.case import make_case
from eval.compare import bootstrap_interval
from eval.gold import GoldQuestion
from eval.retrieval_metrics import DEPTH, recall_at_k
from eval.run_file import RunHit, RunLine
from qa.follow_up import complete_follow_up
from qa.question import clean_question

# name -> (first k passages, only questions of this style; "" for all)
FIGURES: Mapping[str, tuple[int, str]] = {
    "recall@1": (1, ""),
    "recall@5": (5, ""),
    "recall@10": (10, ""),
    "colloquial@5": (5, "colloquial"),
}
# Per figure one value a question, None where it is not defined: unanswerable, or of another style.
Values: TypeAlias = Mapping[str, Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean, and how it differs from the same figure of another way of searching."""

    value: float | None  # None when it is defined for no question
    questions: int
    difference: float | None = None  # to the other, on the same questions; None when there is no other
    low: float | None = None  # 95 % paired bootstrap interval of the difference
    high: float | None = None


def searched_text(question: GoldQuestion) -> str:
    """Return what the product searches for: the cleaned question, completed from its earlier turns."""
    turns = [clean_question(turn).text for turn in question.turns]
    return complete_follow_up(turns, clean_question(question.question).text).text


def values_of(gold: Sequence[GoldQuestion], found: Sequence[Sequence[str]]) -> Values:
    """Return the figures of every question; ``found`` holds its passage texts, best first, of which ten count."""
    values: dict[str, list[float | None]] = {name: [] for name in FIGURES}
    for question, texts in zip(gold, found, strict=True):
        hits = tuple(RunHit(rank, str(rank), text=text) for rank, text in enumerate(texts[:DEPTH], 1))
        case = make_case(question, RunLine(question.id, retrieved=hits))
        for name, (k, style) in FIGURES.items():
            counts = not style or style == question.style
            values[name].append(recall_at_k(case, k) if counts else None)
    return values


def summary(values: Values, against: Values | None = None) -> dict[str, Figure]:
    """Return each figure's mean, with the difference to ``against`` where that is given."""
    return {name: _figure(column, against[name] if against else None) for name, column in values.items()}


def _figure(values: Sequence[float | None], against: Sequence[float | None] | None) -> Figure:
    defined = [value for value in values if value is not None]
    if not defined:
        return Figure(None, 0)
    if against is None:
        return Figure(fmean(defined), len(defined))
    pairs = zip(values, against, strict=True)
    differences = [mine - other for mine, other in pairs if mine is not None and other is not None]
    low, high = bootstrap_interval(differences)
    return Figure(fmean(defined), len(defined), fmean(differences), low, high)


def cell(figure: Figure) -> str:
    """Return "0.912 (+0.020, +0.004 … +0.037)": mean, difference, its interval; "-" where nothing is defined."""
    if figure.value is None:
        return "-"
    if figure.difference is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.difference:+.3f}, {figure.low:+.3f} … {figure.high:+.3f})"


def table(rows: Mapping[str, Sequence[str]], head: Sequence[str]) -> str:
    """Return a Markdown table with columns as wide as their widest cell, to be read in a terminal as it is."""
    lines = [list(head), *([name, *cells] for name, cells in rows.items())]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    text = ["| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |" for line in lines]
    text.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(text)
