"""Correct answers are kept, and the same answers made wrong are caught: promise 1 and 2, measured."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from verifier_mutations import Quoted, Tally, corpus_at, mutations, quoted_answers, tally

from qa.verifier import verify

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = 300


@pytest.fixture(scope="module", params=["sample", "shared"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The bundled cards, and the five gazettes where they are at hand."""
    if request.param == "sample":
        return ROOT / "corpus"
    shared: Path = request.getfixturevalue("shared")
    return shared / "corpus"


@pytest.fixture(scope="module")
def measured(folder: Path) -> tuple[list[Quoted], dict[str, Tally]]:
    corpus = corpus_at(folder)
    answers = quoted_answers(corpus, ANSWERS, Random(1))
    tallies = {name: tally(answers, mutate, Random(2)) for name, mutate in mutations(corpus).items()}
    return answers, tallies


def test_at_most_one_correct_answer_in_a_hundred_is_changed(
    measured: tuple[list[Quoted], dict[str, Tally]],
) -> None:
    answers, _ = measured
    changed = [answer.text() for answer in answers if verify(answer.text(), (answer.citation,)).kept != answer.text()]
    assert len(changed) <= 0.01 * len(answers), changed[:3]


def test_ninety_nine_wrong_answers_in_a_hundred_are_caught(measured: tuple[list[Quoted], dict[str, Tally]]) -> None:
    _, tallies = measured
    table = {name: f"{one.made - len(one.missed)}/{one.made}" for name, one in tallies.items()}
    missed = [f"{name}: {wrong}" for name, one in tallies.items() for wrong in one.missed]
    made = sum(one.made for one in tallies.values())
    assert made >= 900, table
    assert len(missed) <= 0.01 * made, (table, missed[:10])


def test_no_kind_of_wrong_answer_gets_through_often(measured: tuple[list[Quoted], dict[str, Tally]]) -> None:
    _, tallies = measured
    for name, one in tallies.items():
        assert len(one.missed) <= 0.02 * one.made, (name, one.made, one.missed[:5])
