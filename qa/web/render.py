"""An answer as HTML: text with marked direct answer and ``[n]``, notes, sources, nearest documents, choices.

Pure: records in, HTML out. Whatever comes from documents or people is escaped in :mod:`qa.web.marks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.corpus import Document
from qa.records import Answer, Status
from qa.web import texts
from qa.web.article import Article
from qa.web.copy_text import chinese_date, copy_text, quoted_title
from qa.web.marks import Mark, escape, marked_html, references
from qa.web.sources import render_citation

MAX_NEAREST = 3  # documents offered where there is no answer
_TELEPHONE = re.compile(r"(?<![0-9])(?:110|119|120|122|12[0-9]{3})(?![0-9])")  # 119, 12345, 12333
_CALM = {Status.ANSWERED, Status.SMALLTALK}  # without a heading of their own

ReadArticle = Callable[[str], Article | None]  # passage_id -> its article


def render_turn(number: int, question: str, answer: Answer, read_article: ReadArticle) -> str:
    """Return one question with its answer; ``number`` makes the ids of the page unique."""
    articles = {citation.passage_id: read_article(citation.passage_id) for citation in answer.citations}
    label = quotation_label(answer, list(articles.values()))
    parts = [
        _heading(answer),
        f'<p class="zd-label">{label}</p>',
        _text(number, answer),
        _notes(answer),
        _choices(answer.choices),
        _citations(number, answer, articles),
        _nearest(answer),
        _copy_button(question, answer, label),
    ]
    return render_question(number, question, "".join(parts), group=str(answer.status).split("_")[0])


def render_question(number: int, question: str, body: str, *, group: str = "pending") -> str:
    """Return the frame of a turn around ``body``, which is HTML."""
    return (
        f'<section class="zd-turn zd-{group}" id="zd-turn-{number}" aria-label="第{number}个问答">'
        f'<h2 class="zd-question"><span class="zd-hidden">{texts.ASKED}：</span>{escape(question)}</h2>'
        f'<div class="zd-answer">{body}</div></section>'
    )


def render_message(number: int, question: str, message: str, *, group: str) -> str:
    """Return a turn that holds one sentence of the program instead of an answer."""
    return render_question(number, question, f'<p class="zd-text">{escape(message)}</p>', group=group)


def render_examples(questions: Sequence[str]) -> str:
    """Return the welcome with its example questions as buttons."""
    return (
        f'<section class="zd-welcome"><p>{texts.WELCOME}</p><h2>{texts.EXAMPLES_HEADING}</h2>'
        f"{_ask_buttons(questions)}</section>"
    )


def quotation_label(answer: Answer, articles: Sequence[Article | None]) -> str:
    """Return what the answer is: official text, explanation cards, or a message of the program."""
    if not answer.citations:
        return texts.PROGRAM_LABEL
    cards = [article is not None and is_card(article.document) for article in articles]
    if all(cards):
        return texts.CARD_LABEL
    return texts.MIXED_LABEL if any(cards) else texts.QUOTATION_LABEL


def is_card(document: Document) -> bool:
    """Tell whether a document explains a policy instead of being its official text."""
    return document.kind.endswith(texts.CARD_KIND)


def announcement(answer: Answer) -> str:
    """Return what a screen reader says when the answer arrives, as HTML: short, without the sources."""
    said = answer.spoken or answer.text
    count = f"共{len(answer.citations)}处出处。" if answer.citations else ""
    return escape(f"答复：{said[:120]} {count}".strip())


def _heading(answer: Answer) -> str:
    heading = texts.STATUS_HEADINGS.get(answer.status, "")
    return f'<h3 class="zd-status">{heading}</h3>' if heading and answer.status not in _CALM else ""


def _text(number: int, answer: Answer) -> str:
    known = {citation.n for citation in answer.citations}
    marks = [
        Mark(start, end, f'<a class="zd-ref" href="#zd-{number}-{n}" aria-label="出处{n}">[{n}]', "</a>", replace=True)
        for start, end, n in references(answer.text)
        if n in known
    ]
    if str(answer.status).startswith("redirected"):
        numbers = ((match.start(), match.end(), match[0]) for match in _TELEPHONE.finditer(answer.text))
        marks += [Mark(start, end, f'<a class="zd-ref" href="tel:{number}">', "</a>") for start, end, number in numbers]
    place = answer.text.find(answer.direct) if answer.direct else -1
    if place >= 0:
        marks.append(Mark(place, place + len(answer.direct), '<strong class="zd-direct">', "</strong>"))
    return f'<div class="zd-text">{marked_html(answer.text, marks)}</div>'


def _notes(answer: Answer) -> str:
    notes = list(answer.notes)
    for citation in answer.citations:  # a note may stand among those of the answer already: "[1] …已于2024年废止"
        if citation.note and not any(citation.note in note for note in notes):
            notes.append(citation.note)
    if not notes:
        return ""
    return '<ul class="zd-notes">' + "".join(f"<li>{escape(note)}</li>" for note in notes) + "</ul>"


def _ask_buttons(questions: Sequence[str]) -> str:
    buttons = (
        f'<button type="button" class="zd-ask" data-zd-ask="{escape(question)}">{escape(question)}</button>'
        for question in questions
    )
    return f'<div class="zd-buttons">{"".join(buttons)}</div>'


def _choices(choices: Sequence[str]) -> str:
    return f"<h3>{texts.CHOICES_HEADING}</h3>{_ask_buttons(choices)}" if choices else ""


def _citations(number: int, answer: Answer, articles: dict[str, Article | None]) -> str:
    if not answer.citations:
        return ""
    entries = (
        render_citation(f"zd-{number}-{citation.n}", citation, articles[citation.passage_id], card=is_card)
        for citation in answer.citations
    )
    return f'<h3>{texts.SOURCES_HEADING}</h3><div class="zd-sources">{"".join(entries)}</div>'


def _nearest(answer: Answer) -> str:
    """Related documents of an answer; where nothing was found, the nearest ones with their passages to open."""
    if answer.citations or not str(answer.status).startswith("unanswerable"):
        if not answer.related:
            return ""
        rows = "".join(f"<li>{_document_line(document)}</li>" for document in answer.related)
        return f'<h3>{texts.RELATED_HEADING}</h3><ul class="zd-related">{rows}</ul>'
    best = {hit.document.doc_id: hit for hit in reversed(answer.nearest)}  # the best passage of each document
    documents = answer.related or tuple(dict.fromkeys(hit.document for hit in answer.nearest))
    entries = []
    for document in documents[:MAX_NEAREST]:
        line = _document_line(document)
        if document.doc_id in best:
            passage = best[document.doc_id].passage
            entries.append(
                f'<details class="zd-cite"><summary>{line}</summary><p class="zd-place">{escape(passage.article)}</p>'
                f'<div class="zd-part">{escape(passage.text)}</div></details>'
            )
        else:
            entries.append(f'<p class="zd-cite">{line}</p>')
    return f'<h3>{texts.MAYBE_HEADING}</h3><div class="zd-sources">{"".join(entries)}</div>' if entries else ""


def _document_line(document: Document) -> str:
    facts = [
        texts.CARD_MARK if is_card(document) else "",
        document.doc_number,
        "、".join(document.issuers),
        chinese_date(document.issued.isoformat()) if document.issued else "",
    ]
    small = "　".join(fact for fact in facts if fact)
    title = escape(quoted_title(document.title))
    return f'<span class="zd-title">{title}</span> <span class="zd-facts">{escape(small)}</span>'


def _copy_button(question: str, answer: Answer, label: str) -> str:
    if not answer.citations:
        return ""
    text = escape(copy_text(question, answer, label)).replace("\n", "&#10;")
    return f'<button type="button" class="zd-copy" data-zd-copy="{text}">{texts.COPY}</button>'
