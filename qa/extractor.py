"""The answer by quotation: which sentences of which passages, in which order, within which length.

One sentence after the other is taken: the likeliest first, those that add to what is covered before those that repeat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.text import bare
from qa.answer_type import AnswerType, answer_type
from qa.evidence import SENTENCE_FEATURES, Evidence
from qa.linear import LinearModel
from qa.sentences import without_duty

SENTENCE_MODEL = Path(__file__).resolve().parent / "sentence_model.json"
SHORT, LONG = 215, 480  # characters of an answer; the second for the items of one list, where a list is asked for
_LIST_TYPES = frozenset({AnswerType.LIST, AnswerType.CONDITION, AnswerType.MATERIALS, AnswerType.PROCEDURE})
_WHO = re.compile(r"谁|部门|单位|牵头|负责")
_RELATIVE = 0.2  # a further sentence needs this share of the best one's probability; see docs/evaluation.md
_NEWS = 1.0  # how much a sentence gains by covering what no chosen one covers
_SIBLING = 0.8  # value of an item beside the best one, as a share of it, when a list is asked for
_LESSER_ROW = 0.2
_ELSEWHERE = 0.5  # what a sentence of another document than the best one counts: it has to be clearly good
_MAX_SENTENCES = 10
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

    def select(self, question: str, passages: Sequence[Sequence[Evidence]], *, room: int = SHORT) -> Selection:
        """Return the sentences that best answer ``question``, within its length; empty when there are none.

        :param room: characters of an answer; ``LONG`` where a list is asked for.
        """
        kind = answer_type(question)
        sentences = [evidence for passage in passages for evidence in passage]
        if not sentences:
            return Selection((), None, 0.0)
        if kind is not AnswerType.WHO and not _WHO.search(question):
            sentences = [replace(one, sentence=without_duty(one.sentence)) for one in sentences]
        values = self._model.probabilities(np.stack([evidence.features for evidence in sentences]))
        values[[evidence.heading for evidence in sentences]] = 0.0
        _keep_best_rows(sentences, values)
        best = int(np.argmax(values))
        home = sentences[best].hit.document.doc_id
        values[[evidence.hit.document.doc_id != home for evidence in sentences]] *= _ELSEWHERE
        if kind in _LIST_TYPES:
            _raise_siblings(sentences, values, best)
        chosen = _choose(sentences, values, room, whole_lists=kind in _LIST_TYPES)
        ordered = sorted(chosen, key=lambda i: (sentences[i].rank, sentences[i].index))
        return Selection(tuple(sentences[i] for i in ordered), sentences[best], float(values[best]))


def _keep_best_rows(sentences: Sequence[Evidence], values: NDArray[np.float32]) -> None:
    """Let the rows of one table compete: a row that covers less of the question than its best row is no answer."""
    best: dict[int, int] = {}
    for evidence in sentences:
        if evidence.sentence.row:
            best[evidence.rank] = max(best.get(evidence.rank, 0), len(evidence.covered))
    for i, evidence in enumerate(sentences):
        if evidence.sentence.row and len(evidence.covered) < best[evidence.rank]:
            values[i] *= _LESSER_ROW


def _raise_siblings(sentences: Sequence[Evidence], values: NDArray[np.float32], best: int) -> None:
    """Give every item of the best sentence's list nearly its value: a list is asked for, and a list is quoted whole."""
    chosen = sentences[best]
    opens = chosen.sentence.text.rstrip().endswith(("：", ":"))
    head = chosen.sentence.head if chosen.sentence.head >= 0 else chosen.index if opens else -2
    for i, evidence in enumerate(sentences):
        if evidence.rank == chosen.rank and evidence.sentence.head == head and not evidence.sentence.row:
            values[i] = max(values[i], _SIBLING * values[best])


def _choose(sentences: Sequence[Evidence], values: NDArray[np.float32], room: int, *, whole_lists: bool) -> list[int]:
    """Return the chosen sentences, each with what it cannot be read without, within ``room`` characters.

    :param whole_lists: the further items of a list may go on to ``LONG``.
    """
    places = {(evidence.rank, evidence.index): i for i, evidence in enumerate(sentences)}
    chosen: list[int] = []
    lists: set[tuple[int, int]] = set()  # heads of what is quoted
    covered: frozenset[str] = frozenset()
    used = 0
    said = ""  # the letters of what is chosen
    waiting = [i for i in range(len(sentences)) if values[i] > 0 and values[i] >= _RELATIVE * values.max()]
    while waiting and len(chosen) < _MAX_SENTENCES:
        at = max(waiting, key=lambda i: (values[i] * (1 + _NEWS * _new_share(sentences[i], covered)), -i))
        waiting.remove(at)
        item = sentences[at].sentence.head >= 0 and (sentences[at].rank, sentences[at].sentence.head) in lists
        limit = LONG if whole_lists and item else room
        for group in ([*_dependencies(sentences, places, at), at], [at]):
            fresh = [i for i in group if i not in chosen and not _said(sentences[i], said)]
            length = sum(len(sentences[i].sentence.text) + _MARK for i in fresh)
            if not chosen or used + length <= limit:
                chosen += fresh
                used += length
                said += "\n".join(bare(sentences[i].sentence.text) for i in fresh)
                covered = covered.union(*(sentences[i].covered for i in fresh))
                lists.update((sentences[i].rank, sentences[i].sentence.head) for i in fresh)
                lists.update((sentences[i].rank, sentences[i].index) for i in fresh)
                break
    return chosen


def _said(evidence: Evidence, said: str) -> bool:
    """Tell whether the words stand in the answer already: another edition, a plan that repeats itself."""
    return bare(evidence.sentence.text) in said


def _new_share(evidence: Evidence, covered: frozenset[str]) -> float:
    """Return the share of the question's tokens in this sentence that no chosen sentence has."""
    return len(evidence.covered - covered) / max(len(evidence.covered | covered), 1)


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
