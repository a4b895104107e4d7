"""Opens what serves questions: the index, its encoder, and the models and tables that ship with the project."""

from __future__ import annotations

import os
from pathlib import Path

from index.snapshot import Snapshot
from qa.answerable import Answerability
from qa.answerer import Parts, QuestionAnswerer
from qa.extractor import Extractor
from qa.lexicon import Lexicon
from qa.linear import LinearModel
from qa.lookup import LookupTable
from qa.reranker import CrossEncoderReranker
from qa.retriever import FEATURES, RANKING_FILE, Retriever
from qa.routing import load_rules

DEFAULT_MODEL = Path(__file__).resolve().parent.parent / "models" / "static-zh"


def open_answerer(index_dir: Path, *, model: Path = DEFAULT_MODEL, reranker: Path | None = None) -> QuestionAnswerer:
    """Return an answerer over the serving snapshot of ``index_dir``.

    :param model: folder of the encoder the index was built with.
    :param reranker: folder or name of a cross-encoder that looks at the first candidates again; none when None.
    :raises ValueError: if the index or a model is missing, damaged, or they do not belong together.
    """
    from index.embedding import open_embedder

    # A question is too little work to share: with others at work, tokenizing on all cores takes three times as long.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    snapshot = Snapshot.open_current(index_dir)
    embedder = open_embedder(model)
    if embedder.fingerprint != snapshot.manifest.encoder_sha256:
        raise ValueError(
            f"{index_dir}: built with encoder {snapshot.manifest.encoder} ({snapshot.manifest.encoder_sha256[:12]}), "
            f"now using {model} ({embedder.fingerprint[:12]}); rebuild with `python -m index build`"
        )
    lexicon = Lexicon.load()
    ranking = LinearModel.load(RANKING_FILE, FEATURES)
    second_look = CrossEncoderReranker(reranker) if reranker else None
    retriever = Retriever(snapshot, embedder, lexicon, ranking, reranker=second_look)
    table = LookupTable(snapshot)
    return QuestionAnswerer(
        Parts(retriever, Extractor.load(), Answerability.load(embedder.words), lexicon, load_rules(), table)
    )
