"""The answer by quotation: which sentences of which passages, in which order, within which length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.answer_type import AnswerType, answer_type
from qa.evidence import SENTENCE_FEATURES, Evidence
from qa.linear import LinearModel

SENTENCE_MODEL = Path(__file__).resolve().parent / "sentence_model.json"
SHORT, LONG = 215, 480  # characters of an answer; long for lists, comparisons, procedures
_LONG_TYPES = frozenset({AnswerType.COMPARE, AnswerType.LIST, AnswerType.PROCEDURE, AnswerType.MATERIALS})
_RELATIVE = 0.25  # a further sentence needs this share of the best one's probability; see docs/evaluation.md
_MAX_SENTENCES = 8
_MARK = 4  # characters that a mark such as [1] adds
_HEAD = 80  # characters of a list's opening line that is worth quoting with one of its items


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences of an answer in the order they are shown, and how sure the choice is."""

    evidence: tuple[Evidence, ...]
    best: Evidence | None
    probability: float  # of the best sentence


class Extractor:
    """Chooses the sentences that answer."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def load(cls) -> Extractor:
        """Return the extractor with the model that ships with the project."""
        return cls(LinearModel.load(SENTENCE_MODEL, SENTENCE_FEATURES))

    def select(self, question: str, passages: Sequence[Sequence[Evidence]]) -> Selection:
        """Return the sentences that best answer ``question``, within its length; empty when there are none."""
        sentences = [evidence for passage in passages for evidence in passage]
        if not sentences:
            return Selection((), None, 0.0)
        probabilities = self._model.probabilities(np.stack([evidence.features for evidence in sentences]))
        order = np.argsort(-probabilities, kind="stable")
        budget = LONG if answer_type(question) in _LONG_TYPES else SHORT
        places = {(evidence.rank, evidence.index): i for i, evidence in enumerate(sentences)}
        chosen: list[int] = []
        used = 0
        for at in map(int, order):
            if len(chosen) >= _MAX_SENTENCES or probabilities[at] < _RELATIVE * probabilities[order[0]]:
                break
            for group in ([*_dependencies(sentences, places, at), at], [at]):
                fresh = [i for i in group if i not in chosen]
                length = sum(len(sentences[i].sentence.text) + _MARK for i in fresh)
                if not chosen or used + length <= budget:
                    chosen += fresh
                    used += length
                    break
        best = sentences[int(order[0])]
        ordered = sorted(chosen, key=lambda i: (sentences[i].rank, sentences[i].index))
        return Selection(tuple(sentences[i] for i in ordered), best, float(probabilities[order[0]]))


def _dependencies(sentences: Sequence[Evidence], places: dict[tuple[int, int], int], at: int) -> list[int]:
    """Return the sentences without which this one says something else: what it leans back on, the head of its list."""
    evidence = sentences[at]
    needed = []
    if evidence.features[SENTENCE_FEATURES.index("leans_back")] and evidence.index > 0:
        needed.append(places[evidence.rank, evidence.index - 1])
    head = evidence.sentence.head
    if head >= 0 and len(sentences[places[evidence.rank, head]].sentence.text) <= _HEAD:
        needed.append(places[evidence.rank, head])
    return needed
