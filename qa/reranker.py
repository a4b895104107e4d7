"""A second look at the first candidates by a cross-encoder, which reads question and passage together; optional.

The order is made of both judgements: the cross-encoder's scores are brought to the mean and spread of the ranking's and
count as much as these. So a score means what it meant before, and what divides belief by scores goes on working.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.records import ScoredPassage

RERANKED = 20  # first candidates that are looked at again: each costs a forward pass
WEIGHT = 0.5  # of the reranker's scores; the rest is the ranking's


class Reranker(Protocol):
    """Anything that judges how well texts answer a question."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one finite score a text, shape (len(texts),); higher is better, on any scale."""
        ...


class CrossEncoderReranker:
    """Any cross-encoder that sentence-transformers loads; needs the extra ``models`` (torch).

    :raises ValueError: if the package is not installed or there is no such model.
    """

    def __init__(
        self,
        name_or_folder: str | Path,
        *,
        device: str = "cpu",
        batch_size: int = 16,
        max_length: int = 512,
        local_files_only: bool = True,
    ) -> None:
        """Load a model.

        :param device: where it runs: "cpu", "cuda", "cuda:1" …
        :param batch_size: pairs of question and passage a forward pass.
        :param max_length: tokens of a pair that are read; fewer where the model has fewer places.
        :param local_files_only: never ask another machine; False lets a name be downloaded.
        """
        try:
            from sentence_transformers import CrossEncoder  # slow import: torch
            from transformers.utils.logging import disable_progress_bar
        except ImportError as error:
            raise ValueError(
                "sentence-transformers is not installed; install the extra: pip install '.[models]'"
            ) from error
        self.name = str(name_or_folder)
        _check_folder(Path(name_or_folder))
        disable_progress_bar()  # type: ignore[no-untyped-call]  # of reading the weights: the terminal is for the answer
        try:
            self._model = CrossEncoder(
                self.name, device=device, max_length=max_length, local_files_only=local_files_only
            )
        except Exception as error:  # safetensors and tokenizers raise bare Exceptions of their own on damaged files
            known = Path(name_or_folder).is_dir() or not local_files_only
            reason = str(error).strip().partition("\n")[0] if known else "no such folder, nor a model here of that name"
            raise ValueError(f"{self.name}: no cross-encoder could be loaded ({reason})") from error
        if self._model.num_labels != 1:
            raise ValueError(f"{self.name}: gives {self._model.num_labels} scores a pair; a reranker gives one")
        places = getattr(self._model.config, "max_position_embeddings", None) or max_length
        self._model.max_seq_length = min(max_length, int(places))
        self._batch_size = batch_size
        self._lock = threading.Lock()  # fast tokenizers change their own settings while they work

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the model's raw output for each text with the question, shape (len(texts),)."""
        from torch.nn import Identity

        if not texts:
            return np.zeros(0, np.float32)
        with self._lock:
            found = self._model.predict(
                [(question, text) for text in texts],
                batch_size=self._batch_size,
                activation_fn=Identity(),  # a sigmoid would press good candidates together
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return np.asarray(found, np.float32).reshape(len(texts))


def reranked(reranker: Reranker, question: str, hits: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    """Return the same hits in the order of both judgements, with the scores that gave it.

    :raises ValueError: if the reranker does not give one finite score a hit.
    """
    own = np.array([hit.score for hit in hits], np.float32)
    judged = np.asarray(reranker.scores(question, [_text(hit) for hit in hits]), np.float32)
    if judged.shape != own.shape or not np.isfinite(judged).all():
        raise ValueError(f"{reranker!r} gave scores of shape {judged.shape} for {len(hits)} texts, or not finite ones")
    if len(hits) < 2 or not judged.std() > 0:  # it prefers none
        return list(hits)
    alike = own.mean() + own.std() * (judged - judged.mean()) / judged.std()
    fused = (1 - WEIGHT) * own + WEIGHT * alike
    return [replace(hits[place], score=float(fused[place])) for place in np.argsort(-fused, kind="stable")]


def _text(hit: ScoredPassage) -> str:
    """Return what the reranker reads: an article rarely says on its own what it is about."""
    return "\n".join(part for part in (hit.document.title, hit.passage.article, hit.passage.text) if part)


def _check_folder(folder: Path) -> None:
    """Refuse a folder that holds another kind of model: a head made of chance numbers would reorder at random.

    :raises ValueError: if it does.
    """
    if not folder.is_dir():
        return  # a name: looked up among the downloaded models
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        kinds = [str(kind) for kind in config.get("architectures") or ()]
    except (OSError, ValueError, AttributeError) as error:
        raise ValueError(f"{folder}: no cross-encoder here, config.json is missing or damaged") from error
    if any(kind.endswith(("Model", "ForMaskedLM")) for kind in kinds):
        raise ValueError(f"{folder}: a {'、'.join(kinds)}, no cross-encoder; give a sequence classification model")
