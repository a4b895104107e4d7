"""Where the provisions that a question names (第N条, 第三部分, 附件2) stand in the documents it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from index.corpus import Passage
from index.snapshot import Snapshot
from index.text import bare
from qa.mentions import Mention
from qa.names import KINDS, whole_of
from qa.numbers import article_label
from qa.outline import Found, Outline, Stretch
from qa.provisions import Provision, Step
from qa.query import frame_pattern

_PARTS = 12  # passages a long article may be split into
# A law named right before the place that no mention is: what 婚姻法第三条 has is not to be looked up elsewhere.
_OF_ANOTHER = re.compile(r"(?:》|[\u4e00-\u9fff](?:法|条例|办法|规定|细则|解释))的?$")
_OF_ITSELF = re.compile(r"(?:本|该|这个?|那个?|此|上述)(?:办?法|条例|规定|细则|解释)的?$")
# What asks for the words of a provision, whatever they are about.
_ITS_WORDS = re.compile(
    rf"内容|规定|条款|条文|原文|全文|具体|写|说|讲|读|看|查|告诉|发给|解释|意思|文件|{KINDS}|这个?|那个?|该|它|里|了"
)
_MATTER = 2  # letters; with more something is asked about the provision: 第91条怎么罚 still asks for its words


@dataclass(frozen=True, slots=True)
class Gap:
    """A provision named that its document does not have, or in which it was not found."""

    title: str
    missing: str  # 第八十条
    last: str  # the mark before it, 第六十二条, where it is certain that there is none; else ""
    nearest: Passage

    def __str__(self) -> str:
        """Return it as a sentence."""
        if not self.last:
            return f"在《{self.title}》里没有找到{self.missing}。"
        beyond = f"最后一条是{self.last}" if self.last.endswith("条") else f"编号到“{self.last}”为止"
        return f"《{self.title}》没有{self.missing}，{beyond}。"


@dataclass(frozen=True, slots=True)
class Provided:
    """What the provisions of a question lead to."""

    stretches: tuple[Stretch, ...] = ()
    gaps: tuple[Gap, ...] = ()


class ProvisionTable:
    """The outlines of a snapshot's documents, read when a question needs them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._rows: dict[str, range] = {}
        for row, doc_id in enumerate(snapshot.doc_ids):  # a document's passages stand together
            known = self._rows.get(doc_id)
            self._rows[doc_id] = range(known.start if known else row, row + 1)
        self._outline = lru_cache(64)(self._read_outline)

    def rows(self, doc_id: str) -> range:
        """Return the rows of a document's passages."""
        return self._rows.get(doc_id, range(0))

    def find(
        self, folded: str, named: Sequence[Provision], mentions: Sequence[Mention], versions: Sequence[tuple[str, ...]]
    ) -> Provided:
        """Return what each provision leads to in the document named last before it.

        :param versions: for each of ``mentions`` the documents meant.
        """
        stretches: dict[tuple[str, int], Stretch] = {}
        gaps: list[Gap] = []
        for one in named:
            before = [i for i, mention in enumerate(mentions) if mention.start < one.start]
            inside = any(mention.start < one.start < mention.end for mention in mentions)
            if not mentions or inside or (not before and not one.steps[0].sure):
                continue
            between = folded[mentions[before[-1]].end if before else 0 : one.start].removeprefix("》")
            if _OF_ANOTHER.search(between) and not _OF_ITSELF.search(between):
                continue
            found = self._in_documents(one, versions[before[-1] if before else 0])
            stretches |= {(stretch.passage.passage_id, stretch.start): stretch for stretch in found.stretches}
            gaps += found.gaps
        return Provided(tuple(stretches.values()), tuple(dict.fromkeys(gaps)))

    def _in_documents(self, named: Provision, doc_ids: Sequence[str]) -> Provided:
        """Return a provision in the documents that share a name, as parts of a code do, or that none of them has it."""
        found = {doc_id: self._in_document(doc_id, named.steps) for doc_id in doc_ids if self.rows(doc_id)}
        holding = [doc_id for doc_id, one in found.items() if one.stretches]
        if any(not found[doc_id].missing for doc_id in holding) or not found:
            return Provided(tuple(stretch for one in found.values() for stretch in one.stretches if not one.missing))
        certain = all(one.last for one in found.values())
        last = max(holding or found, key=lambda doc_id: self._outline(doc_id).reach(named.steps[0]))
        title = self._snapshot.documents[last].title
        gap = Gap(
            title if len(doc_ids) == 1 else whole_of(title),
            found[last].missing,
            found[last].last if certain else "",
            self._snapshot.passage(self.rows(last)[-1]),
        )
        return Provided(found[last].stretches, (gap,))

    def _in_document(self, doc_id: str, steps: Sequence[Step]) -> Found:
        """Return a provision of one document; an article of a law by its id, as a code's outline is long to read."""
        if steps[0].unit == "条" and not steps[0].bracketed:
            label = article_label(steps[0].number, steps[0].sub)
            rows = (self._snapshot.row(f"{doc_id}#{label}{part}") for part in ("", "-1"))
            first = next((row for row in rows if row is not None), None)
            if first is not None:
                near = map(self._snapshot.passage, range(first, min(first + _PARTS, self.rows(doc_id)[-1] + 1)))
                return Outline(list(takewhile(lambda passage: label in passage.heading_path, near))).find(steps)
        return self._outline(doc_id).find(steps)

    def _read_outline(self, doc_id: str) -> Outline:
        return Outline([self._snapshot.passage(row) for row in self.rows(doc_id)])


def asks_its_words(asked: str, named: Sequence[Provision], spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Return whether nothing is asked for but the text of the provisions named: 劳动法第三十六条说了什么.

    :param asked: what is asked now, folded; it begins at ``offset`` of the text that provisions and spans stand in.
    :param spans: where documents are named.
    """
    taken = [*spans, *((one.start, one.end) for one in named)]
    rest = "".join(
        " " if any(start <= at < end for start, end in taken) else character
        for at, character in enumerate(asked, offset)
    )
    return bool(named) and len(bare(_ITS_WORDS.sub(" ", frame_pattern().sub(" ", rest)))) <= _MATTER
