"""Exact look-up before any search: documents named by 文号, title or short name, and their articles.

Knows nothing of ranking; a question that names nothing gives an empty ``Lookup``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import takewhile

import numpy as np

from index.chars import chinese_number
from index.corpus import Document, Passage, Validity
from index.lexical import tokens
from index.snapshot import Snapshot
from index.text import bare, fold
from qa.facts import Relation, facts_asked, relation_asked
from qa.links import LinkTable, is_guide
from qa.mentions import Mention, NameTable
from qa.names import names_of
from qa.numbers import NumberKey, article_label, clean_name, key_of, keys_in, mentions_in, same_number
from qa.title_match import TitleIndex

_CN = "零〇一二三四五六七八九十百千两"
_ARTICLE = re.compile(
    rf"(?P<mark>第)?(?P<n>\d{{1,4}}|[{_CN}]{{1,7}})条(?:之(?P<sub>[一二三四五六七八九十]{{1,2}}|\d))?(?:第?(?P<clause>\d|[一二三四五六七八九十])款)?"
)
_LABEL = re.compile(rf"^第([{_CN}\d]+)条(?:之([一二三四五六七八九十]+))?")
_SAYS_NUMBER = ("发", "函", "规", "办", "字", "税", "令", "公告", "释", "电", "改", "财")  # ends of number names
MAX_RELATED = 5
MAX_SHARED = 3  # documents that a number without its name, (2022)71号, may stand for
_CITING = 200  # passages looked at for a number that no document of the index has
_PARTS = 12  # passages a long article may be split into
_WHOLE = 60  # passages up to which a document is read whole
_YEAR = re.compile(r"((?:19|20)\d\d)年?")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a question names exactly."""

    documents: tuple[Document, ...] = ()  # in the order named
    articles: tuple[Passage, ...] = ()  # 第N条 of the named documents
    clause: int = 0  # 第二款 -> 2: the paragraph of the article asked for
    asks_number: bool = False  # about a document itself: its number, date, issuer, validity, or which it is
    cited_only: tuple[str, ...] = ()  # numbers and titles named that no document of the index has
    related: tuple[Document, ...] = ()  # documents that repeal, forward, rest on or cite what is named, closest first

    def only(self, doc_ids: Container[str]) -> Lookup:
        """Return the same look-up without what belongs to other documents than ``doc_ids``."""
        return replace(
            self,
            documents=tuple(document for document in self.documents if document.doc_id in doc_ids),
            articles=tuple(article for article in self.articles if article.doc_id in doc_ids),
            related=tuple(document for document in self.related if document.doc_id in doc_ids),
        )


class LookupTable:
    """Numbers, names and links of one snapshot's documents."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        documents = snapshot.documents
        names = {doc_id: names_of(document) for doc_id, document in documents.items()}
        self._names = NameTable(documents.values(), names)
        self.titles = TitleIndex(document for document in documents.values() if not is_guide(document))
        self._keys: dict[str, NumberKey] = {}
        self._by_serial: dict[int, list[str]] = {}
        for document in documents.values():
            key = key_of(document.doc_number) if document.doc_number else None
            if key:
                self._keys[document.doc_id] = key
                self._by_serial.setdefault(key.serial, []).append(document.doc_id)
        self._number_names = frozenset(key.name for key in self._keys.values())
        self.links = LinkTable(documents.values(), names)
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}
        previous = ""
        for row, doc_id in enumerate(snapshot.doc_ids):  # a document's passages stand together
            if doc_id != previous:
                self._first[doc_id] = row
                if previous:
                    self._last[previous] = row - 1
                previous = doc_id
        if previous:
            self._last[previous] = len(snapshot.doc_ids) - 1
        self._articles = lru_cache(256)(self._read_articles)

    def find(self, question: str, *, on: date | None = None) -> Lookup:
        """Return what the question names; of the versions of one law that in force on day ``on``, else the newest."""
        by_number, unknown = self._numbers(question)
        by_name, missing = self._names.find(question)
        apart = [one for one in by_name if not any(_overlap(one, number) for number in by_number)]
        mentions = sorted([*by_number, *apart], key=lambda mention: mention.start)
        versions = [self._one_version(mention.doc_ids, question, on) for mention in mentions]
        documents = tuple(dict.fromkeys(doc_id for group in versions for doc_id in group))
        articles, clause = self._find_articles(question, mentions, versions)
        related = self._related(question, documents, unknown, missing)
        held = self.snapshot.documents
        return Lookup(
            documents=tuple(held[doc_id] for doc_id in documents),
            articles=articles,
            clause=clause,
            asks_number=bool(facts_asked(question)),
            cited_only=(*(str(key) for key in unknown), *missing),
            related=tuple(held[doc_id] for doc_id in related),
        )

    def rows(self, doc_id: str) -> range:
        """Return the rows of a document's passages."""
        return range(self._first[doc_id], self._last[doc_id] + 1) if doc_id in self._first else range(0)

    def ends_of(self, doc_id: str) -> list[Passage]:
        """Return a document's passages; of a long one the first and last, where it speaks of itself."""
        rows = list(self.rows(doc_id))
        if len(rows) > _WHOLE:
            rows = rows[:4] + rows[-8:]
        return [self.snapshot.passage(row) for row in rows]

    def _numbers(self, question: str) -> tuple[list[Mention], list[NumberKey]]:
        """Return the documents named by number, and the full numbers that no document has."""
        found, unknown = [], []
        for mention in mentions_in(question):
            name = clean_name(mention.key.name, self._number_names)
            says_number = name in self._number_names or name.endswith(_SAYS_NUMBER)
            if not says_number and not mention.sure:  # 我2022年12号去的
                continue
            key = NumberKey(name if says_number else "", mention.key.year, mention.key.serial)
            held = [doc_id for doc_id in self._by_serial.get(key.serial, ()) if same_number(key, self._keys[doc_id])]
            if held and len(held) <= (MAX_SHARED if key.year else 1):
                found.append(Mention(mention.start - len(key.name), mention.end, tuple(held)))
            elif not held and says_number and key.year:
                unknown.append(key)
        return found, unknown

    def _one_version(self, doc_ids: Sequence[str], question: str, on: date | None) -> tuple[str, ...]:
        """Return, of documents with one title, the version in force or of a year the question says."""
        by_title: dict[str, list[Document]] = {}
        for doc_id in doc_ids:
            document = self.snapshot.documents[doc_id]
            by_title.setdefault(bare(document.title), []).append(document)
        years = {int(year) for year in _YEAR.findall(fold(question))}
        return tuple(_chosen(versions, years, on).doc_id for versions in by_title.values())

    def _find_articles(
        self, question: str, mentions: Sequence[Mention], versions: Sequence[tuple[str, ...]]
    ) -> tuple[tuple[Passage, ...], int]:
        """Return the articles asked for, each of the document named last before it."""
        found: dict[str, Passage] = {}
        clause = 0
        for match in _ARTICLE.finditer(fold(question)):
            before = [i for i, mention in enumerate(mentions) if mention.start < match.start()]
            inside = any(mention.start < match.start() < mention.end for mention in mentions)
            if not mentions or inside or (not match["mark"] and not before):
                continue
            key = (chinese_number(match["n"]), chinese_number(match["sub"] or "0"))
            for doc_id in versions[before[-1] if before else 0]:
                passages = self._article(doc_id, *key)
                found |= {passage.passage_id: passage for passage in passages}
                clause = clause or (chinese_number(match["clause"] or "0") if passages else 0)
        return tuple(found.values()), clause

    def _article(self, doc_id: str, number: int, sub: int) -> tuple[Passage, ...]:
        """Return the passages of one article, found by their id where they are labelled as statutes print it."""
        label = article_label(number, sub)
        rows = (self.snapshot.row(f"{doc_id}#{label}{part}") for part in ("", "-1"))
        first = next((row for row in rows if row is not None), None)
        if first is None:
            labelled = self.snapshot.row(f"{doc_id}#第一条") is not None
            return () if labelled else self._articles(doc_id).get((number, sub), ())
        near = (self.snapshot.passage(row) for row in range(first, min(first + _PARTS, self._last[doc_id] + 1)))
        return tuple(takewhile(lambda passage: label in passage.heading_path, near))

    def _read_articles(self, doc_id: str) -> dict[tuple[int, int], tuple[Passage, ...]]:
        """Return a document's passages by article: (33, 1) is 第三十三条之一."""
        articles: dict[tuple[int, int], tuple[Passage, ...]] = {}
        for row in self.rows(doc_id):
            passage = self.snapshot.passage(row)
            for heading in passage.heading_path:
                label = _LABEL.match(heading)
                if label:
                    key = (chinese_number(label[1]), chinese_number(label[2] or "0"))
                    articles[key] = (*articles.get(key, ()), passage)
        return articles

    def _related(
        self, question: str, named: Sequence[str], unknown: Sequence[NumberKey], missing: Sequence[str]
    ) -> tuple[str, ...]:
        """Return the documents that stand in a relation to what is named, the relation asked for first."""
        asked = relation_asked(question)
        closeness: dict[str, int] = {}
        links = [link for key in unknown for link in self.links.naming_number(key)]
        links += [link for title in missing for link in self.links.naming_title(title)]
        links += [link for doc_id in named for link in self.links.naming(self.snapshot.documents[doc_id])]
        for link in links:
            closeness[link.doc_id] = max(closeness.get(link.doc_id, 0), 2 + (link.relation is asked))
        for key in unknown:
            for doc_id in self._citing(key):
                closeness.setdefault(doc_id, 1)
        if asked is Relation.REPLACES:  # a document that only cites it replaces nothing
            closeness = {doc_id: close for doc_id, close in closeness.items() if close > 2} or closeness
        regional = {doc_id: self._in_region(question, doc_id) for doc_id in closeness}
        order = sorted(closeness, key=lambda doc_id: (-closeness[doc_id], -regional[doc_id], doc_id))
        return tuple(doc_id for doc_id in order if doc_id not in named)[:MAX_RELATED]

    def _in_region(self, question: str, doc_id: str) -> bool:
        region = self.snapshot.documents[doc_id].region
        return bool(region) and region.rstrip("省市") in question

    def _citing(self, key: NumberKey) -> list[str]:
        """Return the documents with a passage that names the number, in order of their first one."""
        lexical = self.snapshot.lexical
        rows: np.ndarray[tuple[int, ...], np.dtype[np.int32]] | None = None
        for token in {*tokens(key.name), str(key.year), str(key.serial)}:
            held = lexical.postings("body", token)[0]
            rows = held if rows is None else np.intersect1d(rows, held)
        found: dict[str, None] = {}
        for row in rows[:_CITING] if rows is not None else ():
            passage = self.snapshot.passage(int(row))
            if passage.doc_id not in found and key in keys_in([passage.text]):
                found[passage.doc_id] = None
        return list(found)


def _overlap(one: Mention, two: Mention) -> bool:
    """Tell whether two mentions share characters: the issuers in 财政部公告2022年第27号 name nothing of their own."""
    return one.start < two.end and two.start < one.end


def _chosen(versions: Sequence[Document], years: set[int], on: date | None) -> Document:
    """Return the version the question dates, else the one in force, else the newest."""

    def rank(document: Document) -> tuple[bool, bool, date, str]:
        dated = document.issued is not None and document.issued.year in years
        binding = document.repealed_on is None if on is None else document.validity(on) is Validity.IN_FORCE
        return (dated, binding, document.issued or date.min, document.doc_id)

    return max(versions, key=rank)
