"""Was the evidence found? One function a metric for one question.

All are None for an unanswerable question: there is nothing to find. A question without a run line found nothing and
scores 0. Only the first ten retrieved passages count, as the run file holds no more.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.case import Case
from eval.text import contains

DEPTH = 10


def recall_at_k(case: Case, k: int) -> float | None:
    """Return the share of the evidence quotes that stand in the first ``k`` passages, from 0.0 to 1.0."""
    if not case.gold.answerable:
        return None
    return sum(rank is not None and rank <= k for rank in case.evidence_ranks) / len(case.evidence_ranks)


def reciprocal_rank(case: Case) -> float | None:
    """Return 1 / rank of the first passage that holds any evidence quote, 0.0 when none of the ten does."""
    if not case.gold.answerable:
        return None
    ranks = [rank for rank in case.evidence_ranks if rank is not None and rank <= DEPTH]
    return 1 / min(ranks) if ranks else 0.0


def grades(case: Case) -> list[int]:
    """Return per retrieved passage how many evidence quotes it is the first to hold.

    The second passage with the same quote brings the reader nothing new: grade 0.
    """
    counts = [0] * len(case.retrieved)
    for rank in case.evidence_ranks:
        if rank is not None:
            counts[rank - 1] += 1
    return counts


def unfound(case: Case) -> int:
    """Return how many evidence quotes stand in no retrieved passage; the ideal ranking would hold them."""
    return sum(rank is None for rank in case.evidence_ranks)


def ndcg_at_10(case: Case) -> float | None:
    """Return nDCG@10 with ``grades`` as gains, by ir-measures; an unfound quote counts as a passage of grade 1.

    Definition: Järvelin and Kekäläinen 2002 with log2 discount, as trec_eval's ndcg_cut.
    """
    if not case.gold.answerable:
        return None
    return ndcg(grades(case), unfound(case))


def ndcg(gains: Sequence[int], missed: int, *, depth: int = DEPTH) -> float:
    """Return nDCG of passages in this order; ``missed`` passages of grade 1 were not retrieved."""
    import ir_measures  # slow import: scipy

    qrels = [ir_measures.Qrel("q", f"{rank:03}", gain) for rank, gain in enumerate(gains)]
    qrels += [ir_measures.Qrel("q", f"missed-{place}", 1) for place in range(missed)]
    run = [ir_measures.ScoredDoc("q", f"{rank:03}", float(-rank)) for rank in range(len(gains))]
    return float(ir_measures.calc_aggregate([ir_measures.nDCG @ depth], qrels, run)[ir_measures.nDCG @ depth])


def rank_of_evidence(case: Case) -> int | None:
    """Return the rank of the first passage with evidence; None when the ten hold none, or nothing was to be found."""
    return min((rank for rank in case.evidence_ranks if rank is not None), default=None)


def passages_with_evidence(case: Case) -> list[int]:
    """Return the ranks of all retrieved passages that hold an evidence quote, for the report page."""
    return [
        rank
        for rank, passage in enumerate(case.retrieved, 1)
        if any(contains(passage, quote) for quote in case.evidence)
    ]
