"""Paragraphs of one part into a tree of sections by their numbering; boxes and topics find their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.chars import ends_sentence, squeeze
from index.numbering import Level, Mark, heading_title, run_in_topic
from index.paragraphs import BOX, Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, in order."""

    title: str  # as people cite it; "" for the root
    key: str  # short form for ids: "八", "第七条", "专栏2"
    level: Level | None
    kind: str  # root | numbered | box | topic
    items: tuple[Paragraph | Section, ...]

    @property
    def size(self) -> int:
        """Characters of text in it, its own and below."""
        return sum(len(item.text) if isinstance(item, Paragraph) else item.size for item in self.items)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections directly below."""
        return tuple(item for item in self.items if isinstance(item, Section))


@dataclass(slots=True)
class _Node:
    title: str
    key: str
    level: int
    number: int = 0
    kind: str = "numbered"
    items: list[Paragraph | _Node] = field(default_factory=list)


_PLAIN_HEADS = {"前言", "序言", "引言", "结语", "附则", "总则", "绪言"}
_HEAD_LEVEL = int(Level.CHAPTER)


def build_tree(paragraphs: Sequence[Paragraph]) -> Section:
    """Return the root section over all paragraphs; every paragraph stands in it exactly once, in order."""
    builder = _Builder()
    for paragraph in paragraphs:
        builder.add(paragraph)
    return _freeze(builder.root)


class _Builder:
    def __init__(self) -> None:
        self.root = _Node("", "", 0, kind="root")
        self.stack: list[_Node] = [self.root]
        self.box_at = 0  # position of the open box in the stack, 0 when none is open

    def add(self, paragraph: Paragraph) -> None:
        if paragraph.role == "box":
            self._open_box(paragraph)
        elif paragraph.mark is not None:
            self._open_mark(paragraph, paragraph.mark)
        elif paragraph.role == "text" and squeeze(paragraph.text) in _PLAIN_HEADS:
            self._close_box()
            title = squeeze(paragraph.text)
            self._push(_Node(title, title, _HEAD_LEVEL), paragraph)
        else:
            self.stack[-1].items.append(paragraph)

    def _open_box(self, paragraph: Paragraph) -> None:
        self._close_box()
        title = " ".join(paragraph.text.split())
        found = BOX.match(title)
        key = squeeze(found[0]) if found else title
        node = _Node(title, key, 0, kind="box")
        self.stack[-1].items.append(node)
        self.stack.append(node)
        self.box_at = len(self.stack) - 1
        node.items.append(paragraph)

    def _close_box(self) -> None:
        if self.box_at:
            del self.stack[self.box_at :]
            self.box_at = 0

    def _open_mark(self, paragraph: Paragraph, mark: Mark) -> None:
        if self.box_at and self._ends_box(mark):
            self._close_box()
        alone = _stands_alone(paragraph.text)
        title = heading_title(mark, paragraph.text, alone=alone)
        floor = self.box_at + 1 if self.box_at else 1
        while len(self.stack) > floor and self.stack[-1].level >= mark.level:
            self.stack.pop()
        key = re.sub(r"[（()）、.．﹒]", "", mark.label)
        self._push(_Node(title, key, int(mark.level), mark.number), paragraph, pop=False)

    def _push(self, node: _Node, paragraph: Paragraph, *, pop: bool = True) -> None:
        while pop and len(self.stack) > 1 and self.stack[-1].level >= node.level:
            self.stack.pop()
        self.stack[-1].items.append(node)
        self.stack.append(node)
        node.items.append(paragraph)

    def _ends_box(self, mark: Mark) -> bool:
        """Tell whether a mark goes on outside the open box: it is the next number there and not inside."""
        if mark.level < Level.CN:
            return True
        inside = [node.number for node in self.stack[self.box_at + 1 :] if node.level == mark.level]
        outside = [node.number for node in self.stack[1 : self.box_at] if node.level == mark.level]
        if inside and inside[-1] + 1 == mark.number and not (mark.level is Level.CN and _next(outside, mark)):
            return False
        if _next(outside, mark):
            return True
        # A first sub-item after a box of an unnumbered list belongs to the box; a deeper one as well.
        return bool(outside) and mark.number > 1 and not inside


def _next(numbers: Sequence[int], mark: Mark) -> bool:
    return bool(numbers) and numbers[-1] + 1 == mark.number


def _stands_alone(text: str) -> bool:
    body = text.rstrip()
    if len(body) > 60:
        return False
    return "。" not in body[:-1] and (not ends_sentence(body) or body[-1] in '。:：）)》”"' or len(body) <= 30)


def _freeze(node: _Node) -> Section:
    items: list[Paragraph | Section] = [_freeze(item) if isinstance(item, _Node) else item for item in node.items]
    if not any(isinstance(item, Section) for item in items):
        items = _with_topics(items)
    level = Level(node.level) if node.level and node.kind == "numbered" else None
    return Section(node.title, node.key, level, node.kind, tuple(items))


def _with_topics(items: Sequence[Paragraph | Section]) -> list[Paragraph | Section]:
    """Group unnumbered paragraphs under their run-in topic sentences when two or more have one.

    A paragraph without a topic stays with the one before it.
    """
    topics = [
        run_in_topic(item.text) if isinstance(item, Paragraph) and item.mark is None and item.role == "text" else ""
        for item in items
    ]
    if sum(map(bool, topics)) < 2:
        return list(items)
    grouped: list[Paragraph | Section] = []
    for item, topic in zip(items, topics, strict=True):
        if topic:
            grouped.append(Section(topic, re.sub(r"\W", "", topic), Level.TOPIC, "topic", (item,)))
        elif grouped and isinstance(grouped[-1], Section):
            last = grouped[-1]
            grouped[-1] = Section(last.title, last.key, last.level, last.kind, (*last.items, item))
        else:
            grouped.append(item)
    return grouped
