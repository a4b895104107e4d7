"""Headings, articles, boxes and document borders: each case is one thing real compilations do."""

from __future__ import annotations

import pytest
from parse_helpers import HEAD, TAIL, body, parse, paths

from index.numbering import Level, parse_mark, run_in_topic

LONG = "有关部门要按照职责分工认真抓好落实，" * 6


def test_heading_rank_comes_from_the_number_and_not_from_hash_marks() -> None:
    text = f"# 一、总体要求\n\n## （一）目标。{LONG}完成。\n\n#### 二、任务\n\n# （一）建设。{LONG}完成。"
    assert paths(body(text)) == ["一、总体要求 > （一）目标", "二、任务 > （一）建设"]


def test_bullets_before_numbered_items_do_not_change_their_rank() -> None:
    text = f"一、任务\n\n- （一）甲项。{LONG}完成。\n- （二）乙项。{LONG}完成。\n\n（三）丙项。{LONG}完成。"
    assert paths(body(text)) == ["一、任务 > （一）甲项", "一、任务 > （二）乙项", "一、任务 > （三）丙项"]


def test_false_heading_made_by_a_page_break_stays_in_its_article() -> None:
    text = f"一、总则\n\n{LONG}完成。\n\n二、支付\n\n9.按期支付款项。{LONG}定期将上\n\n一、年度逾期的金额公开。"
    last = body(text)[-1]
    assert last.article == "二、支付 > 9.按期支付款项"
    assert last.text.endswith("定期将上一、年度逾期的金额公开。")


def test_false_heading_with_hash_marks_stays_in_its_sentence() -> None:
    text = (
        f"一、平台\n\n1.建设节点。{LONG}（责任单位:省发展改革委、省公共\n\n#### 信用信息中心）\n\n2.接入。{LONG}完成。"
    )
    passages = body(text)
    assert passages[0].text.endswith("（责任单位:省发展改革委、省公共信用信息中心）")
    assert len(passages) == 2


def test_figure_with_a_decimal_point_at_line_start_is_no_item() -> None:
    assert parse_mark("2.2万人，志愿者608万人。") is None
    assert parse_mark("1-12月且取得证书的") is None


@pytest.mark.parametrize("text", ["1．加快", "1﹒坚持", "1.加快", "1. 加快", "1、加快"])
def test_every_dot_after_an_arabic_number_makes_the_same_mark(text: str) -> None:
    mark = parse_mark(text)
    assert mark is not None
    assert (mark.level, mark.number) == (Level.ARABIC, 1)


@pytest.mark.parametrize(("text", "number"), [("（八）推进", 8), ("(二十三) 加强", 23), ("（ 三 ）做好", 3)])
def test_brackets_of_either_width_make_the_same_mark(text: str, number: int) -> None:
    mark = parse_mark(text)
    assert mark is not None
    assert (mark.level, mark.number) == (Level.CN_PAREN, number)


@pytest.mark.parametrize("text", ["第七条规定的期限", "第七条、第八条中的公示", "第七条第二款", "第七条的规定"])
def test_reference_to_an_article_is_no_heading(text: str) -> None:
    assert parse_mark(text) is None


def test_article_misprinted_with_a_lookalike_is_read() -> None:
    mark = parse_mark("笫五十四条 清算组成员应当忠于职守。")
    assert mark is not None
    assert (mark.number, mark.label) == (54, "第五十四条")


def test_two_articles_in_one_line_are_two_passages() -> None:
    text = "第八条 甲。\n\n第九条 第七条、第八条中的公示时间不少于5日。 第十条 乙是指丙。\n\n第二段属于第十条。"
    passages = body(text)
    assert paths(passages) == ["第八条", "第九条", "第十条"]
    assert passages[2].text == "第十条 乙是指丙。\n第二段属于第十条。"
    assert passages[1].line_starts[0][1] == passages[2].line_starts[0][1]


def test_articles_stay_articles_when_bold_bulleted_or_headings() -> None:
    text = "第一条 甲。\n\n- **第二条** 乙。\n\n#### 第三条 职责:\n\n- （一）丙;\n- （二）丁。\n\n**第四条** 戊。"
    assert paths(body(text)) == ["第一条", "第二条", "第三条", "第四条"]


def test_unnumbered_paragraphs_of_an_article_stay_together() -> None:
    text = "第三条 委员会负责评选。\n\n委员会设主任2名。\n\n委员每届任期4年。\n\n第四条 办公室设在局里。"
    assert body(text)[0].text.count("\n") == 2


def test_article_numbers_run_on_through_chapters_after_a_broken_heading() -> None:
    text = "第一章 总则\n\n第一条 甲。\n\n第二章 调取、查封\n\n和视听资料\n\n第二条 乙。"
    assert [p.heading_path[-1] for p in body(text)] == ["第一条", "第二条"]


def test_letter_spaced_chapter_title_is_one_word() -> None:
    assert body("第一章 总 则\n\n第一条 甲。")[0].heading_path == ("第一章 总则", "第一条")


def test_numbers_that_run_on_through_sections_keep_their_section() -> None:
    text = f"一、甲\n\n（一）子。{LONG}完成。\n\n二、乙\n\n（二）丑。{LONG}完成。"
    assert paths(body(text)) == ["一、甲 > （一）子", "二、乙 > （二）丑"]


def test_run_in_topic_is_the_title_of_its_paragraph() -> None:
    text = f"（一）规范服务。\n\n规范场所建设。{LONG}完成。\n\n规范窗口设置。{LONG}完成。\n\n没有主题的一段{LONG}完成。"
    found = body(text)
    assert paths(found) == ["（一）规范服务 > 规范场所建设", "（一）规范服务 > 规范窗口设置"]
    assert "没有主题的一段" in found[1].text


@pytest.mark.parametrize("text", ["到2025年，全省达到。", "各地各部门要提高认识，抓好落实。完成。"])
def test_sentence_with_figure_or_comma_is_no_topic(text: str) -> None:
    assert run_in_topic(text) == ""


def test_box_is_an_article_of_its_own_and_ends_at_the_next_number() -> None:
    text = (
        f"一、甲\n\n（一）子。{LONG}完成。\n\n专栏2 培育工程\n\n1.养老。{LONG}做好。\n\n"
        f"2.托育。{LONG}做好。\n\n（二）丑。{LONG}完成。"
    )
    found = body(text)
    assert found[1].heading_path == ("一、甲", "（一）子", "专栏2 培育工程")
    assert found[1].kind == "box"
    assert found[-1].article == "一、甲 > （二）丑"


def test_numbering_inside_a_box_does_not_jump_back_to_the_top() -> None:
    text = (
        f"三、任务\n\n（一）子。{LONG}\n\n专栏2 项目\n\n一、资金类\n\n{LONG}完成。\n\n"
        f"二、服务类\n\n{LONG}完成。\n\n（二）丑。{LONG}。"
    )
    assert all(p.heading_path[0] == "三、任务" for p in body(text))
    assert body(text)[-1].article == "三、任务 > （二）丑"


def test_list_of_a_box_that_collides_with_its_section_stays_in_the_box() -> None:
    text = (
        f"（九）能力\n\n1.甲。{LONG}。\n\n2.乙。{LONG}。\n\n专栏3 行动\n\n1.丙。{LONG}。\n\n"
        f"2.丁。{LONG}。\n\n3.戊。{LONG}。\n\n（十）方式。{LONG}。"
    )
    boxes = [p for p in body(text) if p.kind == "box"]
    assert "3.戊" in boxes[-1].text


def test_responsible_bodies_stay_with_their_item() -> None:
    text = (
        f"1.建设节点。{LONG}完成。（责任单位：省发展改革委、省\n\n市场监管局）\n\n"
        f"2.接入。{LONG}完成。（责任单位：省财政厅）"
    )
    assert body(text)[0].text.endswith("（责任单位：省发展改革委、省市场监管局）")


def test_contents_list_and_cover_are_no_documents() -> None:
    cover = (
        "某某市人民政府公报\n\n第12期\n\n目 录\n\n"
        "某某市人民政府关于做好某事的意见…… (3)\n某某市人民政府关于做好\n乙事的通知…… (9)\n\n"
        "CONTENTS\n\nThe Opinions (3)\n\n"
    )
    parsed = parse(cover + HEAD + "一、甲事。" + LONG + "。" + TAIL)
    assert len(parsed.documents) == 1
    assert {item.reason for item in parsed.left_out} == {"cover_or_contents"}
    assert parsed.unaccounted == ()


def test_imprint_after_the_last_document_is_left_out() -> None:
    cover = "某某市人民政府公报\n\n第12期\n\n"
    parsed = parse(
        cover + HEAD + f"一、甲事。{LONG}。" + TAIL + "\n某某市人民政府公报\n\n刊号: ISSN 1234-5678\n\n邮 编: 210024\n"
    )
    assert next(item.text for item in parsed.left_out if item.reason == "imprint") == "某某市人民政府公报"
    assert "ISSN" not in parsed.documents[0].passages[0].text


def test_documents_without_a_number_begin_at_their_issuers() -> None:
    second = (
        "甲市财政局 甲市教育局\n关于加强经费管理的通知\n\n各县财政局：\n\n请抓好落实。\n\n甲市财政局\n\n2022年6月1日\n"
    )
    parsed = parse(HEAD + f"一、甲事。{LONG}。" + TAIL + "\n" + second)
    assert [p.document.doc_number for p in parsed.documents] == ["某政发〔2022〕8号", ""]
    assert parsed.documents[1].document.title == "甲市财政局 甲市教育局关于加强经费管理的通知"


def test_plan_issued_by_a_notice_belongs_to_the_notice() -> None:
    text = (
        "甲省政府办公厅关于印发甲省某规划的通知\n\n甲政办发〔2022〕60号\n\n各市人民政府：\n\n"
        "《甲省某规划》已经同意，现印发给你们。\n\n甲省人民政府办公厅\n\n2022年7月23日\n\n"
        "（此件公开发布）\n\n甲省某规划\n\n"
    )
    parsed = parse(text + f"一、基础\n\n{LONG}。\n\n二、任务\n\n{LONG}。\n")
    assert len(parsed.documents) == 1
    assert parsed.documents[0].document.aliases == ("甲省某规划",)
    assert parsed.documents[0].passages[1].heading_path == ("甲省某规划", "一、基础")


def test_enclosed_notice_has_its_own_number_and_is_named_by_the_outer_one() -> None:
    outer = (
        "甲省教育厅 甲省财政厅转发教育部办公厅关于发放补助的通知\n\n甲教函〔2022〕310号\n\n"
        "各市教育局：\n\n现转发给你们。\n\n附件：教育部办公厅关于发放补助的通知\n\n"
        "甲省教育厅\n\n2022年8月30日\n\n"
    )
    inner = (
        "教育部办公厅关于发放补助的通知\n\n教厅发〔2022〕41号\n\n各省教育厅：\n\n"
        "一、每人不超过1500元。\n\n教育部办公厅\n\n2022年7月25日\n"
    )
    first, second = (parsed.document for parsed in parse(outer + inner).documents)
    assert first.forwards == ("教厅发〔2022〕41号",)
    assert first.annexes_missing == ()
    assert second.doc_number == "教厅发〔2022〕41号"


def test_title_in_the_running_text_starts_no_document() -> None:
    text = HEAD + f"一、依据。按照《财政部关于加强管理的通知》（财发〔2020〕1号）执行。{LONG}。" + TAIL
    assert len(parse(text).documents) == 1
