"""Linear models as readable data: named weights in a JSON file, learned by ``python -m eval fit``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LinearModel:
    """score = bias + sum of weight times figure."""

    names: tuple[str, ...]
    weights: NDArray[np.float32]  # in the order of names
    bias: float

    @classmethod
    def load(cls, path: Path, names: Sequence[str]) -> LinearModel:
        """Read a model for the figures ``names``.

        :raises ValueError: if the file is no such model or names other figures: it belongs to another version.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            weights: Mapping[str, float] = values["weights"]
        except (ValueError, KeyError) as error:
            raise ValueError(f"{path}: no model file ({error}); learn it again with `python -m eval fit`") from error
        if set(weights) != set(names):
            odd = sorted(set(weights) ^ set(names))
            raise ValueError(
                f"{path}: figures {odd} differ from this version's; learn it again with `python -m eval fit`"
            )
        return cls(tuple(names), np.array([weights[name] for name in names], np.float32), float(values["bias"]))

    @classmethod
    def zero(cls, names: Sequence[str]) -> LinearModel:
        """Return a model that has learned nothing, for fitting."""
        return cls(tuple(names), np.zeros(len(names), np.float32), 0.0)

    def save(self, path: Path, *, learned_from: str) -> None:
        """Write the model with a line on what it was learned from."""
        weights = {name: round(float(weight), 5) for name, weight in zip(self.names, self.weights, strict=True)}
        values = {"learned_from": learned_from, "bias": round(self.bias, 5), "weights": weights}
        path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def scores(self, figures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return one score a row of ``figures``, shape (rows, names)."""
        scores: NDArray[np.float32] = figures @ self.weights + np.float32(self.bias)
        return scores

    def probabilities(self, figures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the logistic of the scores, from 0 to 1."""
        return (1.0 / (1.0 + np.exp(-self.scores(figures)))).astype(np.float32)
