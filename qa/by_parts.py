"""A question that asks several things or compares several is answered part by part; any other as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from qa.comparison import sides
from qa.context import asked_now
from qa.extractor import Selection
from qa.part_reader import PartReader
from qa.records import ScoredPassage
from qa.shown import Shown
from qa.side_answers import side_by_side
from qa.sub_answers import answer_each
from qa.subquestions import split_question


def by_parts(question: str, whole: Selection, hits: Sequence[ScoredPassage], shown: Shown, reader: PartReader) -> Shown:
    """Return what to show of the sentences chosen for the whole question, and of what its parts find by themselves.

    :param whole: the chosen sentences, at least one, of ``hits``.
    :param shown: the answer of the whole question; without groups when it is not sure enough.
    """
    several = split_question(question)
    if several:
        return answer_each(several, whole, hits, shown, reader)
    compared = sides(asked_now(question)) if shown.groups else ()
    return side_by_side(question, compared, whole, shown, reader) if compared else shown
