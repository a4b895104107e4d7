"""The process that reads one PDF, Word or OFD file under limits of its own; started by ``guard.read_in_child``."""

from __future__ import annotations

import contextlib
import importlib
import json
import math
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from index.formats.base import RawText, UnreadableFileError
from index.formats.guard import Limits


def main(argv: Sequence[str]) -> int:
    """Write the text of a file, or the reason why there is none, to standard output as JSON.

    :param argv: "module:function" of the reader, path, name below the corpus folder, limits as JSON.
    """
    reader, path, file, given = argv
    limits = Limits(**json.loads(given))
    module, _, function = reader.partition(":")
    read = getattr(importlib.import_module(module), function)
    _limit(limits)
    try:
        answer = _as_json(read(Path(path), file=file, limits=limits), limits)
    except UnreadableFileError as error:
        answer = json.dumps({"error": str(error)})
    except MemoryError:
        mebibytes = limits.memory_bytes // 2**20
        answer = json.dumps({"error": f"{file}: needs more than {mebibytes} MiB of memory; split the file"})
    except Exception as error:
        # Whatever a parser trips over is a fault of the file: it is named in the report, and the rest is built.
        reason = f"{type(error).__name__}: {error}"[:200]
        answer = json.dumps({"error": f"{file}: damaged ({reason}); open it, save it anew and try again"})
    sys.stdout.write(answer)
    return 0


def _limit(limits: Limits) -> None:
    seconds = math.ceil(limits.seconds)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 8 * limits.text_chars),  # the answer is the only file it may write
        (resource.RLIMIT_CORE, 0),
    ):
        # macOS refuses a limit of address space; time and size still hold there.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most + (what == resource.RLIMIT_CPU)))  # SIGXCPU first, then SIGKILL


def _as_json(raw: RawText, limits: Limits) -> str:
    size = sum(len(line.text) for line in raw.lines)
    if size > limits.text_chars:
        raise UnreadableFileError(f"{raw.file}: {size} characters, more than {limits.text_chars}; split the file")
    lines = [(line.text, line.line, line.page) for line in raw.lines]
    return json.dumps({"lines": lines, "encoding": raw.encoding, "notes": raw.notes}, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
