"""Does each sentence rest on what it cites? One function a metric for one question.

All are None for a question that was not answered: it claims nothing. What an answer may rest on is, per citation, the
passage, the document's title, number, issuer, dates and the article path.
"""

from __future__ import annotations

from collections.abc import Collection

from eval.case import Case, cited_text
from eval.run_file import RunCitation
from eval.text import (
    SUPPORT_SHARE,
    cited_sentences,
    contains,
    figures,
    figures_any_spacing,
    normalise,
    sentences,
    without_space,
)


def cited_evidence(case: Case) -> float | None:
    """Return 1.0 when a cited passage holds an evidence quote, 0.0 when not answered; None when unanswerable."""
    if not case.gold.answerable:
        return None
    return float(case.answered and any(case.evidence_cited))


def evidence_coverage(case: Case) -> float | None:
    """Return the share of the evidence quotes that stand in cited passages; as ``cited_evidence`` undefined."""
    if not case.gold.answerable:
        return None
    return sum(case.evidence_cited) / len(case.evidence_cited) if case.answered else 0.0


def supported_sentences(case: Case) -> float | None:
    """Return the share of sentences whose words stand in the cited passages together; 1.0 when there is no sentence."""
    if not case.answered:
        return None
    said = sentences(case.line.answer)
    known = "".join(case.cited)
    return sum(contains(known, sentence, SUPPORT_SHARE) for sentence in said) / len(said) if said else 1.0


def _grounds(citation: RunCitation) -> str:
    head = (citation.doc_title, citation.doc_number, citation.issuer, citation.article)
    return normalise(cited_text(citation) + "".join(head) + "".join(_dates(citation)))


def _dates(citation: RunCitation) -> tuple[str, str, str]:
    return citation.issued, citation.effective, citation.expires


def citation_recall(case: Case) -> float | None:
    """Return the share of sentences supported by the very citations whose marks they bear.

    A sentence without marks is not supported. 1.0 when the answer has no sentence long enough to claim something.
    """
    if not case.answered:
        return None
    grounds = {citation.n: _grounds(citation) for citation in case.line.citations}
    said = cited_sentences(case.line.answer)
    supported = [
        contains("".join(grounds.get(number, "") for number in sorted(sentence.numbers)), sentence.text, SUPPORT_SHARE)
        for sentence in said
    ]
    return sum(supported) / len(said) if said else 1.0


def citation_precision(case: Case) -> float | None:
    """Return the share of citations that support a sentence bearing their mark; 0.0 for an answer without citations."""
    if not case.answered:
        return None
    if not case.line.citations:
        return 0.0
    said = cited_sentences(case.line.answer)
    useful = [
        any(
            citation.n in sentence.numbers and contains(_grounds(citation), sentence.text, SUPPORT_SHARE)
            for sentence in said
        )
        for citation in case.line.citations
    ]
    return sum(useful) / len(useful)


def uncited(case: Case) -> float | None:
    """Return 1.0 when the answer cites nothing."""
    return float(not case.line.citations) if case.answered else None


def verbatim(case: Case) -> float | None:
    """Return the share of citations whose quote stands in their passage, white space aside; None without citations.

    Where the source files were given, the quote must also stand in the file it names, if that is a text file.
    """
    if not case.answered or not case.line.citations:
        return None
    return sum(_is_verbatim(case, citation) for citation in case.line.citations) / len(case.line.citations)


def _is_verbatim(case: Case, citation: RunCitation) -> bool:
    source = case.sources.get(citation.source)
    in_source = source is None or without_space(citation.quote) in source
    return in_source and quote_stands_in(citation.quote, citation.passage)


def quote_stands_in(quote: str, passage: str) -> bool:
    """Return whether a quote that is not empty stands in the passage, white space and width aside."""
    flat = without_space(quote)
    return bool(flat) and flat in without_space(passage)


def unsupported_figures(case: Case) -> Collection[str]:
    """Return the figures of the answer that stand neither in a citation nor in the question, sorted.

    White space inside a figure is forgiven: a line break may stand there in the source.
    """
    if not case.answered:
        return []
    known = " ".join(
        " ".join((cited_text(c), c.doc_title, c.doc_number, c.article, *_dates(c))) for c in case.line.citations
    )
    asked = " ".join((case.gold.question, *case.gold.turns))
    return sorted(figures(case.text) - figures_any_spacing(f"{known} {asked}"))


def false_figures(case: Case) -> float | None:
    """Return 1.0 when the answer holds a figure that neither a citation nor the question has."""
    return float(bool(unsupported_figures(case))) if case.answered else None


def validity_right(case: Case) -> float | None:
    """Return 1.0 when a citation that holds evidence states the expected validity.

    None when the gold question does not say which validity is right, or no evidence is cited (already counted there).
    """
    if not case.gold.validity or not case.answered:
        return None
    stated = [
        citation.validity
        for citation, passage in zip(case.line.citations, case.cited, strict=True)
        if any(contains(passage, quote) for quote in case.evidence)
    ]
    return float(case.gold.validity in stated) if stated else None


NO_NOTE_NEEDED = frozenset({"in_force", "unknown", ""})


def validity_noted(case: Case) -> float | None:
    """Return the share of citations not in force that tell the reader so in words; None when all are in force."""
    if not case.answered:
        return None
    stale = [citation for citation in case.line.citations if citation.validity not in NO_NOTE_NEEDED]
    if not stale:
        return None
    return sum(bool(citation.note) or bool(case.line.notes) for citation in stale) / len(stale)
