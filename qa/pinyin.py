"""How characters are read, without tones: which sound alike, which also sound alike to a southern ear, and letters
that spell words. The one adapter of pypinyin, which is imported when the first question needs it.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from itertools import islice, product

_RAREST = 2  # a third, fourth, … reading counts as the third
_SPELLINGS = 8  # of one word whose characters have several readings
# zh/z, n/l, ang/an, hu/f: 是 and 四, 牛 and 刘, 证 and 镇, 户 and 负. "huang" has lost its g before it is looked up.
_TONGUE = re.compile(r"(?<=^[zcs])h|(?<=[aei]n)g$")
_SOUTHERN = {"hu": "fu", "hua": "fa", "hui": "fei", "huan": "fan", "hun": "fen"}


def sounds_like(character: str) -> Mapping[str, int]:
    """Return the characters that sound like this one and how many steps away each is; empty for what is no character.

    0: the same syllable; one step more for an accent that does not tell the two apart, and for each rank by which the
    reading they share is not the first of either.
    """
    return _alike(character)


def spelled(letters: str, words: Container[str]) -> list[tuple[int, str]]:
    """Return where in ``letters`` one of ``words`` is spelled, as (start, spelling), the longest first from the left.

    Empty unless the whole run is made of such words and of syllables: English is not, "zenmejiaoshebao" is.
    """
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(letters):
        ends = range(len(letters), at, -1)
        end = next((end for end in ends if letters[at:end] in words), 0)
        if end:
            found.append((at, letters[at:end]))
        at = end or next((end for end in ends if letters[at:end] in _syllables()), 0)
        if not at:
            return []
    return found


def spellings(words: Iterable[str]) -> dict[str, list[str]]:
    """Return the words of two or more characters by how they are spelled in letters."""
    table: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        readings = [_readings().get(character, ())[:_RAREST] for character in word]
        if len(word) > 1 and all(readings):
            for spelling in islice(product(*readings), _SPELLINGS):
                table["".join(spelling)].append(word)
    return dict(table)


@lru_cache(maxsize=1)
def _readings() -> Mapping[str, tuple[str, ...]]:
    """Return the toneless readings of each character of GB 2312, the commonest first."""
    # Its table of phrases takes 45 MiB and 0.1 s; what is read here is characters.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import Style, pinyin

    rows = bytes(range(0xB0, 0xF8)), bytes(range(0xA1, 0xFF))
    characters = b"".join(map(bytes, product(*rows))).decode("gb2312", errors="ignore")
    found = pinyin(characters, style=Style.NORMAL, heteronym=True)
    return {character: tuple(dict.fromkeys(sounds)) for character, sounds in zip(characters, found, strict=True)}


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    return frozenset(sound for sounds in _readings().values() for sound in sounds)


@lru_cache(maxsize=1)
def _by_syllable() -> Mapping[str, list[tuple[str, str, int]]]:
    """Return (character, reading, rank of the reading) by the syllable that a southern ear hears."""
    table: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for character, sounds in _readings().items():
        for rank, reading in enumerate(sounds):
            table[_heard(reading)].append((character, reading, min(rank, _RAREST)))
    return dict(table)


def _heard(syllable: str) -> str:
    plain = _TONGUE.sub("", syllable)
    plain = _SOUTHERN.get(plain, plain)
    return "l" + plain[1:] if plain.startswith("n") else plain


@lru_cache(maxsize=4096)
def _alike(character: str) -> Mapping[str, int]:
    steps: dict[str, int] = {}
    for rank, reading in enumerate(_readings().get(character, ())):
        for other, sound, its_rank in _by_syllable()[_heard(reading)]:
            away = min(rank, _RAREST) + its_rank + (sound != reading)
            steps[other] = min(away, steps.get(other, away))
    steps.pop(character, None)
    return steps
