"""The line of a question over the toy index, with weights a person can read instead of learned ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from toy_index import ToyEmbedder, open_toy

from qa.answerable import SIGNALS, Answerability
from qa.answerer import Parts, QuestionAnswerer
from qa.evidence import SENTENCE_FEATURES, Evidence, gather_evidence
from qa.extractor import Extractor
from qa.lexicon import Entry, Lexicon
from qa.linear import LinearModel
from qa.lookup import LookupTable
from qa.query import analyse
from qa.retriever import FEATURES, Retriever
from qa.routing import load_rules

DAY = date(2025, 6, 1)  # both documents are in force
# 老人钱 and 停车费 as people say them; 罚 means something only beside 虚报.
LEXICON = Lexicon(
    [
        Entry("老人钱", ("高龄补贴", "尊老金"), "养老", ()),
        Entry("存车", ("停车",), "交通", ()),
        Entry("罚", ("责令退回",), "养老", ("虚报",)),
    ]
)
# Issue 4: queries that are hostile to a tokenizer.
HOSTILE = (
    *("", " ", "，", "？！……", "a", "税", "啊" * 300, "1" * 300, "🙂🙂", "e\u0301", "\u200b\u200d", "\x00\x1b[31m"),
    *("停車費怎麼收", "１２３４５", "how to park", "zenme ting车", "(?:", "[\\", "%s%n", "NULL", "'; DROP TABLE x;--"),
    *("\ud800", "ﷺ" * 20, "𠮷野家", "\u202e倒着"),
)
RANKING = {"body": 1.0, "head": 0.5, "concepts": 1.0, "concepts_head": 0.3, "coverage": 2.0, "coverage_concepts": 2.0}
SENTENCES = {"coverage_concepts": 6.0, "passage_first": 2.0, "asked_and_covered": 2.0}


def named_model(names: Sequence[str], weights: Mapping[str, float], bias: float = 0.0) -> LinearModel:
    """Return a model with these weights and 0 for every other name; an unknown name is an error of the test."""
    unknown = set(weights) - set(names)
    assert not unknown, f"no such figures any more: {sorted(unknown)}"
    return LinearModel(tuple(names), np.array([weights.get(name, 0.0) for name in names], np.float32), bias)


def toy_retriever(folder: Path) -> Retriever:
    """Build the toy index in ``folder`` and return a retriever over it."""
    return Retriever(open_toy(folder), ToyEmbedder(), LEXICON, named_model(FEATURES, RANKING))


def toy_extractor() -> Extractor:
    """Return an extractor that looks at coverage and the kind of answer."""
    return Extractor(named_model(SENTENCE_FEATURES, SENTENCES, -3.0))


def toy_answerer(retriever: Retriever, *, certainty: float = 4.0) -> QuestionAnswerer:
    """Return an answerer whose judge always says the same: 4 gives a probability of 0.98, -4 of 0.02."""
    judge = Answerability(named_model(SIGNALS, {}, certainty), ToyEmbedder().words)
    table = LookupTable(retriever.snapshot)
    return QuestionAnswerer(Parts(retriever, toy_extractor(), judge, LEXICON, load_rules(), table))


def evidence_for(retriever: Retriever, question: str) -> list[list[Evidence]]:
    """Return the sentences of the best passages for a question."""
    hits = retriever.retrieve(question, top_k=10, on=DAY)
    return gather_evidence(analyse(question, LEXICON), hits, retriever.snapshot.lexical, retriever.embedder)
