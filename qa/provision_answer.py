"""Answers to questions that name a provision of a document: its own words, or that there is no such provision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.corpus import Document
from qa.abstention import HOTLINE, offered
from qa.citations import Quoted
from qa.evidence import Evidence
from qa.extractor import LONG
from qa.lookup import Lookup
from qa.outline import Stretch
from qa.records import Answer, ScoredPassage, Status
from qa.retriever import FEATURES
from qa.sentences import split_sentences

CUT = "所问部分较长，以上是它的开头，其余请看原文。"
_NAMED = 5.0  # what a passage named by number scores above the best found; more than any question's words can add
_FEW = 3  # passages; of a longer part those that the search found come first


def provisions_first(
    named: Lookup, hits: Sequence[ScoredPassage], documents: Mapping[str, Document]
) -> list[ScoredPassage]:
    """Return the passages of the provisions named, or those nearest to one that is missing, before what was found."""
    passages = named.articles or tuple({gap.nearest.passage_id: gap.nearest for gap in named.gaps}.values())
    if len(passages) > _FEW and not named.asks_words:
        found = {hit.passage.passage_id: place for place, hit in enumerate(hits)}
        passages = tuple(sorted(passages, key=lambda passage: found.get(passage.passage_id, len(found))))
    top = (hits[0].score if hits else 0.0) + _NAMED
    features = hits[0].features if hits else dict.fromkeys(FEATURES, 1.0)
    asked = [ScoredPassage(passage, documents[passage.doc_id], top, features) for passage in passages]
    ids = {passage.passage_id for passage in passages}
    return asked + [hit for hit in hits if hit.passage.passage_id not in ids]


def within(named: Lookup, evidence: Sequence[Sequence[Evidence]]) -> list[list[Evidence]]:
    """Return the sentences that stand in the provisions named; all where none is named."""
    if not named.provisions:
        return [list(sentences) for sentences in evidence]
    return [[one for one in sentences if any(_in(part, one) for part in named.provisions)] for sentences in evidence]


def words_of(named: Lookup, documents: Mapping[str, Document]) -> tuple[list[Quoted], bool]:
    """Return the sentences of the provisions up to the length of a long answer, and whether that is all of them."""
    pieces: list[Quoted] = []
    used = 0
    for part in named.provisions:
        hit = ScoredPassage(part.passage, documents[part.passage.doc_id], 1.0)
        for one in split_sentences(part.passage.text):
            start, end = max(one.start, part.start), min(one.end, part.end)
            if start >= end:
                continue
            used += end - start
            if pieces and used > LONG:
                return pieces, False
            pieces.append(Quoted(hit, start, end, own_line=one.item or one.row))
    return pieces, True


def not_held(named: Lookup, hits: Sequence[ScoredPassage]) -> Answer | None:
    """Return the answer to a question for a provision that no document named has; None when it is to be searched.

    It says where the document ends, that the document is not held, or asks which one is meant.
    """
    if named.provisions or not (named.asks_words or any(gap.last for gap in named.gaps)):
        return None
    if named.gaps:
        return Answer(Status.LOW_CONFIDENCE, "".join((*map(str, named.gaps), HOTLINE)), "")
    if named.documents:
        return None
    if named.cited_only:
        names = "、".join(f"“{name}”" for name in named.cited_only)
        return Answer(Status.LOW_CONFIDENCE, f"没有收录{names}，查不到所问的条款。{offered(hits)}{HOTLINE}", "")
    return Answer(Status.CLARIFICATION, "您问的是哪份文件的条款？请写出文件的名称或文号。", "")


def _in(part: Stretch, one: Evidence) -> bool:
    same = one.hit.passage.passage_id == part.passage.passage_id
    return same and one.sentence.start < part.end and one.sentence.end > part.start
