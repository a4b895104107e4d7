"""Helps a person write one gold question: shows a random article, asks for each field, appends a checked entry."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.gold import (
    AUDIENCES,
    KINDS,
    STYLES,
    GoldQuestion,
    question_from_json,
    question_to_json,
    read_gold,
)
from eval.gold_check import check_questions, near_duplicates
from eval.text import normalise
from index.corpus import Document, Passage
from index.snapshot import Snapshot

Ask = Callable[[str], str]  # shows a prompt and returns what the person typed
Tell = Callable[[str], None]
MIN_CHARS = 40  # a shorter article holds nothing to ask about


def random_passage(snapshot: Snapshot, seed: int | None = None) -> tuple[Document, Passage]:
    """Return an article drawn by chance, long enough to ask about; the same seed draws the same one.

    :raises ValueError: if the index has no such article.
    """
    rows = list(range(snapshot.manifest.passages))
    random.Random(seed).shuffle(rows)
    for row in rows:
        passage = snapshot.passage(row)
        if len(passage.text) >= MIN_CHARS and passage.kind != "front":
            return snapshot.documents[passage.doc_id], passage
    raise ValueError(f"{snapshot.folder}: no article of {MIN_CHARS} characters or more; index more documents")


def describe(document: Document, passage: Passage) -> str:
    """Return the article as it is shown to the person."""
    place = ", ".join(f"{span.file}:{span.first_line}-{span.last_line}" for span in passage.spans)
    return f"\n《{document.title}》 {document.doc_number}\n{passage.article}\n({place})\n\n{passage.text}\n"


def _choose(ask: Ask, tell: Tell, field: str, allowed: Sequence[str]) -> str:
    while True:
        value = ask(f"{field} ({', '.join(allowed)}): ").strip()
        if value in allowed:
            return value
        tell(f"{value!r} is none of them")


def _several(ask: Ask, prompt: str) -> list[str]:
    values = []
    while value := ask(f"{prompt}, empty line ends: ").strip():
        values.append(value)
    return values


def _quotes(ask: Ask, tell: Tell, passage: Passage) -> list[str]:
    known = normalise(passage.text)
    while True:
        quotes = _several(ask, "evidence, copied from the article")
        strange = [quote for quote in quotes if normalise(quote) not in known]
        if quotes and not strange:
            return quotes
        tell(f"{strange[0]!r} does not stand in the article" if strange else "an answerable question needs evidence")


def interview(ask: Ask, tell: Tell, document: Document, passage: Passage) -> GoldQuestion:
    """Return the question the person wrote about the article.

    :raises ValueError: if what was typed is not a valid question.
    """
    question = ask("question: ").strip()
    kind = _choose(ask, tell, "kind", KINDS)
    answerable = kind != "unanswerable"
    record: dict[str, object] = {
        # from the content: the same question gets the same id on every machine
        "id": f"{document.doc_id}-{hashlib.sha256(question.encode()).hexdigest()[:6]}",
        "question": question,
        "kind": kind,
        "style": _choose(ask, tell, "style", STYLES),
        "audience": _choose(ask, tell, "audience", AUDIENCES),
        "turns": _several(ask, "earlier question of the conversation") if kind == "followup" else [],
        "evidence": _quotes(ask, tell, passage) if answerable else [],
        "must": _several(ask, "what a right answer contains (a|b are alternatives)") if answerable else [],
        "answer": ask("reference answer: ").strip(),
        "wordings": _several(ask, "the same question in other words"),
    }
    if answerable:
        record |= {
            "source": passage.spans[0].file if passage.spans else "",
            "also_in": sorted({span.file for span in passage.also_in}),
            "doc_title": document.title,
            "doc_number": document.doc_number,
            "article": passage.article,
        }
    return question_from_json(record)


def append(path: Path, question: GoldQuestion, tell: Tell) -> None:
    """Append a question to a gold file (created if missing) unless it stands there already.

    :raises ValueError: if the id, or the same question, is in the file, or the question itself has an error.
    """
    known = read_gold(path) if path.is_file() else []
    if any(other.id == question.id for other in known):
        raise ValueError(f"{path}: id {question.id!r} stands there already; the question was asked before")
    about_it = near_duplicates([*known, question])
    findings = [finding for finding in about_it if finding.where == question.id] + check_questions([question])
    for finding in findings:
        if finding.is_error:
            raise ValueError(f"{path}: not appended: {finding.text}")
        tell(str(finding))
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(("" if not before or before.endswith("\n") else "\n") + question_to_json(question) + "\n")
