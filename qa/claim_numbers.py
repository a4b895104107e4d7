"""Figures in running text, each written one way: 三万元 and 3万元 are "30000元", 八成 and 百分之八十 are "80%".

Works on folded text (index.text.fold). Knows nothing of sentences or sources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.text import numeral_value

_CN = "零一二两三四五六七八九十百千万亿"
# The longest first. A unit that is missing here is still compared: as the word behind a bare figure.
_UNITS = (
    "个工作日|工作日|个自然日|自然日|个月|个小时|小时|分钟|秒|个百分点|百分点|平方公里|平方米|立方米|公里|千米|厘米|毫米|米|公斤|千克|克|吨|升|"
    "千瓦时|千瓦|周岁|岁|美元|欧元|港元|块钱|块|元|个学年|学年|年度|年级|年代|年|月|日|天|个星期|星期|周|"
    "人次|倍|次|条|款|项|章|节|辆|家|户|人|名|张|份|件|台|套|座|所|处|批|类|种|级|层|间|亩|公顷|%|‰|届|期|轮|学时|课时|学分|"
    "页|位|艘|架|篇|号|度|个"
)
# At most 16 characters of a Chinese numeral: longer ones are no numbers, and int() refuses thousands of digits.
_NUMERAL = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|[{_CN}]{{1,16}}"
# "30余家", "3000多家": about so many, as vague on both sides; the word is not part of the figure.
_FIGURE = re.compile(rf"({_NUMERAL})(万亿|[十百千]?亿|[十百千]?万|千|百)?[余多来]?({_UNITS})?")
# 第十二条, 第3款, 第二十四条之一; and 第二 alone
_ORDINAL = re.compile(rf"第(\d{{1,15}}|[{_CN}]{{1,16}})(部分|季度|{_UNITS})?(之[一二三四五六七八九十])?")
_OF_HUNDRED = re.compile(
    rf"(百|千)分之(\d{{1,15}}(?:\.\d{{1,9}})?|[{_CN}]{{1,16}}(?:点[零一二三四五六七八九]{{1,9}})?)"
)
_FRACTION = re.compile(rf"([{_CN}]{{1,3}})分之([{_CN}]{{1,3}})")
_TENTHS = re.compile(r"([一二三四五六七八九两\d])成(?![为立功员本果长效年人交套熟都就])")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
# Codes are compared as written: 0510-12345678, 9:30, 5g, 4a, a4, gb/t1234, [2022]71号
_CODE = re.compile(
    r"\[(?:19|20)\d\d\]第?\d+号|0\d{2,3}-\d{7,8}|\d{1,2}:\d\d(?!\d)|\d+[a-z][a-z\d]*|[a-z]+[a-z\d/.+-]*\d[a-z\d.+-]*"
)
_LABEL = re.compile(rf"\(([{_CN}]{{1,3}}|\d{{1,2}})\)")  # （八）, (3): part of an article path
_WORDS = {"一刻钟": "15分钟", "半小时": "30分钟", "半个小时": "30分钟", "半年": "6个月", "一年半": "18个月"}
_SAME_UNIT = {
    "天": "日", "个自然日": "自然日", "个工作日": "工作日", "个星期": "周", "星期": "周", "个学年": "学年",
    "年度": "年", "个小时": "小时", "周岁": "岁", "名": "人", "位": "人", "块钱": "元", "块": "元",
    "个百分点": "百分点", "千米": "公里", "千克": "公斤",
}  # fmt: skip
_EXACT = 15  # digits that a float holds
_TIMES = {
    "": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9,
    "百亿": 1e10, "千亿": 1e11, "万亿": 1e12,
}  # fmt: skip
START = frozenset("0123456789第半[(" + _CN + "abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at the start of a text: what it is, written one way, and how many characters it takes."""

    key: str  # "30000元", "80%", "第12条", "2022年", "L8" for （八）
    length: int
    number: str = ""  # as printed, without 万 and unit
    times: str = ""  # 万, 亿 …: with the unit, what the first half of 10-20万元 borrows from the second
    unit: str = ""
    ordinal: bool = False  # an article number, a label or a rank


def figure_at(text: str, at: int) -> tuple[Figure, ...]:
    """Return the figures that start at ``text[at]``: usually one, three for an ISO date, none for plain words."""
    first = text[at]
    if first in "一半":
        for word, key in _WORDS.items():
            if text.startswith(word, at):
                return (Figure(key, len(word), unit=key.lstrip("0123456789")),)
    found: Figure | None = None
    if first.isdigit():
        iso = _ISO.match(text, at)
        if iso:
            year, month, day = map(int, iso.groups())
            printed = ((f"{year}年", "年"), (f"{month}月", "月"), (f"{day}日", "日"))
            return tuple(Figure(key, iso.end() - at, unit=unit) for key, unit in printed)
        found = _code(text, at) or _tenths(text, at)
    elif first == "第":
        found = _ordinal(text, at)
    elif first == "(":
        found = _label(text, at)
    elif first == "[" or first.isascii():
        return (found,) if (found := _code(text, at)) else ()
    elif text.startswith("分之", at + 1) or text.startswith("分之", at + 2):
        found = _share_of_hundred(text, at) or _fraction(text, at)
    else:
        found = _tenths(text, at)
    found = found or (_plain(text, at) if first not in "第半(" else None)
    return (found,) if found else ()


def figure_key(number: str, times: str, unit: str) -> str:
    """Return the one way of writing a number with its unit; "" when ``number`` is none."""
    value = _value(number)
    if value is None:
        return ""
    value *= _TIMES[times]
    unit = _SAME_UNIT.get(unit, unit)
    if unit == "周" and value < 60:
        value, unit = value * 7, "日"
    if unit == "年" and value < 100:  # a length of time; 2022年 is a year
        value, unit = value * 12, "个月"
    return f"{value:.15g}{unit}"


def _code(text: str, at: int) -> Figure | None:
    code = _CODE.match(text, at)
    return Figure(code.group(), code.end() - at) if code else None


def _label(text: str, at: int) -> Figure | None:
    label = _LABEL.match(text, at)
    value = _value(label[1]) if label else None
    return Figure(f"L{value:.15g}", label.end() - at, ordinal=True) if label and value is not None else None


def _ordinal(text: str, at: int) -> Figure | None:
    ordinal = _ORDINAL.match(text, at)
    if not ordinal:
        return None
    key = f"第{_value(ordinal[1]) or 0:.15g}{ordinal[2] or ''}{ordinal[3] or ''}"
    return Figure(key, ordinal.end() - at, ordinal=True)


def _tenths(text: str, at: int) -> Figure | None:
    tenths = _TENTHS.match(text, at) if text.startswith("成", at + 1) else None
    value = _value(tenths[1]) if tenths else None
    return None if value is None else Figure(f"{value * 10:.15g}%", 2, unit="%")


def _fraction(text: str, at: int) -> Figure | None:
    fraction = _FRACTION.match(text, at)
    return Figure(f"{_value(fraction[2])}/{_value(fraction[1])}", fraction.end() - at, unit="/") if fraction else None


def _share_of_hundred(text: str, at: int) -> Figure | None:
    share = _OF_HUNDRED.match(text, at)
    return _share(share[2], share.end() - at, "%" if share[1] == "百" else "‰") if share else None


def _share(number: str, length: int, unit: str) -> Figure | None:
    whole, _, rest = number.partition("点")
    value = _value(whole)
    if value is None:
        return None
    if rest:
        value += (_value(rest) or 0.0) / 10 ** len(rest)
    return Figure(f"{value:.15g}{unit}", length, unit=unit)


def _plain(text: str, at: int) -> Figure | None:
    found = _FIGURE.match(text, at)
    if not found:
        return None
    number, times, unit = found[1], found[2] or "", found[3] or ""
    if len(number) > _EXACT and number.isdigit():
        return Figure(number, len(number), number)  # an identifier, not an amount
    chinese = not number[0].isdigit()
    if chinese and not unit and not (len(number) > 1 and _value(number)):
        return None  # 统一, 三方: a numeral without a unit counts nothing
    key = figure_key(number, times, unit)
    if not key or (
        chinese and number == "一" and unit in ("个", "项", "种", "家", "名", "位", "类", "批", "套", "级", "度")
    ):
        return None  # 一个, 一种: an article, not a count
    return Figure(key, found.end() - at, number, times, unit)


def _value(number: str) -> float | None:
    """Return the value of "1,200.5", 三十六, 一百二十万 or 两千三百亿; None when it is not a number."""
    if number[0].isdigit():
        return float(number.replace(",", ""))
    total = 0.0
    for sign, times in (("亿", 1e8), ("万", 1e4)):
        head, found, number = number.rpartition(sign)
        if not found:
            continue
        value = _value(head) if head else None
        if value is None:
            return None
        total += value * times
    if not number:
        return total or None
    below = numeral_value(number)
    return None if below is None or (number[0] in "百千" and not total) else total + below
