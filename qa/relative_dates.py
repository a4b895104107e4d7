"""今年, 去年, 下个月 of a question written out for the day asked about, so that search, judge and person see the year.

今年稳岗返还怎么算, asked of 2023-07-01, reads 今年（2023年）稳岗返还怎么算. Left as they are: words of days
(昨天, 下周), for rules name no such days; quoted titles; and what only tells a story (我爷爷今年八十三, 去年没裁人).
"""

from __future__ import annotations

import re
from datetime import date

_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
_MONTHS = {"上": -1, "这": 0, "本": 0, "下": 1}
# Not years: 证明年限, 三年前年检, 如今年纪; nor one year: 每年上半年, 没休完的攒到明年.
_WORD = (
    r"大前年|(?<![年月日天])前年(?![检审龄限])|去年(?![检审])|(?<![如当现])今年(?![龄纪])"
    r"|(?<![说证声表注标写申指阐])(?<![攒留拖挪跨转延]到)明年(?![龄限])|(?<![以此之今往其年月])后年(?![度检审])"
    r"|[上下这本]个月|(?<!年）)(?<![0-9][年度])(?<![每当前去今明后同度]年)[上下]半年"
)
_RELATIVE = re.compile(rf"《[^》]*》|“[^”]*”|(?P<said>{_WORD})(?!（20)")
_RESOLVED = re.compile(r"([大去今明前后上下这本半个年月]{2,3})（((20[0-9]{2})年(?:[0-9]{1,2}月)?)）")
_CLAUSE = re.compile(r"[^，,。；;？?！!]+[，,。；;？?！!]*")
_ASKS = re.compile(r"[吗呢么？?]|多少|(?<!了)几|[怎谁哪啥]|什么|能不能|是不是|有没有|要不要|还能|[年月]的")
_TELLS = re.compile(r"[我咱俺他她]|[了没刚已]|今年[都快刚]?[一二三四五六七八九十0-9]+(?:岁|周岁|[，,。]|$)")
_NAMED_YEAR = re.compile(r"20[0-9]{2}(?=年|[-－—–~至到])")


def written_out(question: str, on: date) -> str:
    """Return the question with the years and months it names relatively written behind them, as of a day."""
    return _CLAUSE.sub(lambda clause: _written(clause.group(), on), question)


def notices(text: str) -> tuple[str, ...]:
    """Return a sentence for the person for each word written out in ``text``."""
    return tuple(dict.fromkeys(f"“{said}”按{meant}理解。" for said, meant, _ in _RESOLVED.findall(text)))


def as_said(text: str) -> str:
    """Return the text without what was written out."""
    return _RESOLVED.sub(r"\1", text)


def missing_years(text: str, said: str) -> list[str]:
    """Return the years written out in ``text`` that ``said`` is not about.

    A rule that names no year holds in every year; one that names some, from the first to the last of them.
    """
    named = [int(year) for year in _NAMED_YEAR.findall(said)]
    asked = dict.fromkeys(year for _, _, year in _RESOLVED.findall(text))
    return [year for year in asked if named and not min(named) <= int(year) <= max(named)]


def _written(clause: str, on: date) -> str:
    tells = _TELLS.search(clause) is not None and not _ASKS.search(clause)

    def write(match: re.Match[str]) -> str:
        said = match["said"]
        past = said in ("去年", "前年", "大前年")
        if said is None or tells or (past and not _ASKS.search(clause)):
            return match.group()
        return f"{said}（{_meant(said, on)}）"

    return _RELATIVE.sub(write, clause)


def _meant(said: str, on: date) -> str:
    if said in _YEARS:
        return f"{on.year + _YEARS[said]}年"
    if said.endswith("半年"):
        return f"{on.year}年"
    years, month = divmod(on.month - 1 + _MONTHS[said[0]], 12)
    return f"{on.year + years}年{month + 1}月"
