"""Parsed files kept between builds, so that a file that did not change is not parsed again.

An entry belongs to the file's path and bytes, and to the code that parses: whoever edits a parser need not remember to
raise a number. What cannot be read back is parsed anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.formats import READERS, read_file
from index.formats.guard import check_file
from index.parsed import ParsedFile, from_json, to_json
from index.parsing import parse_file

_CODE = Path(__file__).resolve().parent
_LIBRARIES = ("lxml", "pypdfium2")  # what they make of a file may change with their version


class ParseCache:
    """The parsed files of one index folder; used by one build at a time, under its writer lock."""

    def __init__(self, folder: Path) -> None:
        """Open the cache in ``folder``, which is made if it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._parser = parser_fingerprint()
        self._used: set[str] = set()
        self.parsed = 0  # files that were not in the cache

    def read(self, path: Path, *, root: Path) -> ParsedFile:
        """Return a file of the corpus folder ``root`` parsed, from the cache when it is unchanged.

        :raises UnreadableFileError: as ``read_file`` does; refusals are not kept.
        """
        before = self._key(path, root)
        entry = self._folder / f"{before}.json"
        kept = _read_entry(entry) if before else None
        if kept is None:
            kept = parse_file(read_file(path, root=root))
            self.parsed += 1
            if not before or self._key(path, root) != before:  # written to while it was read
                return kept
            _write_entry(entry, kept)
        self._used.add(entry.name)
        return kept

    def prune(self) -> None:
        """Remove the entries that no :meth:`read` has used: files that changed or are gone."""
        for entry in self._folder.iterdir():
            if entry.name not in self._used and entry.is_file():
                entry.unlink()

    def _key(self, path: Path, root: Path) -> str:
        """Return what an unchanged file is known by; "" for one that ``read_file`` refuses, which then says why."""
        file = path.relative_to(root).as_posix()
        if path.suffix.lower() not in READERS:
            return ""
        digest = hashlib.sha256(f"{self._parser}\0{file}\0".encode("utf-8", "surrogateescape"))
        try:
            check_file(path, root=root, file=file)  # before the first byte: no link out of the folder is followed
            with path.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
        except (OSError, ValueError):
            return ""
        return digest.hexdigest()[:32]


def parser_fingerprint() -> str:
    """Return a hash of the code and the libraries that turn a file into documents and passages."""
    digest = hashlib.sha256()
    for path in sorted([*_CODE.glob("*.py"), *(_CODE / "formats").glob("*.py")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {version(name)}\0".encode())
        except PackageNotFoundError:
            digest.update(f"{name} missing\0".encode())
    return digest.hexdigest()


def _read_entry(entry: Path) -> ParsedFile | None:
    """Return a kept file; None when there is none or it is damaged: it is then parsed again and written anew."""
    try:
        digest, text = json.loads(entry.read_bytes())
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            return None
        return from_json(text)
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _write_entry(entry: Path, parsed: ParsedFile) -> None:
    text = to_json(parsed)
    digest = hashlib.sha256(text.encode()).hexdigest()
    fresh = entry.with_suffix(".new")
    fresh.write_text(json.dumps([digest, text], ensure_ascii=False), encoding="utf-8")
    os.replace(fresh, entry)
