"""Gold questions from tables people keep (CSV, Excel), and out to BEIR for other retrieval tools.

In a table, one row is one question, and the first row names the fields (English, or the Chinese names below). The
entries of a list stand on lines of their own in the cell or are separated by "||"; one "|" keeps its meaning "or".
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.gold import FIELDS, LIST_FIELDS, GoldQuestion, question_from_json
from eval.text import contains, normalise
from index.corpus import Document, Passage

CHINESE_NAMES = {
    "编号": "id", "问题": "question", "问法": "style", "类型": "kind", "对象": "audience", "来源文件": "source",
    "文件标题": "doc_title", "文号": "doc_number", "条款": "article", "证据": "evidence", "要点": "must",
    "参考答案": "answer", "前文": "turns", "其他来源": "also_in", "其他问法": "wordings", "提问日期": "as_of",
    "效力": "validity",
}  # fmt: skip


def read_table(path: Path) -> list[GoldQuestion]:
    """Return the questions of a .csv or .xlsx file (its first sheet).

    :raises ValueError: with ``path:row: …`` for a row that is not a valid question, an unknown column, an id that
        stands twice, or another file type.
    """
    rows = _rows(path)
    if not rows:
        raise ValueError(f"{path}: is empty; the first row names the fields")
    head = [CHINESE_NAMES.get(cell.strip(), cell.strip()) for cell in rows[0]]
    unknown = [name for name in head if name and name not in FIELDS]
    if unknown:
        raise ValueError(f"{path}:1: column {unknown[0]!r} is unknown; use {', '.join(FIELDS)} or their Chinese names")
    questions: list[GoldQuestion] = []
    seen: set[str] = set()
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            question = question_from_json(_record(head, row))
        except ValueError as error:
            raise ValueError(f"{path}:{number}: {error}") from error
        if question.id in seen:
            raise ValueError(f"{path}:{number}: id {question.id!r} stands twice; give it another")
        seen.add(question.id)
        questions.append(question)
    return questions


def _rows(path: Path) -> list[Sequence[str]]:
    if path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    if path.suffix.lower() == ".xlsx":
        from openpyxl import load_workbook  # type: ignore[import-untyped]  # only who has Excel files needs it

        book = load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            return [["" if cell is None else _cell(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        finally:
            book.close()
    raise ValueError(f"{path}: {path.suffix!r} is no table this reads; save it as .csv (UTF-8) or .xlsx")


def _cell(value: object) -> str:
    text = str(value)
    return text.removesuffix(" 00:00:00")  # Excel's own days come as datetimes


def _record(head: Sequence[str], row: Sequence[str]) -> Mapping[str, object]:
    record: dict[str, object] = {}
    for name, cell in zip(head, row, strict=False):
        if name in LIST_FIELDS:
            record[name] = [part.strip() for part in cell.replace("||", "\n").splitlines() if part.strip()]
        elif name:
            record[name] = cell.strip()
    return record


def beir_corpus(passages: Iterable[tuple[Document, Passage]]) -> list[str]:
    """Return the lines of BEIR's corpus.jsonl: one passage each, its title the document's title and heading path."""
    return [
        json.dumps(
            {
                "_id": passage.passage_id,
                "title": f"{document.title} {passage.article}".strip(),
                "text": passage.text,
                "metadata": {"doc_id": passage.doc_id, "doc_number": document.doc_number},
            },
            ensure_ascii=False,
        )
        for document, passage in passages
    ]


def beir_queries(questions: Sequence[GoldQuestion]) -> list[str]:
    """Return the lines of queries.jsonl; a follow-up's earlier turns stand before it, as BEIR knows no turns."""
    return [
        json.dumps(
            {
                "_id": question.id,
                "text": " ".join((*question.turns, question.question)),
                "metadata": {"style": question.style, "kind": question.kind, "audience": question.audience},
            },
            ensure_ascii=False,
        )
        for question in questions
    ]


def beir_qrels(questions: Sequence[GoldQuestion], passages: Sequence[Passage]) -> list[str]:
    """Return the lines of qrels/test.tsv: a passage's grade is the number of evidence quotes it holds.

    Unanswerable questions, and those whose evidence no passage holds, have no line: BEIR cannot say "nothing".
    """
    texts = [(passage.passage_id, normalise(passage.text)) for passage in passages]
    lines = ["query-id\tcorpus-id\tscore"]
    for question in questions:
        quotes = [normalise(quote) for quote in question.evidence]
        for passage_id, text in texts:
            grade = sum(contains(text, quote) for quote in quotes)
            if grade:
                lines.append(f"{question.id}\t{passage_id}\t{grade}")
    return lines


def write_beir(questions: Sequence[GoldQuestion], pairs: Sequence[tuple[Document, Passage]], folder: Path) -> int:
    """Write corpus.jsonl, queries.jsonl and qrels/test.tsv; return how many judgements there are."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    qrels = beir_qrels(questions, [passage for _, passage in pairs])
    for name, lines in (
        ("corpus.jsonl", beir_corpus(pairs)),
        ("queries.jsonl", beir_queries(questions)),
        ("qrels/test.tsv", qrels),
    ):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(qrels) - 1
