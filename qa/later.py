"""Later documents on the same matter: the next version of a text, what repeals or amends it, its issuer's next word.

By titles, issuers and dates; titles that are merely alike say nothing (食品安全 and 药品安全, 民事 and 刑事).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from index.chars import letters
from index.corpus import Document
from index.snapshot import Snapshot
from qa.facts import Relation
from qa.links import LinkTable, is_guide

# One text is often held twice, under the days of passing and of publishing it.
_SAME_TEXT = timedelta(days=300)
_LEAST = 4  # characters of a matter that says what it is about
_YEARS = re.compile(r"(?:19|20)\d\d年?(?:[-－—–~～至]+(?:19|20)\d\d)?年?度?|十[一二三四五]五(?:时期)?")
_EMPTY = re.compile(r"[（(](?:试行|暂行)?[）)]")
# What titles have in common, and what says how a matter is dealt with, not which: 延续和优化…减免政策, 免征….
_FRAME = re.compile(
    r"关于|印发|发布|公布|转发|进一步|加强|改进|推动|推进|促进|加快|全面|深入|大力|支持|开展|实施|做好|完善|规范|优化|高质量|发展|若干|措施|政策|工作"
    r"|有关|问题|事项|继续|延续|阶段性|免征|减免|减征|全省|全国|中华人民共和国|国家|审理|办理|案件|具体|应用|适用|法律|通知|公告|指导意见|实施意见|意见"
    r"|行动方案|实施方案|方案|暂行|试行|[的和与及并]"
)
_OWN_OFFICE = re.compile(r"^(?:省政府办公厅|省政府|国务院办公厅|国务院|市政府办公厅|市政府|省)")
# Parts beside each other, changes of another text, answers to single cases: no successors of one another.
_APART = re.compile(r"修正案|补充|修改|批复|答复|第[一二三四五六七八九十\d]+批|决定$")
_AMENDS = re.compile(r"关于修改[〈《]?(.+?)[〉》]?(?:等.{0,20})?的决定$")


class Succession(StrEnum):
    """How a later document stands to an earlier one."""

    VERSION = "version"  # the same title with a new wording
    REPEALS = "repeals"
    AMENDS = "amends"
    SAME_MATTER = "same matter"


@dataclass(frozen=True, slots=True)
class Later:
    """A later document and how it stands to the earlier one."""

    document: Document
    how: Succession


class LaterTable:
    """The documents of one index in time."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._links = LinkTable(documents.values())
        self._matters: dict[str, list[Document]] = {}
        self._titles: dict[str, list[Document]] = {}
        self._amending: dict[str, list[Document]] = {}
        for one in documents.values():
            for matter in _matters(one):
                self._matters.setdefault(matter, []).append(one)
            self._titles.setdefault(_title(one.title, one.issuers), []).append(one)
            amended = _AMENDS.search("".join(one.title.split()))
            if amended:
                self._amending.setdefault(_title(amended[1], one.issuers), []).append(one)
        self._found = lru_cache(4096)(self._read)

    def later(self, document: Document, on: date) -> Later | None:
        """Return what came after ``document`` and binds on day ``on``; None without such a document.

        A new version comes before what repeals it, that before what amends, and the newest first.
        """
        return next((one for one in self._found(document.doc_id) if started(one.document) <= on), None)

    def coming(self, document: Document, on: date) -> Document | None:
        """Return the new version of ``document`` that is published on day ``on`` but binds only later; None without."""
        versions = (one.document for one in self._found(document.doc_id) if one.how is Succession.VERSION)
        return next((one for one in versions if one.issued and one.issued <= on < started(one)), None)

    def _read(self, doc_id: str) -> tuple[Later, ...]:
        document = self._documents[doc_id]
        found: dict[str, Later] = {}
        for how, others in self._candidates(document):
            for other in others:
                if other.doc_id != doc_id and _after(document, other, how):
                    found.setdefault(other.doc_id, Later(other, how))
        order = list(Succession)
        ranked = sorted(found.values(), key=lambda one: (started(one.document), one.document.issued or date.min))
        ranked.reverse()
        return tuple(sorted(ranked, key=lambda one: order.index(one.how)))

    def _candidates(self, document: Document) -> list[tuple[Succession, list[Document]]]:
        repealing = [
            self._documents[link.doc_id] for link in self._links.naming(document) if link.relation is Relation.REPLACES
        ]
        own = _title(document.title, document.issuers)
        alike = [one for matter in _matters(document) for one in self._matters[matter]]
        same = [] if _APART.search(document.title) else self._titles[own]
        return [
            (Succession.VERSION, same),
            (Succession.REPEALS, repealing),
            (Succession.AMENDS, self._amending.get(own, [])),
            (Succession.SAME_MATTER, [one for one in alike if one not in same]),
        ]


def started(document: Document) -> date:
    """Return since when a document binds; the last day there is when it does not say."""
    return document.effective or document.issued or date.max


def later_table(snapshot: Snapshot) -> LaterTable:
    """Return the table of a snapshot's documents, made once."""
    return _table(snapshot)


@lru_cache(maxsize=2)  # the index that serves, and the one that takes over from it
def _table(snapshot: Snapshot) -> LaterTable:
    return LaterTable(snapshot.documents)


def _after(one: Document, other: Document, how: Succession) -> bool:
    """Tell whether ``other`` succeeded ``one``: later, of the same issuer, and no second copy of the same text."""
    if one.issued is None or other.issued is None or other.issued <= one.issued:
        return False
    if how is Succession.REPEALS:
        return True
    unknown = how is Succession.VERSION and not (one.issuers and other.issuers)
    if is_guide(one) != is_guide(other) or not (unknown or set(one.issuers) & set(other.issuers)):
        return False
    return how is not Succession.VERSION or other.issued - one.issued >= _SAME_TEXT


def _matters(document: Document) -> list[str]:
    """Return what the title and the annexed title are about, as comparable strings; none for a part of a series."""
    if _APART.search(document.title):
        return []
    titles = (_YEARS.sub("", _title(name, document.issuers)) for name in (document.title, *document.aliases))
    matters = (_FRAME.sub("", title) for title in titles)
    return [matter for matter in dict.fromkeys(matters) if len(matter) >= _LEAST]


def _title(name: str, issuers: tuple[str, ...]) -> str:
    """Return a title's letters without its issuers: printed with or without them, it is the same title."""
    text = letters(_EMPTY.sub("", "".join(name.split())))
    for issuer in sorted(map(letters, issuers), key=len, reverse=True):
        text = text.replace(issuer, "")
    return _OWN_OFFICE.sub("", text)
