"""An answer for people at a terminal: wrapped by the width that Chinese characters take, sources below.

Pure: records in, text out. Control characters of documents and questions do not reach the terminal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qa.records import Answer, Citation, ScoredPassage
from qa.web import texts
from qa.web.article import Passages, read_article
from qa.web.copy_text import chinese_date, quoted_title, source_place, validity_words
from qa.web.render import MAX_NEAREST, quotation_label

# What a line break must not cut: words, numbers with their unit sign, file names, "[1]"; otherwise single characters.
_UNIT = re.compile(r"\[\d+\]|[A-Za-z0-9._%@/:+-]+|\s|.", re.S)
_NOT_FIRST = frozenset("，。、；：？！）》」』】”’％…·,.;:?!)]%")  # a line does not begin with these …
_NOT_LAST = frozenset("（《「『【“‘([")  # … nor end with these


def columns(text: str) -> int:
    """Return how many terminal columns ``text`` takes: two a Chinese character, none a combining mark."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def wrap(text: str, width: int, *, indent: str = "") -> str:
    """Return ``text`` in lines of at most ``width`` columns, each after ``indent``; its own line breaks stay.

    A word longer than a line is cut; two columns more are taken where a line would begin with a punctuation mark.
    """
    room = max(width - columns(indent), 8)
    lines = [line for paragraph in plain(text).split("\n") for line in _wrapped(paragraph, room)]
    return "\n".join((indent + line).rstrip() for line in lines)


def plain(text: str) -> str:
    """Return ``text`` without characters that steer a terminal; a tab between table cells becomes a bar."""
    cells = text.replace("\t", " ｜ ")
    return "".join(one for one in cells if one == "\n" or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co"))


def answer_text(answer: Answer, passages: Passages, *, width: int = 80) -> str:
    """Return the whole answer for a terminal of ``width`` columns: text, notes, sources or nearest documents."""
    label = quotation_label(answer, [read_article(passages, one.passage_id) for one in answer.citations])
    heading = texts.STATUS_HEADINGS.get(answer.status, "")
    parts = [wrap(f"{texts.ASKED}：{answer.question_used}", width)] if answer.question_used else []
    parts.append(wrap(f"{heading}（{label}）" if heading else f"（{label}）", width))
    parts.append(wrap(answer.text, width, indent="  "))
    if answer.direct:
        parts.append(wrap(f"直接答复：{answer.direct}", width, indent="  "))
    parts += [_list("注意", answer.notes, width), _list(texts.CHOICES_HEADING, answer.choices, width)]
    if answer.citations:
        parts.append("\n\n".join(["出处", *(_citation(one, width) for one in answer.citations)]))
    if str(answer.status).startswith("unanswerable"):
        parts.append(_nearest(answer.nearest, width))
    related = [f"{quoted_title(one.title)} {one.doc_number}".rstrip() for one in answer.related]
    parts.append(_list(texts.RELATED_HEADING, related, width))
    return "\n\n".join(part for part in parts if part)


def _list(heading: str, items: Sequence[str], width: int) -> str:
    return "\n".join([heading, *(_item(item, width) for item in items)]) if items else ""


def _item(text: str, width: int) -> str:
    return "  · " + wrap(text, width, indent="    ").lstrip()


def _citation(citation: Citation, width: int) -> str:
    number = f" {citation.doc_number}" if citation.doc_number else ""
    dates = (
        (chinese_date(citation.issued), "发布"),
        (chinese_date(citation.effective), "起施行"),
        (chinese_date(citation.expires), "止"),
    )
    facts = [citation.issuer, *(f"{day}{word}" for day, word in dates if day), validity_words(citation)]
    lines = [
        wrap(f"[{citation.n}] {quoted_title(citation.doc_title)}{number}", width),
        wrap(" · ".join(fact for fact in facts if fact), width, indent="    "),
        wrap(citation.article, width, indent="    ") if citation.article else "",
        wrap(f"“{citation.quote}”", width, indent="    "),
        wrap(f"注意：{citation.note}", width, indent="    ") if citation.note else "",
        wrap(source_place(citation), width, indent="    "),
    ]
    return "\n".join(line for line in lines if line)


def _nearest(hits: Sequence[ScoredPassage], width: int) -> str:
    best = {hit.document.doc_id: hit for hit in reversed(hits)}  # the best passage of each document
    entries = []
    for doc_id in list(dict.fromkeys(hit.document.doc_id for hit in hits))[:MAX_NEAREST]:
        document, passage = best[doc_id].document, best[doc_id].passage
        facts = (quoted_title(document.title), document.doc_number, passage.article)
        entries.append(" ".join(fact for fact in facts if fact))
    return _list(texts.MAYBE_HEADING, entries, width)


def _wrapped(paragraph: str, room: int) -> list[str]:
    lines = [""]
    used = 0
    for unit in _UNIT.findall(paragraph):
        size = columns(unit)
        if used + size > room and lines[-1]:
            if unit in _NOT_FIRST and used < room + 2:
                lines[-1] += unit
                used += size
                continue
            carried = lines[-1][-1] if lines[-1][-1] in _NOT_LAST and len(lines[-1]) > 1 else ""
            lines[-1] = lines[-1].removesuffix(carried)
            lines.append(carried)
            used = columns(carried)
            if unit == " ":
                continue
        while size > room:  # one word longer than a line
            lines[-1] += unit[: room - used]
            unit, used = unit[room - used :], 0
            lines.append("")
            size = columns(unit)
        lines[-1] += unit
        used += size
    return lines
