"""Several questions asked in one: 要带什么材料、几天能办好 are two, each with what is said before them.

Rules on words and punctuation. Knows nothing of documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text import fold
from qa.context import asked_now
from qa.query import frame_pattern

MAX_PARTS = 4
_LEAST_OWN = 2  # letters beside the form: 是多少 alone asks nothing of its own
_STANDS_ALONE = 7  # letters of its own that a later question needs to be understood without the one before it
_BREAK = re.compile(r"[，。？！；?!;,]+|、|(?<=[么少些])(?:以及|和|还有)")
_SENTENCE_BREAK = re.compile(r"[，。？！；?!;,]")
_ASKS = re.compile(
    r"怎么|怎样|如何|多少|(?<![好这那十过下没前后哪])几(?![十百千万乎])|谁|哪|什么|啥|咋|吗|么$|能不能|是否|多[久长大高]"
    r"|有没有|可不可以|会不会|要不要|是不是|算不算|行不行|成不成|何时|何种|能否|可否|为何|不$"
)
# 欠了几万, 没写怎么分, 查不出是谁, 啥也没干, 我们兄妹几个, 做多少算多少 tell what is the case.
_STATES = re.compile(
    r"了几[^，]{0,5}$|(?:没|未|不出|不知道?|不懂|不清楚|不明白|问我)[^，]{0,8}(?:怎么|怎样|如何|谁|哪|什么|啥|咋|有没有)"
    r"|(?:谁|哪|什么|啥)[^，]{0,3}[也都](?![要能得会是有])|(?:我们?|你们?|他们|咱们?|一家|兄妹|姐妹|弟兄)[^，]{0,4}几[^，]"
    r"|(?P<same>多少|什么|啥|谁|哪)[^，]{1,3}(?P=same)|[一二三四五六七八九十]来号"
)
_ENDED = re.compile(r"[了着过的]$")  # without a question mark and a yes-or-no word: 几家公司串通被发现了
_WHETHER = re.compile(r"吗|么$|不$|能不能|是否|有没有|可不可以|会不会|要不要|是不是|算不算|行不行|成不成|能否|可否")
# What does not tell one question from another, beside the words of a question's form.
_EMPTY = re.compile(r"\W|[的了吗呢啊呀吧是有在要能会还也都又就该我你他她们个到把被给]")
_ASKING_WORDS = re.compile(
    r"(?:是不是|有没有|能不能|可不可以|要不要|会不会|算不算|是否|能否|可否|怎么样?|怎样|如何|为什么|为啥|多少|多[久长大高]|何时"
    r"|[在去到向由归找给]?(?:谁|哪[个些里儿天份种]?|什么|啥)|几[家个天年月元块次项条日名位人]?|咋[样办弄]?|吗|呢)"
)


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """One of several questions."""

    text: str  # with what it needs to be understood
    asked: str  # its own words, as written, to name it by
    leans: bool  # they are not understood without the question before


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    asks: bool


def split_question(question: str) -> tuple[SubQuestion, ...]:
    """Return the questions of ``question``, two to ``MAX_PARTS``, in their order; () when it asks one thing."""
    now = asked_now(question)
    before = question.removesuffix(now) if question.endswith(now) else ""  # what was asked earlier, said in front
    clauses = _clauses(now)
    asking = [
        i for i, clause in enumerate(clauses) if clause.asks and _own_letters(_with_lead(clauses, i)) >= _LEAST_OWN
    ]
    if not 2 <= len(asking) <= MAX_PARTS:
        return ()
    shared = [clause.text for clause in clauses[: asking[0]]]
    parts: list[SubQuestion] = []
    for number, at in enumerate(asking):
        ends = asking[number + 1] if number + 1 < len(asking) else len(clauses)
        # A statement between two questions opens the second; 罚不罚 alone goes with the one before it.
        lead = [clause.text for clause in clauses[asking[number - 1] + 1 : at] if not clause.asks] if number else []
        behind = [clause.text for clause in clauses[at + 1 : ends] if clause.asks]
        asked = "，".join((*lead, clauses[at].text, *behind))
        leans = number > 0 and _own_letters(asked) < _STANDS_ALONE
        topic = [_ASKING_WORDS.sub("", clauses[asking[number - 1]].text)] if leans else []
        parts.append(SubQuestion(before + "，".join((*shared, *topic, asked)), asked, leans))
    return tuple(parts)


def _with_lead(clauses: Sequence[_Clause], at: int) -> str:
    """Return a clause behind the statement before it: 要是搬走了，还能领吗 asks more than its last words."""
    return ("" if at == 0 or clauses[at - 1].asks else clauses[at - 1].text) + clauses[at].text


def _clauses(question: str) -> list[_Clause]:
    """Return the clauses; a list (报警、火警和救护车) is cut only where both sides ask."""
    clauses: list[_Clause] = []
    start = 0
    for found in (*_BREAK.finditer(question), None):
        before = question[start : found.start() if found else None].strip()
        mark = found.group() if found else ""
        after = _SENTENCE_BREAK.split(question[found.end() :])[0] if found else ""
        within = found is not None and not _SENTENCE_BREAK.match(mark)
        if within and not (_ASKS.search(before) and _ASKS.search(after)):
            continue
        start = found.end() if found else len(question)
        if before:
            clauses.append(_Clause(before, _asks(before, marked="？" in mark or "?" in mark)))
    return clauses


def _asks(clause: str, *, marked: bool) -> bool:
    """Tell a question from a statement with an asking word in it; ``marked``: a question mark ends it."""
    if not _ASKS.search(clause):
        return False
    return marked or not (_STATES.search(clause) or (_ENDED.search(clause) and not _WHETHER.search(clause)))


def _own_letters(text: str) -> int:
    return len(_EMPTY.sub("", frame_pattern().sub("", fold(text))))
