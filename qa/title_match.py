"""Which document's title a question is nearest to, by the words they share, the rarer the heavier."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.corpus import Document
from index.text import bare, fold
from qa.filters import recognise, soft_match
from qa.names import shortened
from qa.query import frame_pattern

_MONTH = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月")
# What a question about a document says besides its title: 文号是多少, 哪天印发的.
_ABOUT = re.compile(
    r"文号|发文|文件|印发|发布|公布|出台|施行|实施|生效|失效|到期|有效期|什么|多少|哪[个份部天年]?|何时|几号|怎么|的$|是"
)
_UNKNOWN = 0.25  # weight of a pair that no title holds, in parts of the rarest one's: 消防规划 where no title says 消防
_HINT = 0.1  # what one hint (region, issuer, year, kind) adds to a score of at most 1


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A document and how near its title is to the question, 0.0 to about 1.5."""

    document: Document
    score: float
    said: float  # share of the title's information that the question says
    explained: float  # share of the question's title words that stand in this title


class TitleIndex:
    """Character pairs of all titles, weighed by how few titles hold them."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._pairs: dict[str, frozenset[str]] = {}
        self._documents = {document.doc_id: document for document in documents}
        self._holding: dict[str, list[str]] = {}
        for document in self._documents.values():
            titles = {shortened(bare(title)) for title in (document.title, *document.aliases[:3])}
            pairs = frozenset(pair for title in titles for pair in _pairs(title))
            self._pairs[document.doc_id] = pairs
            for pair in pairs:
                self._holding.setdefault(pair, []).append(document.doc_id)

    def information(self, pair: str) -> float:
        """Return how much a pair of characters tells titles apart; 0.0 for one that no title holds."""
        held = len(self._holding.get(pair, ()))
        return math.log((len(self._documents) + 1) / (held + 0.5)) if held else 0.0

    def best(self, question: str, *, limit: int = 5) -> list[TitleMatch]:
        """Return the documents whose titles share most with the question, best first."""
        asked = _asked(question)
        shared: dict[str, float] = {}
        for pair in sorted(asked):
            for doc_id in self._holding.get(pair, ()):
                shared[doc_id] = shared.get(doc_id, 0.0) + self.information(pair)
        everything = self._everything(asked)
        near = sorted(shared, key=lambda doc_id: (-shared[doc_id], doc_id))[:30]
        hints = recognise(question)
        months = {(int(year), int(month)) for year, month in _MONTH.findall(fold(question))}
        found = []
        for doc_id in near:
            document = self._documents[doc_id]
            said = shared[doc_id] / (sum(map(self.information, self._pairs[doc_id])) or 1.0)
            explained = shared[doc_id] / everything
            in_month = document.issued is not None and (document.issued.year, document.issued.month) in months
            score = 0.5 * explained + 0.5 * math.sqrt(said) + _HINT * (soft_match(document, hints).total + in_month)
            found.append(TitleMatch(document, score, said, explained))
        return sorted(found, key=lambda match: (-match.score, match.document.doc_id))[:limit]

    def title_overlap(self, question: str, document: Document) -> float:
        """Return the share of the question's words in the document's title, 0.0 to 1.0; 0.0 for one not indexed."""
        asked = _asked(question)
        return sum(map(self.information, asked & self._pairs.get(document.doc_id, frozenset()))) / self._everything(
            asked
        )

    def _everything(self, asked: frozenset[str]) -> float:
        unknown = _UNKNOWN * math.log((len(self._documents) + 1) / 1.5)
        return sum(self.information(pair) or unknown for pair in asked) or 1.0


def _asked(question: str) -> frozenset[str]:
    """Return the character pairs of what a question is about, its form left out."""
    matter = _ABOUT.sub(" ", frame_pattern().sub(" ", fold(question)))
    return frozenset(pair for part in matter.split() for pair in _pairs(shortened(bare(part))))


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]
