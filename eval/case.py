"""One gold question beside its run line, with the texts normalised once for all metrics.

Knows nothing of means, files or pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from eval.gold import GoldQuestion
from eval.run_file import MISSING, RunCitation, RunLine
from eval.text import contains, normalise, strip_marks, without_space

NO_SOURCES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Case:
    """What a metric looks at."""

    gold: GoldQuestion
    line: RunLine
    text: str  # the answer without its marks
    flat: str  # the same, normalised
    evidence: tuple[str, ...]  # normalised
    retrieved: tuple[str, ...]  # normalised, best first
    cited: tuple[str, ...]  # normalised passage of every citation, in the order of the citations
    evidence_ranks: tuple[int | None, ...]  # per evidence quote: rank from 1 of the first passage that holds it
    evidence_cited: tuple[bool, ...]  # per evidence quote: does a cited passage hold it
    sources: Mapping[str, str]  # text files of the corpus without white space, by path; empty when not given

    @property
    def answered(self) -> bool:
        """Whether the question was answered, in part at least."""
        return self.line.answered

    @property
    def missing(self) -> bool:
        """Whether the run has no line for the question."""
        return self.line.status == MISSING

    @property
    def failed(self) -> bool:
        """Whether there is no answer because something went wrong: no line, or an error status."""
        return self.missing or self.line.status.startswith("error")


def cited_text(citation: RunCitation) -> str:
    """Return the cited passage, or the quote where a run has no passages."""
    return citation.passage or citation.quote


def source_texts(corpus: Path) -> Mapping[str, str]:
    """Return the text files below ``corpus`` without white space, by their path there.

    :raises ValueError: if there is none.
    """
    files = sorted(path for path in corpus.rglob("*") if path.is_file() and path.suffix.lower() in (".txt", ".md"))
    if not files:
        raise ValueError(f"{corpus}: holds no .txt or .md file; give the folder the index was built from")
    return {
        path.relative_to(corpus).as_posix(): without_space(path.read_text(encoding="utf-8-sig", errors="replace"))
        for path in files
    }


def make_case(gold: GoldQuestion, line: RunLine | None, sources: Mapping[str, str] = NO_SOURCES) -> Case:
    """Return the case of a gold question; ``line`` is None when the run has none for it."""
    line = line or RunLine(gold.id)
    text = strip_marks(line.answer)
    evidence = tuple(map(normalise, gold.evidence))
    retrieved = tuple(normalise(hit.text) for hit in line.retrieved)
    cited = tuple(normalise(cited_text(citation)) for citation in line.citations)
    return Case(
        gold,
        line,
        text,
        normalise(text),
        evidence,
        retrieved,
        cited,
        tuple(
            next((rank for rank, passage in enumerate(retrieved, 1) if contains(passage, quote)), None)
            for quote in evidence
        ),
        tuple(any(contains(passage, quote) for passage in cited) for quote in evidence),
        sources,
    )
