"""OFD files (GB/T 33190, the national page format): a zip of XML in which every text object has its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.formats.archive import Archive, Element, attribute, child, children, local, sibling_path
from index.formats.base import RawText, UnreadableFileError
from index.formats.guard import Limits, read_in_child
from index.formats.page import Glyph, PageContent, Rule, rule
from index.formats.page_paragraphs import read_pages

_POINTS = 72 / 25.4  # OFD measures in millimetres
_A4 = (0.0, 0.0, 210.0, 297.0)
_PATH = re.compile(r"([SMLQBAC])([^SMLQBAC]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:[eE]-?\d+)?")
_PICTURE = 0.3  # share of the page a picture covers before the page counts as a scan
_MOST_RULES = 20_000


def read_ofd(path: Path, *, file: str) -> RawText:
    """Return one line a paragraph with its page; table rows have tabs between cells.

    :param file: the name it is known by, below the corpus folder.
    :raises UnreadableFileError: when it is damaged, locked, only scanned, or passes a limit.
    """
    return read_in_child("index.formats.ofd:extract_ofd", path, file=file)


def extract_ofd(path: Path, *, file: str, limits: Limits) -> RawText:
    """Return the text of an OFD file, in this process.

    :raises UnreadableFileError: when it is damaged, locked, only scanned, or passes a limit.
    """
    archive = Archive(path, file=file, limits=limits)
    if any(name.lower().endswith(("encryptions.xml", "decryptseed.dat")) for name in archive.names):
        raise UnreadableFileError(f"{file}: is encrypted; save it without a password")
    if "OFD.xml" not in archive.names:
        raise UnreadableFileError(f"{file}: damaged (it lacks OFD.xml); open it in an OFD reader and save it anew")
    roots = [(one.text or "").strip() for one in archive.xml("OFD.xml").iter() if local(one) == "DocRoot"]
    documents = [_Document(archive, sibling_path("", root)) for root in roots]
    pages = sum(len(document.pages) for document in documents)
    if pages > limits.pages:
        raise UnreadableFileError(f"{file}: {pages} pages, more than {limits.pages}; split the file")
    return read_pages(_numbered(documents), file=file, encoding="ofd")


def _numbered(documents: Sequence[_Document]) -> Iterator[PageContent]:
    number = 0
    for document in documents:
        for page in document.pages:
            number += 1
            yield document.content(page, number)


class _Document:
    """One of the documents in the archive."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive = archive
        self._name = name
        root = archive.xml(name)
        common = child(root, "CommonData")
        self._area = _box(child(common, "PageArea", "PhysicalBox"), _A4)
        self._templates: dict[str, str] = {}
        for one in children(common, "TemplatePage") if common is not None else ():
            self._templates[attribute(one, "ID") or ""] = sibling_path(name, attribute(one, "BaseLoc") or "")
        pages = child(root, "Pages")
        found = children(pages, "Page") if pages is not None else ()
        self.pages = [sibling_path(name, attribute(page, "BaseLoc") or "") for page in found]

    def content(self, name: str, number: int) -> PageContent:
        """Return all that is drawn on a page and on the template below it."""
        page = self._archive.xml(name)
        area = _box(child(page, "Area", "PhysicalBox"), self._area)
        roots = [page]
        for template in children(page, "Template"):
            below = self._templates.get(attribute(template, "TemplateID") or "")
            if below in self._archive.names:
                roots.insert(0, self._archive.xml(below))
        glyphs: list[Glyph] = []
        rules: list[Rule] = []
        pictures = 0.0
        for one in (element for root in roots for element in root.iter()):
            kind = local(one)
            if kind == "TextObject":
                glyphs += _glyphs(one, area)
            elif kind == "PathObject" and len(rules) < _MOST_RULES:
                rules += _rules(one, area)
            elif kind == "ImageObject":
                _, _, width, height = _box(one, (0.0, 0.0, 0.0, 0.0), "Boundary")
                pictures += width * height
        width, height = area[2], area[3]
        covered = pictures > _PICTURE * width * height
        return PageContent(number, width * _POINTS, height * _POINTS, tuple(glyphs), tuple(rules), covered)


def _numbers(text: str | None) -> list[float]:
    return [float(one) for one in _NUMBER.findall(text or "")]


def _box(
    element: Element | None, default: tuple[float, float, float, float], name: str | None = None
) -> tuple[float, float, float, float]:
    """Return "x y width height" of an element's text, or of its attribute ``name``."""
    text = (attribute(element, name) if name else element.text) if element is not None else None
    found = _numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else default


class _Frame:
    """Where the coordinates of one object lie on the page, in points."""

    def __init__(self, element: Element, area: tuple[float, float, float, float]) -> None:
        left, top, _, _ = _box(element, (0.0, 0.0, 0.0, 0.0), "Boundary")
        self._left, self._top = left - area[0], top - area[1]
        matrix = _numbers(attribute(element, "CTM"))
        self.matrix = matrix if len(matrix) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the object on the page."""
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e + self._left) * _POINTS, (b * x + d * y + f + self._top) * _POINTS


def _glyphs(element: Element, area: tuple[float, float, float, float]) -> Iterator[Glyph]:
    frame = _Frame(element, area)
    size = (_numbers(attribute(element, "Size")) or [3.5])[0]
    x = y = 0.0
    for code in children(element, "TextCode"):
        x = (_numbers(attribute(code, "X")) or [x])[0]
        y = (_numbers(attribute(code, "Y")) or [y])[0]
        text = code.text or ""
        steps_x, steps_y = _steps(attribute(code, "DeltaX"), len(text)), _steps(attribute(code, "DeltaY"), len(text))
        here_x, here_y = x, y
        for index, char in enumerate(text):
            wide = size * (1.0 if char > "\u2e80" else 0.5)
            if index < len(steps_x) and wide < steps_x[index] <= 1.1 * size:
                wide = steps_x[index]  # set wide on purpose; blanks are characters of their own
            x0, base = frame.place(here_x, here_y)
            x1, _ = frame.place(here_x + wide, here_y)
            _, top = frame.place(here_x, here_y - size)
            if not char.isspace() or char in " \u3000":
                yield Glyph(char, min(x0, x1), max(x0, x1), base + 0.4 * (top - base), abs(base - top))
            here_x += steps_x[index] if index < len(steps_x) else (0.0 if steps_y else wide)
            here_y += steps_y[index] if index < len(steps_y) else 0.0


def _steps(text: str | None, most: int) -> list[float]:
    """Return the distances between characters; "g 3 4.2" says 4.2 three times."""
    steps: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            count, step = next(words, "0"), _numbers(next(words, "0"))
            steps += step[:1] * min(int(count) if count.isdecimal() else 0, most)
        else:
            steps += _numbers(word)[:1]
        if len(steps) >= most:
            break
    return steps


def _rules(element: Element, area: tuple[float, float, float, float]) -> Iterator[Rule]:
    if attribute(element, "Stroke") == "false":
        return
    frame = _Frame(element, area)
    at = start = (0.0, 0.0)
    for command, values in _PATH.findall(_data(element)):
        numbers = _numbers(values)
        if command in "SM" and len(numbers) >= 2:
            at = start = (numbers[0], numbers[1])
        elif command in "LC":
            to = (numbers[0], numbers[1]) if command == "L" and len(numbers) >= 2 else start
            found = rule(*frame.place(*at), *frame.place(*to))
            if found:
                yield found
            at = to
        elif len(numbers) >= 2:
            at = (numbers[-2], numbers[-1])


def _data(element: Element) -> str:
    data = child(element, "AbbreviatedData")
    return (data.text or "") if data is not None else ""
