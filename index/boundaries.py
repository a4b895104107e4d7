"""Where each document of a compilation begins and ends.

A document begins with its title: one to eight lines above a line that is only a document number, or, without a
number, lines that name issuers, then 关于/印发/转发, and end in a word for a kind of document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.chars import ends_sentence, squeeze
from index.docnumber import bare_number, named_number, number_of_line
from index.furniture import contents_end, imprint_start, is_front_matter
from index.lines import LeftOut, Line
from index.numbering import parse_mark


@dataclass(frozen=True, slots=True)
class DocumentLines:
    """One document's stretch of lines: title first, then the number line if any, then the body."""

    title: tuple[Line, ...]
    number_line: Line | None
    doc_number: str
    body: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Start:
    first: int  # index of the first title line
    body: int  # index of the first line after title and number
    number: int  # index of the number line, -1 when there is none
    doc_number: str


_ORGAN_END = (
    "部|委|局|厅|署|办|院|会|府|行|总局|办公厅|办公室|委员会|联合会|法院|检察院|银行|公司|中心|党组|政法委|"
    "中央|妇联|工商联"
)
_VERBS = "关于|印发|转发|批转|发布"
# Possessive and without the verbs inside: a long run of 部局会办 must not be tried in every partition.
_ORGAN = rf"(?:(?!{_VERBS})[\u4e00-\u9fff]){{1,28}}?(?:{_ORGAN_END})(?:办公室|办公厅|党组)?"
ORGANS = (
    rf"(?>(?:(?>{_ORGAN})[ \u3000、]*+)++)"
    r"(?:等\s*(?:\d+|[一二三四五六七八九十]+)?\s*个?(?:部门|部委|单位))?[ \u3000]*"
)
_KIND = (
    "通知|意见|公告|决定|决议|办法|细则|规定|方案|措施|规划|纲要|计划|通报|通告|批复|函|报告|公报|令|条例|要点|"
    "指南|名录|目录"
)
_TITLE = re.compile(rf"^{ORGANS}(?:{_VERBS})[^。；]*(?:{_KIND})》?(?:[（(][^（）()]*[）)])?$")
_REPORT_TITLE = re.compile(rf"^{_ORGAN}[ \u3000]+\d{{4}}\s*年[^。；，]*(?:报告|公报|要点|计划)$")
_ORGANS_ONLY = re.compile(rf"^{ORGANS}$")
DATE_LINE = re.compile(r"^(?:19|20)\d\d年\d{1,2}月\d{1,2}日$")
_ANNEX = re.compile(r"^附\s*件")
_MAX_TITLE_LINES = 8


def split_documents(lines: Sequence[Line]) -> tuple[list[DocumentLines], list[LeftOut]]:
    """Return the documents in order, and the lines of covers, contents lists and imprints with the reason.

    Lines that fit nowhere else are never dropped: a file without any title line is one document.
    """
    after_contents = contents_end(lines)
    starts = _starts(lines, after_contents)
    if not starts:
        return ([_whole_file(lines)] if lines else []), []
    documents: list[DocumentLines] = []
    left_out: list[LeftOut] = []
    head = lines[: starts[0].first]
    if len(head) > after_contents and not is_front_matter(head[after_contents:]):
        documents.append(_whole_file(head[after_contents:]))
        head = head[:after_contents]
    left_out += [LeftOut(line.number, "cover_or_contents", line.text[:60]) for line in head]
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        end = following.first if following else len(lines)
        cut = imprint_start(lines, start.body, end, cover=head)
        left_out += [LeftOut(line.number, "imprint", line.text[:60]) for line in lines[cut:end]]
        number_line = lines[start.number] if start.number >= 0 else None
        title_end = start.number if start.number >= 0 else start.body
        title = tuple(lines[start.first : title_end])
        documents.append(DocumentLines(title, number_line, start.doc_number, tuple(lines[start.body : cut])))
    return documents, left_out


def _whole_file(lines: Sequence[Line]) -> DocumentLines:
    """Return all lines as one document; the first is its title when it reads like one."""
    first = lines[0]
    is_title = len(first.text) <= 80 and not parse_mark(first.text) and not first.text.endswith("。")
    return DocumentLines(tuple(lines[: int(is_title)]), None, "", tuple(lines[int(is_title) :]))


def _starts(lines: Sequence[Line], after_contents: int) -> list[_Start]:
    starts: list[_Start] = []
    floor = after_contents
    for index in range(after_contents, len(lines)):
        if index < floor:
            continue
        start = _numbered_start(lines, index, floor) or _plain_start(lines, index, floor)
        if start:
            starts.append(start)
            floor = start.body
    return starts


def _numbered_start(lines: Sequence[Line], index: int, floor: int) -> _Start | None:
    """Return the start whose number line is ``index``: the title is looked for above it."""
    number = number_of_line(lines[index].text)
    bare = None if number else bare_number(lines[index].text)
    if not number and not bare:
        return None
    first = _title_above(lines, index, floor)
    if first == index:
        return None
    if bare:
        name = squeeze("".join(line.text for line in lines[first:index]))
        if not name.endswith(("公告", "令")):
            return None
        return _Start(first, index + 1, -1, named_number(name, *bare))
    return _Start(first, index + 1, index, number)


def _title_above(lines: Sequence[Line], index: int, floor: int) -> int:
    first = index
    while first > floor and index - first < _MAX_TITLE_LINES:
        above = lines[first - 1]
        text = above.text.strip()
        if (ends_sentence(text) and not text.endswith(("》", "）", ")"))) or _is_stop(text):
            break
        if first < index and _stands_alone(lines, first, index) and not _belongs_above(lines, first):
            break
        first -= 1
        if above.indent == 1 and not above.gap:  # a page begins with its title
            break
    return first


def _is_stop(text: str) -> bool:
    flat = squeeze(text)
    return bool(
        DATE_LINE.match(flat[-11:])
        or DATE_LINE.match(flat)
        or re.search(r"\d{4}年\d{1,2}月\d{1,2}日$", flat)
        or _ANNEX.match(text)
        or flat.startswith(("（此件", "(此件"))
        or "\t" in text.strip()
        or len(text) > 120
        or flat.endswith(("负责）", "落实）", "负责)", "落实)"))
        or parse_mark(text)
    )


def _stands_alone(lines: Sequence[Line], first: int, end: int) -> bool:
    return bool(_TITLE.match(join_title(lines[first:end])))


def _belongs_above(lines: Sequence[Line], first: int) -> bool:
    """Tell whether the line above is part of the same title: touching it, or only naming issuers."""
    text = lines[first - 1].text.strip()
    return not lines[first].gap or (bool(_ORGANS_ONLY.match(text)) and len(text) < 60)


def _plain_start(lines: Sequence[Line], index: int, floor: int) -> _Start | None:
    """Return the start of a document without a number whose title begins on line ``index``."""
    if not _may_begin(lines, index, floor):
        return None
    for count in range(1, 5):
        block = lines[index : index + count]
        if len(block) < count or any(len(line.text) > 110 or _is_stop(line.text) for line in block):
            return None
        if index + count < len(lines) and number_of_line(lines[index + count].text):
            return None  # the number line will find this title itself
        title = join_title(block)
        if (_TITLE.match(title) or _REPORT_TITLE.match(title)) and "，" not in title:
            following = lines[index + count] if index + count < len(lines) else None
            if following is not None and len(following.text) < 12 and not following.gap:
                continue
            return _Start(index, index + count, -1, "")
    return None


def _may_begin(lines: Sequence[Line], index: int, floor: int) -> bool:
    text = lines[index].text
    if len(text) > 110 or "。" in text or "，" in text or not _ORGANS_HEAD.match(text):
        return False
    if not any(word in line.text for line in lines[index : index + 4] for word in _TITLE_WORDS):
        return False
    if index == floor:
        return True
    above = lines[index - 1].text
    return ends_sentence(above) or _is_stop(above) or lines[index].indent == 1


_TITLE_WORDS = ("关于", "印发", "转发", "批转", "发布", "报告", "公报", "要点", "计划")
_ORGANS_HEAD = re.compile(rf"^{_ORGAN}")


def join_title(lines: Sequence[Line]) -> str:
    """Return a title of several lines as one: the blank of a line break goes, the one between issuers stays.

    >>> join_title([Line(1, "商务部 财政部"), Line(2, "关于印发"), Line(3, "办法的通知")])
    '商务部 财政部关于印发办法的通知'
    """
    title = ""
    for line in lines:
        text = " ".join(line.text.split())
        title += (" " if both_name_issuers(title, text) else "") + text
    return _without_break_blanks(title)


def both_name_issuers(one: str, two: str) -> bool:
    """Tell whether two lines of a title name issuers only, so that a blank stands between them."""
    return bool(one) and bool(_ORGANS_ONLY.match(one)) and bool(_ORGANS_ONLY.match(two))


_CJK_BLANK = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff”’\"'])\s+(?=[\u3000-\u303f\u4e00-\u9fff“‘\"'(（])")


def _without_break_blanks(title: str) -> str:
    verb = re.search(r"\s*(关于|印发|转发|批转|发布)", title)
    if not verb:
        return title
    return title[: verb.start()] + _CJK_BLANK.sub("", title[verb.start() :].lstrip())
