"""Lines joined into paragraphs: page breaks and hard wraps healed, nothing glued that is apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parse_helpers import HEAD, TAIL, body, parse, raw_text, wrap

from index.chars import ends_sentence, width
from index.lines import clean_lines
from index.paragraphs import find_layout, join_paragraphs


def joined(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    lines = clean_lines(raw_text(text)).lines
    return [paragraph.text for paragraph in join_paragraphs(lines, find_layout(lines))]


def test_paragraph_broken_by_a_page_is_one() -> None:
    text = "进驻事项可分领域设置，由交通运输等部\n\n门派驻人员，实现一窗受理。\n\n另一段。"
    assert joined(text) == ["进驻事项可分领域设置，由交通运输等部门派驻人员，实现一窗受理。", "另一段。"]


def test_page_break_inside_a_number_does_not_tear_the_fact() -> None:
    assert joined("政务服务网实名注册用户数突破，平台累计\n\n8000万，应用超过3100个。") == [
        "政务服务网实名注册用户数突破，平台累计8000万，应用超过3100个。"
    ]


@pytest.mark.parametrize("mark", ["，", "、", "（省教育厅、省科", "《某某办"])
def test_line_that_ends_in_a_comma_or_an_open_bracket_goes_on(mark: str) -> None:
    assert len(joined(f"遵循实用原则和广泛受益原则推进建设{mark}\n\n后面的字。")) == 1


def test_page_break_after_a_closing_quote_goes_on() -> None:
    assert joined("建立风险分担机制，持续推广“小微贷”“苏科贷”\n\n“苏信贷”等产品。") == [
        "建立风险分担机制，持续推广“小微贷”“苏科贷”“苏信贷”等产品。"
    ]


def test_latin_word_at_a_line_end_keeps_its_blank() -> None:
    assert joined("数据来自联合国机构，即 Intergovernmental\n\nPanel 的报告。") == [
        "数据来自联合国机构，即 Intergovernmental Panel 的报告。"
    ]


def test_heading_alone_does_not_swallow_its_text() -> None:
    assert joined("一、优化结构，积极推广小份餐品\n\n网络餐饮平台要引导商户。") == [
        "一、优化结构，积极推广小份餐品",
        "网络餐饮平台要引导商户。",
    ]


def test_plan_title_does_not_swallow_its_preamble() -> None:
    assert joined("某某省数字政府建设推进工作领导小组2023年工作要点\n\n2023年是关键之年。")[0].endswith("工作要点")


WRAPPED = [
    "一、总体要求",
    "（一）指导思想。" + "深入贯彻落实有关决策部署，坚持以人民为中心，" * 6 + "增强获得感。",
    "人民银行及其分支机构" + "会同各级部门加强沟通协调，" * 9 + "形成合力。",
    "（二）工作目标。" + "到2025年底前基本建成覆盖城乡的体系，" * 8 + "全面完成。",
]


def test_hard_wrapped_lines_become_the_paragraphs_they_were() -> None:
    text = "\n\n".join(wrap(paragraph) for paragraph in WRAPPED * 2)
    assert joined(text) == WRAPPED * 2


def test_page_number_inside_a_wrapped_sentence_is_dropped_and_leaves_a_seam() -> None:
    lines = wrap(WRAPPED[1]).split("\n\n")
    text = "\n\n".join([*[wrap(p) for p in WRAPPED], *lines[:3], "", "— 13 —", "", *lines[3:]])
    cleaned = clean_lines(raw_text(text))
    last = join_paragraphs(cleaned.lines, find_layout(cleaned.lines))[-1]
    assert last.text == WRAPPED[1]
    assert last.seams == (sum(len(line) for line in lines[:3]),)
    assert [item.reason for item in cleaned.left_out] == ["page_number"]


def test_blank_at_the_top_of_a_page_is_no_indent() -> None:
    lines = wrap(WRAPPED[3]).split("\n\n")
    text = "\n\n".join([*[wrap(p) for p in WRAPPED], lines[0]]) + "\n " + "\n\n".join(lines[1:])
    assert joined(text)[-1] == WRAPPED[3]


def test_wrapped_tail_that_looks_like_a_top_heading_is_no_heading() -> None:
    tail = "申报材料由窗口统一收取并转交有关部门办理，减少重复提交，推行“多表合"
    text = wrap(f"一、{WRAPPED[2]}") + "\n\n" + wrap(f"二、{WRAPPED[2]}")
    text += (
        "\n\n"
        + tail[:30]
        + "\n\n"
        + tail[30:]
        + "汇总以后统一办理并在规定时限内办结有关事项全部办"
        + "\n\n一、一表申请”。"
    )
    found = joined("\n\n".join(wrap(p) for p in WRAPPED) + "\n\n" + text)
    assert found[-1].endswith("一、一表申请”。")
    assert not found[-1].startswith("一、")


def test_departments_of_a_signature_are_lines_of_their_own() -> None:
    text = "\n\n".join(wrap(paragraph) for paragraph in WRAPPED) + "\n\n商务部\n\n财政部\n\n2022年 7月 28日"
    assert joined(text)[-3:] == ["商务部", "财政部", "2022年 7月 28日"]


def test_table_rows_are_never_joined() -> None:
    assert joined("序号\t指标\t2025年\n1\t覆盖率\t100%\n2\t\t≥80%")[1:] == ["1\t覆盖率\t100%", "2\t\t≥80%"]


def test_html_left_in_a_cell_goes_and_angle_brackets_of_the_text_stay() -> None:
    assert joined('甲。</p> <ol style="list-style-type: none">乙，见<https://etax.gov.cn>和<管理办法>，<1 ³。') == [
        "甲。 乙，见<https://etax.gov.cn>和<管理办法>，<1 ³。"
    ]


def test_comment_over_several_lines_is_left_out_and_listed() -> None:
    cleaned = clean_lines(raw_text("甲。\n<!-- 核对：\n001.txt:5 -->\n乙。"))
    assert [line.text for line in cleaned.lines] == ["甲。", "乙。"]
    assert [(item.line, item.reason) for item in cleaned.left_out] == [(2, "comment"), (3, "comment")]


def test_short_closing_line_ends_the_paragraph_before() -> None:
    found = body("一、甲事项由各部门按职责分工推进，做到应办尽办。\n\n特此通知。")
    assert "特此" not in found[-1].text


@pytest.mark.parametrize(
    ("text", "ends"), [("完成。", True), ("“一网通办”", False), ("说“好。”", True), ("体系和", False)]
)
def test_end_of_a_sentence(text: str, ends: bool) -> None:
    assert ends_sentence(text) is ends


def test_width_counts_ascii_as_half() -> None:
    assert width("2022年 9月") == 5.0


MARKS = [
    "一、",
    "（一）",
    "1.",
    "第一条 ",
    "第二条规定",
    "专栏1 ",
    "附件：",
    "目录",
    "…… 3",
    "— 3 —",
    "# ",
    "- ",
    "**",
    "|",
]
SIGNS = [
    "\t",
    "。",
    "，",
    "：",
    "\n",
    "\n\n",
    " ",
    "　",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "<!--",
    "-->",
    "\u200b",
    "\x00",
]
WORDS = ["2022年5月6日", "某政发〔2022〕8号", "财政部", "关于印发", "的通知", "甲乙丙", "and", "12.5万", "<p>"]
CLAUSES = ["本办法自2022年5月6日起施行", "有效期5年", "各市人民政府：", "现就某事项公告如下："]
PIECES = st.sampled_from([*MARKS, *SIGNS, *WORDS, *CLAUSES])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_parsed_and_every_line_is_accounted_for(text: str) -> None:
    parsed = parse(text)
    assert parsed.unaccounted == ()


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_character_of_the_body_is_lost_or_invented(text: str) -> None:
    text = text.replace("<!--", "").replace("-->", "")
    parsed = parse(HEAD + text + TAIL)
    dropped = {item.line for item in parsed.left_out}
    kept = [line.text for line in clean_lines(raw_text(HEAD + text + TAIL)).lines if line.number not in dropped]
    found = [passage.text for document in parsed.documents for passage in document.passages]
    assert sorted("".join("".join(kept).split())) == sorted("".join("".join(found).split()))


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_ids_are_unique_and_lines_ascend_within_a_passage(text: str) -> None:
    passages = [passage for document in parse(text).documents for passage in document.passages]
    assert len({passage.passage_id for passage in passages}) == len(passages)
    for passage in passages:
        assert [line for _, line in passage.line_starts] == sorted(line for _, line in passage.line_starts)
        assert [offset for offset, _ in passage.line_starts] == sorted({offset for offset, _ in passage.line_starts})


def test_full_stop_alone_on_a_line_is_not_lost() -> None:
    assert joined("各部门要按照职责分工抓好落实，确保完成任务\n。") == ["各部门要按照职责分工抓好落实，确保完成任务。"]


def test_drawn_line_is_left_out() -> None:
    assert [item.reason for item in clean_lines(raw_text("甲。\n---\n乙。")).left_out] == ["format_mark"]


def test_indent_of_first_lines_tells_paragraphs_apart() -> None:
    paragraphs = [f"第{n}段。" + "各级各部门要按照职责分工认真抓好落实。" * 7 for n in range(6)]
    lines = []
    for paragraph in paragraphs:
        rest = "　　" + paragraph
        while rest:
            lines.append(rest[:28])
            rest = rest[28:]
    assert joined("\n".join(lines)) == paragraphs
