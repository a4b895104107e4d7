"""At which stage was a right answer lost?"""

from __future__ import annotations

import re
from enum import StrEnum

from eval.answer_metrics import correct, length_budget, must_recall
from eval.case import Case


class Stage(StrEnum):
    """The first stage that lost the answer, in the order of the pipeline."""

    NONE = "none"  # nothing was lost
    MISSING = "missing"  # the run has no line, or answering raised
    RETRIEVAL = "retrieval"  # none of the ten passages holds an evidence quote
    ABSTENTION = "abstention"  # found, but the question was refused
    SELECTION = "selection"  # answered from passages without evidence
    EXTRACTION = "extraction"  # the right passage cited, but not the sentences with all must points
    VERIFICATION = "verification"  # as extraction or abstention, and the verifier had dropped sentences
    LENGTH = "length"  # all points there, in too many words
    FALSE_ANSWER = "false_answer"  # an unanswerable question was answered


STAGE_LABELS = {
    Stage.NONE: "正确",
    Stage.MISSING: "无记录或出错",
    Stage.RETRIEVAL: "检索未找到",
    Stage.ABSTENTION: "找到却拒答",
    Stage.SELECTION: "引用了别的条文",
    Stage.EXTRACTION: "要点不全",
    Stage.VERIFICATION: "核验时丢失",
    Stage.LENGTH: "答案过长",
    Stage.FALSE_ANSWER: "无依据却作答",
}

# A trace line of the verifier that tells of dropped sentences: "verifier: dropped 2 of 3 sentences"
DROPPED = re.compile(r"^verif\w*: .*\bdropped (\d+)")


def sentences_dropped(case: Case) -> int:
    """Return how many sentences the verifier dropped, as the trace tells; 0 without a trace."""
    return sum(int(match[1]) for step in case.line.trace if (match := DROPPED.match(step)))


def stage_lost(case: Case) -> Stage:
    """Return the stage at which the right answer was lost."""
    if correct(case) == 1.0:
        return Stage.NONE
    if case.failed:
        return Stage.MISSING
    if not case.gold.answerable:
        return Stage.FALSE_ANSWER
    if all(rank is None for rank in case.evidence_ranks):
        return Stage.RETRIEVAL
    if not case.answered:
        return Stage.VERIFICATION if sentences_dropped(case) else Stage.ABSTENTION
    if not any(case.evidence_cited):
        return Stage.SELECTION
    if must_recall(case) == 1.0 and len(case.text) > length_budget(case):
        return Stage.LENGTH
    return Stage.VERIFICATION if sentences_dropped(case) else Stage.EXTRACTION
