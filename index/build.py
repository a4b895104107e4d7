"""The straight line from a folder of documents to a published snapshot."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus import Document, Passage
from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.publish import Content, publish, writer_lock
from index.report_json import encode_report
from index.store import Manifest

if TYPE_CHECKING:
    from index.embedding import Embedder

logger = logging.getLogger(__name__)
_BATCH = 2048  # passages encoded at a time: bounds memory and moves the progress bar

Progress = Callable[[str, float], None]  # step in words, share done from 0.0 to 1.0


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was published and how long it took."""

    manifest: Manifest
    seconds: float


def head_text(document: Document, passage: Passage) -> str:
    """Return what a passage stands under: titles, heading path, repeated head; searched as a field of its own."""
    return "\n".join((document.title, *document.aliases, *passage.heading_path, passage.context))


def embedding_text(document: Document, passage: Passage) -> str:
    """Return the text whose vector stands for the passage: title, the nearest heading, the words."""
    return "\n".join((document.title, *passage.heading_path[-1:], passage.text))


def build_index(
    corpus: Path,
    index_dir: Path,
    embedder: Embedder,
    *,
    strict: bool = False,
    progress: Progress = lambda step, share: None,
) -> BuildResult:
    """Read every document below ``corpus`` and publish a new snapshot in ``index_dir``.

    :raises ValueError: if the folder is missing, holds nothing readable, or ``strict`` and articles are missing.
    :raises IndexUnusableError: if another build is running.
    """
    from index.corpus_reader import read_corpus

    started = time.perf_counter()
    with writer_lock(index_dir):
        progress("读取文件", 0.0)
        read = read_corpus(corpus, progress=lambda file: progress(f"读取 {file}", 0.1))
        if not read.passages:
            raise ValueError(f"{corpus}: no readable document; put .txt, .md, .html, .docx, .pdf or .ofd files there")
        if strict and read.report.gaps:
            raise ValueError(
                f"{corpus}: articles missing: {read.report.gaps[0]}; see the report or build without --strict"
            )
        documents = {document.doc_id: document for document in read.documents}
        progress("建立词语索引", 0.3)
        owners = [documents[passage.doc_id] for passage in read.passages]
        lexical = LexicalIndex.build(
            {
                "body": [passage.text for passage in read.passages],
                "head": [head_text(owner, passage) for owner, passage in zip(owners, read.passages, strict=True)],
            }
        )
        dense = _embed(owners, read.passages, embedder, progress)
        progress("写入并校验", 0.95)
        content = Content(
            documents=read.documents,
            passages=read.passages,
            lexical=lexical,
            dense=dense,
            report=encode_report(read.report),
            encoder=embedder.name,
            encoder_sha256=embedder.fingerprint,
            corpus_sha256=_corpus_digest(read.documents, read.passages),
            corpus=corpus.name,
        )
        manifest = publish(content, index_dir)
    progress("完成", 1.0)
    seconds = time.perf_counter() - started
    logger.info("indexed %d passages of %d documents in %.1f s", manifest.passages, manifest.documents, seconds)
    return BuildResult(manifest, seconds)


def _embed(
    owners: Sequence[Document], passages: Sequence[Passage], embedder: Embedder, progress: Progress
) -> DenseIndex:
    import numpy as np

    blocks = []
    for start in range(0, len(passages), _BATCH):
        pairs = zip(owners[start : start + _BATCH], passages[start : start + _BATCH], strict=True)
        blocks.append(embedder.encode_passages([embedding_text(owner, passage) for owner, passage in pairs]))
        progress("计算向量", 0.4 + 0.5 * min(1.0, (start + _BATCH) / len(passages)))
    return DenseIndex.build(np.concatenate(blocks))


def _corpus_digest(documents: Sequence[Document], passages: Sequence[Passage]) -> str:
    digest = hashlib.sha256()
    for document in documents:
        digest.update(f"{document.doc_id}\0{document.title}\0".encode())
    for passage in passages:
        digest.update(f"{passage.passage_id}\0{passage.text}\0".encode())
    return digest.hexdigest()
