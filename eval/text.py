"""How texts are compared: what counts as the same words, a sentence, a citation mark and a figure.

The rules are those of the reference scorer, so that both give the same numbers. Knows nothing of gold sets or runs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

DROP = re.compile(r"[^\w%]|_")
MARK = re.compile(r"\[(\d+)\]|［(\d+)］|【(\d+)】")  # "[1]", "［1］", "【1】"
SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
# The same sentence with the marks that may stand behind its full stop: "…办理。[1][2]"
MARKED_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?(?:[ \t]*(?:\[\d+\]|［\d+］|【\d+】))*")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
MIN_SENTENCE = 8  # letters and digits; a shorter piece ("可以。") claims nothing that could be looked up
SUPPORT_SHARE = 0.6  # of a sentence's 4-grams; the answer may join two clauses of one article
QUOTE_SHARE = 0.85  # of a quote's 4-grams; editions differ in single characters


def normalise(text: str) -> str:
    """Return ``text`` after NFKC, lower case, with everything but letters, digits and % removed."""
    return DROP.sub("", unicodedata.normalize("NFKC", text)).lower()


def without_space(text: str) -> str:
    """Return ``text`` after NFKC with all white space removed; punctuation stays."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=16_384)
def _grams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 4] for i in range(max(1, len(text) - 3)))


def share_found(haystack: str, needle: str) -> float:
    """Return the share of ``needle``'s 4-grams that stand in ``haystack``, both normalised; 0.0 for no needle."""
    if not needle:
        return 0.0
    if needle in haystack:
        return 1.0
    own = _grams(needle)
    return len(own & _grams(haystack)) / len(own)


def contains(haystack: str, needle: str, share: float = QUOTE_SHARE) -> bool:
    """Return whether ``needle`` stands in ``haystack`` (both normalised), or at least ``share`` of its 4-grams do."""
    return bool(needle) and share_found(haystack, needle) >= share


def strip_marks(answer: str) -> str:
    """Return the answer as it is read aloud: without its citation marks."""
    return MARK.sub("", answer)


def has_point(answer: str, point: str) -> bool:
    """Return whether the normalised ``answer`` holds one of the alternatives of ``point``: "二个月|两个月"."""
    return any(flat in answer for flat in map(normalise, point.split("|")) if flat)


def figures(text: str) -> frozenset[str]:
    """Return the figures in ``text``, full-width digits made plain."""
    return frozenset(FIGURE.findall(unicodedata.normalize("NFKC", text)))


def figures_any_spacing(text: str) -> frozenset[str]:
    """Return the figures read with the white space and without it: a line break may stand inside a figure."""
    return figures(text) | frozenset(FIGURE.findall(without_space(text)))


def sentences(answer: str) -> list[str]:
    """Return the normalised sentences of an answer that are long enough to claim something."""
    flat = [normalise(piece) for piece in SENTENCE.findall(strip_marks(answer))]
    return [sentence for sentence in flat if len(sentence) >= MIN_SENTENCE]


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of an answer and the numbers of the citations it rests on."""

    text: str  # normalised, without marks
    numbers: frozenset[int]


def cited_sentences(answer: str) -> list[CitedSentence]:
    """Return the sentences with the marks that cover them.

    A sentence without a mark of its own rests on the next mark of its line: "甲；乙。[1]" is two sentences on [1].
    A line that ends in a colon introduces the next line and shares its marks.
    """
    found: list[CitedSentence] = []
    following: frozenset[int] = frozenset()  # the marks right after the piece at hand; read from the back
    for line in reversed(answer.splitlines()):
        if not strip_marks(line).rstrip().endswith((":", "：")):
            following = frozenset()
        first = following
        for piece in reversed(MARKED_SENTENCE.findall(line)):
            own = frozenset(int(next(filter(None, groups))) for groups in MARK.findall(piece))
            following = own or following
            flat = normalise(strip_marks(piece))
            if len(flat) >= MIN_SENTENCE:
                found.append(CitedSentence(flat, following))
            first = following
        following = first
    return found[::-1]
