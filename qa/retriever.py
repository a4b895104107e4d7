"""Candidates from the lexical and the dense leg, then one linear ranking function over readable figures.

What a question hints at (江苏, 2023年, 省里) adds a little to the score; filters given as arguments exclude.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.corpus import Passage, Validity
from index.snapshot import Snapshot
from qa.answer_type import answer_type, holds
from qa.features import LEXICAL_FEATURES, lexical_features
from qa.filters import Filters, matches, recognise, soft_match
from qa.homophones import Homophones
from qa.lexicon import Lexicon
from qa.linear import LinearModel
from qa.query import SearchQuery, analyse
from qa.records import ScoredPassage
from qa.relative_dates import as_said
from qa.reranker import RERANKED, Reranker, reranked
from qa.selection import STEP_BACK, choose
from qa.word_match import NEAR, QuestionWords

if TYPE_CHECKING:
    from index.embedding import Embedder

RANKING_FILE = Path(__file__).resolve().parent / "ranking.json"
LEXICAL_CANDIDATES = 60
DENSE_CANDIDATES = 40
HEAD_WEIGHT = 0.3  # of the title field in the candidate score; the final order does not depend on it
CONCEPT_WEIGHT = 0.6
# Of each part of a document's origin that agrees with what the question hints at; set by hand on two corpora, because
# the statutes that teach the other weights are all national: docs/evaluation.md.
HINT_WEIGHT = 2.0
FEATURES = (
    *LEXICAL_FEATURES,
    "cosine",
    "dense_rank",  # 1 / (1 + rank) in the dense leg, 0 beyond it
    "words",  # share of the question's words that have a counterpart in head or text
    "neighbours",  # candidate score of the passages before and after, in parts of this question's best
    "document",  # best candidate score of another passage of the document, likewise
    "answer_type",  # the text holds the kind of thing asked for
    "length",  # log of the number of characters
    "out_of_force",  # repealed or expired on the day asked about
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages that some leg found, with their figures; rows ascending."""

    query: SearchQuery
    rows: NDArray[np.int64]  # (n,)
    features: NDArray[np.float32]  # (n, len(FEATURES))
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the order owes to rules rather than to learned weights; 0 switches a rule off."""

    hint: float = HINT_WEIGHT
    step_back: float = STEP_BACK


class Retriever:
    """Finds the passages of one snapshot that answer a question."""

    def __init__(
        self,
        snapshot: Snapshot,
        embedder: Embedder,
        lexicon: Lexicon,
        ranking: LinearModel,
        *,
        preferences: Preferences = Preferences(),
        reranker: Reranker | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.embedder = embedder
        self._lexicon = lexicon
        self._homophones = Homophones(snapshot.lexical, lexicon)
        # The search form of a cleaned question; remembered, because search and answer both ask for it.
        self.analyse = lru_cache(16)(self._analyse)
        self._ranking = ranking
        self._preferences = preferences
        self._reranker = reranker
        codes: dict[str, int] = {}
        # a number for the document of each row
        self.owners = np.array([codes.setdefault(doc_id, len(codes)) for doc_id in snapshot.doc_ids], np.int32)
        self._doc_ids = tuple(codes)
        self.passing = lru_cache(16)(self._passing)

    def _analyse(self, question: str) -> SearchQuery:
        return analyse(question, self._lexicon, self._homophones)

    def retrieve(
        self,
        question: str,
        *,
        top_k: int,
        on: date,
        filters: Filters | None = None,
        named: Collection[str] = (),
    ) -> list[ScoredPassage]:
        """Return the best passages, best first; none when no word of the question is known.

        Near-duplicates of a better passage are left out.

        :param filters: only passages of documents that pass; all when None.
        :param named: ids of the documents the question names, of which any number of passages may come.
        """
        found = self.candidates(question, on=on, filters=filters)
        scores = self._ranking.scores(found.features) + self._hinted(question, found.passages)
        count = top_k if self._reranker is None else max(top_k, RERANKED)
        chosen = choose(found.passages, scores, top_k=count, named=named, step_back=self._preferences.step_back)
        hits = [self._hit(found, place, score) for place, score in chosen]
        return hits if self._reranker is None else reranked(self._reranker, question, hits)[:top_k]

    def candidates(self, question: str, *, on: date, filters: Filters | None = None) -> Candidates:
        """Return every candidate with its figures, for ranking, explaining and fitting."""
        query = self.analyse(question)
        allowed = None if filters is None else self._allowed(filters)
        lexical = self.lexical_scores(query)
        if allowed is not None:
            lexical = np.where(allowed, lexical, np.float32(0))
        vector = self.embedder.encode_questions([question])[0]
        near, cosines = self.snapshot.dense.search(vector, top_k=DENSE_CANDIDATES, allowed=allowed)
        near = near[cosines > 0]
        rows = np.union1d(_best(lexical, LEXICAL_CANDIDATES), near).astype(np.int64)
        passages = [self.snapshot.passage(row) for row in rows]
        features = np.concatenate(
            [
                lexical_features(query, self.snapshot.lexical, rows),
                self._dense_features(vector, rows, near),
                self._word_features(query, rows),
                self._context_features(lexical, rows),
                self._text_features(query, passages, on),
            ],
            axis=1,
        )
        return Candidates(query, rows, features, passages)

    def _passing(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the documents that pass; as ``passing`` remembered for the last filters used."""
        documents = self.snapshot.documents.values()
        return frozenset(document.doc_id for document in documents if matches(document, filters))

    def _allowed(self, filters: Filters) -> NDArray[np.bool_]:
        """Return for each row whether its document passes."""
        passing = self.passing(filters)
        allowed: NDArray[np.bool_] = np.array([doc_id in passing for doc_id in self._doc_ids], bool)[self.owners]
        return allowed

    def _hinted(self, question: str, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """Return what each passage gains, or loses, by what the question hints at."""
        # 今年（2023年） names no year of issue: what holds this year was often issued the year before.
        recognised = recognise(as_said(question)) if self._preferences.hint else Filters()
        if recognised == Filters():
            return np.zeros(len(passages), np.float32)
        held = self.snapshot.documents
        totals = {
            doc_id: soft_match(held[doc_id], recognised).origin for doc_id in {passage.doc_id for passage in passages}
        }
        return self._preferences.hint * np.array([totals[passage.doc_id] for passage in passages], np.float32)

    def lexical_scores(self, query: SearchQuery) -> NDArray[np.float32]:
        """Return one candidate score of the lexical leg a passage, from 0; higher is better."""
        lexical = self.snapshot.lexical
        total = lexical.scores("body", query.weights) + HEAD_WEIGHT * lexical.scores("head", query.weights)
        for concept in query.concepts:
            best = np.zeros(0, np.float32)
            for term in concept.terms:
                scores = lexical.scores("body", dict.fromkeys(term.tokens, term.weight))
                best = np.maximum(best, scores) if len(best) else scores
            total += CONCEPT_WEIGHT * best
        return total

    def _dense_features(
        self, vector: NDArray[np.float32], rows: NDArray[np.int64], near: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        ranks = {int(row): 1.0 / (1 + rank) for rank, row in enumerate(near)}
        cosines = self.snapshot.dense.cosines(vector, rows) if len(rows) else np.zeros(0, np.float32)
        return np.stack([cosines, np.array([ranks.get(int(row), 0.0) for row in rows])], axis=1).astype(np.float32)

    def _word_features(self, query: SearchQuery, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        asked = QuestionWords(query, self.embedder.words)
        nearest = asked.nearest([self.snapshot.words.pieces(row) for row in rows])
        return asked.matched(nearest, at=NEAR)[:, None]

    def _context_features(self, lexical: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        if not len(rows):
            return np.zeros((0, 2), np.float32)
        owners, last = self.owners[rows], len(self.owners) - 1
        before, after = np.maximum(rows - 1, 0), np.minimum(rows + 1, last)
        beside = np.maximum(
            np.where((self.owners[before] == owners) & (before != rows), lexical[before], 0),
            np.where((self.owners[after] == owners) & (after != rows), lexical[after], 0),
        )
        same = (owners[:, None] == owners[None, :]) & ~np.eye(len(rows), dtype=bool)
        document = np.where(same, lexical[rows][None, :], 0).max(axis=1)
        figures = np.stack([beside, document], axis=1) / max(float(lexical.max()), 1e-6)
        return figures.astype(np.float32)

    def _text_features(self, query: SearchQuery, passages: Sequence[Passage], on: date) -> NDArray[np.float32]:
        kind = answer_type(query.text)
        figures = []
        for passage in passages:
            document = self.snapshot.documents[passage.doc_id]
            figures.append(
                (
                    float(holds(kind, passage.text)),
                    math.log(len(passage.text) + 1),
                    float(document.validity(on) in (Validity.REPEALED, Validity.EXPIRED)),
                )
            )
        return np.array(figures, np.float32).reshape(len(passages), 3)

    def _hit(self, found: Candidates, place: int, score: float) -> ScoredPassage:
        passage = found.passages[place]
        features = dict(zip(FEATURES, map(float, found.features[place]), strict=True))
        return ScoredPassage(passage, self.snapshot.documents[passage.doc_id], score, features)


def _best(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return the rows of the highest positive scores, at most ``count``."""
    rows = np.argpartition(-scores, count)[:count] if len(scores) > count else np.arange(len(scores))
    return rows[scores[rows] > 0].astype(np.int64)
