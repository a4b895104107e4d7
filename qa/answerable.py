"""Does the best evidence answer this question? A calibrated probability, and what to say when it does not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.lexical import LexicalIndex, tokens
from index.text import arabic, fold
from qa.answer_type import AnswerType, answer_type, asking_clauses, holds, measure
from qa.evidence import SENTENCE_FEATURES, Evidence, passage_shares
from qa.extractor import Selection
from qa.linear import LinearModel
from qa.query import SearchQuery, Term
from qa.records import ScoredPassage

ANSWERABLE_MODEL = Path(__file__).resolve().parent / "answerable_model.json"
SIGNALS = (
    "share",  # of the ranking's belief that the first passage has
    "body",
    "coverage",
    "coverage_concepts",
    "cosine",
    "legs_agree",  # the first passage is among the best ten of the dense leg
    "sentence",  # probability of the best sentence, as log-odds
    "sentence_coverage",
    "kind_held",  # the best sentence holds the kind of thing asked for
    "figure_missing",  # an amount or a date is asked for and no chosen sentence holds one
    "measure_missing",  # the question names a measure and no chosen sentence writes it
    "measured",  # best coverage of the question by a sentence that writes the measure; by any when none is named
    "focus",  # share of the information of the asking clause that the best passage holds
    "focus_sentence",  # the same for the chosen sentences
    "nearness",  # cosine of the best sentence with the question
    "unseen",  # share of the question's information in none of the best five passages
    "unknown",  # share of it that stands nowhere in the index
    "year_missing",  # a year named in the question stands in no chosen passage, title or date
    "numbers_missing",  # share of the question's numbers that no chosen passage has
    "names_missing",  # share of the question's rarest three tokens in none of the best five passages
    "long_question",
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|\b)")
_NUMBER = re.compile(r"\d{2,}(?:\.\d+)?")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万]+[元年月日天个%倍]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probability that the evidence answers, and what is missing in plain words ("" when nothing is)."""

    probability: float
    missing: str


class Answerability:
    """Judges evidence."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def load(cls) -> Answerability:
        """Return the judge with the model that ships with the project."""
        return cls(LinearModel.load(ANSWERABLE_MODEL, SIGNALS))

    def judge(
        self, query: SearchQuery, hits: Sequence[ScoredPassage], selection: Selection, lexical: LexicalIndex
    ) -> Verdict:
        """Return the verdict on the chosen sentences of the best passages."""
        if selection.best is None or not hits:
            return Verdict(0.0, "文件中没有找到相关内容")
        signals = answerable_signals(query, hits, selection, lexical)
        probability = float(self._model.probabilities(np.array([signals], np.float32))[0])
        return Verdict(probability, missing_part(query, hits, selection))


def answerable_signals(
    query: SearchQuery, hits: Sequence[ScoredPassage], selection: Selection, lexical: LexicalIndex
) -> list[float]:
    """Return the figures of ``SIGNALS``; ``selection.best`` must not be None."""
    assert selection.best is not None
    first = hits[0].features
    information = {token: weight * lexical.idf(token) for token, weight in query.weights.items()}
    total = max(sum(information.values()), 1e-6)
    near: set[str] = set()
    for hit in hits[:5]:
        near.update(tokens("\n".join((hit.document.title, *hit.passage.heading_path, hit.passage.text))))
    lifted = {token for concept in query.concepts for token in concept.own if _concept_near(concept.terms, near)}
    unseen = sum(value for token, value in information.items() if token not in near and token not in lifted)
    unknown = sum(value for token, value in information.items() if not lexical.knows(token))
    rarest = sorted(information, key=lambda token: (-information[token], token))[:3]
    probability = min(max(selection.probability, 1e-4), 1 - 1e-4)
    best = dict(zip(SENTENCE_FEATURES, map(float, selection.best.features), strict=True))
    kind = answer_type(query.text)
    chosen = "".join(evidence.sentence.text for evidence in selection.evidence)
    written = measure(query.text)
    focus = {token for clause in asking_clauses(query.folded) for token in tokens(clause) if token in information}
    best_passage = _covered(query, selection.best.hit)
    in_chosen = frozenset().union(*(evidence.covered for evidence in selection.evidence))
    return [
        passage_shares(hits)[0],
        first["body"],
        first["coverage"],
        first["coverage_concepts"],
        first["cosine"],
        float(first["dense_rank"] >= 0.1),
        float(np.log(probability / (1 - probability))),
        best["coverage_with_head"],
        float(holds(kind, selection.best.sentence.text)),
        float(kind in (AnswerType.AMOUNT, AnswerType.DATE) and not _FIGURE.search(chosen)),
        float(written is not None and not written.search(chosen)),
        max(
            (_with_head(e) for e in selection.considered if written is None or written.search(e.sentence.text)),
            default=0,
        ),
        _share(focus & best_passage, focus, information),
        _share(focus & in_chosen, focus, information),
        best["cosine"],
        unseen / total,
        unknown / total,
        float(bool(_missing_years(query, selection))),
        _missing_numbers(query, selection),
        sum(token not in near and token not in lifted for token in rarest) / max(len(rarest), 1),
        float(np.log1p(len(information))),
    ]


def missing_part(query: SearchQuery, hits: Sequence[ScoredPassage], selection: Selection) -> str:
    """Return which part of the question the evidence does not cover, in plain words; "" when none is seen."""
    years = _missing_years(query, selection)
    if years:
        return f"没有找到{'、'.join(years)}年的内容"
    chosen = "".join(evidence.sentence.text for evidence in selection.evidence)
    kind = answer_type(query.text)
    if kind is AnswerType.AMOUNT and not _FIGURE.search(chosen):
        return "文件没有写明具体数额"
    if kind is AnswerType.DATE and not _FIGURE.search(chosen):
        return "文件没有写明具体时间"
    return ""


def _with_head(evidence: Evidence) -> float:
    return float(evidence.features[SENTENCE_FEATURES.index("coverage_with_head")])


def _share(held: Set[str], asked: Set[str], information: Mapping[str, float]) -> float:
    total = sum(information[token] for token in asked)
    return sum(information[token] for token in held) / total if total else 1.0


def _covered(query: SearchQuery, hit: ScoredPassage) -> set[str]:
    """Return the question's tokens that a passage, its headings and title hold, themselves or by an official term."""
    near = set(
        tokens("\n".join((hit.document.title, *hit.passage.heading_path, hit.passage.context, hit.passage.text)))
    )
    lifted = {token for concept in query.concepts for token in concept.own if _concept_near(concept.terms, near)}
    return {token for token in query.weights if token in near or token in lifted}


def _concept_near(terms: Sequence[Term], near: set[str]) -> bool:
    return any(all(token in near for token in term.tokens) for term in terms)


def _missing_years(query: SearchQuery, selection: Selection) -> list[str]:
    said = _chosen_words(selection)
    return [year for year in dict.fromkeys(_YEAR.findall(arabic(query.folded))) if year not in said]


def _missing_numbers(query: SearchQuery, selection: Selection) -> float:
    """Return the share of the question's numbers of two digits or more that no chosen passage has."""
    asked = dict.fromkeys(_NUMBER.findall(arabic(query.folded)))
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
