"""Texts into vectors: the protocol, the bundled static encoder, and any sentence-transformers model.

Vectors are of unit length, so an inner product is a cosine. Knows nothing of passages, indexes or files of documents.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.words import Words

Vectors: TypeAlias = NDArray[np.float32]  # (n, dim), each row of unit length, or zero where nothing is known

BUNDLED_MODEL = Path(__file__).resolve().parent.parent / "models" / "static-zh"
MODEL_FILES = ("model.safetensors", "tokenizer.json", "config.json", "modules.json")
REMEDY = "restore the folder from the repository or make one with 'python -m index train-encoder'"


class Embedder(Protocol):
    """Anything that turns texts into vectors; an index remembers the fingerprint of the one it was built with."""

    @property
    def name(self) -> str:
        """A short name for people: the folder's or the model's."""
        ...

    @property
    def dim(self) -> int:
        """The number of columns of every vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """SHA-256, hexadecimal, over the model files and the settings that change vectors."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit-length row per text, (len(texts), dim) float32; a zero row where no piece is known."""
        ...

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Return rows as ``encode_passages`` does, for the asking side."""
        ...

    @property
    def words(self) -> Words:
        """Vectors of single words, part of what ``fingerprint`` stands for."""
        ...


def open_embedder(folder: Path = BUNDLED_MODEL) -> Embedder:
    """Return the encoder in a folder: a static one without torch, any other model through sentence-transformers.

    :raises ValueError: if there is none, it is damaged, or it needs the extra ``models`` and that is not installed.
    """
    if _is_static(folder) or not (folder / "config.json").is_file():
        return StaticEmbedder(folder)  # says what is missing where there is nothing
    return SentenceTransformerEmbedder(folder)


def _is_static(folder: Path) -> bool:
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return any(str(module["type"]).endswith(".StaticEmbedding") for module in modules)
    except FileNotFoundError:  # a bare transformers model has none
        return False
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{folder}: damaged encoder (modules.json: {error}); {REMEDY}") from error


class StaticEmbedder:
    """A folder in the sentence-transformers ``StaticEmbedding`` format, run by model2vec without torch.

    :raises ValueError: if a file of the folder is missing or damaged, or has fewer columns than ``dim``.
    """

    def __init__(self, folder: Path = BUNDLED_MODEL, *, dim: int | None = None) -> None:
        """Load a model.

        :param dim: keep only the first so many columns, which the bundled model is trained to allow; all when None.
        """
        missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
        if missing:  # checked here, because model2vec would look for the folder's name on the internet
            raise ValueError(f"{folder}: no encoder here, {', '.join(missing)} missing; {REMEDY}")
        from model2vec import StaticModel  # 0.3 s

        try:
            self._model = StaticModel.from_pretrained(folder, normalize=True, max_length=None)
        except Exception as error:  # tokenizers and safetensors raise bare Exceptions of their own on damaged files
            raise ValueError(f"{folder}: damaged encoder ({error}); {REMEDY}") from error
        full = int(self._model.dim)
        if dim is not None and not 1 <= dim <= full:
            raise ValueError(f"dim={dim} for {folder}, which has {full} columns; use 1 to {full}")
        self.name = folder.name
        self.dim = dim or full
        self._model.embedding = np.ascontiguousarray(self._model.embedding[:, : self.dim])
        self.words = Words(self._pieces, self._model.embedding, self._model.weights)
        settings = "" if self.dim == full else f"dim={self.dim}"
        self.fingerprint = _digest([folder / name for name in MODEL_FILES], settings=settings)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit-length row per text, (len(texts), dim) float32; a zero row where no piece is known."""
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        rows = self._model.encode(list(texts), use_multiprocessing=False)
        return _unit_rows(rows)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Return rows as ``encode_passages`` does: this model has no prompts."""
        return self.encode_passages(texts)

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        encodings = self._model.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in encodings]


class SentenceTransformerEmbedder:
    """Any model that sentence-transformers loads; needs the extra ``models`` (torch).

    :raises ValueError: if the package is not installed or there is no such model.
    """

    def __init__(
        self,
        name_or_folder: str | Path,
        *,
        passage_prompt: str | None = None,
        question_prompt: str | None = None,
        device: str = "cpu",
        dim: int | None = None,
        normalize: bool = True,
        batch_size: int = 32,
        local_files_only: bool = True,
    ) -> None:
        """Load a model.

        :param passage_prompt: text put before every passage, such as "passage: "; the model's own when None.
        :param question_prompt: text put before every question, such as "query: "; the model's own when None.
        :param device: where it runs: "cpu", "cuda", "cuda:1" …
        :param dim: keep only the first so many columns (for models trained so, named Matryoshka); all when None.
        :param normalize: bring rows to unit length; False leaves the model's own lengths.
        :param batch_size: texts a forward pass.
        :param local_files_only: never ask another machine; False lets a name be downloaded.
        """
        try:
            from sentence_transformers import SentenceTransformer  # slow import: torch
            from transformers.utils.logging import disable_progress_bar
        except ImportError as error:
            raise ValueError(
                "sentence-transformers is not installed; install the extra: pip install '.[models]'"
            ) from error
        disable_progress_bar()  # type: ignore[no-untyped-call]  # of reading the weights: a build shows its own
        try:
            self._model = SentenceTransformer(str(name_or_folder), device=device, local_files_only=local_files_only)
        except Exception as error:  # safetensors and tokenizers raise bare Exceptions of their own on damaged files
            reason = str(error).strip().partition("\n")[0]
            raise ValueError(
                f"{name_or_folder}: no sentence-transformers model ({reason}); give a folder or name"
            ) from error
        full = int(self._model.get_embedding_dimension() or 0)
        if dim is not None and not 1 <= dim <= full:
            raise ValueError(f"dim={dim} for {name_or_folder}, which has {full} columns; use 1 to {full}")
        self.name = Path(name_or_folder).name
        self.dim = dim or full
        own = self._model.prompts  # sentence-transformers calls the sides "query" and "document"
        passage_prompt = own.get("document") or "" if passage_prompt is None else passage_prompt
        question_prompt = own.get("query") or "" if question_prompt is None else question_prompt
        self._passage_prompt, self._question_prompt = passage_prompt, question_prompt
        self._lock = threading.Lock()  # fast tokenizers change their own settings while they work
        self._normalize, self._batch_size = normalize, batch_size
        bundled = StaticEmbedder()  # such a model has no vectors of single words
        self.words = bundled.words
        settings = f"{name_or_folder}|{passage_prompt}|{question_prompt}|{self.dim}|{normalize}|{bundled.fingerprint}"
        folder = Path(name_or_folder)
        files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
        self.fingerprint = _digest(files, settings=settings if not files else settings.split("|", 1)[1])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, (len(texts), dim) float32, of unit length unless ``normalize`` is False."""
        return self._encode(texts, self._passage_prompt)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Return rows as ``encode_passages`` does, with the question prompt."""
        return self._encode(texts, self._question_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        with self._lock:
            rows = self._model.encode(
                [prompt + text for text in texts],
                prompt="",  # put in front already
                batch_size=self._batch_size,
                convert_to_numpy=True,
                show_progress_bar=False,
            )[:, : self.dim]
        return _unit_rows(rows) if self._normalize else np.ascontiguousarray(rows, dtype=np.float32)


def _unit_rows(rows: NDArray[np.floating]) -> Vectors:
    """Return rows of unit length; a zero or broken row (nothing known) becomes zero, never NaN."""
    vectors = np.nan_to_num(np.ascontiguousarray(rows, dtype=np.float32))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-9)
    return unit


def _digest(files: Sequence[Path], *, settings: str = "") -> str:
    digest = hashlib.sha256(settings.encode())
    for path in files:
        digest.update(path.name.encode())
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
