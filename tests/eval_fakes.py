"""Gold questions, run lines and an answerer a person can compute in the head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from eval.case import Case, make_case
from eval.gold import GoldQuestion, question_to_json
from eval.run_file import RunCitation, RunHit, RunLine
from index.corpus import Document, Passage
from qa.records import Answer, Citation, ScoredPassage, Status

EVIDENCE = "补贴标准为每人每月三百元"
PASSAGE = "第三条 补贴标准为每人每月三百元。按季度发放。"


def gold(name: str = "q1", **changes: object) -> GoldQuestion:
    """Return an answerable question whose evidence is EVIDENCE, with ``changes``."""
    values: dict[str, object] = {
        "question": f"{name}：补贴多少钱",
        "style": "formal",
        "kind": "number",
        "audience": "citizen",
        "evidence": (EVIDENCE,),
        "must": ("三百元|300元",),
    }
    return GoldQuestion(id=name, **{**values, **changes})  # type: ignore[arg-type]


def unanswerable(name: str = "u1") -> GoldQuestion:
    """Return a question the corpus does not answer."""
    return gold(name, kind="unanswerable", evidence=(), must=())


def citation(n: int = 1, passage: str = PASSAGE, quote: str = "补贴标准为每人每月三百元。", **more: str) -> RunCitation:
    """Return a citation of the passage with the evidence."""
    return RunCitation(n=n, passage=passage, quote=quote, passage_id=more.pop("passage_id", f"doc#{n}"), **more)  # type: ignore[arg-type]


def hits(*texts: str) -> tuple[RunHit, ...]:
    """Return retrieved passages in this order."""
    return tuple(RunHit(rank=rank, passage_id=f"p{rank}", text=text) for rank, text in enumerate(texts, 1))


def line(name: str = "q1", **changes: object) -> RunLine:
    """Return a right answer to ``gold()``, with ``changes``."""
    values: dict[str, object] = {
        "status": "answered",
        "answer": "补贴标准为每人每月三百元。[1]",
        "citations": (citation(),),
        "retrieved": hits(PASSAGE),
        "direct": "三百元",
    }
    return RunLine(id=name, **{**values, **changes})  # type: ignore[arg-type]


def case(question: GoldQuestion | None = None, answer: RunLine | None = None) -> Case:
    """Return a case; by default the right answer to ``gold()``."""
    return make_case(question or gold(), answer or line())


def write_gold(path: Path, *questions: GoldQuestion) -> Path:
    """Write a gold file and return its path."""
    path.write_text("".join(f"{question_to_json(question)}\n" for question in questions), encoding="utf-8")
    return path


DOCUMENT = Document("文-1", "补贴办法", doc_number="苏政发〔2022〕1号")


class FakeAnswerer:
    """Quotes PASSAGE for every question that asks for a 补贴; refuses the others; raises where told to."""

    def __init__(self, *, raise_for: str = "") -> None:
        self.raise_for = raise_for
        self.asked: list[str] = []

    def answer(self, question: str, *, turns: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Return the canned answer."""
        self.asked.append(question)
        if self.raise_for and self.raise_for in question:
            raise RuntimeError(f"cannot answer {question}")
        if "补贴" not in question:
            return Answer(Status.NO_SOURCE, "没有找到依据。", question)
        passage = Passage("文-1#第三条", "文-1", ("第三条",), PASSAGE)
        cited = Citation(
            1, DOCUMENT.title, DOCUMENT.doc_number, "", "", "", "", "in_force", "第三条", "补贴标准为每人每月三百元。",
            PASSAGE, "a.txt", 1, 2, passage.passage_id,
        )  # fmt: skip
        return Answer(
            Status.ANSWERED, "补贴标准为每人每月三百元。[1]", question, (cited,),
            (ScoredPassage(passage, DOCUMENT, 2.0),), direct="三百元", timings_ms={"retrieve": 1.0, "total": 2.0},
        )  # fmt: skip


def open_fake(index_dir: Path) -> FakeAnswerer:
    """Return the answerer for a worker process, which can only import it by name."""
    return FakeAnswerer()
