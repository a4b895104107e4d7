"""The direct answer: the figure, day, body, document number or ruling that answers, as printed in the best sentence.

Always one stretch of the answer's own text, so the verifier has seen it and a page can mark it. "" rather than a guess:
what a person acts on must not be the figure of another case. Each kind has its own module beside this one.
"""

from __future__ import annotations

import re

from qa.answer_type import AnswerType, answer_type
from qa.direct_bodies import body_answer
from qa.direct_figures import figure_answer
from qa.direct_rulings import ruling_answer
from qa.document_answer import DocumentAnswer
from qa.evidence import Evidence
from qa.extractor import Selection
from qa.facts import Fact, facts_asked
from qa.quantities import Measure, quantities_of

# Probability of the best sentence from which its figures and bodies are trusted: of 1,789 answers over the statutes 116
# had a direct answer, 111 with what the gold demands. A ruling is quoted whole, so a reader sees what it is about.
SURE, SURE_RULING = 0.55, 0.45
_NUMBER = re.compile(
    r"(?:(?<=[（(》，,：:\s])|^)[\u4e00-\u9fff]{1,14}\s*[〔\[（(【]\s*(?:19|20)\d\d\s*[〕\]）)】]\s*(?:第\s*)?\d{1,5}\s*号"
)
_ASKS_NUMBER = re.compile(r"文号|几号文|多少号|文件号|发文字号")
_BRACKETS = "（）()[]【】 \u3000\n"
_DATED = {Fact.EFFECTIVE: "起", Fact.EXPIRES: "止至"}  # what stands beside the day that is asked for


def direct_answer(question: str, selection: Selection, answer: str) -> str:
    """Return the words of the best sentence that answer by themselves, as printed; "" when none surely do.

    :param answer: the text after the check; what it does not show is not said.
    """
    best = selection.best
    if best is None or selection.probability < min(SURE, SURE_RULING) or best.hit.passage.kind == "front":
        return ""
    found = _found(question, best, selection.probability).strip()
    return found if found and found in answer else ""


def _found(question: str, best: Evidence, probability: float) -> str:
    """Return what the modules find, the narrowest kind first."""
    text = best.sentence.text
    if probability >= SURE:
        if _ASKS_NUMBER.search(question):
            numbers = _NUMBER.findall(text)
            return str(numbers[0]) if len(numbers) == 1 else ""
        if answer_type(question) is AnswerType.COMPARE:
            return ""
        figure_or_body = figure_answer(question, best) or body_answer(question, text)
        if figure_or_body:
            return figure_or_body
    return ruling_answer(question, best)


def direct_fact(question: str, about: DocumentAnswer, answer: str) -> str:
    """Return the one fact that was asked about a document, as printed in its head; "" when several were asked."""
    asked = facts_asked(question)
    pieces = [piece for piece in about.pieces if piece.fact in asked]
    if len(asked) != 1 or len(pieces) != 1:
        return ""
    piece = pieces[0]
    said = piece.text.strip(_BRACKETS)
    if piece.fact in _DATED or piece.fact is Fact.ISSUED:
        days = [said[one.start : one.end] for one in quantities_of(said) if one.measure is Measure.DAY]
        marks = _DATED.get(piece.fact, "")
        fitting = [day for day in days if not marks or any(mark in day for mark in marks)]
        said = fitting[0] if len(fitting) == 1 else ""
    elif piece.fact is Fact.NUMBER:
        number = _NUMBER.search(said)
        said = number.group() if number else said
    elif piece.fact is Fact.REPEALS:
        said = ""
    return said if said in answer else ""
