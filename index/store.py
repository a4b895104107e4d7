"""Snapshots as they lie on disk: which one serves, what its manifest says, whether its files are whole.

``var/index/<version>/`` holds one built index; ``var/index/CURRENT`` names the one that serves. Writing them is in
:mod:`index.publish`, opening one for search in :mod:`index.snapshot`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FORMAT_VERSION = 2  # raised when an older program could not read the files
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


def read_manifest(folder: Path) -> Manifest:
    """Read and check a snapshot's manifest.

    :raises IndexUnusableError: if it is missing, damaged or of another format version.
    """
    path = folder / MANIFEST
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        found = int(values["format_version"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _damaged(path, error) from error
    if found != FORMAT_VERSION:  # before the fields, which may then be others
        raise IndexUnusableError(
            f"{folder}: index format {found}, this program reads {FORMAT_VERSION}; rebuild with `python -m index build`"
        )
    try:
        files = {name: (int(size), str(digest)) for name, (size, digest) in values.pop("files").items()}
        return Manifest(**values, files=files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> IndexUnusableError:
    return IndexUnusableError(f"{path}: damaged ({error}); rebuild with `python -m index build`")


def verify(folder: Path) -> Manifest:
    """Check size and SHA-256 of every file of a snapshot before anything parses it.

    :raises IndexUnusableError: naming the first file that is missing or changed.
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
