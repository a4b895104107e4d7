"""A question that leans on earlier ones made whole: “那外地的呢” after “居住证怎么办” asks about the permit.

Whether it leans is judged by its words and by what the documents of the earlier topic say of it (``qa/topic.py``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from index.text import bare, fold
from qa.context import in_context
from qa.provisions import leaves_document_out, provisions_in
from qa.query import frame_pattern
from qa.question import MAX_CHARACTERS
from qa.topic import Ground

MAX_TURNS = 3  # the topic of a conversation is not looked for further back
# (earlier questions in one text, new question) -> what the documents say
Grounds: TypeAlias = Callable[[str, str], Ground]

# 换个问题，… / 再问一个别的：… ends the conversation so far; 再问一下，… only opens the sentence
_NEW_TOPIC = re.compile(
    r"^.{0,6}?(?:换(?:一?个)?(?:问题|话题)|(?:不说|不问|不聊)这个了?"
    r"|问(?:一?个)?(?:别的|其他的?|不同的?|另外的?)(?:问题|事情?)?|(?:下|另)一个问题)[，,：:。！ ]*"
)
_OPENING = re.compile(
    r"^(?:(?:好的?|嗯+|哦+|谢谢|多谢|明白了?|知道了?|懂了|对了)[，,。！!、 ]+)*(?:请问[，,：: ]*)?"
    r"(?:我?(?:还|再|另外|顺便)(?:再|想|请)*(?:问|咨询|请教)(?:一?下|一?个问题|您|你)*[，,：:。！ ]*)?"
)
_CONNECTIVE = re.compile(r"^(?:那么|那(?![里个边些种样时几头段])|还有)[，,]?")
# Signs that a question carries on; each adds to the judgement below, none decides.
_CARRIES_ON = re.compile(
    r"那|还有|要是|如果|假如|万一|可是|但|不过|而且|然后|后来|最后|现在|已经|听说|除了|其中|上面|刚才"
)
_POINTS_BACK = re.compile(
    r"[他她它]们?|这(?!边)|那(?!么多)|该(?:项|办法|政策|文件|规划|通知|意见|条|企业|人员|证|补贴)|上述|前述|同样|一样|这么"
)
_ADDS = re.compile(r"也[能可要得是算一会有行按享给管适]|还[能可要得会有需]|[这那它他]个?[也还]|呢[？?。！ ]*$")
# A turn that tells instead of asking, 我离职时签了竞业协议: what comes next is about it.
_TELLS = re.compile(r"[我咱俺]|了$")
_STILL_ASKS = re.compile(r"[吗呢么嘛不没？?]$|多少|[怎谁哪啥]|什么|几[^，,。]{0,3}$|(.)不\1")
_NAMES_A_DOCUMENT = re.compile(r"《[^》]{2,60}》|[〔\[（(]20[0-9]{2}[〕\]）)]\s?[0-9]{1,4}号")
# Logistic weights, learned from 165 follow-ups over the statutes and 500 questions put after one on another document;
# tried on the development questions: docs/evaluation.md. A context missed costs two and a half times as much recall as
# one too many, and most questions in a conversation lean: hence the limit below zero.
_SHARE, _FOUND, _LETTERS, _CARRYING, _POINTING, _ADDING, _BIAS = 5.23, -3.96, -1.63, 0.85, 0.84, 1.62, 4.58
_AFTER_TELLING = 1.6  # set by hand: the learning questions hold no change of topic after a statement
_LEANS_ABOVE = -1.2
_CONTRAST = re.compile(r"(?:那么?|还有)?(?!里|个|边|些|种|样)([^，,。；？?吗怎]{1,14}?)呢[？?。！ ]*")
_YEAR = re.compile(r"大?[今去明前后]年（20[0-9]{2}年）|20[0-9]{2}年")
_COUNTED = re.compile(r"((?:多少|几)[家个人名项件座条所辆户种处])([^，,。？?]{2,12})(?=[？?]?$)")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what it left unsaid, and the earlier turns that was taken from, oldest first."""

    text: str
    used_turns: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """The sentence shown to the person, or "" when the question stood by itself."""
        return f"我理解您问的是：{self.text}" if self.used_turns else ""


def complete_follow_up(turns: Sequence[str], question: str, grounds: Grounds | None = None) -> FollowUp:
    """Return ``question`` in the context of the turns it leans on; as it is when it stands alone.

    ``turns`` are the person's earlier cleaned questions, oldest first. The result has at most 500 characters.

    :param grounds: what the documents say; without it every question leans that names no document of its own.
    """
    fresh = _NEW_TOPIC.sub("", question, count=1)
    if fresh != question:
        return FollowUp(fresh or question)
    topic: tuple[str, ...] = ()
    for turn in turns[-MAX_TURNS:]:
        if _matter(turn) or _asks(turn):  # not 你好, 谢谢
            topic = (*topic, turn) if topic and _leans_on(topic, turn, grounds) else (turn,)
    if not topic or not question or _says_again(topic, question) or not _leans_on(topic, question, grounds):
        return FollowUp(question)
    asked = _OPENING.sub("", question, count=1) or question
    text = _contrasted(topic[-1], asked)
    if not text:
        earlier = "，".join(_CONNECTIVE.sub("", _OPENING.sub("", turn)).rstrip("？?。！! ") for turn in topic)
        asked = _CONNECTIVE.sub("", asked) or asked
        if any(map(_asks, topic)):
            text = in_context(earlier, asked, limit=MAX_CHARACTERS)
        else:  # a story told in several turns reads on, and all of it counts
            text = f"{earlier}，{asked}"[-MAX_CHARACTERS:]
    return FollowUp(text, topic)


def _leans_on(topic: Sequence[str], question: str, grounds: Grounds | None) -> bool:
    """Tell whether ``question`` is to be understood from the ``topic``."""
    if _NEW_TOPIC.match(question):
        return False
    asked = _OPENING.sub("", question, count=1)
    points_back = _POINTS_BACK.search(re.split(r"[，,。；？?]", asked, maxsplit=1)[0]) is not None
    if _NAMES_A_DOCUMENT.search(asked) and not points_back:
        return False
    if grounds is None or leaves_document_out(asked):
        return True
    ground = grounds("，".join(topic), asked)
    score = (
        _SHARE * ground.share
        + _FOUND * math.log1p(ground.found)
        + _LETTERS * math.log1p(len(_matter(asked)))
        + _CARRYING * (_CARRIES_ON.match(asked) is not None)
        + _POINTING * points_back
        + _ADDING * (_ADDS.search(asked) is not None)
        + _AFTER_TELLING * (_TELLS.search(topic[-1]) is not None and not _asks(topic[-1]))
        + _BIAS
    )
    return score > _LEANS_ABOVE


def _matter(turn: str) -> str:
    """Return the letters a turn has beside its form."""
    return bare(frame_pattern().sub(" ", fold(_OPENING.sub("", f"{turn}，"))))


def _asks(turn: str) -> bool:
    return _STILL_ASKS.search(turn) is not None or bool(provisions_in(fold(turn)))  # 劳动法第三条 asks for its words


def _says_again(topic: Sequence[str], question: str) -> bool:
    """Tell whether ``question`` holds all of the one before it, as a choice picked after a question back does."""
    *before, last = topic
    return complete_follow_up(before, last).text.rstrip("？?。！! ") in question


def _contrasted(previous: str, asked: str) -> str:
    """Return ``previous`` asked about what ``asked`` puts beside it, "" when it is not clear what that replaces.

    那2026年的呢 names another year; 全国有多少家5A景区？ and 五星级酒店呢 give 全国有多少家五星级酒店？
    """
    contrast = _CONTRAST.fullmatch(asked)
    if contrast is None:
        return ""
    year = _YEAR.search(contrast[1])
    if year and len(_YEAR.findall(previous)) == 1:
        return _YEAR.sub(year.group(), previous)
    counted = _COUNTED.search(previous)
    # 大学最多能报几个项目: with a modal the new element is who may, not what is counted.
    if counted and not re.search(r"[能可要得应]|最[多少]", re.split(r"[，,。]", previous[: counted.start()])[-1]):
        return f"{previous[: counted.end(1)]}{contrast[1]}{previous[counted.end() :]}"
    return ""
