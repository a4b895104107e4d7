"""Question and passage pairs made from raw text: no question written by a person is needed or used.

A pseudo-question is a clause of an article (sometimes with its heading or title), with official terms replaced by
everyday words, pieces dropped or shuffled, and words put in that carry no subject (请问, 怎么办). Its passage is the
article, with the clause taken out more often than not, so that not only equal words are learned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from tokenizers import Tokenizer

from index.training.lexicon import LexiconEntry, Paraphraser
from index.training.neighbours import near_articles
from index.training.texts import TrainingArticle

CLAUSE = re.compile(r"[^。；，：！？\n;:!?]+")
NUMBERING = re.compile(r"^\W*(?:第\w{1,8}?条|[一二三四五六七八九十]+、|[（(]\w{1,3}[）)]|\d{1,2}[.．、](?!\d))\s*")
# Words of a question that say nothing of its subject: beside every subject, the model learns to ignore them.
BEFORE = (
    *("请问", "想问一下", "我想问", "问一下", "你好", "咨询一下", "听说", "要是", "如果", "现在", "有人", "人家"),
    *("我", "我家", "我们", "我们公司", "单位", "老板", "朋友", "我爸", "我妈", "孩子", "家里"),
)
AFTER = (
    *("怎么办", "怎么弄", "咋办", "该怎么做", "怎么处理", "怎么算", "会怎样", "会罚吗", "找谁", "谁管", "去哪办"),
    *("吗", "呢", "啊", "了", "的", "能不能", "可以吗", "行不行", "行吗", "合法吗", "算不算", "是不是", "有没有"),
    *("要多久", "几天", "什么时候", "多少钱", "最多多少", "有什么规定", "是什么", "什么意思", "有哪些", "为什么"),
    *("要什么材料", "需要什么条件"),
)


@dataclass(frozen=True, slots=True)
class PairOptions:
    """How pseudo-questions are made; shares run from 0 to 1."""

    paraphrase: float = 0.6  # official terms replaced by everyday words
    drop: float = 0.25  # pieces of the question left out
    keep_clause: float = 0.4  # pairs whose passage still holds the clause the question was made of
    show_title: float = 0.7  # passages that begin with title and heading
    from_lexicon: float = 0.25  # pairs that begin from a lexicon entry, so that rare entries are learned as well
    max_passage: int = 160  # pieces
    near: int = 8  # of so many articles that a word search takes for a pair's own, one is its hard wrong answer


@dataclass(frozen=True, slots=True)
class Pair:
    """Piece ids of a pseudo-question and of its passage; ``article`` tells which article, to know false negatives.

    ``wrong`` is a passage of ``wrong_article`` that a word search would find as well; empty and -1 when there is none.
    """

    question: list[int]
    passage: list[int]
    article: int
    wrong: list[int]
    wrong_article: int


class PairMaker:
    """Draws pairs without end; equal seeds give equal pairs."""

    def __init__(
        self,
        articles: Sequence[TrainingArticle],
        tokenizer: Tokenizer,
        *,
        lexicon: Sequence[LexiconEntry] = (),
        options: PairOptions = PairOptions(),
        seed: int = 0,
    ) -> None:
        self._articles = articles
        self._tokenizer = tokenizer
        self._options = options
        self._random = Random(seed)
        self._cumulative = cumulative_weights(articles)
        self._paraphraser = Paraphraser(lexicon)
        self._clauses = [_clauses(article.body) for article in articles]
        self._clause_ids = self._encode_nested(self._clauses)
        heads = [f"{article.title} {article.heading}" for article in articles]
        self._head_ids = [ids for (ids,) in self._encode_nested([[head] for head in heads])]
        self._places = self._lexicon_places()
        self._entries = [entry for entry in lexicon if any(term in self._places for term in entry.official)]
        self._near = near_articles(list(self.passages()), count=options.near)

    def batch(self, size: int) -> list[Pair]:
        """Return ``size`` pairs."""
        drawn = [self._draw() for _ in range(size)]
        encodings = self._tokenizer.encode_batch_fast([question for question, _, _ in drawn], add_special_tokens=False)
        return [
            self._pair(encoding.ids, article, clause)
            for encoding, (_, article, clause) in zip(encodings, drawn, strict=True)
        ]

    def _pair(self, question: list[int], article: int, clause: int) -> Pair:
        near = [int(other) for other in self._near[article] if other >= 0]
        wrong = self._random.choice(near) if near else -1
        right = self._passage(article, clause)
        return Pair(self._thin(question), right, article, self._passage(wrong, None) if near else [], wrong)

    def passages(self) -> Iterator[list[int]]:
        """Yield the piece ids of every article, whole."""
        for article in range(len(self._articles)):
            yield self._head_ids[article] + [piece for ids in self._clause_ids[article] for piece in ids]

    def _encode_nested(self, texts: Sequence[Sequence[str]]) -> list[list[list[int]]]:
        flat = [text for group in texts for text in group]
        ids: list[list[int]] = []
        for start in range(0, len(flat), 8192):
            encodings = self._tokenizer.encode_batch_fast(flat[start : start + 8192], add_special_tokens=False)
            ids += [encoding.ids for encoding in encodings]
        parts = iter(ids)
        return [[next(parts) for _ in group] for group in texts]

    def _lexicon_places(self) -> dict[str, list[tuple[int, int]]]:
        """Return where official terms stand: term -> (article, clause)."""
        places: dict[str, list[tuple[int, int]]] = {}
        for article, clauses in enumerate(self._clauses):
            for number, clause in enumerate(clauses):
                for _, term in self._paraphraser.terms(clause):
                    places.setdefault(term, []).append((article, number))
        return places

    def _draw(self) -> tuple[str, int, int]:
        """Return a pseudo-question, its article, and the number of the clause it was made of (-1: of its heading)."""
        random, options = self._random, self._options
        if self._entries and random.random() < options.from_lexicon:
            return self._from_entry()
        (article,) = random.choices(range(len(self._articles)), cum_weights=self._cumulative)
        record = self._articles[article]
        if random.random() < 0.12 and record.title:
            return self._dress(f"{record.title} {record.heading}"), article, -1
        clause = random.randrange(len(self._clauses[article]))
        return self._dress(self._around(article, clause)), article, clause

    def _from_entry(self) -> tuple[str, int, int]:
        random = self._random
        entry = random.choice(self._entries)
        known = [term for term in entry.official if term in self._places]
        term = known[0] if random.random() < 0.6 else random.choice(known)
        article, clause = random.choice(self._places[term])
        text = self._clauses[article][clause].replace(term, f" {entry.everyday} ", 1)
        return self._dress(text), article, clause

    def _around(self, article: int, clause: int) -> str:
        """Return the clause, with a neighbour when it is short, and sometimes with words of the title."""
        clauses = self._clauses[article]
        text = clauses[clause]
        if (len(text) < 8 or self._random.random() < 0.3) and clause + 1 < len(clauses):
            text += " " + clauses[clause + 1]
        if self._random.random() < 0.25:
            text = f"{self._articles[article].title} {text}"
        return text

    def _dress(self, text: str) -> str:
        random = self._random
        text = self._paraphraser.paraphrase(text, random, share=self._options.paraphrase)
        if random.random() < 0.5:
            text = f"{random.choice(BEFORE)} {text}"
        if random.random() < 0.6:
            text = f"{text} {random.choice(AFTER)}"
        return text

    def _thin(self, ids: list[int]) -> list[int]:
        """Drop pieces, and shorten a long question to what people type."""
        kept = [piece for piece in ids if self._random.random() >= self._options.drop]
        if len(kept) > 16:
            kept = self._random.sample(kept, 16)
        return kept or ids

    def _passage(self, article: int, clause: int | None) -> list[int]:
        """Return the article, mostly without ``clause`` (-1: without its head; None: nothing is left out)."""
        random, options = self._random, self._options
        clauses = self._clause_ids[article]
        ids: list[int] = []
        if clause != -1 and random.random() < options.show_title:
            ids += self._head_ids[article]
        keep = len(clauses) == 1 or random.random() < options.keep_clause
        for number, pieces in enumerate(clauses):
            if number != clause or keep:
                ids += pieces
        return ids[: options.max_passage] or self._head_ids[article]


def cumulative_weights(articles: Sequence[TrainingArticle]) -> list[float]:
    """Return running sums of the articles' weights: a source is drawn from by the square root of its size.

    So 1,900 articles of gazettes are not drowned by 63,000 of statutes: they are one draw in seven, not one in 35.
    """
    sizes = Counter(article.source for article in articles)
    return list(accumulate(sizes[article.source] ** -0.5 for article in articles))


def _clauses(body: str) -> list[str]:
    """Return the clauses of ``body`` without numbering: 第三条 甲，乙。 -> 甲 | 乙."""
    clauses = [NUMBERING.sub("", line) for line in body.split("\n")]
    found = [clause.strip() for line in clauses for clause in CLAUSE.findall(line) if len(clause.strip()) >= 3]
    return found or [body]
