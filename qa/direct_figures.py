"""Which figure of a sentence answers a question for an amount, a share, a length of time or a day: one, or none.

A figure that stands for one case of several is only given with all of them; a figure in a condition is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.text import fold
from qa.evidence import Evidence
from qa.quantities import Measure, Quantity, quantities_of
from qa.query import frame_pattern
from qa.sentences import Sentence, split_sentences

_HOW_MANY = r"(?:(?<![哪好])几(?!乎)|多少)\s*个?"
_LENGTHS = frozenset({Measure.HOURS, Measure.DAYS, Measure.MONTHS, Measure.YEARS})
_MONEY_WORDS = r"(?:金额|额度|工资|收入|薪|价|费|奖金|津贴|红包|租金|押金|补[助贴]|罚款?|奖励?|贷款?|余额|资金|钱)"
# What is asked for, and the measures that answer it; the first that fits. 几天 is not answered by years.
_ASKED: tuple[tuple[re.Pattern[str], frozenset[Measure]], ...] = tuple(
    (re.compile(asked), frozenset(measures))
    for asked, measures in (
        (rf"{_HOW_MANY}(?:小时|钟头|分钟|学时|课时)", {Measure.HOURS}),
        (rf"{_HOW_MANY}(?:工作日|天|日(?!常)|星期|周(?!岁|边))", {Measure.DAYS, Measure.HOURS}),
        (rf"{_HOW_MANY}(?:月(?!份|台)|季度|学期)", {Measure.MONTHS, Measure.YEARS, Measure.DAYS}),
        (rf"{_HOW_MANY}年(?!轻|级|龄|前)", {Measure.YEARS, Measure.MONTHS}),
        (r"多久|多长(?:的)?时间", _LENGTHS),
        (
            r"百分之几|几成|几个(?:百分)?点|(?:比例|百分比|税率|利率|费率|占比|率).{0,6}(?:多少|几)|(?:多少|几).{0,3}(?:比例|百分比)"
            r"|占(?:多少|几)",
            {Measure.SHARE},
        ),
        (r"几岁|多大(?:年纪|岁数)|年龄.{0,4}(?:多少|几|多大)|几周岁|(?:满|到)多大|多少岁", {Measure.AGE}),
        (rf"{_HOW_MANY}(?:公里|千米|里路|米(?!饭))|多远", {Measure.DISTANCE}),
        (rf"面积.{{0,4}}多[少大]|多大面积|{_HOW_MANY}(?:平方|平米|亩)", {Measure.AREA}),
        (rf"{_HOW_MANY}[次回](?!会)", {Measure.TIMES}),
        (r"多少人|几个人|人数.{0,4}(?:多少|几)|(?<![哪好])几[名位]|多少[名位]", {Measure.PEOPLE}),
        (r"(?:什么|啥)时[候间]|何时|哪天|哪一天|哪年|哪一年|哪个月|几月|几号(?![文令公楼线])|到几时", {Measure.DAY}),
        (
            rf"多少钱|几块|几[万千百](?![家户人名个])|多少元|{_MONEY_WORDS}.{{0,6}}(?:多少|几(?![个家户人名天年月次类种项成]))"
            r"|(?:罚|赔).{0,2}多少(?![人个天家次年月])",
            {Measure.MONEY},
        ),
        (rf"{_HOW_MANY}(?P<unit>[家户辆台套间张座处项件条份所头艘个])", {Measure.COUNT, Measure.PEOPLE}),
        (r"多少|多高", {Measure.SHARE, Measure.MONEY}),
    )
)
_LONGEST = 60  # characters of an answer that names several cases
_BORDERS = "，,；;。：:\n"
_CASE_ENDS = "；;。\n"
# The rest of a clause that only says when or to whom: 1年以上的居留证件的，应当…; 满一年的组织，可以….
_CONDITION = re.compile(
    r"[^，,；;。：:\n]*的\s*(?:[，,：:]|$)|的[^，,；;。：:\n]{2,12}[，,](?:可以|应当|不得|必须|方可|由|免)"
)
_LEAD = re.compile(
    r"\s*(?:第[零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?\s*|[（(][一二三四五六七八九十\d]+[）)]\s*"
    r"|[\d]{1,2}[.、．](?!\d)\s*|[一二三四五六七八九十]{1,3}、\s*)*(?:(?:但是?|其中|同时|此外)[，,]?)?"
)
# Two figures asked for have two answers: 公告多久、何时申请. 几年 twice as well.
_ONE = r"(?:多少|(?<![哪好])几(?!乎)|多久|多长|什么时候|啥时候|何时|哪[天年])"
_TWICE = re.compile(rf"{_ONE}.*{_ONE}|分别|各[是多要为有自]|以及|按哪|以哪|不一样|(?:哪天|日子).{{0,3}}算")
# Leans on what stands before it, only explains a word, or is a table row, whose cells need their heads.
_NO_VALUE = re.compile(r"^\s*(?:这|该|上述|前款|前述|其(?!中|他|它))|是指|\t")
_PERIOD = re.compile(r"(?:每个?|一个?)(月|年|天|日)(?!内|起|前)")
SHARED = 2  # pairs of characters that the question and the sentence have in common
_FEW = 6  # characters beside the figure that a sentence must have
_MOST_CASES = 3
_STARTS = re.compile(r"起|开始|从|生效|施行|实施")
_ENDS = re.compile(r"截[止至]|到期|最[晚迟]|之?前|到(?:什么|啥|何|哪|几)|为止")


def figure_answer(question: str, best: Evidence) -> str:
    """Return the figure that answers as printed in the best sentence, with its limits; "" when none surely does."""
    asked = next(((match, measures) for pattern, measures in _ASKED if (match := pattern.search(question))), None)
    text = best.sentence.text
    if asked is None or _TWICE.search(question) or _NO_VALUE.search(text) or not _same_period(question, text):
        return ""
    match, measures = asked
    like = _LENGTHS | measures if measures <= _LENGTHS else measures
    found = [one for one in quantities_of(text) if one.measure in like and not _CONDITION.match(text, one.end)]
    unit = match.groupdict().get("unit") or ""
    if unit not in ("", "个"):  # 几家 asks for 家; 几个 for whatever is counted
        found = [one for one in found if unit in text[one.figure : one.end]]
    beside = len(pairs(question) & pairs(text)) < SHARED  # too little says that the sentence is to the point
    if beside or not any(one.measure in measures for one in found) or _rivals(question, best, like):
        return ""
    if len(found) > 1:
        return _cases(text, found)
    one = found[0]
    said = text[one.start : one.end]
    alone = len(text) - (one.end - one.figure) < _FEW  # a date line, a cell
    return "" if alone or (one.measure is Measure.DAY and not _on_side(text, one, question)) else said


def _same_period(question: str, text: str) -> bool:
    """Tell whether the sentence speaks of the month, day or year that the question counts by: 每个月能扣多少."""
    periods = {"月": "月", "年": "年", "天": "[天日]", "日": "[天日]"}
    return all(re.search(periods[one], text) for one in _PERIOD.findall(question))


def _on_side(text: str, one: Quantity, question: str) -> bool:
    """Tell whether a day is the beginning or the end, where the question asks for one of them."""
    around = text[max(0, one.figure - 4) : one.end + 3]
    if _ENDS.search(question):
        return re.search(r"前|止|底|末|至|到|延", around) is not None
    return _STARTS.search(question) is None or re.search(r"起|自|从|开始|施行|实施|生效", around) is not None


def _rivals(question: str, best: Evidence, measures: frozenset[Measure]) -> bool:
    """Tell whether a sentence beside the best one gives a like figure for another case, and is as near the question."""
    sentences = split_sentences(best.hit.passage.text)
    own = best.sentence
    asked = pairs(question)
    for other in sentences:
        if other.start == own.start or not _beside(own, other):
            continue
        if any(one.measure in measures for one in quantities_of(other.text)) and (
            len(asked & pairs(other.text)) >= len(asked & pairs(own.text))
        ):
            return True
    return False


def _beside(own: Sentence, other: Sentence) -> bool:
    """Tell whether two sentences are items of one list, rows of one table, or stand in one paragraph."""
    same_list = own.head >= 0 and own.head == other.head
    return same_list or own.paragraph == other.paragraph or (own.item and other.item) or (own.row and other.row)


def _cases(text: str, found: Sequence[Quantity]) -> str:
    """Return the part of the sentence that names all cases with their figures: 甲的最多60%，乙的最多30%."""
    first, last = found[0], found[-1]
    start = max(lead_end(text), *(text.rfind(mark, 0, first.start) + 1 for mark in _CASE_ENDS))
    end = min((at for mark in _BORDERS if (at := text.find(mark, last.end)) >= 0), default=len(text))
    whole = text[start:end].strip()
    between = [text[one.end : two.start] for one, two in pairwise(found)]
    apart = all(any(mark in gap for mark in _BORDERS) for gap in between)
    few = len(found) <= _MOST_CASES and len(whole) <= _LONGEST
    return whole if apart and few else ""


def lead_end(text: str) -> int:
    """Return where a sentence begins to say something: behind 第五条, （一）, 但是，."""
    found = _LEAD.match(text)
    return found.end() if found else 0


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring Chinese characters outside the words that only make it a question."""
    runs = re.findall(r"[\u4e00-\u9fff]+", frame_pattern().sub(" ", fold(text)))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))
