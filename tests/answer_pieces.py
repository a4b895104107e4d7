"""One sentence of one document as the extractor would choose it, for tests of what is made from it."""

from __future__ import annotations

from datetime import date

import numpy as np

from index.corpus import Document, Passage
from qa.evidence import SENTENCE_FEATURES, Evidence
from qa.extractor import Selection
from qa.records import ScoredPassage
from qa.sentences import split_sentences

RULES = Document("d1", "测试市高龄补贴办法", "测政发〔2024〕3号", ("测试市人民政府",), date(2024, 1, 10), kind="办法")


def evidence_of(text: str, *, best: int = 0, document: Document = RULES, kind: str = "article") -> Evidence:
    """Return the ``best``-th sentence of a passage with this text."""
    passage = Passage(f"{document.doc_id}#一", document.doc_id, ("一、总则",), text, kind=kind)
    sentence = split_sentences(text)[best]
    features = np.zeros(len(SENTENCE_FEATURES), np.float32)
    return Evidence(ScoredPassage(passage, document, 1.0), 0, best, sentence, features, frozenset(), False)


def selection_of(
    text: str, *, best: int = 0, document: Document = RULES, kind: str = "article", probability: float = 0.9
) -> Selection:
    """Return the choice of that one sentence."""
    chosen = evidence_of(text, best=best, document=document, kind=kind)
    return Selection((chosen,), chosen, probability)
