"""Is the answer right, and does it refuse when it should? One function a metric for one question.

A question without a run line, or whose answering raised, is wrong, also when the right reaction was to refuse: a
system that fell over did not decide anything. (The reference scorer counts it as refused; the two agree on whole runs.)
"""

from __future__ import annotations

from eval.case import Case
from eval.gold import LONG_KINDS
from eval.text import has_point

SHORT, LONG = 220, 500  # characters a whole answer may use; more buries it


def must_recall(case: Case) -> float | None:
    """Return the share of the must points the answer contains; 0.0 when not answered, None when unanswerable."""
    if not case.gold.answerable:
        return None
    if not case.answered:
        return 0.0
    return sum(has_point(case.flat, point) for point in case.gold.must) / len(case.gold.must)


def length_budget(case: Case) -> int:
    """Return the characters an answer to this kind of question may use."""
    return LONG if case.gold.kind in LONG_KINDS else SHORT


def complete(case: Case) -> float | None:
    """Return 1.0 when all must points stand in an answer within its length budget; None when unanswerable."""
    if not case.gold.answerable:
        return None
    return float(must_recall(case) == 1.0 and len(case.text) <= length_budget(case))


def right(case: Case) -> float | None:
    """Return 1.0 when the answer is complete and a cited passage holds an evidence quote; None when unanswerable."""
    if not case.gold.answerable:
        return None
    return float(complete(case) == 1.0 and any(case.evidence_cited))


def correct(case: Case) -> float:
    """Return 1.0 when the reaction is the right one: ``right`` if answerable, refused if not. Never undefined."""
    answer = right(case)
    return float(refused(case) == 1.0) if answer is None else answer


def answer_length(case: Case) -> float | None:
    """Return the characters of the answer without its marks; None when not answered."""
    return float(len(case.text)) if case.answered else None


def within_length(case: Case) -> float | None:
    """Return 1.0 when the answer keeps to its length budget; None when not answered."""
    return float(len(case.text) <= length_budget(case)) if case.answered else None


def followup_right(case: Case) -> float | None:
    """Return ``right`` for a question that needs the earlier turns; None for the others."""
    return right(case) if case.gold.turns else None


def false_refusal(case: Case) -> float | None:
    """Return 1.0 when an answerable question was not answered (over-refusal); None when unanswerable."""
    return float(not case.answered) if case.gold.answerable else None


def refused(case: Case) -> float | None:
    """Return 1.0 when an unanswerable question was refused (recall of refusals); None when answerable."""
    if case.gold.answerable:
        return None
    return float(not case.answered and not case.failed)


def refusal_precision(case: Case) -> float | None:
    """Return for a refused question 1.0 when it is unanswerable, else 0.0; None when it was not refused."""
    if case.answered or case.failed:
        return None
    return float(not case.gold.answerable)
