"""An answer as JSON for other programs: the fields of a run line, and what a page shows beside them."""

from __future__ import annotations

import json
from dataclasses import asdict

from index.corpus import Document
from qa.records import Answer, ScoredPassage


def answer_json(answer: Answer, *, indent: int | None = None) -> str:
    """Return the answer as one JSON object; passages and documents by their fields, times in milliseconds."""
    record: dict[str, object] = {
        "question_used": answer.question_used,
        "status": answer.status.value,
        "answer": answer.text,
        "direct": answer.direct,
        "spoken": answer.spoken,
        "confidence": None if answer.confidence is None else round(answer.confidence, 4),
        "notes": list(answer.notes),
        "choices": list(answer.choices),
        "citations": [asdict(citation) for citation in answer.citations],
        "retrieved": [hit_fields(rank, hit) for rank, hit in enumerate(answer.retrieved, 1)],
        "related": [_document(document) for document in answer.related],
        "timings_ms": {name: round(float(value), 3) for name, value in answer.timings_ms.items()},
        "trace": list(answer.trace),
    }
    return json.dumps(record, ensure_ascii=False, indent=indent)


def hit_fields(rank: int, hit: ScoredPassage) -> dict[str, object]:
    """Return the fields of one retrieved passage, as a run line holds them; ranks from 1."""
    return {
        "rank": rank,
        "passage_id": hit.passage.passage_id,
        "doc_title": hit.document.title,
        "doc_number": hit.document.doc_number,
        "article": hit.passage.article,
        "text": hit.passage.text,
        "score": round(float(hit.score), 6),
    }


def _document(document: Document) -> dict[str, object]:
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "doc_number": document.doc_number,
        "issuer": "、".join(document.issuers),
        "issued": document.issued.isoformat() if document.issued else "",
    }
