"""Word files: numbering, tracked changes, text boxes, merged cells."""

from __future__ import annotations

from pathlib import Path

from format_files import write_docx_body

from index.formats.base import RawText
from index.formats.docx import extract_docx
from index.formats.guard import LIMITS


def read(path: Path) -> RawText:
    """Return the text, without a process of its own, for speed."""
    return extract_docx(path, file=path.name, limits=LIMITS)


def texts(path: Path) -> list[str]:
    return [line.text for line in read(path).lines]


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


def test_automatic_numbering_is_visible(tmp_path: Path) -> None:
    body = "".join(
        _p(text, number=1, level=level)
        for text, level in (("总体", 0), ("目标", 1), ("某项", 2), ("某项", 2), ("任务", 1), ("保障", 0), ("组织", 1))
    ) + "".join(_p("条文", number=2) for _ in range(11))
    write_docx_body(tmp_path / "a.docx", body, numbering=NUMBERING)
    read_texts = texts(tmp_path / "a.docx")
    assert read_texts[:7] == ["一、总体", "（一）目标", "1.某项", "2.某项", "（二）任务", "二、保障", "（一）组织"]
    assert read_texts[7] == "第一条 条文"
    assert read_texts[16:] == ["第十条 条文", "第十一条 条文"]


def test_tracked_changes_are_accepted(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>期限</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>五</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>三</w:t></w:r></w:ins><w:r><w:t>日</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>' + _p("后半")
    )
    write_docx_body(tmp_path / "a.docx", body)
    assert texts(tmp_path / "a.docx") == ["期限三日", "前半后半"]


def test_text_box_is_read_once_though_it_is_stored_twice(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{_p('某某市人民政府文件')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>正文</w:t></w:r></w:p>"
    )
    write_docx_body(tmp_path / "a.docx", body)
    assert texts(tmp_path / "a.docx") == ["正文", "某某市人民政府文件"]


def test_merged_cells_leave_empty_cells(tmp_path: Path) -> None:
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


def test_field_codes_and_hidden_text_are_not_text(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF _Toc</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>见第3页</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r></w:p>"
    )
    write_docx_body(tmp_path / "a.docx", body)
    raw = read(tmp_path / "a.docx")
    assert [line.text for line in raw.lines] == ["见第3页"]
    assert raw.notes == ("1 hidden runs left out",)


def test_tab_in_a_paragraph_makes_no_table_row(tmp_path: Path) -> None:
    write_docx_body(tmp_path / "a.docx", "<w:p><w:r><w:t>联系人：某某</w:t><w:tab/><w:t>电话：1</w:t></w:r></w:p>")
    assert texts(tmp_path / "a.docx") == ["联系人：某某 电话：1"]


def test_contents_keep_their_leader_as_dots(tmp_path: Path) -> None:
    # The style is called "toc 1" in every language of Word; its id may be anything.
    body = '<w:p><w:pPr><w:pStyle w:val="TOCHeading1"/></w:pPr><w:r><w:t>总则</w:t><w:tab/><w:t>3</w:t></w:r></w:p>'
    style = '<w:style w:type="paragraph" w:styleId="TOCHeading1"><w:name w:val="toc 1"/></w:style>'
    write_docx_body(tmp_path / "a.docx", body, style=style)
    assert texts(tmp_path / "a.docx") == ["总则…………3"]


def test_numbering_of_a_style_is_visible_and_number_zero_takes_it_off(tmp_path: Path) -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="base"><w:name w:val="base"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="own">'
        '<w:name w:val="own"/><w:basedOn w:val="base"/></w:style>'
    )
    styled = '<w:p><w:pPr><w:pStyle w:val="own"/>{}</w:pPr><w:r><w:t>任务</w:t></w:r></w:p>'
    body = styled.format("") * 2 + styled.format('<w:numPr><w:numId w:val="0"/></w:numPr>')
    write_docx_body(tmp_path / "a.docx", body, numbering=NUMBERING, style=style)
    assert texts(tmp_path / "a.docx") == ["一、任务", "二、任务", "任务"]


def test_ruby_symbols_and_line_breaks_are_read(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>zhèng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>政</w:t></w:r>"
        '</w:rubyBase></w:ruby></w:r><w:r><w:t>务</w:t><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/>'
        "<w:br/><w:t>下行</w:t></w:r></w:p>"
    )
    write_docx_body(tmp_path / "a.docx", body)
    assert texts(tmp_path / "a.docx") == ["政务-☑", "下行"]
