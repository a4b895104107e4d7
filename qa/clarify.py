"""One question back, with choices, when a short question fits several rules equally and each says another figure.

Every choice is a whole question. It is offered only after it was asked: its answer must come from the place the choice
names. Knows nothing of pages; what asks is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.chars import squeeze
from index.corpus import Document
from index.text import bare, fold, quantities
from qa.answer_type import AnswerType, answer_type, measure
from qa.links import is_guide
from qa.lookup import Lookup
from qa.query import SearchQuery, frame_pattern
from qa.records import Answer, Citation, ScoredPassage, Status

MAX_CHOICES = 4
_ASKED = 6  # choices that are tried: one question back costs at most so many answers
# A question of so many letters beside its form (多少, 什么时候) names a matter and no case of it; 3 in 100 of the
# answerable gold questions are as short, and 3 in 4 of those written to be ambiguous.
_SHORT = 8
_AS_NEAR = 0.92  # share of the best passage's coverage from which another says as much of the question
_TOPIC = 6  # letters; of so short a question a passage may lack a word and still be meant
_NEAR_TOPIC = 0.6
# A longer question leaves open only which edition is meant: its words are all there, in passages much like each other.
_LONGEST = 16
_COVERED = 0.6
_ALIKE = 0.35  # share of character pairs that two passages on one matter have in common
_LONGEST_LABEL = 40

_YEAR = re.compile(r"(?:19|20)\d\d(?=\s*年)(?!\s*年?第)")  # not the 2022年第27号 of a number
_NAMED_YEAR = re.compile(r"(?:19|20)\d\d|[今明去前]年")
_QUOTED_TITLE = re.compile(r"(?:印发|转发|批转|发布|公布)[^《》]{0,30}《(.+)》(?:的通知)?$")
_PLAIN_TITLE = re.compile(r"(?:印发|转发|批转|发布|公布)([^《》]{6,80}?)(?:的(?:通知|公告))?$")
_ABOUT = re.compile(r"(关于[^《》]{6,80})$")
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．]|[—\-]+)\s*")
_PART = re.compile(r"[^第、：:。，,]{4,20}")  # a heading that can stand in a question: no article number, no list
_CALENDAR = re.compile(r"\d+(?:[年月日条款项章天]|小时)$")
_TIME = re.compile(r"年|月|日|天|小时|分钟|周")
_SPAN = re.compile(r"多久|多长|(?:几|多少)个?(?:工作日|小时|分钟|[年月天日周])")
_DATE = re.compile(r"(?:19|20)\d\d年|\d+月")


@dataclass(frozen=True, slots=True)
class Offer:
    """A whole question that names a case, and where its answer has to come from."""

    choice: str
    doc_title: str
    passage_id: str = ""  # "" when any passage of the document will do

    def holds(self, citation: Citation) -> bool:
        """Return whether a citation is of this case."""
        return citation.doc_title == self.doc_title and self.passage_id in ("", citation.passage_id)


def clarification(
    query: SearchQuery, named: Lookup, hits: Sequence[ScoredPassage], given: Answer, ask: Callable[[str], Answer]
) -> Answer | None:
    """Return the question back, or None when the question is to be answered as it is.

    :param hits: passages found, best first.
    :param given: the answer found without asking back; it stands when it quotes every case.
    :param ask: answers one choice.
    """
    if given.status is Status.OTHER_PLACE or not _leaves_open(query, named):
        return None
    question = query.text.rstrip("？?。！! ")
    for text, offers in _offers(query, question, hits):
        answers = {offer: ask(offer.choice) for offer in offers[:_ASKED]}
        figures = {offer: _figures(answer, offer, query) for offer, answer in answers.items()}
        cases = [offer for offer in offers[:_ASKED] if figures[offer]][:MAX_CHOICES]
        differ = len({figures[case] for case in cases}) > 1
        if differ and not all(any(case.holds(cited) for cited in given.citations) for case in cases):
            return Answer(Status.CLARIFICATION, text, "", choices=tuple(case.choice for case in cases))
    return None


def label(document: Document) -> str:
    """Return a document's title as people say it: of a notice what it issues, of a guide the part before the colon."""
    title = squeeze(document.title)
    if is_guide(document):
        return re.split(r"[：:]", title)[0]
    found = _QUOTED_TITLE.search(title) or _PLAIN_TITLE.search(title) or _ABOUT.search(title)
    return found[1] if found else title


def _leaves_open(query: SearchQuery, named: Lookup) -> bool:
    """Tell whether a figure is asked for and neither a document nor a year is named."""
    asks_figure = answer_type(query.text) in (AnswerType.AMOUNT, AnswerType.DATE)
    names = bool(named.documents or named.articles or named.cited_only) or _NAMED_YEAR.search(query.folded) is not None
    return asks_figure and not names and len(_matter(query)) <= _LONGEST


def _matter(query: SearchQuery) -> str:
    """Return the letters a question has beside its form."""
    return bare(frame_pattern().sub(" ", query.folded))


def _offers(query: SearchQuery, question: str, hits: Sequence[ScoredPassage]) -> Iterator[tuple[str, list[Offer]]]:
    """Yield what may be asked back, each with at least two choices."""
    near = _as_near(hits, _NEAR_TOPIC if len(_matter(query)) <= _TOPIC else _AS_NEAR)
    first = [hit for hit in near if hit is next(one for one in near if one.document is hit.document)]
    editions = [hit for hit in first if _alike(near[0], hit)]
    short = len(_matter(query)) <= _SHORT
    if not short and (len(editions) < 2 or near[0].features["coverage_concepts"] < _COVERED):
        return
    if len(editions) > 1:
        if answer_type(question) is AnswerType.AMOUNT:
            years = {_year(hit): Offer(f"{_year(hit)}年{question}？", hit.document.title) for hit in reversed(editions)}
            if len(years) > 1:
                yield "不同年份的规定不一样，您想问的是哪一年的？", [years[year] for year in sorted(years) if year]
        first = editions
    if len(first) > 1:
        named = [Offer(f"《{label(hit.document)}》里，{question}？", hit.document.title) for hit in first]
        short_enough = [one for one in named if len(one.choice) <= _LONGEST_LABEL + len(question)]
        yield "不同文件的规定不一样，您想问的是哪份文件的？", short_enough
    elif short:
        parts = {part: hit for hit in near if (part := _part(hit))}
        yield (
            f"《{label(near[0].document)}》对几个方面分别作了规定，您想问的是哪一方面？",
            [
                Offer(f"{part}方面，{question}？", hit.document.title, hit.passage.passage_id)
                for part, hit in parts.items()
            ],
        )


def _as_near(hits: Sequence[ScoredPassage], share: float) -> list[ScoredPassage]:
    """Return the passages in force that say as much of the question as the best one, best first."""
    in_force = [hit for hit in hits if not hit.features["out_of_force"]]
    best = max((hit.features["coverage_concepts"] for hit in in_force), default=0.0)
    return [hit for hit in in_force if hit.features["coverage_concepts"] >= share * best]


def _alike(one: ScoredPassage, other: ScoredPassage) -> bool:
    """Tell whether two passages rule the same matter."""
    pairs, others = _pairs(one.passage.text), _pairs(other.passage.text)
    return len(pairs & others) >= _ALIKE * min(len(pairs), len(others))


def _pairs(text: str) -> frozenset[str]:
    letters = re.sub(r"\d", "", bare(text))
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


def _year(hit: ScoredPassage) -> str:
    """Return the year a document is for: of its title, else the first one its passage names, else of issue."""
    found = _YEAR.search(hit.document.title) or _YEAR.search(hit.passage.text)
    issued = str(hit.document.issued.year) if hit.document.issued else ""
    return found.group() if found else issued


def _part(hit: ScoredPassage) -> str:
    """Return the heading of a passage without its number; "" when it cannot stand in a question."""
    heading = _NUMBERING.sub("", squeeze(hit.passage.heading_path[-1])) if hit.passage.heading_path else ""
    return heading if _PART.fullmatch(heading) else ""


def _figures(answer: Answer, offer: Offer, query: SearchQuery) -> frozenset[str]:
    """Return the figures asked for that stand in quoted sentences of the case on the question's matter.

    None when the answer begins with another case.
    """
    if not answer.citations or not offer.holds(answer.citations[0]):
        return frozenset()
    quotes = "\n".join(citation.quote for citation in answer.citations if offer.holds(citation))
    matter = set(_matter(query))
    figures = {
        figure
        for sentence in re.split(r"[。；;\n]", fold(quotes))
        if 2 * len(matter & set(sentence)) >= len(matter)
        for figure in quantities(sentence)
    }
    return frozenset(figure for figure in figures if _of_kind(figure, query.text))


def _of_kind(figure: str, question: str) -> bool:
    """Tell whether a figure with its unit is of the kind asked for: 3个月 for 几个月, not 7月."""
    if _SPAN.search(question) and _DATE.fullmatch(figure):
        return False
    written = measure(question)
    if written is None and answer_type(question) is AnswerType.DATE:
        written = _TIME
    return written.search(figure) is not None if written else not _CALENDAR.search(figure)
