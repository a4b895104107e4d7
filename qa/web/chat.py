"""One conversation of the page: a question is cleaned, answered and added; nothing here fails in front of a person.

Knows nothing of Gradio.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from qa.question import clean_question
from qa.records import Answer
from qa.web import texts
from qa.web.article import Passages, read_article
from qa.web.marks import escape
from qa.web.render import announcement, render_examples, render_message, render_turn

logger = logging.getLogger(__name__)
SHOWN_TURNS = 10  # on the page and given to the answerer as earlier questions


class Answerer(Protocol):
    """What answers; ``qa.answerer.QuestionAnswerer`` fits."""

    @property
    def snapshot(self) -> Passages:
        """The loaded index."""
        ...

    def answer(self, question: str, *, turns: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Answer ``question`` after the earlier questions ``turns``, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as cleaned and masked, and what the page shows for it."""

    question: str
    html: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said so far, oldest first."""

    turns: tuple[Turn, ...] = ()
    asked: int = 0  # also counts the turns no longer kept
    announcement: str = ""  # HTML of the line that screen readers speak

    @property
    def html(self) -> str:
        """The answer area of the page."""
        if not self.turns:
            return render_examples(texts.EXAMPLES)
        hidden = f'<p class="zd-earlier">{texts.EARLIER_HIDDEN}</p>' if self.asked > len(self.turns) else ""
        return hidden + "".join(turn.html for turn in self.turns)

    def with_turn(self, turn: Turn, announced: str) -> Conversation:
        """Return the conversation with one more turn, the oldest dropped beyond :data:`SHOWN_TURNS`."""
        spoken = f'<p class="zd-hidden">{announced}</p>'  # seen in the answer itself
        return Conversation((*self.turns, turn)[-SHOWN_TURNS:], self.asked + 1, spoken)

    def html_while_searching(self, text: str) -> str:
        """The answer area with a question that is being answered."""
        question = clean_question(text)
        if not question.text:
            return self.html
        pending = render_message(self.asked + 1, question.original, texts.SEARCHING, group="pending")
        return "".join(turn.html for turn in self.turns) + pending


def ask(answerer: Answerer, text: str, conversation: Conversation) -> Conversation:
    """Return ``conversation`` with ``text`` asked and answered.

    An empty question changes nothing but the announcement. A failure becomes a plain sentence; what failed is logged
    without the words of the question.
    """
    cleaned = clean_question(text)
    question = cleaned.original  # personal data masked: what is shown, kept and copied
    if not cleaned.text:
        return Conversation(conversation.turns, conversation.asked, f"<p>{escape(texts.EMPTY_QUESTION)}</p>")
    number = conversation.asked + 1
    earlier = [turn.question for turn in conversation.turns]
    try:
        answer = answerer.answer(text, turns=earlier)
        html = render_turn(number, question, answer, lambda passage_id: read_article(answerer.snapshot, passage_id))
    except Exception as error:  # the last place before a person: whatever it is, they get a sentence they can use
        _log_failure(error)
        failed = render_message(number, question, texts.FAILED, group="error")
        return conversation.with_turn(Turn(question, failed), escape(texts.FAILED))
    return conversation.with_turn(Turn(question, html), announcement(answer))


def _log_failure(error: Exception) -> None:
    # The message of an exception may quote the question, so only its type and the places in the code are written.
    places = "".join(traceback.format_tb(error.__traceback__))
    logger.error("answering failed: %s\n%s", type(error).__name__, places)
