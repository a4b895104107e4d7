"""Wrong characters by sound: what a stretch of a question that the documents do not know may have been meant to be.

People type by pinyin or speak: 居住正 for 居住证, 失业今 for 失业金, gongjijin for 公积金. A character is doubted where
it stands beside another as it does neither in the index nor in the lexicon. Each character that sounds like it is then
put in its place, and kept where the pairs it makes with its neighbours are far likelier than those typed: a noisy
channel over the bigrams that the index holds anyway. One wrong character at a time: 有意义 for 有异议, two at once and
both of them words, is a list's work (qa/lexicon/typos.tsv).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.lexical import LexicalIndex, tokens
from qa.lexicon import Lexicon
from qa.pinyin import sounds_like, spelled, spellings

# A guess must be e^8 likelier than what was typed; e^2 more for each step its sound is away, e^3 less where it makes a
# word of the lexicon, e^6 less for a word of three characters or more. How they were found: docs/evaluation.md.
DOUBT = 8.0
STEP = 2.0
WORD = 3.0
_LONGEST = 6  # characters of a word; longer terms are made of shorter ones
MARGIN = 2.0  # guesses e^2 less likely than the best are dropped
MOST = 3  # guesses for one stretch
STRETCHES = 8  # a text with more is not a question with wrong characters; keeps 500 strange ones from taking 0.1 s
# Said in every question and rare in documents: doubting them would correct how people talk.
_SAID = frozenset(
    "的地得了着过呢吗吧啊呀嘛么之和跟把被给让还也都又再那这我你他她它们咱俺啥咋怎哪谁就才没有不能会要去来说"
)
_LETTERS = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Guess:
    """One reading of a doubted stretch."""

    typed: str
    meant: str
    known: tuple[str, ...]  # search tokens of ``meant`` that the index holds
    weight: float  # 1 for the likeliest of a stretch, less for others
    rewritten: str  # the whole question with this reading
    at: int  # where in ``rewritten`` the new characters begin


@dataclass(frozen=True, slots=True)
class _Habits:
    """Which characters follow which, in the index and in the lexicon."""

    pairs: Mapping[str, int]  # of the lexicon; those of the index stay in the index
    starts: Mapping[str, int]  # how many pairs a character begins
    kinds: Mapping[str, int]  # how many different ones
    total: int


class Homophones:
    """Guesses from one index and one lexicon; what has to be counted is counted when the first question needs it."""

    def __init__(self, lexical: LexicalIndex, lexicon: Lexicon) -> None:
        self._lexical = lexical
        self._lexicon = lexicon
        self._alike = lru_cache(4096)(self._gains)

    def guesses(self, folded: str, settled: Collection[int] = ()) -> list[list[Guess]]:
        """Return the guesses for each doubted stretch of a folded question, likeliest first.

        :param settled: positions that are understood as they are, such as words of the lexicon.
        """
        found = [group for run in _LETTERS.finditer(folded) for group in self._spelled(folded, run.start(), run.end())]
        seen: set[tuple[str, str, str]] = set()
        for at, character in enumerate(folded):
            if len(found) >= STRETCHES:
                break
            stretch = _beside(folded, at)
            if at in settled or character in _SAID or stretch in seen or not self._doubted(stretch):
                continue
            seen.add(stretch)
            if guessed := self._sounding(folded, at, stretch):
                found.append(guessed)
        return found[:STRETCHES]

    def _doubted(self, stretch: tuple[str, str, str]) -> bool:
        """Tell whether a Chinese character stands beside another as it does nowhere else."""
        before, character, after = stretch
        return any(len(pair) == 2 and not self._frequency(pair) for pair in (before + character, character + after))

    def _sounding(self, folded: str, at: int, stretch: tuple[str, str, str]) -> list[Guess]:
        """Return the likely characters for the one at ``at``, between its neighbours."""
        before, typed, after = stretch
        likely: list[tuple[float, str]] = []
        for meant, plain in self._alike(stretch):
            gain = plain + WORD * min(self._word_length(folded[:at] + meant + folded[at + 1 :], at) - 1, 2)
            if gain > 0:
                likely.append((-gain, meant))
        likely = sorted(likely)[:MOST]
        return [
            self._guess(folded, at, typed, meant, before, after, math.exp(likely[0][0] - loss))
            for loss, meant in likely
            if loss - likely[0][0] <= MARGIN
        ]

    def _gains(self, stretch: tuple[str, str, str]) -> list[tuple[str, float]]:
        """Return what may be meant between the neighbours and how much likelier that is, words of the lexicon aside."""
        before, typed, after = stretch
        needed = self._log_chance(before, typed, after) + DOUBT
        # A pair of the lexicon alone finds nothing, and turned 老喊着 into 老汉.
        gains = (
            (meant, self._log_chance(before, meant, after) - STEP * steps - needed)
            for meant, steps in sounds_like(typed).items()
            if any(map(self._lexical.frequency, (before + meant, meant + after)))
        )
        return [(meant, gain) for meant, gain in gains if gain > -2 * WORD]

    def _word_length(self, text: str, at: int) -> int:
        """Return the length of the longest word of the lexicon that covers ``text[at]``; 1 without one."""
        starts = range(max(0, at - _LONGEST + 1), at + 1)
        found = (
            end - start
            for start in starts
            for end in range(at + 1, start + _LONGEST + 1)
            if text[start:end] in self._words
        )
        return max(found, default=1)

    def _spelled(self, folded: str, start: int, end: int) -> list[list[Guess]]:
        """Return the words that a run of letters spells; none where the documents know the letters."""
        if self._lexical.knows(folded[start:end]):
            return []
        groups = []
        for at, typed in spelled(folded[start:end], self._spellings):
            likeliest = sorted(self._spellings[typed], key=lambda word: (-self._commonness(word), word))[:MOST]
            groups.append(
                [
                    self._guess(folded, start + at, typed, word, weight=1 / (1 + rank))
                    for rank, word in enumerate(likeliest)
                ]
            )
        return groups

    def _guess(
        self, folded: str, at: int, typed: str, meant: str, before: str = "", after: str = "", weight: float = 1.0
    ) -> Guess:
        stretch = before + meant + after
        known = tuple(token for token in dict.fromkeys(tokens(stretch)) if self._lexical.knows(token))
        rewritten = folded[:at] + meant + folded[at + len(typed) :]
        return Guess(before + typed + after, stretch, known, weight, rewritten, at)

    def _frequency(self, pair: str) -> int:
        return self._lexical.frequency(pair) + self._habits.pairs.get(pair, 0)

    def _commonness(self, word: str) -> int:
        return min(map(self._frequency, map(str.__add__, word, word[1:])))

    def _log_chance(self, before: str, character: str, after: str) -> float:
        """Return the logarithm of how likely the character and the one after it are, given the one before."""
        chance = math.log(self._chance(before, character))
        return chance + math.log(self._chance(character, after)) if after else chance

    def _chance(self, before: str, after: str) -> float:
        """Return how likely ``after`` follows ``before`` (Witten and Bell's estimate); "" is the start of a run."""
        habits = self._habits
        alone = (habits.starts.get(after, 0) + 0.5) / (habits.total + 1)
        if not before:
            return alone
        unseen = habits.kinds.get(before, 0) + 1
        return (self._frequency(before + after) + unseen * alone) / (habits.starts.get(before, 0) + unseen)

    @cached_property
    def _habits(self) -> _Habits:
        pairs = Counter(pair for word in self._lexicon.words() for pair in map(str.__add__, word, word[1:]))
        starts: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        for source in (self._lexical.frequencies(), pairs.items()):
            for pair, count in source:
                if len(pair) == 2:
                    starts[pair[0]] += count
                    kinds[pair[0]] += 1
        return _Habits(pairs, starts, kinds, starts.total())

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for word in self._lexicon.words() if 2 <= len(word) <= _LONGEST)

    @cached_property
    def _spellings(self) -> Mapping[str, list[str]]:
        return spellings(self._words)


def _beside(folded: str, at: int) -> tuple[str, str, str]:
    """Return the Chinese character at ``at`` and those before and after it; "" for what is not one."""
    before, character, after = (
        folded[i] if 0 <= i < len(folded) and "\u3400" <= folded[i] <= "\u9fff" else "" for i in (at - 1, at, at + 1)
    )
    return (before, character, after) if character else ("", "", "")
