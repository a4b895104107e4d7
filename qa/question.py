"""A person's words made ready: personal data masked, invisible characters gone, width and script folded, length kept.

Knows nothing of documents, search, routing or earlier turns.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from qa.personal_data import mask_personal_data

MAX_CHARACTERS = 500
_MAX_READ = 20_000  # of what was sent; the rest is not even looked at

# Zero width, bidi marks, BOM and tag characters are category Cf; these are blank or modify others without being Cf.
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800")
# Full-width letters, digits and the signs that belong to numbers; Chinese punctuation stays: ，。？！：；（）
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()} | {
    ord(wide): narrow for wide, narrow in zip("％＋－．／＠＿～＃＆＊＝", "%+-./@_~#&*=", strict=True)
}


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked, safe to log.

    ``original`` is the masked text as typed, at most 500 characters, and ``text`` what is searched and answered:
    at most 500 characters, "" when nothing was asked.
    """

    original: str
    text: str
    notices: tuple[str, ...] = ()  # sentences for the person: what was masked, removed or cut
    masked: tuple[str, ...] = ()  # kinds of personal data: 手机号, 身份证号 ...
    invisible: int = 0  # characters removed
    truncated: bool = False


def clean_question(text: str) -> Question:
    """Return the question in ``text``; never fails, whatever was typed."""
    visible, invisible = _strip_invisible(text[:_MAX_READ])
    visible = unicodedata.normalize("NFC", visible).translate(_WIDTH)
    masked = mask_personal_data(visible)  # before the cut, which could leave half a number unmasked
    cleaned = " ".join(masked.text.split())
    truncated = len(cleaned) > MAX_CHARACTERS or len(text) > _MAX_READ
    original = cleaned[:MAX_CHARACTERS]
    asked = _to_simplified(original).strip()
    notices = []
    if masked.kinds:
        notices.append(f"为保护隐私，已隐去您输入的{'、'.join(masked.kinds)}；办事咨询无需提供个人信息。")
    if invisible:
        notices.append(f"已去掉 {invisible} 个看不见的字符。")
    if truncated:
        notices.append(f"问题较长，只取了前 {MAX_CHARACTERS} 个字。")
    return Question(
        original=original,
        text=asked if any(character.isalnum() for character in asked) else "",
        notices=tuple(notices),
        masked=masked.kinds,
        invisible=invisible,
        truncated=truncated,
    )


def _strip_invisible(text: str) -> tuple[str, int]:
    """Return the text without invisible characters, and how many there were (emoji variants are not counted)."""
    kept: list[str] = []
    removed = 0
    for character in text:
        if " " < character < "\x7f" or "\u4e00" <= character <= "\u9fff":
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        elif "\ufe00" <= character <= "\ufe0f":  # variation selectors: part of an emoji as keyboards write it
            continue
        elif character in _INVISIBLE or "\U000e0100" <= character <= "\U000e01ef" or _is_control(character):
            removed += 1
        else:
            kept.append(character)
    return "".join(kept), removed


def _is_control(character: str) -> bool:
    # Cs: a lone surrogate, which no file or terminal can write; Co: private use, drawn differently everywhere
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")


def _to_simplified(text: str) -> str:
    # GB 2312 holds the simplified characters in daily use: only a text beyond it can hold a traditional one, so the
    # dictionary is loaded for few questions, and 著作权 or 乾隆 is left as typed.
    if all(_in_gb2312(character) for character in text if "\u3400" <= character <= "\U0003ffff"):
        return text
    return _simplified(text)


@lru_cache(maxsize=4096)
def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=256)
def _simplified(text: str) -> str:
    from opencc import OpenCC  # 60 ms to load its tables

    return str(OpenCC("t2s").convert(text))
