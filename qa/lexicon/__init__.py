"""语义转换: everyday words mapped to official terms, as TSV files people can edit, and their loader.

One entry a line, four columns: everyday expression, official terms separated by ``;`` (likeliest first), service field,
and context words separated by ``;`` of which one must stand in the question (empty: always applies).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.text import fold

FOLDER = Path(__file__).resolve().parent
_RESPELLINGS = frozenset({"错字", "异体"})  # fields of wrong characters and other forms


@dataclass(frozen=True, slots=True)
class Entry:
    """One everyday expression and what official documents call it."""

    everyday: str  # folded
    official: tuple[str, ...]  # likeliest first
    field: str
    when: tuple[str, ...]  # folded context words; empty: no condition

    @property
    def respells(self) -> bool:
        """Whether the expression is the official term in other characters (养老今, 帐户) and no word of its own."""
        return self.field in _RESPELLINGS or any(
            len(term) == len(self.everyday) and sum(map(str.__ne__, term, self.everyday)) == 1 for term in self.official
        )


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a question at folded[start:end]."""

    entry: Entry
    start: int
    end: int


class Lexicon:
    """All entries, by expression."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[str, list[Entry]] = {}
        for entry in entries:
            self._entries.setdefault(entry.everyday, []).append(entry)
        self._longest = max(map(len, self._entries), default=0)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Lexicon:
        """Read every TSV file of ``folder``.

        :raises ValueError: naming file and line of an entry that is not four columns or maps to nothing.
        """
        return cls(entry for path in sorted(folder.glob("*.tsv")) for entry in read_entries(path))

    @property
    def entries(self) -> Mapping[str, Sequence[Entry]]:
        """Entries by folded everyday expression."""
        return self._entries

    def words(self) -> Iterator[str]:
        """Yield each rightly written expression and each official term, once."""
        seen: set[str] = set()
        for entry in (entry for group in self._entries.values() for entry in group):
            for word in entry.official if entry.respells else (entry.everyday, *entry.official):
                if word not in seen:
                    seen.add(word)
                    yield word

    def match(self, folded: str) -> list[Match]:
        """Return the entries that apply to a folded question: longest first, none overlapping another."""
        taken = bytearray(len(folded))
        found: list[Match] = []
        for length in range(min(self._longest, len(folded)), 0, -1):
            for start in range(len(folded) - length + 1):
                entries = self._entries.get(folded[start : start + length])
                if entries is None or any(taken[start : start + length]):
                    continue
                fitting = [e for e in entries if not e.when or any(word in folded for word in e.when)]
                if fitting:
                    taken[start : start + length] = b"\1" * length
                    found.extend(Match(entry, start, start + length) for entry in fitting)
        return sorted(found, key=lambda match: match.start)


def read_entries(path: Path) -> list[Entry]:
    """Read one TSV file.

    :raises ValueError: naming file and line of an entry that is not four columns or maps to nothing.
    """
    entries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        official = tuple(term for term in columns[1].split(";") if term) if len(columns) == 4 else ()
        if not official or not columns[0]:
            raise ValueError(f"{path}:{number}: {line!r} needs four columns: everyday, official;…, field, when;…")
        when = tuple(fold(word) for word in columns[3].split(";") if word)
        entries.append(Entry(fold(columns[0]), official, columns[2], when))
    return entries
