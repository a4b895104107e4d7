"""Figures about the sentences of the best passages: which of them answer the question."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex, tokens
from index.text import bare, fold
from qa.answer_type import AnswerType, answer_type, holds, measure
from qa.query import SearchQuery, frame_pattern
from qa.records import ScoredPassage
from qa.sentences import Sentence, leans_back, split_sentences
from qa.word_match import NEAR, QuestionWords

if TYPE_CHECKING:
    from index.embedding import Embedder

Features: TypeAlias = NDArray[np.float32]  # (sentences, len(SENTENCE_FEATURES))
PASSAGES = 5  # looked at for sentences
_LONGEST_HEADING = 60  # letters; titles of documents are as long
# 三、服务类 with nothing behind it, and the day under a signature: paragraphs that say nothing by themselves.
_BARE_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节编部]分?)[^\d。；;：:，,]{1,16}\s*"
)
_SIGNED = re.compile(r"\s*(?:\d{4}|[〇零一二三四五六七八九]{4})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日\s*")
# A numbered paragraph without a title has its first sentence for a heading: one that rules something is no heading.
_RULES = re.compile(r"不得|不适用|暂不|不予|可以|应当|必须|按照.*[计发缴]|给予|免征|免收|执行.*[%％]|[，,].*。$")

SENTENCE_FEATURES = (
    "passage_share",  # softmax of the passage's score among the best ten
    "passage_first",
    "coverage",  # share of the question's information that the sentence holds
    "coverage_concepts",  # the same, an official term standing for the everyday word
    "coverage_of_passage",  # share of what the passage covers that this sentence covers
    "coverage_best",  # 1 when no sentence of the passage covers more
    "coverage_around",  # best coverage of the sentence before and after
    "coverage_with_head",  # coverage together with heading path and the head of its list
    "trigrams",
    "answer_type",
    "asked_and_covered",  # answer type times coverage of passage
    "first",  # first sentence of the passage
    "item",
    "row",
    "leans_back",
    "length",
    "opens_list",
    "figures",  # number of figures, at most 3
    "figures_asked",  # the same when an amount or a date is asked for
    "measure",  # the question names a measure and the sentence writes it
    "heading",  # the sentence only repeats its heading
    "cosine",  # of the sentence with the question, dense
    "cosine_best",  # 1 when no sentence of the passage is nearer
    "words_with_head",  # share of the question's words with a counterpart here, in the headings or the list's head
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a retrieved passage, with its figures."""

    hit: ScoredPassage
    rank: int  # of the passage, from 0
    index: int  # of the sentence in its passage
    sentence: Sentence
    features: NDArray[np.float32]
    covered: frozenset[str]  # tokens of the question that it holds, itself or by an official term
    heading: bool  # says no more than a heading


def standing_over(hit: ScoredPassage) -> str:
    """Return the words a passage stands under: its document's title, its headings, what is repeated from above."""
    return "\n".join((hit.document.title, *hit.passage.heading_path, hit.passage.context))


def passage_shares(hits: Sequence[ScoredPassage]) -> list[float]:
    """Return the softmax of the hits' scores: how the ranking divides its belief among them."""
    if not hits:
        return []
    scores = np.array([hit.score for hit in hits])
    weights = np.exp(scores - scores.max())
    return [float(share) for share in weights / weights.sum()]


def gather_evidence(
    query: SearchQuery, hits: Sequence[ScoredPassage], lexical: LexicalIndex, embedder: Embedder
) -> list[list[Evidence]]:
    """Return the sentences of the first ``PASSAGES`` hits with their figures, one list a passage."""
    reader = _Reader(query, lexical, embedder)
    shares = passage_shares(hits[:10])
    return [
        [Evidence(hit, rank, number, *figures) for number, figures in enumerate(reader.read(hit, shares[rank], rank))]
        for rank, hit in enumerate(hits[:PASSAGES])
    ]


class _Reader:
    """The question's side of the figures, computed once."""

    def __init__(self, query: SearchQuery, lexical: LexicalIndex, embedder: Embedder) -> None:
        self._information = {token: weight * lexical.idf(token) for token, weight in query.weights.items()}
        self._total = max(sum(self._information.values()), 1e-6)
        self._concepts = [
            (set(concept.own), [(set(term.tokens), term.weight) for term in concept.terms])
            for concept in query.concepts
        ]
        matter = frame_pattern().sub(" ", query.folded)
        self._trigrams = {run[i : i + 3] for run in matter.split() for i in range(len(run) - 2)}
        self._kind = answer_type(query.text)
        self._measure = measure(query.text)
        self._embedder = embedder
        self._vector = embedder.encode_questions([query.text])[0]
        self._words = QuestionWords(query, embedder.words)

    def information(self, covered: Iterable[str]) -> float:
        """Return the share of the question's information that the tokens carry."""
        return sum(self._information[token] for token in covered) / self._total

    def read(
        self, hit: ScoredPassage, share: float, rank: int
    ) -> list[tuple[Sentence, NDArray[np.float32], frozenset[str], bool]]:
        """Return the passage's sentences with their figures, the tokens they cover, and whether they are headings."""
        sentences = split_sentences(hit.passage.text)
        if not sentences:
            return []
        above = set(tokens("\n".join((*hit.passage.heading_path, hit.passage.context))))
        held = [set(tokens(text)) for text in _with_row_labels(sentences)]
        plain = [self.information(token for token in self._information if token in own) for own in held]
        covered = [self._covered(own) for own in held]
        lifted = [self.information(own) for own in covered]
        everything = self.information(frozenset().union(*covered))
        best = max(lifted)
        cosines = self._embedder.encode_passages([sentence.text for sentence in sentences]) @ self._vector
        above_bare = [
            bare(heading) for heading in (*hit.passage.heading_path, hit.document.title, *hit.document.aliases)
        ]
        heading = [_is_heading(sentence, above_bare) for sentence in sentences]
        matched = self._matched(hit, sentences)
        rows = []
        for i, sentence in enumerate(sentences):
            around = max(lifted[i - 1] if i else 0.0, lifted[i + 1] if i + 1 < len(lifted) else 0.0)
            head = held[sentence.head] if 0 <= sentence.head < i else set()
            figures = min(3, sum(1 for token in held[i] if token[0] == "#" or token[0].isdigit()))
            asked = float(holds(self._kind, sentence.text))
            of_passage = lifted[i] / max(everything, 1e-6)
            folded = fold(sentence.text)
            rows.append(
                (
                    share,
                    float(rank == 0),
                    plain[i],
                    lifted[i],
                    of_passage,
                    float(lifted[i] >= best),
                    around,
                    self.information(self._covered(held[i] | head | above)),
                    sum(gram in folded for gram in self._trigrams) / max(len(self._trigrams), 1),
                    asked,
                    asked * of_passage,
                    float(i == 0),
                    float(sentence.item),
                    float(sentence.row),
                    float(leans_back(sentence)),
                    math.log(len(sentence.text)),
                    float(sentence.text.rstrip().endswith(("：", ":"))),
                    figures,
                    figures * float(self._kind in (AnswerType.AMOUNT, AnswerType.DATE)),
                    float(self._measure is not None and self._measure.search(sentence.text) is not None),
                    float(heading[i]),
                    float(cosines[i]),
                    float(cosines[i] >= cosines.max()),
                    float(matched[i]),
                )
            )
        matrix = np.array(rows, np.float32)
        return list(zip(sentences, matrix, covered, heading, strict=True))

    def _matched(self, hit: ScoredPassage, sentences: Sequence[Sentence]) -> NDArray[np.float32]:
        """Return how much of the question each sentence speaks of, with all that it stands under."""
        *pieces, head = self._words.pieces([*(sentence.text for sentence in sentences), standing_over(hit)])
        nearest = self._words.nearest([*pieces, head])
        whole = np.maximum(nearest[:, :-1], nearest[:, -1:])
        for i, sentence in enumerate(sentences):
            if 0 <= sentence.head < i:
                whole[:, i] = np.maximum(whole[:, i], nearest[:, sentence.head])
        return self._words.matched(whole, at=NEAR)

    def _covered(self, held: set[str]) -> frozenset[str]:
        """Return the question's tokens that ``held`` has, itself or as an official term, half of which will do."""
        found = {token for token in self._information if token in held}
        for own, terms in self._concepts:
            if any(weight * len(term & held) > 0.5 * len(term) for term, weight in terms):
                found.update(token for token in own if token in self._information)
        return frozenset(found)


def _is_heading(sentence: Sentence, headings: Sequence[str]) -> bool:
    """Tell a heading, run-in or alone, and a title: they stand in the path, where siblings merged share one element."""
    text = bare(sentence.text)
    rules = sentence.text.rstrip().endswith(("。", "；", ";")) and _RULES.search(sentence.text) is not None
    if not sentence.opens_paragraph or sentence.row or len(text) > _LONGEST_HEADING or rules:
        return False
    if _BARE_HEADING.fullmatch(sentence.text) or _SIGNED.fullmatch(sentence.text):
        return True
    named = any(text in heading for heading in headings)
    run_in = (
        len(text) <= 12 and not any(c.isdigit() for c in text) and sentence.text.rstrip().endswith(("。", "．", "."))
    )
    return named or run_in


def _with_row_labels(sentences: Sequence[Sentence]) -> list[str]:
    """Return the sentence texts, where a table row's empty cells hold what stands above them: merged cells."""
    texts, above = [], list[str]()
    for sentence in sentences:
        if not sentence.row:
            texts.append(sentence.text)
            above = []
            continue
        cells = sentence.text.split("\t")
        filled = [cell or (above[i] if i < len(above) else "") for i, cell in enumerate(cells)]
        texts.append("\t".join(filled))
        above = filled
    return texts
