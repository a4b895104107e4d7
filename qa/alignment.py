"""A sentence laid against the part of a source that speaks of the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby, pairwise

from qa.claims import Kind, Token, normal, read_tokens

_SENTENCE = re.compile(r"[^;。!?\n]+[;。!?]*|\n")
_FEW = 2  # words
_AS_NEAR = 0.6  # of the pairs shared with the nearest clause: then a clause is on the same thing too
_LIST = 12  # sentences back to the line that opens a list
_WORTH = 0.12  # share of the sentence's pairs that a further source sentence has to add
_BOTH = frozenset({Kind.WORD, Kind.TITLE})


@dataclass(frozen=True, slots=True)
class Piece:
    """claim[c1:c2] stands where source[s1:s2] stood; an empty side is an insertion or an omission."""

    c1: int
    c2: int
    s1: int
    s2: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The tokens of a sentence and of its part of the source, and where they differ."""

    claim_text: str  # normal form
    source_text: str  # normal form: the chosen sentences, one a line
    claim: tuple[Token, ...]
    source: tuple[Token, ...]
    pieces: tuple[Piece, ...]
    source_of: tuple[int, ...]  # for each token of the claim its place in the source, -1 when it is not there
    source_matched: tuple[bool, ...]
    added: tuple[Token, ...]  # of the claim, not matched
    omitted: tuple[Token, ...]  # of the source, not matched
    links: tuple[frozenset[int], ...]  # for each clause of the claim the clauses of the source on the same thing


@lru_cache(maxsize=512)
def normal_passage(text: str) -> str:
    """Return the normal form of a passage; kept, because each sentence of an answer asks for it."""
    return normal(text)


@lru_cache(maxsize=512)
def source_sentences(passage: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the sentences of a passage in normal form, each with its pairs of neighbouring characters."""
    sentences = (found.group().strip() for found in _SENTENCE.finditer(normal_passage(passage)))
    return tuple((sentence, pairs(sentence)) for sentence in sentences if sentence)


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters."""
    return frozenset(map("".join, pairwise(text)))


def align(claim_text: str, passages: Sequence[str], *, most: int, question: str = "") -> Alignment:
    """Return a sentence (normal form) laid against the ``most`` or fewer sentences of the passages nearest to it.

    A sentence without words of its own, such as a bare figure or 可以, is about what was asked: then the sentences
    nearest to the ``question`` are taken, and all of them when none is near.
    """
    claim = read_tokens(claim_text)
    bare = sum(token.kind in _BOTH for token in claim) < _FEW
    source_text = "\n".join(_nearest(claim_text + question if bare else claim_text, passages, most))
    source = _read_lines(source_text)
    matcher = SequenceMatcher(None, [t.key for t in source], [t.key for t in claim], autojunk=False)
    source_of, source_matched = [-1] * len(claim), [False] * len(source)
    pieces = []
    for tag, s1, s2, c1, c2 in matcher.get_opcodes():
        if tag == "equal":
            source_of[c1:c2] = range(s1, s2)
            source_matched[s1:s2] = [True] * (s2 - s1)
        else:
            pieces.append(Piece(c1, c2, s1, s2))
    return Alignment(
        claim_text=claim_text,
        source_text=source_text,
        claim=claim,
        source=source,
        pieces=tuple(pieces),
        source_of=tuple(source_of),
        source_matched=tuple(source_matched),
        added=tuple(token for token, place in zip(claim, source_of, strict=True) if place < 0),
        omitted=tuple(token for token, matched in zip(source, source_matched, strict=True) if not matched),
        links=_links(claim_text, claim, source_text, source),
    )


def _nearest(claim_text: str, passages: Sequence[str], most: int) -> list[str]:
    """Return the source sentences that share the claim's pairs, the most telling first chosen, in printed order."""
    candidates = [one for passage in passages for one in source_sentences(passage)]
    wanted = set(pairs(claim_text))
    enough = max(2.0, _WORTH * len(wanted))
    chosen: list[int] = []
    while candidates and len(chosen) < most:
        gains = [-1 if i in chosen else len(wanted & own) for i, (_, own) in enumerate(candidates)]
        best = max(range(len(gains)), key=lambda i: (gains[i], -len(candidates[i][0]), -i))
        if gains[best] < (enough if chosen else 1):
            break
        chosen.append(best)
        wanted -= candidates[best][1]
    if most > 1:
        chosen += [at for i in tuple(chosen) if (at := _list_head(candidates, i)) >= 0 and at not in chosen]
    return [candidates[i][0] for i in sorted(chosen)] or [sentence for sentence, _ in candidates]


def _list_head(candidates: Sequence[tuple[str, frozenset[str]]], at: int) -> int:
    """Return the place of the line that opens the list sentence ``at`` may stand in; -1 when there is none near."""
    return next((i for i in range(at - 1, max(-1, at - _LIST), -1) if candidates[i][0].endswith(":")), -1)


def _read_lines(text: str) -> tuple[Token, ...]:
    """Return the tokens of several sentences, places and numbers running on; each sentence is read once and kept."""
    found: list[Token] = []
    start = clause = sentence = 0
    for line in text.split("\n"):
        tokens = read_tokens(line)
        found += [
            Token(key, kind, begin + start, end + start, part + clause, of + sentence, times, unit)
            for key, kind, begin, end, part, of, times, unit in tokens
        ]
        start += len(line) + 1
        clause = found[-1].clause + 1 if found else 0
        sentence = found[-1].sentence + 1 if found else 0
    return tuple(found)


def _links(
    claim_text: str, claim: Sequence[Token], source_text: str, source: Sequence[Token]
) -> tuple[frozenset[int], ...]:
    """Return for each clause of the claim the clauses of the source that share most of its pairs in any order."""
    of_source = clause_pairs(source_text, source)
    found = []
    for own in clause_pairs(claim_text, claim):
        shared = [len(own & others) for others in of_source]
        least = max(1.0, _AS_NEAR * max(shared, default=0))
        near = frozenset(i for i, count in enumerate(shared) if count >= least)
        found.append(near or frozenset(range(len(of_source))))  # "可以，": a clause without a subject
    return tuple(found)


def clause_pairs(text: str, tokens: Sequence[Token]) -> list[frozenset[str]]:
    """Return the pairs of each clause; of figures and modal words too, since they stand by the same words."""
    clauses: list[frozenset[str]] = [frozenset()] * (tokens[-1].clause + 1 if tokens else 0)
    for number, group in groupby(tokens, key=lambda token: token.clause):
        own = list(group)
        clauses[number] = pairs(text[own[0].start : own[-1].end])
    return clauses
