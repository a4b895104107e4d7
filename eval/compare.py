"""Two runs of the same questions: what became better or worse, and whether it is chance.

Each metric is compared on the questions where it is defined in both runs. The bootstrap draws questions with
replacement and gives the interval of the mean difference; the sign test asks how likely as uneven a split of the
changed questions is if both runs were equally good. Seeds are fixed: the same two runs give the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics import METRICS, Metric
from eval.score import RunScore

RESAMPLES = 2000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class MetricChange:
    """One metric in run A and run B."""

    metric: Metric
    questions: int  # compared: defined in both runs
    only_one: int  # defined in one run only (answered there, refused here): not compared
    before: float  # mean of A over the compared questions
    after: float
    low: float  # 95 % bootstrap interval of after - before
    high: float
    sign_p: float  # two-sided sign test over the questions that changed; 1.0 when none did
    won: tuple[str, ...]  # ids that are better in B
    lost: tuple[str, ...]

    @property
    def difference(self) -> float:
        """After minus before, whichever way is better."""
        return self.after - self.before

    @property
    def verdict(self) -> str:
        """Same, better, worse, or chance: the bootstrap interval holds zero."""
        if not self.won and not self.lost:
            return "same"
        if self.low <= 0.0 <= self.high:
            return "chance"
        return "better" if (self.difference > 0) == self.metric.higher_is_better else "worse"


def sign_test(won: int, lost: int) -> float:
    """Return the two-sided p of a split as uneven as this when wins and losses are equally likely; 1.0 without any."""
    changed = won + lost
    if changed == 0:
        return 1.0
    tail = sum(math.comb(changed, count) for count in range(min(won, lost) + 1)) / 2**changed
    return float(min(1.0, 2 * tail))


def bootstrap_interval(differences: Sequence[float], *, seed: int = 0) -> tuple[float, float]:
    """Return the 95 % percentile interval of the mean of paired differences; (0.0, 0.0) for none."""
    import numpy as np

    if not differences:
        return 0.0, 0.0
    values = np.asarray(differences, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(len(values), size=(RESAMPLES, len(values)))
    means = values[drawn].mean(axis=1)
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def compare_metric(metric: Metric, before: RunScore, after: RunScore) -> MetricChange | None:
    """Return how one metric changed; None when no question has it in both runs.

    :raises ValueError: if the two scores are of different gold sets.
    """
    pairs: list[tuple[str, float, float]] = []
    only_one = 0
    for old, new in zip(before.questions, after.questions, strict=True):
        if old.id != new.id:
            raise ValueError(f"question {old.id!r} against {new.id!r}: score both runs with the same gold set")
        a, b = old.values[metric.name], new.values[metric.name]
        if a is not None and b is not None:
            pairs.append((old.id, a, b))
        elif a is not b:
            only_one += 1
    if not pairs:
        return None
    sign = 1 if metric.higher_is_better else -1
    won = tuple(name for name, a, b in pairs if sign * (b - a) > 0)
    lost = tuple(name for name, a, b in pairs if sign * (b - a) < 0)
    low, high = bootstrap_interval([b - a for _, a, b in pairs])
    return MetricChange(
        metric,
        len(pairs),
        only_one,
        sum(a for _, a, _ in pairs) / len(pairs),
        sum(b for _, _, b in pairs) / len(pairs),
        low,
        high,
        sign_test(len(won), len(lost)),
        won,
        lost,
    )


def compare_runs(before: RunScore, after: RunScore) -> list[MetricChange]:
    """Return the change of every metric that both runs have, in the order of METRICS."""
    changes = (compare_metric(metric, before, after) for metric in METRICS)
    return [change for change in changes if change is not None]


def _row(change: MetricChange) -> str:
    interval = f"[{change.low:+.4f}, {change.high:+.4f}]"
    aside = f", {change.only_one} in one run only" if change.only_one else ""
    return (
        f"{change.metric.name:20} {change.before:8.4f} {change.after:8.4f} {change.difference:+8.4f} "
        f"{interval:>18} {change.sign_p:7.3f} {len(change.won):4} {len(change.lost):4}  "
        f"{change.verdict} (over {change.questions}{aside})"
    )


def as_table(changes: Sequence[MetricChange], *, listed: int = 30) -> str:
    """Return the changes as text, then the questions won and lost by ``correct`` and where else something changed."""
    head = ("metric", "before", "after", "change", "95 % interval", "sign p", "won", "lost")
    lines = ["{:20} {:>8} {:>8} {:>8} {:>18} {:>7} {:>4} {:>4}  verdict".format(*head)]
    lines += map(_row, changes)
    if all(change.verdict == "same" and not change.only_one for change in changes):
        lines.append("no difference: every question has the same value in every metric")
    for change in changes:
        for word, names in (("won", change.won), ("lost", change.lost)):
            if names:
                more = f" … and {len(names) - listed} more" if len(names) > listed else ""
                lines.append(f"{change.metric.name} {word}: {', '.join(names[:listed])}{more}")
    return "\n".join(lines)
