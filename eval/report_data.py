"""The tables and curves of the report page, as records: computed here, drawn elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from eval.charts import Point
from eval.gold import GoldQuestion
from eval.retrieval_metrics import rank_of_evidence
from eval.score import Mean, RunScore, ScoredQuestion, mean_of

BINS = 10
RANK_ROWS = ("第 1 条", "第 2–3 条", "第 4–5 条", "第 6–10 条", "未找到", "无依据的问题")
OUTCOMES = ("正确", "要点齐但超长或依据不符", "部分要点", "答错", "拒答", "无记录或出错")


@dataclass(frozen=True, slots=True)
class Group:
    """The means of the questions that share a value."""

    value: str
    questions: int
    means: tuple[Mean, ...]  # in the order of GROUP_METRICS


GROUP_METRICS = ("correct", "right", "recall@5", "must_recall", "supported", "false_refusal")


def groups(score: RunScore, of: Callable[[GoldQuestion], str]) -> list[Group]:
    """Return the means by a property of the gold question, the largest group first."""
    members: dict[str, list[ScoredQuestion]] = {}
    for question in score.questions:
        members.setdefault(of(question.case.gold), []).append(question)
    return [
        Group(
            value,
            len(inside),
            tuple(mean_of(question.values[name] for question in inside) for name in GROUP_METRICS),
        )
        for value, inside in sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def document_of(gold: GoldQuestion) -> str:
    """Return the document a question is about; the file where the gold set names no title."""
    return gold.doc_title or (PurePosixPath(gold.source).name if gold.source else "（无依据的问题）")


def outcome(question: ScoredQuestion) -> str:
    """Return what became of a question, one of OUTCOMES."""
    if question.values["correct"] == 1.0:
        return OUTCOMES[0]
    if question.case.failed:
        return OUTCOMES[5]
    if not question.case.answered:
        return OUTCOMES[4]
    must = question.values["must_recall"]
    if must == 1.0:
        return OUTCOMES[1]
    return OUTCOMES[2] if must else OUTCOMES[3]


def _rank_row(question: ScoredQuestion) -> str:
    if not question.case.gold.answerable:
        return RANK_ROWS[5]
    rank = rank_of_evidence(question.case)
    if rank is None:
        return RANK_ROWS[4]
    return next(row for row, last in zip(RANK_ROWS, (1, 3, 5, 10), strict=False) if rank <= last)


def retrieval_matrix(score: RunScore) -> list[tuple[str, tuple[int, ...]]]:
    """Return per rank of the first evidence how many questions had each outcome."""
    pairs = [(_rank_row(question), outcome(question)) for question in score.questions]
    return [(row, tuple(pairs.count((row, column)) for column in OUTCOMES)) for row in RANK_ROWS]


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure the system was of its answers, and whether they were right."""

    source: str  # "confidence", "score" (of the first passage) or "" when the run has neither
    answers: tuple[tuple[float, bool], ...]  # (how sure, right), the surest first


def sureness(score: RunScore) -> Sure:
    """Return how sure each answer was: its probability, else the score of the first passage (ranks, not probabilities).

    An answer to an unanswerable question is not right.
    """
    answered = [question for question in score.questions if question.case.answered]
    given = [(question.case.line.confidence, question.values["correct"] == 1.0) for question in answered]
    if answered and all(value is not None for value, _ in given):
        pairs = [(value, right) for value, right in given if value is not None]
        return Sure("confidence", tuple(sorted(pairs, key=lambda pair: -pair[0])))
    scored = [
        (question.case.line.retrieved[0].score, question.values["correct"] == 1.0)
        for question in answered
        if question.case.line.retrieved
    ]
    return Sure("score" if scored else "", tuple(sorted(scored, key=lambda pair: -pair[0])))


def risk_coverage(sure: Sure, questions: int) -> list[Point]:
    """Return (share of all questions answered, share of those answers that are wrong), the surest answered first.

    Answers of the same sureness come together: a threshold cannot part them.
    """
    points: list[Point] = []
    wrong = 0
    for place, (value, right) in enumerate(sure.answers, 1):
        wrong += not right
        if place == len(sure.answers) or sure.answers[place][0] != value:
            points.append((place / questions, wrong / place))
    return points


def calibration(sure: Sure) -> list[tuple[float, float, int]]:
    """Return per tenth of probability (mean said, share right, answers); empty tenths left out."""
    if sure.source != "confidence":
        return []
    found = []
    for place in range(BINS):
        inside = [pair for pair in sure.answers if min(BINS - 1, int(pair[0] * BINS)) == place]
        if inside:
            said = sum(value for value, _ in inside) / len(inside)
            found.append((said, sum(right for _, right in inside) / len(inside), len(inside)))
    return found


def calibration_error(bins: Sequence[tuple[float, float, int]]) -> float | None:
    """Return the mean distance of said and true share, weighted by answers (ECE); None without answers."""
    total = sum(count for _, _, count in bins)
    return sum(abs(said - true) * count for said, true, count in bins) / total if total else None


def latency_columns(latencies_ms: Sequence[float], columns: int = 12) -> list[tuple[str, float]]:
    """Return how many answers fell into each of equal spans of milliseconds, from zero to the slowest."""
    if not latencies_ms:
        return []
    span = max(latencies_ms) / columns or 1.0
    counts = [0] * columns
    for value in latencies_ms:
        counts[min(columns - 1, int(value / span))] += 1
    return [(f"{span * (place + 1):.3g}", float(count)) for place, count in enumerate(counts)]
