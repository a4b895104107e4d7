"""Which titles and short titles a question says, found in a table of names: 《…》, 劳动合同法, 那个冷链规划."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.corpus import Document
from index.text import bare
from qa.names import KINDS, Letters, shortened, stands_alone
from qa.near_names import NearNames
from qa.numbers import covers
from qa.provisions import Provision

_QUOTED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_KIND_WORD = re.compile(KINDS)
_RUN = re.compile(r"[\u3400-\u9fffa-z0-9%]*$")
# Words that many titles share: 工作方案 names no document, 春雨润苗方案 does.
_COMMON = re.compile(
    r"工作|发展|建设|实施|管理|有关|相关|具体|指导|行动|重点|若干|政策|专项|总体|促进|推进|加快|规范|支持|服务|制度|保障|措施"
    r"|试点|创新|进一步|加强|全面|推动|深化|高质量|印发|关于|江苏|国家|全国|年度?|[0-9]"
)
# Where the short name of a document may begin in running text: 那个|冷链规划, 江苏省的|冷链规划.
_MAY_BEGIN = re.compile(
    r"(?:个|份|部|的|于|照|据|按|看|问|请问|在|由|从|和|与|及|省|市|国家|江苏|年|新|有|出|发|发布|印发|出台|了|版|把|对|篇|里|这|那|讲|查)$"
)
# Words of everyday speech as well, so more of the title has to be said: 检察院决定 names no document.
_LOOSE_KINDS = frozenset(
    ("决定", "规定", "意见", "措施", "计划", "方案", "通知", "报告", "名录", "要点", "公告", "通告")
)
_PERIOD_OF_TITLE = re.compile(r"[（(][^（）()]*(?:19|20)\d\d[^（）()]*[）)]")  # 规划（2022－2030年）
_LONGEST = 16  # characters before the kind word
_PLACE_NAME = re.compile(r"(?!全|我|本|各|该)([\u4e00-\u9fff]{2})(?:省|市|自治区|县)")
_BY_NATION = re.compile(r"(?<!办)法典?$")  # no other place makes laws
_BETWEEN = re.compile(r"的?[中里内]?的?$")  # 个税法里的|第六条
_LAW_OF_ARTICLE = re.compile(r"([\u4e00-\u9fff]{1,14}(?:法|条例|办法|规定|细则))第[0-9一二三四五六七八九十百千]+条")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the question that names documents; several when they share the name (parts, versions)."""

    start: int  # in the folded question
    end: int
    doc_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A title that no document of the index has."""

    start: int  # in the folded question
    end: int
    title: str


class NameTable:
    """Every name of every document, for finding them in a question."""

    def __init__(self, documents: Iterable[Document], names: Mapping[str, frozenset[str]]) -> None:
        """Index the names of documents, by document id, as :func:`qa.names.names_of` gives them."""
        self._by_name: dict[str, list[str]] = {}
        self._titles: dict[str, tuple[str, ...]] = {}  # doc_id -> titles in comparable form
        self._holding: dict[str, set[str]] = {}  # two characters -> documents with them in a title
        self._regions: dict[str, str] = {}
        for document in documents:
            place = _PLACE_NAME.search(document.title)
            self._regions[document.doc_id] = document.region or (place[0] if place else "")
            for name in names[document.doc_id]:
                self._by_name.setdefault(name, []).append(document.doc_id)
            titles = [bare(document.region + _PERIOD_OF_TITLE.sub("", t)) for t in (document.title, *document.aliases)]
            self._titles[document.doc_id] = tuple(dict.fromkeys([*titles, *map(shortened, titles)]))
            for pair in {title[i : i + 2] for title in self._titles[document.doc_id] for i in range(len(title) - 1)}:
                self._holding.setdefault(pair, set()).add(document.doc_id)
        self._near = NearNames(self._by_name)
        self._starting: dict[str, list[str]] = {}
        for name in sorted(self._by_name, key=len, reverse=True):
            self._starting.setdefault(name[:2], []).append(name)

    def find(self, question: str, provisions: Sequence[Provision] = ()) -> tuple[list[Mention], list[Missing]]:
        """Return the documents a question names by title, in order, and the titles no document has.

        :param provisions: the 第N条 of the question: what stands right before one is a document's name.
        """
        letters = Letters.of(question)
        found = self._exact(letters)
        missing = []
        for quoted in _QUOTED.finditer(letters.folded):
            if any(mention.end > quoted.start() and mention.start < quoted.end() for mention in found):
                continue
            title = bare(quoted[1])
            doc_ids = self._covered(title, kind="") or self._near.heard(title) or self._near.heard_in_parts(title)
            if doc_ids:
                found.append(Mention(quoted.start(), quoted.end(), doc_ids))
            else:
                missing.append(Missing(quoted.start(), quoted.end(), quoted[1]))
        found += self._shortened(letters, found, provisions)
        others = [one for one in found if self._of_elsewhere(letters, one)]
        found = [one for one in found if one not in others]
        missing += [Missing(one.start, one.end, letters.folded[one.start : one.end]) for one in others]
        if provisions and not missing and not any(mention.start < provisions[0].start for mention in found):
            found += self._nearly(letters, provisions[0])
        for law in _LAW_OF_ARTICLE.finditer(letters.folded):
            if not found and not missing:
                missing.append(Missing(law.start(), law.end(1), law[1]))
        return sorted(found, key=lambda mention: mention.start), missing

    def _of_elsewhere(self, letters: Letters, mention: Mention) -> bool:
        """Tell whether a place before a title makes it another's: 深圳市|物业管理条例 is not the nation's."""
        *_, place = (None, *_PLACE_NAME.finditer(letters.folded, 0, mention.start))
        if place is None or place.end() < mention.start or _BY_NATION.search(letters.folded[: mention.end]):
            return False
        regions = [self._regions[doc_id] for doc_id in mention.doc_ids]
        return all(region and place[1] not in region for region in regions)

    def _nearly(self, letters: Letters, place: Provision) -> list[Mention]:
        """Find what is not quite a name before a place: 个税法第六条, 劳动和同法里的第三十九条."""
        before = letters.folded[: place.start]
        end = sum(at < len(_BETWEEN.sub("", before)) for at in letters.at)
        near = self._near.before(letters, end)
        return [Mention(letters.at[near[0]], letters.at[end - 1] + 1, near[1])] if near else []

    def _exact(self, letters: Letters) -> list[Mention]:
        found = []
        at = 0
        while at < len(letters.text) - 1:
            for name in self._starting.get(letters.text[at : at + 2], ()):
                if letters.text.startswith(name, at) and stands_alone(letters, at, name):
                    last = at + len(name) - 1
                    found.append(Mention(letters.at[at], letters.at[last] + 1, tuple(self._by_name[name])))
                    at = last
                    break
            at += 1
        return found

    def _shortened(self, letters: Letters, known: list[Mention], provisions: Sequence[Provision]) -> list[Mention]:
        """Find 冷链规划: a kind of document, and before it words that only one title of that kind has."""
        found = []
        for kind in _KIND_WORD.finditer(letters.folded):
            if any(mention.start < kind.end() and kind.start() < mention.end for mention in known):
                continue
            before = _RUN.search(letters.folded[max(0, kind.start() - _LONGEST) : kind.start()])
            run = (before[0] if before else "").removesuffix("的")
            placed = any(kind.end() == place.start for place in provisions)
            for start in range(len(run) - 1):
                if start and not _MAY_BEGIN.search(run[:start]):
                    continue
                words = run[start:]
                if len(_COMMON.sub("", words)) < (4 if kind[0] in _LOOSE_KINDS and not placed else 2):
                    break
                doc_ids = self._covered(words, kind=kind[0])
                if doc_ids:
                    place = kind.start() - len(run) + start
                    found.append(Mention(place, kind.end(), doc_ids))
                    break
        return found

    def _covered(self, words: str, *, kind: str) -> tuple[str, ...]:
        """Return the one document, or the versions of one, whose title is made of ``words`` and more; else none."""
        if len(_COMMON.sub("", words)) < 2:
            return ()
        hits = {
            doc_id: shortened(title)
            for doc_id in sorted(self._holding.get(words[:2], ()))
            for title in self._titles[doc_id]
            if (not kind or title.endswith(kind) or title.endswith((kind + "的通知", kind + "的公告")))
            and covers(words, title)
        }
        shortest = min(hits.values(), key=len, default="")
        if any(shortest not in title for title in hits.values()):
            return ()
        return tuple(doc_id for doc_id, title in hits.items() if title == shortest)  # not the notice that forwards it
