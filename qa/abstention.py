"""What is said when the documents do not answer: that they do not, what is missing, where to look and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from qa.extractor import Selection
from qa.records import Answer, ScoredPassage, Status
from qa.routing import other_place

_SHOWN = 3  # documents named as perhaps related
HOTLINE = "可以拨打 12345 政务服务便民热线咨询；遇到危险请直接拨打 110、119 或 120。"


def abstain(hits: Sequence[ScoredPassage], missing: str, *, elsewhere: str = "") -> Answer:
    """Return the abstention; ``elsewhere`` is a place asked about that the documents do not cover."""
    if elsewhere:
        status, reason = Status.OTHER_PLACE, f"收录的文件没有{elsewhere}的规定。"
    else:
        status = Status.LOW_CONFIDENCE if hits else Status.NO_SOURCE
        reason = "收录的文件里没有找到能回答这个问题的规定。" + (f"{missing}。" if missing else "")
    return Answer(status, f"{reason}{offered(hits)}{HOTLINE}", "", retrieved=tuple(hits))


def offered(hits: Sequence[ScoredPassage]) -> str:
    """Return the sentence that names the documents nearest to the question; "" without hits."""
    near = list(dict.fromkeys(f"《{hit.document.title}》" for hit in hits[:5]))[:_SHOWN]
    return f"可能相关：{'、'.join(near)}。" if near else ""


def place_elsewhere(question: str, selection: Selection) -> str:
    """Return the place a question names when all chosen evidence is of another one and does not mention it; else ""."""
    documents = [evidence.hit.document for evidence in selection.evidence]
    regions = [document.region for document in documents]
    if not documents or any(region in ("", "全国") for region in regions):
        return ""
    place = other_place(question, regions)
    said = "".join(evidence.hit.passage.text + evidence.hit.document.title for evidence in selection.evidence)
    return "" if place in said else place
