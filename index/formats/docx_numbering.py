"""Automatic numbering of Word files made visible: 一、（一）1. 第一条 are not in the text, only computed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.formats.archive import Element, attribute, child, children, local

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
}
_LEGAL_NAMES = {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Return 1..9999 as Word writes it: 十一, 二十, 一百零一.

    >>> chinese(11), chinese(20), chinese(101), chinese(110)
    ('十一', '二十', '一百零一', '一百一十')
    """
    if not 0 < number < 10_000:
        return str(number)
    text, skipped = "", False
    for power, unit in ((3, units[2]), (2, units[1]), (1, units[0]), (0, "")):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if skipped and text else "") + digits[digit] + unit
        skipped = not digit
    return text[1:] if digits is _DIGITS and 10 <= number < 20 else text


def format_number(number: int, kind: str) -> str:
    """Return a number in one of Word's formats (``w:numFmt``); an unknown one gives Arabic digits."""
    if kind in _CHINESE:
        return chinese(number)
    if kind in _LEGAL_NAMES:
        return chinese(number, _LEGAL, "拾佰仟")
    if kind in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    if kind in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "upperLetter" else letter.lower()
    if kind.startswith("decimalEnclosed") and 1 <= number <= 20:
        first = "⑴" if kind == "decimalEnclosedParen" else "⒈" if kind == "decimalEnclosedFullstop" else "①"
        return chr(ord(first) + number - 1)
    if kind == "ideographTraditional" and 1 <= number <= 10:
        return _STEMS[number - 1]
    if kind == "ideographZodiac" and 1 <= number <= 12:
        return _BRANCHES[number - 1]
    if kind == "decimalZero":
        return f"{number:02d}"
    if kind == "none":
        return ""
    digits = str(number)
    return digits.translate({ord("0") + i: 0xFF10 + i for i in range(10)}) if kind == "decimalFullWidth" else digits


def _roman(number: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        text += letters * (number // value)
        number %= value
    return text


@dataclass(slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False  # all numbers Arabic, whatever their level says
    restart: int | None = None  # level above which restarts it; 0 never, None any higher level


@dataclass(slots=True)
class _Numbering:
    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)  # overrides
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The counters of one document; ask for the label of each paragraph in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._numbers: dict[str, _Numbering] = {}
        self._style_numbers: dict[str, tuple[str | None, int | None]] = {}
        self._based: dict[str, str] = {}
        self._by_style: dict[tuple[str, str], int] = {}  # (abstract, style) -> level
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        links: dict[str, str] = {}
        for style in children(styles, "style") if styles is not None else ():
            self._add_style(style)
        for abstract in children(numbering, "abstractNum") if numbering is not None else ():
            self._add_abstract(abstract, links)
        for number in children(numbering, "num") if numbering is not None else ():
            self._add_number(number)
        for abstract_id, style_id in links.items():  # a list that is defined by a list style
            target = self._numbers.get(self._style_numbers.get(style_id, (None, None))[0] or "")
            if target is not None:
                self._abstract[abstract_id] = self._abstract.get(target.abstract, {})

    def _add_style(self, style: Element) -> None:
        name = attribute(style, "styleId") or ""
        based = attribute(child(style, "basedOn"), "val")
        if based:
            self._based[name] = based
        properties = child(style, "pPr", "numPr")
        if properties is not None:
            level = attribute(child(properties, "ilvl"), "val")
            self._style_numbers[name] = (attribute(child(properties, "numId"), "val"), _integer(level))

    def _add_abstract(self, abstract: Element, links: dict[str, str]) -> None:
        name = attribute(abstract, "abstractNumId") or ""
        self._abstract[name] = {}
        for level in children(abstract, "lvl"):
            index = _integer(attribute(level, "ilvl")) or 0
            self._abstract[name][index] = _read_level(level)
            style = attribute(child(level, "pStyle"), "val")
            if style:
                self._by_style[name, style] = index
        link = attribute(child(abstract, "numStyleLink"), "val")
        if link:
            links[name] = link

    def _add_number(self, number: Element) -> None:
        entry = _Numbering(attribute(child(number, "abstractNumId"), "val") or "")
        for override in children(number, "lvlOverride"):
            index = _integer(attribute(override, "ilvl")) or 0
            level = child(override, "lvl")
            if level is not None:
                entry.levels[index] = _read_level(level)
            start = _integer(attribute(child(override, "startOverride"), "val"))
            if start is not None:
                entry.starts[index] = start
        self._numbers[attribute(number, "numId") or ""] = entry

    def label(self, properties: Element | None) -> str:
        """Return what Word prints before a paragraph with these ``w:pPr``, and count it; "" when it has no number."""
        number_id, index = self._find(properties)
        numbering = self._numbers.get(number_id)
        if numbering is None:
            return ""
        levels = {**self._abstract.get(numbering.abstract, {}), **numbering.levels}
        level = levels.get(index)
        if level is None:
            return ""
        counts = self._counts.setdefault(numbering.abstract, {})
        if index in numbering.starts and (number_id, index) not in self._started:
            counts[index] = numbering.starts[index]
        else:
            counts[index] = counts[index] + 1 if index in counts else level.start
        self._started.add((number_id, index))
        for deeper in [one for one in counts if one > index]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or index < restart:  # 0: never
                del counts[deeper]
        return _label(level, levels, counts)

    def _find(self, properties: Element | None) -> tuple[str, int]:
        """Return number id and level: the paragraph's own, else those of its style and the styles below it."""
        own = child(properties, "numPr")
        number_id = attribute(child(own, "numId"), "val")
        index = _integer(attribute(child(own, "ilvl"), "val"))
        style: str | None = attribute(child(properties, "pStyle"), "val")
        names: list[str] = []
        while style and style not in names:
            names.append(style)
            found, level = self._style_numbers.get(style, (None, None))
            number_id = number_id if number_id is not None else found
            index = index if index is not None else level
            style = self._based.get(style)
        if number_id is None:
            return "", 0
        if index is None:
            abstract = self._numbers[number_id].abstract if number_id in self._numbers else ""
            index = next((self._by_style[abstract, name] for name in names if (abstract, name) in self._by_style), 0)
        return number_id, index


def _read_level(level: Element) -> _Level:
    kind = child(level, "numFmt")
    if kind is None:  # Word writes its newer formats inside mc:AlternateContent
        kind = next((one for one in level.iter() if local(one) == "numFmt"), None)
    legal = child(level, "isLgl")
    start = _integer(attribute(child(level, "start"), "val"))
    return _Level(
        start=0 if start is None else start,
        kind=attribute(kind, "val") or "decimal",
        text=attribute(child(level, "lvlText"), "val") or "",
        suffix=attribute(child(level, "suff"), "val") or "tab",
        legal=legal is not None and attribute(legal, "val") not in ("0", "false"),
        restart=_integer(attribute(child(level, "lvlRestart"), "val")),
    )


def _label(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    if level.kind == "bullet":
        # Wingdings live in the private use area and mean nothing as text.
        text = "".join("•" if "\ue000" <= char <= "\uf8ff" else char for char in level.text)
        return f"{text} " if text.strip() else ""

    def value(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        other = levels.get(index, level)
        kind = "decimal" if level.legal and index in levels else other.kind
        return format_number(counts.get(index, other.start), kind)

    text = re.sub(r"%([1-9])", value, level.text)
    # Word sets a tab after the label; after 一、 or （一） it is only distance, after 第一条 it parts words.
    parted = level.suffix != "nothing" and text and (text[-1].isalnum())
    return text + " " if parted else text


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and text.lstrip("-").isdecimal() else None
