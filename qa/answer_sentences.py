"""An answer text cut into its sentences, each with the numbers of its [n] marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# [1], ［1］, 【1】, [1, 2], [1][2]; not the year of [2022]71号.
_MARK = r"[\[［【]\s*\d{1,2}(?:\s*[,，、]\s*\d{1,2})*\s*[\]］】](?!\s*\d{1,5}\s*号)"
MARKS = re.compile(rf"(?:{_MARK}\s?)+")
_NUMBER = re.compile(r"\d{1,2}")
_END = re.compile(r"[。！？!?]+[”’」』）)\"]*")
_GOES_ON = frozenset("，、,")  # behind a mark: the sentence is not over
_AFTER_MARK = re.compile(r"[。！？!?；;，、,：:.]+[”’」』）)\"]*")
_OPEN, _CLOSE = "（(《“「", "）)》”」"


@dataclass(frozen=True, slots=True)
class Part:
    """Words and the marks that follow them."""

    text: str  # without marks
    marks: tuple[int, ...]
    tail: str = ""  # punctuation behind the marks


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence: stays or goes as a whole."""

    before: str  # white space in front of it, with its line breaks
    parts: tuple[Part, ...]  # more than one when marks stand in mid-sentence
    own: bool = False  # a phrase of the program itself, which needs no source

    @property
    def text(self) -> str:
        """The sentence as it reads, without marks."""
        return "".join(part.text + part.tail for part in self.parts).strip()


def split_answer(text: str, own_phrases: Sequence[str] = ()) -> tuple[AnswerSentence, ...]:
    """Return the sentences of an answer in order; what is not in one of them is white space."""
    phrases = sorted({phrase.strip() for phrase in own_phrases if phrase.strip()}, key=lambda one: (-len(one), one))
    pieces = re.split("(" + "|".join(map(re.escape, phrases)) + ")", text) if phrases else [text]
    found: list[AnswerSentence] = []
    for piece in pieces:
        if piece in phrases:
            found.append(AnswerSentence("", (Part(piece, ()),), own=True))
            continue
        for line in re.split(r"(?<=\n)", piece):
            found.extend(_of_line(line))
    return _with_breaks(found)


def _of_line(line: str) -> Iterator[AnswerSentence]:
    """Yield the sentences of a line; its line break comes as a sentence without words."""
    parts: list[Part] = []
    at = 0
    for found in MARKS.finditer(line):
        words = line[at : found.start()]
        marks = tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(found.group())))
        tail = _AFTER_MARK.match(line, found.end())
        at = tail.end() if tail else found.end()
        *whole, last = _sentences(words) or [""]
        yield from (AnswerSentence("", (Part(one, ()),)) for one in whole if one.strip())
        if not last.strip() and parts:
            parts[-1] = Part(parts[-1].text, (*parts[-1].marks, *marks), tail.group() if tail else "")
        else:
            parts.append(Part(last, marks, tail.group() if tail else ""))
        if not (tail and tail.group()[-1] in _GOES_ON):
            yield AnswerSentence("", tuple(parts))
            parts = []
    rest = line[at:]
    loose = _sentences(rest.rstrip("\n"))
    if parts and loose and loose[0].strip():
        parts.append(Part(loose.pop(0), ()))
    if parts:
        yield AnswerSentence("", tuple(parts))
    yield from (AnswerSentence("", (Part(one, ()),)) for one in loose if one.strip())
    if line.endswith("\n"):
        yield AnswerSentence("\n", ())


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text without marks.

    No end is one inside brackets or quotation marks, one before a bracket (。（责任单位：…）), and any in a table row.
    """
    if "\t" in text:
        return [text]
    found: list[str] = []
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        piece = text[start:end]
        inside = sum(map(piece.count, _OPEN)) > sum(map(piece.count, _CLOSE))
        if end < len(text) and (inside or text[end] in "（(〔"):
            continue
        if piece:
            found.append(piece)
        start = end
    return found


def _with_breaks(found: Sequence[AnswerSentence]) -> tuple[AnswerSentence, ...]:
    """Put each line break in front of the sentence behind it."""
    sentences: list[AnswerSentence] = []
    breaks = ""
    for one in found:
        if not one.parts:
            breaks += "\n"
        elif one.text:
            sentences.append(AnswerSentence(breaks, one.parts, one.own))
            breaks = ""
    return tuple(sentences)
