"""Reading html, docx, pdf and ofd: nothing lost, everything in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from format_files import (
    FONT,
    Block,
    draw_pdf,
    write_docx,
    write_docx_body,
    write_html,
    write_ofd,
    write_ofd_pages,
    write_pdf,
    write_txt,
)
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from index.formats import read_file
from index.formats.base import RawText, UnreadableFileError
from index.formats.docx import extract_docx
from index.formats.guard import LIMITS
from index.formats.ofd import extract_ofd
from index.formats.pdf import extract_pdf
from index.parsing import parse_file

LONG = (
    "为了规范某事的办理流程，提高办事效率，根据国务院《关于做好某事的意见》（国发〔2022〕12号）精神，结合本市实际，"
    "制定本办法，由市人民政府负责解释并组织实施。"
)
TABLE: Block = [("事项", "时限", "机关"), ("受理", "3个工作日", "市政务服务局"), ("审批", "", "市某某局")]
DOCUMENT: list[Block] = [
    "某某市某事管理办法",
    "某政规〔2022〕8号",
    "第一章　总　则",
    *(f"第{number}条　{LONG}" for number in "一二三"),
    "第二章　办　理",
    "第四条　申请人应当提交下列材料：",
    "（一）申请表；",
    "（二）身份证明；",
    f"（三）{LONG}",
    "办理时限按照下表执行：",
    TABLE,
    *(f"第{number}条　{LONG}{LONG}" for number in "五六七"),
    "第八条　本办法自2022年6月1日起施行，有效期五年。",
]


# Without a process of their own, for speed; articles() reads as the product does.
EXTRACT = {".docx": extract_docx, ".pdf": extract_pdf, ".ofd": extract_ofd}


def read(path: Path) -> RawText:
    extract = EXTRACT.get(path.suffix)
    return extract(path, file=path.name, limits=LIMITS) if extract else read_file(path, root=path.parent)


def texts(path: Path) -> list[str]:
    return [line.text for line in read(path).lines]


def articles(path: Path) -> list[tuple[str, str]]:
    """Return path and text of every passage; all blanks alike, for a printed one has only a width."""
    passages = [passage for one in parse_file(read_file(path, root=path.parent)).documents for passage in one.passages]
    return [(passage.article, re.sub("[ \u3000]+", " ", passage.text)) for passage in passages]


def paragraphs_only(blocks: Sequence[Block]) -> list[str]:
    return [block for block in blocks if isinstance(block, str)]


# --- the same text in every format ---


def test_the_same_text_gives_the_same_articles_in_every_format(tmp_path: Path) -> None:
    write_txt(tmp_path / "a.txt", DOCUMENT)
    write_html(tmp_path / "a.html", DOCUMENT)
    write_docx(tmp_path / "a.docx", DOCUMENT)
    write_pdf(tmp_path / "a.pdf", DOCUMENT, running="某某市人民政府公报")
    expected = articles(tmp_path / "a.txt")
    assert [path for path, _ in expected][1:3] == ["第一章 总则 > 第一条", "第一章 总则 > 第二条"]
    assert len(expected) == 9
    for name in ("a.html", "a.docx", "a.pdf"):
        assert articles(tmp_path / name) == expected, name


def test_ofd_gives_the_same_articles_as_text(tmp_path: Path) -> None:
    write_txt(tmp_path / "a.txt", paragraphs_only(DOCUMENT))
    write_ofd(tmp_path / "a.ofd", paragraphs_only(DOCUMENT))
    assert articles(tmp_path / "a.ofd") == articles(tmp_path / "a.txt")


def test_every_line_of_every_format_is_accounted_for(tmp_path: Path) -> None:
    write_html(tmp_path / "a.html", DOCUMENT)
    write_docx(tmp_path / "a.docx", DOCUMENT)
    write_pdf(tmp_path / "a.pdf", DOCUMENT)
    for name in ("a.html", "a.docx", "a.pdf"):
        raw = read(tmp_path / name)
        assert [line.line for line in raw.lines] == list(range(1, len(raw.lines) + 1))
        assert parse_file(raw).unaccounted == ()


# --- pdf ---


def test_pdf_paragraph_is_one_line_over_a_page_break_and_names_its_first_page(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", ["某某办法", *[f"第{n}条　{LONG * 3}" for n in "一二三四五六七"]])
    lines = read(tmp_path / "a.pdf").lines
    assert len(lines) == 8
    assert all(line.text.endswith("。") for line in lines[1:])
    assert [line.page for line in lines] == sorted(line.page for line in lines)
    assert lines[-1].page > 1


def test_pdf_running_title_and_page_numbers_are_left_out_and_reported(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", ["某某办法", *[f"第{n}条　{LONG * 3}" for n in "一二三四五六七"]], running="某某公报")
    raw = read(tmp_path / "a.pdf")
    pages = max(line.page for line in raw.lines)
    assert pages >= 3
    assert not any("公报" in line.text or "—" in line.text for line in raw.lines)
    assert raw.notes == (
        f"page numbers left out on {pages} pages",
        f"running title '某某公报' left out on {pages} pages",
    )


def test_pdf_table_cells_are_parted_by_tabs_and_wrapped_cells_joined(tmp_path: Path) -> None:
    table: Block = [("序号", "事项"), ("1", "某事项的办理" * 12), ("2", "")]
    write_pdf(tmp_path / "a.pdf", ["某某表", table])
    assert texts(tmp_path / "a.pdf") == ["某某表", "序号\t事项", "1\t" + "某事项的办理" * 12, "2\t"]


def test_pdf_cell_over_several_rows_stands_in_the_first(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(100, 600, 200, 60)
        canvas.line(200, 600, 200, 660)
        canvas.line(200, 630, 300, 630)
        canvas.drawString(110, 640, "两行")
        canvas.drawString(210, 640, "上")
        canvas.drawString(210, 610, "下")

    draw_pdf(tmp_path / "a.pdf", draw)
    assert texts(tmp_path / "a.pdf") == ["两行\t上", "\t下"]


def test_pdf_frame_around_text_is_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(80, 580, 300, 90)
        canvas.drawString(110, 640, "专栏1　某某工程")
        canvas.drawString(110, 610, "框内的一段文字")

    draw_pdf(tmp_path / "a.pdf", draw)
    assert texts(tmp_path / "a.pdf") == ["专栏1\u3000某某工程", "框内的一段文字"]


def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
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
def test_pdf_turned_text_is_read_upright(tmp_path: Path, turn: int) -> None:
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


def test_pdf_scanned_page_is_named_in_the_notes(tmp_path: Path) -> None:
    draw_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawString(60, 700, "有文字的一页"), _scan)
    raw = read(tmp_path / "a.pdf")
    assert [line.text for line in raw.lines] == ["有文字的一页"]
    assert raw.notes == ("scanned page without text, needs text recognition (OCR): 2",)


def test_pdf_of_scanned_pages_only_is_rejected_with_the_way_out(tmp_path: Path) -> None:
    draw_pdf(tmp_path / "a.pdf", _scan, _scan)
    with pytest.raises(UnreadableFileError, match=r"a\.pdf: holds only scanned pages; make it searchable"):
        read(tmp_path / "a.pdf")


# --- docx ---


def _level(index: int, kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    + _level(0, "chineseCountingThousand", "%1、")
    + _level(1, "chineseCountingThousand", "（%2）")
    + _level(2, "decimal", "%3.")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + _level(0, "chineseCountingThousand", "第%1条").replace("nothing", "space")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)


def _p(text: str, *, number: int = 0, level: int = 0) -> str:
    numbered = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>' if number else ""
    )
    return f"<w:p>{numbered}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_docx_automatic_numbering_is_visible(tmp_path: Path) -> None:
    body = "".join(
        _p(text, number=1, level=level)
        for text, level in (("总体", 0), ("目标", 1), ("某项", 2), ("某项", 2), ("任务", 1), ("保障", 0), ("组织", 1))
    ) + "".join(_p("条文", number=2) for _ in range(11))
    write_docx_body(tmp_path / "a.docx", body, numbering=NUMBERING)
    read_texts = texts(tmp_path / "a.docx")
    assert read_texts[:7] == ["一、总体", "（一）目标", "1.某项", "2.某项", "（二）任务", "二、保障", "（一）组织"]
    assert read_texts[7] == "第一条 条文"
    assert read_texts[16:] == ["第十条 条文", "第十一条 条文"]


def test_docx_tracked_changes_are_accepted(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>期限</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>五</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>三</w:t></w:r></w:ins><w:r><w:t>日</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>' + _p("后半")
    )
    write_docx_body(tmp_path / "a.docx", body)
    assert texts(tmp_path / "a.docx") == ["期限三日", "前半后半"]


def test_docx_text_box_is_read_once_though_it_is_stored_twice(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{_p('某某市人民政府文件')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>正文</w:t></w:r></w:p>"
    )
    write_docx_body(tmp_path / "a.docx", body)
    assert texts(tmp_path / "a.docx") == ["正文", "某某市人民政府文件"]


def test_docx_merged_cells_leave_empty_cells(tmp_path: Path) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(text)}</w:tc>"

    rows = (
        cell("合计", '<w:gridSpan w:val="2"/>') + cell("三"),
        cell("甲", '<w:vMerge w:val="restart"/>') + cell("乙") + cell("丙"),
        cell("", "<w:vMerge/>") + cell("丁") + cell(""),
    )
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    write_docx_body(tmp_path / "a.docx", _p("表前") + body + _p("表后"))
    assert texts(tmp_path / "a.docx") == ["表前", "合计\t\t三", "甲\t乙\t丙", "\t丁\t", "表后"]


def test_docx_field_codes_and_hidden_text_are_not_text(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF _Toc</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>见第3页</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r></w:p>"
    )
    write_docx_body(tmp_path / "a.docx", body)
    raw = read(tmp_path / "a.docx")
    assert [line.text for line in raw.lines] == ["见第3页"]
    assert raw.notes == ("1 hidden runs left out",)


def test_docx_tab_in_a_paragraph_makes_no_table_row(tmp_path: Path) -> None:
    write_docx_body(tmp_path / "a.docx", "<w:p><w:r><w:t>联系人：某某</w:t><w:tab/><w:t>电话：1</w:t></w:r></w:p>")
    assert texts(tmp_path / "a.docx") == ["联系人：某某 电话：1"]


# --- html ---


def _html(path: Path, body: str, *, title: str = "") -> list[str]:
    path.write_text(f"<html><head><title>{title}</title></head><body>{body}</body></html>", encoding="utf-8")
    return texts(path)


def test_html_keeps_the_text_and_drops_what_stands_around(tmp_path: Path) -> None:
    body = (
        "<nav>首页 政策</nav><script>var x='文字';</script><div class='breadcrumb'>当前位置</div>"
        "<div><p>第一段\n接着写。</p><p style='display: none'>藏着的</p>第二段<br>第三段</div>"
        "<div><a>上一篇新闻</a><a>下一篇新闻</a><a>更多</a></div><footer>备案号</footer>"
    )
    assert _html(tmp_path / "a.html", body) == ["第一段接着写。", "第二段", "第三段"]


def test_html_title_comes_first_when_the_text_lacks_it(tmp_path: Path) -> None:
    lines = _html(tmp_path / "a.html", "<p>正文。</p>", title="某某办法 - 某某市人民政府")
    assert lines == ["某某办法", "正文。"]


def test_html_numbered_list_shows_its_numbers(tmp_path: Path) -> None:
    assert _html(tmp_path / "a.html", "<ol start='3'><li>甲</li><li>乙</li></ol>") == ["3. 甲", "4. 乙"]


def test_html_spanning_cells_leave_empty_cells(tmp_path: Path) -> None:
    rows = "<tr><th colspan=2>合计</th><th>三</th></tr><tr><td rowspan=2>甲</td><td>乙</td><td>丙</td></tr>"
    rows += "<tr><td>丁</td></tr>"
    assert _html(tmp_path / "a.html", f"<table>{rows}</table>") == ["合计\t\t三", "甲\t乙\t丙", "\t丁\t"]


def test_html_layout_table_gives_paragraphs(tmp_path: Path) -> None:
    table = "<table><tr><td><p>第一段。</p><p>第二段。</p></td></tr></table>"
    assert _html(tmp_path / "a.html", table) == ["第一段。", "第二段。"]


def test_html_in_gb18030_is_read(tmp_path: Path) -> None:
    text = "<html><head><meta charset='gb2312'></head><body><p>关于做好某事的通知</p></body></html>"
    (tmp_path / "a.htm").write_bytes(text.encode("gb18030"))
    assert texts(tmp_path / "a.htm") == ["关于做好某事的通知"]


# --- ofd ---


def test_ofd_objects_are_read_by_place_not_by_order(tmp_path: Path) -> None:
    def line(text: str, x: float, y: float, extra: str = "") -> str:
        return (
            f'<ofd:TextObject ID="1" Boundary="{x} {y} 150 6" Size="5" {extra}><ofd:TextCode X="0" Y="4" '
            f'DeltaX="g {len(text) - 1} 5">{text}</ofd:TextCode></ofd:TextObject>'
        )

    page = line("下一行。", 30, 60) + line("后半", 60, 40) + line("前半", 50, 40)
    scaled = line("放大", 30, 80, 'CTM="2 0 0 2 0 0"')
    write_ofd_pages(tmp_path / "a.ofd", [page, scaled])
    raw = read(tmp_path / "a.ofd")
    assert [(one.text, one.page) for one in raw.lines] == [("前半后半", 1), ("下一行。", 1), ("放大", 2)]
    assert raw.encoding == "ofd"


def test_ofd_ruled_table_gives_rows(tmp_path: Path) -> None:
    grid = "".join(
        f'<ofd:PathObject ID="2" Boundary="20 40 80 20"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
        for path in ("M 0 0 L 80 0 L 80 20 L 0 20 C", "M 0 10 L 80 10", "M 40 0 L 40 20")
    )
    cells = "".join(
        f'<ofd:TextObject ID="3" Boundary="{x} {y} 10 5" Size="4"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode>'
        "</ofd:TextObject>"
        for text, x, y in (("项", 25, 42), ("数", 65, 42), ("甲", 25, 52))
    )
    write_ofd_pages(tmp_path / "a.ofd", [grid + cells])
    assert texts(tmp_path / "a.ofd") == ["项\t数", "甲\t"]
