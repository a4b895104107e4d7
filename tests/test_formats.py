"""Reading html, docx, pdf and ofd: nothing lost, everything in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from format_files import (
    Block,
    write_docx,
    write_html,
    write_ofd,
    write_ofd_pages,
    write_pdf,
    write_txt,
)

from index.formats import read_file
from index.formats.base import RawText
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
