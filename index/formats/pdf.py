"""PDF files, read with PDFium: characters and lines with their places; the page modules make text of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from index.formats.base import RawText, UnreadableFileError
from index.formats.guard import Limits, check_not_old, read_in_child
from index.formats.page import Glyph, PageContent, Rule, rule
from index.formats.page_paragraphs import read_pages

_Point: TypeAlias = tuple[float, float]

_PICTURE = 0.3  # share of the page a picture covers before the page counts as a scan
_PASSWORD_ERRORS = (4, 5)  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
_MOST_PATHS = 5_000  # of one page; more are a drawing


def read_pdf(path: Path, *, file: str) -> RawText:
    """Return one line a paragraph with its page; table rows have tabs between cells.

    :param file: the name it is known by, below the corpus folder.
    :raises UnreadableFileError: when it is damaged, locked, only scanned, or passes a limit.
    """
    return read_in_child("index.formats.pdf:extract_pdf", path, file=file)


def extract_pdf(path: Path, *, file: str, limits: Limits) -> RawText:
    """Return the text of a PDF file, in this process.

    :raises UnreadableFileError: when it is damaged, locked, only scanned, or passes a limit.
    """
    import pypdfium2

    with path.open("rb") as stream:
        check_not_old(stream.read(8), file=file)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _PASSWORD_ERRORS:
            raise UnreadableFileError(f"{file}: has a password; save it without one") from error
        raise UnreadableFileError(f"{file}: damaged ({error}); open it, save it anew and try again") from error
    try:
        if len(document) > limits.pages:
            raise UnreadableFileError(f"{file}: {len(document)} pages, more than {limits.pages}; split the file")
        return read_pages(_pages(document), file=file, encoding="pdf")
    finally:
        document.close()


def _pages(document: Any) -> Iterator[PageContent]:
    for index in range(len(document)):
        page = document[index]
        yield _Page(page, index + 1).content()
        page.close()


class _Page:
    """One page while it is open."""

    def __init__(self, page: Any, number: int) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._page = page
        self._number = number
        self._text = page.get_textpage()
        self._left, self._bottom, self._right, self._top = page.get_cropbox()
        self._turn = self._turned_text()

    def content(self) -> PageContent:
        """Return all that is drawn on the page, turned upright."""
        width, height = self._right - self._left, self._top - self._bottom
        if self._turn in (90, 270):
            width, height = height, width
        glyphs = tuple(self._glyphs())
        rules, pictures = self._rules(width * height)
        return PageContent(self._number, width, height, glyphs, rules, pictures)

    def _turned_text(self) -> int:
        """Return by how many degrees clockwise the page must be turned so that its text is upright: 0, 90, 180 or 270.

        The text itself tells; the page's own rotation counts only where it does not.
        """
        count = self._raw.FPDFText_CountChars(self._text)
        sample = range(0, count, max(1, count // 40))
        turns = []
        for index in sample:
            if self._raw.FPDFText_GetUnicode(self._text, index) > 32:
                angle = self._raw.FPDFText_GetCharAngle(self._text, index)
                turns.append(round(angle / 1.5707963) % 4 * 90)
        most = max(set(turns), key=turns.count) if turns else 0
        # GetCharAngle counts clockwise; text that runs upwards (270) is upright after a quarter turn.
        if turns and turns.count(most) > 0.8 * len(turns):
            return (360 - most) % 360
        return int(self._page.get_rotation())

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the file (from the bottom left) as it is seen (from the top left)."""
        if self._turn == 90:
            return y - self._bottom, x - self._left
        if self._turn == 180:
            return self._right - x, y - self._bottom
        if self._turn == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def _glyphs(self) -> Iterator[Glyph]:
        raw, text = self._raw, self._text
        box = raw.FS_RECTF()
        reference = ctypes.byref(box)
        high = 0
        for index in range(raw.FPDFText_CountChars(text)):
            code = raw.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:  # first half of a sign beyond the basic plane
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD, 0
            if code <= 32 or code == 0xA0 or code in (0xFFFE, 0xFFFF):
                if code not in (32, 0xA0) or raw.FPDFText_IsGenerated(text, index):
                    continue  # line ends and blanks that PDFium guessed
                code = 32
            if not raw.FPDFText_GetLooseCharBox(text, index, reference):
                continue
            x0, y0 = self._place(box.left, box.top)
            x1, y1 = self._place(box.right, box.bottom)
            if code == 32 and abs(x1 - x0) > 0.75 * abs(y1 - y0):
                code = 0x3000  # PDFium gives every blank as the narrow one
            yield Glyph(chr(code), min(x0, x1), max(x0, x1), (y0 + y1) / 2, abs(y1 - y0))

    def _rules(self, area: float) -> tuple[tuple[Rule, ...], bool]:
        """Return the straight lines of the page, and whether a picture covers a good part of it."""
        raw = self._raw
        rules: list[Rule] = []
        pictures, paths = 0.0, 0
        for item in self._page.get_objects(max_depth=3):
            if item.type == raw.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = item.get_bounds()
                pictures += abs((right - left) * (top - bottom))
            elif item.type == raw.FPDF_PAGEOBJ_PATH and paths <= _MOST_PATHS:
                paths += 1
                rules += self._path_rules(item)
        return (tuple(rules) if paths <= _MOST_PATHS else ()), pictures > _PICTURE * area

    def _path_rules(self, item: Any) -> Iterator[Rule]:
        raw = self._raw
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        segments = [(self._place(*start), self._place(*end)) for start, end in _segments(item, raw)]
        if not stroke.value and segments:
            xs, ys = [start[0] for start, _ in segments], [start[1] for start, _ in segments]
            if max(xs) - min(xs) > 4 and max(ys) - min(ys) > 4 and len(segments) <= 5:
                return  # a shaded area, not a line drawn as a thin box
        for (x0, y0), (x1, y1) in segments:
            found = rule(x0, y0, x1, y1)
            if found:
                yield found


def _segments(item: Any, raw: Any) -> Iterator[tuple[_Point, _Point]]:
    """Yield the straight pieces of a path in the file's coordinates, closing ones too."""
    matrix = item.get_matrix()
    form = item.container
    while form is not None:
        matrix = matrix.multiply(form.get_matrix())
        form = form.container
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(item), 2_000)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            yield last, point
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield last, start
            last = start
