"""The ingest report: what was read, what was left out and why, what a person should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.corpus import Document
from index.lines import LeftOut
from index.parsed import Finding, ParsedDocument, ParsedFile


@dataclass(frozen=True, slots=True)
class Reject:
    """A file that could not be read; the rest is built."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's account: every non-blank line is in a passage, left out with a reason, or unaccounted."""

    file: str
    encoding: str
    lines: int
    documents: int
    left_out: tuple[LeftOut, ...]
    unaccounted: tuple[int, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One document's account."""

    doc_id: str
    title: str
    passages: int
    articles: int  # different 第N条
    last_article: int
    tables: int
    table_rows: int
    files: tuple[str, ...]  # more than one: merged editions


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Everything a person wants to know about a build before trusting it."""

    files: tuple[FileReport, ...]
    documents: tuple[DocumentReport, ...]
    findings: tuple[Finding, ...]
    rejects: tuple[Reject, ...]

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """Articles that are missing or twice; ``--strict`` makes them fail the build."""
        return tuple(one for one in self.findings if one.kind in ("article_gap", "article_repeat"))

    @property
    def unaccounted(self) -> int:
        """Non-blank lines in neither a passage nor the report: 0, or there is a bug."""
        return sum(len(one.unaccounted) for one in self.files)

    def left_out_by_reason(self) -> tuple[tuple[str, int], ...]:
        """Return how many lines were left out for each reason, most frequent first."""
        counts = Counter(item.reason for one in self.files for item in one.left_out)
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def summary(self) -> str:
        """Return the report in a few lines for a terminal."""
        lines = sum(one.lines for one in self.files)
        left = sum(len(one.left_out) for one in self.files)
        merged = sum(len(one.files) > 1 for one in self.documents)
        reasons = ", ".join(f"{reason} {count}" for reason, count in self.left_out_by_reason()) or "none"
        return "\n".join(
            (
                f"files {len(self.files)} read, {len(self.rejects)} rejected; documents {len(self.documents)}, "
                f"{merged} of them from several files",
                f"lines {lines}: left out {left} ({reasons}), unaccounted {self.unaccounted}",
                f"articles {sum(one.articles for one in self.documents)}, gaps and repeats {len(self.gaps)}; "
                f"tables {sum(one.tables for one in self.documents)}; "
                f"to look at {len(self.findings) - len(self.gaps)}",
                *(f"rejected {one.file}: {one.reason}" for one in self.rejects),
            )
        )


def make_report(
    files: Sequence[ParsedFile],
    merged: Sequence[ParsedDocument],
    documents: Sequence[Document],
    conflicts: Sequence[Finding],
    rejects: Sequence[Reject],
) -> IngestReport:
    """Return the report over parsed files and the documents merged from them (same order as ``documents``)."""
    findings = [finding for one in files for finding in one.findings] + list(conflicts)
    findings.sort(key=lambda one: (one.kind, one.file, one.line, one.text))
    return IngestReport(
        files=tuple(
            FileReport(one.file, one.encoding, one.lines, len(one.documents), one.left_out, one.unaccounted, one.notes)
            for one in files
        ),
        documents=tuple(
            DocumentReport(
                doc_id=document.doc_id,
                title=document.title,
                passages=len(one.passages),
                articles=len(set(one.articles)),
                last_article=max(one.articles, default=0),
                tables=one.tables.tables,
                table_rows=one.tables.rows,
                files=tuple(dict.fromkeys(span.file for span in document.sources)),
            )
            for one, document in zip(merged, documents, strict=True)
        ),
        findings=tuple(findings),
        rejects=tuple(rejects),
    )
