"""Lines joined into paragraphs: hard wraps and page breaks healed, rows and headings kept apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.chars import ends_sentence, is_balanced, squeeze, width
from index.lines import Line
from index.numbering import Level, Mark, parse_mark


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or table row, verbatim, with the source line of every part."""

    text: str
    starts: tuple[tuple[int, int], ...]  # (offset, source line), ascending
    seams: tuple[int, ...] = ()  # offsets where furniture was taken out in mid-paragraph
    mark: Mark | None = None
    role: str = "text"  # text | row | box
    touching: bool = False  # no blank line stands before it

    @property
    def first_line(self) -> int:
        """The source line it begins on."""
        return self.starts[0][1]

    @property
    def last_line(self) -> int:
        """The source line it ends on."""
        return self.starts[-1][1]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file breaks its lines."""

    wrapped: bool  # every printed line is a source line
    full: float = 0.0  # width of a full continuation line, in full-width characters
    indented: bool = False  # first lines of paragraphs keep their indent, so a full line goes on without one


BOX = re.compile(
    r"^(专栏|重点工程|重点应用|重点项目|重点任务)\s*(\d{1,2}|[一二三四五六七八九十]{1,3})?(?=[\s:：\u4e00-\u9fff]|$)"
)
CAPTION = re.compile(r"^[表图]\s*\d{1,3}([-—.]\d+)?\s")
DATE = re.compile(
    r"^(?:19|20|二)[\d〇○零一二三四五六七八九]{2,3}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日$"
)
_MAX_JOINED = 10_000  # characters; no paragraph of a document is longer, and joining stays linear
# A title alone on its line, as the one of an annexed plan: "江苏省数字政府建设2023年工作要点", "…方案（2023—2025年）"
_TITLE_END = re.compile(
    r"(规划|方案|措施|办法|细则|要点|意见|计划|清单|目录|名录|条例|规定|纲要|示意图|指标|一览表|情况)(?:[（(][^（）()]*[）)])*$"
)
# One department of a signature on its own line.
_ORGAN_LINE = re.compile(r"^[\u4e00-\u9fff（）()]{1,22}(部|委|局|厅|署|办|院|会|府|行|公司|中心|妇联|中央|工商联)$")
_CLOSING = re.compile(r"^(特此(公告|通知|通告|通报)|附\s*件|[（(]此件|抄\s*送|本[^。，]{1,14}自.{2,30}起)")


def find_layout(lines: Sequence[Line]) -> Layout:
    """Return the layout of a file: hard-wrapped when four lines in ten have one and the same width."""
    widths = Counter(round(width(line.text)) for line in lines if not line.is_row and len(line.text) > 8)
    total = sum(widths.values())
    if total < 20:
        return Layout(wrapped=False)
    full, _ = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = sum(widths[full + step] for step in (-1, 0, 1)) / total
    longer = sum(count for size, count in widths.items() if size > full + 3) / total
    indented = sum(line.indent in (2, 4) for line in lines) / len(lines)
    return Layout(share >= 0.4 and longer <= 0.05 and 16 <= full <= 70, float(full), 0.05 <= indented <= 0.6)


def is_box_title(text: str) -> bool:
    """Tell whether a line opens a 专栏: "专栏2 …行动", "重点工程1 …"."""
    flat = text.strip()
    return (
        bool(BOX.match(flat))
        and len(flat) <= 45
        and not flat.endswith(("。", "；", "，"))
        and (any(char.isdigit() for char in flat[:8]) or flat.startswith("专栏"))
    )


class _Joiner:
    """Holds the paragraph being built and the numbering seen so far."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.done: list[Paragraph] = []
        self.open: list[Line] = []
        self.text = ""
        self.mark: Mark | None = None
        self.last: dict[Level, int] = {}  # within the section that is open
        self.ever: dict[Level, int] = {}  # （一）…（三十） and 第N条 run on through all chapters

    def add(self, line: Line) -> None:
        box = is_box_title(line.text)
        if line.is_row and not box:
            self.close()
            self.done.append(Paragraph(line.text, ((0, line.number),), line.cuts, None, "row", not line.gap))
            return
        mark = parse_mark(line.text)
        if mark and not self._accepts(mark, self.text):
            mark = None
        if self.open and not mark and self._continues(self.text, line, box=box):
            self.open.append(line)
            self.text += line.text
            return
        self.close()
        self.open, self.text, self.mark = [line], line.text, mark
        if mark:
            self.last = {level: number for level, number in self.last.items() if level < mark.level}
            self.last[mark.level] = self.ever[mark.level] = mark.number

    def close(self) -> None:
        if self.open:
            self.done.extend(_split_articles(_paragraph(self.open, self.mark)))
        self.open, self.text, self.mark = [], "", None

    def _accepts(self, mark: Mark, text: str) -> bool:
        """Tell whether a mark begins a paragraph: after a finished one, or when its number is the next."""
        expected = mark.number in (self.last.get(mark.level, 0) + 1, self.ever.get(mark.level, 0) + 1)
        if not mark.certain:
            return expected
        if not text or ends_sentence(text) or self._is_heading(text) or self._is_fixed(text):
            return True
        return expected and is_balanced(text) and text[-1] not in "，,、" and len(text) < 2000

    def _is_heading(self, text: str) -> bool:
        """Tell whether the open paragraph is a heading alone, which no text continues."""
        if not is_balanced(text):
            return False
        if self.layout.wrapped and width(self.open[-1].text) >= self.layout.full - 3:
            return False
        if self.mark:
            return "。" not in text and len(text) <= 45 and text[-1] not in "，,、"
        if any(char in text for char in "，,。、；"):
            return False
        return len(text) < 20 or self.open[0].mark == "#" or (len(text) <= 60 and bool(_TITLE_END.search(text)))

    def _is_fixed(self, text: str) -> bool:
        return is_box_title(text) or bool(CAPTION.match(text) or _is_date(text) or _CLOSING.match(text))

    def _continues(self, text: str, line: Line, *, box: bool) -> bool:
        broken = not ends_sentence(text)
        if len(text) > _MAX_JOINED:
            return False
        if is_box_title(text) or CAPTION.match(text) or _is_date(text):
            return False
        special = box or bool(CAPTION.match(line.text) or _is_date(line.text) or _CLOSING.match(line.text))
        if self.layout.wrapped:
            return self._continues_wrapped(text, line, broken=broken, special=special)
        if not broken or special or self._is_heading(text) or line.indent > 6:
            return False
        if text.startswith("附") and _CLOSING.match(text) and line.gap:
            return False
        return len(text) >= 25 or any(char in text for char in "，,。、；：:") or not is_balanced(text)

    def _continues_wrapped(self, text: str, line: Line, *, broken: bool, special: bool) -> bool:
        full = self.layout.full
        before = width(self.open[-1].text)
        if line.indent >= 2 and line.indent != self.open[-1].indent:
            return False
        if self.layout.indented and line.indent == 0 and before >= full - 1.5 and not special:
            return True
        if before < full - 3:
            # A first line may stay narrow when an unbreakable word did not fit; nothing else ends without a mark.
            return not special and broken and (before >= full - 5 or not is_balanced(text))
        if broken:
            return not special or not is_balanced(text)
        now = width(line.text)
        if special or (now < full / 2 and _ORGAN_LINE.match(squeeze(line.text))):
            return False
        if line.text.startswith(("（", "(")):
            return True  # the responsible bodies of the item above
        # First lines are two characters shorter because their indent is gone.
        return now >= full - 0.5 or now < full - 3


def join_paragraphs(lines: Sequence[Line], layout: Layout) -> list[Paragraph]:
    """Return the paragraphs and rows of one document's lines, in order.

    A paragraph goes on over a line end when its sentence is not finished and the next line has no number of its own
    that fits; no character is added or lost, but a blank between two Latin words parted by a line end.
    """
    joiner = _Joiner(layout)
    for line in lines:
        joiner.add(line)
    joiner.close()
    return joiner.done


def _is_date(text: str) -> bool:
    return len(text) <= 24 and bool(DATE.match(squeeze(text)))


def _paragraph(lines: Sequence[Line], mark: Mark | None) -> Paragraph:
    text, starts, seams = "", [], []
    for line in lines:
        part = line.text.rstrip("\t")
        if text and _is_latin(text[-1]) and _is_latin(part[:1]):
            text += " "
        if text and line.dropped_before:
            seams.append(len(text))
        seams += [len(text) + cut for cut in line.cuts]
        starts.append((len(text), line.number))
        text += part
    role = "box" if is_box_title(text) else "text"
    if mark and len(lines) > 1:
        mark = parse_mark(text) or mark
    return Paragraph(text, tuple(starts), tuple(seams), None if role == "box" else mark, role, not lines[0].gap)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _split_articles(paragraph: Paragraph) -> list[Paragraph]:
    """Part two articles printed on one line: "第九条 …申报参评。 第十条 …"."""
    mark = paragraph.mark
    if mark is None or mark.level is not Level.ARTICLE:
        return [paragraph]
    parts: list[Paragraph] = []
    start, number, current = 0, mark.number, mark
    for found in _NEXT_ARTICLE.finditer(paragraph.text):
        following = parse_mark(paragraph.text[found.end() : found.end() + 40])
        if following and following.number == number + 1:
            parts.append(replace(slice_paragraph(paragraph, start, found.start()), mark=current))
            start, number, current = found.end(), following.number, following
    tail = slice_paragraph(paragraph, start, len(paragraph.text)) if start else paragraph
    return [*parts, replace(tail, mark=current)]


_NEXT_ARTICLE = re.compile(r"(?<=[。；])\s*(?=第[零〇一二三四五六七八九十百千]{1,8}条[ \u3000])")


def slice_paragraph(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    """Return the part of a paragraph from offset ``start`` to ``end`` with its lines and seams."""
    before = [line for offset, line in paragraph.starts if offset <= start]
    starts = [(0, before[-1])] + [(offset - start, line) for offset, line in paragraph.starts if start < offset < end]
    seams = tuple(offset - start for offset in paragraph.seams if start < offset < end)
    mark = paragraph.mark if start == 0 else None
    return replace(paragraph, text=paragraph.text[start:end], starts=tuple(starts), seams=seams, mark=mark)
