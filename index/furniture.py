"""What surrounds the documents of a compilation: covers, lists of contents, imprints."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.chars import squeeze
from index.lines import Line

# "…… 34", "····· 63", "实施意见<tab>(5)", "(27)" alone
_CONTENTS_LINE = re.compile(
    r"(…{2,}|·{3,}|\.{4,}|_{4,})\s*[（(]?\s*\d{0,4}\s*[)）]?$|[\t ][（(]+\s*[（(]?\d{1,4}[)）]$|^[（(]\d{1,4}[)）]$"
)
_CONTENTS_HEAD = re.compile(r"^(目\s*录|目\s*次|CONTENTS)$", re.I)
_LATIN = re.compile(r"^[\x00-\x7f’‘“”–—]+$")
_IMPRINT = re.compile(r"(主管主办|刊\s*号|ISSN|邮\s*编|印\s*刷|责任编辑|免费赠阅|赠阅点|编辑出版)")
_DISTRIBUTION = re.compile(r"^《?[^《》。，]{2,20}(公报|汇编|简报)》?(赠阅点|简介|征订|发行|征稿)")


def contents_end(lines: Sequence[Line]) -> int:
    """Return the index of the first line after the list of contents; 0 when the file has none.

    Contents repeat every title, so no document may be looked for inside.
    """
    hits = [index for index, line in enumerate(lines[:600]) if _is_contents_line(line.text)]
    heads = [index for index, line in enumerate(lines[:200]) if _CONTENTS_HEAD.match(line.text.strip())]
    if len(hits) < 3 and not heads:
        return 0
    end = heads[0] if heads else hits[0]
    for hit in hits:
        if hit - end > 12:
            break
        end = max(end, hit)
    end += 1
    latin = end
    while latin < min(len(lines), end + 60) and _LATIN.match(lines[latin].text.strip()):
        latin += 1
    return _after_latin(lines, latin)


def _is_contents_line(text: str) -> bool:
    return bool(_CONTENTS_LINE.search(text.strip(" ")))


def _after_latin(lines: Sequence[Line], index: int) -> int:
    """Skip a second list of contents in Latin letters, which may hold section labels between."""
    last = index
    for position in range(index, min(len(lines), index + 40)):
        if _LATIN.match(lines[position].text.strip()):
            last = position + 1
        elif position - last > 3:
            break
    return last


def is_front_matter(lines: Sequence[Line]) -> bool:
    """Tell whether lines before the first title are cover and the like: no sentence among them."""
    return not any("。" in line.text and len(line.text) > 30 for line in lines)


def imprint_start(lines: Sequence[Line], first: int, end: int, *, cover: Sequence[Line]) -> int:
    """Return the index in ``first..end`` where the imprint begins, ``end`` when there is none.

    An imprint begins with the cover's own title or a list of places that give the paper away, and has a number of
    standard serial, an address or a press in it; the documents above it end there.
    """
    flat = [squeeze(line.text) for line in cover if not _LATIN.match(line.text)]
    names = {text for text in flat if 4 <= len(text) <= 30 and (flat.count(text) > 1 or "公报" in text)}
    for index in range(first, end):
        text = squeeze(lines[index].text)
        if len(text) > 30 or not (text in names or _DISTRIBUTION.match(text)):
            continue
        if any(_IMPRINT.search(line.text) for line in lines[index:end]):
            return index
    return end
