"""Learns the judge of requests (``qa.request_kind``) from lines of requests with their kind; numpy only, one seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from qa.question import clean_question
from qa.request_kind import KINDS, KindModel, RequestWords, Weights, figures, share

Matrix: TypeAlias = NDArray[np.float32]
_HIDDEN = 16
_NETS = 3  # each from its own start; their mean differs less from one learning to the next
_EPOCHS = 10
_BATCH = 128
_RATE = 3e-3
_SHRINK = 1e-5  # ridge on all weights
_DROP = 0.4  # share of the inputs hidden in each step: no single word decides
_MIN_LINES = 2  # inputs seen in one line only teach nothing


@dataclass(frozen=True, slots=True)
class Line:
    """A request and where it belongs: one of ``KINDS``."""

    text: str
    kind: str


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a table "text, expected" with a heading; kinds that are only told by rules are left out.

    :raises ValueError: if a line has not two columns.
    """
    lines = []
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        columns = row.split("\t")
        if number == 1 or (row.startswith("#") and len(columns) == 1):
            continue
        if len(columns) != 2:
            raise ValueError(f"{path}:{number}: {len(columns)} columns; write text, tab, kind")
        text = clean_question(columns[0]).text
        if text and columns[1] in KINDS:
            lines.append(Line(text, columns[1]))
    return lines


def fit(lines: Sequence[Line], words: RequestWords) -> Weights:
    """Return the weights learned from ``lines``: several small networks side by side, their scores averaged.

    The same lines give the same weights.
    """
    groups = [figures(line.text, words) for line in lines]
    counts = Counter(name for pair in groups for names in pair for name in names)
    names = {name: row for row, name in enumerate(sorted(name for name, n in counts.items() if n >= _MIN_LINES))}
    known = [[(names[name], share(group)) for group in pair for name in group if name in names] for pair in groups]
    rows = [np.array([row for row, _ in one], np.intp) for one in known]
    values = [np.array([value for _, value in one], np.float32) for one in known]
    wanted = np.eye(len(KINDS), dtype=np.float32)[[KINDS.index(line.kind) for line in lines]]
    nets = [_fit_one(rows, values, wanted, len(names), seed) for seed in range(_NETS)]
    first, first_bias, second, second_bias = zip(*nets, strict=True)
    return Weights(
        names,
        np.concatenate(first, axis=1),
        np.concatenate(first_bias),
        (np.concatenate(second) / _NETS).astype(np.float32),
        np.mean(second_bias, axis=0, dtype=np.float32),
    )


def _fit_one(
    rows: Sequence[NDArray[np.intp]], values: Sequence[Matrix], wanted: Matrix, n_inputs: int, seed: int
) -> list[Matrix]:
    """Return the layers of one network, learned in small batches."""
    draw = np.random.default_rng(seed)
    layers = [
        draw.normal(0, 0.1, (n_inputs, _HIDDEN)).astype(np.float32),
        np.zeros(_HIDDEN, np.float32),
        draw.normal(0, 0.2, (_HIDDEN, len(KINDS))).astype(np.float32),
        np.zeros(len(KINDS), np.float32),
    ]
    adam = _Adam(layers)
    for _ in range(_EPOCHS):
        order = draw.permutation(len(rows))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            inputs = np.zeros((len(chosen), n_inputs), np.float32)
            for place, one in enumerate(chosen):
                inputs[place, rows[one]] = values[one] * (draw.random(len(rows[one])) >= _DROP)
            adam.step(_slopes(layers, inputs, wanted[chosen]))
    return layers


def _slopes(layers: Sequence[Matrix], inputs: Matrix, wanted: Matrix) -> list[Matrix]:
    """Return the slope of the mean cross-entropy for each layer."""
    first, first_bias, second, second_bias = layers
    hidden = np.maximum(inputs @ first + first_bias, 0)
    scores = hidden @ second + second_bias
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    error = (chances / chances.sum(axis=1, keepdims=True) - wanted) / len(inputs)
    back = (error @ second.T) * (hidden > 0)
    return [inputs.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]


class _Adam:
    """Steps downhill, each weight at its own pace; changes ``layers`` in place."""

    def __init__(self, layers: Sequence[Matrix]) -> None:
        self._layers = layers
        self._mean = [np.zeros_like(layer) for layer in layers]
        self._square = [np.zeros_like(layer) for layer in layers]
        self._steps = 0

    def step(self, slopes: Sequence[Matrix]) -> None:
        self._steps += 1
        pace = _RATE * (1 - 0.999**self._steps) ** 0.5 / (1 - 0.9**self._steps)
        for layer, slope, mean, square in zip(self._layers, slopes, self._mean, self._square, strict=True):
            slope = slope + _SHRINK * layer
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            layer -= (pace * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)


def right_when_held_out(
    held: Sequence[Line], others: Sequence[Line], words: RequestWords, *, parts: int = 4
) -> list[str]:
    """Return the kind given to each of ``held`` by weights that never saw it."""
    order = np.random.default_rng(0).permutation(len(held))
    given = [""] * len(held)
    for part in range(parts):
        out = set(order[part::parts].tolist())
        model = KindModel(words, fit([*others, *(line for n, line in enumerate(held) if n not in out)], words))
        for one in out:
            given[one] = model.kind(held[one].text)
    return given
