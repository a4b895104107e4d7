"""Everyday words for official ones, to make a sentence of a document sound like a question about it.

Reads TSV files of four columns: everyday, official terms separated by ``;`` (likeliest first), field, context words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One everyday expression and the terms official documents use for it."""

    everyday: str
    official: tuple[str, ...]
    needs_context: bool  # means this only beside certain other words


def read_lexicon(folder: Path) -> list[LexiconEntry]:
    """Return the entries of every ``.tsv`` file in ``folder``; blank lines and lines that begin with ``#`` are skipped.

    :raises ValueError: if there is no such file, or a line has fewer than two columns.
    """
    files = sorted(folder.glob("*.tsv"))
    if not files:
        raise ValueError(f"{folder}: no .tsv file; --lexicon takes a folder of lexicon tables")
    entries = []
    for path in files:
        for line_no, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            official = tuple(term.strip() for term in cells[1].split(";") if term.strip()) if len(cells) > 1 else ()
            if not cells[0].strip() or not official:
                raise ValueError(f"{path}:{line_no}: {line!r} needs an everyday and an official column, tab-separated")
            entries.append(LexiconEntry(cells[0].strip(), official, len(cells) > 3 and bool(cells[3].strip())))
    return entries


class Paraphraser:
    """Replaces official terms in a sentence by everyday ones."""

    def __init__(self, entries: Sequence[LexiconEntry]) -> None:
        self._everyday: dict[str, list[str]] = {}
        self._lengths: dict[str, set[int]] = {}  # lengths of the terms that begin with two given characters
        for entry in entries:
            for rank, term in enumerate(entry.official):
                if len(term) >= 2:
                    weight = (3 if rank == 0 else 1) if not entry.needs_context else 1
                    self._everyday.setdefault(term, []).extend([entry.everyday] * weight)
                    self._lengths.setdefault(term[:2], set()).add(len(term))

    def terms(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield (offset, term) of the official terms in ``text``, the longest at each place, without overlap."""
        at = 0
        while at < len(text) - 1:
            for length in sorted(self._lengths.get(text[at : at + 2], ()), reverse=True):
                term = text[at : at + length]
                if term in self._everyday:
                    yield at, term
                    at += length - 1
                    break
            at += 1

    def paraphrase(self, text: str, random: Random, *, share: float) -> str:
        """Return ``text`` with about ``share`` of its official terms in everyday words."""
        parts, last = [], 0
        for at, term in self.terms(text):
            if random.random() < share:
                parts += [text[last:at], random.choice(self._everyday[term])]
                last = at + len(term)
        return "".join(parts) + text[last:]
