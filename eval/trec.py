"""TREC run and qrels files of a run, for any retrieval tool that reads them.

A passage's grade is the number of evidence quotes it is the first of the ten to hold. An evidence quote that none holds
stands in the qrels as a passage of its own, "unfound-1", so that a tool counts it as not retrieved.
"""

from __future__ import annotations

from pathlib import Path

from eval.retrieval_metrics import grades, unfound
from eval.score import RunScore


def _token(text: str) -> str:
    return "_".join(text.split())  # the format is separated by white space


def run_lines(score: RunScore, tag: str) -> list[str]:
    """Return ``query Q0 passage rank score tag`` lines; the score only falls with the rank."""
    return [
        f"{_token(q.id)} Q0 {_token(hit.passage_id) or f'rank-{hit.rank}'} {hit.rank} {1 / hit.rank:.6f} {_token(tag)}"
        for q in score.questions
        for hit in q.case.line.retrieved
    ]


def qrels_lines(score: RunScore) -> list[str]:
    """Return ``query 0 passage grade`` lines of the answerable questions, judged passages only."""
    lines = []
    for question in score.questions:
        hits = question.case.line.retrieved
        for hit, grade in zip(hits, grades(question.case), strict=True):
            lines.append(f"{_token(question.id)} 0 {_token(hit.passage_id) or f'rank-{hit.rank}'} {grade}")
        lines += [f"{_token(question.id)} 0 unfound-{place} 1" for place in range(1, unfound(question.case) + 1)]
    return lines


def write_trec(score: RunScore, folder: Path, *, tag: str = "zhengda") -> tuple[Path, Path]:
    """Write ``run.trec`` and ``qrels.trec`` into ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    run, qrels = folder / "run.trec", folder / "qrels.trec"
    run.write_text("".join(f"{line}\n" for line in run_lines(score, tag)), encoding="utf-8")
    qrels.write_text("".join(f"{line}\n" for line in qrels_lines(score)), encoding="utf-8")
    return run, qrels
