"""Which document names which: repeals, forwards, rests on. From the records alone, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.corpus import Document
from index.text import bare
from qa.facts import Relation
from qa.names import names_of
from qa.numbers import NumberKey, key_of, keys_in

GUIDE_KINDS = ("政策说明", "说明", "办事指南", "指南", "解读")
_NUMBER_AFTER = re.compile(r"[（(][^（）()]*号[^（）()]*[）)]$")  # 《…意见》（国发〔2022〕5号）


@dataclass(frozen=True, slots=True)
class Link:
    """A document that names another one, and as what."""

    doc_id: str
    relation: Relation


class LinkTable:
    """What the documents of an index say of each other."""

    def __init__(self, documents: Iterable[Document], names: Mapping[str, frozenset[str]] | None = None) -> None:
        """Read the links of some documents; ``names`` are those of :func:`qa.names.names_of` where already at hand."""
        self._naming: dict[str, list[Link]] = {}  # number or title in comparable form -> who names it
        self._holding: dict[str, list[str]] = {}  # the same -> who has this number or title
        self._named: dict[str, list[tuple[str, Relation]]] = {}  # doc_id -> what it names
        self._own: dict[str, frozenset[str]] = {}
        for document in documents:
            own = names[document.doc_id] if names is not None else names_of(document)
            key = key_of(document.doc_number) if document.doc_number else None
            self._own[document.doc_id] = own | ({_of_number(key)} if key else frozenset())
            for target in self._own[document.doc_id]:
                self._holding.setdefault(target, []).append(document.doc_id)
            for relation, texts in (
                (Relation.REPLACES, document.repeals),
                (Relation.FORWARDS, (*document.forwards, *_forwarded(document.title))),
                (Relation.CARRIES_OUT, document.based_on),
            ):
                for target in dict.fromkeys(one for text in texts for one in _targets(text)):
                    self._naming.setdefault(target, []).append(Link(document.doc_id, relation))
                    self._named.setdefault(document.doc_id, []).append((target, relation))

    def naming_number(self, key: NumberKey) -> list[Link]:
        """Return the documents that repeal, forward or rest on the document with this number."""
        return self._naming.get(_of_number(key), [])

    def naming_title(self, title: str) -> list[Link]:
        """Return the documents that repeal, forward or rest on the document with this title."""
        return self._naming.get(bare(title), [])

    def naming(self, document: Document) -> list[Link]:
        """Return the documents that repeal, forward or rest on ``document``."""
        links = {link: None for target in sorted(self._own[document.doc_id]) for link in self._naming.get(target, ())}
        return [link for link in links if link.doc_id != document.doc_id]

    def named_by(self, document: Document) -> list[Link]:
        """Return the documents of the index that ``document`` repeals, forwards or rests on."""
        links = {
            Link(doc_id, relation): None
            for target, relation in self._named.get(document.doc_id, ())
            for doc_id in self._holding.get(target, ())
        }
        return [link for link in links if link.doc_id != document.doc_id]


def is_guide(document: Document) -> bool:
    """Return whether a document only explains others: nobody asks for its number or term."""
    return document.kind in GUIDE_KINDS


def _forwarded(title: str) -> tuple[str, ...]:
    """Return the title that a notice of forwarding carries in its own: …转发…关于…的通知."""
    found = re.search(r"转发(.{8,})$", title)
    return (found[1],) if found else ()


def _targets(text: str) -> list[str]:
    """Return the number, or failing it the title, that one entry of repeals, forwards or based_on names."""
    keys = keys_in([text])
    return [_of_number(key) for key in keys] + [bare(_NUMBER_AFTER.sub("", text))]


def _of_number(key: NumberKey) -> str:
    return f"{key.name}-{key.year}-{key.serial}"
