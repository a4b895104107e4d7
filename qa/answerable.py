"""Does the best evidence answer this question? A calibrated probability, and what to say when it does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.text import arabic, fold
from index.words import Words
from qa.answer_type import AnswerType, answer_type, holds, measure
from qa.evidence import passage_shares, standing_over
from qa.extractor import Selection
from qa.linear import LinearModel
from qa.query import SearchQuery
from qa.records import ScoredPassage
from qa.relative_dates import as_said, missing_years
from qa.word_match import SAME, QuestionWords

ANSWERABLE_MODEL = Path(__file__).resolve().parent / "answerable_model.json"
SIGNALS = (
    "share",  # of the ranking's belief that the first passage has
    "cosine",  # of the first passage
    "kind_held",  # the best sentence holds the kind of thing asked for
    "figure_missing",  # an amount or a date is asked for and no chosen sentence holds one
    "measure_missing",  # the question names a measure and no chosen sentence writes it
    "year_missing",  # a year named in the question stands in no chosen passage, title or date
    "numbers_missing",  # share of the question's numbers that no chosen passage has
    "figure_asked",  # a figure is asked for: most questions that documents leave open ask for one
    "figure_matched",  # share of the question's words with a counterpart beside such a figure, 0 without one
    "words_missing",  # share of the question that its two worst missed words carry, beside the best sentence
)
_NEAREST = 3  # passages of which one has to match
# Share of the question's information below which nothing matches at all: 法国总统是谁 asked of a gazette. The gold sets
# hold no such questions, so this is set by hand; 1 in 100 answerable ones lies below it.
_MATCHES = 0.05
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|\b)")
_NUMBER = re.compile(r"\d{2,}(?:\.\d+)?")
_FIGURE = re.compile(
    r"\d|[一二两三四五六七八九十百千万半]+(?:个|分钟|小时|工作日|[元月年日天周次人倍成%户家岁])|百分之"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probability that the evidence answers, and what is missing in plain words ("" when nothing is)."""

    probability: float
    missing: str
    other_years: bool = False  # what is missing is a year asked about: an answer must say so, however well it fits


class Answerability:
    """Judges evidence."""

    def __init__(self, model: LinearModel, words: Words) -> None:
        self._model = model
        self._words = words

    @classmethod
    def load(cls, words: Words) -> Answerability:
        """Return the judge with the model that ships with the project, and the words it compares by."""
        return cls(LinearModel.load(ANSWERABLE_MODEL, SIGNALS), words)

    def judge(self, query: SearchQuery, hits: Sequence[ScoredPassage], selection: Selection) -> Verdict:
        """Return the verdict on the chosen sentences of the best passages."""
        held = max((hit.features["coverage_concepts"] for hit in hits[:_NEAREST]), default=0.0)
        if selection.best is None or held < _MATCHES:
            return Verdict(0.0, "")
        signals = answerable_signals(query, hits, selection, self._words)
        probability = float(self._model.probabilities(np.array([signals], np.float32))[0])
        return Verdict(probability, missing_part(query, selection), bool(_missing_years(query, selection)))


def answerable_signals(
    query: SearchQuery, hits: Sequence[ScoredPassage], selection: Selection, words: Words
) -> list[float]:
    """Return the figures of ``SIGNALS``; ``selection.best`` must not be None."""
    assert selection.best is not None
    kind, written = answer_type(query.text), measure(query.text)
    figure = written or (_FIGURE if kind in (AnswerType.AMOUNT, AnswerType.DATE) else None)
    asked = QuestionWords(query, words)
    beside = asked.nearest(asked.pieces([f"{selection.best.sentence.text}\n{standing_over(selection.best.hit)}"]))
    chosen = "".join(evidence.sentence.text for evidence in selection.evidence)
    return [
        passage_shares(hits)[0],
        hits[0].features["cosine"],
        float(holds(kind, selection.best.sentence.text)),
        float(kind in (AnswerType.AMOUNT, AnswerType.DATE) and not _FIGURE.search(chosen)),
        float(written is not None and not written.search(chosen)),
        float(bool(_missing_years(query, selection))),
        _missing_numbers(query, selection),
        float(figure is not None),
        _figure_matched(figure, selection, asked),
        asked.largest_missing(beside[:, 0]),
    ]


def _figure_matched(figure: re.Pattern[str] | None, selection: Selection, asked: QuestionWords) -> float:
    """Return how much of the question the sentence speaks of that holds the kind of figure asked for, at best."""
    holding = [
        f"{one.sentence.text}\n{standing_over(one.hit)}"
        for one in selection.evidence
        if figure is not None and figure.search(one.sentence.text)
    ]
    return float(asked.matched(asked.nearest(asked.pieces(holding)), at=SAME).max(initial=0.0))


def missing_part(query: SearchQuery, selection: Selection) -> str:
    """Return which part of the question the evidence does not cover, in plain words; "" when none is seen."""
    years = _missing_years(query, selection)
    if years:
        return f"没有找到{'、'.join(years)}年的内容"
    chosen = "".join(evidence.sentence.text for evidence in selection.evidence)
    kind, written = answer_type(query.text), measure(query.text)
    if _FIGURE.search(chosen) and (written is None or written.search(chosen)):
        return ""
    if kind is AnswerType.AMOUNT:
        return "文件没有写明具体数额"
    if kind is AnswerType.DATE:
        return "文件没有写明具体时间"
    return ""


def _missing_years(query: SearchQuery, selection: Selection) -> list[str]:
    said = _chosen_words(selection)
    named = dict.fromkeys(_YEAR.findall(arabic(fold(as_said(query.text)))))
    # A relative year is one of the calendar, not of a rule: documents say when they were issued anyway.
    told = " ".join(f"{one.hit.document.title} {one.hit.passage.text}" for one in selection.evidence)
    return [year for year in named if year not in said] + missing_years(query.text, arabic(fold(told)))


def _missing_numbers(query: SearchQuery, selection: Selection) -> float:
    """Return the share of the question's numbers of two digits or more that no chosen passage has."""
    asked = dict.fromkeys(_NUMBER.findall(arabic(fold(as_said(query.text)))))
    said = _chosen_words(selection)
    return sum(number not in said for number in asked) / max(len(asked), 1)


def _chosen_words(selection: Selection) -> str:
    """Return all that the chosen passages say, with title and dates of their documents, digits Arabic."""
    hits = {evidence.hit.passage.passage_id: evidence.hit for evidence in selection.evidence}
    words = (
        f"{hit.document.title} {hit.document.doc_number} {hit.document.issued} {hit.document.effective} "
        f"{hit.document.expires} {hit.document.plan_until} "
        f"{hit.passage.article} {hit.passage.context} {hit.passage.text}"
        for hit in hits.values()
    )
    return arabic(fold(" ".join(words)))
