"""One module a file type; all give the same RawText."""

from __future__ import annotations

import importlib
from pathlib import Path

from index.formats.base import RawText, UnreadableFileError

# suffix -> "module:function"; the module is imported when a file of its kind is met.
READERS: dict[str, str] = {
    ".txt": "index.formats.txt:read_txt",
    ".md": "index.formats.md:read_md",
    ".markdown": "index.formats.md:read_md",
}


def read_file(path: Path, *, root: Path) -> RawText:
    """Return the lines of a file, read by the module for its suffix.

    :param root: the corpus folder; the file is named by its path below it, with "/".
    :raises UnreadableFileError: when no module reads this kind, or the file cannot be read.
    """
    file = path.relative_to(root).as_posix()
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnreadableFileError(f"{file}: {path.suffix or 'no suffix'} is not read; convert it to one of {known}")
    module, _, function = reader.partition(":")
    try:
        raw = getattr(importlib.import_module(module), function)(path, file=file)
    except OSError as error:
        raise UnreadableFileError(f"{file}: cannot be opened ({error.strerror}); check the file") from error
    if not isinstance(raw, RawText):
        raise TypeError(f"{reader} returned {type(raw).__name__}; a reader returns RawText")
    return raw
