"""One gold question beside its run line, with the texts normalised once for all metrics.

Knows nothing of means, files or pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from eval.gold import GoldQuestion
from eval.run_file import MISSING, RunCitation, RunLine
from eval.text import contains, normalise, strip_marks


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


def make_case(gold: GoldQuestion, line: RunLine | None) -> Case:
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
    )
