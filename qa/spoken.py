"""The short version of an answer for an agent to read aloud on the phone."""

from __future__ import annotations

import re

from qa.extractor import Selection

LONGEST = 80  # characters; what a caller can take in at once
_BRACKET = re.compile(r"[（(][^（）()]{8,}[）)]")  # a long bracket is left out when read aloud


def spoken_version(selection: Selection, answer: str) -> str:
    """Return the best sentence with its document in at most ``LONGEST`` characters, cut at a comma.

    "" without one, and when the sentence is not in the ``answer``: what failed the check is not said either.
    """
    if selection.best is None or selection.best.sentence.text.strip() not in answer:
        return ""
    title = selection.best.hit.document.title
    source = f"根据《{title}》，" if len(title) <= 30 else "根据文件规定，"
    sentence = _BRACKET.sub("", " ".join(selection.best.sentence.text.split())).strip()
    room = LONGEST - len(source)
    if len(sentence) > room:
        end = max(sentence.rfind(mark, 0, room) for mark in "，,；;、。")
        sentence = sentence[: end if end > room // 2 else room - 1].rstrip("，,；;、。") + "……"
    return source + sentence
