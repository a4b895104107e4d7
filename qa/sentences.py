"""A passage cut into the units an answer is made of: sentences, list items under their head, table rows.

Every unit is a slice of the passage text, so that what is quoted stands there verbatim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# A sentence ends at 。！？；or their half-width forms; closing quotes and brackets after the mark belong to it.
# So does a bracket that follows at once, with its own closing: 。（广东省、深圳市牵头） says who does what was said.
_END = re.compile(r"[。！？；;!?]+[”’」』）)\"]*(?:\s*[（(][^（）()]{2,120}[）)])?")
# An item of a list: （一） (1) 1. 1、 ① 一是 — at the start of a paragraph.
_ITEM = re.compile(r"\s*(?:[（(][一二三四五六七八九十百\d]+[）)]|\d{1,2}[.、．](?!\d)|[①-⑳]|[一二三四五六七八九十]+是)")
_EXCEPTION = re.compile(r"\s*(?:但是?|除|其中|前款|上述|不过|否则|逾期|同时|对此)")
# （省发展改革委牵头，省工业和信息化厅配合） at the end of a sentence: who does it, not what is done.
_DUTY = re.compile(r"\s*[（(][^（）()]*(?:牵头|负责|责任单位|分工|落实|配合|参与)[^（）()]*[）)]\s*$")
_MIN = 6  # characters; a shorter piece is joined to its neighbour


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end] of a passage."""

    start: int
    end: int
    text: str
    paragraph: int  # running number of the paragraph it stands in
    item: bool  # starts a list item
    head: int  # index of the sentence that opens the list it belongs to; -1 outside a list
    row: bool  # a table row
    opens_paragraph: bool


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a passage text in order; together they cover all its non-blank characters."""
    found: list[Sentence] = []
    head = -1
    offset = 0
    for number, paragraph in enumerate(text.split("\n")):
        item = _ITEM.match(paragraph) is not None
        if not item and found and not found[-1].text.rstrip().endswith(("：", ":")):
            head = -1
        for start, end in _pieces(paragraph):
            piece = paragraph[start:end]
            first = start == 0
            found.append(
                Sentence(offset + start, offset + end, piece, number, item and first, head, "\t" in piece, first)
            )
        if found and found[-1].text.rstrip().endswith(("：", ":")):
            head = len(found) - 1
        offset += len(paragraph) + 1
    return found


def without_duty(sentence: Sentence) -> Sentence:
    """Return the sentence up to the bracket at its end that names who is responsible; as it is without one."""
    duty = _DUTY.search(sentence.text)
    if duty is None or duty.start() < _MIN:
        return sentence
    return replace(sentence, end=sentence.start + duty.start(), text=sentence.text[: duty.start()])


def leans_back(sentence: Sentence) -> bool:
    """Return whether a sentence cannot be understood without the one before it (但…, 其中…, 前款…)."""
    return _EXCEPTION.match(sentence.text) is not None


def _pieces(paragraph: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence of one paragraph."""
    if "\t" in paragraph:
        return [(0, len(paragraph))] if paragraph.strip() else []
    ends = [match.end() for match in _END.finditer(paragraph)]
    if not ends or ends[-1] < len(paragraph):
        ends.append(len(paragraph))
    pieces: list[tuple[int, int]] = []
    start = 0
    for end in ends:
        if not paragraph[start:end].strip():
            continue
        depth = sum(paragraph.count(mark, start, end) for mark in "（(“《") - sum(
            paragraph.count(mark, start, end) for mark in "）)”》"
        )
        if depth > 0 and end < len(paragraph):  # the mark stands inside brackets or quotes: not an end
            continue
        if pieces and end - start < _MIN:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
        start = end
    if start < len(paragraph) and paragraph[start:].strip():
        pieces.append((start, len(paragraph)))
    return pieces
