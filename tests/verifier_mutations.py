"""Correct answers quoted from a corpus, and ways of making them wrong; same seed, same answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from index.corpus import Passage
from index.corpus_reader import Corpus, read_corpus
from index.text import bare
from qa.citations import citation
from qa.named_bodies import bodies_in
from qa.records import Citation, ScoredPassage
from qa.sentences import split_sentences
from qa.verifier import verify

ON = date(2023, 8, 1)
OTHER_UNITS = {
    "个工作日": "个月", "工作日": "日", "个月": "日", "日": "个月", "年": "个月", "小时": "分钟",
    "分钟": "小时", "万元": "元", "亿元": "万元", "元": "万元", "%": "‰", "人": "家", "家": "人", "岁": "个月",
    "次": "年", "个": "万个", "倍": "%",
}  # fmt: skip
UNIT = re.compile(r"(?<=\d)(" + "|".join(sorted(OTHER_UNITS, key=len, reverse=True)) + ")")
STRONGER = {
    "可以": "应当", "鼓励": "必须", "支持": "必须", "探索": "确保", "力争": "确保", "原则上": "一律", "引导": "强制",
    "逐步": "一律", "应当": "可以", "必须": "可以", "不得": "可以",
}  # fmt: skip
ARTICLE = re.compile(r"(?<=第)[一二三四五六七八九](?=[条章款项部])|(?<=[（(])[一二三四五六七八九](?=[）)])")
NUMERAL = re.compile(r"(?<![一二三四五六七八九十第“\"（(])[二三四五六七八九](?=年|个月|日|人|倍|次|级|分之|万|成)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A correct answer: sentences of one passage, each with the mark [1]."""

    sentences: tuple[str, ...]
    citation: Citation

    def text(self, at: int = -1, instead: str = "") -> str:
        """Return the answer, sentence ``at`` exchanged for ``instead``."""
        return "".join(f"{instead if i == at else sentence}[1]" for i, sentence in enumerate(self.sentences))


Mutation = Callable[[str, Random], str]  # sentence -> wrong sentence, "" when there is nothing to change


def corpus_at(folder: Path) -> Corpus:
    """Return the documents of a folder."""
    return read_corpus(folder)


def quoted_answers(corpus: Corpus, count: int, rng: Random) -> list[Quoted]:
    """Return ``count`` answers of one to three neighbouring sentences of 10 to 220 characters."""
    documents = {document.doc_id: document for document in corpus.documents}
    answers: list[Quoted] = []
    while len(answers) < count:
        passage = rng.choice(corpus.passages)
        sentences = sentences_of(passage)
        if not sentences:
            continue
        number = min(len(sentences), rng.randint(1, 3))
        first = rng.randrange(len(sentences) - number + 1)
        hit = ScoredPassage(passage, documents[passage.doc_id], 1.0)
        quote = (0, min(20, len(passage.text)))
        answers.append(Quoted(tuple(sentences[first : first + number]), citation(1, hit, quote, on=ON)))
    return answers


def sentences_of(passage: Passage) -> list[str]:
    """Return the sentences of a passage that are worth quoting."""
    texts = [sentence.text.strip() for sentence in split_sentences(passage.text)]
    return [text for text in texts if 10 <= len(text) <= 220]


def _exchange(pattern: re.Pattern[str], new: Callable[[str, Random], str]) -> Mutation:
    def mutate(sentence: str, rng: Random) -> str:
        found = list(pattern.finditer(sentence))
        if not found:
            return ""
        one = rng.choice(found)
        return sentence[: one.start()] + new(one.group(), rng) + sentence[one.end() :]

    return mutate


def add_not(sentence: str, rng: Random) -> str:
    """Put 不 between two Chinese characters that are not 不 themselves."""
    places = [found.start() + 1 for found in re.finditer(r"[\u4e00-\u9fff](?=[\u4e00-\u9fff])", sentence)]
    places = [at for at in places if sentence[at] != "不" and sentence[at - 1] != "不"]
    if not places:
        return ""
    at = rng.choice(places)
    return f"{sentence[:at]}不{sentence[at:]}"


def _other(choices: str) -> Callable[[str, Random], str]:
    return lambda old, rng: rng.choice([one for one in choices if one != old])


def mutations(corpus: Corpus) -> dict[str, Mutation]:
    """Return the ways of making a sentence of this corpus wrong, by name."""
    texts = [passage.text for passage in corpus.passages]
    bodies = sorted({text[a:b] for text in texts for a, b in bodies_in(text) if 3 <= b - a <= 12})
    everything = [sentence for passage in corpus.passages for sentence in sentences_of(passage)]

    def other_body(sentence: str, rng: Random) -> str:
        spans = [(a, b) for a, b in bodies_in(sentence) if b - a >= 3]
        if not spans:
            return ""
        a, b = rng.choice(spans)
        old = sentence[a:b]
        return sentence[:a] + rng.choice([one for one in bodies if one not in old and old not in one]) + sentence[b:]

    return {
        "digit changed": _exchange(re.compile(r"\d"), _other("123456789")),
        "numeral changed": _exchange(NUMERAL, _other("二三四五六七八九")),
        "unit changed": _exchange(UNIT, lambda old, _: OTHER_UNITS[old]),
        "year shifted": _exchange(
            re.compile(r"(?<!\d)20[12]\d(?=\s?年)"), lambda old, rng: str(int(old) + rng.choice((-2, -1, 1, 2)))
        ),
        "不 removed": _exchange(re.compile("不"), lambda old, rng: ""),
        "不 added": add_not,
        "modal exchanged": _exchange(re.compile("|".join(STRONGER)), lambda old, _: STRONGER[old]),
        "another body": other_body,
        "wrong article number": _exchange(ARTICLE, _other("一二三四五六七八九")),
        "sentence from elsewhere": lambda sentence, rng: rng.choice(everything),
    }


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of one kind of mutation."""

    made: int
    missed: tuple[str, ...]  # wrong sentences that were kept, each with the right one


def tally(answers: Sequence[Quoted], mutate: Mutation, rng: Random) -> Tally:
    """Return how many wrong answers were made from ``answers`` and which were not caught."""
    made, missed = 0, []
    for answer in answers:
        places = [(at, mutate(sentence, rng)) for at, sentence in enumerate(answer.sentences)]
        places = [(at, wrong) for at, wrong in places if wrong and not _true(wrong, answer.citation)]
        if not places:
            continue
        at, wrong = rng.choice(places)
        made += 1
        verification = verify(answer.text(at, wrong), (answer.citation,))
        if bare(wrong) in bare(verification.kept):
            missed.append(f"{wrong}  <-  {answer.sentences[at]}")
    return Tally(made, tuple(missed))


def _true(sentence: str, cited: Citation) -> bool:
    """Tell whether the citation says the sentence after all: cards repeat their closing words, heads name issuers."""
    texts = (cited.passage, cited.issuer, cited.doc_title, cited.article)
    return any(bare(sentence) in bare(text) for text in texts)
