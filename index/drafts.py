"""A tree of sections cut into passage drafts: one article each, long ones split, tiny ones merged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.chars import letters
from index.cuts import LONG, TARGET, TINY, cut_long
from index.numbering import Level
from index.paragraphs import CAPTION, Paragraph
from index.structure import Section
from index.tables import group_rows

MERGED = 240  # characters; merging tiny siblings stops here
CONTEXT = 160  # characters of the head repeated before a later part


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it has an id."""

    path: tuple[str, ...]
    key: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    context: str = ""
    kind: str = "article"

    @property
    def size(self) -> int:
        """Characters of its text."""
        return sum(len(paragraph.text) for paragraph in self.paragraphs)


def draft_section(
    section: Section, path: tuple[str, ...], key: tuple[str, ...], *, kind: str = "article"
) -> list[Draft]:
    """Return the passages of one section in order; every paragraph is in exactly one of them.

    :param path: heading path of the section itself.
    """
    if section.kind == "box":
        kind = "box"
    has_rows = any(isinstance(item, Paragraph) and item.role == "row" for item in section.items)
    whole = section.level is Level.ARTICLE or section.kind == "box" or not section.sections
    if not has_rows and section.size <= LONG and (whole or _all_tiny(section)):
        return [Draft(path, key, tuple(_flat(section)), kind=kind)] if section.items else []
    if not section.sections and not has_rows:
        return _split_leaf(section, path, key, kind)
    if section.level is Level.ARTICLE and not has_rows:
        return _split_article(section, path, key, kind)
    return _merge_tiny(_draft_items(section, path, key, kind))


def _flat(section: Section) -> Iterator[Paragraph]:
    for item in section.items:
        if isinstance(item, Paragraph):
            yield item
        else:
            yield from _flat(item)


def _all_tiny(section: Section) -> bool:
    return section.kind != "root" and all(
        child.size < 100 and not child.sections and child.level is not Level.ARTICLE for child in section.sections
    )


def _draft_items(section: Section, path: tuple[str, ...], key: tuple[str, ...], kind: str) -> list[Draft]:
    drafts: list[Draft] = []
    waiting: list[Paragraph] = []  # own paragraphs that found no passage yet: headings and short leads
    for run in _runs(section.items):
        first = run[0]
        if isinstance(first, Section):
            size = sum(len(paragraph.text) for paragraph in waiting)
            if waiting and (section.kind == "root" or (size >= TINY and _has_text(waiting))):
                drafts += _split_paragraphs(waiting, path, key, kind)
                waiting = []
            below = draft_section(first, (*path, first.title), (*key, first.key), kind=kind)
            drafts += _prepend(waiting, below)
            waiting = []
        elif first.role == "row":
            caption = waiting.pop() if waiting and _is_caption(waiting[-1]) else None
            if sum(len(paragraph.text) for paragraph in waiting) >= TINY:
                drafts += _split_paragraphs(waiting, path, key, kind)
                waiting = []
            table = draft_table([item for item in run if isinstance(item, Paragraph)], path, key, caption, kind)
            drafts += _prepend(waiting, table)
            waiting = []
        else:
            waiting += [item for item in run if isinstance(item, Paragraph)]
            if drafts and drafts[-1].kind == "table" and CAPTION.match(waiting[0].text):
                drafts[-1] = replace(drafts[-1], paragraphs=(*drafts[-1].paragraphs, waiting.pop(0)))
    return drafts + (_split_paragraphs(waiting, path, key, kind) if waiting else [])


def _runs(items: Sequence[Paragraph | Section]) -> Iterator[list[Paragraph | Section]]:
    run: list[Paragraph | Section] = []
    for item in items:
        if run and (isinstance(item, Section) or isinstance(run[0], Section) or _role(item) != _role(run[0])):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _role(item: Paragraph | Section) -> str:
    return "row" if isinstance(item, Paragraph) and item.role == "row" else "text"


def _has_text(paragraphs: Sequence[Paragraph]) -> bool:
    return any(len(paragraph.text) > 45 for paragraph in paragraphs)


def _is_caption(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if CAPTION.match(text) or paragraph.role == "box":
        return True
    return paragraph.mark is None and len(text) <= 50 and "。" not in text and not text.endswith(("：", ":", "；"))


def _prepend(paragraphs: Sequence[Paragraph], drafts: list[Draft]) -> list[Draft]:
    if paragraphs and drafts:
        drafts[0] = replace(drafts[0], paragraphs=(*paragraphs, *drafts[0].paragraphs))
    return drafts


def draft_table(
    rows: Sequence[Paragraph], path: tuple[str, ...], key: tuple[str, ...], caption: Paragraph | None, kind: str
) -> list[Draft]:
    """Return the table in groups of rows; caption and header row stand before each group as context."""
    name = letters(caption.text)[:24] if caption and caption.role != "box" else "表"
    drafts = []
    groups = group_rows(rows, caption.text.strip() if caption else "")
    for number, group in enumerate(groups, 1):
        paragraphs = (caption, *group.rows) if caption and number == 1 else group.rows
        keys = (*key, name, str(number)) if len(groups) > 1 else (*key, name)
        where = (*path, group.section) if group.section else path
        drafts.append(Draft(where, keys, paragraphs, group.context, "table"))
    return drafts


def _split_article(section: Section, path: tuple[str, ...], key: tuple[str, ...], kind: str) -> list[Draft]:
    """Split a long 第N条 at its own items; its first words are the context of the later parts."""
    groups: list[list[Paragraph]] = [[]]
    for item in section.items:
        block = cut_long(item) if isinstance(item, Paragraph) else [p for one in _flat(item) for p in cut_long(one)]
        whole = sum(len(paragraph.text) for paragraph in block) <= LONG
        for unit in [block] if whole else [[paragraph] for paragraph in block]:
            size = sum(len(p.text) for p in groups[-1])
            if size > TINY and size + sum(len(p.text) for p in unit) > TARGET:
                groups.append([])
            groups[-1] += unit
    return _numbered(groups, path, key, kind)


def _split_leaf(section: Section, path: tuple[str, ...], key: tuple[str, ...], kind: str) -> list[Draft]:
    return _split_paragraphs(list(_flat(section)), path, key, kind)


def _split_paragraphs(
    paragraphs: Sequence[Paragraph], path: tuple[str, ...], key: tuple[str, ...], kind: str
) -> list[Draft]:
    """Group paragraphs up to TARGET characters; a paragraph longer than LONG is cut at sentence ends."""
    groups: list[list[Paragraph]] = [[]]
    for paragraph in paragraphs:
        for piece in cut_long(paragraph):
            size = sum(len(p.text) for p in groups[-1])
            if size > TINY and size + len(piece.text) > LONG:
                groups.append([])
            groups[-1].append(piece)
    return _numbered([group for group in groups if group], path, key, kind)


def _numbered(
    groups: Sequence[Sequence[Paragraph]], path: tuple[str, ...], key: tuple[str, ...], kind: str
) -> list[Draft]:
    if len(groups) <= 1:
        return [Draft(path, key, tuple(group), kind=kind) for group in groups]
    head = groups[0][0].text
    stop = head.find("。", 0, CONTEXT)
    context = head[: stop + 1] if stop >= 0 else head[:CONTEXT]
    return [
        Draft(path, (*key, str(number)), tuple(group), "" if number == 1 else context, kind)
        for number, group in enumerate(groups, 1)
    ]


def _merge_tiny(drafts: Sequence[Draft]) -> list[Draft]:
    """Merge neighbours of one parent when one of them is tiny; 第N条 articles stay by themselves."""
    merged: list[Draft] = []
    for draft in drafts:
        last = merged[-1] if merged else None
        if last and min(last.size, draft.size) < TINY and last.size + draft.size <= MERGED and _siblings(last, draft):
            merged[-1] = replace(last, path=_joint_path(last, draft), paragraphs=last.paragraphs + draft.paragraphs)
        else:
            merged.append(draft)
    return merged


_ARTICLE = re.compile(r"^第[零〇一二三四五六七八九十百千\d]+条")
_CN = re.compile(r"^[一二三四五六七八九十]+、")


def _is_cited_alone(draft: Draft) -> bool:
    """Tell whether it is 第七条 or a clause 三、 without a heading of its own: cited by itself, however short."""
    if not draft.path or not _CN.match(draft.path[-1]):
        return bool(draft.path) and bool(_ARTICLE.match(draft.path[-1]))
    heads = [paragraph.text for paragraph in draft.paragraphs if paragraph.mark and paragraph.mark.level is Level.CN]
    return bool(heads) and heads[-1].endswith(("。", "；", "：")) and len(heads[-1]) > 16


def _siblings(one: Draft, two: Draft) -> bool:
    if one.kind != two.kind or one.kind == "table" or one.context or two.context:
        return False
    if not one.path or not two.path or _is_cited_alone(one) or _is_cited_alone(two):
        return False
    return one.path[:-1] == two.path[:-1] or one.path == two.path[:-1] or two.path == one.path[:-1]


def _joint_path(one: Draft, two: Draft) -> tuple[str, ...]:
    if one.path == two.path or two.path[:-1] == one.path:
        return two.path if two.size > one.size else one.path
    if one.path[:-1] == two.path:
        return one.path
    last, label = one.path[-1], two.path[-1]
    if last.endswith("等"):
        return one.path
    both = f"{last}、{label}" if len(last) + len(label) <= 60 else last + "等"
    return (*one.path[:-1], both)
