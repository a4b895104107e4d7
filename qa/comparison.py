"""The sides of a comparison: 签一年合同和签三年合同，试用期分别多久 compares 签一年合同 with 签三年合同.

Rules on words. Knows nothing of documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_SIDES = 4
_LONGEST = 16  # characters of a side's name
_EACH = r"各[自要]?[是为占有能多几]|各[^，。？]{0,4}[几多哪]"
_DIFFER = r"区别|不同|不一样|两样|差别|差异|差在哪|差多少|相比|哪个[更多高大快长]|一样[长多大高]?[吗么不]|同一|怎么区分"
_COMPARES = re.compile(rf"分别|{_EACH}|{_DIFFER}")
_AND = re.compile(r"相比于?|比起|[和与跟、]|(?<!以)及")
_CLAUSE = re.compile(r"[^，。？！；：?!;:,\s]+")
# What stands before the first side, and from where on the words behind the last one are no part of its name.
_BEFORE = re.compile(r"^(?:请问|想问一?下|我想问|关于|对于?|如果|要是|在|按|那么?|卖|设立|实行|分别|从事)+")
_BEHIND = re.compile(
    rf"分别|{_EACH}|{_DIFFER}|有(?:什么|啥|何|哪些)|的?时候|比起来|是(?:不是|同)|一样|[两三]种|[两二]者|怎么|如何|属于|应[当该]?"
    r"|之间|可以|[要能会都]"
)
_KEYWORDS = re.compile(r"\s+")
_ENDING = 2  # characters that words typed into a search box have in common when they are sides: 一般事故 重大事故


def sides(question: str) -> tuple[str, ...]:
    """Return the names of what ``question`` compares, two to ``MAX_SIDES``, in its words; () when nothing."""
    words = list(dict.fromkeys(_KEYWORDS.split(question.strip())))
    if len(words) > 2 and max(map(len, words)) <= _LONGEST:
        return _with_one_ending(words)
    if _COMPARES.search(question):
        for clause in _CLAUSE.findall(question):
            names = _named(clause)
            if names:
                return names
    return ()


def _named(clause: str) -> tuple[str, ...]:
    """Return the sides that a clause names, () when it names none."""
    first = _AND.search(clause)
    if first is None:
        return ()
    behind = _BEHIND.search(clause, first.end() + 1)
    pieces = _AND.split(_BEFORE.sub("", clause[: behind.start() if behind else None]))
    pieces[-1] = pieces[-1].split("的")[0] or pieces[-1]
    names = tuple(piece.strip("“”\"'《》的") for piece in pieces)
    fits = 2 <= len(names) <= MAX_SIDES and all(2 <= len(name) <= _LONGEST for name in names)
    return names if fits and len(set(names)) == len(names) else ()


def _with_one_ending(words: Sequence[str]) -> tuple[str, ...]:
    """Return the most neighbouring words that end alike."""
    runs = [[word for word in words if word.endswith(ending)] for ending in dict.fromkeys(w[-_ENDING:] for w in words)]
    longest = max(runs, key=len)
    return tuple(longest) if 2 <= len(longest) <= MAX_SIDES else ()
