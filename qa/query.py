"""A question made ready for searching: weighted tokens, and the official terms its everyday words stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from index.lexical import count_tokens, tokens
from index.text import fold
from qa.context import asked_now
from qa.homophones import Guess, Homophones
from qa.lexicon import Lexicon, Match
from qa.relative_dates import as_said

FRAME_WEIGHT = 0.3  # of a token that belongs to the form of a question, not to its matter; see docs/evaluation.md
CONTEXT_WEIGHT = 0.6  # of a token not asked now: it stands in an earlier turn or writes out 今年; docs/evaluation.md
THROUGH_GUESS = 0.8  # of an official term that only a guessed reading leads to
_FRAME_FILE = Path(__file__).resolve().parent / "lexicon" / "frame_words.txt"


@dataclass(frozen=True, slots=True)
class Term:
    """One way of saying a concept: its search tokens and how likely it is, from 0 to 1."""

    text: str
    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """A stretch of the question that means something else: its own tokens and the terms that may stand for it."""

    everyday: str
    own: tuple[str, ...]
    terms: tuple[Term, ...]
    guessed: bool = False  # by sound, not from the lexicon


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What the retriever searches for."""

    text: str  # as asked
    folded: str
    weights: Mapping[str, float]  # token -> weight
    concepts: tuple[Concept, ...]


@lru_cache(maxsize=1)
def frame_pattern() -> re.Pattern[str]:
    """Return the pattern of words that make a question a question (怎么, 多少, 我想问), from an editable list."""
    words = [line for line in _FRAME_FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True)))


def analyse(question: str, lexicon: Lexicon, homophones: Homophones | None = None) -> SearchQuery:
    """Return the search form of a cleaned question; never raises, whatever the characters.

    :param homophones: also guesses what wrong characters and letters mean; None guesses nothing.
    """
    folded = fold(question)
    weights = _weights(folded)
    now = as_said(asked_now(question))
    if now != question:
        mine = _weights(fold(now))
        weights = {token: max(CONTEXT_WEIGHT * weight, mine.get(token, 0.0)) for token, weight in weights.items()}
    matches = lexicon.match(folded)
    concepts = _concepts(matches)
    if homophones is not None:
        understood = [(match.start, match.end) for match in matches]
        understood += [match.span() for match in frame_pattern().finditer(folded)]
        groups = homophones.guesses(folded, {at for span in understood for at in range(*span)})
        concepts += [concept for concept in (_guessed(group, lexicon) for group in groups) if concept.terms]
    return SearchQuery(question, folded, weights, tuple(concepts))


def _weights(folded: str) -> dict[str, float]:
    matter = count_tokens([frame_pattern().sub(" ", folded)])
    return {token: max(matter.get(token, 0.0), FRAME_WEIGHT * count) for token, count in count_tokens([folded]).items()}


def _concepts(matches: list[Match]) -> list[Concept]:
    """Group the entries of one stretch: their official terms are alternatives of one concept."""
    by_span: dict[tuple[int, int], list[Match]] = {}
    for match in matches:
        by_span.setdefault((match.start, match.end), []).append(match)
    concepts = []
    for group in by_span.values():
        terms = [
            Term(term, tuple(dict.fromkeys(tokens(term))), 1.0 / (1.0 + 0.1 * rank))
            for match in group
            for rank, term in enumerate(match.entry.official)
        ]
        everyday = group[0].entry.everyday
        concepts.append(Concept(everyday, tuple(dict.fromkeys(tokens(everyday))), tuple(terms)))
    return concepts


def _guessed(group: Sequence[Guess], lexicon: Lexicon) -> Concept:
    """Return the readings of one stretch as alternatives of one concept, with the official terms they lead to."""
    terms = []
    for guess in group:
        terms += [Term(guess.meant, guess.known, guess.weight)] if guess.known else []
        led_to = [match for match in lexicon.match(guess.rewritten) if match.start <= guess.at < match.end]
        terms += [
            replace(term, weight=guess.weight * THROUGH_GUESS * term.weight)
            for concept in _concepts(led_to)
            for term in concept.terms
        ]
    return Concept(group[0].typed, tuple(dict.fromkeys(tokens(group[0].typed))), tuple(terms), guessed=True)
