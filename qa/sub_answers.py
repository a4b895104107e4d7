"""Which sentences answer which of several questions, in their order, and which question none answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qa.evidence import Evidence
from qa.extractor import LONG, SHORT, Selection
from qa.part_reader import LIKELY, SURE, Found, PartReader, Reading
from qa.records import ScoredPassage
from qa.sentences import leans_back
from qa.shown import Group, Shown
from qa.subquestions import SubQuestion


def answer_each(
    asked: Sequence[SubQuestion], whole: Selection, hits: Sequence[ScoredPassage], shown: Shown, reader: PartReader
) -> Shown:
    """Return the answers to the questions ``asked``.

    :param whole: the sentences chosen for the whole question, at least one, of ``hits``.
    :param shown: the whole question's answer; where it has none, because that is not sure enough, only what a search
        for one of the questions surely finds is shown.
    """
    room = min(SHORT, LONG // len(asked))
    if not shown.groups:
        return _sure(asked, [None if one.leans else reader.search(one.text, room=room) for one in asked])
    readings = [reader.read(one.text, whole, hits) for one in asked]
    readings = [
        reading if reading.covered else replace(reading, found=reader.search(one.text, room=room))
        for one, reading in zip(asked, readings, strict=True)
    ]
    groups = _given(whole.evidence, readings)
    for at, reading in enumerate(readings):
        if reading.unanswered:
            groups[at] = []
        elif reading.found and not asked[at].leans and reading.elsewhere(SURE if groups[at] else LIKELY):
            groups[at] = list(reading.found.selection.evidence)
    unanswered = tuple(one.asked for one, reading in zip(asked, readings, strict=True) if reading.unanswered)
    answered = Shown(_once(groups), shown.best, unanswered, shown.probability)
    if any(one is shown.best for one in answered.evidence):
        return answered
    return replace(answered, best=next(iter(answered.evidence), None))


def _sure(asked: Sequence[SubQuestion], found: Sequence[Found | None]) -> Shown:
    """Return what the questions that stand alone surely find by themselves."""
    sure = [one if one and one.verdict.probability >= SURE else None for one in found]
    unsure = tuple(part.asked for part, one in zip(asked, sure, strict=True) if one is None)
    first = next(filter(None, sure), None)
    if first is None:
        return Shown((), None, unsure, 0.0)
    groups = _once([one.selection.evidence for one in sure if one])
    return Shown(groups, first.selection.best, unsure, first.verdict.probability)


def _given(evidence: Sequence[Evidence], readings: Sequence[Reading]) -> list[list[Evidence]]:
    """Give each chosen sentence to one question; sentences that need each other go together."""
    says = np.stack([reading.says for reading in readings])
    for at, reading in enumerate(readings):
        says[at, reading.best] += 1.0  # the best sentence of a question answers it before another
    given: list[list[Evidence]] = [[] for _ in readings]
    for block in _blocks(evidence):
        given[int(np.argmax(says[:, block].max(axis=1)))] += [evidence[i] for i in block]
    for group, reading in zip(given, readings, strict=True):
        first = evidence[reading.best].hit.passage  # the passage that answers best stands first
        group.sort(key=lambda one: one.hit.passage is not first)
    return given


def _blocks(evidence: Sequence[Evidence]) -> list[list[int]]:
    """Return the sentences that are read together: a list's items with its head, what leans back on the one before."""
    blocks: list[list[int]] = []
    for i, one in enumerate(evidence):
        before = evidence[max(i - 1, 0)]
        same = i > 0 and before.hit.passage is one.hit.passage
        listed = same and one.sentence.head >= 0 and one.sentence.head in (before.sentence.head, before.index)
        if listed or (same and before.index == one.index - 1 and leans_back(one.sentence)):
            blocks[-1].append(i)
        else:
            blocks.append([i])
    return blocks


def _once(groups: Sequence[Sequence[Evidence]]) -> tuple[Group, ...]:
    """Return the groups that are not empty, every sentence in the first that has it."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for group in groups:
        fresh = [one for one in group if (one.hit.passage.passage_id, one.sentence.start) not in seen]
        seen.update((one.hit.passage.passage_id, one.sentence.start) for one in fresh)
        kept.append(tuple(fresh))
    return tuple(Group(group) for group in kept if group)
