"""What an index holds, for people and programs: the documents list, one document, one passage, the ingest report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from index.corpus import Document, Passage, SourceSpan
from index.report import IngestReport
from index.report_json import decode_report
from index.report_sections import SUMMARY, report_sections
from index.snapshot import Snapshot
from index.store import REPORT


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of the documents list, in the contract of the architecture page."""

    doc_id: str
    title: str
    doc_number: str
    issuer: str
    issued: str  # ISO date or ""
    effective: str
    expires: str
    validity: str
    region: str
    sources: tuple[SourceSpan, ...]
    articles: int

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain values for ``json.dumps``."""
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        values["sources"] = [
            {"file": span.file, "first_line": span.first_line, "last_line": span.last_line} for span in self.sources
        ]
        return values


def document_rows(snapshot: Snapshot, on: date) -> list[DocumentRow]:
    """Return one row a document in the order of their ids, with its validity on day ``on``."""
    counts: dict[str, int] = {}
    for doc_id in snapshot.doc_ids:
        counts[doc_id] = counts.get(doc_id, 0) + 1
    return [_row(document, counts.get(document.doc_id, 0), on) for document in snapshot.documents.values()]


def show_text(snapshot: Snapshot, identity: str) -> str:
    """Return a document or passage as text.

    :raises ValueError: if the index holds neither under this id.
    """
    if identity in snapshot.documents:
        document = snapshot.documents[identity]
        head = f"{document.title}  {document.doc_number}  {_iso(document.issued)}"
        return "\n\n".join([head, *(_passage_text(passage) for passage in snapshot.document_passages(identity))])
    row = snapshot.row(identity)
    if row is None:
        raise ValueError(
            f"{identity!r} is no document or passage of this index; `python -m index documents` lists them"
        )
    return _passage_text(snapshot.passage(row))


def report_text(snapshot: Snapshot, *, shown: int = 10) -> str:
    """Return the ingest report as text: each table with its first ``shown`` rows.

    :raises ValueError: if the stored report is of another version of the program.
    """
    made = snapshot.manifest
    lines = [f"读入报告：文件夹 {made.corpus}，索引 {made.version}"]
    for section in report_sections(read_report(snapshot)):
        summary = section.title == SUMMARY
        lines += [
            "",
            section.title if summary else f"{section.title}（{len(section.rows)}）：{'、'.join(section.columns)}",
        ]
        rows = section.rows if summary else section.rows[:shown]
        lines += ["  " + "  ".join(cell.replace("\t", " ") for cell in row if cell) for row in rows]
        if len(rows) < len(section.rows):
            lines.append(f"  …… 另有 {len(section.rows) - len(rows)} 行，用 --html 或 --json 看全部")
    return "\n".join(lines)


def read_report(snapshot: Snapshot) -> IngestReport:
    """Return the ingest report that was stored with the index.

    :raises ValueError: if it is of another version of the program.
    """
    return decode_report((snapshot.folder / REPORT).read_text(encoding="utf-8"))


def _row(document: Document, articles: int, on: date) -> DocumentRow:
    return DocumentRow(
        doc_id=document.doc_id,
        title=document.title,
        doc_number=document.doc_number,
        issuer="、".join(document.issuers),
        issued=_iso(document.issued),
        effective=_iso(document.effective),
        expires=_iso(document.expires),
        validity=document.validity(on).value,
        region=document.region,
        sources=document.sources,
        articles=articles,
    )


def _passage_text(passage: Passage) -> str:
    places = "; ".join(f"{span.file}:{span.first_line}-{span.last_line}" for span in passage.spans)
    context = f"（{passage.context}）\n" if passage.context else ""
    return f"{passage.passage_id}\n{passage.article}  [{places}]\n{context}{passage.text}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
