"""PDF files: paragraphs over page breaks, columns, tables, running titles, scanned pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from format_files import FONT, Block, draw_pdf, write_pdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from index.formats.base import RawText, UnreadableFileError
from index.formats.guard import LIMITS
from index.formats.pdf import extract_pdf

LONG = (
    "为了规范某事的办理流程，提高办事效率，根据国务院《关于做好某事的意见》（国发〔2022〕12号）精神，结合本市实际，"
    "制定本办法，由市人民政府负责解释并组织实施。"
)


def read(path: Path) -> RawText:
    """Return the text, without a process of its own, for speed."""
    return extract_pdf(path, file=path.name, limits=LIMITS)


def texts(path: Path) -> list[str]:
    return [line.text for line in read(path).lines]


def test_paragraph_is_one_line_over_a_page_break_and_names_its_first_page(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", ["某某办法", *[f"第{n}条　{LONG * 3}" for n in "一二三四五六七"]])
    lines = read(tmp_path / "a.pdf").lines
    assert len(lines) == 8
    assert all(line.text.endswith("。") for line in lines[1:])
    assert [line.page for line in lines] == sorted(line.page for line in lines)
    assert lines[-1].page > 1


def test_running_title_and_page_numbers_are_left_out_and_reported(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", ["某某办法", *[f"第{n}条　{LONG * 3}" for n in "一二三四五六七"]], running="某某公报")
    raw = read(tmp_path / "a.pdf")
    pages = max(line.page for line in raw.lines)
    assert pages >= 3
    assert not any("公报" in line.text or "—" in line.text for line in raw.lines)
    assert raw.notes == (
        f"page numbers left out on {pages} pages",
        f"running title '某某公报' left out on {pages} pages",
    )


def test_table_cells_are_parted_by_tabs_and_wrapped_cells_joined(tmp_path: Path) -> None:
    table: Block = [("序号", "事项"), ("1", "某事项的办理" * 12), ("2", "")]
    write_pdf(tmp_path / "a.pdf", ["某某表", table])
    assert texts(tmp_path / "a.pdf") == ["某某表", "序号\t事项", "1\t" + "某事项的办理" * 12, "2\t"]


def test_cell_over_several_rows_stands_in_the_first(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(100, 600, 200, 60)
        canvas.line(200, 600, 200, 660)
        canvas.line(200, 630, 300, 630)
        canvas.drawString(110, 640, "两行")
        canvas.drawString(210, 640, "上")
        canvas.drawString(210, 610, "下")

    draw_pdf(tmp_path / "a.pdf", draw)
    assert texts(tmp_path / "a.pdf") == ["两行\t上", "\t下"]


def test_frame_around_text_is_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(80, 580, 300, 90)
        canvas.drawString(110, 640, "专栏1　某某工程")
        canvas.drawString(110, 610, "框内的一段文字")

    draw_pdf(tmp_path / "a.pdf", draw)
    assert texts(tmp_path / "a.pdf") == ["专栏1\u3000某某工程", "框内的一段文字"]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(20):
            canvas.drawString(320, 700 - 20 * row, f"右{row:02d}" + "右栏文字" * 4)
            canvas.drawString(60, 700 - 20 * row, f"左{row:02d}" + "左栏文字" * 4)
        canvas.setFont(FONT, 20)
        canvas.drawCentredString(297, 760, "横跨两栏的一个标题在这里")

    draw_pdf(tmp_path / "a.pdf", draw)
    title, body = texts(tmp_path / "a.pdf")
    assert title == "横跨两栏的一个标题在这里"
    order = re.findall(r"[左右]\d\d", body)
    assert order == [f"左{row:02d}" for row in range(20)] + [f"右{row:02d}" for row in range(20)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_text_is_read_upright(tmp_path: Path, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        for row in range(3):
            canvas.drawString(-100, 50 - 20 * row, f"第{row}行横排的文字")

    draw_pdf(tmp_path / "a.pdf", draw)
    assert texts(tmp_path / "a.pdf") == [f"第{row}行横排的文字" for row in range(3)]


def _scan(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (60, 84), 200)), 0, 0, 595, 842)


def test_scanned_page_is_named_in_the_notes(tmp_path: Path) -> None:
    draw_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawString(60, 700, "有文字的一页"), _scan)
    raw = read(tmp_path / "a.pdf")
    assert [line.text for line in raw.lines] == ["有文字的一页"]
    assert raw.notes == ("scanned page without text, needs text recognition (OCR): 2",)


def test_of_scanned_pages_only_is_rejected_with_the_way_out(tmp_path: Path) -> None:
    draw_pdf(tmp_path / "a.pdf", _scan, _scan)
    with pytest.raises(UnreadableFileError, match=r"a\.pdf: holds only scanned pages; make it searchable"):
        read(tmp_path / "a.pdf")


def test_form_printed_on_every_page_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row, text in enumerate(("某某事项申请表", "申请人姓名：", "申请人签字：")):
            canvas.drawString(80, 700 - 150 * row, text)

    draw_pdf(tmp_path / "a.pdf", *[draw] * 4)
    assert texts(tmp_path / "a.pdf").count("某某事项申请表") == 4


def test_ragged_lines_and_torn_figures_are_joined(tmp_path: Path) -> None:
    # Half-width marks and brackets that may not end a line leave the right edge ragged by a few characters.
    text = "“十三五”时期,省委、省政府高度重视,作出了“以我为主、系统谋划”“苏北突破(2019—2025年)”等部署,里程4204公里。"
    write_pdf(tmp_path / "a.pdf", ["某某规划", *[text * count for count in range(1, 6)]])
    assert texts(tmp_path / "a.pdf")[1:] == [text * count for count in range(1, 6)]


def test_latin_words_keep_their_blanks_over_a_line_end(tmp_path: Path) -> None:
    text = "This sentence is long enough to be broken over lines, and every word of it stays a word of its own. "
    write_pdf(tmp_path / "a.pdf", ["Title", text * 3])
    assert texts(tmp_path / "a.pdf")[1] == (text * 3).strip()
