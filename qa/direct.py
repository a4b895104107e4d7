"""The direct answer: the one amount or time in the best sentence that is of the measure asked for."""

from __future__ import annotations

import re

from qa.answer_type import measure
from qa.extractor import Selection

_NUMBER = r"(?:\d[\d.,]*|[一二两三四五六七八九十百千半]+)"
_UNIT = (
    r"(?:个?(?:工作日|百分点|小时|学时)|个月|万亿元|亿元|万元|元|万平方米|平方米|公里|公顷|亩|分钟|日|天|年|周岁?|岁|%|‰|倍|折"
    r"|万?(?:家|户|人|名|辆|台|张|次|件|项|条|套))"
)
_BEFORE = r"(?:不(?:得)?(?:少于|低于|超过|高于)|至少|最[高低多少长迟晚]|达到|约|每[月年日人辆户]|到\s*20\d\d\s*年)?"
# Several things asked at once have several answers; one figure would pass for all of them.
_SEVERAL = re.compile(r"分别|各[是多要为有]?|以及|(?:多少|几).*(?:多少|几)|[？?].*[？?]|不一样")
_DAY = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_BARE_YEAR = re.compile(r"\d{4}\s*年")
_QUANTITY = re.compile(rf"{_DAY}|{_BEFORE}\s*{_NUMBER}\s*{_UNIT}(?:以[上下内]|左右)?")


def direct_answer(question: str, selection: Selection, answer: str) -> str:
    """Return the quantity that answers, as printed; "" when no measure is asked for, or several would fit.

    Taken from the best sentence only, and only when the ``answer`` shows it: never put together from parts.
    """
    written = measure(question)
    if written is None or selection.best is None or _SEVERAL.search(question):
        return ""
    found = {match.group().strip() for match in _QUANTITY.finditer(selection.best.sentence.text)}
    fitting = [quantity for quantity in found if written.search(quantity) and not _BARE_YEAR.fullmatch(quantity)]
    return fitting[0] if len(fitting) == 1 and fitting[0] in answer else ""
