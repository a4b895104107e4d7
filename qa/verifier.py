"""Every answer is checked here, whatever made it: what its cited passages do not say is taken out.

Knows nothing of how the answer came about, of search or of models. The judging of one sentence is in qa/support.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answer_sentences import AnswerSentence, Part, split_answer
from qa.records import Citation
from qa.support import missing_support

_LEADS_IN = ("：", ":")
_ITEM_STARTS = tuple("（(-*·•①②③④⑤⑥⑦⑧⑨⑩123456789一二三四五六七八九十")
_ITEM_NUMBER = re.compile(r"^\s*(\d{1,2})[.、．](?!\d)\s*")  # 1. or 2、 in front of an item


@dataclass(frozen=True, slots=True)
class DroppedSentence:
    """A sentence that was taken out, without its marks, and why."""

    sentence: str
    reason: str  # one line for the trace


@dataclass(frozen=True, slots=True)
class Verification:
    """What is left of an answer: every sentence of ``kept`` is supported by the citation its mark names."""

    kept: str  # "" when nothing is left
    citations: tuple[Citation, ...]  # those still used, numbered from 1 in order of use
    dropped: tuple[DroppedSentence, ...]


def verify(
    text: str, citations: Sequence[Citation], *, question: str = "", own_phrases: Sequence[str] = ()
) -> Verification:
    """Return the answer without the sentences that its citations do not support.

    :param text: the answer with its [n] marks; a line that ends in a colon may lean on the mark of the next line.
    :param question: its words may be repeated in the answer without a source; its figures may not.
    :param own_phrases: sentences that the program itself adds; they are kept as they are, and are no answer alone.
    """
    by_number = {citation.n: citation for citation in citations}
    sentences = split_answer(text, own_phrases)
    counted = _counts_itself(sentences)
    reasons = [_reason(sentences, at, by_number, question, counted) for at in range(len(sentences))]
    _drop_broken_lists(sentences, reasons)
    kept = [sentence for sentence, reason in zip(sentences, reasons, strict=True) if not reason]
    dropped = tuple(
        DroppedSentence(sentence.text, reason) for sentence, reason in zip(sentences, reasons, strict=True) if reason
    )
    if all(sentence.own for sentence in kept):
        return Verification("", (), dropped)
    return _renumbered(kept, by_number, dropped)


def _counts_itself(sentences: Sequence[AnswerSentence]) -> bool:
    """Tell whether the items of the answer are numbered 1, 2, 3 …: its own numbers, not those of the source."""
    numbers = [int(found[1]) for sentence in sentences if (found := _ITEM_NUMBER.match(sentence.text))]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _reason(
    sentences: Sequence[AnswerSentence], at: int, citations: dict[int, Citation], question: str, counted: bool
) -> str:
    """Return why a sentence has to go; "" when it may stay."""
    sentence = sentences[at]
    if sentence.own:
        return ""
    marks = [part.marks for part in sentence.parts]
    if not any(marks) and sentence.text.endswith(_LEADS_IN) and at + 1 < len(sentences):
        marks = [part.marks for part in sentences[at + 1].parts[:1]]
    if not any(marks):
        return "no mark names a source"
    cited = tuple(dict.fromkeys(n for numbers in marks for n in numbers if n in citations))
    if not cited:
        return f"mark {'、'.join(f'[{n}]' for numbers in marks for n in numbers)} names no citation"
    parts = sentence.parts
    text = _ITEM_NUMBER.sub("", sentence.text, count=1) if counted else sentence.text
    whole = missing_support(text, [citations[n] for n in cited], question)
    if not whole or len(parts) == 1:
        return whole
    # Marks in mid-sentence: each part against its own source.
    for part, numbers in zip(parts, marks, strict=True):
        own = [citations[n] for n in numbers if n in citations] or [citations[n] for n in cited]
        text = _ITEM_NUMBER.sub("", part.text, count=1) if counted else part.text
        missing = missing_support(text, own, question)
        if missing:
            return missing
    return ""


def _drop_broken_lists(sentences: Sequence[AnswerSentence], reasons: list[str]) -> None:
    """Give a reason to list items whose head went, since they would say something else, and to heads left alone."""
    under_dropped = False
    for i, sentence in enumerate(sentences):
        item = "\n" in sentence.before and sentence.text.startswith(_ITEM_STARTS)
        if under_dropped and item:
            reasons[i] = reasons[i] or "the line that opens its list was dropped"
        else:
            under_dropped = bool(reasons[i]) and sentence.text.endswith(_LEADS_IN)
    for i in range(len(sentences) - 2, -1, -1):
        if not reasons[i] and sentences[i].text.endswith(_LEADS_IN) and all(reasons[i + 1 :]):
            reasons[i] = "nothing is left of the list it opens"


def _renumbered(
    kept: Sequence[AnswerSentence], citations: dict[int, Citation], dropped: tuple[DroppedSentence, ...]
) -> Verification:
    """Return the kept sentences with their citations numbered in order of use."""
    used = tuple(dict.fromkeys(n for s in kept for part in s.parts for n in part.marks if n in citations))
    new = {n: number for number, n in enumerate(used, start=1)}
    shown = "".join(s.before + "".join(_printed(part, new) for part in s.parts) for s in kept)
    return Verification(shown.strip(), tuple(replace(citations[n], n=new[n]) for n in used), dropped)


def _printed(part: Part, new: dict[int, int]) -> str:
    return part.text + "".join(f"[{new[n]}]" for n in part.marks if n in new) + part.tail
