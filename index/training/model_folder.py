"""Writes a trained encoder as a folder that model2vec and sentence-transformers read alike.

Weights are whole numbers of one byte with a scale per piece (``embeddings`` int8, ``weights`` float32): model2vec
multiplies when it looks a piece up, sentence-transformers when it loads. A quarter of the size of float32 and half of
float16, and unlike float16 both compute in float32.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def quantize(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return int8 rows and one float32 scale a row, so that rows * scale is near ``vectors``."""
    scales = np.abs(vectors).max(axis=1) / 127
    safe = np.where(scales > 0, scales, 1)
    return np.rint(vectors / safe[:, None]).astype(np.int8), scales.astype(np.float32)


def write_model(folder: Path, tokenizer: Tokenizer, vectors: NDArray[np.float32], *, recipe: str) -> None:
    """Write the model into ``folder`` (made if absent): weights, tokenizer, module list, and ``recipe`` as JSON text.

    The row of the unknown piece is written as zero, so that unknown characters do not count.
    """
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    vectors = vectors.copy()
    vectors[0] = 0
    rows, scales = quantize(vectors)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)  # safetensors writes it for its owner alone
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "normalize": True,
        "hidden_dim": vectors.shape[1],
        "embedding_dtype": "int8",
        "max_length": None,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    (folder / "recipe.json").write_text(recipe, encoding="utf-8")
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")  # git keeps no empty folder
    (folder / "modules.json").write_text(json.dumps(MODULES, indent=2) + "\n", encoding="utf-8")
