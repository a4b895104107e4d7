"""Bytes into text: UTF-8, UTF-16 and GB18030 told apart, invisible characters taken out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.formats.base import RawLine, UnreadableFileError

MAX_BYTES = 64 * 1024 * 1024
MAX_LINE = 1_000_000  # characters; a longer line is no document text
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's characters."""

    text: str
    encoding: str  # utf-8 | utf-16 | gb18030


def decode(data: bytes, *, file: str) -> Decoded:
    """Return the text of a file.

    :raises UnreadableFileError: when it is too large, or is no text in a known encoding.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(f"{file}: {len(data)} bytes, more than {MAX_BYTES}; split the file")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], encoding, file), encoding.removesuffix("-le").removesuffix("-be"))
    if b"\x00" in data:
        return Decoded(_without_bom(data, file), "utf-16")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = _strict(data, "gb18030", file)
    if text and sum(_is_expected(char) for char in text) < 0.7 * len(text):
        raise UnreadableFileError(f"{file}: neither UTF-8, UTF-16 nor GB18030 text; save it as UTF-8")
    return Decoded(text, "gb18030")


def _strict(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"{file}: not text in {encoding} (byte {error.start}); save it as UTF-8 or remove it"
        ) from error


def _without_bom(data: bytes, file: str) -> str:
    """Decode UTF-16 that lacks its mark: in the right byte order nearly all characters are Chinese or ASCII."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, errors="replace") if len(data) % 2 == 0 else ""
        if text and sum(map(_is_expected, text)) >= 0.9 * len(text) and "\x00" not in text:
            return _strict(data, encoding, file)
    raise UnreadableFileError(f"{file}: holds NUL bytes, so it is no text; save it as text or remove it")


def _is_expected(char: str) -> bool:
    return (
        char.isspace()
        or char.isascii()
        or "\u4e00" <= char <= "\u9fff"
        or "\u3000" <= char <= "\u303f"
        or char > "\uff00"
    )


def strip_invisible(texts: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return texts without invisible characters, and a note on how many were taken out."""
    removed = sum(len(_INVISIBLE.findall(text)) for text in texts)
    if not removed:
        return list(texts), ()
    return [_INVISIBLE.sub("", text) for text in texts], (f"{removed} invisible characters removed",)


def to_lines(text: str, *, file: str, first_line: int = 1) -> tuple[tuple[RawLine, ...], tuple[str, ...]]:
    """Return the lines as an editor counts them, and notes on what was taken out.

    :raises UnreadableFileError: when a line is longer than ``MAX_LINE`` characters.
    """
    (text,), notes = strip_invisible([text])
    lines = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), first_line):
        if len(line) > MAX_LINE:
            raise UnreadableFileError(f"{file}:{number}: a line of {len(line)} characters; break it into paragraphs")
        lines.append(RawLine(line.replace("\f", "").replace("\v", ""), number))
    return tuple(lines), notes
