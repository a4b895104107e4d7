"""Limits for files nobody has vouched for: size, place in the corpus folder, memory and time of a child process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, NoReturn

from index.formats.base import RawLine, RawText, UnreadableFileError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. The defaults hold every real document we know several times over."""

    file_bytes: int = 64 * 1024 * 1024
    pages: int = 3_000
    zip_entries: int = 20_000
    zip_bytes: int = 256 * 1024 * 1024  # all entries of an archive expanded
    zip_ratio: int = 200  # expanded to packed, for archives that expand to more than 8 MiB
    text_chars: int = 30_000_000  # characters a file may give
    memory_bytes: int = 2 * 1024 * 1024 * 1024  # address space of the child process
    seconds: float = 60.0  # of processor time, so that a busy machine rejects nothing an idle one reads


LIMITS = Limits()

_PATIENCE = 4  # the child may take this many times its processor time by the clock
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound file of Office 97: .doc, .xls, and anything with a password
_PROJECT = Path(__file__).resolve().parents[2]


def check_file(path: Path, *, root: Path, file: str, limits: Limits = LIMITS) -> None:
    """Return when a file lies inside the corpus folder and is not too large.

    :raises UnreadableFileError: when it is a link out of the folder, no plain file, or larger than ``file_bytes``.
    """
    if not path.resolve().is_relative_to(root.resolve()):
        raise UnreadableFileError(f"{file}: is a link out of the corpus folder; copy the file itself into the folder")
    if not path.is_file():
        raise UnreadableFileError(f"{file}: is no plain file; remove it from the folder")
    check_size(path.stat().st_size, limits.file_bytes, file=file)


def check_size(size: int, most: int, *, file: str) -> None:
    """Return when ``size`` bytes are within ``most``.

    :raises UnreadableFileError: when they are not.
    """
    if size > most:
        raise UnreadableFileError(f"{file}: {size} bytes, more than {most}; split the file")


def reject_old_format(path: Path, *, file: str) -> NoReturn:
    """Refuse .doc, .wps, .et and their like, with the way out.

    :raises UnreadableFileError: always.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"PK"):
        raise UnreadableFileError(f"{file}: holds a newer format under an old name; rename it to .docx and try again")
    raise UnreadableFileError(
        f"{file}: {path.suffix.lower()} is a closed old format and is not read; "
        "open it in Word or WPS and save it as .docx or .pdf"
    )


def check_not_old(head: bytes, *, file: str) -> None:
    """Return when the first bytes of an Office file are not those of a locked or old one.

    :raises UnreadableFileError: when they are.
    """
    if head.startswith(_OLD):
        raise UnreadableFileError(
            f"{file}: has a password or is an old .doc under a new name; open it in Word or WPS, "
            "take the password off and save it as .docx"
        )


def read_in_child(reader: str, path: Path, *, file: str, limits: Limits = LIMITS) -> RawText:
    """Return what ``reader`` ("module:function", called with path, file and limits) gives in a process of its own.

    A file made to exhaust or crash a parser ends that process, not this one. The answer comes back as JSON in a
    temporary file, so that neither a pipe nor an unpickled object can do harm.

    :raises UnreadableFileError: when the file is refused, crashes the reader or passes a limit.
    """
    command = [sys.executable, "-P", "-X", "utf8", "-m", "index.formats.child", reader, str(path.resolve()), file]
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(
                [*command, json.dumps(asdict(limits))],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE * limits.seconds,
                env={**os.environ, "PYTHONPATH": str(_PROJECT)},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _too_slow(file, limits) from error
        if done.returncode == -signal.SIGXCPU:
            raise _too_slow(file, limits)
        if done.returncode:
            raise UnreadableFileError(
                f"{file}: the reader broke off (exit {done.returncode}), the file is damaged or needs more than "
                f"{limits.memory_bytes // 2**20} MiB; open it, save it anew, and split it if it is very large"
            )
        return _answer(answer, file)


def _too_slow(file: str, limits: Limits) -> UnreadableFileError:
    return UnreadableFileError(
        f"{file}: reading took more than {limits.seconds:.0f} s of processor time; split the file or save it anew"
    )


def _answer(stream: IO[bytes], file: str) -> RawText:
    stream.seek(0)
    answer = json.load(stream)
    if "error" in answer:
        raise UnreadableFileError(answer["error"])
    lines = tuple(RawLine(text, line, page) for text, line, page in answer["lines"])
    return RawText(file, lines, answer["encoding"], {}, tuple(answer["notes"]))
