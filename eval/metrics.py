"""The metrics by name, each with its definition in words.

A metric scores one question or is undefined (None) for it; its mean is over the questions where it is defined. Every
gold question counts, whether the run has a line for it or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from eval import answer_metrics as answer
from eval import citation_metrics as citation
from eval import retrieval_metrics as retrieval
from eval.case import Case
from eval.stability import stability


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure: its name, what it says and which way is better."""

    name: str
    group: str  # overall | retrieval | answer | citation | refusal | validity | stability
    label: str  # Chinese, for the report page
    words: str  # the definition
    score: Callable[[Case], float | None]
    higher_is_better: bool = True
    promise: bool = False  # section 1 of the architecture: any loss is a fault, not noise


def _recall(k: int) -> Metric:
    words = f"share of the evidence quotes found in the first {k} passages; answerable questions"
    score: Callable[[Case], float | None] = partial(retrieval.recall_at_k, k=k)
    return Metric(f"recall@{k}", "retrieval", f"证据召回@{k}", words, score)


METRICS: tuple[Metric, ...] = (
    Metric("correct", "overall", "总正确率", "right if answerable, refused if not; all questions", answer.correct),
    _recall(1),
    _recall(3),
    _recall(5),
    _recall(10),
    Metric(
        "rr@10", "retrieval", "倒数排名", "1 / rank of the first passage with evidence; answerable questions",
        retrieval.reciprocal_rank,
    ),
    Metric(
        "ndcg@10", "retrieval", "nDCG@10", "gain: evidence quotes a passage is the first to hold; answerable questions",
        retrieval.ndcg_at_10,
    ),
    Metric(
        "must_recall", "answer", "要点覆盖", "share of the must points in the answer; answerable questions",
        answer.must_recall,
    ),
    Metric(
        "complete", "answer", "要点齐全", "all must points within the length budget; answerable questions",
        answer.complete,
    ),
    Metric(
        "right", "answer", "答对率", "complete, and a cited passage holds the evidence; answerable questions",
        answer.right,
    ),
    Metric(
        "followup_right", "answer", "追问答对", "right, of the questions that need earlier turns", answer.followup_right
    ),
    Metric(
        "within_length", "answer", "长度合适", "at most 220 characters, 500 for lists and the like; answered questions",
        answer.within_length,
    ),
    Metric(
        "cited_evidence", "citation", "引到证据", "a cited passage holds an evidence quote; answerable questions",
        citation.cited_evidence,
    ),
    Metric(
        "evidence_coverage", "citation", "证据引全", "share of evidence quotes in cited passages; answerable questions",
        citation.evidence_coverage,
    ),
    Metric(
        "supported", "citation", "句子有据", "share of sentences standing in the cited passages; answered questions",
        citation.supported_sentences,
    ),
    Metric(
        "citation_recall", "citation", "引用召回",
        "share of sentences supported by their own marks; answered questions",
        citation.citation_recall,
    ),
    Metric(
        "citation_precision", "citation", "引用精度",
        "share of citations that support a sentence bearing their mark; answered questions",
        citation.citation_precision,
    ),
    Metric(
        "verbatim", "citation", "逐字引用", "share of quotes that stand in their passage; answers with citations",
        citation.verbatim, promise=True,
    ),
    Metric(
        "uncited", "citation", "无引用作答", "answers without a citation; answered questions", citation.uncited,
        higher_is_better=False, promise=True,
    ),
    Metric(
        "false_figures", "citation", "数字无据", "answers with a figure no citation has; answered questions",
        citation.false_figures, higher_is_better=False, promise=True,
    ),
    Metric(
        "refused", "refusal", "应拒已拒", "unanswerable questions that were refused (recall)", answer.refused
    ),
    Metric(
        "refusal_precision", "refusal", "拒答精度", "refused questions that are unanswerable", answer.refusal_precision
    ),
    Metric(
        "false_refusal", "refusal", "误拒率", "answerable questions that were not answered", answer.false_refusal,
        higher_is_better=False,
    ),
    Metric(
        "validity_right", "validity", "效力正确", "the evidence's citation states the expected validity",
        citation.validity_right,
    ),
    Metric(
        "validity_noted", "validity", "失效有提示", "citations not in force that say so; answers that have one",
        citation.validity_noted, promise=True,
    ),
    Metric(
        "stability", "stability", "换说法稳定", "other wordings that get the same answer; questions with wordings",
        stability,
    ),
)  # fmt: skip


def metric_named(name: str) -> Metric:
    """Return the metric called ``name``.

    :raises ValueError: if there is none; the message lists the names.
    """
    for metric in METRICS:
        if metric.name == name:
            return metric
    raise ValueError(f"metric {name!r} is unknown; use one of {', '.join(metric.name for metric in METRICS)}")
