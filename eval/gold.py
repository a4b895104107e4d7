"""Gold questions: the record, the closed word lists, and reading a gold file.

Knows nothing of runs or metrics. Whether the evidence stands in the corpus is asked by ``gold_check``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

KINDS = (
    "number", "date", "condition", "procedure", "list", "definition", "who", "yesno", "docnum", "compare", "multi",
    "table", "followup", "unanswerable",
)  # fmt: skip
STYLES = ("formal", "colloquial", "keyword", "typo", "dialect-ish")
AUDIENCES = ("citizen", "business", "agent")
LONG_KINDS = frozenset({"list", "multi", "table", "compare", "procedure"})  # need more room to be answered whole


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question with what a right answer contains and the quotes it rests on."""

    id: str
    question: str
    style: str  # one of STYLES
    kind: str  # one of KINDS
    audience: str  # one of AUDIENCES
    source: str = ""  # file quoted, below the corpus folder
    doc_title: str = ""  # two documents joined with "；"
    doc_number: str = ""
    article: str = ""
    evidence: tuple[str, ...] = ()  # verbatim quotes that together suffice
    must: tuple[str, ...] = ()  # "a|b" are alternatives
    answer: str = ""  # reference answer
    turns: tuple[str, ...] = ()  # earlier questions of the conversation, oldest first
    also_in: tuple[str, ...] = ()  # other files with the same document
    wordings: tuple[str, ...] = ()  # the same question in other words: the answer must not change
    as_of: date | None = None  # day the question is asked about; None: the day of the run
    validity: str = ""  # expected Validity value of the evidence's document on that day; "" when not judged

    @property
    def answerable(self) -> bool:
        """Whether the corpus answers it; for the others the right reaction is to abstain."""
        return self.kind != "unanswerable"


TEXT_FIELDS = ("id", "question", "style", "kind", "audience", "source", "doc_title", "doc_number", "article", "answer",
               "validity")  # fmt: skip
LIST_FIELDS = ("evidence", "must", "turns", "also_in", "wordings")
REQUIRED_FIELDS = ("id", "question", "style", "kind", "audience")
FIELDS = (*TEXT_FIELDS, *LIST_FIELDS, "as_of")


def _one_of(value: str, allowed: Sequence[str], field: str) -> None:
    if value not in allowed:
        raise ValueError(f"{field} {value!r} is unknown; use one of {', '.join(allowed)}")


def question_from_json(record: Mapping[str, object]) -> GoldQuestion:
    """Return the question in one JSON object.

    :raises ValueError: for a missing or empty field, a wrong type, an unknown kind, style or audience, evidence
        without must, or an unanswerable question with evidence.
    """
    texts: dict[str, str] = {}
    for field in TEXT_FIELDS:
        value = record.get(field, "")
        if not isinstance(value, str):
            raise ValueError(f"{field} is {type(value).__name__} {value!r}; it must be text")
        if field in REQUIRED_FIELDS and not value.strip():
            raise ValueError(f"{field} is missing or empty")
        texts[field] = value
    lists: dict[str, tuple[str, ...]] = {}
    for field in LIST_FIELDS:
        items = record.get(field, [])
        if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
            raise ValueError(f"{field} is {items!r}; it must be a list of non-empty texts")
        lists[field] = tuple(items)
    for field, allowed in (("kind", KINDS), ("style", STYLES), ("audience", AUDIENCES)):
        _one_of(texts[field], allowed, field)
    if texts["kind"] == "unanswerable" and (lists["evidence"] or lists["must"]):
        raise ValueError("an unanswerable question has neither evidence nor must; empty both or change its kind")
    if texts["kind"] != "unanswerable" and not (lists["evidence"] and lists["must"]):
        raise ValueError("an answerable question needs evidence and must; add them or use kind unanswerable")
    return GoldQuestion(as_of=_day(record.get("as_of") or ""), **texts, **lists)  # type: ignore[arg-type]


def _day(value: object) -> date | None:
    if value == "":
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"as_of {value!r} is not a day; write it as 2025-01-31") from error


def question_to_json(question: GoldQuestion) -> str:
    """Return the question as one line of JSON, empty fields left out except evidence and must."""
    record = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in asdict(question).items()
        if value or key in ("evidence", "must")
    }
    return json.dumps(record, ensure_ascii=False)


def read_gold(path: Path) -> list[GoldQuestion]:
    """Return the questions of a gold file (JSON lines), in its order; empty lines are skipped.

    Fields the record does not know are left aside here; ``gold check`` lists them.

    :raises ValueError: with ``path:line: …`` for a line that is not a valid question or an id that stands twice,
        and for a file without questions.
    """
    questions: list[GoldQuestion] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            question = parse_gold_line(line)
        except ValueError as error:
            raise ValueError(f"{path}:{number}: {error}") from error
        if question.id in seen:
            raise ValueError(
                f"{path}:{number}: id {question.id!r} stands already in line {seen[question.id]}; give it another"
            )
        seen[question.id] = number
        questions.append(question)
    if not questions:
        raise ValueError(f"{path}: holds no question; see eval/gold for the format")
    return questions


def parse_gold_line(line: str) -> GoldQuestion:
    """Return the question on one line.

    :raises ValueError: if it is not JSON, not an object or not a valid question.
    """
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos}") from error
    if not isinstance(record, dict):
        raise ValueError(f"a {type(record).__name__}, not an object")
    return question_from_json(record)


def gold_sha256(path: Path) -> str:
    """Return the SHA-256 of the gold file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
