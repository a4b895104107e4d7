"""The run file: one JSON line a question, as the architecture page defines it, written and read.

Beyond the contract a line holds what some metrics need: ``direct``, ``notes``, ``confidence`` (when the answer gives
one), ``wordings`` (the same question asked in other words), ``trace`` and, for a question whose answering raised,
``error``. Reading never drops a line in silence: what cannot be scored is returned as a problem.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from qa.records import Status

STATUSES = tuple(status.value for status in Status)
MISSING = "missing"  # status of a gold question the run has no line for


@dataclass(frozen=True, slots=True)
class RunCitation:
    """A citation as the run file holds it; dates are ISO or ""."""

    n: int
    doc_title: str = ""
    doc_number: str = ""
    issuer: str = ""
    issued: str = ""
    effective: str = ""
    expires: str = ""
    validity: str = ""
    article: str = ""
    quote: str = ""
    passage: str = ""
    source: str = ""
    first_line: int = 0
    last_line: int = 0
    passage_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RunHit:
    """A retrieved passage; rank counts from 1."""

    rank: int
    passage_id: str
    doc_title: str = ""
    doc_number: str = ""
    article: str = ""
    text: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class RunWording:
    """What the same question in other words was answered."""

    question: str
    status: str
    direct: str = ""
    answer: str = ""
    cited: tuple[str, ...] = ()  # passage ids in order of use


@dataclass(frozen=True, slots=True)
class RunLine:
    """What the run says of one question."""

    id: str
    status: str = MISSING
    question_used: str = ""
    answer: str = ""
    citations: tuple[RunCitation, ...] = ()
    retrieved: tuple[RunHit, ...] = ()
    retrieve_ms: float | None = None  # None: not measured
    total_ms: float | None = None
    direct: str = ""
    notes: tuple[str, ...] = ()
    confidence: float | None = None  # probability from 0 to 1 that the answer is right; None: not given
    wordings: tuple[RunWording, ...] = ()
    trace: tuple[str, ...] = ()
    error: str = ""  # exception type and message when answering raised

    @property
    def answered(self) -> bool:
        """Whether a question was answered, in part at least."""
        return self.status.startswith("answered")


@dataclass(frozen=True, slots=True)
class RunFile:
    """A run as read: the last line of each id, and what was wrong with the file."""

    lines: Mapping[str, RunLine]
    broken: tuple[str, ...] = ()  # "path:line: why"
    duplicates: tuple[str, ...] = ()  # "path:line: id …"; the later line counts, as after a resumed run
    written: int = 0  # lines in the file that are not empty


def _text(record: Mapping[str, object], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{key} is {type(value).__name__} {value!r:.60}; it must be text")
    return value


def _number(record: Mapping[str, object], key: str) -> float | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{key} is {value!r:.60}; it must be a number")
    return float(value)


def _objects(record: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError(f"{key} is {value!r:.60}; it must be a list of objects")
    return value


def _texts(record: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = record.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key} is {value!r:.60}; it must be a list of texts")
    return tuple(value)


CITATION_TEXTS = ("doc_title", "doc_number", "issuer", "issued", "effective", "expires", "validity", "article", "quote",
                  "passage", "source", "passage_id", "note")  # fmt: skip


def _citation(record: Mapping[str, object], position: int) -> RunCitation:
    texts = {key: _text(record, key) for key in CITATION_TEXTS}
    return RunCitation(
        n=int(_number(record, "n") or position),
        first_line=int(_number(record, "first_line") or 0),
        last_line=int(_number(record, "last_line") or 0),
        **texts,
    )


def _hit(record: Mapping[str, object], position: int) -> RunHit:
    return RunHit(
        rank=position,  # the order of the list is the ranking, as the reference scorer reads it
        score=_number(record, "score") or 0.0,
        **{key: _text(record, key) for key in ("passage_id", "doc_title", "doc_number", "article", "text")},
    )


def _wording(record: Mapping[str, object]) -> RunWording:
    texts = {key: _text(record, key) for key in ("question", "status", "direct", "answer")}
    return RunWording(cited=_texts(record, "cited"), **texts)


def parse_run_line(line: str) -> RunLine:
    """Return one line of a run file.

    :raises ValueError: if it is not JSON, has no id or no known status, or a field of another type than agreed.
    """
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos}") from error
    if not isinstance(record, dict):
        raise ValueError(f"a {type(record).__name__}, not an object")
    for key in ("id", "status"):
        if not _text(record, key):
            raise ValueError(f"{key} is missing or empty")
    if record["status"] not in STATUSES:
        raise ValueError(f"status {record['status']!r} is unknown; use one of {', '.join(STATUSES)}")
    timings = record.get("timings_ms") or {}
    if not isinstance(timings, dict):
        raise ValueError(f"timings_ms is {timings!r:.60}; it must be an object")
    return RunLine(
        citations=tuple(_citation(item, place) for place, item in enumerate(_objects(record, "citations"), 1)),
        retrieved=tuple(_hit(item, place) for place, item in enumerate(_objects(record, "retrieved"), 1)),
        retrieve_ms=_number(timings, "retrieve"),
        total_ms=_number(timings, "total"),
        notes=_texts(record, "notes"),
        confidence=_number(record, "confidence"),
        wordings=tuple(map(_wording, _objects(record, "wordings"))),
        trace=_texts(record, "trace"),
        **{key: _text(record, key) for key in ("id", "status", "question_used", "answer", "direct", "error")},
    )


def read_run(path: Path) -> RunFile:
    """Return the run in ``path``; broken and duplicate lines are listed with their place, not dropped in silence."""
    return parse_run(path.read_text(encoding="utf-8-sig", errors="replace").split("\n"), str(path))


def parse_run(texts: Iterable[str], name: str) -> RunFile:
    """Return the run in these lines; ``name`` stands in the problems."""
    lines: dict[str, RunLine] = {}
    broken: list[str] = []
    duplicates: list[str] = []
    written = 0
    for number, text in enumerate(texts, 1):
        if not text.strip():
            continue
        written += 1
        try:
            line = parse_run_line(text)
        except ValueError as error:
            broken.append(f"{name}:{number}: {error}")
            continue
        if line.id in lines:
            duplicates.append(f"{name}:{number}: id {line.id!r} again; this later line counts")
        lines[line.id] = line
    return RunFile(lines, tuple(broken), tuple(duplicates), written)
