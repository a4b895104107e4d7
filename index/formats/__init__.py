"""One module a file type; all give the same RawText."""

from __future__ import annotations

import importlib
from pathlib import Path

from index.formats.base import RawText, UnreadableFileError
from index.formats.guard import check_file

# suffix -> "module:function"; the module is imported when a file of its kind is met.
READERS: dict[str, str] = {
    ".txt": "index.formats.txt:read_txt",
    ".md": "index.formats.md:read_md",
    ".markdown": "index.formats.md:read_md",
    ".html": "index.formats.html:read_html",
    ".htm": "index.formats.html:read_html",
    ".docx": "index.formats.docx:read_docx",
    ".pdf": "index.formats.pdf:read_pdf",
    ".ofd": "index.formats.ofd:read_ofd",
}
# Closed or outdated formats; each is refused with what to do.
OLD_FORMATS = (".doc", ".dot", ".wps", ".wpt", ".et", ".ett", ".dps", ".xls", ".ppt", ".rtf", ".ceb")


def read_file(path: Path, *, root: Path) -> RawText:
    """Return the lines of a file, read by the module for its suffix.

    :param root: the corpus folder; the file is named by its path below it, with "/".
    :raises UnreadableFileError: when no module reads this kind, the file cannot be read or passes a limit, or it is a
        link out of the folder.
    """
    file = path.relative_to(root).as_posix()
    suffix = path.suffix.lower()
    reader = "index.formats.guard:reject_old_format" if suffix in OLD_FORMATS else READERS.get(suffix)
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnreadableFileError(f"{file}: {path.suffix or 'no suffix'} is not read; convert it to one of {known}")
    module, _, function = reader.partition(":")
    try:
        check_file(path, root=root, file=file)
        raw = getattr(importlib.import_module(module), function)(path, file=file)
    except OSError as error:
        raise UnreadableFileError(f"{file}: cannot be opened ({error.strerror}); check the file") from error
    if not isinstance(raw, RawText):
        raise TypeError(f"{reader} returned {type(raw).__name__}; a reader returns RawText")
    return raw
