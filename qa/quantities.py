"""Amounts, shares, lengths of time and days in printed text, each with the words that limit it.

不超过2项, 最高年化1%, 自付款之日起七日内, 2023年6月底前: a figure without these words says something else.
Places are those of the text as printed, blanks and full-width digits included. Knows nothing of questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What a figure measures."""

    DAY = "day"  # a point in time: 2022年10月1日, 11月30日前, 2025年
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    SHARE = "share"
    MONEY = "money"
    AGE = "age"
    AREA = "area"
    DISTANCE = "distance"
    PEOPLE = "people"
    TIMES = "times"
    COUNT = "count"


_UNITS = {
    Measure.HOURS: r"个?小时|分钟|个?钟头|个?学时|个?课时",
    Measure.DAYS: r"个?工作日|个?自然日|个?星期|日(?![常前元夜报])|天(?![津然])|周(?![岁年边])",
    Measure.MONTHS: r"个月|个?季度|个?学期",
    Measure.SHARE: r"%|％|‰|个?百分点|个?基点",
    Measure.MONEY: r"元|美元|欧元|港元|块钱",
    Measure.AGE: r"周?岁",
    Measure.AREA: r"平方米|平方公里|公顷|亩",
    Measure.DISTANCE: r"公里|千米|米(?![粮面])|海里",
    Measure.PEOPLE: r"人(?![次民员大工均])|名|位",
    Measure.TIMES: r"次(?![日年月])|人次|倍",
    Measure.YEARS: r"个?学年|年(?![度级代轻])",
    Measure.COUNT: (
        r"家|户|个(?!月|工作|小时|学|季|百|基|自然|星|课|钟)|辆|台|艘|架|张|件|项|套|座|所|处(?![理罚分以于])|间|份|档|头|只|场"
        r"|立方米|万?吨|公斤|千克|千瓦时?"
    ),
}
_NUMBER = r"(?:\d[\d,，]*(?:\.\d+)?|[零一二两三四五六七八九十百千万半]+)"
_TIMES = r"(?:万亿|[十百千]?亿|[十百千]?万)?"
_SHARES = (
    rf"百分之{_NUMBER}(?:点{_NUMBER})?|[万千]分之{_NUMBER}|[二三四五六七八九十]分之[一二三四五六七八九]"
    r"|[一二三四五六七八九两]成(?![立为功员本果长效年人交套熟都就品])"
)
_UNIT = "|".join(f"(?P<{measure.value}>{units})" for measure, units in _UNITS.items())
# The first half of a range may leave its unit to the second: 10至20万元, 3个月到12个月, 五千元以上三万元以下.
_ANY_UNIT = "|".join(_UNITS.values())
_FIRST = rf"{_NUMBER}\s*{_TIMES}\s*(?:{_ANY_UNIT})?\s*(?:[-—－–~～至到]|以上(?:不满|不足)?)\s*"
_FIRST_SHARE = rf"(?:{_SHARES})\s*(?:[-—－–~～至到]|以上(?:不满|不足)?)\s*"
_AFTER = r"(?:\s*[（(]含[^（）()]{0,6}[）)])?\s*(?:以上|以下|以内|以后|之内|之前|之后|以前|左右|内|前|后)?"
_YEAR = r"(?:(?:19|20)\d\d|[一二][零〇九][零〇一二三四五六七八九]{2})\s*年"
_IN_MONTH = r"\d{1,2}\s*日|底|末|初"
_DATE = rf"(?:{_YEAR}\s*(?:度|底|末|初|\d{{1,2}}\s*月\s*(?:{_IN_MONTH}|份)?)?|\d{{1,2}}\s*月\s*(?:{_IN_MONTH}))"
_DAY = (
    rf"(?<![\d〔\[(（第]){_DATE}(?:\s*(?:至|到|-|—|－|～)\s*{_DATE}(?:期间)?)?\s*"
    r"(?:之前|以前|以后|之后|起|前|后|止)?"
)
_FIGURE = re.compile(
    rf"(?P<day>{_DAY})|(?<![\d.第])(?:{_FIRST_SHARE})?(?P<share2>{_SHARES}){_AFTER}"
    rf"|(?<![\d.第])(?:{_FIRST})?{_NUMBER}\s*{_TIMES}\s*[多余]?\s*(?:{_UNIT})(?:\s*/\s*[人户年月日亩]+)?{_AFTER}"
)
# What limits the figure behind it, with few words between: 最长期限为5年, 力争超过8.8万亿元, 原则上每年2次.
_LIMIT = re.compile(
    r"不(?:得|应|能)?(?:少于|低于|超过|高于|大于|小于|多于)|至少|至多|最(?:高|低|多|少|长|短|迟|晚|快)|起码|不足|不满|未满|超过|突破"
    r"|低于|高于|少于|多于|大于|小于|达到|(?:约|近|(?:期|届)?满)(?=\s*[\d一二三四五六七八九十百])|平均|累计|原则上|一般|力争|争取|预计|计划|鼓励|可以|减按|增加|减少|提高|降低"
    r"|每(?:人|户|年|月|日|天|次|亩|辆|头|平方米|家|件|项|套|张|个|季度?|学期|学年|周|班|床|吨|小时|台|名|位|百|千|万)"
    r"|人均|户均|按[年月日季]|年化|一次性|同比|提前|(?:届满|期满|到期|之日)?前(?=\s*[\d一二三四五六七八九十])|截至|自(?!然|己|主|愿|贸|治|动|助)|(?:从|由|到|至)(?=\s*\d)"
)
_BORDER = "，,；;。：:！？!?\n\t"
_GAP = 14  # characters between a limiting word and its figure


@dataclass(frozen=True, slots=True)
class Quantity:
    """text[start:end]: a figure with its limiting words; ``figure`` is where the number itself begins."""

    start: int
    figure: int
    end: int
    measure: Measure


def quantities_of(text: str) -> list[Quantity]:
    """Return the figures of a printed sentence that measure something, in order."""
    found: list[Quantity] = []
    for match in _FIGURE.finditer(text):
        measure = Measure.SHARE if match["share2"] else Measure(match.lastgroup or "count")
        if measure is Measure.YEARS and re.fullmatch(rf"{_YEAR}", match.group()):
            measure = Measure.DAY
        figure = match.start() + len(match.group()) - len(match.group().lstrip())
        end = match.end() - len(match.group()) + len(match.group().rstrip())
        previous = found[-1].end if found else 0
        found.append(Quantity(_limited(text, figure, previous), figure, end, measure))
    return found


def _limited(text: str, figure: int, previous: int) -> int:
    """Return where the limiting words of the figure begin: inside its clause, behind the figure before."""
    clause = max(previous, *(text.rfind(mark, 0, figure) + 1 for mark in _BORDER))
    start = figure
    # Looked for beyond the figure, because some limit only right before a number.
    limits = [match for match in _LIMIT.finditer(text, clause) if match.end() <= figure]
    for match in reversed(limits):
        if start - match.end() > _GAP:
            break
        start = match.start()
    return start
