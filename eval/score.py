"""A run scored against a gold set: every question's values, and the means.

Every gold question is in the result. What is wrong with the run file itself (missing, unknown, duplicate and broken
lines) is part of the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from eval.case import NO_SOURCES, Case, make_case
from eval.citation_metrics import unsupported_figures
from eval.gold import GoldQuestion
from eval.metrics import METRICS, Metric
from eval.run_file import RunFile
from eval.stages import Stage, stage_lost


@dataclass(frozen=True, slots=True)
class ScoredQuestion:
    """One question's case and what every metric says of it."""

    case: Case
    values: Mapping[str, float | None]  # metric name -> value; None where undefined
    stage: Stage

    @property
    def id(self) -> str:
        """The gold question's id."""
        return self.case.gold.id


@dataclass(frozen=True, slots=True)
class RunFaults:
    """What is wrong with the run file; nothing of it is dropped in silence."""

    missing: tuple[str, ...]  # gold ids without a line: scored as wrong
    unknown: tuple[str, ...]  # ids the gold set does not have: not scored
    broken: tuple[str, ...]  # "path:line: why"; the question they were meant for is missing
    duplicates: tuple[str, ...]
    errors: tuple[str, ...]  # "id: exception" for questions whose answering raised: scored as wrong

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, (self.missing, self.unknown, self.broken, self.duplicates, self.errors)))


@dataclass(frozen=True, slots=True)
class Mean:
    """A metric's mean and the questions it is taken over."""

    value: float | None  # None when the metric is defined for no question
    questions: int


@dataclass(frozen=True, slots=True)
class RunScore:
    """All questions of the gold set in its order, and the faults of the run file."""

    questions: tuple[ScoredQuestion, ...]
    faults: RunFaults

    def mean(self, metric: Metric) -> Mean:
        """Return the mean over the questions for which the metric is defined."""
        return mean_of(question.values[metric.name] for question in self.questions)

    @property
    def latencies_ms(self) -> list[float]:
        """Total milliseconds of the lines that say so, ascending."""
        return sorted(q.case.line.total_ms for q in self.questions if q.case.line.total_ms is not None)


def mean_of(values: Iterable[float | None]) -> Mean:
    """Return the mean of the values that are defined."""
    defined = [value for value in values if value is not None]
    return Mean(fmean(defined) if defined else None, len(defined))


def percentile(ascending: Sequence[float], share: float) -> float | None:
    """Return the value below which ``share`` of the sorted values lie (nearest rank above); None for no values."""
    if not ascending:
        return None
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))]


def score_run(gold: Sequence[GoldQuestion], run: RunFile, sources: Mapping[str, str] = NO_SOURCES) -> RunScore:
    """Return the score of a run; a gold question without a line scores as missing, which is wrong.

    ``sources`` are the corpus's text files as ``case.source_texts`` gives them: quotes are then looked up there too.
    """
    cases = [make_case(question, run.lines.get(question.id), sources) for question in gold]
    known = {question.id for question in gold}
    return RunScore(
        tuple(
            ScoredQuestion(case, {metric.name: metric.score(case) for metric in METRICS}, stage_lost(case))
            for case in cases
        ),
        RunFaults(
            tuple(case.gold.id for case in cases if case.missing),
            tuple(sorted(set(run.lines) - known)),
            run.broken,
            run.duplicates,
            tuple(f"{case.gold.id}: {case.line.error}" for case in cases if case.line.error),
        ),
    )


def median_length(score: RunScore) -> float | None:
    """Return the median characters of the answers; None when nothing was answered."""
    lengths = [len(question.case.text) for question in score.questions if question.case.answered]
    return median(lengths) if lengths else None


def stage_counts(score: RunScore) -> list[tuple[Stage, int]]:
    """Return how many questions each stage lost, in pipeline order."""
    return [(stage, sum(question.stage is stage for question in score.questions)) for stage in Stage]


def figures_without_source(score: RunScore) -> list[str]:
    """Return ``id: figures`` for the answers with figures that no citation has."""
    found = [(question.id, unsupported_figures(question.case)) for question in score.questions]
    return [f"{name}: {'、'.join(figures)}" for name, figures in found if figures]
