"""Which ranked passages to show: near-duplicates once, and one document not all over the list."""

from __future__ import annotations

import heapq
import re
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from index.corpus import Passage

ARTICLES = 3  # of one document that keep their place; parts of a split article count as one
# What further ones lose, so that they step behind other documents' passages that score nearly as well. A strict limit
# cost recall@10 on two of three question sets, because one document often holds the whole answer: docs/evaluation.md.
STEP_BACK = 0.5
CLEAR_LEAD = 2.0  # by how much a document's best score must lead all others' for it to count as the one meant
_SAME = 0.85  # share of the shorter text's 5-grams from which two texts are one
_NO_LETTER = re.compile(r"[\W_]+")


def choose(
    passages: Sequence[Passage],
    scores: NDArray[np.float32],
    *,
    top_k: int,
    named: Collection[str] = (),
    step_back: float = STEP_BACK,
) -> list[tuple[int, float]]:
    """Return the places in ``passages`` of the best ``top_k`` and their scores, best first.

    :param named: documents (ids) that the question names: they are not held back.
    :param step_back: what articles beyond ``ARTICLES`` of a document that is not meant lose of their score.
    """
    meant = {*named, *_leading(passages, scores)}
    queue = [(-float(score), place, False) for place, score in enumerate(scores)]
    heapq.heapify(queue)
    chosen: list[tuple[int, float]] = []
    shown: list[frozenset[str]] = []
    articles: dict[str, set[tuple[str, ...]]] = {}
    while queue and len(chosen) < top_k:
        loss, place, stepped_back = heapq.heappop(queue)
        passage = passages[place]
        grams = _fingerprint(passage.text)
        if any(len(grams & other) > _SAME * min(len(grams), len(other)) for other in shown):
            continue
        held = articles.setdefault(passage.doc_id, set())
        further = len(held) >= ARTICLES and passage.heading_path not in held and passage.doc_id not in meant
        if further and step_back and not stepped_back:
            heapq.heappush(queue, (loss + step_back, place, True))
            continue
        held.add(passage.heading_path)
        shown.append(grams)
        chosen.append((place, -loss))
    return chosen


def _leading(passages: Sequence[Passage], scores: NDArray[np.float32]) -> list[str]:
    """Return the document whose best passage clearly leads those of all others; none when there is no such lead."""
    best: dict[str, float] = {}
    for passage, score in zip(passages, scores, strict=True):
        best[passage.doc_id] = max(best.get(passage.doc_id, -np.inf), float(score))
    first, second = (*sorted(best.values(), reverse=True), -np.inf, -np.inf)[:2]
    return [doc_id for doc_id, score in best.items() if score == first and first - second >= CLEAR_LEAD]


def _fingerprint(text: str) -> frozenset[str]:
    bare = _NO_LETTER.sub("", text)
    return frozenset(bare[i : i + 5] for i in range(0, max(1, len(bare) - 4)))
