"""What a document says about itself: issuers, dates, validity, what it repeals, region, level, kind."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.chars import chinese_number, squeeze
from index.docnumber import numbers_in

_DATE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_CN_DATE = re.compile(
    r"([二一][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_MONTH = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月底")
_YEAR_END = re.compile(r"((?:19|20)\d\d)年(?:年)?底")


@dataclass(frozen=True, slots=True)
class Validity:
    """Dates found in the clauses of a document; None where it does not say."""

    effective: date | None = None
    expires: date | None = None


def dates_in(text: str) -> tuple[date, ...]:
    """Return every full date of a text, in order; impossible ones are left out."""
    flat = squeeze(text)
    found = [(match.start(), _make(*map(int, match.groups()))) for match in _DATE.finditer(flat)]
    for match in _CN_DATE.finditer(flat):
        year = int("".join(str(chinese_number(char)) for char in match[1].replace("○", "〇")))
        found.append((match.start(), _make(year, chinese_number(match[2]), chinese_number(match[3]))))
    return tuple(day for _, day in sorted(found, key=lambda item: item[0]) if day)


def _make(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _month_end(year: int, month: int) -> date | None:
    return date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None


_D = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
_SELF = r"(?:本[\u4e00-\u9fff]{1,10}|上述[\u4e00-\u9fff]{0,10})"
_EFFECTIVE = re.compile(rf"{_SELF}(?:从|自)({_D})(?:起)?(?:正式)?(?:施行|实施|执行|生效)")
_FROM_ISSUE = re.compile(rf"{_SELF}(?:从|自)?(?:印发|发布|公布|发文|通过|下发)之日起?(?:施行|实施|执行|生效)")
_EXPIRES = re.compile(
    rf"(?:有效期(?:限)?(?:截)?(?:至|到|为?自.{{4,16}}至)|执行期限(?:截)?(?:至|到)|施行期限(?:至|到)|实施期限(?:至|到)|政策执行(?:至|到))"
    rf"({_D}|(?:19|20)\d\d年\d{{1,2}}月底|(?:19|20)\d\d年年?底)"
)
_TERM = re.compile(r"有效期(?:限)?(?:为)?(\d{1,2}|[一二三四五六七八九十]{1,2})年")
_TERM_OF = re.compile(rf"(?:{_SELF}|，|。|；)(?:[^。；]{{0,12}})$")


def find_validity(clauses: Sequence[str], issued: date | None) -> Validity:
    """Return since when and until when a document is in force, from its clauses about itself."""
    effective: date | None = None
    expires: date | None = None
    for clause in clauses:
        flat = squeeze(clause)
        if effective is None:
            found = _EFFECTIVE.search(flat)
            if found:
                effective = next(iter(dates_in(found[1])), None)
            elif issued and _FROM_ISSUE.search(flat):
                effective = issued
        found = _EXPIRES.search(flat)
        if found and expires is None:
            expires = end_date(found[1])
        found = _TERM.search(flat)
        if found and expires is None and (effective or issued) and re.match(rf"^.{{0,40}}{_SELF}", flat):
            expires = _years_later(effective or issued, chinese_number(found[1]))
    return Validity(effective, expires)


def end_date(text: str) -> date | None:
    """Return the last day meant by 2025年12月31日, 2022年12月底 or 2023年底."""
    flat = squeeze(text)
    days = dates_in(flat)
    if days:
        return days[0]
    month = _MONTH.search(flat)
    if month:
        return _month_end(int(month[1]), int(month[2]))
    year = _YEAR_END.search(flat)
    return date(int(year[1]), 12, 31) if year else None


def _years_later(start: date | None, years: int) -> date | None:
    if start is None or not years:
        return None
    day = min(start.day, calendar.monthrange(start.year + years, start.month)[1])
    return date.fromordinal(date(start.year + years, start.month, day).toordinal() - 1)


_FIVE_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}
_PERIOD = re.compile(r"[（(](?:19|20)\d\d年?[－—–\-~～至]{1,2}((?:19|20)\d\d)年?[）)]")
_YEAR_PLAN = re.compile(
    r"((?:19|20)\d\d)年(?:度)?[^《》]*(?:工作要点|工作计划|重点工作|工作方案|推进落实方案|专项行动方案)"
)


def plan_end(titles: Sequence[str]) -> date | None:
    """Return the last day of the plan period a title names: 十四五, （2023—2025年）, 2023年工作要点."""
    for title in map(squeeze, titles):
        period = _PERIOD.search(title)
        if period:
            return date(int(period[1]), 12, 31)
        for name, year in _FIVE_YEARS.items():
            if name in title and re.search(r"规划|计划|纲要|方案", title):
                return date(year, 12, 31)
        yearly = _YEAR_PLAN.search(title)
        if yearly:
            return date(int(yearly[1]), 12, 31)
    return None


_REPEAL = re.compile(r"(?:同时废止|同步废止|即行废止|予以废止|停止执行|自行废止|不再执行|相应废止|废止)")


def find_repeals(clauses: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers, or failing them the titles, that a closing clause ends."""
    ended: dict[str, None] = {}
    for clause in clauses:
        flat = squeeze(clause)
        for sentence in re.split(r"(?<=[。；])", flat):
            if not _REPEAL.search(sentence) or "《" not in sentence:
                continue
            numbers = numbers_in(sentence)
            for name in numbers or re.findall(r"《([^《》]+(?:《[^《》]+》[^《》]*)?)》", sentence):
                ended[name] = None
    return tuple(ended)
