"""Places of a document as people name them: 第36条第二款, 第三部分第二点, 第(五)项, 附件2.

Knows nothing of documents: where such a place stands is for ``qa/outline.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.chars import chinese_number
from index.text import fold
from qa.names import KINDS
from qa.numbers import article_label, chinese

_N = r"\d{1,4}|[零一二三四五六七八九十百千两]{1,7}"
# Folded text: brackets are ASCII. An article may be named without 第 (劳动法36条), not as a count (36条措施).
_STEP = re.compile(
    rf"第(?P<open>\()?(?P<n>{_N})\)?(?P<unit>条(?!件|例)|[章节编](?!课)|部分|款|则|[大小]?[点项](?!目))"
    r"(?:之(?P<sub>[一二三四五六七八九十]{1,2}|\d))?"
    rf"|(?P<plain>{_N})条(?!措施|意见|规定|内容|政策|建议|办法|件|例)(?:之(?P<plain_sub>[一二三四五六七八九十]{{1,2}}|\d))?"
    rf"|附[件表录](?P<annex>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})(?![\d年月日号.])"
)
_GOES_ON = re.compile(r"的?[中里内下]?的?")  # 第三部分里的第二点
_OF_SOMETHING = re.compile(rf"(?:那么?|还有)?(?:[它其该此]|上述|[这那][个份部项]?)?(?:文件|{KINDS}|法)?的?[里中]?的?")
_DEPTH = {"附件": 0, "编": 1, "章": 2, "部分": 2, "节": 3, "条": 4, "款": 5, "则": 6, "点": 6, "项": 6}


@dataclass(frozen=True, slots=True)
class Step:
    """One mark of a place."""

    unit: str  # 条 款 项 点 则 部分 章 节 编 附件
    number: int
    sub: int = 0  # 第一百三十三条之一 -> 1
    bracketed: bool = False  # 第(五)项: the document prints （五）
    sure: bool = True  # said with 第, so a document without it can be told so

    def __str__(self) -> str:
        """Return the mark as an official text says it."""
        if self.unit == "附件":
            return f"附件{self.number}"
        if self.unit == "条" and not self.bracketed:
            return article_label(self.number, self.sub)
        number = chinese(self.number)
        return f"第（{number}）{self.unit}" if self.bracketed else f"第{number}{self.unit}"


@dataclass(frozen=True, slots=True)
class Provision:
    """A stretch of the question that names a place, outermost mark first."""

    start: int  # in the folded question
    end: int
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Return the place as an official text says it: 第五条第二款."""
        return said(self.steps)


def said(steps: Sequence[Step]) -> str:
    """Return marks as an official text says them, outermost first."""
    return "".join(map(str, steps))


def provisions_in(folded: str) -> list[Provision]:
    """Return the provisions a folded question names, in order; marks that follow each other inwards are one place."""
    found: list[Provision] = []
    for match in _STEP.finditer(folded):
        step = _step(match)
        last = found[-1] if found else None
        inwards = last is not None and _DEPTH[step.unit] > _DEPTH[last.steps[-1].unit]
        if last is not None and inwards and _GOES_ON.fullmatch(folded, last.end, match.start()):
            found[-1] = Provision(last.start, match.end(), (*last.steps, step))
        else:
            found.append(Provision(match.start(), match.end(), (step,)))
    return found


def provisions_asked(folded: str, now: int) -> list[Provision]:
    """Return the provisions asked for; those of earlier turns, before ``now``, only when there are no others."""
    everything = provisions_in(folded)
    return [one for one in everything if one.start >= now] or everything


def leaves_document_out(question: str) -> bool:
    """Return whether a question begins with a provision of something named before: 第三条呢, 这个通知的第五条."""
    folded = fold(question)
    named = provisions_in(folded)
    return bool(named) and _OF_SOMETHING.fullmatch(folded, 0, named[0].start) is not None


def _step(match: re.Match[str]) -> Step:
    if match["annex"]:
        return Step("附件", chinese_number(match["annex"]))
    if match["plain"]:
        return Step("条", chinese_number(match["plain"]), chinese_number(match["plain_sub"] or "0"), sure=False)
    unit = match["unit"].lstrip("大小")
    return Step(unit, chinese_number(match["n"]), chinese_number(match["sub"] or "0"), bool(match["open"]))
