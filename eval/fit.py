"""Learns the three small models of ``qa`` from a gold set: ranking, sentences, answerability; in this order.

Each is learned on the output of the one before it. What is reported is cross-validated: five parts, each judged by
weights that never saw it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from eval.fitting import RankingCase, fit_logistic, fit_ranking, folds
from eval.gold import GoldQuestion
from eval.text import normalise
from index.embedding import Embedder
from index.snapshot import Snapshot
from qa.answerable import ANSWERABLE_MODEL, SIGNALS, answerable_signals
from qa.evidence import SENTENCE_FEATURES, Evidence, gather_evidence
from qa.extractor import SENTENCE_MODEL, Extractor
from qa.follow_up import complete_follow_up
from qa.lexicon import Lexicon
from qa.linear import LinearModel
from qa.question import clean_question
from qa.retriever import FEATURES, RANKING_FILE, Candidates, Retriever

_SHARE = 0.85  # of a quote's 4-grams that must stand in a passage that holds it; editions differ in characters
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Ranked:
    question: str
    gold: GoldQuestion
    found: Candidates
    holds: NDArray[np.bool_]  # (evidence quotes, candidates)


def fit_all(
    snapshot: Snapshot, embedder: Embedder, gold: Sequence[GoldQuestion], *, on: date, learned_from: str, say: Say
) -> None:
    """Learn and save the three models; ``say`` gets the cross-validated figures."""
    lexicon = Lexicon.load()
    searcher = Retriever(snapshot, embedder, lexicon, LinearModel.zero(FEATURES))
    ranked = [_collect(searcher, item, on) for item in gold]
    cases = [RankingCase(r.found.features.astype(float), _any(r.holds, len(r.found.rows))) for r in ranked]
    say(f"recall@5 cross-validated {_ranking_recall(ranked, cases):.4f}")
    ranking = LinearModel(FEATURES, fit_ranking(cases).astype(np.float32), 0.0)
    ranking.save(RANKING_FILE, learned_from=learned_from)

    retriever = Retriever(snapshot, embedder, lexicon, ranking)
    sentences: list[list[Evidence]] = []
    passages = []
    for item in ranked:
        hits = retriever.retrieve(item.question, top_k=10, on=on)
        evidence = gather_evidence(retriever.analyse(item.question), hits, snapshot.lexical, embedder)
        passages.append((hits, evidence))
        sentences.append([one for group in evidence for one in group])
    model = _fit_sentences(ranked, sentences)
    model.save(SENTENCE_MODEL, learned_from=learned_from)

    extractor = Extractor(model)
    signals, wanted = [], []
    for item, (hits, evidence) in zip(ranked, passages, strict=True):
        selection = extractor.select(item.question, evidence)
        if selection.best is None:
            continue
        signals.append(answerable_signals(retriever.analyse(item.question), hits, selection, embedder.words))
        wanted.append(float(item.gold.answerable))
    _fit_answerable(np.array(signals), np.array(wanted), learned_from, say)


def _collect(searcher: Retriever, item: GoldQuestion, on: date) -> _Ranked:
    turns = [clean_question(turn).text for turn in item.turns]
    question = complete_follow_up(turns, clean_question(item.question).text).text
    found = searcher.candidates(question, on=on)
    texts = [normalise(passage.text) for passage in found.passages]
    holds = np.array([[_stands(normalise(quote), text) for text in texts] for quote in item.evidence], bool)
    return _Ranked(question, item, found, holds.reshape(len(item.evidence), len(texts)))


def _any(holds: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.logical_or.reduce(holds, axis=0) if len(holds) else np.zeros(width, bool)
    return found


def _ranking_recall(ranked: Sequence[_Ranked], cases: Sequence[RankingCase]) -> float:
    """Return recall@5 over the answerable questions, each ranked by weights learned without it."""
    scores = []
    for part in folds(len(cases)):
        left = set(map(int, part))
        weights = fit_ranking([case for i, case in enumerate(cases) if i not in left])
        for i in left:
            if len(ranked[i].holds):
                best = np.lexsort((ranked[i].found.rows, -(cases[i].figures @ weights)))[:5]
                scores.append(float(ranked[i].holds[:, best].any(axis=1).mean()))
    return float(np.mean(scores))


def _fit_sentences(ranked: Sequence[_Ranked], sentences: Sequence[Sequence[Evidence]]) -> LinearModel:
    figures, wanted = [], []
    for item, found in zip(ranked, sentences, strict=True):
        quotes = [normalise(quote) for quote in item.gold.evidence]
        if quotes:
            figures += [one.features for one in found]
            wanted += [_overlaps(normalise(one.sentence.text), quotes) for one in found]
    weights, bias = fit_logistic(np.array(figures, float), np.array(wanted, float), np.ones(len(wanted)))
    return LinearModel(SENTENCE_FEATURES, weights.astype(np.float32), bias)


def _fit_answerable(signals: NDArray[np.float64], wanted: NDArray[np.float64], learned_from: str, say: Say) -> None:
    predicted = np.zeros(len(wanted))
    for part in folds(len(wanted)):
        rest = np.setdiff1d(np.arange(len(wanted)), part)
        weights, bias = fit_logistic(signals[rest], wanted[rest], _balanced(wanted[rest]))
        predicted[part] = 1 / (1 + np.exp(-(signals[part] @ weights + bias)))
    for share in (0.03, 0.06, 0.10):
        threshold = float(np.quantile(predicted[wanted == 1], share))
        refused = float((predicted[wanted == 0] < threshold).mean())
        say(f"at false refusal {share:.2f}: threshold {threshold:.3f}, unanswerable refused {refused:.3f}")
    weights, bias = fit_logistic(signals, wanted, _balanced(wanted))
    model = LinearModel(SIGNALS, weights.astype(np.float32), bias)
    model.save(ANSWERABLE_MODEL, learned_from=learned_from)


def _balanced(wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weigh both classes alike: the threshold then does not depend on how many unanswerable questions a set holds."""
    share = float(wanted.mean())
    weights: NDArray[np.float64] = np.where(wanted == 1, 0.5 / max(share, 1e-9), 0.5 / max(1 - share, 1e-9))
    return weights


def _grams(text: str) -> set[str]:
    return {text[i : i + 4] for i in range(max(1, len(text) - 3))}


def _stands(quote: str, text: str) -> bool:
    if quote in text:
        return True
    own = _grams(quote)
    return len(own & _grams(text)) / len(own) >= _SHARE


def _overlaps(sentence: str, quotes: Sequence[str]) -> bool:
    own = _grams(sentence)
    return any(
        sentence in quote or quote in sentence or len(own & _grams(quote)) >= 0.5 * min(len(own), len(_grams(quote)))
        for quote in quotes
        if quote and len(sentence) >= 4
    )
