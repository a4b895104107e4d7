"""What one file is parsed into, and the same as JSON so that a cache can keep it."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from dataclasses import dataclass
from datetime import date

from index.corpus import Document, Passage
from index.lines import LeftOut


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at."""

    kind: str  # article_gap | article_repeat | reading_error | edition_conflict
    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many tables and rows a document holds."""

    tables: int
    rows: int


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One document as one file prints it; ``passages`` name this file only."""

    document: Document
    passages: tuple[Passage, ...]
    articles: tuple[int, ...] = ()  # numbers of its 第N条 in order, for the check that 1…N arrived
    tables: TableCount = TableCount(0, 0)
    preferred: int = 0  # how clean the printing is, for choosing among editions; larger is better


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """Everything one file gave."""

    file: str
    encoding: str
    lines: int  # non-blank source lines
    documents: tuple[ParsedDocument, ...]
    left_out: tuple[LeftOut, ...]
    unaccounted: tuple[int, ...]  # non-blank lines neither in a passage nor left out; empty unless there is a bug
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def to_json(parsed: ParsedFile) -> str:
    """Return the parsed file as one line of JSON."""
    return json.dumps(dataclasses.asdict(parsed), ensure_ascii=False, default=_date_text, separators=(",", ":"))


def _date_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot write {value!r} as JSON; only dates need help")


def from_json(text: str) -> ParsedFile:
    """Return the parsed file that :func:`to_json` wrote.

    :raises ValueError: when the text is no JSON or lacks a field.
    """
    try:
        value = _build(ParsedFile, json.loads(text))
    except (KeyError, TypeError) as error:
        raise ValueError(f"cached parse does not fit this version ({error}); parse the file again") from error
    return typing.cast(ParsedFile, value)


@functools.cache
def _hints(kind: type) -> tuple[tuple[str, object], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in dataclasses.fields(kind))


def _build(kind: object, value: object) -> object:
    """Return ``value`` as an instance of ``kind``: dataclasses, tuples of one kind, dates, plain values."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _build(next(one for one in arguments if one is not type(None)), value)
    if origin is tuple and isinstance(value, list):
        if len(arguments) == 2 and arguments[1] is ...:
            return tuple(_build(arguments[0], item) for item in value)
        return tuple(_build(one, item) for one, item in zip(arguments, value, strict=True))
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and isinstance(value, dict):
        return kind(**{name: _build(hint, value[name]) for name, hint in _hints(kind)})
    return value
