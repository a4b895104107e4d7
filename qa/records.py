"""The records that pass between the steps of answering a question.

Knows nothing of indexes on disk, pages or models.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from index.corpus import Document, Passage


class Status(StrEnum):
    """How a question was dealt with; the part before the first ``_`` is the group."""

    ANSWERED = "answered"
    ANSWERED_PARTIAL = "answered_partial"
    CLARIFICATION = "clarification"
    NO_SOURCE = "unanswerable_no_source"
    LOW_CONFIDENCE = "unanswerable_low_confidence"
    OTHER_PLACE = "unanswerable_other_place"
    EMERGENCY = "redirected_emergency"
    PERSONAL_RECORD = "redirected_personal_record"
    COMPLAINT = "redirected_complaint"
    SMALLTALK = "redirected_smalltalk"
    PERSONAL_DATA = "guardrail_personal_data"
    INJECTION = "guardrail_injection"
    UNSAFE = "guardrail_unsafe"
    TIMEOUT = "error_timeout"
    MODEL_ERROR = "error_model"
    INDEX_ERROR = "error_index"


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage found for a question; a higher score is better."""

    passage: Passage
    document: Document
    score: float
    features: Mapping[str, float] = field(default_factory=dict)  # what the ranking saw, for explain


@dataclass(frozen=True, slots=True)
class Citation:
    """The source of one or more sentences of an answer; field names are those of the run file."""

    n: int  # the [n] in the answer, from 1 in order of use
    doc_title: str
    doc_number: str
    issuer: str  # joint issuers joined with "、"
    issued: str  # ISO date or ""
    effective: str
    expires: str
    validity: str  # a Validity value on the day asked about
    article: str  # heading path
    quote: str  # verbatim from source, white space aside
    passage: str  # the whole cited passage
    source: str  # file
    first_line: int
    last_line: int
    passage_id: str
    note: str = ""  # plain sentence when expired, repealed, plan over ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question; the same object for page, API, desk and evaluation."""

    status: Status
    text: str  # with [n] marks
    question_used: str  # after masking and completing a follow-up: what was searched and answered
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[ScoredPassage, ...] = ()
    direct: str = ""  # the direct answer taken from the text (an amount, a date, 可以/不可以), part of ``text``
    spoken: str = ""  # 60-80 characters to read aloud on the phone
    notes: tuple[str, ...] = ()  # validity, masking, "我理解您问的是：…": shown with the answer
    choices: tuple[str, ...] = ()  # for CLARIFICATION: questions to pick from
    related: tuple[Document, ...] = ()  # documents on the same subject
    timings_ms: Mapping[str, float] = field(default_factory=dict)  # retrieve, total
    confidence: float | None = None  # calibrated probability that the evidence answers; None when nothing was searched
    trace: tuple[str, ...] = ()  # one line a step, for explain

    @property
    def nearest(self) -> tuple[ScoredPassage, ...]:
        """What may be shown as perhaps related beside an abstention: nothing where no passage matches at all."""
        return () if self.status is Status.NO_SOURCE else self.retrieved
