"""The straight line of a question: clean, route, look up, retrieve, judge, extract, cite."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.snapshot import Snapshot
from qa.answerable import Answerability
from qa.citations import cite
from qa.evidence import gather_evidence
from qa.extractor import Extractor
from qa.lexicon import Lexicon
from qa.linear import LinearModel
from qa.query import analyse
from qa.question import FollowUp, Question, clean_question, complete_follow_up
from qa.records import Answer, ScoredPassage, Status
from qa.retriever import FEATURES, RANKING_FILE, Retriever
from qa.routing import RoutingRules, load_rules, route

logger = logging.getLogger(__name__)

DEFAULT_MODEL = Path(__file__).resolve().parent.parent / "models" / "static-zh"
RETRIEVED = 10  # passages reported with an answer
ABSTAIN_BELOW = 0.5  # probability that the evidence answers; see docs/evaluation.md
PARTIAL_BELOW = 0.6
HOTLINE = "可以拨打 12345 政务服务便民热线咨询。"
EMPTY_QUESTION = "请用一句话写下您想问的事，例如：公司这个月社保能不能晚点交？"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the answerer is made of; each can be replaced in a test."""

    retriever: Retriever
    extractor: Extractor
    answerability: Answerability
    lexicon: Lexicon
    rules: RoutingRules


class QuestionAnswerer:
    """Answers questions from one snapshot; safe to use from several threads."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def snapshot(self) -> Snapshot:
        """The index that serves."""
        return self._parts.retriever.snapshot

    def answer(self, question: str, *, turns: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Return the answer to ``question`` after the earlier ``turns``, as of a day (today when None)."""
        started = time.perf_counter()
        cleaned = clean_question(question)
        if not cleaned.text:
            return Answer(Status.CLARIFICATION, EMPTY_QUESTION, "", notes=cleaned.notices, timings_ms=_since(started))
        routed = route(cleaned.text, self._parts.rules)
        if routed is not None:
            return Answer(
                routed.status,
                routed.text,
                cleaned.text,
                choices=routed.choices,
                notes=cleaned.notices,
                timings_ms=_since(started),
                trace=(f"routed by rule {routed.rule}",),
            )
        follow_up = complete_follow_up([clean_question(turn).text for turn in turns], cleaned.text)
        found = self._answer(follow_up.text, as_of or date.today())
        return replace(
            found, notes=_notes(cleaned, follow_up) + found.notes, timings_ms={**found.timings_ms, **_since(started)}
        )

    def _answer(self, question: str, on: date) -> Answer:
        started = time.perf_counter()
        parts = self._parts
        hits = parts.retriever.retrieve(question, top_k=RETRIEVED, on=on)
        retrieve_ms = (time.perf_counter() - started) * 1000
        query = analyse(question, parts.lexicon)
        evidence = gather_evidence(query, hits, self.snapshot.lexical)
        selection = parts.extractor.select(question, evidence)
        verdict = parts.answerability.judge(query, hits, selection, self.snapshot.lexical)
        trace = (
            f"concepts {', '.join(concept.everyday for concept in query.concepts)}",
            f"evidence probability {verdict.probability:.2f}, missing: {verdict.missing or '-'}",
        )
        timings = {"retrieve": retrieve_ms}
        if not hits or verdict.probability < ABSTAIN_BELOW:
            return _abstention(question, hits, verdict.missing, timings, trace)
        text, citations = cite(selection.evidence, on=on)
        partial = bool(verdict.missing) and verdict.probability < PARTIAL_BELOW
        notes = tuple(dict.fromkeys(f"[{c.n}] {c.note}" for c in citations if c.note))
        return Answer(
            Status.ANSWERED_PARTIAL if partial else Status.ANSWERED,
            text,
            question,
            citations=citations,
            retrieved=tuple(hits),
            notes=((f"{verdict.missing}。",) if partial else ()) + notes,
            timings_ms=timings,
            trace=trace,
        )


def open_answerer(index_dir: Path, *, model: Path = DEFAULT_MODEL) -> QuestionAnswerer:
    """Return an answerer over the serving snapshot of ``index_dir``.

    :raises ValueError: if the index or the encoder is missing, damaged, or they do not belong together.
    """
    from index.embedding import StaticEmbedder

    snapshot = Snapshot.open_current(index_dir)
    embedder = StaticEmbedder(model)
    if embedder.fingerprint != snapshot.manifest.encoder_sha256:
        raise ValueError(
            f"{index_dir}: built with encoder {snapshot.manifest.encoder} ({snapshot.manifest.encoder_sha256[:12]}), "
            f"now using {model} ({embedder.fingerprint[:12]}); rebuild with `python -m index build`"
        )
    lexicon = Lexicon.load()
    retriever = Retriever(snapshot, embedder, lexicon, LinearModel.load(RANKING_FILE, FEATURES))
    return QuestionAnswerer(Parts(retriever, Extractor.load(), Answerability.load(), lexicon, load_rules()))


def _abstention(
    question: str, hits: Sequence[ScoredPassage], missing: str, timings: dict[str, float], trace: tuple[str, ...]
) -> Answer:
    status = Status.LOW_CONFIDENCE if hits else Status.NO_SOURCE
    reason = f"{missing}。" if missing else ""
    near = list(dict.fromkeys(f"《{hit.document.title}》" for hit in hits[:5]))[:3]
    offer = f"可能相关的文件：{'、'.join(near)}。" if near else ""
    return Answer(
        status,
        f"收录的文件里没有找到能回答这个问题的规定。{reason}{offer}{HOTLINE}",
        question,
        retrieved=tuple(hits),
        timings_ms=timings,
        trace=trace,
    )


def _notes(cleaned: Question, follow_up: FollowUp) -> tuple[str, ...]:
    return cleaned.notices + ((follow_up.notice,) if follow_up.notice else ())


def _since(started: float) -> dict[str, float]:
    return {"total": (time.perf_counter() - started) * 1000}
