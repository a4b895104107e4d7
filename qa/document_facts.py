"""Where a document speaks of itself: the verbatim pieces that hold its title, number, date, issuer and validity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.chars import letters, squeeze
from index.corpus import Document, Passage
from index.docnumber import number_of_line
from index.identity import title_issuers
from index.metadata import dates_in
from index.snapshot import Snapshot
from qa.facts import Fact
from qa.numbers import key_of, mentions_in
from qa.sentences import split_sentences

_CN = "一二三四五六七八九十"
_DAY = rf"(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[{_CN}〇零○]{{4}}年[{_CN}]{{1,2}}月[{_CN}]{{1,3}}日|之日)"
_BINDS = re.compile(rf"{_DAY}(?:起|开始)?(?:正式)?(?:施行|实施|执行|生效)")
_ENDS = re.compile(r"有效期|执行期限|施行期限|实施期限|政策执行[至到]|失效|(?:执行|有效)[至到]")
_REPEALS = re.compile(r"废止|停止执行|不再执行")
_ENACTED = re.compile(r"公布|发布|通过|修订|修正|批准")
_LAST = 3  # closing passages looked at for a clause on validity


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end] of a passage: the verbatim place that states one fact."""

    fact: Fact
    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as printed."""
        return self.passage.text[self.start : self.end]


def document_facts(document: Document, snapshot: Snapshot) -> tuple[Passage, ...]:
    """Return the front passages, where title, number, issuer and date stand; for citing them verbatim.

    Empty for a document whose file has no head of its own.
    """
    row = snapshot.row(f"{document.doc_id}#首部")
    return () if row is None else (snapshot.passage(row),)


def pieces_of(document: Document, fact: Fact, passages: Sequence[Passage]) -> tuple[Piece, ...]:
    """Return where a document states one fact about itself; empty when it does not.

    :param passages: the document's passages in printed order; its first and last ones are enough.
    """
    front = [one for one in passages if one.kind == "front"]
    if fact is Fact.WHICH:
        return _first(_title(document, front))
    if fact is Fact.NUMBER:
        return _first(_number(document, front))
    if fact is Fact.ISSUED:
        return _first(_issued(document, front))
    if fact is Fact.ISSUER:
        return tuple(_issuers(document, front))
    clauses = _clauses([*front, *[one for one in passages if one.kind != "front"][-_LAST:]])
    wanted = {Fact.EFFECTIVE: _BINDS, Fact.EXPIRES: _ENDS, Fact.REPEALS: _REPEALS}[fact]
    found = [clause for clause in clauses if wanted.search(squeeze(clause.text)) and _own(fact, document, clause)]
    return tuple(Piece(fact, one.passage, one.start, one.end) for one in found[: 2 if fact is Fact.REPEALS else 1])


def _first(pieces: Iterator[Piece]) -> tuple[Piece, ...]:
    found = next(pieces, None)
    return (found,) if found else ()


def _title(document: Document, front: Sequence[Passage]) -> Iterator[Piece]:
    """Yield the paragraph, or neighbouring paragraphs, whose words are those of a title."""
    titles = {letters(title) for title in (document.title, *document.aliases)}
    for passage in front:
        lines = _paragraphs(passage)
        for first, one in enumerate(lines):
            words = ""
            for last in lines[first : first + 4]:
                words += letters(passage.text[slice(*last)])
                if words in titles:
                    yield Piece(Fact.WHICH, passage, one[0], last[1])
                    return
    for passage in front[:1]:
        start, end = _paragraphs(passage)[0]
        if end - start > 5 and letters(passage.text[start:end])[:8] in "".join(titles):
            yield Piece(Fact.WHICH, passage, start, end)


def _number(document: Document, front: Sequence[Passage]) -> Iterator[Piece]:
    """Yield the line that is the number; failing that, the line that holds it."""
    held = key_of(document.doc_number) if document.doc_number else None
    if held is None:
        return
    lines = [(passage, *place) for passage in front for place in _paragraphs(passage)]
    for passage, start, end in lines:
        if squeeze(number_of_line(passage.text[start:end])) == document.doc_number:
            yield Piece(Fact.NUMBER, passage, start, end)
    for passage, start, end in lines:
        for mention in mentions_in(passage.text[start:end]):
            if (mention.key.year, mention.key.serial) == (held.year, held.serial):
                yield Piece(Fact.NUMBER, passage, start, end)


def _issued(document: Document, front: Sequence[Passage]) -> Iterator[Piece]:
    """Yield the line with the date of issue: the date line, else the line on passing or publishing it."""
    lines = [(passage, *place) for passage in front for place in _paragraphs(passage)]
    dated = [(p, s, e) for p, s, e in lines if document.issued and document.issued in dates_in(p.text[s:e])]
    for passage, start, end in sorted(dated, key=lambda one: (_says_more(one[0].text[one[1] : one[2]]), -one[1])):
        yield Piece(Fact.ISSUED, passage, start, end)


def _says_more(line: str) -> bool:
    """Tell a sentence that happens to hold the date from a date line or an enacting line."""
    return len(line) > 40 and not _ENACTED.search(line)


def _issuers(document: Document, front: Sequence[Passage]) -> Iterator[Piece]:
    """Yield the signature lines; failing them, the line on publishing it or the title, where those name the issuer."""
    wanted = {letters(name) for name in document.issuers}
    found = [
        Piece(Fact.ISSUER, passage, start, end)
        for passage in front
        for start, end in _paragraphs(passage)
        if start and any(letters(passage.text[start:end]).startswith(name) for name in wanted) and end - start < 60
    ]
    if found:
        yield from found
        return
    enacting = [
        Piece(Fact.ISSUER, passage, start, end)
        for passage in front
        for start, end in _paragraphs(passage)
        if _ENACTED.search(passage.text[start:end]) and any(name in letters(passage.text[start:end]) for name in wanted)
    ]
    if enacting:  # published by it rather than passed by its meeting
        yield min(enacting, key=lambda piece: re.search("公布|发布", piece.text) is None)
        return
    for piece in _first(_title(document, front)) if title_issuers(document.title) else ():
        yield Piece(Fact.ISSUER, piece.passage, piece.start, piece.end)


def _own(fact: Fact, document: Document, clause: Piece) -> bool:
    """Return whether a clause speaks of the document's own term, by the dates of its record where it has them."""
    day = document.effective if fact is Fact.EFFECTIVE else document.expires if fact is Fact.EXPIRES else None
    days = dates_in(clause.text)
    return day is None or not days or day in days


def _clauses(passages: Sequence[Passage]) -> list[Piece]:
    found = []
    for passage in passages:
        for sentence in split_sentences(passage.text):
            found.append(Piece(Fact.EFFECTIVE, passage, sentence.start, sentence.end))
    return found


def _paragraphs(passage: Passage) -> list[tuple[int, int]]:
    """Return the (start, end) of each paragraph."""
    places, start = [], 0
    for line in passage.text.split("\n"):
        if line.strip():
            places.append((start, start + len(line)))
        start += len(line) + 1
    return places
