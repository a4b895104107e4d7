"""What a document calls in short what its title says in full: 全面数字化的电子发票（以下简称数电票）."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.chars import squeeze
from index.text import bare
from qa.names import KINDS

_CALLED = re.compile(
    r"[（(](?:以下|下)?(?:统一|统)?(?:简?称|简称为)[：:]?[“\"]?([\u4e00-\u9fffA-Za-z0-9]{2,12})[”\"]?[）)]"
)
_KIND = re.compile(rf"(?:本|该)?(?:{KINDS})")
_LONGEST = 40  # characters before the bracket in which the full name stands
_LEAST = 4


def own_titles(title: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the title with its full names put in the short form that the document's own words introduce."""
    plain = squeeze(title)
    shorter: dict[str, None] = {}
    for text in texts:
        for called in _CALLED.finditer(text):
            before = squeeze(text[max(0, called.start() - _LONGEST) : called.start()])
            sizes = range(len(before), max(_LEAST, len(called[1])) - 1, -1)
            full = next((before[-size:] for size in sizes if before[-size:] in plain), "")
            if full and len(bare(full)) > len(called[1]) and not _KIND.fullmatch(called[1]):
                shorter[plain.replace(full, called[1])] = None
    return tuple(shorter)
