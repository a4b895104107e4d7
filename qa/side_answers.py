"""A comparison answered side by side: the sentences about one side on its line, led by its name.

A name is put in front of a sentence only when the sentence itself speaks of that side and of no other, for all sides or
for none: a name in front of the wrong sentence would be a false claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.text import bare
from index.words import Words
from qa.abstention import place_elsewhere
from qa.context import asked_now
from qa.evidence import Evidence
from qa.extractor import LONG, SHORT, Selection
from qa.part_reader import Found, PartReader
from qa.shown import Group, Shown
from qa.word_match import SAME

_STANDS = 0.5  # probability from which what a side finds by itself is added
_NAMES, _OTHERS = 0.9, 0.5  # share of a side's own words that its sentences speak of at least, of another's at most
_MARK = 4  # characters that a mark such as [1] adds
_SAID = 16  # letters at a sentence's beginning: a name that stands there need not be put in front
_LEAD_SHARE = 0.5  # of a lead at most, beside its sentence


def side_by_side(question: str, names: Sequence[str], whole: Selection, shown: Shown, reader: PartReader) -> Shown:
    """Return what is shown with the best sentence of each side, a side a line where the sentences tell them apart.

    :param names: the sides of ``question``, in its words.
    :param whole: the sentences chosen for it, at least one.
    """
    questions = [_about(question, names, name) for name in names]
    evidence = _with_each_side(whole.evidence, [reader.search(one, room=SHORT) for one in questions])
    # A side in other words than the documents' cannot be told from a missing one; a place they are not of can.
    elsewhere = tuple(name for name in names if place_elsewhere(name, replace(whole, evidence=evidence)))
    shown = replace(shown, groups=(Group(evidence),), unanswered=elsewhere)
    speaks = _speaks(names, evidence, reader.retriever.embedder.words)
    owners = [_owner(speaks[:, i]) for i in range(len(evidence))]
    if set(owners) - {-1} != set(range(len(names))):
        return shown
    groups = []
    for side, name in enumerate(names):
        own = tuple(one for one, owner in zip(evidence, owners, strict=True) if owner == side)
        groups.append(Group(own, _lead(name, own[0].sentence.text)))
    common = [one for one, owner in zip(evidence, owners, strict=True) if owner < 0]
    opens = [one.sentence.text.rstrip().endswith(("：", ":")) for one in common]
    heads = Group(tuple(one for one, is_head in zip(common, opens, strict=True) if is_head))
    others = Group(tuple(one for one, is_head in zip(common, opens, strict=True) if not is_head))
    return replace(shown, groups=tuple(group for group in (heads, *groups, others) if group.evidence))


def _about(question: str, names: Sequence[str], name: str) -> str:
    """Return the question about one side only, with what was asked before it."""
    now = asked_now(question)
    start = min(now.index(one) for one in names)
    end = max(now.index(one) + len(one) for one in names)
    return question.replace(now, now[:start] + name + now[end:])


def _with_each_side(evidence: tuple[Evidence, ...], searched: Sequence[Found]) -> tuple[Evidence, ...]:
    """Return the sentences, and behind them the best one of each side that is not among them, while there is room."""
    said = {(one.hit.passage.passage_id, one.sentence.start) for one in evidence}
    used = sum(len(one.sentence.text) + _MARK for one in evidence)
    for found in searched:
        best = found.selection.best
        if best is None or found.verdict.probability < _STANDS:
            continue
        place, length = (best.hit.passage.passage_id, best.sentence.start), len(best.sentence.text) + _MARK
        if place not in said and used + length <= LONG:
            evidence, used = (*evidence, best), used + length
            said.add(place)
    return evidence


def _speaks(names: Sequence[str], evidence: Sequence[Evidence], words: Words) -> NDArray[np.float32]:
    """Return how much of what only this side is called each sentence speaks of, (sides, sentences)."""
    called = words.pieces(list(names))
    texts = words.pieces([one.sentence.text for one in evidence])
    rows = []
    for side, pieces in enumerate(called):
        others = np.concatenate([other for at, other in enumerate(called) if at != side])
        own = np.setdiff1d(pieces, others)
        own = own if len(own) else pieces
        rows.append(words.shares(own) @ np.clip(words.nearest(own, texts) / SAME, 0, 1))
    return np.stack(rows)


def _owner(speaks: NDArray[np.float32]) -> int:
    """Return the side a sentence is about alone, -1 when it is about none or several."""
    side = int(np.argmax(speaks))
    return side if speaks[side] >= _NAMES and np.delete(speaks, side).max() <= _OTHERS else -1


def _lead(name: str, sentence: str) -> str:
    said = bare(name) in bare(sentence)[:_SAID] or len(name) > _LEAD_SHARE * len(sentence)
    return "" if said else f"{name}："
