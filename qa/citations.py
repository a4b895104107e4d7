"""Chosen sentences into an answer text with [n] marks and exact citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from index.corpus import Passage
from qa.evidence import Evidence
from qa.later import LaterTable
from qa.notes import notes_on
from qa.records import Citation, ScoredPassage


@dataclass(frozen=True, slots=True)
class Quoted:
    """One piece of an answer: hit.passage.text[start:end]."""

    hit: ScoredPassage
    start: int
    end: int
    own_line: bool = False  # a list item or table row stands on a line of its own
    best: bool = False  # the sentence that answers best: the quote is taken around it
    lead: str = ""  # a phrase of the program in front of it, no part of the quotation


def quoted(evidence: Sequence[Evidence], best: Evidence | None) -> list[Quoted]:
    """Return chosen sentences as pieces of an answer."""
    return [
        Quoted(one.hit, one.sentence.start, one.sentence.end, one.sentence.item or one.sentence.row, one is best)
        for one in evidence
    ]


def cite(pieces: Sequence[Quoted], *, on: date, later: LaterTable | None = None) -> tuple[str, tuple[Citation, ...]]:
    """Return the answer text, each quoted piece followed by its [n], and one citation a passage in order of use.

    :param later: the documents of the index in time, for a note on what came after a cited one.
    """
    numbers: dict[str, int] = {}
    by_passage: dict[str, list[Quoted]] = {}
    parts: list[str] = []
    for piece in pieces:
        passage_id = piece.hit.passage.passage_id
        n = numbers.setdefault(passage_id, len(numbers) + 1)
        by_passage.setdefault(passage_id, []).append(piece)
        separate = parts and (piece.own_line or len(by_passage[passage_id]) == 1)
        text = piece.hit.passage.text[piece.start : piece.end].strip()
        parts.append(("\n" if separate else "") + f"{piece.lead}{text}[{n}]")
    citations = tuple(
        citation(numbers[passage_id], group[0].hit, _quote(group), on=on, later=later)
        for passage_id, group in by_passage.items()
    )
    return "".join(parts), citations


def citation(
    n: int, hit: ScoredPassage, quote: tuple[int, int], *, on: date, later: LaterTable | None = None
) -> Citation:
    """Return the citation of passage.text[start:end]; the quote is cut at a seam, so that it stands in the source."""
    passage, document = hit.passage, hit.document
    start, end = _within_seams(passage, *quote)
    first_line, last_line = _lines(passage, start, end)
    return Citation(
        n=n,
        doc_title=document.title,
        doc_number=document.doc_number,
        issuer="、".join(document.issuers),
        issued=_iso(document.issued),
        effective=_iso(document.effective),
        expires=_iso(document.expires),
        validity=document.validity(on).value,
        article=passage.article,
        quote=passage.text[start:end].strip(),
        passage=passage.text,
        source=passage.spans[0].file if passage.spans else "",
        first_line=first_line,
        last_line=last_line,
        passage_id=passage.passage_id,
        note=notes_on(document, passage, on, later),
    )


def _quote(pieces: Sequence[Quoted]) -> tuple[int, int]:
    """Return the run of pieces that stand together in one paragraph: the best sentence's, else the longest."""
    text = pieces[0].hit.passage.text
    runs: list[tuple[int, int, bool]] = []
    for piece in sorted(pieces, key=lambda piece: piece.start):
        between = text[runs[-1][1] : piece.start] if runs else "\n"
        if runs and not between.strip() and "\n" not in between:
            runs[-1] = (runs[-1][0], piece.end, runs[-1][2] or piece.best)
        else:
            runs.append((piece.start, piece.end, piece.best))
    start, end, _ = max(runs, key=lambda run: (run[2], run[1] - run[0], -run[0]))
    return start, end


def _within_seams(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Return the longest part of [start, end) that no seam cuts."""
    borders = [start, *(seam for seam in passage.seams if start < seam < end), end]
    return max(pairwise(borders), key=lambda part: part[1] - part[0])


def _lines(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Return the source lines on which text[start:end] stands; the passage's own when they are not recorded."""
    if not passage.line_starts:
        spans = passage.spans
        return (spans[0].first_line, spans[-1].last_line) if spans else (0, 0)
    first = last = passage.line_starts[0][1]
    for offset, line in passage.line_starts:
        if offset <= start:
            first = line
        if offset < end:
            last = line
    return first, max(first, last)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
