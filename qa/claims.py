"""A sentence read as claims: figures, modal words, negations, limits, exceptions and the plain words around them.

Two printings of the same rule give the same tokens; whether one text supports another is judged in qa/support.py.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from index.text import fold, numeral_value
from qa.claim_numbers import START, Figure, figure_at, figure_key

WORDS_FILE = Path(__file__).resolve().parent / "claim_words.toml"
YEAR = re.compile(r"(?:19|20)\d\d年")
DIGITS = "0123456789."
_CLAUSE_END = frozenset(",;:。!?|\n")
_SENTENCE_END = frozenset(";。!?\n")
_CIRCLED = re.compile("[①-⑳]")  # NFKC would glue ① to the figure behind it
_ADDITION = re.compile(r"除[^。;\n]{1,60}外,?[^,。;\n]{0,20}[还也均都]")  # 除…外，还…: says more, excepts nothing
_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_ITEM = re.compile(r"([一二三四五六七八九十]{1,3}|\d{1,2})(?:、|\.(?!\d))\s*")
_LATIN = re.compile(r"[a-z]+")
_NEAR = 3  # tokens between a limit and its figure: 不超过 / 每人 / 每月 / 500元


class Kind(StrEnum):
    """What a token claims."""

    FIGURE = "figure"
    ORDINAL = "article number"
    LIMIT = "limit"
    EDGE = "time limit"
    MODAL = "modal word"
    NEGATION = "negation"
    EXCEPTION = "exception"
    TITLE = "title"
    WORD = "word"
    GLUE = "glue"


STRICT = frozenset({Kind.FIGURE, Kind.ORDINAL, Kind.LIMIT, Kind.EDGE, Kind.MODAL, Kind.NEGATION, Kind.EXCEPTION})


class Token(NamedTuple):  # frozen like the other records, and made four times faster: there are hundreds an answer
    """A piece of a text; two tokens say the same when their keys are equal."""

    key: str
    kind: Kind
    start: int  # in the normal form of the text
    end: int
    clause: int  # running number of the part between two commas
    sentence: int
    times: str = ""  # 万 or 亿 of a figure
    unit: str = ""  # of a figure, as printed


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of claim_words.toml, by first character, longest first."""

    by_first: dict[str, tuple[tuple[str, Kind, str], ...]]
    groups: dict[str, frozenset[int]]  # word -> the contrasts it stands in
    subjects: frozenset[str]  # words of the groups that name whom or what a figure belongs to
    same: tuple[tuple[str, str], ...]
    hiding: frozenset[str]  # compounds with a negation inside: 不断, 未来


def normal(text: str) -> str:
    """Return the text as it is compared: folded line by line, circled numbers cut off, short names written out.

    Table cells are parted by "|": without their tabs 1 and 3家 would be read as one figure.
    """
    lines = (fold(_CIRCLED.sub(";", line).replace("\t", "|")).strip() for line in text.split("\n"))
    joined = "\n".join(line for line in lines if line)
    for short, full in vocabulary().same:
        if short in joined:
            joined = re.sub(f"{re.escape(short)}(?<!{re.escape(full)})", full, joined)
    return joined


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the words the verifier reads by.

    :raises ValueError: if claim_words.toml names a kind of word that does not exist.
    """
    raw = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    kinds = {
        "modal": Kind.MODAL, "negation": Kind.NEGATION, "comparator": Kind.LIMIT, "edge": Kind.EDGE,
        "exception": Kind.EXCEPTION, "figure": Kind.FIGURE, "plain": Kind.WORD, "glue": Kind.GLUE,
    }  # fmt: skip
    entries: dict[str, tuple[Kind, str]] = {}
    groups: dict[str, set[int]] = {}
    contrast = raw.pop("contrast")
    for number, group in enumerate((*contrast["subjects"], *contrast["others"])):
        for word in group:
            groups.setdefault(fold(word), set()).add(number)
    same = tuple((fold(short), fold(full)) for short, full in raw.pop("same")["pairs"])
    for section, lines in raw.items():
        if section not in kinds:
            raise ValueError(f"{WORDS_FILE.name}: unknown section {section!r}; use one of {', '.join(kinds)}")
        kind = kinds[section]
        for name, words in lines.items():
            for word in words:
                own = kind in (Kind.WORD, Kind.GLUE)
                entries.setdefault(fold(word), (kind, fold(word) if own else f"{section}:{name}"))
    for word in groups:
        entries.setdefault(word, (Kind.WORD, word))
    by_first: dict[str, list[tuple[str, Kind, str]]] = {}
    for word, (kind, key) in sorted(entries.items(), key=lambda entry: (-len(entry[0]), entry[0])):
        by_first.setdefault(word[0], []).append((word, kind, key))
    hiding = {word for word, (kind, _) in entries.items() if kind is Kind.WORD and set(word) & set("不未无非免没")}
    return Vocabulary(
        {first: tuple(found) for first, found in by_first.items()},
        {word: frozenset(found) for word, found in groups.items()},
        frozenset(fold(word) for group in contrast["subjects"] for word in group),
        same,
        frozenset(hiding),
    )


@lru_cache(maxsize=2048)  # the sentences of a cited passage are read for each sentence of the answer
def read_tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text in its normal form (see :func:`normal`); punctuation only counts clauses."""
    return tuple(_settled(_ranges(list(_scan(text))), text))


def _scan(text: str) -> Iterator[Token]:
    words = vocabulary().by_first
    title_kind, word_kind, glue = Kind.TITLE, Kind.WORD, Kind.GLUE  # looked up once: enum members are slow to reach
    clause = sentence = at = 0
    label = _ITEM.match(text)
    if label:  # 三、 or 3. at the start of an item: part of its article path
        value = numeral_value(label[1]) if not label[1].isdigit() else int(label[1])
        at = label.end()
        yield Token(f"L{value}", Kind.ORDINAL, 0, at, 0, 0)
    while at < len(text):
        char = text[at]
        word = None
        for entry in words.get(char, ()):
            if text.startswith(entry[0], at):
                word = entry
                break
        if char in START and (word is None or len(word[0]) == 1):
            figures = figure_at(text, at)
            if figures:
                end = at + figures[0].length
                yield from (_figure(figure, at, end, clause, sentence) for figure in figures)
                at = end
                continue
        if word:
            end = at + len(word[0])
            yield Token(word[2], word[1], at, end, clause, sentence)
        elif "\u4e00" <= char <= "\u9fff":
            end = at + 1
            yield Token(char, word_kind, at, end, clause, sentence)
        elif char in _CLAUSE_END:
            end = at + 1
            clause += 1
            sentence += char in _SENTENCE_END
        elif char == "《" and (title := _TITLE.match(text, at)):
            end = title.end()
            yield Token(title.group(), title_kind, at, end, clause, sentence)
        else:
            latin = _LATIN.match(text, at)
            end = latin.end() if latin else at + 1
            if latin or char == "-":
                yield Token(latin.group() if latin else "到", word_kind if latin else glue, at, end, clause, sentence)
        at = end


def _figure(figure: Figure, start: int, end: int, clause: int, sentence: int) -> Token:
    kind = Kind.ORDINAL if figure.ordinal else Kind.FIGURE
    return Token(figure.key, kind, start, end, clause, sentence, figure.times, figure.unit)


def _ranges(tokens: list[Token]) -> list[Token]:
    """Give the first figure of a range what it borrows from the second: 10-20万元 is 100000元 to 200000元."""
    for i in range(2, len(tokens)):
        first, sign, second = tokens[i - 2], tokens[i - 1], tokens[i]
        if sign.key not in ("到", "至") or first.kind is not Kind.FIGURE or second.kind is not Kind.FIGURE:
            continue
        if not first.unit and second.unit and first.key.replace(".", "").isdigit():
            key = figure_key(first.key, "" if first.times else second.times, second.unit)
            tokens[i - 2] = first._replace(key=key, unit=second.unit)
    return tokens


def _settled(tokens: list[Token], text: str) -> list[Token]:
    """Take back what a word only means beside a figure, and what 除…外，还… does not except."""
    additions = [found.span() for found in _ADDITION.finditer(text)] if "除" in text else []
    doubtful = {Kind.EDGE, Kind.LIMIT, Kind.EXCEPTION}
    for i, token in enumerate(tokens):
        if token.kind not in doubtful:
            continue
        own = text[token.start : token.end]
        if token.kind is Kind.EDGE and not any(t.kind is Kind.FIGURE for t in tokens[max(0, i - 1) : i + 2]):
            tokens[i] = token._replace(key=own, kind=Kind.WORD)
        elif token.kind is Kind.LIMIT and not _by_figure(tokens, i):
            denied = own[0] in "不未没"
            kind = Kind.NEGATION if denied else Kind.WORD
            tokens[i] = token._replace(key=f"negation:{own}" if denied else own, kind=kind)
        elif token.kind is Kind.EXCEPTION and any(start <= token.start < end for start, end in additions):
            tokens[i] = token._replace(key=own, kind=Kind.GLUE)
    return tokens


def _by_figure(tokens: list[Token], at: int) -> bool:
    if tokens[at].end - tokens[at].start == 1:  # 约, 近: only right in front of it
        return any(token.kind is Kind.FIGURE for token in tokens[at + 1 : at + 2])
    near = tokens[max(0, at - _NEAR) : at + _NEAR + 1]
    return any(token.kind is Kind.FIGURE and token.sentence == tokens[at].sentence for token in near)


def printed(text: str, token: Token) -> str:
    """Return a token as it stands in its text (normal form)."""
    return text[token.start : token.end]


def unit_of(figure: str) -> str:
    """Return the unit in the key of a figure: 元 of 30000元."""
    return figure.lstrip(DIGITS)
