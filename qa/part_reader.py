"""One of several questions, or one side of a comparison, beside what was chosen for the whole question.

Whether the chosen sentences answer it, which of them best, and what a search of its own finds. The sentences chosen for
the whole question come first, because parts of one matter are mostly answered in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qa.answer_type import answer_type, holds, measure
from qa.answerable import Answerability, Verdict
from qa.evidence import Evidence, gather_evidence, standing_over
from qa.extractor import Extractor, Selection
from qa.filters import Filters
from qa.query import SearchQuery
from qa.records import ScoredPassage
from qa.retriever import Retriever
from qa.word_match import SAME, QuestionWords

# Share of a part from which the chosen sentences stand, whatever a search of its own finds. In 7 to 8 of 10 pairs of
# questions on two matters one lies below it; of the parts of gold questions, mostly on one matter, 4 in 10 and fewer.
_COVERED = 0.55
SURE = 0.85  # probability from which a search of its own stands in the place of chosen sentences
LIKELY = 0.7  # the same where no chosen sentence is left for the part
_MORE = 0.05  # share of the part by which its own sentence has to say more
# Below these nothing answers a part: hardly anything, or little and the figure asked for is missing as well. Joined to
# an answerable question, 1 in 5 unanswerable ones is found so; of answerable ones 1 in 200.
_NOTHING, _LITTLE = 0.1, 0.3
_FOUND = 10  # passages of a search of its own
_OF_THE_KIND = 0.2  # share that a sentence gains by holding the kind of thing asked for


@dataclass(frozen=True, slots=True)
class Found:
    """What a part finds by itself."""

    selection: Selection
    verdict: Verdict
    says: float  # share of the part that the best sentence speaks of


@dataclass(frozen=True, slots=True)
class Reading:
    """The chosen sentences as one part sees them."""

    says: NDArray[np.float32]  # share of the part that each sentence speaks of
    best: int  # of the sentences
    verdict: Verdict
    found: Found | None = None  # by a search of its own, None where none was needed

    @property
    def covered(self) -> bool:
        """The chosen sentences speak of it."""
        return float(self.says.max()) >= _COVERED

    @property
    def unanswered(self) -> bool:
        """Neither the chosen sentences nor its own answer it."""
        verdicts = [self.verdict, self.found.verdict] if self.found else [self.verdict]
        best = max(verdicts, key=lambda one: one.probability)
        nothing = best.probability < _NOTHING or (best.probability < _LITTLE and bool(best.missing))
        return nothing and not self.covered

    def elsewhere(self, least: float) -> bool:
        """Tell whether what it finds by itself answers it so probably, and says more than the chosen sentences."""
        more = self.found is not None and self.found.says > float(self.says.max()) + _MORE
        return self.found is not None and more and self.found.verdict.probability >= least and not self.covered


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads sentences and searches for one part at a time, on one day and within the same filters."""

    retriever: Retriever
    extractor: Extractor
    answerability: Answerability
    on: date
    filters: Filters | None

    def read(self, part: str, whole: Selection, hits: Sequence[ScoredPassage]) -> Reading:
        """Return how far the sentences of ``whole``, at least one, answer ``part``; ``hits`` are their passages."""
        query = self.retriever.analyse(part)
        says = self._says(query, whole.evidence)
        best = int(np.argmax(says + _OF_THE_KIND * _of_the_kind(part, whole.evidence)))
        return Reading(says, best, self.answerability.judge(query, hits, replace(whole, best=whole.evidence[best])))

    def search(self, part: str, *, room: int) -> Found:
        """Return what answers ``part`` asked alone, in at most ``room`` characters."""
        query = self.retriever.analyse(part)
        hits = self.retriever.retrieve(part, top_k=_FOUND, on=self.on, filters=self.filters)
        evidence = gather_evidence(query, hits, self.retriever.snapshot.lexical, self.retriever.embedder)
        selection = self.extractor.select(part, evidence, room=room)
        says = self._says(query, [selection.best]).max() if selection.best else 0.0
        return Found(selection, self.answerability.judge(query, hits, selection), float(says))

    def _says(self, query: SearchQuery, evidence: Sequence[Evidence]) -> NDArray[np.float32]:
        words = QuestionWords(query, self.retriever.embedder.words)
        pieces = words.pieces([f"{one.sentence.text}\n{standing_over(one.hit)}" for one in evidence])
        return words.matched(words.nearest(pieces), at=SAME)


def _of_the_kind(question: str, evidence: Sequence[Evidence]) -> NDArray[np.float32]:
    """Return 1 for each sentence that holds the kind of thing asked for."""
    kind, written = answer_type(question), measure(question)
    texts = [one.sentence.text for one in evidence]
    held = [bool(written.search(text)) if written else holds(kind, text) for text in texts]
    return np.array(held, np.float32)
