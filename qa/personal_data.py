"""Mask personal data in what a person typed, before it is logged, stored or sent on.

Found: identity card (18 and 15 digits), mobile, land line, bank card, e-mail, car plate, passport and travel permit,
also with blanks or dashes between the digits, in full-width digits and in Chinese numerals. Knows nothing of names and
addresses. Every step walks the text once, so time grows linearly with its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from operator import mul

Span = tuple[int, int, str]  # start, end, kind

ID_CARD = "身份证号"
MOBILE = "手机号"
LAND_LINE = "座机号"
BANK_CARD = "银行卡号"
EMAIL = "邮箱"
PLATE = "车牌号"
PASSPORT = "护照号"

_CHINESE_DIGITS = dict(
    zip("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖貳參陸", "0001234567891123456789236", strict=True)
)
_CHINESE = "".join(_CHINESE_DIGITS)
# Shorter runs of Chinese digits are years and counts: 二〇二五年
_CHINESE_RUN = re.compile(f"[{_CHINESE}0-9](?:[ -]?[{_CHINESE}0-9]){{6,}}")
# "138 0013-8000", "(025)8366 6666": at most two separators, invisible ones too, between two digits.
_DIGIT_RUN = re.compile(r"[0-9](?:[ \-‐-―\u200b-\u200f\u2060\ufeff_·.*)]{0,2}[0-9])*")
_GROUP = re.compile(r"[0-9]+")
# A unified social credit code is public: 91320000MA1XK3D40P
_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Ya-y]{2}[0-9]{6}[0-9A-Ya-y]{10}(?![0-9A-Za-z])")
_CHECK_LETTER = re.compile(r"[ -]?[Xx×Ⅹ](?![A-Za-z0-9])")

_CUE_WINDOW = 12  # characters before a number in which its name may stand: 身份证号码是：…
_ID_CUE = re.compile(r"身份证|证件号|公民身份|社保号|社会保障号|(?<![a-z])id(?![a-z])", re.I)
_CARD_CUE = re.compile(r"银行卡|卡号|[账帐][号户]|储蓄卡|信用卡|借记卡|存折")
_PHONE_CUE = re.compile(r"电话|座机|固话|联系方式|(?<![a-z])tel(?![a-z])", re.I)
_PASSPORT_CUE = re.compile(r"护照|通行证|旅行证|回乡证|台胞证|passport", re.I)
_ANY_CUE = re.compile("|".join(cue.pattern for cue in (_ID_CUE, _CARD_CUE, _PHONE_CUE)), re.I)
# The name or sign of another kind of number right before it: 订单号：…, 统一社会信用代码 …, 编号…, ￥…
_NOT_PERSONAL_BEFORE = re.compile(
    r"(?:流水|订单|受理|办件|工单|运单|快递|批次|发票|合同|信用|税|条形?|(?<!身份证)(?<!证件)编|证书|文)(?:编?号|单号|代?码)码?"
    r"[是为:： ]{0,3}$|(?:[￥¥$€]|人民币|RMB|[0-9]\.)\s?$",
    re.I,
)
_UNIT_AFTER = re.compile(r"\s?(?:元(?!旦)|万|亿|人民币|美元|欧元|吨|公里|平方|立方|亩|[%％]|\.[0-9])")

# Province, county, birthday, order and check digit; the old number has a year of two digits and no check digit.
_ID_SHAPE = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}"
    r"(?:(?:(?:19|20)[0-9]{2}(?=[0-9]{7}))|[0-9]{2}(?=[0-9]{7}$))(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]?"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
# 010 and 02x take eight digits, 03xx to 09xx seven or eight; the first digit of a number is 2 to 8.
_AREA_NUMBER = re.compile(r"(?:0086)?0?(?:(?:10|2[0-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7})")
_MANY_GROUPS = 64  # in a longer run only numbers in the usual groups (138 0013 8000) are looked for: stays linear
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_DATE_GROUP = re.compile(r"[0-9]{2}-[0-9]{2}(?![0-9])")  # 09-01 2025 is no area code
_LENGTHS = range(21, 6, -1)  # of a number that is named: 卡号, 电话
_LENGTHS_BY_FIRST_DIGIT = {
    **{"0": (16, 15, 14, 12, 11), "1": (18, 17, 15, 11), "8": (18, 17, 15, 13), "9": (19, 17, 16)},
    **dict.fromkeys("27", (18, 17, 15)),
    **dict.fromkeys("3456", (19, 18, 17, 16, 15)),
}
_LUHN_DOUBLED = str.maketrans("0123456789", "0246813579")

_EMAIL_LOCAL = re.compile(r"[A-Za-z0-9._%+-]{1,64}$")
_EMAIL_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
# 苏A·12345, 苏AD12345 and 苏A12345F (new energy), 粤Z1234港, 苏A1234学
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-HJ-NP-Za-hj-np-z][ ·•.-]?"
    r"(?:(?:[A-HJ-NP-Za-hj-np-z0-9] ?){5,6}(?![A-Za-z0-9-])|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂学警港澳领使])"
)
# E12345678, EA1234567, G12345678, SE1234567; others only where the text names a passport
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:[EG]|[EDSP][A-HJ-NP-Z])[ -]?(?:[0-9][ -]?){6,7}[0-9](?![A-Za-z0-9])", re.I)
_NAMED_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{1,2}[ -]?(?:[0-9][ -]?){5,9}[0-9]|1[45][0-9]{7})(?![A-Za-z0-9])", re.I
)


@dataclass(frozen=True, slots=True)
class Masked:
    """Text with personal data replaced by marks such as 〔手机号已隐去〕, and the kinds found, each once, in order."""

    text: str
    kinds: tuple[str, ...] = ()


def mask_personal_data(text: str) -> Masked:
    """Return ``text`` with personal data masked; everything else is kept character by character."""
    folded = _fold(text)
    spans = sorted([*_emails(folded), *_plates(folded), *_passports(folded), *_numbers(folded)])
    parts: list[str] = []
    kinds: dict[str, None] = {}
    position = 0
    for start, end, kind in spans:
        if start < position:
            continue
        parts += [text[position:start], f"〔{kind}已隐去〕"]
        kinds[kind] = None
        position = end
    return Masked("".join([*parts, text[position:]]), tuple(kinds))


def _fold(text: str) -> str:
    """Return a text of the same length in which every written digit and full-width letter is its ASCII one."""
    folded = "".join(character if character < "\x80" else _fold_character(character) for character in text)
    return _CHINESE_RUN.sub(_fold_run, folded)


def _fold_run(run: re.Match[str]) -> str:
    """Return the run in ASCII digits, less the end of a name before the number: 张三13800138000."""
    digits = "".join(_CHINESE_DIGITS.get(digit, digit) for digit in run.group())
    for kept in (1, 2):
        if _MOBILE.fullmatch(digits, kept) or _ID_SHAPE.fullmatch(digits, kept):
            return run.group()[:kept] + digits[kept:]
    return digits


def _fold_character(character: str) -> str:
    if "\uff01" <= character <= "\uff5e":  # full-width ASCII, punctuation too: （ ） ＠ －
        return chr(ord(character) - 0xFEE0)
    if character == "\u3000":
        return " "
    if character in _CHINESE_DIGITS:
        return character
    digit = unicodedata.digit(character, -1)  # ① 𝟏 ¹ ٣
    return character if digit < 0 else str(digit)


def _emails(folded: str) -> Iterator[Span]:
    at = folded.find("@")
    while at >= 0:
        local = _EMAIL_LOCAL.search(folded[max(0, at - 64) : at])
        domain = _EMAIL_DOMAIN.match(folded, at + 1)
        if local and domain:
            yield at - len(local.group()), domain.end(), EMAIL
        at = folded.find("@", at + 1)


def _plates(folded: str) -> Iterator[Span]:
    for match in _PLATE.finditer(folded):
        if any(character.isdigit() for character in match.group()):
            yield match.start(), match.start() + len(match.group().rstrip()), PLATE


def _passports(folded: str) -> Iterator[Span]:
    for match in _PASSPORT.finditer(folded):
        if sum(character.isalnum() for character in match.group()) == 9:
            yield (*match.span(), PASSPORT)
    for match in _NAMED_PASSPORT.finditer(folded):
        if _PASSPORT_CUE.search(folded, max(0, match.start() - _CUE_WINDOW), match.start()):
            yield (*match.span(), PASSPORT)


def _numbers(folded: str) -> Iterator[Span]:
    codes = [code.span() for code in _CREDIT_CODE.finditer(folded) if not code.group()[:-1].isdigit()]
    for run in _DIGIT_RUN.finditer(folded):
        codes = codes[1:] if codes and codes[0][1] <= run.start() else codes
        if not (codes and codes[0][0] <= run.start()):
            yield from _numbers_of_run(folded, run)


def _numbers_of_run(folded: str, run: re.Match[str]) -> Iterator[Span]:
    """Yield the personal numbers of one run of digit groups, the longest at each group first."""
    digits = ""
    starts: list[tuple[int, int]] = []  # offset of a group in ``digits``, its place in the text
    ends: dict[int, int] = {}  # offset of a group's end in ``digits`` -> its end in the text
    for group in _GROUP.finditer(folded, run.start(), run.end()):
        starts.append((len(digits), group.start()))
        digits += group.group()
        ends[len(digits)] = group.end()
    done = 0
    for offset, start in starts:
        if offset < done:
            continue
        before = folded[max(0, start - _CUE_WINDOW) : start] if start - run.start() < _CUE_WINDOW else ""
        for length in _LENGTHS if _ANY_CUE.search(before) else _LENGTHS_BY_FIRST_DIGIT[digits[offset]]:
            end = ends.get(offset + length)
            if not end or (len(starts) > _MANY_GROUPS and end - start > 1.3 * length):
                continue
            found = _classify(folded, start, end, digits[offset : offset + length], before)
            if found:
                yield found
                done = offset + length
                break


def _classify(folded: str, start: int, end: int, digits: str, before: str) -> Span | None:
    """Return the span and kind of a personal number that is exactly ``digits``, or None."""
    if len(digits) == 17 and (check := _CHECK_LETTER.match(folded, end)):
        end, digits = check.end(), digits + "X"
    if _is_id(digits, before):
        kind = ID_CARD
    elif _UNIT_AFTER.match(folded, end):
        return None
    elif _is_mobile(digits):
        kind = MOBILE
    elif not _DATE_GROUP.match(folded, start) and _is_land_line(digits, before):
        kind = LAND_LINE
    elif _is_card(digits, before):
        kind = BANK_CARD
    else:
        return None
    if _NOT_PERSONAL_BEFORE.search(before):
        return None
    opened = folded[start - 1 : start] == ("+" if kind == MOBILE else "(") and kind in (MOBILE, LAND_LINE)
    return start - opened, end, kind


def _is_id(digits: str, before: str) -> bool:
    """18 digits with province, birthday and check digit, the old 15 digits, or any such length named as one."""
    if not 14 <= len(digits) <= 19:
        return False
    if before and _ID_CUE.search(before):
        return True
    if len(digits) not in (15, 18) or not _ID_SHAPE.fullmatch(digits):
        return False
    return len(digits) == 15 or _ID_CHECK[sum(map(mul, _ID_WEIGHTS, map(int, digits[:17]))) % 11] == digits[17]


def _is_mobile(digits: str) -> bool:
    """Eleven digits from 13 to 19, with or without 86, 0086 or a leading 0."""
    return len(digits) >= 11 and digits[:-11] in ("", "86", "0086", "0") and _MOBILE.fullmatch(digits[-11:]) is not None


def _is_land_line(digits: str, before: str) -> bool:
    """Area code and seven or eight digits (025-8366 6666), or, named as a telephone, the number alone."""
    if digits[0] == "0":
        return _AREA_NUMBER.fullmatch(digits) is not None
    return len(digits) in (7, 8) and digits[0] in "2345678" and _PHONE_CUE.search(before) is not None


def _is_card(digits: str, before: str) -> bool:
    """16 to 19 digits that pass the Luhn check, or any length of an account named as one."""
    if len(digits) < 12 or digits[-1] == "X":
        return False
    if before and _CARD_CUE.search(before):
        return True
    if not 16 <= len(digits) <= 19 or digits[0] not in "34569":
        return False
    if len(digits) == 18 and not digits.startswith("62"):  # an all-digit social credit code begins with 1, 5 or 9
        return False
    return sum(map(int, digits[-1::-2] + digits[-2::-2].translate(_LUHN_DOUBLED))) % 10 == 0
