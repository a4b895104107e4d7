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
from index.vector_cache import embed_texts
from index.words import WordIndex

if TYPE_CHECKING:
    from index.corpus_reader import Corpus
    from index.embedding import Embedder

logger = logging.getLogger(__name__)
_CACHE = ".cache"  # below the index folder: parsed files and vectors of the last build; may be deleted

Progress = Callable[[str, float], None]  # step in words, share done from 0.0 to 1.0


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was published, how long it took and how much of it was new since the last build in the same folder."""

    manifest: Manifest
    seconds: float
    files_parsed: int
    passages_embedded: int


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

    A file that has not changed since the last build there is not parsed again, an unchanged text not embedded again.

    :raises ValueError: if the folder holds nothing readable, or ``strict`` and articles are missing.
    :raises FileNotFoundError: if there is no such folder.
    :raises IndexUnusableError: if another build is running.
    """
    from index.corpus_reader import corpus_files, read_corpus
    from index.parse_cache import ParseCache

    started = time.perf_counter()
    corpus_files(corpus)  # a mistyped folder must not leave an index folder behind
    with writer_lock(index_dir):
        progress("读取文件", 0.0)
        cache = ParseCache(index_dir / _CACHE / "parsed")
        read = read_corpus(corpus, progress=lambda file: progress(f"读取 {file}", 0.1), read=cache.read)
        cache.prune()
        _check(read, corpus, strict=strict)
        documents = {document.doc_id: document for document in read.documents}
        owners = [documents[passage.doc_id] for passage in read.passages]
        progress("建立词语索引", 0.3)
        heads = [head_text(owner, passage) for owner, passage in zip(owners, read.passages, strict=True)]
        lexical = LexicalIndex.build({"body": [passage.text for passage in read.passages], "head": heads})
        progress("计算向量", 0.5)
        texts = [embedding_text(owner, passage) for owner, passage in zip(owners, read.passages, strict=True)]
        done = embed_texts(
            texts, embedder, index_dir / _CACHE, progress=lambda share: progress("计算向量", 0.5 + 0.4 * share)
        )
        progress("写入并校验", 0.95)
        whole = [f"{head}\n{passage.text}" for head, passage in zip(heads, read.passages, strict=True)]
        words = WordIndex.build(whole, embedder.words)
        manifest = publish(_content(read, lexical, DenseIndex.build(done.vectors), words, embedder, corpus), index_dir)
    progress("完成", 1.0)
    seconds = time.perf_counter() - started
    logger.info("indexed %d passages of %d documents in %.1f s", manifest.passages, manifest.documents, seconds)
    return BuildResult(manifest, seconds, cache.parsed, done.encoded)


def _check(read: Corpus, corpus: Path, *, strict: bool) -> None:
    if not read.passages:
        refused = f"; refused {read.report.rejects[0].reason}" if read.report.rejects else ""
        raise ValueError(
            f"{corpus}: no readable document; put .txt, .md, .html, .docx, .pdf or .ofd files there{refused}"
        )
    gaps = read.report.gaps
    if strict and gaps:
        raise ValueError(
            f"{gaps[0].file}:{gaps[0].line}: {gaps[0].text}, {len(gaps)} such places in {corpus}; "
            "correct the files or build without --strict"
        )


def _content(
    read: Corpus, lexical: LexicalIndex, dense: DenseIndex, words: WordIndex, embedder: Embedder, corpus: Path
) -> Content:
    return Content(
        documents=read.documents,
        passages=read.passages,
        lexical=lexical,
        dense=dense,
        words=words,
        report=encode_report(read.report),
        encoder=embedder.name,
        encoder_sha256=embedder.fingerprint,
        corpus_sha256=_corpus_digest(read.documents, read.passages),
        corpus=corpus.resolve().name,
    )


def _corpus_digest(documents: Sequence[Document], passages: Sequence[Passage]) -> str:
    digest = hashlib.sha256()
    for document in documents:
        digest.update(f"{document.doc_id}\0{document.title}\0".encode())
    for passage in passages:
        digest.update(f"{passage.passage_id}\0{passage.text}\0".encode())
    return digest.hexdigest()
