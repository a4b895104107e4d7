"""One file's lines into documents and passages. Pure: the same lines give the same result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.boundaries import DocumentLines, both_name_issuers, join_title, split_documents
from index.chars import letters
from index.corpus import SourceSpan
from index.describe import describe, describe_card, describe_statute
from index.formats.base import RawText
from index.lines import CleanText, LeftOut, Line, clean_lines
from index.numbering import Level
from index.paragraphs import Layout, Paragraph, find_layout, join_paragraphs
from index.parsed import Finding, ParsedDocument, ParsedFile, TableCount
from index.parts import split_parts
from index.passages import build_passages
from index.suspects import article_findings, reading_findings
from index.tables import drop_repeated_headers


def parse_file(raw: RawText) -> ParsedFile:
    """Return the documents of one file with their passages, and an account of every other line.

    Never raises on any text; a text without structure becomes one document.
    """
    clean = clean_lines(raw)
    layout = find_layout(clean.lines)
    left_out = list(clean.left_out) + _head_lines(raw)
    if raw.front_matter.get("title"):
        pieces, described = [_card(clean.lines, raw.front_matter)], "card"
    elif clean.head_ends:
        pieces, described = [_statute(clean)], "statute"
    else:
        pieces, outside = split_documents(clean.lines)
        left_out += outside
        described = "document"
    documents: list[ParsedDocument] = []
    findings: list[Finding] = []
    for piece in pieces:
        if piece.title or piece.body:
            above = [line for line in piece.body if line.number < clean.head_ends]  # every line speaks for itself
            joined = [Paragraph(line.text, ((0, line.number),)) for line in above]
            joined += join_paragraphs(piece.body[len(above) :], layout)
            paragraphs, headers = drop_repeated_headers(joined)
            parsed, found = _parse_document(piece, paragraphs, raw, layout, described)
            documents.append(parsed)
            findings += found
            left_out += headers
    documents = _unique_ids(_with_forwards(documents))
    unaccounted = _unaccounted(raw, documents, left_out)
    lines = sum(1 for line in raw.lines if line.text.strip())
    left_out.sort(key=lambda item: item.line)
    return ParsedFile(
        raw.file, raw.encoding, lines, tuple(documents), tuple(left_out), unaccounted, tuple(findings), raw.notes
    )


def _head_lines(raw: RawText) -> list[LeftOut]:
    if not raw.front_matter or not raw.lines:
        return []
    return [LeftOut(number, "front_matter", "") for number in range(1, raw.lines[0].line)]


def _card(lines: Sequence[Line], head: Mapping[str, str]) -> DocumentLines:
    repeats = bool(lines) and letters(lines[0].text) == letters(head["title"])
    return DocumentLines(tuple(lines[: int(repeats)]), None, head.get("doc_number", ""), tuple(lines[int(repeats) :]))


def _statute(clean: CleanText) -> DocumentLines:
    """Return a statute file as one document: "#" lines above the end of its head are the title."""
    title = [line for line in clean.lines if line.number < clean.head_ends and line.mark == "#"]
    rest = [line for line in clean.lines if line not in title] if title else list(clean.lines)
    return DocumentLines(tuple(title), None, "", tuple(rest))


def _parse_document(
    piece: DocumentLines, paragraphs: list[Paragraph], raw: RawText, layout: Layout, described: str
) -> tuple[ParsedDocument, list[Finding]]:
    front = _front_paragraphs(piece)
    if described == "statute":
        head_ends = _head_end(raw)
        head = sum(1 for p in paragraphs if p.first_line < head_ends)
        front += [("adopted", paragraph) for paragraph in paragraphs[:head]]
        paragraphs = paragraphs[head:]
        parts = split_parts(front, paragraphs, statute=True)
        document = describe_statute(join_title(piece.title).strip(), parts, raw.file)
    elif described == "card":
        parts = split_parts(front, paragraphs, statute=True)
        document = describe_card(raw.front_matter)
    else:
        parts = split_parts(front, paragraphs)
        document = describe(join_title(piece.title), piece.doc_number, parts, raw.file)
    passages = build_passages(document.doc_id, parts, raw.file)
    numbers = [line for passage in passages for _, line in passage.line_starts]
    document = replace(document, sources=(SourceSpan(raw.file, min(numbers), max(numbers)),) if numbers else ())
    everything = [p for _, p in front] + paragraphs
    findings = article_findings(parts, raw.file) + reading_findings(everything, raw.file)
    articles = tuple(p.mark.number for p in paragraphs if p.mark and p.mark.level is Level.ARTICLE)
    clean = 2 * sum(p.text.count("，") >= p.text.count(",") for p in paragraphs) // max(1, len(paragraphs))
    preferred = clean * 2 + (0 if layout.wrapped else 1)
    return ParsedDocument(document, passages, articles, _count_tables(paragraphs), preferred), findings


def _head_end(raw: RawText) -> int:
    return next((line.line for line in raw.lines if line.text.strip() == "<!-- INFO END -->"), 0)


def _front_paragraphs(piece: DocumentLines) -> list[tuple[str, Paragraph]]:
    front: list[tuple[str, Paragraph]] = []
    if piece.title:
        starts, text = [], ""
        for line in piece.title:
            latin = line.text[:1].isascii() and text[-1:].isascii()
            if text and (latin or line.mark == "#" or both_name_issuers(text, line.text)):
                text += " "
            starts.append((len(text), line.number))
            text += line.text.strip("\t")
        front.append(("title", Paragraph(text, tuple(starts))))
    if piece.number_line is not None:
        front.append(("number", Paragraph(piece.number_line.text, ((0, piece.number_line.number),))))
    return front


def _count_tables(paragraphs: Sequence[Paragraph]) -> TableCount:
    rows = [p.role == "row" for p in paragraphs]
    tables = sum(row and not before for row, before in zip(rows, [False, *rows], strict=False))
    return TableCount(tables, sum(rows))


def _with_forwards(documents: Sequence[ParsedDocument]) -> list[ParsedDocument]:
    """Let a 转发 name the number of the document it encloses, which follows it."""
    linked = list(documents)
    for index, parsed in enumerate(documents[:-1]):
        inner = documents[index + 1].document
        if "转发" in parsed.document.title and letters(inner.title) in letters(parsed.document.title):
            name = inner.doc_number or inner.title
            missing = tuple(m for m in parsed.document.annexes_missing if letters(m) != letters(inner.title))
            outer = replace(parsed.document, forwards=(name,), annexes_missing=missing)
            linked[index] = replace(parsed, document=outer)
    return linked


def _unique_ids(documents: Sequence[ParsedDocument]) -> list[ParsedDocument]:
    seen: dict[str, int] = {}
    unique = []
    for parsed in documents:
        doc_id = parsed.document.doc_id
        seen[doc_id] = seen.get(doc_id, 0) + 1
        unique.append(parsed if seen[doc_id] == 1 else rename(parsed, f"{doc_id}~{seen[doc_id]}"))
    return unique


def rename(parsed: ParsedDocument, doc_id: str) -> ParsedDocument:
    """Return the document and its passages under another id."""
    old = parsed.document.doc_id + "#"

    def change(passage_id: str) -> str:
        return doc_id + "#" + passage_id[len(old) :] if passage_id.startswith(old) else passage_id

    passages = tuple(
        replace(
            passage,
            doc_id=doc_id,
            passage_id=change(passage.passage_id),
            previous_id=change(passage.previous_id),
            next_id=change(passage.next_id),
            parent_id=change(passage.parent_id),
        )
        for passage in parsed.passages
    )
    return replace(parsed, document=replace(parsed.document, doc_id=doc_id), passages=passages)


def _unaccounted(raw: RawText, documents: Sequence[ParsedDocument], left_out: Sequence[LeftOut]) -> tuple[int, ...]:
    known = {item.line for item in left_out}
    for parsed in documents:
        for passage in parsed.passages:
            known.update(line for _, line in passage.line_starts)
    return tuple(line.line for line in raw.lines if line.text.strip() and line.line not in known)
