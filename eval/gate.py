"""The gate: does the sample gold set still reach the recorded baseline?

Compared question by question. A mean may fall by its noise: 1.645 standard errors of the paired difference (a one-sided
5 % test), and never less than one question. The promises of the architecture (verbatim quotes, no figure without a
source, no answer without a citation, expiry noted) have no noise: one question that breaks one fails the gate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.baseline import GUARDED, Baseline
from eval.metrics import Metric
from eval.score import RunScore, ScoredQuestion

Z = 1.645  # one-sided 5 %
LISTED = 10  # lost questions shown


@dataclass(frozen=True, slots=True)
class Fall:
    """One metric against the baseline, over the questions that have it in both."""

    metric: Metric
    before: float
    after: float
    noise: float
    questions: int
    lost: tuple[str, ...]  # ids that are worse than in the baseline, the worst first

    @property
    def drop(self) -> float:
        """By how much it is worse; below zero when it is better."""
        return self.before - self.after if self.metric.higher_is_better else self.after - self.before

    @property
    def fails(self) -> bool:
        """Whether it is worse by more than its noise."""
        return self.drop > self.noise + 1e-9


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says."""

    falls: tuple[Fall, ...]  # every guarded metric that can be compared
    gone: tuple[str, ...]  # ids of the baseline that the gold set no longer has
    added: tuple[str, ...]  # ids the baseline does not know: not compared

    @property
    def passes(self) -> bool:
        """Whether nothing fell and no question was taken away."""
        return not self.gone and not any(fall.fails for fall in self.falls)


def paired_noise(drops: Sequence[float]) -> float:
    """Return what a mean of these paired drops may fall by chance: at least one question, 0.0 for no questions."""
    count = len(drops)
    if count == 0:
        return 0.0
    mean = sum(drops) / count
    variance = sum((drop - mean) ** 2 for drop in drops) / (count - 1) if count > 1 else 0.0
    return max(1 / count, Z * math.sqrt(variance / count))


def _pair(metric: Metric, old: Mapping[str, float], new: ScoredQuestion) -> tuple[float, float] | None:
    after, before = new.values[metric.name], old.get(metric.name)
    if after is None:
        return None
    if before is None:
        if not metric.promise:
            return None
        before = 1.0 if metric.higher_is_better else 0.0  # nothing was promised before, so nothing was broken
    return before, round(after, 4)  # as the file holds it: 0.6309 against 0.63093 is no loss


def fall_of(metric: Metric, baseline: Baseline, score: RunScore) -> Fall | None:
    """Return one metric against the baseline; None when no question has it."""
    pairs = {
        question.id: pair
        for question in score.questions
        if question.id in baseline.questions and (pair := _pair(metric, baseline.questions[question.id], question))
    }
    if not pairs:
        return None
    sign = 1 if metric.higher_is_better else -1
    drops = {name: sign * (before - after) for name, (before, after) in pairs.items()}
    lost = sorted((name for name, drop in drops.items() if drop > 0), key=lambda name: (-drops[name], name))
    befores, afters = zip(*pairs.values(), strict=True)
    noise = 0.0 if metric.promise else paired_noise(list(drops.values()))
    return Fall(metric, sum(befores) / len(pairs), sum(afters) / len(pairs), noise, len(pairs), tuple(lost))


def judge(baseline: Baseline, score: RunScore) -> Verdict:
    """Return whether a run reaches the baseline."""
    falls = (fall_of(metric, baseline, score) for metric in GUARDED)
    now = {question.id for question in score.questions}
    return Verdict(
        tuple(fall for fall in falls if fall is not None),
        tuple(name for name in baseline.questions if name not in now),
        tuple(question.id for question in score.questions if question.id not in baseline.questions),
    )


def as_text(verdict: Verdict, score: RunScore) -> str:
    """Return the verdict: what fell, with old and new value and ten of the lost questions, or that all is well."""
    by_id = {question.id: question for question in score.questions}
    lines = []
    for fall in verdict.falls:
        if fall.fails:
            lines.append(
                f"gate: {fall.metric.name} fell from {fall.before:.4f} to {fall.after:.4f} over {fall.questions} "
                f"questions; noise {fall.noise:.4f} ({fall.metric.words})"
            )
            lines += [f"  {_lost(by_id[name])}" for name in fall.lost[:LISTED]]
            if len(fall.lost) > LISTED:
                lines.append(f"  … and {len(fall.lost) - LISTED} more")
    if verdict.gone:
        lines.append(
            f"gate: {len(verdict.gone)} questions of the baseline are gone: {', '.join(verdict.gone[:LISTED])}"
        )
    if verdict.added:
        lines.append(f"gate: {len(verdict.added)} questions are new and not compared; --accept records them")
    better = [fall for fall in verdict.falls if -fall.drop > fall.noise > 0]
    if better:
        named = ", ".join(f"{fall.metric.name} {fall.before:.4f} -> {fall.after:.4f}" for fall in better)
        lines.append(f"gate: better than the baseline: {named}; --accept records it")
    if verdict.passes:
        lines.append(f"gate: passed, {len(verdict.falls)} metrics over {len(score.questions)} questions")
    else:
        lines.append("gate: FAILED; if the loss is meant, record it with `python -m eval gate --accept`")
    return "\n".join(lines)


def _lost(question: ScoredQuestion) -> str:
    gold = question.case.gold
    asked = " / ".join((*gold.turns, gold.question))
    return f"{question.id} [{gold.kind}/{gold.style}] {asked} -> {question.case.line.status}, lost at {question.stage}"
