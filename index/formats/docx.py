"""Word files (.docx): paragraphs and tables in place, numbering visible, tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.formats.archive import Archive, Element, attribute, child, children, local, sibling_path
from index.formats.base import RawLine, RawText
from index.formats.decode import strip_invisible
from index.formats.docx_numbering import Numbering
from index.formats.guard import Limits, read_in_child

# Deleted text, field codes and properties; what stands in them is not printed.
_NOT_PRINTED = frozenset(
    ("del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "pPr", "rt", "fldData", "sdtPr", "sdtEndPr")
)
_THROUGH = frozenset(("ins", "moveTo", "customXml", "smartTag", "sdtContent", "sdt"))  # containers without meaning
_BOXES = {0xF0A3: "□", 0xF06F: "□", 0xF0A8: "□", 0xF0FE: "☑", 0xF052: "☑"}  # Wingdings of forms


def read_docx(path: Path, *, file: str) -> RawText:
    """Return one line a paragraph; table rows have tabs between cells.

    :param file: the name it is known by, below the corpus folder.
    :raises UnreadableFileError: when it is damaged, locked, or passes a limit.
    """
    return read_in_child("index.formats.docx:extract_docx", path, file=file)


def extract_docx(path: Path, *, file: str, limits: Limits) -> RawText:
    """Return the text of a Word file, in this process.

    :raises UnreadableFileError: when it is damaged, locked, or passes a limit.
    """
    archive = Archive(path, file=file, limits=limits)
    main = _main_part(archive)
    reader = _Reader(archive, main)
    body = child(archive.xml(main), "body")
    texts = reader.document(body) if body is not None else []
    cleaned, notes = strip_invisible(texts)
    lines = tuple(RawLine(text, number) for number, text in enumerate(cleaned, 1))
    return RawText(file, lines, "docx", notes=(*reader.notes(), *notes))


def _main_part(archive: Archive) -> str:
    """Return the entry that holds the text; some programs do not call it word/document.xml."""
    if "_rels/.rels" in archive.names:
        for relation in archive.xml("_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                return sibling_path("", attribute(relation, "Target") or "word/document.xml")
    return "word/document.xml"


@dataclass(slots=True)
class _Inline:
    """What stands inside one paragraph."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)  # text boxes anchored in it
    notes: list[str] = field(default_factory=list)  # ids of footnotes


class _Reader:
    def __init__(self, archive: Archive, main: str) -> None:
        def optional(name: str) -> Element | None:
            part = sibling_path(main, name)
            return archive.xml(part) if part in archive.names else None

        styles = optional("styles.xml")
        self._numbering = Numbering(optional("numbering.xml"), styles)
        self._contents = _contents_styles(styles)
        self._footnotes: dict[str, Element] = {}
        for kind in ("footnote", "endnote"):
            root = optional(f"{kind}s.xml")
            for one in root if root is not None else ():
                self._footnotes[f"{kind}{attribute(one, 'id')}"] = one
        self._carried = ""  # text of a paragraph whose end was deleted
        self._hidden = self._embedded = 0

    def notes(self) -> tuple[str, ...]:
        """Return what was not read, for the report."""
        said = []
        if self._hidden:
            said.append(f"{self._hidden} hidden runs left out")
        if self._embedded:
            said.append(f"{self._embedded} embedded files not read")
        return tuple(said)

    def document(self, body: Element) -> list[str]:
        """Return the lines of the whole text."""
        lines = self.blocks(body)
        return [*lines, self._carried] if self._carried else lines

    def blocks(self, parent: Element) -> list[str]:
        """Return the lines of everything inside a body, cell or text box, in order."""
        lines: list[str] = []
        for element in parent:
            name = local(element)
            if name == "p":
                lines += self._paragraph(element)
            elif name == "tbl":
                lines += self._table(element)
            elif name in _THROUGH:
                lines += self.blocks(element)
            elif name == "AlternateContent":
                lines += self.blocks(_choice(element))
            elif name == "altChunk":
                self._embedded += 1
        return lines

    def _paragraph(self, paragraph: Element) -> list[str]:
        properties = child(paragraph, "pPr")
        found = _Inline()
        self._inline(paragraph, found)
        is_contents = attribute(child(properties, "pStyle"), "val") in self._contents
        # A leader in a list of contents is printed as dots; elsewhere a tab is distance, and only rows may hold one.
        text = "".join(found.parts).replace("\t", "…………" if is_contents else " ")
        if text.strip() and not self._carried:
            text = self._numbering.label(properties) + text.lstrip(" \u3000")
        text = self._carried + text
        self._carried = ""
        if child(properties, "rPr", "del") is not None:
            self._carried = text
            lines = []
        else:
            lines = [line.rstrip() for line in text.split("\n")]
        for box in found.boxes:
            lines += self.blocks(box)
        for name in found.notes:
            lines += self.blocks(self._footnotes[name]) if name in self._footnotes else []
        return lines

    def _inline(self, element: Element, found: _Inline) -> None:
        for one in element:
            name = local(one)
            if name in _NOT_PRINTED:
                continue
            if name == "t":
                found.parts.append(one.text or "")
            elif name in ("tab", "ptab"):
                found.parts.append("\t")
            elif name in ("br", "cr"):
                found.parts.append("\n")
            elif name == "noBreakHyphen":
                found.parts.append("-")
            elif name == "sym":
                found.parts.append(_symbol(one))
            elif name in ("footnoteReference", "endnoteReference"):
                found.notes.append(f"{name.removesuffix('Reference')}{attribute(one, 'id')}")
            elif name == "txbxContent":
                found.boxes.append(one)
            elif name == "AlternateContent":
                self._inline(_choice(one), found)
            elif name == "r" and _is_on(child(one, "rPr", "vanish")):
                self._hidden += 1
            else:
                self._inline(one, found)

    def _table(self, table: Element) -> list[str]:
        rows = [list(_cells(row)) for row in _rows(table)]
        if all(len(cells) <= 1 and all(_span(cell) == 1 for cell in cells) for cells in rows):
            return [line for cells in rows for cell in cells for line in self.blocks(cell)]  # a frame, not a table
        lines = []
        for row, cells in zip(_rows(table), rows, strict=True):
            texts = [""] * int(attribute(child(row, "trPr", "gridBefore"), "val") or 0)
            for cell in cells:
                text = " ".join(line.replace("\t", " ").strip() for line in self.blocks(cell) if line.strip())
                merge = child(cell, "tcPr", "vMerge")
                below = merge is not None and attribute(merge, "val") != "restart"
                texts += ["" if below else text] + [""] * (_span(cell) - 1)
            lines.append("\t".join(texts))
        return lines


def _contents_styles(styles: Element | None) -> frozenset[str]:
    """Return the ids of the styles of a list of contents; their names are English in every language of Word."""
    found = []
    for style in children(styles, "style") if styles is not None else ():
        if (attribute(child(style, "name"), "val") or "").lower().startswith("toc "):
            found.append(attribute(style, "styleId") or "")
    return frozenset(found)


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows that stay when all changes are accepted."""
    for one in table:
        if local(one) == "tr" and child(one, "trPr", "del") is None:
            yield one
        elif local(one) in _THROUGH:
            yield from _rows(one)


def _cells(row: Element) -> Iterator[Element]:
    for one in row:
        if local(one) == "tc":
            yield one
        elif local(one) in _THROUGH:
            yield from _cells(one)


def _span(cell: Element) -> int:
    span = attribute(child(cell, "tcPr", "gridSpan"), "val") or "1"
    return min(64, max(1, int(span))) if span.isdecimal() else 1  # 63 columns are Word's own limit


def _choice(alternate: Element) -> Element:
    """Return the first of several forms of the same content: a shape of today, or its fallback."""
    found = child(alternate, "Choice")
    if found is None or not len(found):
        found = child(alternate, "Fallback")
    return alternate if found is None else found


def _is_on(switch: Element | None) -> bool:
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off")


def _symbol(symbol: Element) -> str:
    code = attribute(symbol, "char") or ""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if value < 0xE000 else _BOXES.get(value, _BOXES.get(value | 0xF000, "•"))
