"""Characters made comparable: width, brackets, white space, Chinese numerals. Pure functions on strings.

Search and comparison use these forms; what people read and what is quoted stays as printed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# NFKC does not unify these; all editions print them differently. 〔2022〕 [2022] 【2022】; “ ” "; — － –
_UNIFY = {"〔": "[", "〕": "]", "【": "[", "】": "]", "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"'} | {
    "—": "-", "–": "-", "−": "-", "―": "-", "~": "-", "·": ".", "•": ".", "〇": "零"
}  # fmt: skip
# A pattern, not str.translate: a few matches in a text are found ten times faster than every character is looked up.
_UNIFIED = re.compile("[" + "".join(map(re.escape, _UNIFY)) + "]")
_CJK = "\u3400-\u4dbf\u4e00-\u9fff"
# White space beside a Chinese character carries no meaning: "推 动", "2022年 9月", "LNG 动力".
_CJK_SPACE = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_LONGEST = 40  # characters of a numeral; a longer run is no number, and Python refuses to write its value out
_TENS = {"十": 10, "百": 100, "千": 1000}
# A Chinese numeral of value: "三十六", "一百二十", "二〇二五" (as digits), "十五"; alone or before a unit.
_NUMERAL = re.compile(r"[零一二两三四五六七八九十百千]+")
_NUMBER_UNIT = re.compile(
    r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]+)"
    r"(?:个工作日|个小时|小时|分钟|工作日|个月|个百分点|周岁|万元|亿元|万亿元|元|%|年|月|日|天|岁|倍|次|条|款|项|章|万|亿|辆|家|户|人|名|张|平方米|公里)"
)


def fold(text: str) -> str:
    """Return ``text`` in the form used for search.

    NFKC, one kind of brackets, quotes and dashes, lower case, no white space beside Chinese characters.
    """
    unified = _UNIFIED.sub(lambda match: _UNIFY[match.group()], unicodedata.normalize("NFKC", text)).lower()
    return _CJK_SPACE.sub("", unified)


def bare(text: str) -> str:
    """Return only letters, digits and % of the folded text: for comparing quotes whatever their punctuation."""
    return re.sub(r"[^\w%]|_", "", fold(text))


def numeral_value(numeral: str) -> int | None:
    """Return the value of a Chinese numeral such as 三十六 or 二零二五; None when it is not one."""
    if not 0 < len(numeral) <= _LONGEST or not all(c in _DIGITS or c in _TENS for c in numeral):
        return None
    if not any(c in _TENS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total += (digit or 1) * _TENS[c]
            digit = 0
    return total + digit


def arabic(text: str) -> str:
    """Return ``text`` with every Chinese numeral written in Arabic digits: 三十日 -> 30日, 二零二五年 -> 2025年."""

    def written(match: re.Match[str]) -> str:
        value = numeral_value(match.group())
        return match.group() if value is None else str(value)

    return _NUMERAL.sub(written, text)


def quantities(folded: str) -> list[str]:
    """Return the numbers with their units in a folded text, digits Arabic: ["30日", "3年", "5000元"]."""
    return [_arabic_quantity(quantity) for quantity in _NUMBER_UNIT.findall(folded)]


@lru_cache(maxsize=1 << 16)  # official texts repeat few quantities: 三年, 30日, 5000元
def _arabic_quantity(quantity: str) -> str:
    return arabic(quantity)
