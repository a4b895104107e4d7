"""Document numbers (文号): recognised, written one way, and found again in running text."""

from __future__ import annotations

import re

from index.chars import squeeze

_OPEN, _CLOSE = "〔\\[（(【﹝［", "〕\\]）)】﹞］"
# 苏政发〔2022〕71号, 苏财规[2022]5号, （苏政发〔2022〕71号）, with blanks anywhere.
_BRACKETED = rf"([\u4e00-\u9fff]{{1,14}})\s*[{_OPEN}]\s*((?:19|20)\d\d)\s*[{_CLOSE}]\s*(?:第\s*)?(\d{{1,5}})\s*号"
# 财政部 税务总局公告 2023 年第 10 号, 中华人民共和国国务院令第639号
_NAMED = (
    r"([\u4e00-\u9fff][\u4e00-\u9fff \u3000]{0,60}(?:公告|令))\s*"
    r"(?:[〔(（]?\s*((?:19|20)\d\d)\s*[〕)）]?\s*年?\s*)?(?:第\s*)(\d{1,5})\s*号"
)
_LINE_BRACKETED = re.compile(rf"^[（(]?\s*{_BRACKETED}\s*[)）]?$")
_LINE_NAMED = re.compile(rf"^[（(]?\s*{_NAMED}\s*[)）]?$")
# The number of a 公告 whose name stands on the line above: 2022年第 27号
_LINE_BARE = re.compile(r"^((?:19|20)\d\d)\s*年\s*第\s*(\d{1,5})\s*号$")
# What may touch a number in running text without a bracket: 根据财税〔2015〕119号, 和财税〔2015〕119号
_LEADING_WORDS = re.compile(r"^.*(?:根据|按照|依照|依据|落实|执行|废止|转发|以及|和|与|及|或|见|的)")
_ANYWHERE = re.compile(_BRACKETED)


def number_of_line(line: str) -> str:
    """Return the canonical number when the line is nothing but a document number, else "".

    >>> number_of_line("（苏政发[2022] 71号）")
    '苏政发〔2022〕71号'
    """
    line = line.strip()
    if len(line) > 80 or not line.endswith(("号", "）", ")")) or "号" not in line:
        return ""
    found = _LINE_BRACKETED.match(line)
    if found:
        return f"{squeeze(found[1])}〔{found[2]}〕{int(found[3])}号"
    found = _LINE_NAMED.match(line)
    if found and ("，" not in line) and not found[1].startswith(("根据", "按照", "依照")):
        return named_number(found[1], found[2] or "", found[3])
    return ""


def named_number(name: str, year: str, serial: str) -> str:
    """Return 财政部税务总局公告2023年第10号 or 国务院令第639号 from their parts."""
    name = squeeze(name).removeprefix("中华人民共和国")
    return f"{name}{year}年第{int(serial)}号" if year else f"{name}第{int(serial)}号"


def bare_number(line: str) -> tuple[str, str] | None:
    """Return (year, serial) when the line is only "2022年第27号"; the name stands on the line above."""
    found = _LINE_BARE.match(line.strip())
    return (found[1], found[2]) if found else None


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the bracketed numbers named in running text, canonical, in order, each once."""
    seen: dict[str, None] = {}
    for found in _ANYWHERE.finditer(text):
        name = _LEADING_WORDS.sub("", squeeze(found[1]))
        if name:
            seen[f"{name}〔{found[2]}〕{int(found[3])}号"] = None
    return tuple(seen)


def key_of_number(number: str) -> str:
    """Return the readable id part of a canonical number: 苏政发〔2022〕71号 -> 苏政发-2022-71."""
    found = _LINE_BRACKETED.match(number)
    if found:
        return f"{squeeze(found[1])}-{found[2]}-{int(found[3])}"
    found = _LINE_NAMED.match(number)
    if found:
        return "-".join(part for part in (squeeze(found[1]), found[2] or "", str(int(found[3]))) if part)
    return squeeze(number)
