"""Source lines without the marks of their file format; what is left out is listed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.formats.base import RawText


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source line that is in no passage, and why."""

    line: int
    reason: str  # page_number | cover_or_contents | imprint | comment | front_matter | repeated_header | format_mark
    text: str  # its first 60 characters


@dataclass(frozen=True, slots=True)
class Line:
    """One source line, its inner text verbatim."""

    number: int
    text: str
    mark: str = ""  # "#" heading, "-" bullet, "" none: what the file format put before it
    indent: int = 0  # columns before the text; a full-width blank counts two
    gap: bool = False  # a blank line stands before it
    dropped_before: bool = False  # page furniture was taken out just before it
    cuts: tuple[int, ...] = ()  # offsets where an HTML tag was taken out

    @property
    def is_row(self) -> bool:
        """Whether the line is a table row: at least two cells, one of them behind a tab."""
        return "\t" in self.text.rstrip("\t") or self.text.count("\t") > 1


@dataclass(frozen=True, slots=True)
class CleanText:
    """The lines of one file that may be text, and the others."""

    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    head_ends: int = 0  # source line of the "<!-- INFO END -->" of a statute file, 0 when there is none


_FORMAT_MARK = re.compile(r"^(#{1,6}\s+|[-*+]\s+(?=\S)|>\s+)")
# Only names of HTML elements: "<高新技术企业认定管理办法>", "<https://…>" and "<1 ³" are text.
_TAG = re.compile(
    r"</?(?:p|ol|ul|li|br|table|tbody|thead|tr|td|th|div|span|b|i|u|strong|em|a|img|hr|sup|sub|h[1-6]|center|font)"
    r"(?:\s[^<>]*)?/?>|\*\*",  # bold marks too: the source has them where the passage has none
    re.I,
)
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[—–－-]\s*\d{1,4}\s*[—–－-]|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?)\s*$"
)
_RULE_LINE = re.compile(r"^[-*_=#|>~+·•.…—–\s]*$")  # drawn lines and empty marks; a lone "。" is text
_INFO_END = "<!-- INFO END -->"


def clean_lines(raw: RawText) -> CleanText:
    """Strip heading, bullet and bold marks, comments, HTML tags and page numbers; keep every other character."""
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    gap = dropped = in_comment = False
    head_ends = 0
    for source in raw.lines:
        text, was_comment = source.text, in_comment
        if text.strip() == _INFO_END and not head_ends:
            head_ends = source.line
        if in_comment or "<!--" in text:
            text, in_comment = _without_comments(text, in_comment)
        if not text.strip():
            if source.text.strip():
                reason = "comment" if was_comment or "<!--" in source.text else "format_mark"
                left_out.append(LeftOut(source.line, reason, source.text.strip()[:60]))
            gap = True
            continue
        if _PAGE_NUMBER.match(text):
            left_out.append(LeftOut(source.line, "page_number", text.strip()[:60]))
            gap = dropped = True
            continue
        line = _clean_line(source.line, text, gap=gap, dropped=dropped)
        if line is None:
            left_out.append(LeftOut(source.line, "format_mark", text.strip()[:60]))
            continue
        lines.append(line)
        gap = dropped = False
    return CleanText(tuple(lines), tuple(left_out), head_ends)


def _clean_line(number: int, text: str, *, gap: bool, dropped: bool) -> Line | None:
    bare = text.lstrip(" \u3000\ufeff")
    lead = text[: len(text) - len(bare)]
    indent = sum(2 if char == "\u3000" else 1 for char in lead)
    found = _FORMAT_MARK.match(bare)
    mark = ""
    if found:
        mark = found[1][0]
        bare = bare[found.end() :]
    cuts: tuple[int, ...] = ()
    if "<" in bare or "**" in bare:
        bare, cuts = _without_tags(bare)
    bare = bare.rstrip(" \u3000\r\n")
    if not bare.strip() or _RULE_LINE.match(bare):
        return None
    return Line(number, bare, mark, indent, gap, dropped, tuple(cut for cut in cuts if 0 < cut < len(bare)))


def _without_tags(text: str) -> tuple[str, tuple[int, ...]]:
    kept = ""
    cuts: list[int] = []
    for part in _TAG.split(text):
        part = part if kept else part.lstrip(" \u3000")
        if kept and (not cuts or cuts[-1] != len(kept)):
            cuts.append(len(kept))
        kept += part
    return kept, tuple(cuts)


def _without_comments(text: str, in_comment: bool) -> tuple[str, bool]:
    kept = ""
    while text:
        if in_comment:
            end = text.find("-->")
            if end < 0:
                return kept, True
            text, in_comment = text[end + 3 :], False
        else:
            start = text.find("<!--")
            if start < 0:
                return kept + text, False
            kept, text, in_comment = kept + text[:start], text[start + 4 :], True
    return kept, in_comment
