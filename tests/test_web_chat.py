"""How a conversation goes on, and what it does with empty, odd and failing questions; no browser, no Gradio."""

from __future__ import annotations

import logging
import re

import pytest
from web_fakes import FakeAnswerer

from qa.web import texts
from qa.web.chat import SHOWN_TURNS, Conversation, ask
from qa.web.render import render_examples


def test_a_question_is_answered_and_kept() -> None:
    conversation = ask(FakeAnswerer(), "尊老金多少钱", Conversation())
    assert [turn.question for turn in conversation.turns] == ["尊老金多少钱"]
    assert "不低于50元" in conversation.html
    assert "不低于50元" in conversation.announcement


def test_the_next_question_carries_the_earlier_ones() -> None:
    answerer = FakeAnswerer()
    conversation = ask(answerer, "尊老金多少钱", Conversation())
    ask(answerer, "那百岁老人呢", conversation)
    assert answerer.asked == [("尊老金多少钱", ()), ("那百岁老人呢", ("尊老金多少钱",))]


def test_a_new_conversation_shows_the_examples() -> None:
    assert Conversation().html == render_examples(texts.EXAMPLES)
    assert len(texts.EXAMPLES) == 6


def test_personal_data_is_shown_masked() -> None:
    conversation = ask(FakeAnswerer(), "我的手机号是13800138000，能领尊老金吗", Conversation())
    assert "13800138000" not in conversation.html + conversation.turns[0].question


@pytest.mark.parametrize("text", ["", "   \n", "？！。", "\u200b\u200b"])
def test_an_empty_question_asks_for_one_and_answers_nothing(text: str) -> None:
    answerer = FakeAnswerer()
    conversation = ask(answerer, text, Conversation())
    assert answerer.asked == []
    assert conversation.turns == ()
    assert texts.EMPTY_QUESTION in conversation.announcement
    assert Conversation().html_while_searching(text) == Conversation().html


@pytest.mark.parametrize("text", ["老" * 10_000, "尊\x00老\x1b[31m金\x07多少", "\u202e尊老金\ud800"])
def test_long_and_odd_input_is_shown_cut_and_clean(text: str) -> None:
    conversation = ask(FakeAnswerer(), text, Conversation())
    question = conversation.turns[0].question
    assert 0 < len(question) <= 500
    assert not re.search(r"[\x00-\x1f\u202e\ud800]", question)
    conversation.html.encode("utf-8")


def test_a_failure_is_a_plain_sentence_and_the_log_does_not_repeat_the_question(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        conversation = ask(FakeAnswerer(RuntimeError("cannot answer 我的秘密")), "我的秘密", Conversation())
    assert texts.FAILED in conversation.html
    assert "RuntimeError" not in conversation.html
    assert "answering failed: RuntimeError" in caplog.text
    assert "秘密" not in caplog.text


def test_while_an_answer_is_looked_for_the_question_is_shown() -> None:
    html = Conversation().html_while_searching("尊老金多少钱")
    assert "尊老金多少钱" in html
    assert texts.SEARCHING in html


def test_a_long_conversation_keeps_its_end_and_says_so() -> None:
    conversation = Conversation()
    for number in range(SHOWN_TURNS + 2):
        conversation = ask(FakeAnswerer(), f"问题{number}", conversation)
    assert len(conversation.turns) == SHOWN_TURNS
    assert conversation.turns[-1].question == f"问题{SHOWN_TURNS + 1}"
    assert texts.EARLIER_HIDDEN in conversation.html
    ids = re.findall(r'id="(zd-turn-\d+)"', conversation.html)
    assert len(ids) == len(set(ids)) == SHOWN_TURNS
