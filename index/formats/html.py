"""HTML pages: the main text and its title, tables as rows, menus and footers left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from index.formats.archive import Element
from index.formats.base import RawLine, RawText, UnreadableFileError
from index.formats.decode import decode, strip_invisible
from index.formats.docx_numbering import format_number
from index.formats.guard import LIMITS, Limits, read_in_child
from index.formats.html_main import drop_around, flat, main_part, page_title, same_title

_IN_CHILD = 1024 * 1024  # bytes; a larger page is read in a process of its own, with its time and memory limited
_MOST_COLUMNS = 200
_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre"),
        *("section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "details", "summary"),
    )
)
_MARKS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CHINESE_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]*(cjk-ideographic|chinese)")


def read_html(path: Path, *, file: str) -> RawText:
    """Return the title and one line a paragraph; table rows have tabs between cells.

    :param file: the name it is known by, below the corpus folder.
    :raises UnreadableFileError: when it is no text, has no main text, or passes a limit.
    """
    if path.stat().st_size > _IN_CHILD:
        return read_in_child("index.formats.html:extract_html", path, file=file)
    return extract_html(path, file=file, limits=LIMITS)


def extract_html(path: Path, *, file: str, limits: Limits) -> RawText:
    """Return the text of an HTML page, in this process.

    :raises UnreadableFileError: when it is no text, or has no main text.
    """
    decoded = decode(path.read_bytes(), file=file)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(decoded.text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableFileError(f"{file}: holds no HTML ({error}); check the file") from error
    if any("depth" in entry.message for entry in parser.error_log):  # the parser drops what lies deeper
        raise UnreadableFileError(f"{file}: elements nested too deeply; save the text as .docx or .pdf")
    title = page_title(root)
    around = drop_around(root)
    main = main_part(root)
    texts = list(_Blocks().lines(main))
    if not texts:
        raise UnreadableFileError(f"{file}: holds no text outside menus; save the page with its text, as .html or .pdf")
    if title and not any(same_title(title, text) for text in texts[:3]):
        texts.insert(0, title)
    texts, notes = strip_invisible(texts)
    if around:
        notes = (f"{around} parts around the main text left out (menus, footers)", *notes)
    lines = tuple(RawLine(text, number) for number, text in enumerate(texts, 1))
    return RawText(file, lines, decoded.encoding, notes=notes)


class _Blocks:
    """Walks a tree without recursion, so that no nesting can exhaust the stack."""

    def __init__(self) -> None:
        self._text = ""

    def lines(self, root: Element) -> Iterator[str]:
        """Yield one text a block, one a table row."""
        inside: Element | None = None  # the table being skipped, its rows are given already
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if inside is not None:
                if event == "end" and element is inside:
                    inside = None
                    self._text = _tail(element, root)
                continue
            if event == "start":
                if tag in _BLOCKS or tag == "br":
                    yield from self._flush()
                if tag == "table" and _is_data(element):
                    yield from _rows(element)
                    inside = element
                    continue
                self._text += _number(element) + (element.text or "")
            else:
                if tag in _BLOCKS:
                    yield from self._flush()
                self._text += _tail(element, root)
        yield from self._flush()

    def _flush(self) -> Iterator[str]:
        text, self._text = flat(self._text), ""
        if text:
            yield text


def _tail(element: Element, root: Element) -> str:
    return (element.tail or "") if element is not root else ""


def _number(item: Element) -> str:
    """Return the number a browser prints before an item of a numbered list, "" for anything else."""
    parent = item.getparent()
    if item.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start") or "1"
    number = int(start) if start.isdecimal() else 1
    for one in parent:
        if one is item:
            break
        number += one.tag == "li"
    if _CHINESE_LIST.search(parent.get("style") or ""):
        return format_number(number, "chineseCounting") + "、"
    return format_number(number, _MARKS.get(parent.get("type") or "", "decimal")) + ". "


def _is_data(table: Element) -> bool:
    """Tell whether a table holds rows of data: no table inside it, and a row with two cells."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return any(sum(cell.tag in ("td", "th") for cell in row) > 1 for row in table.iter("tr"))


def _rows(table: Element) -> list[str]:
    """Return the rows of a table; a cell that spans several stands in the first, the others are empty."""
    covered: dict[int, int] = {}  # column -> rows still covered by a cell above
    rows = [_cells(row, covered) for row in table.iter("tr")]
    most = max(map(len, rows), default=0)
    return ["\t".join(row + [""] * (most - len(row))) for row in rows if any(row)]


def _cells(row: Element, covered: dict[int, int]) -> list[str]:
    cells: list[str] = []

    def skip() -> None:
        while covered.get(len(cells), 0) > 0:
            covered[len(cells)] -= 1
            cells.append("")

    for cell in row:
        if cell.tag not in ("td", "th"):
            continue
        skip()
        text = " ".join(_Blocks().lines(cell))
        for part in range(min(_span(cell, "colspan"), _MOST_COLUMNS - len(cells))):
            covered[len(cells)] = _span(cell, "rowspan") - 1
            cells.append("" if part else text)
    skip()
    return cells


def _span(cell: Element, name: str) -> int:
    text = cell.get(name) or "1"
    return min(100, max(1, int(text))) if text.isdecimal() and len(text) < 6 else 1
