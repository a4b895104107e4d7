"""Figures about the sentences of the best passages: which of them answer the question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex, tokens
from index.text import fold
from qa.answer_type import AnswerType, answer_type, holds
from qa.query import SearchQuery, frame_pattern
from qa.records import ScoredPassage
from qa.sentences import Sentence, leans_back, split_sentences

Features: TypeAlias = NDArray[np.float32]  # (sentences, len(SENTENCE_FEATURES))
PASSAGES = 5  # looked at for sentences

SENTENCE_FEATURES = (
    "passage_share",  # softmax of the passage's score among the best ten
    "passage_first",
    "coverage",  # share of the question's information that the sentence holds
    "coverage_concepts",  # the same, an official term standing for the everyday word
    "coverage_of_passage",  # share of what the passage covers that this sentence covers
    "coverage_best",  # 1 when no sentence of the passage covers more
    "coverage_around",  # best coverage of the sentence before and after
    "coverage_with_head",  # coverage together with heading path and the head of its list
    "trigrams",
    "answer_type",
    "asked_and_covered",  # answer type times coverage of passage
    "first",  # first sentence of the passage
    "item",
    "row",
    "leans_back",
    "length",
    "opens_list",
    "figures",  # number of figures, at most 3
    "figures_asked",  # the same when an amount or a date is asked for
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a retrieved passage, with its figures."""

    hit: ScoredPassage
    rank: int  # of the passage, from 0
    index: int  # of the sentence in its passage
    sentence: Sentence
    features: NDArray[np.float32]


def passage_shares(hits: Sequence[ScoredPassage]) -> list[float]:
    """Return the softmax of the hits' scores: how the ranking divides its belief among them."""
    if not hits:
        return []
    scores = np.array([hit.score for hit in hits])
    weights = np.exp(scores - scores.max())
    return [float(share) for share in weights / weights.sum()]


def gather_evidence(query: SearchQuery, hits: Sequence[ScoredPassage], lexical: LexicalIndex) -> list[list[Evidence]]:
    """Return the sentences of the first ``PASSAGES`` hits with their figures, one list a passage."""
    reader = _Reader(query, lexical)
    shares = passage_shares(hits[:10])
    return [
        [
            Evidence(hit, rank, number, sentence, features)
            for number, (sentence, features) in enumerate(reader.read(hit, shares[rank], rank))
        ]
        for rank, hit in enumerate(hits[:PASSAGES])
    ]


class _Reader:
    """The question's side of the figures, computed once."""

    def __init__(self, query: SearchQuery, lexical: LexicalIndex) -> None:
        self._information = {token: weight * lexical.idf(token) for token, weight in query.weights.items()}
        self._total = max(sum(self._information.values()), 1e-6)
        self._concepts = [
            (set(concept.own), [(set(term.tokens), term.weight) for term in concept.terms])
            for concept in query.concepts
        ]
        matter = frame_pattern().sub(" ", query.folded)
        self._trigrams = {run[i : i + 3] for run in matter.split() for i in range(len(run) - 2)}
        self._kind = answer_type(query.text)

    def read(self, hit: ScoredPassage, share: float, rank: int) -> list[tuple[Sentence, NDArray[np.float32]]]:
        """Return the passage's sentences with their figures."""
        sentences = split_sentences(hit.passage.text)
        if not sentences:
            return []
        above = set(tokens("\n".join((*hit.passage.heading_path, hit.passage.context))))
        held = [set(tokens(sentence.text)) for sentence in sentences]
        plain = [self._coverage(own, lifted=False) for own in held]
        lifted = [self._coverage(own, lifted=True) for own in held]
        everything = self._coverage(set().union(*held), lifted=True)
        best = max(lifted)
        rows = []
        for i, sentence in enumerate(sentences):
            around = max(lifted[i - 1] if i else 0.0, lifted[i + 1] if i + 1 < len(lifted) else 0.0)
            head = held[sentence.head] if 0 <= sentence.head < i else set()
            figures = min(3, sum(1 for token in held[i] if token[0] == "#" or token[0].isdigit()))
            asked = float(holds(self._kind, sentence.text))
            of_passage = lifted[i] / max(everything, 1e-6)
            folded = fold(sentence.text)
            rows.append(
                (
                    share,
                    float(rank == 0),
                    plain[i],
                    lifted[i],
                    of_passage,
                    float(lifted[i] >= best),
                    around,
                    self._coverage(held[i] | head | above, lifted=True),
                    sum(gram in folded for gram in self._trigrams) / max(len(self._trigrams), 1),
                    asked,
                    asked * of_passage,
                    float(i == 0),
                    float(sentence.item),
                    float(sentence.row),
                    float(leans_back(sentence)),
                    math.log(len(sentence.text)),
                    float(sentence.text.rstrip().endswith(("：", ":"))),
                    figures,
                    figures * float(self._kind in (AnswerType.AMOUNT, AnswerType.DATE)),
                )
            )
        matrix = np.array(rows, np.float32)
        return list(zip(sentences, matrix, strict=True))

    def _coverage(self, held: set[str], *, lifted: bool) -> float:
        found = {token for token in self._information if token in held}
        total = sum(self._information[token] for token in found)
        if lifted:
            for own, terms in self._concepts:
                share = max((weight * len(term & held) / max(len(term), 1) for term, weight in terms), default=0.0)
                if share > 0.5:
                    total += share * sum(self._information.get(token, 0.0) for token in own if token not in found)
        return total / self._total
