"""文号 as people type them: 苏政发2022年71号, (2022)71号, 71号文, 公告2022年第27号.

Knows nothing of an index: which of the numbers named is held by which document is for ``qa/lookup.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from index.chars import chinese_number
from index.text import fold

# Folded text: 〔 and full-width brackets are ASCII, no blanks beside Chinese characters. A blank is kept in "2022 71".
_DATED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,24})(?P<open>[\[(]?)(?P<year>(?:19|20)\d\d)(?P<close>[\])]?年?|年)(?P<gap>第|[-_/ ]|)"
    r"(?P<serial>\d{1,5}|[一二三四五六七八九十百零]{1,6}(?=号))"
    r"(?P<mark>号(?P<kind>公告|令|文(?!书)|通知|意见|)|(?![\d.%年月日天个万亿元岁家人项]))"
)
_SAID_YEAR = re.compile(r"[一二][零九][零一二三四五六七八九]{2}(?=年|[\])])")  # 二零二三年, read aloud digit by digit
# Without a year something must say that a document is meant: 国务院令第639号, 71号文, 第27号公告, 七十一号文件.
_UNDATED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,24}?)第?(?P<serial>\d{1,5}|[一二三四五六七八九十百]{1,5})号"
    r"(?P<kind>公告|令|文件?(?!书)|通知|意见|)"
)
# What people say before a number: 请问国发…, 哪个文件代替了苏政发….
_LEAD = re.compile(
    r"^.*(?:根据|按照?|依照?|依据|落实|执行|废止|代替|取代|替代|转发|修改|请问|看看|问下|以及|就是|文件|文号|之前|原来|那个|这个"
    r"|和|与|及|或|见|的|了|是|查|下|有|对|把|被|在)"
)


@dataclass(frozen=True, slots=True)
class NumberKey:
    """A document number in comparable parts; parts that were not said are empty or 0."""

    name: str  # 苏政发, 财政部税务总局公告, 国务院令
    year: int
    serial: int

    def __str__(self) -> str:
        """Return the number as it is printed."""
        if self.name.endswith(("公告", "令")):
            return f"{self.name}{self.year}年第{self.serial}号" if self.year else f"{self.name}第{self.serial}号"
        return f"{self.name}〔{self.year}〕{self.serial}号" if self.year else f"{self.name}{self.serial}号"


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a question; ``key.name`` is the whole run of characters before it, leading words included."""

    key: NumberKey
    start: int  # in the folded text
    end: int
    sure: bool  # a document is meant even without a name: (2022)71号, 71号文, 27号公告; not 2022年12号
    kind: str = ""  # 公告 or 令, when it was said behind the number; the name then ends with it


def key_of(number: str) -> NumberKey | None:
    """Return the parts of a printed number (苏政发〔2022〕71号, 国务院令第639号); None when it is none.

    >>> key_of("苏政发〔2022〕71号")
    NumberKey(name='苏政发', year=2022, serial=71)
    """
    mentions = mentions_in(number)
    return mentions[0].key if mentions else None


def mentions_in(text: str) -> list[NumberMention]:
    """Return the document numbers a text names, in order; plain figures and dates are left out."""
    folded = _SAID_YEAR.sub(_written_year, fold(text))  # as many characters as before
    found = [_dated(match) for match in _DATED.finditer(folded) if _is_number(match)]
    taken = [(mention.start, mention.end) for mention in found]
    for match in _UNDATED.finditer(folded):
        apart = all(match.end() <= start or match.start("serial") >= end for start, end in taken)
        named = match["name"].endswith(("令", "公告", "发", "函", "规", "字", "办", "税"))
        if apart and (match["kind"] or named):
            kind = match["kind"] if match["kind"] in ("公告", "令") else ""
            key = NumberKey(match["name"] + kind, 0, chinese_number(match["serial"]))
            found.append(NumberMention(key, match.start("serial"), match.end(), bool(match["kind"]), kind))
    return sorted(found, key=lambda mention: mention.start)


def same_number(asked: NumberKey, held: NumberKey) -> bool:
    """Return whether a document's number ``held`` is the one asked for, as far as it was said.

    The name asked for may have other words before it, and the issuers of a 公告 may be named in part (税务总局公告) or
    by first characters (财税公告).
    """
    if asked.serial != held.serial or (asked.year and asked.year != held.year):
        return False
    if asked.name.endswith(held.name) or not asked.name:
        return True
    if not held.name.endswith(("公告", "令")) or asked.name[-1] != held.name[-1]:
        return False
    said = _LEAD.sub("", asked.name)
    return covers(said, held.name) or abbreviates(said, held.name)


def clean_name(run: str, known: Set[str]) -> str:
    """Return the number's name at the end of a run of characters: a known one, else the run without leading words."""
    for start in range(len(run)):
        if run[start:] in known:
            return run[start:]
    return _LEAD.sub("", run)[-14:]


def covers(short: str, full: str) -> bool:
    """Return whether ``short`` is made of pieces of ``full``, two characters or longer, in order.

    >>> covers("税务总局公告", "国家税务总局财政部公告"), covers("苏政发", "苏政办发")
    (True, False)
    """
    at = place = 0
    while at < len(short):
        for length in range(len(short) - at, 1, -1):
            found = full.find(short[at : at + length], place)
            # A rest of one character could never be covered, so a piece may not leave one.
            if found >= 0 and len(short) - at - length != 1:
                at, place = at + length, found + length
                break
        else:
            return False
    return True


def abbreviates(short: str, full: str) -> bool:
    """Return whether ``short`` is made of characters of ``full`` in order, from its first to its last.

    >>> abbreviates("财税公告", "财政部税务总局公告"), abbreviates("税财公告", "财政部税务总局公告")
    (True, False)
    """
    rest = iter(full)
    return short[:1] == full[:1] and short[-1:] == full[-1:] and all(character in rest for character in short)


def keys_in(texts: Iterable[str]) -> list[NumberKey]:
    """Return the full numbers named in some texts, leading words taken off."""
    keys = [mention.key for text in texts for mention in mentions_in(text) if mention.key.year]
    return [NumberKey(clean_name(key.name, frozenset()), key.year, key.serial) for key in keys if key.name]


def article_label(number: int, sub: int = 0) -> str:
    """Return an article's number as statutes print it.

    >>> article_label(36), article_label(210), article_label(133, 1)
    ('第三十六条', '第二百一十条', '第一百三十三条之一')
    """
    return f"第{chinese(number)}条" + (f"之{chinese(sub)}" if sub else "")


def chinese(value: int) -> str:
    """Return a number as official texts write it: 20 -> 二十, 1034 -> 一千零三十四."""
    text, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if pending else "") + "零一二三四五六七八九"[digit] + name
            pending = False
        elif text:
            pending = True
    return text.removeprefix("一") if text.startswith("一十") else text


def _is_number(match: re.Match[str]) -> bool:
    """Tell a number from a year and a figure: "苏政发2022 71" and "(2022)71号", not "2022年71" or "到2025年5"."""
    if match["mark"].startswith("号"):
        return True
    bracketed = bool(match["open"]) and match["close"][:1] in ("]", ")")
    return len(match["name"]) > 1 and (bracketed or match["gap"] != "")


def _written_year(match: re.Match[str]) -> str:
    return "".join(str(chinese_number(digit)) for digit in match[0])


def _dated(match: re.Match[str]) -> NumberMention:
    kind = match["kind"] if match["kind"] in ("公告", "令") else ""
    key = NumberKey(match["name"] + kind, int(match["year"]), chinese_number(match["serial"]))
    sure = match["close"][:1] in ("]", ")") or bool(match["kind"])
    return NumberMention(key, match.start("year"), match.end(), sure, kind)
