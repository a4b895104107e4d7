"""What a person should check: articles that are missing or twice, words that look misread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.numbering import Level
from index.paragraphs import Paragraph
from index.parsed import Finding
from index.parts import DocumentParts

# An English function word between Chinese ones: "管理 and 服务", "城市管理 etc 系统".
_FOREIGN = re.compile(
    r"[\u4e00-\u9fff”》)）]\s?(and|or|etc|the|of|risk|with|for|in|to|system)\s?(?=[\u4e00-\u9fff“《(（])"
)
_TRADITIONAL = re.compile("[統題學實國與產業務發會關長門開機構經濟縣區廳黨團員應廠電車書報馬魚]")
_CLAUSE = re.compile(r"[^，,；;。：:]{10,}")


def article_findings(parts: DocumentParts, file: str) -> list[Finding]:
    """Return a finding for each 第N条 that is missing between its neighbours or comes again."""
    findings = []
    for part in parts.parts:
        last = 0
        for paragraph in part.paragraphs:
            mark = paragraph.mark
            if mark is None or mark.level is not Level.ARTICLE or "之" in mark.label:
                continue
            if last and mark.number > last + 1:
                text = f"第{last}条 is followed by {mark.label}"
                findings.append(Finding("article_gap", file, paragraph.first_line, text))
            elif last and mark.number <= last:
                text = f"{mark.label} comes after 第{last}条"
                findings.append(Finding("article_repeat", file, paragraph.first_line, text))
            last = mark.number
    return findings


def reading_findings(paragraphs: Sequence[Paragraph], file: str) -> list[Finding]:
    """Return a finding for each suspected reading error; the text itself stays as it is."""
    findings = []
    for paragraph in paragraphs:
        text = paragraph.text
        for pattern, name in ((_FOREIGN, "foreign word"), (_TRADITIONAL, "traditional character")):
            for found in pattern.finditer(text):
                around = text[max(0, found.start() - 8) : found.end() + 8]
                findings.append(Finding("reading_error", file, _line_at(paragraph, found.start()), f"{name}: {around}"))
        repeated = repeated_clause(text)
        if repeated:
            findings.append(Finding("reading_error", file, paragraph.first_line, f"clause twice: {repeated[:40]}"))
        for (offset, line), previous in zip(paragraph.starts[1:], paragraph.starts, strict=False):
            size = _doubled(text[previous[0] : offset], text[offset:])
            if size:
                cut = text[max(0, offset - 6) : offset + 6]
                findings.append(Finding("reading_error", file, line, f"{size} characters doubled at a break: {cut}"))
    return findings


def _line_at(paragraph: Paragraph, offset: int) -> int:
    return [line for start, line in paragraph.starts if start <= offset][-1]


def repeated_clause(text: str) -> str:
    """Return a clause of ten or more characters that stands twice in a text, or ""."""
    seen: set[str] = set()
    for found in _CLAUSE.finditer(text):
        clause = found[0].strip()
        if clause in seen:
            return clause
        seen.add(clause)
    return ""


def _doubled(before: str, after: str) -> int:
    """Return how many characters end one line and begin the next again: "责" + "责任单位" gives 1."""
    for size in range(4, 0, -1):
        tail = before[-size:]
        if len(tail) == size and after.startswith(tail) and all("\u4e00" <= char <= "\u9fff" for char in tail):
            return size
    return 0
