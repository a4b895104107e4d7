"""One citation as an entry to open: document, validity, quote, and the whole article with the quote marked.

Pure: records in, HTML out.
"""

from __future__ import annotations

from collections.abc import Callable

from index.corpus import Document, Passage
from qa.records import Citation
from qa.web import texts
from qa.web.article import Article
from qa.web.copy_text import chinese_date, quoted_title, source_place, validity_words
from qa.web.marks import Mark, escape, find_quote, marked_html


def render_citation(
    entry_id: str, citation: Citation, article: Article | None, *, card: Callable[[Document], bool]
) -> str:
    """Return the entry of ``citation``; closed it fits two lines, opened it shows the article of ``article``."""
    is_card = article is not None and card(article.document)
    return (
        f'<details class="zd-cite" id="{escape(entry_id)}">'
        f"<summary>{_summary(citation, is_card)}</summary>"
        f"{_facts(citation)}"
        f"{_note(citation)}"
        f"<h4>{texts.QUOTE_HEADING}</h4>"
        f'<blockquote class="zd-quote">{escape(citation.quote)}</blockquote>'
        f"<h4>{texts.ARTICLE_HEADING}</h4>"
        f"{_article(citation, article)}"
        f"</details>"
    )


def _summary(citation: Citation, is_card: bool) -> str:
    mark = f'<span class="zd-card">{texts.CARD_MARK}</span> ' if is_card else ""
    number = f' <span class="zd-number">{escape(citation.doc_number)}</span>' if citation.doc_number else ""
    validity = f'<span class="zd-validity zd-{escape(citation.validity)}">{validity_words(citation)}</span>'
    title = f'<span class="zd-title">{escape(quoted_title(citation.doc_title))}</span>'
    return f'<span class="zd-n">[{citation.n}]</span> {title}{number} {mark}{validity}'


def _facts(citation: Citation) -> str:
    facts = (
        ("文号", citation.doc_number),
        ("发文机关", citation.issuer),
        ("发布日期", chinese_date(citation.issued)),
        ("施行日期", chinese_date(citation.effective)),
        ("有效期至", chinese_date(citation.expires)),
        ("条款", citation.article),
        ("来源文件", source_place(citation)),
    )
    rows = (f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value)
    return f'<dl class="zd-facts-list">{"".join(rows)}</dl>'


def _note(citation: Citation) -> str:
    return f'<p class="zd-note">{escape(citation.note)}</p>' if citation.note else ""


def _article(citation: Citation, article: Article | None) -> str:
    if article is None:
        text = citation.passage or citation.quote
        return f'<div class="zd-article"><p class="zd-note">{texts.ARTICLE_MISSING}</p>{_marked(text, citation)}</div>'
    parts = "".join(_part(part, citation) for part in article.parts)
    shortened = f'<p class="zd-note">{texts.ARTICLE_SHORTENED}</p>' if article.shortened else ""
    first = article.parts[0]
    above = [heading for heading in first.heading_path if not first.text.startswith(heading)]
    path = f'<p class="zd-place">{escape(" › ".join(above))}</p>' if above else ""
    return f'<div class="zd-article" tabindex="0">{path}{parts}{shortened}</div>'


def _part(part: Passage, citation: Citation) -> str:
    if part.passage_id == citation.passage_id:
        return _marked(part.text, citation)
    return f'<div class="zd-part">{_cells(escape(part.text))}</div>'


def _marked(text: str, citation: Citation) -> str:
    place = find_quote(text, citation.quote)
    marks = [Mark(*place, "<mark>", "</mark>")] if place else []
    return f'<div class="zd-part">{_cells(marked_html(text, marks))}</div>'


def _cells(markup: str) -> str:
    return markup.replace("\t", " ｜ ")  # table rows keep a tab between cells; a tab alone reads as one long sentence
