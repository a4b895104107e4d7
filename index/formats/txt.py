"""Plain text files."""

from __future__ import annotations

from pathlib import Path

from index.formats.base import RawText
from index.formats.decode import decode, to_lines


def read_txt(path: Path, *, file: str) -> RawText:
    """Return the lines of a text file.

    :param file: the name it is known by, below the corpus folder.
    :raises UnreadableFileError: when it is no text in UTF-8, UTF-16 or GB18030.
    """
    decoded = decode(path.read_bytes(), file=file)
    lines, notes = to_lines(decoded.text, file=file)
    return RawText(file, lines, decoded.encoding, notes=notes)
