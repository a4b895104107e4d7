"""The short version of an answer for an agent to read aloud: the direct answer, what it depends on, the basis.

Whole clauses only, from one sentence; where a condition or an exception has no room, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.direct_figures import lead_end, pairs
from qa.document_answer import DocumentAnswer
from qa.evidence import Evidence
from qa.extractor import Selection
from qa.facts import Fact, facts_asked
from qa.read_aloud import read_aloud, said_basis, said_name
from qa.sentences import split_sentences

LONGEST = 80  # characters; what a caller can take in at once
_LEAST = 14  # characters of a sentence that says something; a date line does not
_CLAUSES = re.compile(r"[^，；。：！？!?]+[，；。：！？!?]?")
_CONDITION = re.compile(r"(?:的|时|后|前|下|期间|[日月年]起?|底)[，：]$")
_OPEN_END = re.compile(r"(?:的|和|与|及|或|以及|包括|为|按照|根据|其中|同时|此外)[，；。]?$|：$")
_PREDICATE = re.compile(r"^(?:按|给予|予以|实[行施]|不予|免|可以?|应当?|不得|要|均|一律|认定|执行|优先|将|依法|由)")
_BY_WHAT = re.compile(r"(?:根据|按照|依照|结合|通过)[^，；。]{2,40}，$")  # what is done comes behind
_EXCEPTION = re.compile(r"^(?:但|除|不过|否则)|除外|另有规定")
_JOINED = re.compile(r"^(?:并|且|而|或者?|以及|及|和|同时|从而|但是?|其中)")
_MISSING_CONDITION, _MISSING_EXCEPTION = "前提条件见原文。", "另有例外。"
_FACTS = {
    Fact.NUMBER: "文号",
    Fact.ISSUED: "印发日期",
    Fact.EFFECTIVE: "施行日期",
    Fact.EXPIRES: "有效期限",
    Fact.ISSUER: "发文机关",
}


@dataclass(frozen=True, slots=True)
class _Window:
    """Some clauses in a row, as said."""

    text: str
    whole: bool  # nothing that limits them was left out


def spoken_version(question: str, selection: Selection, answer: str, direct: str = "") -> str:
    """Return the ``direct`` answer, what it depends on and its basis: whole clauses, at most ``LONGEST`` characters.

    "" without a best sentence, and when it is not in the ``answer``: what failed the check is not said either.
    """
    best = selection.best
    if best is None or best.sentence.text.strip() not in answer:
        return ""
    if len(best.sentence.text.strip()) < _LEAST and not best.sentence.item:
        return ""
    basis = said_basis(best.hit.document, best.hit.passage.heading_path, best.sentence.text)
    said, clauses = read_aloud(direct), _clauses_of(best)
    for behind in (basis, ""):
        room = LONGEST - len(behind)
        spoken = _with_direct(said, clauses, room) if said else _list(best, room) or _without(question, clauses, room)
        if spoken:
            return spoken + behind
    return _shortened(clauses)


def spoken_fact(question: str, about: DocumentAnswer, direct: str) -> str:
    """Return the ``direct`` fact of a document with what it is, to be read aloud; "" without one."""
    fact = next(iter(facts_asked(question) & _FACTS.keys()), None)
    if not direct or fact is None:
        return ""
    name, said = said_name(about.document), read_aloud(direct)
    short = len(name) + len(said) < LONGEST - 12
    return f"{said}，这是{name if short else '您问的这份文件'}的{_FACTS[fact]}。"


def _clauses_of(best: Evidence) -> list[str]:
    """Return the clauses of the best sentence, each with the mark behind it; the filled cells of a table row."""
    text = best.sentence.text
    cells = text.split("\t") if best.sentence.row else [text[lead_end(text) :]]
    read = [read_aloud(cell) for cell in cells]
    if len(read) == 1 and text.rstrip().endswith(("：", ":")):
        read[0] += "："
    return [clause for cell in read if cell and not cell.isdigit() for clause in _CLAUSES.findall(cell + "，")]


def _with_direct(direct: str, clauses: Sequence[str], room: int) -> str:
    """Return the direct answer and the clauses around it; the answer alone where it says nearly all of them."""
    lead = _closed(direct)
    at = next((i for i, clause in enumerate(clauses) if direct in clause), None)
    if at is not None:
        window = _around(clauses, at, room)
        if window and window.text.startswith(direct):  # said once is enough
            return window.text
        window = _around(clauses, at, room - len(lead))
        if window and len(window.text) > len(direct) + 8:
            return lead + window.text
    rest = "".join(clauses).partition(direct)[2]
    spoken = lead + (_MISSING_EXCEPTION if _excepted(rest) else "")
    return spoken if len(spoken) <= room else ""


def _without(question: str, clauses: Sequence[str], room: int) -> str:
    """Return the clauses in a row that say most on the question; "" when no whole clause fits."""
    asked = pairs(question)
    fitting = [window for at in range(len(clauses)) if (window := _around(clauses, at, room))]
    best = max(fitting, key=lambda one: (one.whole, len(asked & pairs(one.text)), len(one.text)), default=None)
    return best.text if best else ""


def _around(clauses: Sequence[str], at: int, room: int) -> _Window | None:
    """Return the longest run of clauses around one that fits and can stand alone; None when there is none."""
    found: _Window | None = None
    for first in range(at, -1, -1):
        for last in range(at, len(clauses)):
            window = _window(clauses, first, last)
            if window is None or len(window.text) > room:
                continue
            if found is None or (window.whole, len(window.text)) > (found.whole, len(found.text)):
                found = window
    return found


def _window(clauses: Sequence[str], first: int, last: int) -> _Window | None:
    """Return clauses[first..last] with a word on the condition or exception left out; None when they dangle."""
    text = "".join(clauses[first : last + 1])
    followed = last + 1 < len(clauses)
    cut = followed and (
        _CONDITION.search(clauses[last])
        or _BY_WHAT.search(clauses[last])
        or _PREDICATE.search(clauses[last + 1])
        or any(clause.endswith("的，") for clause in clauses[last + 1 :])  # the clauses are part of a condition
    )
    if cut or _OPEN_END.search(text) or (first and _JOINED.search(text)):
        return None
    condition = any(_CONDITION.search(clause) for clause in clauses[:first])
    exception = _excepted("".join(clauses[last + 1 :]))
    said = _closed(text) + _MISSING_CONDITION * condition + _MISSING_EXCEPTION * exception
    return _Window(said, not condition and not exception)


def _excepted(text: str) -> bool:
    return any(_EXCEPTION.search(clause) for clause in _CLAUSES.findall(text))


def _list(best: Evidence, room: int) -> str:
    """Return the line that opens the list of the best sentence and its first items; "" outside a list."""
    sentences = split_sentences(best.hit.passage.text)
    own = next((i for i, one in enumerate(sentences) if one.start == best.sentence.start), -1)
    head = own if best.sentence.text.rstrip().endswith(("：", ":")) else best.sentence.head
    items = [read_aloud(one.text[lead_end(one.text) :]) for one in sentences if one.head == head and one.item]
    if head < 0 or not items or best.sentence.row:
        return ""
    clauses = _CLAUSES.findall(read_aloud(sentences[head].text[lead_end(sentences[head].text) :]))
    said = clauses[-1] if len("".join(clauses)) > room // 2 else "".join(clauses)
    spoken, told = said.rstrip("，") + "：", 0
    for item in items:
        if len(spoken) + len(item) + 3 > room:
            break
        spoken, told = spoken + ("；" if told else "") + item, told + 1
    return spoken + ("。" if told == len(items) else "等。") if told else ""


def _shortened(clauses: Sequence[str]) -> str:
    """Return the beginning of a clause that is too long, up to a 、: 实现甲、乙、丙等。"""
    clause = next((one for one in clauses if "、" in one[: LONGEST - 1]), "")
    return clause[: clause.rfind("、", 0, LONGEST - 1)] + "等。" if clause else ""


def _closed(text: str) -> str:
    return text.rstrip("，；。：！？!? ") + "。" if text else ""
