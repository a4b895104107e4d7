"""Is a gold file fit to judge by? Format, ids, evidence verbatim in the corpus, near-duplicates, balance.

An error makes the file unfit; a note is for the person who writes the questions. Text is read from the source files,
not through the index, so a fault of the parser does not hide here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.answer_metrics import LONG, SHORT
from eval.gold import FIELDS, KINDS, LONG_KINDS, STYLES, GoldQuestion, parse_gold_line
from eval.text import has_point, normalise

NEAR_DUPLICATE = 0.8  # share of character pairs two questions have in common
UNANSWERABLE_SHARE = (0.08, 0.30)  # below, refusing is hardly tested; above, refusing everything pays
LISTED = 20  # values of one field shown in the table
TEXT_SUFFIXES = frozenset({".txt", ".md", ".html", ".htm"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or odd with a gold file."""

    is_error: bool
    where: str  # "path:line", or an id
    text: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{'error' if self.is_error else 'note'}: {self.where}: {self.text}"


def check_file(path: Path, corpus: Path | None = None) -> tuple[list[GoldQuestion], list[Finding]]:
    """Return the readable questions of a gold file and everything found, errors first.

    ``corpus`` is the folder of the source files; without it evidence is not looked up.
    """
    questions, findings = _read(path)
    if not questions:
        return [], [*findings, Finding(True, str(path), "holds no valid question")]
    if corpus is not None:
        findings += check_evidence(questions, source_texts(corpus))
    findings += check_questions(questions)
    findings += near_duplicates(questions)
    findings += check_balance(questions)
    return questions, sorted(findings, key=lambda finding: not finding.is_error)


def _read(path: Path) -> tuple[list[GoldQuestion], list[Finding]]:
    questions: list[GoldQuestion] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    for number, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not text.strip():
            continue
        where = f"{path}:{number}"
        try:
            question = parse_gold_line(text)
        except ValueError as error:
            findings.append(Finding(True, where, str(error)))
            continue
        unknown = sorted(set(json.loads(text)) - set(FIELDS))
        if unknown:
            findings.append(Finding(False, where, f"fields nobody reads: {', '.join(unknown)}"))
        if question.id in seen:
            findings.append(Finding(True, where, f"id {question.id!r} stands twice; give it another"))
            continue
        seen.add(question.id)
        questions.append(question)
    return questions, findings


def source_texts(corpus: Path) -> Mapping[str, str]:
    """Return the normalised text of every text file, by its path below ``corpus``.

    :raises ValueError: if the folder holds none.
    """
    files = sorted(path for path in corpus.rglob("*") if path.is_file() and path.suffix.lower() in TEXT_SUFFIXES)
    if not files:
        raise ValueError(f"{corpus}: holds no {', '.join(sorted(TEXT_SUFFIXES))} file; give the corpus folder")
    return {
        path.relative_to(corpus).as_posix(): normalise(path.read_text(encoding="utf-8-sig", errors="replace"))
        for path in files
    }


def check_evidence(questions: Sequence[GoldQuestion], texts: Mapping[str, str]) -> list[Finding]:
    """Return an error for each quote that stands nowhere, a note for one that stands in another file than it says."""
    findings = []
    for question in questions:
        named = [file for file in (question.source, *question.also_in) if file]
        for file in named:
            if file not in texts:
                findings.append(Finding(True, question.id, f"source {file!r} is not in the corpus"))
        for quote in question.evidence:
            flat = normalise(quote)
            if any(flat in texts.get(file, "") for file in named):
                continue
            elsewhere = [file for file, text in texts.items() if flat in text]
            if elsewhere:
                findings.append(Finding(False, question.id, f"evidence {quote[:40]!r} stands in {elsewhere[0]}"))
            else:
                findings.append(Finding(True, question.id, f"evidence {quote[:40]!r} stands in no file of the corpus"))
    return findings


def check_questions(questions: Sequence[GoldQuestion]) -> list[Finding]:
    """Return a note where the question's own reference answer would be scored wrong, or turns and kind disagree."""
    findings = []
    for question in questions:
        flat = normalise(question.answer)
        lacking = [point for point in question.must if question.answer and not has_point(flat, point)]
        if lacking:
            findings.append(Finding(False, question.id, f"the reference answer lacks the point {lacking[0]!r}"))
        if len(question.answer) > (LONG if question.kind in LONG_KINDS else SHORT):
            findings.append(Finding(False, question.id, f"the reference answer has {len(question.answer)} characters"))
        if question.kind == "followup" and not question.turns:
            findings.append(Finding(True, question.id, "kind followup without turns; add the earlier question"))
        if question.question in question.wordings or len(set(question.wordings)) < len(question.wordings):
            findings.append(Finding(True, question.id, "a wording stands twice"))
    return findings


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(max(1, len(text) - 1)))


def near_duplicates(questions: Sequence[GoldQuestion], share: float = NEAR_DUPLICATE) -> list[Finding]:
    """Return an error for the same question twice, a note for two with at least ``share`` of their pairs in common."""
    flat = [normalise("".join((*question.turns, question.question))) for question in questions]
    pairs = [_pairs(text) for text in flat]
    findings = []
    for later, question in enumerate(questions):
        for earlier in range(later):
            own, other = pairs[later], pairs[earlier]
            # the smaller set over the larger bounds the share: most pairs of questions end here
            if min(len(own), len(other)) < share * max(len(own), len(other)):
                continue
            if flat[later] == flat[earlier]:
                findings.append(Finding(True, question.id, f"the same question as {questions[earlier].id}"))
            elif len(own & other) >= share * len(own | other):
                findings.append(Finding(False, question.id, f"almost the same question as {questions[earlier].id}"))
    return findings


def check_balance(questions: Sequence[GoldQuestion]) -> list[Finding]:
    """Return notes on kinds and styles nobody asked and on too few or too many unanswerable questions."""
    findings = []
    for field, values, allowed in (
        ("kind", [question.kind for question in questions], KINDS),
        ("style", [question.style for question in questions], STYLES),
    ):
        absent = [value for value in allowed if value not in values]
        if absent:
            findings.append(Finding(False, field, f"no question of {', '.join(absent)}"))
    share = sum(not question.answerable for question in questions) / len(questions)
    low, high = UNANSWERABLE_SHARE
    if not low <= share <= high:
        findings.append(Finding(False, "kind", f"{share:.0%} unanswerable; keep it between {low:.0%} and {high:.0%}"))
    return findings


def balance_table(questions: Sequence[GoldQuestion]) -> str:
    """Return how many questions there are by kind, style, audience and source."""
    lines = [f"{len(questions)} questions, {sum(len(question.wordings) for question in questions)} other wordings"]
    for field in ("kind", "style", "audience", "source"):
        counts = Counter(str(getattr(question, field)) or "-" for question in questions).most_common()
        more = f" … and {len(counts) - LISTED} more" if len(counts) > LISTED else ""
        lines.append(f"{field:9} " + ", ".join(f"{value} {count}" for value, count in counts[:LISTED]) + more)
    return "\n".join(lines)
