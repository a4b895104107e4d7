"""A BERT of one layer with chance weights, made in a moment: as a cross-encoder, or as a sentence encoder."""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest


def write_toy_bert(folder: Path, texts: Iterable[str], *, labels: int = 1, head: bool = True) -> Path:
    """Write a transformers model folder that knows the characters of ``texts``, and return it.

    Skips the test where torch is not installed.

    :param labels: scores a pair.
    :param head: with a head for scoring pairs; False gives a bare ``BertModel``.
    """
    pytest.importorskip("sentence_transformers", reason='needs the extra "models"')
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of torch and transformers, while they are imported
        transformers: Any = importlib.import_module("transformers")  # its types leave much out
        kind = transformers.BertForSequenceClassification if head else transformers.BertModel  # loaded on first use
    transformers.utils.logging.disable_progress_bar()
    folder.mkdir(parents=True)
    characters = sorted({character for text in texts for character in text if not character.isspace()})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    transformers.BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        num_labels=labels,
        initializer_range=1.0,  # chance weights large enough for scores that differ
    )
    kind(config).save_pretrained(folder)
    return folder


def add_prompts(folder: Path, *, query: str, document: str) -> None:
    """Make a sentence-transformers model of a bare one: mean pooling, and a prompt for each side."""
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": 8, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling), encoding="utf-8")
    prompts = {"prompts": {"query": query, "document": document}, "default_prompt_name": None}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts), encoding="utf-8")
