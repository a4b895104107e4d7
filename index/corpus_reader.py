"""A folder of files into documents, passages and a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from index.corpus import Document, Passage
from index.editions import merge_editions, resolve_repeals
from index.formats import read_file
from index.formats.base import UnreadableFileError
from index.parsed import ParsedFile
from index.parsing import parse_file
from index.report import IngestReport, Reject, make_report

# Files that explain a folder to people; they are no documents.
_NOT_DOCUMENTS = {"readme.md", "readme.txt", "_index.md", "license", "license.txt", "license.md"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a folder of files says, ready to be indexed."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    report: IngestReport


def corpus_files(folder: Path) -> list[Path]:
    """Return the files below a folder that may be documents, sorted; hidden ones are skipped.

    A link out of the folder is among them: ``read_file`` rejects it, and the report says so.

    :raises FileNotFoundError: when the folder does not exist or is a file.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder; give the folder that holds the documents")
    root = folder.resolve()
    files = []
    for path in sorted(folder.rglob("*"), key=lambda one: one.relative_to(folder).as_posix()):
        relative = path.relative_to(folder)
        if any(part.startswith((".", "~$")) for part in relative.parts) or path.name.lower() in _NOT_DOCUMENTS:
            continue
        if path.is_file() or (path.is_symlink() and not path.resolve().is_relative_to(root)):
            files.append(path)
    return files


def read_parsed(path: Path, *, root: Path) -> ParsedFile:
    """Return one file of the corpus folder ``root``, read and parsed.

    :raises UnreadableFileError: when it cannot be read.
    """
    return parse_file(read_file(path, root=root))


class FileReader(Protocol):
    """How one file is read: :func:`read_parsed`, or a cache before it."""

    def __call__(self, path: Path, *, root: Path) -> ParsedFile:
        """Return the file of the corpus folder ``root`` parsed, or raise UnreadableFileError."""
        ...


def read_corpus(
    folder: Path, *, progress: Callable[[str], None] | None = None, read: FileReader = read_parsed
) -> Corpus:
    """Return all documents of a folder; a file that cannot be read is in the report, the rest is still read.

    :param progress: told the name of each file before it is read.
    :param read: gives a file parsed.
    :raises FileNotFoundError: when the folder does not exist.
    """
    parsed: list[ParsedFile] = []
    rejects: list[Reject] = []
    for path in corpus_files(folder):
        name = path.relative_to(folder).as_posix()
        if progress is not None:
            progress(name)
        try:
            parsed.append(read(path, root=folder))
        except UnreadableFileError as error:
            rejects.append(Reject(name, str(error)))
    return assemble(parsed, rejects)


def assemble(parsed: Sequence[ParsedFile], rejects: Iterable[Reject] = ()) -> Corpus:
    """Return the corpus over parsed files: editions merged, repeals resolved. The files' order does not matter."""
    files = sorted(parsed, key=lambda one: one.file)
    merged, conflicts = merge_editions([document for one in files for document in one.documents])
    documents = resolve_repeals([one.document for one in merged])
    merged = [replace(one, document=document) for one, document in zip(merged, documents, strict=True)]
    report = make_report(files, merged, documents, conflicts, sorted(rejects, key=lambda one: one.file))
    passages = tuple(passage for one in merged for passage in one.passages)
    return Corpus(tuple(documents), passages, report)
