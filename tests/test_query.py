"""A question as weighted tokens and concepts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_answerer import LEXICON

from index.lexical import LexicalIndex
from qa.homophones import Homophones
from qa.lexicon import Entry, Lexicon
from qa.query import FRAME_WEIGHT, THROUGH_GUESS, analyse, frame_pattern


def test_words_of_the_matter_weigh_one_and_words_of_the_question_less() -> None:
    weights = analyse("停车费怎么收", LEXICON).weights
    assert weights["停车"] == weights["车费"] == 1.0
    assert weights["怎么"] == pytest.approx(FRAME_WEIGHT)


def test_a_word_said_twice_weighs_twice() -> None:
    assert analyse("停车，停车", LEXICON).weights["停车"] == 2.0


def test_a_question_of_form_alone_still_searches_a_little() -> None:
    query = analyse("怎么", LEXICON)
    assert dict(query.weights) == {"怎么": pytest.approx(FRAME_WEIGHT)}


def test_the_frame_pattern_takes_the_longest_word_first() -> None:
    assert frame_pattern().sub(" ", "什么时候") == " "


def test_an_everyday_word_becomes_a_concept_with_its_official_terms() -> None:
    (concept,) = analyse("老人钱有多少", LEXICON).concepts
    assert concept.everyday == "老人钱"
    assert concept.own == ("老人", "人钱")
    assert [term.text for term in concept.terms] == ["高龄补贴", "尊老金"]
    assert concept.terms[0].tokens == ("高龄", "龄补", "补贴")
    assert 1.0 == concept.terms[0].weight > concept.terms[1].weight > 0


def test_two_entries_of_one_word_are_one_concept() -> None:
    lexicon = Lexicon([Entry("停车", ("停放车辆",), "交通", ()), Entry("停车", ("泊车",), "交通", ())])
    (concept,) = analyse("停车", lexicon).concepts
    assert [term.text for term in concept.terms] == ["停放车辆", "泊车"]


def test_an_entry_with_a_context_needs_it() -> None:
    assert [concept.everyday for concept in analyse("虚报会罚吗", LEXICON).concepts] == ["罚"]
    assert analyse("迟到会罚吗", LEXICON).concepts == ()


def test_a_guess_is_a_concept_beside_what_was_typed() -> None:
    bodies = ["老人钱的发放"] * 40
    guesser = Homophones(LexicalIndex.build({"body": bodies, "head": bodies}), LEXICON)
    typed, guessed = (analyse("老人前有多少", LEXICON, homophones) for homophones in (None, guesser))
    assert typed.concepts == ()
    assert guessed.weights == typed.weights
    (concept,) = guessed.concepts
    assert concept.guessed
    assert concept.everyday == "人前有"
    assert concept.own == ("人前", "前有")
    assert [term.text for term in concept.terms] == ["人钱有", "高龄补贴", "尊老金"]
    assert concept.terms[0].tokens == ("人钱",)  # 钱有 stands nowhere and would only count against every passage
    assert concept.terms[0].weight == 1.0 > concept.terms[1].weight == THROUGH_GUESS > concept.terms[2].weight


def test_what_the_lexicon_knows_is_not_guessed() -> None:
    bodies = ["老人钱的发放"] * 40
    guesser = Homophones(LexicalIndex.build({"body": bodies, "head": bodies}), LEXICON)
    lexicon = Lexicon([Entry("老人前", ("高龄补贴",), "错字", ())])
    assert [concept.guessed for concept in analyse("老人前有多少", lexicon, guesser).concepts] == [False]


@given(st.text(max_size=200))
def test_any_text_can_be_analysed(text: str) -> None:
    query = analyse(text, LEXICON)
    assert query.text == text
    assert all(weight > 0 for weight in query.weights.values())
