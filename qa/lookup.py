"""Exact look-up before any search: documents named by 文号, title or short name, and their articles.

Knows nothing of ranking; a question that names nothing gives an empty ``Lookup``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from index.corpus import Document, Passage, Validity
from index.lexical import tokens
from index.snapshot import Snapshot
from index.text import bare, fold
from qa.context import asked_now
from qa.facts import Relation, facts_asked, relation_asked
from qa.links import LinkTable, is_guide
from qa.mentions import Mention, NameTable
from qa.names import names_of
from qa.numbers import NumberKey, clean_name, key_of, keys_in, mentions_in, same_number
from qa.outline import Stretch
from qa.own_names import own_titles
from qa.provision_table import Gap, ProvisionTable, asks_its_words
from qa.provisions import provisions_asked
from qa.title_match import TitleIndex

_SAYS_NUMBER = ("发", "函", "规", "办", "字", "税", "令", "公告", "释", "电", "改", "财")  # ends of number names
_ISSUER = re.compile(r"[局部委会厅院府行室]$")  # 税务总局2022年17号公告
MAX_RELATED = 5
MAX_SHARED = 3  # documents that a number without its name, (2022)71号, may stand for
_CITING = 200  # passages looked at for a number that no document of the index has
_OPENING = 4  # passages of a document in which it says what it calls things
_WHOLE = 60  # passages up to which a document is read whole
_YEAR = re.compile(r"((?:19|20)\d\d)年?")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a question names exactly."""

    documents: tuple[Document, ...] = ()  # in the order named
    provisions: tuple[Stretch, ...] = ()  # 第N条, 第三部分, 附件2 of the named documents
    gaps: tuple[Gap, ...] = ()  # provisions named that the named documents do not have
    asks_words: bool = False  # of the provisions, and nothing else
    asks_number: bool = False  # about a document itself: its number, date, issuer, validity, or which it is
    cited_only: tuple[str, ...] = ()  # numbers and titles named that no document of the index has
    related: tuple[Document, ...] = ()  # documents that repeal, forward, rest on or cite what is named, closest first

    @property
    def articles(self) -> tuple[Passage, ...]:
        """The passages in which the provisions stand, each once."""
        return tuple({part.passage.passage_id: part.passage for part in self.provisions}.values())

    def only(self, doc_ids: Container[str]) -> Lookup:
        """Return the same look-up without what belongs to other documents than ``doc_ids``."""
        return replace(
            self,
            documents=tuple(document for document in self.documents if document.doc_id in doc_ids),
            provisions=tuple(part for part in self.provisions if part.passage.doc_id in doc_ids),
            gaps=tuple(gap for gap in self.gaps if gap.nearest.doc_id in doc_ids),
            related=tuple(document for document in self.related if document.doc_id in doc_ids),
        )


class LookupTable:
    """Numbers, names and links of one snapshot's documents."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        documents = snapshot.documents
        self._provisions = ProvisionTable(snapshot)
        called = self._as_they_call_themselves()
        names = {document.doc_id: names_of(document) for document in called}
        self._names = NameTable(called, names)
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

    def find(self, question: str, *, on: date | None = None) -> Lookup:
        """Return what the question names; of the versions of one law that in force on day ``on``, else the newest."""
        folded = fold(question)
        now = len(folded) - len(fold(asked_now(question)))  # before it stands what was asked in earlier turns
        said = provisions_asked(folded, now)
        by_number, unknown = self._numbers(question)
        by_name, missing = self._names.find(question, said)
        apart = [one for one in by_name if not any(_overlap(one, number) for number in by_number)]
        mentions = sorted([*by_number, *apart], key=lambda mention: mention.start)
        versions = [self._one_version(mention.doc_ids, question, on) for mention in mentions]
        documents = tuple(dict.fromkeys(doc_id for group in versions for doc_id in group))
        provided = self._provisions.find(folded, said, mentions, versions)
        spans = [(one.start, one.end) for one in mentions] + [(one.start, one.end) for one in missing]
        spans += [(one.start - len(one.key.name), one.end) for one in mentions_in(question)]
        titles = [one.title for one in missing]
        related = self._related(question, documents, unknown, titles)
        held = self.snapshot.documents
        return Lookup(
            documents=tuple(held[doc_id] for doc_id in documents),
            provisions=provided.stretches,
            gaps=provided.gaps,
            asks_words=asks_its_words(folded[now:], said, spans, now) and not facts_asked(folded[now:]),
            asks_number=bool(facts_asked(question)),
            cited_only=(*map(str, unknown), *titles),
            related=tuple(held[doc_id] for doc_id in related),
        )

    def rows(self, doc_id: str) -> range:
        """Return the rows of a document's passages."""
        return self._provisions.rows(doc_id)

    def ends_of(self, doc_id: str) -> list[Passage]:
        """Return a document's passages; of a long one the first and last, where it speaks of itself."""
        rows = list(self.rows(doc_id))
        if len(rows) > _WHOLE:
            rows = rows[:4] + rows[-8:]
        return [self.snapshot.passage(row) for row in rows]

    def _as_they_call_themselves(self) -> list[Document]:
        """Return the documents with the titles that their own first words shorten: 数电票 for 全面数字化的电子发票."""
        defining: dict[str, list[str]] = {}
        for row in map(int, self.snapshot.lexical.postings("body", "简称")[0]):
            doc_id = self.snapshot.doc_ids[row]
            if row < self._provisions.rows(doc_id).start + _OPENING:
                defining.setdefault(doc_id, []).append(self.snapshot.passage(row).text)
        documents = self.snapshot.documents
        own = {doc_id: own_titles(documents[doc_id].title, texts) for doc_id, texts in defining.items()}
        return [
            replace(document, aliases=(*document.aliases, *own.get(doc_id, ())))
            for doc_id, document in documents.items()
        ]

    def _numbers(self, question: str) -> tuple[list[Mention], list[NumberKey]]:
        """Return the documents named by number, and the full numbers that no document has."""
        found, unknown = [], []
        for mention in mentions_in(question):
            name = clean_name(mention.key.name, self._number_names)
            said = name.removesuffix(mention.kind)
            says_number = name in self._number_names or said.endswith(_SAYS_NUMBER)
            says_number |= bool(mention.kind and _ISSUER.search(said))
            if not says_number and not mention.sure:  # 我2022年12号去的
                continue
            key = NumberKey(name if says_number else mention.kind, mention.key.year, mention.key.serial)
            held = [doc_id for doc_id in self._by_serial.get(key.serial, ()) if same_number(key, self._keys[doc_id])]
            if held and len(held) <= (MAX_SHARED if key.year else 1):
                found.append(Mention(mention.start - len(said) * says_number, mention.end, tuple(held)))
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
