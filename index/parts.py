"""One document's paragraphs told apart: front matter, main text, and the plan or lists annexed to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.chars import ends_sentence, letters, squeeze
from index.numbering import Level
from index.paragraphs import DATE, Paragraph


@dataclass(frozen=True, slots=True)
class Part:
    """The main text (title "") or one annex with its own title."""

    title: str
    title_paragraphs: tuple[Paragraph, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """A document in parts. Front paragraphs carry their role: title, number, adopted, recipients, signature,
    date, remark, annex_list, validity, closing, notice.
    """

    front: tuple[tuple[str, Paragraph], ...]
    parts: tuple[Part, ...]

    def of_role(self, role: str) -> tuple[Paragraph, ...]:
        """Return the front paragraphs of one role, in order."""
        return tuple(paragraph for name, paragraph in self.front if name == role)


_ADOPTED = re.compile(r"^[（(].*(通过|公布|发布|批准|修订|修正)[^（）()]*[）)]?$")
_ENDS_WITH_DATE = re.compile(r"^[^。，；]{2,60}?((?:19|20)\d\d年\d{1,2}月\d{1,2}日)$")
_REMARK = re.compile(r"^([（(]此件.{0,12}[）)]$|抄\s*送\s*[：:])")
_ANNEX_LIST = re.compile(r"^附\s*件\s*[：:]")
_ANNEX_HEAD = re.compile(r"^附\s*件\s*(\d{1,2}|[一二三四五六七八九十])?\s*[：:]?$")
_VALIDITY = re.compile(
    r"^(本|上述|以上)[\u4e00-\u9fff（）()《》]{1,16}?(自|从)[^，。]{2,40}?(施行|实施|执行|生效|停止执行)"
)
_CLOSING = re.compile(r"^特此(公告|通知|通告|通报|函达|批复)")
_ORGAN = re.compile(r"^[\u4e00-\u9fff（）()\s、]{2,60}$")


def split_parts(
    front: Sequence[tuple[str, Paragraph]], body: Sequence[Paragraph], *, statute: bool = False
) -> DocumentParts:
    """Return the parts of a document whose title and number stand in ``front`` already.

    :param statute: the body is one text without signature or annexes (a statute file, a policy card).
    """
    roles = [""] * len(body)
    if statute:
        return _assemble(list(front), body, roles)
    _mark_head(body, roles)
    dates = [index for index, paragraph in enumerate(body) if _is_date(paragraph)]
    for index in dates:
        _mark_signature(body, roles, index)
    for index, paragraph in enumerate(body):
        if not roles[index] and paragraph.mark is None and paragraph.role == "text":
            roles[index] = _simple_role(paragraph.text)
    _mark_annex_lists(body, roles)
    _mark_empty_annexes(body, roles)
    _mark_annex_titles(body, roles, dates)
    return _assemble(list(front), body, roles)


def _is_date(paragraph: Paragraph) -> bool:
    if paragraph.mark or paragraph.role != "text" or len(paragraph.text) > 120:
        return False
    flat = squeeze(paragraph.text)
    return bool(DATE.match(flat) or _ENDS_WITH_DATE.match(flat))


def _simple_role(text: str) -> str:
    if _REMARK.match(text):
        return "remark"
    if _VALIDITY.match(text):
        return "validity"
    if _CLOSING.match(text) and len(text) < 20:
        return "closing"
    return ""


def _mark_head(body: Sequence[Paragraph], roles: list[str]) -> None:
    for index, paragraph in enumerate(body[:3]):
        text = paragraph.text
        if paragraph.mark or paragraph.role != "text":
            return
        if _ADOPTED.match(text) and len(text) < 120:
            roles[index] = "adopted"
        elif text.endswith(("：", ":")) and "。" not in text and not text.endswith(("如下：", "如下:", "下列：")):
            roles[index] = "recipients"
            return
        else:
            return


def _mark_signature(body: Sequence[Paragraph], roles: list[str], index: int) -> None:
    """Mark a date line and the names above it, one department a line, as signature."""
    roles[index] = "date"
    if not DATE.match(squeeze(body[index].text)):
        return  # name and date share the line
    above = index - 1
    while above >= 0 and not roles[above] and _is_organ(body[above]):
        roles[above] = "signature"
        above -= 1


def _is_organ(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return paragraph.mark is None and paragraph.role == "text" and len(squeeze(text)) <= 30 and bool(_ORGAN.match(text))


def _mark_annex_lists(body: Sequence[Paragraph], roles: list[str]) -> None:
    """Mark "附件：1.…" and the items that follow it, up to the signature."""
    for index, paragraph in enumerate(body):
        if roles[index] or not _ANNEX_LIST.match(paragraph.text) or paragraph.role != "text":
            continue
        following = body[index + 1] if index + 1 < len(body) else None
        listed = following is not None and following.mark is not None and following.mark.level is Level.ARABIC
        bare = bool(_ANNEX_HEAD.match(paragraph.text))
        if bare and not (listed and following is not None and "。" not in following.text):
            continue
        roles[index] = "annex_list"
        for item in range(index + 1, len(body)):
            mark = body[item].mark
            if roles[item] or mark is None or mark.level is not Level.ARABIC or "。" in body[item].text:
                break
            roles[item] = "annex_list"


def _mark_empty_annexes(body: Sequence[Paragraph], roles: list[str]) -> None:
    """Mark titles of annexes at the end of a document, where the maps themselves were not printed."""
    listed = [letters(_ANNEX_LIST.sub("", p.text)) for p, role in zip(body, roles, strict=True) if role == "annex_list"]
    names = {name.lstrip("0123456789") for name in listed}
    for index in range(len(body) - 1, -1, -1):
        if roles[index]:
            break
        if body[index].mark or letters(body[index].text) not in names:
            break
        roles[index] = "annex_list"


def _mark_annex_titles(body: Sequence[Paragraph], roles: list[str], dates: Sequence[int]) -> None:
    """Mark where an annex begins: "附件 1" alone, or a title after the notice's signature."""
    for index, paragraph in enumerate(body):
        if not roles[index] and paragraph.role == "text" and _ANNEX_HEAD.match(paragraph.text):
            roles[index] = "annex_head"
            _extend_title(body, roles, index + 1)
    for date in dates:
        index = date + 1
        while index < len(body) and roles[index] in ("remark", "closing"):
            index += 1
        if index < len(body) and not roles[index]:
            _extend_title(body, roles, index)


def _extend_title(body: Sequence[Paragraph], roles: list[str], index: int) -> None:
    count = 0
    while index + count < len(body) and count < 3:
        paragraph = body[index + count]
        if roles[index + count] or not _is_title(paragraph) or (count and not paragraph.touching):
            break
        roles[index + count] = "annex_title"
        count += 1


def _is_title(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    if paragraph.mark or paragraph.role != "text" or len(text) > 80:
        return False
    return not ends_sentence(text) or text.endswith(("）", ")", "》"))


def _assemble(front: list[tuple[str, Paragraph]], body: Sequence[Paragraph], roles: Sequence[str]) -> DocumentParts:
    parts: list[tuple[list[Paragraph], list[Paragraph]]] = [([], [])]
    previous = ""
    for paragraph, role in zip(body, roles, strict=True):
        if role in ("annex_head", "annex_title"):
            if previous not in ("annex_head", "annex_title"):
                parts.append(([], []))
            parts[-1][0].append(paragraph)
        elif role:
            front.append((role, paragraph))
        else:
            parts[-1][1].append(paragraph)
        previous = role
    main = parts[0][1]
    if len(parts) > 1 and len(main) <= 3 and all(p.mark is None and p.role == "text" for p in main):
        front.extend(("notice", paragraph) for paragraph in main)
        parts[0] = ([], [])
    front.sort(key=lambda item: item[1].starts[0][1])
    built = tuple(Part(_part_title(title), tuple(title), tuple(text)) for title, text in parts if title or text)
    return DocumentParts(tuple(front), built)


def _part_title(paragraphs: Sequence[Paragraph]) -> str:
    words = [squeeze(p.text) for p in paragraphs if not _ANNEX_HEAD.match(p.text)]
    return "".join(words) or "".join(squeeze(p.text).rstrip("：:") for p in paragraphs)


_SEE_ANNEX = re.compile(r"《([^《》]{2,60})》[）)]?[（(](?:[^（）()]{0,12}，)?见附件\s*\d{0,2}[)）]")


def annexes_missing(parts: DocumentParts) -> tuple[str, ...]:
    """Return the annexes that the front names and no part of the document holds."""
    named: list[str] = []
    for paragraph in parts.of_role("annex_list"):
        if not _ANNEX_LIST.match(paragraph.text) and paragraph.mark is None:
            continue
        text = re.sub(r"^附\s*件\s*[：:]\s*", "", paragraph.text)
        for item in re.split(r"(?:^|(?<=[\u4e00-\u9fff）)]))\s*\d{1,2}\s*[.．、](?!\d)", text):
            if item.strip():
                named.append(" ".join(item.split()).rstrip("。；"))
    for part in parts.parts:
        for paragraph in part.paragraphs:
            seen = _SEE_ANNEX.findall(paragraph.text)
            named += [name for name in seen if not any(letters(name) in letters(known) for known in named)]
    held = [letters(part.title) for part in parts.parts if part.title and (part.paragraphs)]
    return tuple(name for name in named if not any(_same(letters(name), title) for title in held))


def _same(name: str, title: str) -> bool:
    return bool(title) and (name == title or name in title or title in name)
