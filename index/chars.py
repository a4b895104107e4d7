"""Small measures of Chinese text that every parsing step shares."""

from __future__ import annotations

import re
import unicodedata

SPACE = re.compile(r"[\s\u3000]+")
NOT_LETTERS = re.compile(r"[^\w%]|_")
CN_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
CN_UNITS = {"十": 10, "百": 100, "千": 1000}

# What ends a paragraph. A quotation mark alone does not: pages break after “苏科贷”.
TERMINAL = "。；：！？…;:!?．.）)】〕〉》>"
QUOTES = "”’\"'"


def squeeze(text: str) -> str:
    """Return the text without any white space."""
    return SPACE.sub("", text)


def letters(text: str) -> str:
    """Return letters, digits and % only, in NFKC lower case: equal for two printings of the same words."""
    return NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).lower()


def width(text: str) -> float:
    """Return the printed width in full-width characters: ASCII counts one half."""
    narrow = sum(1 for char in text if char < "\u0100")
    return len(text) - narrow / 2


def ends_sentence(text: str) -> bool:
    """Tell whether a paragraph may end after this text."""
    text = text.rstrip()
    if not text:
        return True
    if text[-1] in QUOTES:
        return len(text) > 1 and text[-2] in "。；！？…;!?"
    return text[-1] in TERMINAL


def is_balanced(text: str) -> bool:
    """Tell whether every bracket and book-title mark opened in the text is closed in it."""
    return (
        sum(text.count(mark) for mark in "（(") <= sum(text.count(mark) for mark in "）)")
        and text.count("《") <= text.count("》")
        and text.count("“") <= text.count("”")
    )


def chinese_number(text: str) -> int:
    """Return the value of 二十三, 一千零四十 or 23; 0 when it is none.

    >>> chinese_number("二十三"), chinese_number("一千零四十"), chinese_number("12")
    (23, 1040, 12)
    """
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for char in text:
        if char in CN_DIGITS:
            digit = CN_DIGITS[char]
        elif char in CN_UNITS:
            total += (digit or 1) * CN_UNITS[char]
            digit = 0
        else:
            return 0
    return total + digit
