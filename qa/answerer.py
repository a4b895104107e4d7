"""The straight line of a question: clean, route, look up, retrieve, judge, extract, cite, verify."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from index.snapshot import Snapshot
from qa.abstention import abstain, place_elsewhere
from qa.answerable import Answerability
from qa.by_parts import by_parts
from qa.citations import Quoted, cite
from qa.clarify import clarification
from qa.direct import direct_answer, direct_fact
from qa.document_answer import DocumentAnswer, answer_about_document
from qa.evidence import gather_evidence
from qa.extractor import Extractor, Selection
from qa.filters import Filters
from qa.follow_up import FollowUp, complete_follow_up
from qa.later import later_table
from qa.lexicon import Lexicon
from qa.lookup import Lookup, LookupTable
from qa.notes import noted
from qa.part_reader import PartReader
from qa.provision_answer import CUT, not_held, provisions_first, within, words_of
from qa.query import SearchQuery
from qa.question import Question, clean_question
from qa.records import Answer, ScoredPassage, Status
from qa.related import related_to_all
from qa.relative_dates import notices, written_out
from qa.retriever import Retriever
from qa.routing import RoutingRules, route
from qa.shown import Group, Shown
from qa.spoken import spoken_fact, spoken_version
from qa.topic import ground
from qa.verifier import verify

logger = logging.getLogger(__name__)

RETRIEVED = 10  # passages reported with an answer
# Probability that the evidence answers; about 5 in 100 answerable questions of each of the three gold sets lie below.
ABSTAIN_BELOW = 0.3
PARTIAL_BELOW = 0.5  # below it, and when something asked is missing, the answer says that it covers a part only
EMPTY_QUESTION = "请用一句话写下您想问的事，例如：公司这个月社保能不能晚点交？"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the answerer is made of; each can be replaced in a test."""

    retriever: Retriever
    extractor: Extractor
    answerability: Answerability
    lexicon: Lexicon
    rules: RoutingRules
    lookup: LookupTable


class QuestionAnswerer:
    """Answers questions from one snapshot; safe to use from several threads."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    @property
    def snapshot(self) -> Snapshot:
        """The index that serves."""
        return self.parts.retriever.snapshot

    def answer(
        self,
        question: str,
        *,
        turns: Sequence[str] = (),
        as_of: date | None = None,
        filters: Filters | None = None,
    ) -> Answer:
        """Return the answer to ``question`` after the earlier ``turns``, as of a day (today when None).

        :param filters: answer only from documents that pass, named ones too; from all when None.
        """
        started = time.perf_counter()
        cleaned = clean_question(question)
        if not cleaned.text:
            return Answer(Status.CLARIFICATION, EMPTY_QUESTION, "", notes=cleaned.notices, timings_ms=_since(started))
        on = as_of or date.today()
        follow_up = self.completed(turns, cleaned.text, on)
        routed = route(cleaned.text, self.parts.rules, completed=follow_up.text)
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
        found = self._answer(follow_up.text, on, filters)
        timings: Mapping[str, float] = {**found.timings_ms, **_since(started)}
        return replace(found, notes=_notes(cleaned, follow_up) + found.notes, timings_ms=timings)

    def completed(self, turns: Sequence[str], question: str, on: date) -> FollowUp:
        """Return a cleaned question with its relative years written out and what it takes from earlier turns."""
        earlier = [written_out(clean_question(turn).text, on) for turn in turns]
        return complete_follow_up(earlier, written_out(question, on), partial(ground, self.parts.retriever))

    def _answer(self, question: str, on: date, filters: Filters | None) -> Answer:
        started = time.perf_counter()
        parts = self.parts
        passing = self.snapshot.documents.keys() if filters is None else parts.retriever.passing(filters)
        named = parts.lookup.find(question, on=on).only(passing)
        hits = self._hits(question, named, on, filters)
        retrieve_ms = (time.perf_counter() - started) * 1000
        about = answer_about_document(question, named, parts.lookup, hits=hits)
        about = about if about and about.document.doc_id in passing else None  # described, or explained by a guide
        lacking = not_held(named, hits)
        if lacking is not None:
            answer = lacking
        elif named.provisions and named.asks_words:
            answer = self._words(named, hits, on)
        elif about is not None and about.certainty >= 1.0 and about.pieces and not about.missing:
            answer = self._about_document(question, about, hits, on)
        else:
            query = parts.retriever.analyse(question)
            asked = hits[: len(named.articles)] if named.articles else hits  # 第N条 asked for: nothing else answers
            evidence = gather_evidence(query, asked, self.snapshot.lexical, parts.retriever.embedder)
            selection = parts.extractor.select(question, within(named, evidence))
            reader = PartReader(parts.retriever, parts.extractor, parts.answerability, on, filters)
            answer = self._from_evidence(query, hits, selection, about, on, None if named.articles else reader)
            back = clarification(query, named, hits, answer, lambda choice: self._answer(choice, on, filters))
            answer = replace(back, confidence=answer.confidence, trace=answer.trace) if back else answer
        return replace(answer, question_used=question, retrieved=tuple(hits), timings_ms={"retrieve": retrieve_ms})

    def _hits(self, question: str, named: Lookup, on: date, filters: Filters | None) -> list[ScoredPassage]:
        """Return what the search finds, provisions named by number before it."""
        meant = [document.doc_id for document in named.documents]
        hits = self.parts.retriever.retrieve(question, top_k=RETRIEVED, on=on, filters=filters, named=meant)
        return provisions_first(named, hits, self.snapshot.documents)[:RETRIEVED]

    def _from_evidence(
        self,
        query: SearchQuery,
        hits: Sequence[ScoredPassage],
        selection: Selection,
        about: DocumentAnswer | None,
        on: date,
        reader: PartReader | None,
    ) -> Answer:
        verdict = self.parts.answerability.judge(query, hits, selection)
        trace: tuple[str, ...] = (
            f"concepts {'、'.join(concept.everyday for concept in query.concepts) or '-'}",
            f"evidence probability {verdict.probability:.2f}, missing: {verdict.missing or '-'}",
        )
        stands = verdict.probability >= ABSTAIN_BELOW
        shown = Shown((Group(selection.evidence),) if stands else (), selection.best, (), verdict.probability)
        if reader is not None and verdict.probability > 0:
            shown = by_parts(query.text, selection, hits, shown, reader)
        elsewhere = place_elsewhere(query.text, selection)
        if elsewhere or not shown.groups:
            answer = abstain(hits if verdict.probability > 0 else (), verdict.missing, elsewhere=elsewhere)
            return replace(answer, confidence=verdict.probability, trace=trace)
        answer = self._verified(self._document_head(about, hits) + shown.pieces(), query.text, hits, on)
        trace += tuple(f"unanswered: {asked}" for asked in shown.unanswered) + answer.trace
        if not answer.status.startswith("answered"):
            return replace(answer, confidence=shown.probability, trace=trace)
        partial = bool(verdict.missing) and verdict.probability < PARTIAL_BELOW and not shown.unanswered
        notes = shown.notes + ((f"{verdict.missing}。",) if partial or verdict.other_years else ())
        chosen = Selection(shown.evidence, shown.best, selection.probability)
        direct = direct_answer(query.text, chosen, answer.text)
        return replace(
            answer,
            status=Status.ANSWERED_PARTIAL if partial or shown.unanswered else Status.ANSWERED,
            direct=direct,
            spoken=spoken_version(query.text, chosen, answer.text, direct),
            notes=notes + answer.notes,
            confidence=shown.probability,
            trace=trace,
        )

    def _words(self, named: Lookup, hits: Sequence[ScoredPassage], on: date) -> Answer:
        pieces, whole = words_of(named, self.snapshot.documents)
        answer = self._verified(pieces, "", hits, on)
        notes = (*answer.notes, *map(str, named.gaps), *(() if whole else (CUT,)))
        return replace(answer, notes=notes, confidence=1.0, trace=("the words of the place named", *answer.trace))

    def _about_document(self, question: str, about: DocumentAnswer, hits: Sequence[ScoredPassage], on: date) -> Answer:
        answer = self._verified(self._document_head(about, hits), "", hits, on)
        direct = direct_fact(question, about, answer.text)
        return replace(
            answer,
            direct=direct,
            spoken=spoken_fact(question, about, direct),
            confidence=about.certainty,
            trace=("answered from the document's own head", *answer.trace),
        )

    def _document_head(self, about: DocumentAnswer | None, hits: Sequence[ScoredPassage]) -> list[Quoted]:
        """Return the provisions where a document states what is asked about itself, as quoted pieces."""
        if about is None or (
            about.certainty < 1.0 and about.document.doc_id != (hits[0].document.doc_id if hits else "")
        ):
            return []
        return [
            Quoted(ScoredPassage(piece.passage, about.document, about.certainty), piece.start, piece.end, own_line=True)
            for piece in about.pieces
        ]

    def _verified(self, pieces: Sequence[Quoted], question: str, hits: Sequence[ScoredPassage], on: date) -> Answer:
        """Return the answer of the pieces that stand the check; an abstention when none does."""
        text, citations = cite(pieces, on=on, later=later_table(self.snapshot))
        leads = [piece.lead for piece in pieces if piece.lead]
        checked = verify(text, citations, question=question, own_phrases=leads)
        trace = (
            f"verifier: kept {len(pieces) - len(checked.dropped)}, dropped {len(checked.dropped)} sentences",
            *(f"dropped: {dropped.reason}: {dropped.sentence}" for dropped in checked.dropped),
        )
        if not checked.kept:
            return replace(abstain(hits, ""), trace=trace)
        cited = [self.snapshot.documents[hit.passage.doc_id] for hit in pieces_hits(pieces)]
        return Answer(
            Status.ANSWERED,
            checked.kept,
            "",
            citations=checked.citations,
            notes=noted(checked.citations),
            related=related_to_all(cited, self.snapshot),
            trace=trace,
        )


def pieces_hits(pieces: Sequence[Quoted]) -> list[ScoredPassage]:
    """Return the passages of the pieces, each once, in order of use."""
    return list({piece.hit.passage.passage_id: piece.hit for piece in pieces}.values())


def _notes(cleaned: Question, follow_up: FollowUp) -> tuple[str, ...]:
    return cleaned.notices + ((follow_up.notice,) if follow_up.notice else ()) + notices(follow_up.text)


def _since(started: float) -> dict[str, float]:
    return {"total": (time.perf_counter() - started) * 1000}
