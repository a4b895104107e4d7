"""One text as txt, html, docx, pdf and ofd, for the tests of reading."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

FONT = "STSong-Light"  # known to every PDF reader, so no font file is needed
Row = tuple[str, ...]
Block = str | list[Row]  # a paragraph or a table
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def write_txt(path: Path, blocks: Sequence[Block]) -> None:
    """Write paragraphs as lines and tables with tabs."""
    lines = [line for block in blocks for line in ([block] if isinstance(block, str) else map("\t".join, block))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_html(path: Path, blocks: Sequence[Block]) -> None:
    """Write a page with a menu, the text and a footer, as sites do."""
    body = "".join(f"<p>　　{escape(block)}</p>" if isinstance(block, str) else _html_table(block) for block in blocks)
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("首页", "政务公开", "政策文件"))
    path.write_text(
        f"<!DOCTYPE html><html><head><title>{blocks[0]} - 某某市人民政府</title></head><body>"
        f'<ul>{menu}</ul><div id="zoom">{body}</div><div class="footer">版权所有：某某市人民政府</div></body></html>',
        encoding="utf-8",
    )


def _html_table(rows: Sequence[Row]) -> str:
    return (
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    )


def write_docx(path: Path, blocks: Sequence[Block]) -> None:
    """Write a Word file without automatic numbering."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            table = document.add_table(len(block), len(block[0]))
            for row, cells in zip(block, table.rows, strict=True):
                for text, cell in zip(row, cells.cells, strict=True):
                    cell.text = text
    document.save(str(path))


def write_docx_body(path: Path, body: str, *, numbering: str = "", style: str = "") -> None:
    """Write a Word file with this XML inside ``w:body``, numbering and styles of its own."""
    document = Document()
    element = document.element.body
    for one in list(element):
        element.remove(one)
    for one in parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'r', 'm')} {_WPS}>{body}</w:body>"):
        element.append(one)
    if style:
        for one in parse_xml(f"<w:styles {nsdecls('w')}>{style}</w:styles>"):
            document.part._styles_part.element.append(one)
    if numbering:
        root = document.part.numbering_part.element
        for one in list(root):
            root.remove(one)
        for one in parse_xml(f"<w:numbering {nsdecls('w')}>{numbering}</w:numbering>"):
            root.append(one)
    document.save(str(path))


_WPS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def write_pdf(path: Path, blocks: Sequence[Block], *, running: str = "", password: str | None = None) -> None:
    """Write a PDF as offices print it: first lines indented by two characters, running title, page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle("body", fontName=FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK")
    title = ParagraphStyle("title", parent=body, fontSize=22, leading=34, firstLineIndent=0, alignment=TA_CENTER)
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK")
    story: list[Flowable] = []
    for index, block in enumerate(blocks):
        if isinstance(block, str):
            story.append(Paragraph(escape(block), body if index else title))
        else:
            rows = [[Paragraph(text, cell) for text in row] for row in block]
            story.append(Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))])))

    def furniture(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(297, 800, running)
        canvas.drawCentredString(297, 40, f"— {document.page} —")

    document = SimpleDocTemplate(str(path), pagesize=(595, 842), encrypt=password)
    document.build(story, onFirstPage=furniture, onLaterPages=furniture)


def draw_pdf(path: Path, *pages: Callable[[Canvas], None]) -> None:
    """Write a PDF whose pages are drawn by hand."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(595, 842))
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()


def write_ofd(path: Path, paragraphs: Sequence[str], *, per_line: int = 30, per_page: int = 24) -> None:
    """Write an OFD file: 5 mm characters, lines 9 mm apart, first lines indented by two characters."""
    objects: list[list[str]] = [[]]
    y = 30.0
    for paragraph in paragraphs:
        for text, x in _printed(paragraph, per_line):
            if y > 30 + 9 * per_page:
                objects.append([])
                y = 30.0
            objects[-1].append(_ofd_text(text, x, y))
            y += 9
    # Objects come in any order; only their place counts.
    write_ofd_pages(path, ["".join(reversed(page)) for page in objects])


def _printed(text: str, per_line: int) -> list[tuple[str, float]]:
    rest = text[per_line - 2 :]
    return [(text[: per_line - 2], 40.0)] + [
        (rest[start : start + per_line], 30.0) for start in range(0, len(rest), per_line)
    ]


def _ofd_text(text: str, x: float, y: float) -> str:
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} 160 5" Font="1" Size="5">'
        f'<ofd:TextCode X="0" Y="4.2" DeltaX="g {len(text) - 1} 5">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def write_ofd_pages(path: Path, pages: Sequence[str]) -> None:
    """Write an OFD file with this XML as the objects of each page (210 by 297 mm)."""
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f'<ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
            "</ofd:DocBody></ofd:OFD>",
        )
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {_OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for index, content in enumerate(pages):
            archive.writestr(
                f"Doc_0/Pages/Page_{index}/Content.xml",
                f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="5">{content}</ofd:Layer></ofd:Content></ofd:Page>',
            )
