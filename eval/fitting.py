"""Learning linear weights: a listwise softmax for ranking, a logistic for yes or no.

Deterministic, full batch, numpy only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Matrix: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
_STEPS = 600
_RATE = 0.05
_RIDGE = 1e-3  # on standardised figures: keeps weights of correlated figures from running apart


@dataclass(frozen=True, slots=True)
class RankingCase:
    """The candidates of one question: figures of shape (candidates, names), and which of them are relevant."""

    figures: Matrix
    relevant: Flags


def fit_ranking(cases: Sequence[RankingCase]) -> Matrix:
    """Return the weights that put a relevant candidate first, shape (names,).

    The loss is minus the log of the softmax mass on the relevant candidates; questions without one teach nothing.

    :raises ValueError: if no case has a relevant candidate.
    """
    cases = [case for case in cases if case.relevant.any()]
    if not cases:
        raise ValueError("no question has a relevant candidate; is this the index that the gold file is about?")
    _, spread, figures = _standardised(np.concatenate([case.figures for case in cases]))
    relevant = np.concatenate([case.relevant for case in cases]).astype(float)
    sizes = [len(case.relevant) for case in cases]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(cases)), sizes)

    def gradient(weights: Matrix) -> Matrix:
        scores = figures @ weights
        mass = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total = np.add.reduceat(mass, starts)[owner]
        wanted = np.add.reduceat(mass * relevant, starts)[owner] + 1e-12
        slope: Matrix = (mass / total - mass * relevant / wanted) @ figures / len(cases) + _RIDGE * weights
        return slope

    return _descend(gradient, figures.shape[1]) / spread


def fit_logistic(figures: Matrix, wanted: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[Matrix, float]:
    """Return weights and bias of a logistic regression on ``figures`` (cases, names) with case ``weights``."""
    mean, spread, standard = _standardised(figures)
    with_one = np.concatenate([standard, np.ones((len(standard), 1))], axis=1)

    def gradient(found: Matrix) -> Matrix:
        off = 1 / (1 + np.exp(-np.clip(with_one @ found, -30, 30))) - wanted
        ridge = _RIDGE * np.append(found[:-1], 0.0)
        slope: Matrix = with_one.T @ (off * weights) / weights.sum() + ridge
        return slope

    found = _descend(gradient, with_one.shape[1])
    scaled = found[:-1] / spread
    return scaled, float(found[-1] - scaled @ mean)


def folds(count: int, parts: int = 5) -> list[NDArray[np.int64]]:
    """Return ``parts`` disjoint index arrays over ``count`` cases, shuffled with a fixed seed."""
    order = np.random.default_rng(0).permutation(count)
    return [order[part::parts] for part in range(parts)]


def _standardised(figures: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-6
    return mean, spread, (figures - mean) / spread


def _descend(gradient: Callable[[Matrix], Matrix], size: int) -> Matrix:
    """Adam from zero."""
    weights = first = second = np.zeros(size)
    for step in range(1, _STEPS + 1):
        slope = gradient(weights)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights = weights - _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return weights
