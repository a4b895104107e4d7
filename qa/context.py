"""How a question and what was asked before it stand in one sentence, and how the two are told apart again.

关于“居住证怎么办”，外地的呢？ reads as a sentence, loses no word of either, and shows every stage which words are the
person's own this time.
"""

from __future__ import annotations

import re

_MARKED = re.compile(r"关于“([^“”]+)”，")
_NESTED = str.maketrans("“”", "‘’")


def in_context(earlier: str, asked: str, *, limit: int) -> str:
    """Return one sentence of at most ``limit`` characters; ``earlier`` is cut first, from its beginning."""
    room = limit - len(asked) - len("关于“”，")
    return f"关于“{earlier.translate(_NESTED)[-room:]}”，{asked}" if room > 0 else asked[:limit]


def asked_now(text: str) -> str:
    """Return the text without what was asked before, the same text when it holds no such part."""
    return _MARKED.sub("", text, count=1) or text
