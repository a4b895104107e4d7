"""An answer with its basis as plain text, for agents to paste into a reply or a work order.

Pure; knows nothing of HTML.
"""

from __future__ import annotations

from datetime import date

from qa.records import Answer, Citation
from qa.web.texts import VALIDITY_WORDS


def copy_text(question: str, answer: Answer, label: str) -> str:
    """Return question, answer, notes and every citation, one fact a line."""
    lines = [f"问题：{question}", f"答复（{label}）：", answer.text]
    lines += [f"注意：{note}" for note in answer.notes]
    if answer.citations:
        lines.append("依据：")
        for citation in answer.citations:
            lines += _basis(citation)
    return "\n".join(lines)


def quoted_title(title: str) -> str:
    """Return a title in 《》, once."""
    return title if title.startswith("《") and title.endswith("》") else f"《{title}》"


def chinese_date(iso: str) -> str:
    """Return "2022-07-24" as "2022年7月24日"; what is no ISO date comes back as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.year}年{day.month}月{day.day}日"


def source_place(citation: Citation) -> str:
    """Return file and lines of a citation: "000_226631f5.txt 第137至139行"."""
    lines = (
        f"第{citation.first_line}行"
        if citation.first_line == citation.last_line
        else f"第{citation.first_line}至{citation.last_line}行"
    )
    return f"{citation.source} {lines}"


def validity_words(citation: Citation) -> str:
    """Return the validity of a citation in words, with its sign."""
    return VALIDITY_WORDS.get(citation.validity, VALIDITY_WORDS["unknown"])


def _basis(citation: Citation) -> list[str]:
    title = quoted_title(citation.doc_title) + (f"（{citation.doc_number}）" if citation.doc_number else "")
    facts = [citation.issuer, chinese_date(citation.issued), validity_words(citation), citation.article]
    lines = [f"[{citation.n}] {title}，{'，'.join(fact for fact in facts if fact)}"]
    lines.append(f"    “{citation.quote}”")
    if citation.note:
        lines.append(f"    注意：{citation.note}")
    lines.append(f"    来源：{source_place(citation)}")
    return lines
