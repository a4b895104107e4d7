"""The records that pass between the steps: documents, passages and where they came from.

Knows nothing of files, parsers, search or questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Validity(StrEnum):
    """Whether a document binds on a given day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REPEALED = "repealed"
    PLAN_OVER = "plan_over"  # a plan (十四五 …) whose period has ended: no term of validity, but out of date
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Lines of one source file, 1-based and inclusive."""

    file: str  # path below the corpus folder, with "/"
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One policy document, whichever files it was read from."""

    doc_id: str  # readable and stable: "苏政发-2022-71", or from the title where there is no number
    title: str  # one line, as printed, line-break spaces removed
    doc_number: str = ""  # canonical 文号 "苏政发〔2022〕71号"; "" when the document has none
    issuers: tuple[str, ...] = ()  # joint issuers in printed order
    issued: date | None = None
    effective: date | None = None
    expires: date | None = None  # last day in force
    plan_until: date | None = None  # last day of a plan period: 十四五 -> 2025-12-31
    repealed_on: date | None = None  # set when another document of the index repeals this one
    region: str = ""  # "全国", "江苏省", "南京市" ...
    level: str = ""  # 国家 | 省 | 市 | 县
    kind: str = ""  # 意见 | 通知 | 办法 | 细则 | 规划 | 公告 | 法律 | 说明 ...
    audience: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()  # other titles: the annexed plan, the spelling of another edition
    repeals: tuple[str, ...] = ()  # numbers or titles this document ends
    based_on: tuple[str, ...] = ()
    forwards: tuple[str, ...] = ()  # doc_number of an enclosed document
    annexes_missing: tuple[str, ...] = ()  # named in the text, not in the sources
    sources: tuple[SourceSpan, ...] = ()

    def validity(self, on: date) -> Validity:
        """Return whether the document binds on day ``on``; UNKNOWN when it does not say since when."""
        if self.repealed_on is not None and on >= self.repealed_on:
            return Validity.REPEALED
        if self.expires is not None and on > self.expires:
            return Validity.EXPIRED
        start = self.effective or self.issued
        if start is None:
            return Validity.UNKNOWN
        if on < start:
            return Validity.NOT_YET
        if self.plan_until is not None and on > self.plan_until:
            return Validity.PLAN_OVER
        return Validity.IN_FORCE


@dataclass(frozen=True, slots=True)
class Passage:
    """The retrieval unit: one article, or a titled part of a long one.

    ``text`` is verbatim: paragraphs separated by one newline, the line breaks inside a paragraph removed, and list,
    bold and heading marks of the file format left out. Table rows keep their tabs between cells.
    """

    passage_id: str  # "<doc_id>#<article>", stable across rebuilds
    doc_id: str
    heading_path: tuple[str, ...]  # outermost first; the annexed plan's title is its first element
    text: str
    context: str = ""  # head of a split article or of a table, for search and display; never quoted as this passage
    kind: str = "article"  # article | table | box | front
    spans: tuple[SourceSpan, ...] = ()  # one edition: all spans name the same file
    line_starts: tuple[tuple[int, int], ...] = ()  # (offset in text, source line) ascending: exact lines of a quote
    seams: tuple[int, ...] = ()  # offsets where page furniture was dropped in mid-paragraph: no quote crosses one
    also_in: tuple[SourceSpan, ...] = ()  # the same passage in other editions
    previous_id: str = ""
    next_id: str = ""
    parent_id: str = ""

    @property
    def article(self) -> str:
        """The article path as people cite it: 四、… > (八)…."""
        return " > ".join(self.heading_path)
