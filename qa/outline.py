"""The numbered parts of one document, and where the place a person names stands among them.

A document numbered 一、二、三、 has no 第N条: its 第三条 is 三、, or （三） where （一）…（十五） run on through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.chars import chinese_number
from index.corpus import Passage
from index.numbering import Level, parse_mark
from qa.provisions import Step, said

_ANNEX = re.compile(r"附件?(\d{1,2})")
_SUB = re.compile(r"之([一二三四五六七八九十]+)$")
_UNITS = {"编": Level.PART, "章": Level.CHAPTER, "节": Level.SECTION, "条": Level.ARTICLE}
_ITEMS = (Level.CN, Level.CN_PAREN, Level.ARABIC)
_BRACKETED = (Level.CN_PAREN, Level.CN, Level.ARABIC_PAREN, Level.ARABIC)
_SEVERAL = 6  # parts of one number in a document that counts anew in each chapter: 第（二）项
_RUNS = 3  # marks that count on through at least two parts


@dataclass(frozen=True, slots=True)
class Stretch:
    """passage.text[start:end]."""

    passage: Passage
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a document has at a place."""

    stretches: tuple[Stretch, ...] = ()
    missing: str = ""  # the place up to the first mark that was not found: 第八十条, 第五条第二款
    last: str = ""  # the mark before it, when it is certain that the document ends or goes on without it: 第六十二条


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands under one mark: from it up to the next one that is not inside it."""

    level: Level
    number: int
    sub: int
    label: str  # as printed: 第七条, 三、, （八）
    first: tuple[int, int]  # place of the passage, offset in its text
    last: tuple[int, int]  # the same, exclusive


class Outline:
    """The marks of some passages of one document."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Read the marks at the paragraphs of passages in printed order; the front of a document has none."""
        self._passages = [passage for passage in passages if passage.kind != "front"]
        self._parts = self._closed(list(self._marks()))
        body = [part for part in self._parts if not _annex_of(self._passages[part.first[0]])]
        self._body = body or self._parts  # an annex counts anew
        self._present = {part.level for part in self._body}
        self._running = tuple(level for level in _ITEMS[1:] if self._runs_on(level))

    def find(self, steps: Sequence[Step]) -> Found:
        """Return where a place stands; the part around it when its inner mark is not to be found."""
        if steps[0].unit == "附件":
            return self._annex(steps[0].number)
        held, last = self._outermost(steps[0])
        missing = "" if held else said(steps[:1])
        for depth, step in enumerate(steps[1:], 2):
            inner = [one for part in held for one in self._inside(part, step)]
            held, missing = inner or held, missing or ("" if inner else said(steps[:depth]))
        return Found(tuple(stretch for part in held for stretch in self._stretches(part)), missing, last)

    def reach(self, step: Step) -> int:
        """Return the highest number among the marks that a person may mean by ``step``; 0 without any."""
        levels = [level for level in self._meant(step) if level in self._present][:1]
        return max((part.number for level in levels for part in self._numbered(level)), default=0)

    def _marks(self) -> Iterator[_Part]:
        end = (len(self._passages), 0)
        for place, passage in enumerate(self._passages):
            offset = 0
            for paragraph in passage.text.split("\n"):
                mark = parse_mark(paragraph)
                # 第七条 at the start of a line may be a reference, only the parser of the whole document could tell.
                if mark and (mark.level > Level.ARTICLE or any(h.startswith(mark.label) for h in passage.heading_path)):
                    sub = _SUB.search(mark.label)
                    sub_number = chinese_number(sub[1]) if sub else 0
                    yield _Part(mark.level, mark.number, sub_number, mark.label, (place, offset), end)
                offset += len(paragraph) + 1

    def _closed(self, parts: Sequence[_Part]) -> list[_Part]:
        """Return the parts with their ends: the next mark that stands as far out, or the next annex."""
        annexes = [_annex_of(passage) for passage in self._passages]
        borders = [place + 1 for place, (one, two) in enumerate(pairwise(annexes)) if one != two]
        closed: list[_Part] = []
        following: dict[Level, tuple[int, int]] = {}
        for part in reversed(parts):
            border = next(((place, 0) for place in borders if place > part.first[0]), part.last)
            ends = [at for level, at in following.items() if level <= part.level]
            closed.append(replace(part, last=min([border, *ends])))
            following[part.level] = part.first
        return closed[::-1]

    def _runs_on(self, level: Level) -> bool:
        """Tell whether marks of a level count on through the document: 一、（一）（二） 二、（三）（四）."""
        numbers = [part.number for part in self._numbered(level)]
        outer = self._numbered(Level.CN)
        holding = sum(any(part.first < one.first < part.last for one in self._numbered(level)) for part in outer)
        return len(numbers) >= _RUNS and holding > 1 and all(one < two for one, two in pairwise(numbers))

    def _numbered(self, level: Level, step: Step | None = None) -> list[_Part]:
        parts = [part for part in self._body if part.level == level]
        return [part for part in parts if (part.number, part.sub) == (step.number, step.sub)] if step else parts

    def _outermost(self, step: Step) -> tuple[list[_Part], str]:
        """Return the parts that answer to a first mark; failing that the last mark, when the document ends before."""
        levels = [level for level in self._meant(step) if level in self._present]
        found = [self._numbered(level, step) for level in levels]
        for held in found:
            # Items of a law count anew in each article: 第二项 alone is none of them.
            if len(held) == 1 or (held and held is found[0] and Level.ARTICLE not in (self._present - {*levels})):
                return held[:_SEVERAL], ""
        before = [part for level in levels[:1] for part in self._numbered(level) if part.number <= step.number]
        last = max(before, key=lambda part: (part.number, part.sub), default=None)
        reach = self.reach(step)
        beyond = step.number > reach or (step.sub and last is not None and last.number == step.number)
        return [], last.label if last and beyond and step.sure and not any(found) else ""

    def _meant(self, step: Step) -> Sequence[Level]:
        """Return the kinds of marks that a person may mean, the likeliest first."""
        if step.unit in _UNITS and _UNITS[step.unit] in self._present:
            return (_UNITS[step.unit],)
        if step.unit in ("部分", "章", "编"):
            return (Level.CN,) if Level.CN in self._present else (Level.CHAPTER,)
        if step.unit == "节":
            return (Level.CN_PAREN,)
        return _BRACKETED if step.bracketed else tuple(dict.fromkeys((*self._running, *_ITEMS)))

    def _inside(self, around: _Part, step: Step) -> list[_Part]:
        """Return the part of that number inside another: by its mark, else by its place among the nearest marks."""
        if step.unit == "款" and around.level == Level.ARTICLE:
            return self._paragraph(around, step.number)
        parts = [part for part in self._parts if around.first < part.first < around.last]
        levels = sorted({part.level for part in parts})
        if step.unit in _UNITS:
            levels.sort(key=lambda level: level != _UNITS[step.unit])
        elif step.bracketed:
            levels.sort(key=lambda level: level not in (Level.CN_PAREN, Level.ARABIC_PAREN))
        for level in levels:
            held = [part for part in parts if (part.level, part.number, part.sub) == (level, step.number, step.sub)]
            if held:
                return held[:1]
        nearest = [part for part in parts if part.level == levels[0]] if levels else []
        counts_on = bool(nearest) and nearest[0].number > 1
        return nearest[step.number - 1 : step.number] if counts_on and step.number else []

    def _paragraph(self, article: _Part, number: int) -> list[_Part]:
        """Return the 款 of an article: a paragraph that is no item, with the items that follow it."""
        starts: list[tuple[int, int]] = []
        for stretch in self._stretches(article):
            place, offset = self._passages.index(stretch.passage), stretch.start
            for paragraph in stretch.passage.text[stretch.start : stretch.end].split("\n"):
                mark = parse_mark(paragraph)
                if paragraph.strip() and (mark is None or mark.level <= Level.ARTICLE):
                    starts.append((place, offset))
                offset += len(paragraph) + 1
        ends = [*starts[1:], article.last]
        return [replace(article, first=starts[number - 1], last=ends[number - 1])] if 0 < number <= len(starts) else []

    def _annex(self, number: int) -> Found:
        annexes = [_annex_of(passage) for passage in self._passages]
        held = [one for one, annex in zip(self._passages, annexes, strict=True) if annex == number]
        last = max(annexes, default=0)
        stretches = tuple(Stretch(one, 0, len(one.text)) for one in held)
        return Found(stretches, "" if held else f"附件{number}", f"附件{last}" if 0 < last < number else "")

    def _stretches(self, part: _Part) -> Iterator[Stretch]:
        for place in range(part.first[0], min(part.last[0] + 1, len(self._passages))):
            passage = self._passages[place]
            start = part.first[1] if place == part.first[0] else 0
            end = part.last[1] if place == part.last[0] else len(passage.text)
            if passage.text[start:end].strip():
                yield Stretch(passage, start, end)


def _annex_of(passage: Passage) -> int:
    """Return the number of the annex a passage stands in, as its id says; 0 in the body."""
    found = _ANNEX.match(passage.passage_id.partition("#")[2])
    return int(found[1]) if found else 0
