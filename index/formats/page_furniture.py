"""Running titles and page numbers, found because they repeat at the same height."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from index.formats.page import Item

_EDGE = 2  # printed lines looked at on top and at the bottom
_REPEATS = 3  # pages
_SAME_HEIGHT = 6.0  # points
_PAGE_NUMBER = re.compile(
    r"^[—–－\-·•\s]*第?\s*\d{1,4}\s*页?\s*(?:[/,，（(]?\s*共?\s*\d{1,4}\s*页?\s*[）)]?)?[—–－\-·•\s]*$"
)
_MARGIN = 0.12  # share of the page's height in which a lone number is its page number


@dataclass(frozen=True, slots=True)
class PageItems:
    """One page's lines in reading order."""

    number: int  # 1-based
    height: float
    items: tuple[Item, ...]


def drop_furniture(pages: Sequence[PageItems]) -> tuple[list[PageItems], tuple[str, ...]]:
    """Return the pages without running titles and page numbers, and notes on what was dropped."""
    places: dict[str, list[tuple[int, Item]]] = defaultdict(list)
    for index, page in enumerate(pages):
        for item in _edges(page):
            places[_key(item.text)].append((index, item))
    dropped: dict[int, set[int]] = defaultdict(set)
    notes = []
    for found in places.values():
        running = _running(found, pages)
        for index, item in running:
            dropped[index].add(id(item))
        if running and not _PAGE_NUMBER.match(running[0][1].text):
            notes.append(f"running title {running[0][1].text[:40]!r} left out on {len(running)} pages")
    numbers = 0
    for index, page in enumerate(pages):
        for item in _edges(page):
            if _PAGE_NUMBER.match(item.text) and (id(item) in dropped[index] or _in_margin(item, page)):
                dropped[index].add(id(item))
                numbers += 1
    if numbers:
        notes.append(f"page numbers left out on {numbers} pages")
    kept = [
        PageItems(page.number, page.height, tuple(one for one in page.items if id(one) not in dropped[index]))
        for index, page in enumerate(pages)
    ]
    return kept, tuple(sorted(notes))


def _edges(page: PageItems) -> list[Item]:
    lines = sorted((one for one in page.items if not one.rows), key=lambda one: one.y)
    if len(lines) <= 2 * _EDGE:
        return lines
    top, bottom = lines[_EDGE - 1].y, lines[-_EDGE].y
    return [one for one in lines if one.y <= top + 1 or one.y >= bottom - 1]


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text))


def _running(found: Sequence[tuple[int, Item]], pages: Sequence[PageItems]) -> list[tuple[int, Item]]:
    """Return the lines of one wording that stand at one height, when that is so on enough pages.

    They stand in the margin and are no sentence: a form that is printed on every page stays. Two pages are enough
    when the file has no more.
    """
    height = median(item.y for _, item in found)
    same = [
        (index, item)
        for index, item in found
        if abs(item.y - height) <= _SAME_HEIGHT
        and _in_margin(item, pages[index])
        and not set(item.text) & set("，。；")
    ]
    on = len({index for index, _ in same})
    return same if on >= _REPEATS or on == len(pages) == 2 else []


def _in_margin(item: Item, page: PageItems) -> bool:
    return item.y > (1 - _MARGIN) * page.height or item.y < _MARGIN * page.height
