"""What a reader has to know about a cited document beside its words: expired, repealed, followed by a later one.

Plain sentences; a later document is named with its number and date, and only when it is there on the day asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index.corpus import Document, Passage, Validity
from qa.later import Later, LaterTable, Succession, started
from qa.records import Citation

_STATES = {
    Validity.REPEALED: "该文件已被废止或被新版本取代",
    Validity.EXPIRED: "该文件的有效期已过",
    Validity.PLAN_OVER: "该规划的规划期已结束",
    Validity.NOT_YET: "该文件在所问的日期尚未施行",
}
_CHECK = "办理前请核实最新规定。"
_HOW = {
    Succession.VERSION: "该文件已有新版本：{}。",
    Succession.REPEALS: "该文件已被{}废止。",
    Succession.AMENDS: "该文件已被{}修改，请核对修改后的条文。",
    Succession.SAME_MATTER: "发文机关后来就同一事项发布了{}，请一并核对。",
}


def notes_on(document: Document, passage: Passage, on: date, later: LaterTable | None) -> str:
    """Return all that is to be noted on a cited document on day ``on``, one sentence behind the other; "" if nothing.

    :param later: the documents of the index in time; None leaves out what came later.
    """
    found = later.later(document, on) if later else None
    coming = later.coming(document, on) if later else None
    notes = [
        validity_note(document, on, found),
        _later_note(found) if found and document.validity(on) is not Validity.REPEALED else "",
        f"该文件的新版本已发布，自{_chinese(started(coming))}起施行。" if coming else "",
        _edition_note(document, passage),
    ]
    return "".join(notes)


def noted(citations: Sequence[Citation]) -> tuple[str, ...]:
    """Return the notes of the citations, each once behind the marks of all it belongs to: "[1][3] 该文件…"."""
    marks: dict[str, str] = {}
    for one in citations:
        if one.note:
            marks[one.note] = marks.get(one.note, "") + f"[{one.n}]"
    return tuple(f"{numbers} {note}" for note, numbers in marks.items())


def validity_note(document: Document, on: date, later: Later | None = None) -> str:
    """Return a plain sentence when the document does not simply bind on day ``on``; "" otherwise."""
    validity = document.validity(on)
    if validity is Validity.REPEALED and later and later.how in (Succession.VERSION, Succession.REPEALS):
        return _later_note(later) + _CHECK
    until = {
        Validity.EXPIRED: document.expires,
        Validity.PLAN_OVER: document.plan_until,
        Validity.NOT_YET: document.effective,
    }
    day = until.get(validity)
    note = _STATES.get(validity, "")
    dated = f"（{'自' if validity is Validity.NOT_YET else '至'}{day.isoformat()}）" if day else ""
    return f"{note}{dated}，{_CHECK}" if note else ""


def _later_note(later: Later) -> str:
    return _HOW[later.how].format(_named(later.document))


def _named(document: Document) -> str:
    """Return a document as a note names it: 《…条例》（国务院令第773号，2024年1月22日发布，2024年2月1日起施行）."""
    facts = [document.doc_number]
    if document.issued:
        facts.append(f"{_chinese(document.issued)}发布")
    if document.effective and document.effective != document.issued:
        facts.append(f"{_chinese(document.effective)}起施行")
    shown = "，".join(fact for fact in facts if fact)
    title = " ".join(document.title.split())
    quoted = title if title.startswith("《") and title.endswith("》") else f"《{title}》"
    return f"{quoted}（{shown}）" if shown else quoted


def _edition_note(document: Document, passage: Passage) -> str:
    """Return where the same document is printed besides; "" when this is its only source."""
    own = passage.spans[0].file if passage.spans else ""
    others = dict.fromkeys(span.file for span in document.sources if span.file != own)
    return f"同一文件另有印本，见{'、'.join(others)}。" if own and others else ""


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
