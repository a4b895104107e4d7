"""What every file format is read into: lines with their place, nothing thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a source file. Table rows are tab-separated cells on one line."""

    text: str  # without its line end
    line: int  # 1-based, as an editor counts; for paged formats: running number of the extracted lines
    page: int = 0  # 1-based; 0 when the format has no pages


@dataclass(frozen=True, slots=True)
class RawText:
    """A file's text before anybody has judged it."""

    file: str  # path below the corpus folder, with "/"
    lines: tuple[RawLine, ...]
    encoding: str  # "utf-8", "utf-16", "gb18030" ... or the format's name
    front_matter: Mapping[str, str] = field(default_factory=dict)  # "key: value" head of a markdown card
    notes: tuple[str, ...] = ()  # for the ingest report: invisible characters removed, a scanned page ...


class UnreadableFileError(ValueError):
    """A file that cannot be read; the message says which, why and what to do. The rest is still built."""
