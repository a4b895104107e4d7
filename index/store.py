"""Snapshots: written whole, checked by hash, published by one rename, loaded read-only.

``var/index/<version>/`` holds one built index; ``var/index/CURRENT`` names the one that serves. The version is a
hash of the content, so the same documents and encoder give the same version and the same bytes.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.codec import encode
from index.corpus import Document, Passage
from index.dense import DenseIndex
from index.lexical import LexicalIndex

FORMAT_VERSION = 1  # raised when an older program could not read the files
KEEP = 3  # snapshots kept for roll-back
MANIFEST = "manifest.json"
CURRENT = "CURRENT"
REPORT = "report.json"  # the ingest report, beside the data


class IndexUnusableError(ValueError):
    """There is no index, or it is damaged or of another format; the message says which and how to rebuild."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds; written last, so a folder without one was never finished."""

    format_version: int
    version: str
    documents: int
    passages: int
    encoder: str
    encoder_sha256: str
    dim: int
    corpus_sha256: str
    corpus: str  # name of the corpus folder, for people
    files: Mapping[str, tuple[int, str]]  # relative path -> size in bytes, SHA-256


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a snapshot is written from."""

    documents: Sequence[Document]
    passages: Sequence[Passage]
    lexical: LexicalIndex
    dense: DenseIndex
    report: str  # the ingest report as JSON text
    encoder: str
    encoder_sha256: str
    corpus_sha256: str
    corpus: str


def publish(content: Content, index_dir: Path) -> Manifest:
    """Write a snapshot into a temporary folder, then move it into place and point CURRENT at it.

    :raises OSError: if the disk is full or not writable; the old snapshot then still serves.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".building-", dir=index_dir))
    try:
        manifest = _write(content, staging)
        target = index_dir / manifest.version
        if target.exists():  # same content, but perhaps damaged since: the fresh copy replaces it
            shutil.rmtree(target)
        os.replace(staging, target)
        _fsync(index_dir)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    point_current(index_dir, manifest.version)
    for stale in versions(index_dir)[KEEP:]:
        shutil.rmtree(index_dir / stale, ignore_errors=True)
    return manifest


@contextlib.contextmanager
def writer_lock(index_dir: Path) -> Iterator[None]:
    """Hold the only right to write below ``index_dir``.

    :raises IndexUnusableError: if another build is running.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    with (index_dir / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
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


def current_version(index_dir: Path) -> str:
    """Return the serving version.

    :raises IndexUnusableError: if there is none.
    """
    try:
        version = (index_dir / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise IndexUnusableError(f"{index_dir}: no index here; run `python -m index build FOLDER`") from error
    if not version or "/" in version or not (index_dir / version / MANIFEST).is_file():
        raise IndexUnusableError(
            f"{index_dir / CURRENT}: names {version!r}, no finished snapshot; run `python -m index rollback` or rebuild"
        )
    return version


def versions(index_dir: Path) -> list[str]:
    """Return the finished snapshots, newest first."""
    found = [path for path in index_dir.glob(f"*/{MANIFEST}") if not path.parent.name.startswith(".")]
    return [path.parent.name for path in sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.parent.name))]


def roll_back(index_dir: Path) -> str:
    """Serve the newest intact snapshot built before the current one, and return its version.

    :raises IndexUnusableError: if there is none.
    """
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


def read_manifest(folder: Path) -> Manifest:
    """Read and check a snapshot's manifest.

    :raises IndexUnusableError: if it is missing, damaged or of another format version.
    """
    try:
        values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {name: (int(size), str(digest)) for name, (size, digest) in values.pop("files").items()}
        manifest = Manifest(**values, files=files)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexUnusableError(
            f"{folder / MANIFEST}: damaged ({error}); rebuild with `python -m index build`"
        ) from error
    if manifest.format_version != FORMAT_VERSION:
        raise IndexUnusableError(
            f"{folder}: index format {manifest.format_version}, this program reads {FORMAT_VERSION}; rebuild it"
        )
    return manifest


def verify(folder: Path) -> Manifest:
    """Check size and SHA-256 of every file of a snapshot before anything parses it.

    :raises IndexUnusableError: naming the first file that is missing, changed or not listed.
    """
    manifest = read_manifest(folder)
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size or file_sha256(path) != digest:
            raise IndexUnusableError(
                f"{path}: missing or changed since it was built; run `python -m index rollback` or rebuild"
            )
    return manifest


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _write(content: Content, folder: Path) -> Manifest:
    _write_passages(folder / "passages.sqlite", content.documents, content.passages)
    (folder / "lexical").mkdir()
    content.lexical.save(folder / "lexical")
    content.dense.save(folder / "dense.faiss")
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
