"""Answers about a document itself (文号多少, 哪天印发, 哪个文件废止了它), quoted from where it says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.corpus import Document, Passage
from index.text import bare, fold
from qa.document_facts import Piece, pieces_of
from qa.facts import Fact, Relation, facts_asked, relation_asked
from qa.links import is_guide
from qa.lookup import Lookup, LookupTable
from qa.names import KINDS, names_of, whole_of
from qa.records import ScoredPassage

NEAR_TITLE = 0.6  # title score from which an unnamed document is taken to be meant
CLEAR_LEAD = 0.06  # by how much it has to lead the next
_FOUND_FIRST = 0.25  # what being the first document found adds to a title score; the second a half, and so on
_SAYS_KIND = re.compile(rf"文件|{KINDS}|文号")
_SEVERAL = re.compile(r"分别|各自|哪几[个份部]|两[个份部]")


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """The document a question is about, and where it states what was asked."""

    document: Document
    pieces: tuple[Piece, ...]  # title first, then one or more a fact, in the order a head is printed
    missing: tuple[Fact, ...]  # asked, but the document does not say
    certainty: float  # 1.0 named; below that, how near the title is


def answer_about_document(
    question: str, lookup: Lookup, table: LookupTable, *, hits: Sequence[ScoredPassage] = ()
) -> DocumentAnswer | None:
    """Return the answer to a question about a document itself; None when it asks something else or of an unclear one.

    :param lookup: what the question names.
    :param table: the table that ``lookup`` came from; its titles find a document that is described, not named.
    :param hits: passages found for the question, best first; they decide which document rules something.
    """
    facts = facts_asked(question)
    if not facts or (_SEVERAL.search(question) and len(lookup.documents) < 2):
        return None
    chosen = _chosen(question, facts, lookup, table, hits)
    if chosen is None:
        return None
    documents, certainty = chosen
    relation = relation_asked(question)
    if documents[0] in lookup.related and relation is Relation.REPLACES:
        facts |= {Fact.REPEALS}
    answers = [_answer(document, facts, table.ends_of(document.doc_id), certainty) for document in documents]
    return min(answers, key=_preference)


def _preference(answer: DocumentAnswer) -> tuple[int, bool, int, str]:
    """Of documents with one name: the one that states most, then one in force, then the newest."""
    document = answer.document
    issued = document.issued.toordinal() if document.issued else 0
    return len(answer.missing), document.repealed_on is not None, -issued, document.doc_id


def _answer(
    document: Document, facts: frozenset[Fact], passages: Sequence[Passage], certainty: float
) -> DocumentAnswer:
    wanted = [fact for fact in Fact if fact in facts or fact in (Fact.WHICH, *_head(facts))]
    found = {fact: pieces_of(document, fact, passages) for fact in wanted}
    pieces = [piece for fact in _PRINTED for piece in found.get(fact, ())]
    once = {(piece.passage.passage_id, piece.start): piece for piece in reversed(pieces)}
    return DocumentAnswer(
        document=document,
        pieces=tuple(piece for piece in pieces if once[(piece.passage.passage_id, piece.start)] is piece),
        missing=tuple(fact for fact in wanted if fact in facts and not found[fact]),
        certainty=certainty,
    )


_PRINTED = (Fact.WHICH, Fact.NUMBER, Fact.ISSUER, Fact.ISSUED, Fact.EFFECTIVE, Fact.EXPIRES, Fact.REPEALS)


def _head(facts: frozenset[Fact]) -> tuple[Fact, ...]:
    """A document asked for (哪个文件) is named by title and number."""
    return (Fact.NUMBER,) if Fact.WHICH in facts or Fact.REPEALS in facts else ()


def _chosen(
    question: str, facts: frozenset[Fact], lookup: Lookup, table: LookupTable, hits: Sequence[ScoredPassage]
) -> tuple[tuple[Document, ...], float] | None:
    """Return the documents meant (several only when they share the name) and how certain that is."""
    relation = relation_asked(_without_titles(question, lookup.documents))
    another = relation is not Relation.NONE and bool(facts & {Fact.WHICH, Fact.NUMBER})
    related = tuple(document for document in lookup.related if not is_guide(document))
    if related and (another or not lookup.documents) and not (lookup.documents and _asks_own(question)):
        return related[:1], 1.0
    named = [document for document in lookup.documents if not is_guide(document)]
    if named:
        return _named_alike(named), 1.0
    if lookup.cited_only or not _SAYS_KIND.search(fold(question)):
        return None
    return _described(question, facts, table, hits)


def _named_alike(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the first document and those that share its name: the parts of a code, the numbered interpretations."""
    names = names_of(documents[0])
    whole = whole_of(documents[0].title)
    return tuple(one for one in documents if whole_of(one.title) == whole or len(names & names_of(one)) > 0)


def _without_titles(question: str, documents: Sequence[Document]) -> str:
    """Return the question's letters without the titles it says: 关于加快落实…的通知 asks for nothing that 落实 it."""
    rest = bare(question)
    for document in documents:
        said = [name for name in names_of(document) if name in rest]
        rest = rest.replace(max(said, key=len), " ") if said else rest
    return rest


def _asks_own(question: str) -> bool:
    """苏政规〔2023〕5号废止了哪个文件 asks about the document named, 哪个文件废止了它 about another."""
    return (
        re.search(r"(?:废止|代替|取代|替代|转发|落实|依据|根据)了?(?:的是)?(?:哪|什么|啥)", fold(question)) is not None
    )


def _described(
    question: str, facts: frozenset[Fact], table: LookupTable, hits: Sequence[ScoredPassage]
) -> tuple[tuple[Document, ...], float] | None:
    """Choose among titles near the question; what was found first counts too, and alone decides who rules a matter."""
    rulings = list(dict.fromkeys(_ruling(hit.document, table) for hit in hits))
    found = {document.doc_id: _FOUND_FIRST / (1 + place) for place, document in enumerate(rulings)}
    near = table.titles.best(question)
    ranked = sorted(
        ((match.score + found.get(match.document.doc_id, 0.0), match.document) for match in near),
        key=lambda scored: (-scored[0], scored[1].doc_id),
    )
    if ranked:
        lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else ranked[0][0]
        if ranked[0][0] >= NEAR_TITLE and lead >= CLEAR_LEAD:
            return (ranked[0][1],), min(ranked[0][0], 1.0)
    if rulings and Fact.WHICH in facts:
        return (rulings[0],), table.titles.title_overlap(question, rulings[0])
    return None


def _ruling(document: Document, table: LookupTable) -> Document:
    """Return the document itself; of a guide, the one it explains."""
    explained = table.links.named_by(document) if is_guide(document) else []
    return table.snapshot.documents[explained[0].doc_id] if explained else document
