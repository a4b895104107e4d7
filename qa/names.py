"""The names a document goes by: its title, the title people shorten it to, and where a question says one of them.

Pure functions on strings; which document holds which name is for ``qa/lookup.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

from index.chars import squeeze
from index.corpus import Document
from index.identity import title_issuers
from index.text import bare, fold

_CALLED_FILE = Path(__file__).resolve().parent / "short_names.tsv"
MIN_NAME = 2  # characters: 宪法, 刑法
SHORT_NAME = 6  # a name of fewer characters may stand by chance inside other words, so its borders are checked
KINDS = (
    r"规划纲要|实施细则|实施办法|实施意见|指导意见|实施方案|行动计划|行动方案|工作要点|工作方案|若干措施|政策措施|管理办法"
    r"|规划|纲要|办法|细则|规定|条例|规则|准则|规程|意见|措施|方案|计划|要点|公告|通告|决定|通知|报告|名录"
)
_ONLY_KIND = re.compile(rf"(?:{KINDS})+")
_COUNTRY = re.compile(r"中华人民共和国")
_TRIAL = re.compile(r"[（(](?:试行|暂行|修订|修正|草案|[^（）()]*(?:19|20)\d\d[^（）()]*|[^（）()]*本)[）)]$")
_INNER = re.compile(r"(?:印发|转发|批转|发布|公布)(?:[^《》]{0,30})《(.+)》(?:的通知)?$")
_PLAIN_INNER = re.compile(r"(?:印发|转发|批转|发布|公布)([^《》]{6,80}?)的(?:通知|公告)$")
# How long official names are shortened, in print and in speech.
_SHORTER = {
    "人民代表大会": "人大",
    "常务委员会": "常委会",
    "最高人民法院": "最高法",
    "最高人民检察院": "最高检",
    "社会保险": "社保",
    "基本医疗保险": "医保",
    "最低生活保障": "低保",
    "国家税务总局": "税务总局",
    "新能源汽车": "新能源车",
}
_LONG = re.compile("|".join(_SHORTER))
_ABOUT = re.compile(r"关于.+$")
_OF_KIND = re.compile(r"的?(?:若干|实施|指导)?(?:通知|公告|意见|决定)$")
# 中华人民共和国民法典合同编, 民法典总则: each part answers to the name of the whole.
_PART = re.compile(r"^(.+?法典|.+?法)(?:总则|分则|附则|[^《》]{1,6}编)$")
_PERIOD = re.compile(r"[“\"]?十[一二三四五]五[”\"]?")
_ORDINAL = r"([（(][一二三四五六七八九十]+[）)])?$"
_APPLYING = re.compile(rf"关于适用《?(.+?)》?(?:若干|有关)?(?:问题)?的?(解释|规定){_ORDINAL}")
_TRYING = re.compile(
    rf"关于(?:审理|办理|处理)(.+?)(?:纠纷)?(?:民事|刑事|行政)?(?:纠纷)?案件(?:具体)?(?:适用|应用)?(?:法律)?(?:若干)?(?:问题)?的?"
    rf"(解释|解答|规定|意见){_ORDINAL}"
)
# What may stand before a short name: 违反劳动法, 按民法典, 我国宪法; in 非劳动法 or 反劳动法 another thing is named.
_BEFORE = re.compile(
    r"(?:根据|按|按照|依|依照|依据|照|据|看|查|查询|问|请问|违反|触犯|犯|我国|中国|国家|全国|新|旧|老|现行|最新|的|在|和|与|及"
    r"|跟|或|对|把|是|说|了|中|里|个|部|份|现在|目前|咱|咱们|用|到|由|从|以|年|版|于|并|适用|符合|不|省|市)$"
)
_AFTER_LAW = re.compile(r"(?:律|院|官|人(?!民)|定|规(?!定)|制|医|师|庭|学|治|国|实施|的?司法解释|的?解释)")


@dataclass(frozen=True, slots=True)
class Letters:
    """A question as letters and digits only, and where each stands in the folded question."""

    text: str
    at: tuple[int, ...]  # offset in the folded text of each character
    folded: str

    @classmethod
    def of(cls, question: str) -> Letters:
        """Return the letters of a question."""
        folded = fold(question)
        kept = [(place, char) for place, char in enumerate(folded) if (char.isalnum() and char != "_") or char == "%"]
        return cls("".join(char for _, char in kept), tuple(place for place, _ in kept), folded)

    def opens(self, index: int) -> bool:
        """Return whether a mark or blank, or the start, stands before the character."""
        return index == 0 or self.at[index] - self.at[index - 1] > 1

    def closes(self, index: int) -> bool:
        """Return whether a mark or blank, or the end, stands before the character ``index`` (one past the last)."""
        return index >= len(self.text) or self.at[index] - self.at[index - 1] > 1


def names_of(document: Document) -> frozenset[str]:
    """Return every name of a document in comparable form (letters and digits, folded)."""
    printed = [squeeze(name) for name in (document.title, *document.aliases)]
    forms = dict.fromkeys(form for name in printed for form in _forms(name))
    region = document.region
    shorter = [form.removeprefix(region) for form in forms if region and form.startswith(region)]
    for verb in ("关于", "关于印发", "关于转发") if region else ():
        shorter += [form.replace(verb + region, verb) for form in forms if verb + region in form]
    names = {bare(form) for form in (*forms, *shorter)}
    names |= {shortened(name) for name in names}
    return frozenset(name for name in names if _tells_apart(name))


def shortened(name: str) -> str:
    """Return a name with its long official terms in their short form: 社会保险费 -> 社保费."""
    return _LONG.sub(lambda match: _SHORTER[match[0]], name)


def whole_of(title: str) -> str:
    """Return the title of the whole a document is a part of: 民法典合同编 -> 民法典; other titles as they are."""
    found = _PART.search(squeeze(title))
    return found[1] if found else squeeze(title)


def _forms(name: str) -> Iterator[str]:
    """Yield a title and what it is shortened to."""
    for whole in dict.fromkeys((name, _COUNTRY.sub("", name))):
        for form in dict.fromkeys((whole, _TRIAL.sub("", whole))):
            yield form
            for pattern in (_INNER, _PLAIN_INNER, _PART):
                found = pattern.search(form)
                if found:
                    yield from (found[1], _TRIAL.sub("", found[1]), *_without_period(found[1]))
            yield from _without_period(form)
            yield from _about(form)
            yield from _interpretation(form)
            yield from _called().get(form, ())


@lru_cache(maxsize=1)
def _called() -> Mapping[str, list[str]]:
    """Return what people call laws by their titles, from an editable list."""
    called: dict[str, list[str]] = {}
    for line in _CALLED_FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, title = line.split("\t")
            called.setdefault(title, []).append(name)
    return called


def _without_period(form: str) -> Iterator[str]:
    if _PERIOD.search(form) and form.endswith(("规划", "计划", "纲要", "方案")) and "关于" not in form:
        yield _PERIOD.sub("", form)


def _about(form: str) -> Iterator[str]:
    found = _ABOUT.search(form)
    if found and title_issuers(form) and "转发" not in form[: found.start()]:
        subject = found[0]
        yield from (subject, subject.removeprefix("关于"), subject.removeprefix("关于").removeprefix("印发"))
        yield _OF_KIND.sub("", subject.removeprefix("关于"))


def _interpretation(form: str) -> Iterator[str]:
    """Yield how lawyers call a judicial interpretation: 民法典婚姻家庭编解释（一）, 劳动争议司法解释."""
    for pattern in (_APPLYING, _TRYING):
        found = pattern.search(form)
        if not found:
            continue
        whole, kind = re.sub(r"[《》]", "", found[1]).removesuffix("的").removesuffix("若干"), found[2]
        part = re.sub(r"^(?:中华人民共和国)?民法典(?=.+编)", "", whole)
        for matter, ordinal in product(dict.fromkeys((whole, part)), dict.fromkeys((found[3] or "", ""))):
            yield from (f"{matter}{kind}{ordinal}", f"{matter}的{kind}{ordinal}", f"{matter}案件{kind}{ordinal}")
            if kind == "解释":
                yield from (f"{matter}司法解释{ordinal}", f"{matter}的司法解释{ordinal}")


def may_begin(before: str) -> bool:
    """Return whether a name may begin behind these letters: 违反|劳动法, not 集体|合同法."""
    return _BEFORE.search(before) is not None


def _tells_apart(name: str) -> bool:
    """Leave out what names nothing: 通知, 试行, a lone kind of document."""
    if len(name) < MIN_NAME or name.isdigit() or _ONLY_KIND.fullmatch(name):
        return False
    return len(name) >= 4 or name.endswith("法") or name.endswith("法典")


def stands_alone(letters: Letters, start: int, name: str) -> bool:
    """Return whether a short name at ``start`` is a word of its own; a name of six characters or more always is.

    劳动法 is named in 违反劳动法第三条, not in 劳动法律关系 or 反劳动法.
    """
    end = start + len(name)
    if name.endswith("法") and not letters.closes(end) and _AFTER_LAW.match(letters.text, end):
        return False
    if len(name) >= SHORT_NAME:
        return True
    return letters.opens(start) or may_begin(letters.text[:start])
