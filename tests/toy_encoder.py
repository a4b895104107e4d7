"""A static encoder of two columns, made in a moment: every character points one of two ways."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np


def write_toy_encoder(folder: Path, texts: Iterable[str]) -> Path:
    """Write a model folder that knows the characters of ``texts``, and return it."""
    from safetensors.numpy import save_file
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    characters = sorted({character for text in texts for character in text if not character.isspace()})
    vocabulary = {"[UNK]": 0} | {character: place for place, character in enumerate(characters, 1)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"\s+|(?=.)"), "isolated")
    vectors = np.array([[0, 0], *([1, place % 2] for place in range(len(characters)))], dtype=np.float32)
    folder.mkdir(parents=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file({"embeddings": vectors}, folder / "model.safetensors")
    (folder / "config.json").write_text("{}", encoding="utf-8")
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}
    (folder / "modules.json").write_text(json.dumps([module]), encoding="utf-8")
    return folder
