"""Drafts into passages: verbatim text, exact lines, readable ids, neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.corpus import Passage, SourceSpan
from index.cuts import LONG, TINY
from index.drafts import Draft, draft_section
from index.paragraphs import Paragraph
from index.parts import DocumentParts
from index.structure import build_tree

_ARTICLE = re.compile(r"^第[零〇一二三四五六七八九十百千\d]+条")


def build_passages(doc_id: str, parts: DocumentParts, file: str) -> tuple[Passage, ...]:
    """Return the passages of one document in reading order; every paragraph is in exactly one.

    :param file: source file named in the spans.
    """
    drafts: list[Draft] = []
    front = [paragraph for _, paragraph in parts.front]
    plan_seen = bool(parts.parts) and not parts.parts[0].title
    for number, part in enumerate(parts.parts):
        root = build_tree(part.paragraphs)
        key: tuple[str, ...] = ()
        if part.title and plan_seen:  # the one plan or set of rules a notice issues needs no prefix
            printed = re.search(r"\d+", part.title_paragraphs[0].text[:8]) if part.title_paragraphs else None
            key = (f"附件{printed[0]}" if printed else f"附{number}",)
        plan_seen = True
        below = draft_section(root, (part.title,) if part.title else (), key)
        if part.title_paragraphs:
            if below:
                below[0] = replace(below[0], paragraphs=(*part.title_paragraphs, *below[0].paragraphs))
            else:
                front += part.title_paragraphs
        elif below and not below[0].path and below[0].size < TINY and sum(len(p.text) for p in front) < LONG:
            front += below.pop(0).paragraphs  # a very short opening is read with the front
        drafts += below
    front.sort(key=lambda paragraph: paragraph.first_line)
    if front:
        drafts.insert(0, Draft((), ("首部",), tuple(front), kind="front"))
    return _linked(_to_passage(doc_id, draft, key, file) for draft, key in _with_keys(drafts))


def _with_keys(drafts: Sequence[Draft]) -> list[tuple[Draft, str]]:
    seen: dict[str, int] = {}
    keyed = []
    for draft in drafts:
        key = "-".join(_from_article(draft.key)) or "引言"
        seen[key] = seen.get(key, 0) + 1
        keyed.append((draft, key if seen[key] == 1 else f"{key}~{seen[key]}"))
    return keyed


def _from_article(key: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out chapters before 第N条, whose numbers run on through all chapters."""
    at = next((index for index, part in enumerate(key) if _ARTICLE.match(part)), 0)
    return key[:1] * (at > 0 and key[0].startswith("附")) + key[at:]


def _to_passage(doc_id: str, draft: Draft, key: str, file: str) -> Passage:
    text, starts, seams = "", [], []
    previous: Paragraph | None = None
    for paragraph in draft.paragraphs:
        if previous is not None:
            text += "\n"
            if draft.kind == "front" and paragraph.first_line - previous.last_line > 12:
                seams.append(len(text))
        starts += [(len(text) + offset, line) for offset, line in paragraph.starts]
        seams += [len(text) + offset for offset in paragraph.seams]
        text += paragraph.text
        previous = paragraph
    return Passage(
        passage_id=f"{doc_id}#{key}",
        doc_id=doc_id,
        heading_path=draft.path,
        text=text,
        context=draft.context,
        kind=draft.kind,
        spans=spans_of([line for _, line in starts], file),
        line_starts=tuple(starts),
        seams=tuple(seams),
    )


def spans_of(lines: Iterable[int], file: str) -> tuple[SourceSpan, ...]:
    """Return stretches of source lines; up to twelve lines between two count as one stretch (blank lines)."""
    spans: list[SourceSpan] = []
    for line in sorted(set(lines)):
        if spans and line - spans[-1].last_line <= 12:
            spans[-1] = replace(spans[-1], last_line=line)
        else:
            spans.append(SourceSpan(file, line, line))
    return tuple(spans)


def _linked(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Set previous, next and parent: the parent is the first passage whose path is a proper beginning of this one's."""
    listed = list(passages)
    by_path: dict[tuple[str, ...], str] = {}
    for passage in listed:
        by_path.setdefault(passage.heading_path, passage.passage_id)
    linked = []
    for index, passage in enumerate(listed):
        parent = ""
        for depth in range(len(passage.heading_path), -1, -1):
            candidate = by_path.get(passage.heading_path[:depth], "")
            if candidate and candidate != passage.passage_id:
                parent = candidate
                break
        linked.append(
            replace(
                passage,
                previous_id=listed[index - 1].passage_id if index else "",
                next_id=listed[index + 1].passage_id if index + 1 < len(listed) else "",
                parent_id=parent,
            )
        )
    return tuple(linked)
