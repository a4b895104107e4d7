"""The numbering grammar of official documents: 编 章 节 条, 一、 （一） 1. （1） ①."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from index.chars import chinese_number


class Level(IntEnum):
    """Rank of a mark; a smaller number stands further out."""

    PART = 1  # 第一编
    SUBPART = 2  # 第一分编
    CHAPTER = 3  # 第一章
    SECTION = 4  # 第一节
    ARTICLE = 5  # 第一条
    CN = 6  # 一、
    CN_PAREN = 7  # （一）
    ARABIC = 8  # 1.
    ARABIC_PAREN = 9  # （1）
    CIRCLED = 10  # ①
    TOPIC = 11  # no number: the first short sentence of a paragraph


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark at the start of a paragraph."""

    level: Level
    number: int
    label: str  # as printed: "第七条", "（八）", "3."
    rest: str  # what follows the mark
    certain: bool = True  # False: "第七条规定…" might also be a reference, only its sequence can tell


_CN = "零〇一二三四五六七八九十百千两"
_ORDINAL = re.compile(
    rf"^([第笫]\s*([{_CN}\d]{{1,8}})\s*(分编|编|章|节|条)(之[一二三四五六七八九十]{{1,3}})?)(.*)$", re.S
)
_CN_COMMA = re.compile(r"^(([一二三四五六七八九十百]{1,4})[、．])(.*)$", re.S)
_CN_BRACKET = re.compile(r"^([（(]\s*([一二三四五六七八九十百]{1,4})\s*[)）])(.*)$", re.S)
# "2.2万人" is a figure and "1-12月" a range, neither is an item.
_ARABIC = re.compile(r"^((\d{1,3})\s*[.．﹒、])(?!\d)(.*)$", re.S)
_ARABIC_BRACKET = re.compile(r"^([（(]\s*(\d{1,3})\s*[)）])(.*)$", re.S)
_ARABIC_HALF = re.compile(r"^((\d{1,2})[)）])(.*)$", re.S)
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ORDINAL_LEVEL = {
    "编": Level.PART,
    "分编": Level.SUBPART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "条": Level.ARTICLE,
}
# After 第七条 in a reference: 第七条规定, 第七条、第八条, 第七条第二款.
_REFERENCE_NEXT = "、，,。;；第至和与及或的之款项规所中以"
_SIMPLE = (
    (_CN_COMMA, Level.CN),
    (_CN_BRACKET, Level.CN_PAREN),
    (_ARABIC, Level.ARABIC),
    (_ARABIC_BRACKET, Level.ARABIC_PAREN),
    (_ARABIC_HALF, Level.ARABIC_PAREN),
)
_STARTS = frozenset("第笫（(0123456789一二三四五六七八九十百" + _CIRCLES)


def parse_mark(text: str) -> Mark | None:
    """Return the numbering mark the text starts with, or None.

    Only the words are judged; whether the number fits its neighbours is for the caller.
    """
    text = text.lstrip(" \u3000")
    if not text or text[0] not in _STARTS:
        return None
    if text[0] in "第笫":
        return _ordinal(text)
    if text[0] in _CIRCLES:
        return Mark(Level.CIRCLED, _CIRCLES.index(text[0]) + 1, text[0], text[1:])
    for pattern, level in _SIMPLE:
        found = pattern.match(text)
        if found:
            number = chinese_number(found[2])
            return Mark(level, number, re.sub(r"\s", "", found[1]), found[3]) if number else None
    return None


def _ordinal(text: str) -> Mark | None:
    found = _ORDINAL.match(text)
    if not found:
        return None
    number, level, rest = chinese_number(found[2]), _ORDINAL_LEVEL[found[3]], found[5]
    if not number:
        return None
    label = "第" + re.sub(r"\s", "", found[1])[1:]  # 笫 is a frequent misprint
    opens = not rest or rest[0] in " \u3000\t:：【"
    if level is Level.ARTICLE:
        if opens:
            return Mark(level, number, label, rest)
        return None if rest[0] in _REFERENCE_NEXT else Mark(level, number, label, rest, certain=False)
    # 第三章 stands on a line of its own, its title is short and no sentence.
    if len(rest) > 60 or "。" in rest or (not opens and rest[0] in _REFERENCE_NEXT):
        return None
    return Mark(level, number, label, rest, certain=opens)


_SPACED_WORD = re.compile(r"^[\u4e00-\u9fff](?: [\u4e00-\u9fff]){1,5}$")  # 总 则
_FIRST_SENTENCE = re.compile(r"^(.{1,40}?)[。：:；]")


def heading_title(mark: Mark, text: str, *, alone: bool) -> str:
    """Return the heading people cite: "（八）公共资源交易全程“不见面”", "第七条", or the mark alone.

    :param alone: whether the paragraph is nothing but the heading.
    """
    if mark.level is Level.ARTICLE:
        return mark.label
    flat = " ".join(mark.rest.split())
    if _SPACED_WORD.match(flat):
        flat = flat.replace(" ", "")
    if alone:
        gap = " " if mark.level < Level.ARTICLE and flat else ""
        return mark.label + gap + flat.rstrip("。：:")
    found = _FIRST_SENTENCE.match(flat)
    if found and flat[len(found[1])] == "。" and ("，" not in found[1] or len(found[1]) <= 32):
        return mark.label + found[1]
    return mark.label


_TOPIC = re.compile(r"^(?:[—一-]{1,2})?([^，。；：:,;、\d（(《“][^。；：:;（(]{2,22})。(?=.)")


_IS_SENTENCE = re.compile(r"要|应当|必须|已经|将|不得")


def run_in_topic(text: str) -> str:
    """Return the short first sentence that serves as title of an unnumbered paragraph, or ""."""
    found = _TOPIC.match(text.strip())
    if not found:
        return ""
    topic = found[1].strip()
    # "市场主导，政府引导" is a title, "各地要提高认识，抓好落实" a sentence.
    parts = re.split("[，,]", topic)
    is_title = len(parts) == 1 or all(len(part) <= 9 and not _IS_SENTENCE.search(part) for part in parts)
    return topic if is_title else ""
