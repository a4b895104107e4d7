"""What each leg and each group of figures adds to retrieval: the retriever that ships, with parts switched off.

Nothing is searched another way: an arm is the retriever with other weights, without the lexicon, or with the text field
alone. Weights that remain are those of the whole, not learned again without the group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from eval.gold import GoldQuestion
from eval.retrieval_figures import FIGURES, Figure, cell, searched_text, summary, table, values_of
from eval.retrieval_metrics import DEPTH
from index.embedding import Embedder
from index.snapshot import Snapshot
from qa.filters import Filters
from qa.lexicon import Lexicon
from qa.linear import LinearModel
from qa.query import SearchQuery
from qa.retriever import CONCEPT_WEIGHT, FEATURES, HEAD_WEIGHT, LEXICAL_CANDIDATES, Candidates, Preferences, Retriever

GROUPS: Mapping[str, tuple[str, ...]] = {
    "dense": ("cosine", "dense_rank"),
    "words": ("words",),
    "head": ("head", "concepts_head"),
    "context": ("neighbours", "document"),
    "answer type": ("answer_type",),
    "validity": ("out_of_force",),
    "length": ("length",),
}
_FUSED_FROM = (
    60  # constant of reciprocal rank fusion, Cormack and others 2009; LangChain's EnsembleRetriever has it too
)
BODY, HEAD, CONCEPTS, LEARNED = "BM25, text", "+ title and headings", "+ lexicon", "learned ranking"
_OFF = Preferences(hint=0.0, step_back=0.0)  # in the arms of single legs: their scores have other scales
Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RankFusion(LinearModel):
    """Fuses the legs by rank, in the place of the learned weights: its own weights make the lexical score."""

    dense_weight: float = 1.0

    def scores(self, figures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return 1 / (60 + lexical rank) + ``dense_weight`` / (60 + dense rank), ranks from 1; no rank adds nothing."""
        lexical = LinearModel.scores(self, figures)
        ranks = np.empty(len(lexical))
        ranks[np.argsort(-lexical, kind="stable")] = np.arange(1, len(lexical) + 1)
        held = (lexical > 0) & (ranks <= LEXICAL_CANDIDATES)
        near = figures[:, self.names.index("dense_rank")].astype(float)  # 1 / rank, 0 beyond the leg
        fused = np.where(held, 1 / (_FUSED_FROM + ranks), 0.0)
        fused += np.where(near > 0, self.dense_weight / (_FUSED_FROM + 1 / np.maximum(near, 1e-9)), 0.0)
        return fused.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of searching and the arm it is compared with."""

    name: str
    against: str  # "" for the first
    gathered: str  # which candidates it ranks: body, head, whole
    ranking: LinearModel
    preferences: Preferences = _OFF


@dataclass(frozen=True, slots=True)
class ArmScore:
    """What an arm reached."""

    name: str
    against: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """What every arm searches in."""

    snapshot: Snapshot
    embedder: Embedder


class _BodyOnly(Retriever):
    """The retriever whose lexical leg searches the text alone."""

    def lexical_scores(self, query: SearchQuery) -> NDArray[np.float32]:
        return self.snapshot.lexical.scores("body", query.weights)


class _Reranker(Retriever):
    """The retriever over candidates that were gathered already: a question is searched once for all arms."""

    found: Candidates

    def candidates(self, question: str, *, on: date, filters: Filters | None = None) -> Candidates:
        """Return what was gathered last."""
        return self.found


def zeroed(ranking: LinearModel, names: Sequence[str]) -> LinearModel:
    """Return the model with the weights of ``names`` set to 0.

    :raises ValueError: for a figure that the model does not know.
    """
    if unknown := sorted(set(names) - set(ranking.names)):
        raise ValueError(f"figures {unknown} are not in the ranking; it has {', '.join(ranking.names)}")
    keep = np.array([name not in names for name in ranking.names], np.float32)
    return replace(ranking, weights=ranking.weights * keep)


def arms_of(ranking: LinearModel) -> list[Arm]:
    """Return the arms: the legs step by step, then the learned ranking whole and without each group."""
    lexical = {"body": 1.0, "head": HEAD_WEIGHT, "concepts": CONCEPT_WEIGHT}
    fused, shipped = _weights(lexical), Preferences()
    return [
        Arm(BODY, "", "body", _weights({"body": 1.0})),
        Arm(HEAD, BODY, "head", _weights({"body": 1.0, "head": HEAD_WEIGHT})),
        Arm(CONCEPTS, HEAD, "whole", fused),
        Arm("dense alone", CONCEPTS, "whole", _weights({"dense_rank": 1.0})),
        Arm("fused by rank, dense 0.2", CONCEPTS, "whole", RankFusion(FEATURES, fused.weights, 0.0, 0.2)),
        Arm("fused by rank, dense 1", CONCEPTS, "whole", RankFusion(FEATURES, fused.weights, 0.0, 1.0)),
        Arm(LEARNED, CONCEPTS, "whole", ranking, shipped),
        Arm("learned, no lexicon", LEARNED, "head", ranking, shipped),
        *(
            Arm(f"learned, no {group}", LEARNED, "whole", zeroed(ranking, names), shipped)
            for group, names in GROUPS.items()
        ),
        Arm("learned, no hints", LEARNED, "whole", ranking, replace(shipped, hint=0.0)),
        Arm("learned, no stepping back", LEARNED, "whole", ranking, replace(shipped, step_back=0.0)),
    ]


def ablate(
    index: SearchIndex,
    lexicon: Lexicon,
    ranking: LinearModel,
    gold: Sequence[GoldQuestion],
    *,
    on: date,
    progress: Say = lambda done, total: None,
) -> list[ArmScore]:
    """Return what each arm finds for the answerable questions."""
    gold = [question for question in gold if question.answerable]
    arms = arms_of(ranking)
    parts = index.snapshot, index.embedder
    gatherers = {
        "body": _BodyOnly(*parts, Lexicon([]), ranking),
        "head": Retriever(*parts, Lexicon([]), ranking),
        "whole": Retriever(*parts, lexicon, ranking),
    }
    rerankers = {arm.name: _Reranker(*parts, lexicon, arm.ranking, preferences=arm.preferences) for arm in arms}
    found: dict[str, list[list[str]]] = {arm.name: [] for arm in arms}
    for done, question in enumerate(gold):
        progress(done, len(gold))
        text, day = searched_text(question), question.as_of or on
        gathered = {name: gatherer.candidates(text, on=day) for name, gatherer in gatherers.items()}
        for arm in arms:
            rerankers[arm.name].found = gathered[arm.gathered]
            hits = rerankers[arm.name].retrieve(text, top_k=DEPTH, on=day)
            found[arm.name].append([hit.passage.text for hit in hits])
    values = {name: values_of(gold, texts) for name, texts in found.items()}
    return [ArmScore(arm.name, arm.against, summary(values[arm.name], values.get(arm.against))) for arm in arms]


def as_table(scores: Sequence[ArmScore]) -> str:
    """Return the arms as a table; in brackets the difference to the arm it is compared with and its interval."""
    rows = {score.name: [score.against or "-", *(cell(score.figures[name]) for name in FIGURES)] for score in scores}
    return table(rows, ("searched by", "compared with", *FIGURES))


def _weights(weights: Mapping[str, float]) -> LinearModel:
    return LinearModel(FEATURES, np.array([weights.get(name, 0.0) for name in FEATURES], np.float32), 0.0)
