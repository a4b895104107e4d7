"""Contrastive training of piece vectors: a question's mean nearest its own passage's among all of the batch."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.training.pairs import Pair

if TYPE_CHECKING:
    import torch

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ContrastiveOptions:
    """Steps and sizes of training."""

    steps: int = 450
    batch: int = 1024
    learning_rate: float = 0.01
    scale: float = 20.0  # of the cosine before the softmax
    dims: tuple[int, ...] = (64, 128, 256)  # Matryoshka: the first so many columns must serve alone
    seed: int = 0
    threads: int = 2


def train_vectors(
    vectors: NDArray[np.float32],
    draw: Callable[[int], Sequence[Pair]],
    options: ContrastiveOptions,
    *,
    report: Callable[[int, float], None] = lambda step, loss: None,
) -> NDArray[np.float32]:
    """Return trained rows, shape and dtype of ``vectors``; ``draw(n)`` gives n pairs.

    :raises ValueError: if a Matryoshka dimension is larger than the vectors.
    """
    import torch  # slow import, and only the extra "models" has it

    if max(options.dims) > vectors.shape[1]:
        raise ValueError(f"dims {options.dims} go beyond the {vectors.shape[1]} columns of the vectors; lower them")
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    weight = torch.from_numpy(vectors.copy())
    optimizer = _RowAdam(weight)
    started = time.monotonic()
    for step in range(options.steps):
        pairs = draw(options.batch)
        wrong = [pair for pair in pairs if pair.wrong]
        texts = [pair.question for pair in pairs] + [pair.passage for pair in pairs] + [pair.wrong for pair in wrong]
        rows, means = _means(weight, texts)
        questions, passages = means[: len(pairs)], means[len(pairs) :]
        articles = [pair.article for pair in pairs] + [pair.wrong_article for pair in wrong]
        loss = _loss(questions, passages, articles, options)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step(rows, options.learning_rate * _pace(step, options.steps))
        report(step, loss.item())
    logger.info("trained %d steps of %d pairs in %.0f s", options.steps, options.batch, time.monotonic() - started)
    trained: NDArray[np.float32] = weight.numpy()
    return trained


def _pace(step: int, steps: int) -> float:
    """Return the share of the learning rate: rising over the first 5 %, then falling in a line to a twentieth."""
    warm = max(1, steps // 20)
    return (step + 1) / warm if step < warm else max(0.05, 1 - (step - warm) / max(1, steps - warm))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of the weight that a batch uses: their numbers, and their values as a leaf that collects a gradient."""

    numbers: torch.Tensor
    values: torch.Tensor


class _RowAdam:
    """Adam on the rows of a batch only: the others keep their moments, and nothing of the whole size is touched."""

    def __init__(self, weight: torch.Tensor) -> None:
        import torch

        self._weight = weight
        self._first, self._second = torch.zeros_like(weight), torch.zeros_like(weight)
        self._steps = 0

    def step(self, rows: _Rows, learning_rate: float) -> None:
        gradient = rows.values.grad
        assert gradient is not None  # backward has run
        self._steps += 1
        first = self._first[rows.numbers].mul_(0.9).add_(gradient, alpha=0.1)
        second = self._second[rows.numbers].mul_(0.999).addcmul_(gradient, gradient, value=0.001)
        self._first[rows.numbers], self._second[rows.numbers] = first, second
        rate = learning_rate * math.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps)
        self._weight[rows.numbers] = rows.values.detach() - rate * first / (second.sqrt_() + 1e-8)


def _means(weight: torch.Tensor, texts: Sequence[Sequence[int]]) -> tuple[_Rows, torch.Tensor]:
    """Return the rows used and the mean of each text's rows, (len(texts), dim)."""
    import torch

    flat = np.fromiter((piece for text in texts for piece in text), dtype=np.int64)
    starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
    numbers, places = np.unique(flat, return_inverse=True)
    rows = _Rows(torch.from_numpy(numbers), weight[torch.from_numpy(numbers)].requires_grad_())
    bags = torch.nn.functional.embedding_bag(
        torch.from_numpy(places), rows.values, torch.from_numpy(starts), mode="mean"
    )
    return rows, bags


def _loss(
    questions: torch.Tensor, passages: torch.Tensor, articles: Sequence[int], options: ContrastiveOptions
) -> torch.Tensor:
    """Return the mean cross-entropy over dimensions and both directions; the same article is no wrong answer.

    The passages are those of the questions, in order, and then hard wrong answers, which have no question.
    """
    import torch

    count = len(questions)
    numbers = torch.tensor(articles)
    same = numbers[:count, None] == numbers[None, :]
    same.fill_diagonal_(False)
    targets = torch.arange(count)
    total = torch.zeros(())
    for dim in options.dims:
        left = torch.nn.functional.normalize(questions[:, :dim], dim=1)
        right = torch.nn.functional.normalize(passages[:, :dim], dim=1)
        scores = (options.scale * left @ right.T).masked_fill(same, -1e4)
        total = total + torch.nn.functional.cross_entropy(scores, targets)
        total = total + 0.5 * torch.nn.functional.cross_entropy(scores[:, :count].T, targets)
    return total / len(options.dims)
