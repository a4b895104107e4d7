"""Risk and coverage: how many questions are answered above a probability, and how many of those answers are wrong.

What the system refused it cannot be asked again, so the rows begin at its own limit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.charts import Axis, Line, Point, line_chart, standalone
from eval.report_data import risk_coverage, sureness
from eval.score import RunScore

LIMITS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_FIRST = 20  # answers from which on a share of wrong ones says something
_STEP = 0.005  # of coverage between two points that are drawn


@dataclass(frozen=True, slots=True)
class RiskRow:
    """What the run would be if answers below a limit were refused."""

    limit: float  # of the probability; 0.0 is the run as it is
    coverage: float  # answered share of all questions
    right: float | None  # share of the answered ones; None when nothing is answered
    false_refusal: float | None  # share of the answerable questions not answered; None without any
    refused: float | None  # share of the unanswerable ones; None without any


def risk_rows(score: RunScore, limits: Sequence[float] = LIMITS) -> list[RiskRow]:
    """Return one row a limit.

    :raises ValueError: if an answer of the run has no probability.
    """
    if sureness(score).source != "confidence":
        raise ValueError("the run has no answers, or answers without a confidence: run it again")
    return [_row(score, limit) for limit in limits]


def _row(score: RunScore, limit: float) -> RiskRow:
    cases = [question.case for question in score.questions]
    kept = [case.answered and (case.line.confidence or 0.0) >= limit for case in cases]
    right = [question.values["correct"] == 1.0 for question in score.questions]
    decided = list(zip(cases, kept, strict=True))
    return RiskRow(
        limit,
        sum(kept) / len(kept),
        _share([well for well, answered in zip(right, kept, strict=True) if answered]),
        _share([not answered for case, answered in decided if case.gold.answerable]),
        _share([not answered and not case.failed for case, answered in decided if not case.gold.answerable]),
    )


def _share(said: Sequence[bool]) -> float | None:
    return sum(said) / len(said) if said else None


def as_table(rows: Sequence[RiskRow]) -> str:
    """Return the rows as a table in markdown."""
    lines = [
        "| answered from | answered, of all | right, of the answered | false refusal | refused unanswerable |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        limit = f"{row.limit:.2f}" if row.limit else "as it is"
        shares = (row.coverage, row.right, row.false_refusal, row.refused)
        lines.append(f"| {limit} | {' | '.join('-' if share is None else f'{share:.3f}' for share in shares)} |")
    return "\n".join(lines)


def curve(score: RunScore, title: str) -> str:
    """Return the risk-coverage curve as an SVG file: beside it what refusing at random would give.

    :raises ValueError: if the run has no answers.
    """
    points = risk_coverage(sureness(score), len(score.questions))
    if not points:
        raise ValueError("the run has no answers: there is no curve to draw")
    drawn = _thinned(points, len(score.questions))
    last = points[-1]
    high = math.ceil(10 * max(risk for _, risk in drawn)) / 10 or 0.1
    lines = [Line("surest first", drawn), Line("at random", [(0.0, last[1]), last], dashed=True)]
    x_axis, y_axis = Axis("answered, of all questions", 0, 1, True), Axis("wrong, of the answered", 0, high, True)
    return standalone(line_chart(title, lines, x_axis, y_axis))


def _thinned(points: Sequence[Point], questions: int) -> list[Point]:
    """Return the points far enough apart to be told apart, the last one always."""
    drawn: list[Point] = []
    for point in points[:-1]:
        if point[0] * questions >= _FIRST and (not drawn or point[0] - drawn[-1][0] >= _STEP):
            drawn.append(point)
    return [*drawn, points[-1]]
