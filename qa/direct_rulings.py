"""可以, 不可以, 应当, 不得: the ruling on what a yes-or-no question asks, quoted as its clause with all its conditions.

Never a bare 可以: the clause names who may do what and when, so that nothing is promised beyond it.
"""

from __future__ import annotations

import re

from qa.direct_figures import SHARED, lead_end, pairs
from qa.evidence import Evidence
from qa.sentences import leans_back, split_sentences

_ASKS = re.compile(
    r"吗|么[?？]?$|[不没否][?？]?$|伐|啵|能不能|可不可以|可否|能否|是否|行不行|要不要|用不用|需不需要|让不让|给不给|算不算|有没有|准不准|许不许"
)
# The rulings that answer what is asked: 应当 does not say that one may, 可以 not that one must.
_NOT = (
    r"不得|不予|不再|不能|不可|不准|不允许|禁止|严禁|不给|不停|不合并|不列入|不作为|不实行|不享受|不计入|不包括|不适用|不属于"
    r"|不纳入|不算"
)
_NO_DUTY = r"不需|无需|无须|不必|不用|不应|不收|不征|不扣|免征|免收|免[于予缴交]|不承担|不要"
_MUST = re.compile(
    r"要不要|用不用|需不需要|须不须|是否(?:需|应|必)|[还也都得]要|得不得|必须|应不应|要.{0,12}[吗不么]|用.{0,6}[吗不]"
)
_BELONGS = re.compile(r"算不算|算.{0,10}[吗不]|属不属于|是否属于|是不是")
_DUTIES = re.compile(rf"{_NOT}|{_NO_DUTY}|应当|必须")
_PERMISSIONS = re.compile(rf"{_NOT}|{_NO_DUTY}|可以|有权|允许|方可|优先")
_MEMBERSHIPS = re.compile(r"不属于|属于|不算|不计入|计入|不包括|不纳入|纳入|不作为|视为|应当认定")
_HAS_RULING = re.compile(rf"{_NOT}|{_NO_DUTY}|可以|应当|必须|有权")
_ALIKE = re.compile(r"一样|相同|同一|区别|合法|合规|对不对|这样")  # asks for more than one clause can say
_ENDS = "，,；;。：:\n"
_EXCEPT = re.compile(r"但|除.{1,40}外|另有|否则")
_LEANS = re.compile(r"^\s*(?:这|该|上述|前款|前述|前两款|其(?!他|它)|违反本|本[法条])")
_LONGEST = 80  # characters of a clause that still is an answer, conditions included
_GOVERNED = 1  # pairs of characters shared with the question that stand behind the modal word
_TAIL = re.compile(r"[，,。？?；;]")


def ruling_answer(question: str, best: Evidence) -> str:
    """Return the clause that rules on what is asked, from its first condition on; "" when none surely does."""
    text = best.sentence.text
    if not _ASKS.search(question) or _ALIKE.search(question):
        return ""
    if "\t" in text or _LEANS.search(text) or leans_back(best.sentence):
        return ""
    start = lead_end(text)
    part = _asked_part(question)
    asked, last = pairs(question), pairs(part)
    found = []
    for match in _rulings(part).finditer(text, start):
        end = min((at for mark in _ENDS if (at := text.find(mark, match.end())) >= 0), default=len(text))
        governed = text[match.end() : end]
        attribute = "的" in governed and _HAS_RULING.search(text, end)  # 不能保障一户一宅的地区，可以…: only says where
        if len(last & pairs(governed)) >= _GOVERNED and not attribute:
            found.append((match.start(), end))
    if not found or _changed_by_next(best):
        return ""
    end = max(place for _, place in found)
    said = text[start:end].strip()
    rest = text[end:]
    whole = len(said) <= _LONGEST and not said.endswith(("：", ":")) and not rest.startswith(("：", ":"))
    if not whole or _EXCEPT.search(rest) or len(asked & pairs(said)) < SHARED:
        return ""
    return said


def _rulings(asked: str) -> re.Pattern[str]:
    """Return which rulings answer what is asked: a duty, whether something counts as something, or a permission."""
    if _BELONGS.search(asked):
        return _MEMBERSHIPS
    return _DUTIES if _MUST.search(asked) else _PERMISSIONS


def _asked_part(question: str) -> str:
    """Return the last part of the question that asks yes or no: behind the comma 能退吗 stands alone."""
    parts = [part for part in _TAIL.split(question) if part.strip()]
    asking = [part for part in parts if _ASKS.search(part)]
    return asking[-1] if asking else question


def _changed_by_next(best: Evidence) -> bool:
    """Tell whether the sentence behind takes something back: 但是…除外."""
    after = [one for one in split_sentences(best.hit.passage.text) if one.start >= best.sentence.end]
    return bool(after) and after[0].paragraph == best.sentence.paragraph and leans_back(after[0])
