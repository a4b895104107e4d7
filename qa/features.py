"""What the ranking looks at: one row of figures a candidate passage.

All lexical figures come from the posting lists, restricted to the candidates, so no passage text is tokenized again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex
from qa.query import Concept, SearchQuery

Rows: TypeAlias = NDArray[np.int64]  # (candidates,) row numbers
Matrix: TypeAlias = NDArray[np.float32]  # (tokens, candidates)
Features: TypeAlias = NDArray[np.float32]  # (candidates, len(LEXICAL_FEATURES))

LEXICAL_FEATURES = (
    "body",  # BM25 of the question's tokens in the text, per unit of question weight
    "head",  # the same in title and heading path
    "concepts",  # BM25 of the best official term of each concept, in the text
    "concepts_head",  # the same in title and heading path
    "coverage",  # share of the question's information found in text or head
    "coverage_concepts",  # the same, where an official term stands for the everyday word
)


class CandidateMatches:
    """BM25 scores of tokens in the candidates, looked up once a token."""

    def __init__(self, lexical: LexicalIndex, candidates: Rows) -> None:
        self._lexical = lexical
        self._candidates = candidates
        self._seen: dict[tuple[str, str], NDArray[np.float32]] = {}

    def row(self, field: str, token: str) -> NDArray[np.float32]:
        """Return the token's score in each candidate, 0 where it does not stand; shape (candidates,)."""
        key = (field, token)
        if key not in self._seen:
            rows, scores = self._lexical.postings(field, token)
            found = np.zeros(len(self._candidates), np.float32)
            if len(rows):
                at = np.minimum(np.searchsorted(rows, self._candidates), len(rows) - 1)
                found = np.where(rows[at] == self._candidates, scores[at], np.float32(0))
            self._seen[key] = found
        return self._seen[key]

    def matrix(self, field: str, tokens: Sequence[str]) -> Matrix:
        """Return one row a token."""
        if not tokens:
            return np.zeros((0, len(self._candidates)), np.float32)
        return np.stack([self.row(field, token) for token in tokens])


def lexical_features(query: SearchQuery, lexical: LexicalIndex, candidates: Rows) -> Features:
    """Return the figures of ``LEXICAL_FEATURES`` for each candidate row."""
    matches = CandidateMatches(lexical, candidates)
    names = list(query.weights)
    weights = np.array([query.weights[name] for name in names], np.float32)
    idf = np.array([lexical.idf(name) for name in names], np.float32)
    body, head = matches.matrix("body", names), matches.matrix("head", names)
    present = (body > 0) | (head > 0)
    information = weights * idf
    total = max(float(information.sum()), 1e-6)
    norm = math.sqrt(max(float(weights.sum()), 1.0))

    concept_body = np.zeros(len(candidates), np.float32)
    concept_head = np.zeros(len(candidates), np.float32)
    lifted = present.astype(np.float32)
    position = {name: i for i, name in enumerate(names)}
    for concept in query.concepts:
        in_body, in_head, covered = _concept(concept, matches, lexical)
        concept_body += in_body
        concept_head += in_head
        for token in concept.own:
            if token in position:
                lifted[position[token]] = np.maximum(lifted[position[token]], covered)

    columns = (
        weights @ body / norm,
        weights @ head / norm,
        concept_body / norm,
        concept_head / norm,
        information @ present / total,
        information @ lifted / total,
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _concept(
    concept: Concept, matches: CandidateMatches, lexical: LexicalIndex
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return the best term's BM25 in text and head, and the share of that term that stands there."""
    best_body = best_head = covered = np.zeros(1, np.float32)
    for term in concept.terms:
        body, head = matches.matrix("body", term.tokens), matches.matrix("head", term.tokens)
        idf = np.array([lexical.idf(token) for token in term.tokens], np.float32)
        share = idf @ ((body > 0) | (head > 0)) / max(float(idf.sum()), 1e-6)
        best_body = np.maximum(best_body, term.weight * body.sum(axis=0))
        best_head = np.maximum(best_head, term.weight * head.sum(axis=0))
        covered = np.maximum(covered, term.weight * share)
    return best_body, best_head, covered.astype(np.float32)
