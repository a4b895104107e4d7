"""Names that are not said as printed: in characters (个税法) or by sound (劳动和同法).

Asked only where a document must be meant: before 第N条, or between 《 and 》.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from qa.names import Letters, may_begin
from qa.numbers import abbreviates, covers
from qa.pinyin import sounds_like

_LAW = re.compile(r"(?:条例|办法|规定|细则|解释|法)$")
_LONGEST = 16  # characters of a name said in short
_SHORTEST_STEM = 2  # 个税 of 个税法: 税法 might be any of several
_SHARE = 1 / 3  # of a name's characters that a short form says at least
_LEAST_HEARD = 5  # characters of a name that is recognised by sound; shorter ones sound like too much
_LEAST_IN_PARTS = 10
_WRONG = 4  # of so many characters one may be wrong


class NearNames:
    """The names of an index, for finding those nearly said."""

    def __init__(self, by_name: Mapping[str, Sequence[str]]) -> None:
        """Take the documents (ids) that each name belongs to."""
        self._by_name = by_name

    def before(self, letters: Letters, end: int) -> tuple[int, tuple[str, ...]] | None:
        """Return where a name that ends before letter ``end`` begins, and its documents; None without exactly one."""
        said = letters.text[:end]
        for start in range(max(0, end - _LONGEST), end - _SHORTEST_STEM):
            if letters.opens(start) or may_begin(said[:start]):
                doc_ids = self._shortened(said[start:])
                if doc_ids:
                    return start, doc_ids
        for start in range(end - _LEAST_HEARD + 1):
            doc_ids = self.heard(said[start:])
            if doc_ids:
                return start, doc_ids
        return None

    def heard(self, said: str) -> tuple[str, ...]:
        """Return the documents with a name that sounds like ``said`` and has nearly all of its characters."""
        names = self._by_sound.get(_sound(said), ())
        near = [name for name in names if sum(map(str.__ne__, name, said)) <= max(1, len(said) // _WRONG)]
        return tuple(dict.fromkeys(doc_id for name in near for doc_id in self._by_name[name]))

    def heard_in_parts(self, said: str) -> tuple[str, ...]:
        """Return the documents of the one name that is made of what was heard, and more; of long names only."""
        heard = _sound(said)
        if len(heard) < _LEAST_IN_PARTS:
            return ()
        near = [sound for sound in self._by_sound if sound.endswith(heard[-2:]) and covers(heard, sound)]
        shortest = min(near, key=len, default="")
        found = {self.heard(name) for sound in near for name in self._by_sound[sound]}
        return self.heard(self._by_sound[shortest][0]) if len(found) == 1 else ()

    def _shortened(self, said: str) -> tuple[str, ...]:
        """Return the documents of the one law whose title has the characters said in order, with fewest left out."""
        kind = _LAW.search(said)
        if kind is None or kind.start() < _SHORTEST_STEM:
            return ()
        names = [
            name
            for name in self._laws.get((said[0], kind[0]), ())
            if len(said) >= _SHARE * len(name) and abbreviates(said, name)
        ]
        nearest = min(map(len, names), default=0)
        found = {tuple(self._by_name[name]) for name in names if len(name) == nearest}
        return found.pop() if len(found) == 1 else ()

    @cached_property
    def _laws(self) -> Mapping[tuple[str, str], list[str]]:
        """Names by first character and kind."""
        laws: dict[tuple[str, str], list[str]] = {}
        for name in sorted(self._by_name):
            kind = _LAW.search(name)
            if kind:
                laws.setdefault((name[0], kind[0]), []).append(name)
        return laws

    @cached_property
    def _by_sound(self) -> Mapping[str, list[str]]:
        heard: dict[str, list[str]] = {}
        for name in sorted(self._by_name):
            if len(name) >= _LEAST_HEARD:
                heard.setdefault(_sound(name), []).append(name)
        return heard


def _sound(text: str) -> str:
    return "".join(map(_syllable, text))


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    """Return the first of the characters that are read the same; itself for what is no Chinese character."""
    return min([character, *(other for other, steps in sounds_like(character).items() if steps == 0)])
