"""Documents to offer beside an answer: the guide that explains it, its basis, what it repeals, its subject.

智能办事指南关联推送. Links come from the records; subjects from the mean of a document's passage vectors, because
titles miss too much: 充电基础设施 and 新能源汽车下乡 share few words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.corpus import Document
from index.snapshot import Snapshot
from qa.facts import Relation
from qa.links import LinkTable, is_guide

# Cosine of two documents' mean vectors, the index's own mean taken off, from which they are on one subject.
# Chosen by reading the neighbours of the 92 documents of the five gazettes and of 60 statutes.
SAME_SUBJECT = 0.4
_KEPT = 20  # offers remembered a document
_BLOCK = 4096  # passage vectors read at a time: 4 MiB

Subjects: TypeAlias = NDArray[np.float32]  # (documents, dim), unit length, in the order of the documents


class Reason(StrEnum):
    """Why a document is offered."""

    GUIDE = "guide"  # a guide that explains it, or the document a guide explains
    REPLACED = "replaced"  # one of the two repeals the other
    FORWARDED = "forwarded"  # one of the two forwards the other
    BASIS = "basis"  # one of the two rests on the other
    SUBJECT = "subject"


_ORDER = {reason: place for place, reason in enumerate(Reason)}
_OF_RELATION = {
    Relation.REPLACES: Reason.REPLACED,
    Relation.FORWARDS: Reason.FORWARDED,
    Relation.CARRIES_OUT: Reason.BASIS,
}


@dataclass(frozen=True, slots=True)
class Related:
    """A document to offer and why."""

    document: Document
    reason: Reason
    likeness: float  # of the subjects, -1.0 to 1.0


class RelatedTable:
    """The documents of one index beside each other."""

    def __init__(self, documents: Mapping[str, Document], subjects: Subjects) -> None:
        """Put documents side by side.

        :raises ValueError: if there is not one row of ``subjects`` a document.
        """
        if len(documents) != len(subjects):
            raise ValueError(f"{len(documents)} documents but {len(subjects)} subject vectors; give one row a document")
        self._documents = documents
        self._places = {doc_id: place for place, doc_id in enumerate(documents)}
        self._subjects = subjects
        self._links = LinkTable(documents.values())
        self._found = lru_cache(4096)(self._read)

    def related(self, document: Document, *, limit: int = 3) -> tuple[Related, ...]:
        """Return what to offer beside ``document``, closest first; nothing repealed unless by or for it."""
        return self._found(document.doc_id)[:limit]

    def _read(self, doc_id: str) -> tuple[Related, ...]:
        document = self._documents[doc_id]
        ids = list(self._documents)
        likeness = self._subjects @ self._subjects[self._places[doc_id]]
        found: dict[str, Reason] = {}
        for link in (*self._links.named_by(document), *self._links.naming(document)):
            guide = is_guide(self._documents[link.doc_id]) != is_guide(document)
            reason = Reason.GUIDE if guide else _OF_RELATION[link.relation]
            if link.doc_id not in found or _ORDER[reason] < _ORDER[found[link.doc_id]]:
                found[link.doc_id] = reason
        for place in np.argsort(-likeness, kind="stable")[:_KEPT]:
            other = self._documents[ids[place]]
            if likeness[place] >= SAME_SUBJECT and other.repealed_on is None and other.title != document.title:
                found.setdefault(other.doc_id, Reason.SUBJECT)
        offers = (
            Related(self._documents[one], reason, float(likeness[self._places[one]])) for one, reason in found.items()
        )
        return tuple(sorted(offers, key=lambda one: (_ORDER[one.reason], -one.likeness, one.document.doc_id))[:_KEPT])


def subjects_of(snapshot: Snapshot) -> Subjects:
    """Return one unit vector a document: the mean of its passages' vectors, the mean of all documents taken off."""
    places = {doc_id: place for place, doc_id in enumerate(snapshot.documents)}
    owners = np.array([places[doc_id] for doc_id in snapshot.doc_ids], np.int64)
    sums = np.zeros((len(places), snapshot.dense.dim), np.float32)
    for first in range(0, len(owners), _BLOCK):
        block = owners[first : first + _BLOCK]
        np.add.at(sums, block, snapshot.dense.vectors(first, len(block)))
    means = sums / np.maximum(np.bincount(owners, minlength=len(places)), 1)[:, None].astype(np.float32)
    centred = means - means.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(lengths, 1e-9), np.float32)


def related_documents(document: Document, snapshot: Snapshot, *, limit: int = 3) -> tuple[Document, ...]:
    """Return the documents to offer beside ``document``, closest first."""
    return tuple(one.document for one in _table(snapshot).related(document, limit=limit))


def related_to_all(documents: Iterable[Document], snapshot: Snapshot, *, limit: int = 3) -> tuple[Document, ...]:
    """Return the documents to offer beside an answer from several, in turn, none of which is among them."""
    shown = list(documents)
    offers = [related_documents(one, snapshot, limit=limit + len(shown)) for one in shown]
    longest = max(map(len, offers), default=0)
    in_turn = (offer[place] for place in range(longest) for offer in offers if place < len(offer))
    known = {one.doc_id for one in shown}
    unique = {one.doc_id: one for one in in_turn if one.doc_id not in known}
    return tuple(unique.values())[:limit]


@lru_cache(maxsize=2)  # the index that serves, and the one that takes over from it
def _table(snapshot: Snapshot) -> RelatedTable:
    return RelatedTable(snapshot.documents, subjects_of(snapshot))
