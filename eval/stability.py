"""Does the same question in other words get the same answer?"""

from __future__ import annotations

from eval.case import Case
from eval.run_file import RunLine, RunWording
from eval.text import normalise


def same_answer(line: RunLine, other: RunWording) -> bool:
    """Return whether another wording got the same answer.

    Both refused, or both answered with the same direct answer, or, where one of them marks no direct answer, from the
    same set of passages.
    """
    if line.answered != other.status.startswith("answered"):
        return False
    if not line.answered:
        return True
    if line.direct and other.direct:
        return normalise(line.direct) == normalise(other.direct)
    return {citation.passage_id for citation in line.citations} == set(other.cited)


def stability(case: Case) -> float | None:
    """Return the share of the other wordings that get the same answer, right or wrong.

    None when the gold question has no wordings. A wording the run did not ask counts as another answer.
    """
    if not case.gold.wordings:
        return None
    asked = {wording.question: wording for wording in case.line.wordings}
    same = [wording in asked and same_answer(case.line, asked[wording]) for wording in case.gold.wordings]
    return sum(same) / len(same)
