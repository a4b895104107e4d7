"""An answer as one line of the run file. Effects none; reading is in ``run_file``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from eval.gold import GoldQuestion
from qa.answer_json import hit_fields
from qa.records import Answer

HITS = 10  # retrieved passages a line holds
# JSON allows these bare, but line-based readers (str.splitlines) break a line at them.
LINE_BREAKS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}


def _wording(question: str, answer: Answer) -> dict[str, object]:
    return {
        "question": question,
        "status": answer.status.value,
        "direct": answer.direct,
        "answer": answer.text,
        "cited": [citation.passage_id for citation in answer.citations],
    }


def answer_line(gold: GoldQuestion, answer: Answer, wordings: Sequence[tuple[str, Answer]] = ()) -> str:
    """Return the run line of a question: the contract's fields, then what some metrics need beyond them."""
    record: dict[str, object] = {
        "id": gold.id,
        "question_used": answer.question_used,
        "status": answer.status.value,
        "answer": answer.text,
        "citations": [asdict(citation) for citation in answer.citations],
        "retrieved": [hit_fields(rank, hit) for rank, hit in enumerate(answer.retrieved[:HITS], 1)],
        "timings_ms": {name: round(float(value), 3) for name, value in answer.timings_ms.items()},
        "direct": answer.direct,
        "notes": list(answer.notes),
        "trace": list(answer.trace),
    }
    if answer.confidence is not None:
        record["confidence"] = round(answer.confidence, 4)
    if wordings:
        record["wordings"] = [_wording(question, other) for question, other in wordings]
    return _one_line(record)


def error_line(gold: GoldQuestion, error: Exception) -> str:
    """Return the run line of a question whose answering raised: wrong, and the reason kept."""
    return _one_line(
        {
            "id": gold.id,
            "question_used": gold.question,
            "status": "error_index",
            "answer": "",
            "citations": [],
            "retrieved": [],
            "timings_ms": {},
            "error": f"{type(error).__name__}: {error}",
        }
    )


def _one_line(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False).translate(LINE_BREAKS)
