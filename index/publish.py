"""Writes snapshots: whole into a temporary folder, hashed, then moved into place with one rename; and goes back.

The version is a hash of the content, so the same documents and encoder give the same version and the same bytes.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.codec import encode
from index.corpus import Document, Passage
from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.store import (
    CURRENT,
    FORMAT_VERSION,
    MANIFEST,
    REPORT,
    IndexUnusableError,
    Manifest,
    file_sha256,
    verify,
    versions,
)
from index.words import WordIndex

KEEP = 3  # snapshots kept for roll-back
_STAGING = ".building"  # below the index folder, so that moving it is a rename; the writer lock makes one name enough


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a snapshot is written from."""

    documents: Sequence[Document]
    passages: Sequence[Passage]
    lexical: LexicalIndex
    dense: DenseIndex
    words: WordIndex
    report: str  # the ingest report as JSON text
    encoder: str
    encoder_sha256: str
    corpus_sha256: str
    corpus: str


def publish(content: Content, index_dir: Path) -> Manifest:
    """Write a snapshot into a temporary folder, then move it into place and point CURRENT at it.

    The caller holds :func:`writer_lock`.

    :raises OSError: if the disk is full or not writable; the old snapshot then still serves.
    """
    staging = index_dir / _STAGING
    shutil.rmtree(staging, ignore_errors=True)  # of a build that was killed
    staging.mkdir(parents=True)
    try:
        manifest = _write(content, staging)
        target = index_dir / manifest.version
        if _is_whole(target):  # the same content again: it only becomes the newest
            os.utime(target / MANIFEST)
        else:
            shutil.rmtree(target, ignore_errors=True)  # damaged since it was built
            os.replace(staging, target)
            _fsync(index_dir)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    point_current(index_dir, manifest.version)
    for stale in versions(index_dir)[KEEP:]:
        shutil.rmtree(index_dir / stale, ignore_errors=True)
    return manifest


def _is_whole(folder: Path) -> bool:
    try:
        verify(folder)
    except IndexUnusableError:
        return False
    return True


@contextlib.contextmanager
def writer_lock(index_dir: Path) -> Iterator[None]:
    """Hold the only right to write below ``index_dir``.

    :raises IndexUnusableError: if another build is running.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    with (index_dir / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexUnusableError(f"{index_dir}: another build is running; wait for it to end") from error
        yield


def point_current(index_dir: Path, version: str) -> None:
    """Make ``version`` the serving snapshot with one atomic rename."""
    pointer = index_dir / f".{CURRENT}.new"
    with pointer.open("w", encoding="utf-8") as handle:
        handle.write(version + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(pointer, index_dir / CURRENT)
    _fsync(index_dir)


def roll_back(index_dir: Path) -> str:
    """Serve the newest intact snapshot built before the current one, and return its version.

    :raises IndexUnusableError: if there is none.
    """
    if not index_dir.is_dir():
        raise IndexUnusableError(f"{index_dir}: no index here; run `python -m index build FOLDER`")
    with writer_lock(index_dir):
        known = versions(index_dir)
        pointer = index_dir / CURRENT
        serving = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
        older = known[known.index(serving) + 1 :] if serving in known else known
        for version in older:
            with contextlib.suppress(IndexUnusableError):
                verify(index_dir / version)
                point_current(index_dir, version)
                return version
    raise IndexUnusableError(f"{index_dir}: no older intact index to go back to; rebuild with `python -m index build`")


def _write(content: Content, folder: Path) -> Manifest:
    _write_passages(folder / "passages.sqlite", content.documents, content.passages)
    (folder / "lexical").mkdir()
    content.lexical.save(folder / "lexical")
    content.dense.save(folder / "dense.faiss")
    (folder / "words").mkdir()
    content.words.save(folder / "words")
    (folder / REPORT).write_text(content.report, encoding="utf-8")
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        _fsync(path)
        files[path.relative_to(folder).as_posix()] = (path.stat().st_size, file_sha256(path))
    identity = json.dumps([FORMAT_VERSION, content.encoder_sha256, files], sort_keys=True)
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        version=hashlib.sha256(identity.encode()).hexdigest()[:16],
        documents=len(content.documents),
        passages=len(content.passages),
        encoder=content.encoder,
        encoder_sha256=content.encoder_sha256,
        dim=content.dense.dim,
        corpus_sha256=content.corpus_sha256,
        corpus=content.corpus,
        files=files,
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    _fsync(folder / MANIFEST)
    _fsync(folder)
    return manifest


def _write_passages(path: Path, documents: Sequence[Document], passages: Sequence[Passage]) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE documents (doc_id TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID")
        database.execute(
            "CREATE TABLE passages (row INTEGER PRIMARY KEY, passage_id TEXT UNIQUE, doc_id TEXT, record TEXT)"
        )
        database.executemany("INSERT INTO documents VALUES (?, ?)", ((d.doc_id, encode(d)) for d in documents))
        database.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?)",
            ((row, p.passage_id, p.doc_id, encode(p)) for row, p in enumerate(passages)),
        )


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
