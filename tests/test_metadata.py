"""Numbers, issuers, dates, validity and what a document ends or rests on."""

from __future__ import annotations

from datetime import date

import pytest
from parse_helpers import HEAD, TAIL, only_document, parse, raw_text

from index.corpus import Validity
from index.docnumber import key_of_number, number_of_line, numbers_in
from index.identity import bases_of, issuers_of, kind_of, region_and_level, title_issuers
from index.metadata import dates_in, end_date, find_repeals, find_validity, plan_end
from index.parsing import parse_file


@pytest.mark.parametrize(
    "line",
    ["苏政发[2022]71号", "（苏政发〔2022〕71号）", "苏政发(2022) 71号", "苏政发【2022】71 号", "苏政发﹝2022﹞71号"],
)
def test_every_bracket_gives_the_same_number(line: str) -> None:
    assert number_of_line(line) == "苏政发〔2022〕71号"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("财政部 税务总局公告 2023 年第 10 号", "财政部税务总局公告2023年第10号"),
        ("中华人民共和国国务院令第639号", "国务院令第639号"),
        ("按照《通知》（财税〔2015〕119号）执行", ""),
        ("根据某部公告2022年第3号", ""),
        ("一、做好工作", ""),
    ],
)
def test_only_a_line_that_is_nothing_else_is_a_number_line(line: str, number: str) -> None:
    assert number_of_line(line) == number


def test_number_of_an_announcement_on_a_line_of_its_own_takes_the_name_above() -> None:
    text = (
        "中华人民共和国财政部 税务总局公告\n2022年第 27号\n\n"
        "为促进消费，现就延续免征车辆购置税政策有关事项公告如下：\n\n一、免征。\n\n财政部\n\n"
        "2022年9月18日"
    )
    document = only_document(text)
    assert document.doc_number == "财政部税务总局公告2022年第27号"
    assert document.aliases == ("关于延续免征车辆购置税政策的公告",)


def test_ids_come_from_the_number() -> None:
    assert key_of_number("苏政发〔2022〕71号") == "苏政发-2022-71"
    assert numbers_in("（国发〔2022〕5号）和财税[2015]119号") == ("国发〔2022〕5号", "财税〔2015〕119号")


def test_letter_spaced_issuers_on_one_line_are_two() -> None:
    line = "江 苏 省 财 政 厅 江苏省住房和城乡建设厅 2022年7月11日"
    assert issuers_of([line], "") == ("江苏省财政厅", "江苏省住房和城乡建设厅")


def test_signature_of_many_departments_is_kept_whole() -> None:
    names = ["商务部", "中央宣传部", "外交部", "共青团中央", "全国妇联", "贸促会", "外文局"]
    document = only_document(HEAD + "一、甲事项由各部门负责推进落实。\n\n" + "\n\n".join(names) + "\n\n2022年7月18日")
    assert document.issuers == tuple(names)


def test_issuers_of_a_title_stand_in_when_there_is_no_signature() -> None:
    assert title_issuers("中共中央办公厅 国务院办公厅印发《关于某事的意见》") == ("中共中央办公厅", "国务院办公厅")
    assert title_issuers("商务部等 13部门关于某事的通知") == ("商务部",)


def test_date_of_issue_is_the_one_below_the_signature() -> None:
    assert only_document(HEAD + "一、自2020年1月1日起开展。" + TAIL).issued == date(2022, 5, 6)


def test_date_in_brackets_below_the_title_is_the_date_of_a_decision() -> None:
    text = (
        "甲省人民代表大会常务委员会关于促进发展的决定\n\n"
        "（2022年7月29日甲省第十三届人民代表大会常务委员会通过）\n\n一、本决定适用。"
    )
    assert only_document(text).issued == date(2022, 7, 29)


def test_dates_are_read_through_blanks_and_chinese_numerals() -> None:
    assert dates_in("2022年 9月 26日至二〇二三年十二月三十一日") == (date(2022, 9, 26), date(2023, 12, 31))
    assert dates_in("2022年13月40日") == ()


@pytest.mark.parametrize(
    ("clause", "effective", "expires"),
    [
        ("本意见自 2023 年 7 月 1 日起施行，有效期至 2028 年 6 月 30 日。", date(2023, 7, 1), date(2028, 6, 30)),
        ("第十八条 本办法自2022年8月15日起施行,执行期限至2025年12月31日止。", date(2022, 8, 15), date(2025, 12, 31)),
        ("本政策措施自印发之日起实施，未注明时限的，有效期至2025年12月31日。", date(2022, 5, 6), date(2025, 12, 31)),
        ("政策执行至2022年12月底。", None, date(2022, 12, 31)),
        ("本办法自2022年6月1日起施行，有效期5年。", date(2022, 6, 1), date(2027, 5, 31)),
        ("证书有效期三年。", None, None),
        ("对2024年1月1日起施行的项目给予补助。", None, None),
    ],
)
def test_validity_is_read_from_the_clause_about_the_document_itself(
    clause: str, effective: date | None, expires: date | None
) -> None:
    found = find_validity([clause], date(2022, 5, 6))
    assert (found.effective, found.expires) == (effective, expires)


def test_end_of_a_month_and_of_a_year() -> None:
    assert end_date("2024年2月底") == date(2024, 2, 29)
    assert end_date("2023年底") == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("某省“十四五”养老服务发展规划", date(2025, 12, 31)),
        ("某省冷链物流发展规划（2022－2030年）", date(2030, 12, 31)),
        ("某产业三年行动计划(2023—2025 年)", date(2025, 12, 31)),
        ("数字政府建设2023年工作要点", date(2023, 12, 31)),
        ("关于做好“十四五”时期工作的通知", None),
    ],
)
def test_plan_period_is_read_from_the_title(title: str, end: date | None) -> None:
    assert plan_end([title]) == end


def test_plan_is_over_but_not_expired_after_its_period() -> None:
    text = (
        "甲省政府办公厅关于印发甲省“十四五”某规划的通知\n\n甲政办发〔2021〕6号\n\n"
        "各市人民政府：\n\n现印发给你们。\n\n甲省人民政府办公厅\n\n2021年9月1日\n\n"
        "甲省“十四五”某规划\n\n一、甲。\n"
    )
    document = only_document(text)
    assert document.validity(date(2025, 6, 1)) is Validity.IN_FORCE
    assert document.validity(date(2026, 1, 1)) is Validity.PLAN_OVER


def test_repealed_numbers_are_named_and_cited_ones_are_not() -> None:
    ended = "《甲办法》（苏财规〔2016〕19号）、《乙办法》（苏财规〔2020〕13号）同时废止。"
    clause = ended + "按照《丙》（国发〔2020〕1号）执行。"
    assert find_repeals([clause]) == ("苏财规〔2016〕19号", "苏财规〔2020〕13号")


def test_basis_is_what_follows_according_to() -> None:
    assert bases_of(["根据《甲法》《乙条例》（国令第1号），制定本办法。见《丙》。"]) == (
        "《甲法》",
        "《乙条例》（国令第1号）",
    )


@pytest.mark.parametrize(
    ("issuers", "place"),
    [
        (["江苏省人民政府"], ("江苏省", "省")),
        (["国家税务总局江苏省税务局"], ("江苏省", "省")),
        (["中国银保监会江苏监管局"], ("江苏省", "省")),
        (["国务院办公厅"], ("全国", "国家")),
        (["市场监管总局办公厅"], ("全国", "国家")),
        (["南京市人民政府办公厅"], ("南京市", "市")),
        (["江苏省苏州市财政局"], ("苏州市", "市")),
        (["昆山县人民政府"], ("昆山县", "县")),
    ],
)
def test_region_and_level_come_from_the_issuer(issuers: list[str], place: tuple[str, str]) -> None:
    assert region_and_level(issuers, "") == place


def test_kind_is_that_of_the_issued_text() -> None:
    assert kind_of(["某省养老服务发展规划", "关于印发某规划的通知"]) == "规划"
    assert kind_of(["关于某事的指导意见（试行）"]) == "指导意见"


def test_annex_that_is_not_printed_is_named() -> None:
    text = HEAD + "一、执行《某某清单》（见附件）。\n\n附件：1.甲目录\n\n2.乙表（略）" + TAIL
    assert only_document(text).annexes_missing == ("甲目录", "乙表（略）", "某某清单")


def test_statute_takes_its_dates_from_head_and_file_name() -> None:
    text = (
        "# 中华人民共和国某法\n\n1999年3月1日 某会议通过\n\n"
        "2018年10月26日 某会议《关于修改的决定》修正\n\n1999年5月1日 施行\n\n"
        "<!-- INFO END -->\n\n第一条 甲。\n"
    )
    document = only_document(text, file="社会法/某法(2018-10-26).md")
    assert document.doc_id == "中华人民共和国某法-2018-10-26"
    assert (document.issued, document.effective) == (date(2018, 10, 26), None)
    assert document.aliases == ("某法",)
    assert (document.kind, document.level) == ("法律", "国家")


def test_card_takes_everything_from_its_head() -> None:
    head = {
        "title": "补贴卡片",
        "issuer": "甲部；乙部",
        "basis_number": "国办发〔2023〕11号",
        "issued": "2023-04-19",
        "audience": "企业; 居民",
        "kind": "政策说明",
        "region": "全国",
        "level": "国家",
    }
    document = parse_file(raw_text("# 补贴卡片\n\n## 一、甲\n\n乙。", front_matter=head)).documents[0].document
    assert (document.issuers, document.audience) == (("甲部", "乙部"), ("企业", "居民"))
    assert document.based_on == ("国办发〔2023〕11号",)
    assert document.doc_number == ""


def test_every_date_and_number_of_a_document_without_any_is_empty() -> None:
    document = parse("一段没有标题的话，说明某件事情应当怎样办理。").documents[0].document
    assert (document.doc_number, document.issued, document.issuers) == ("", None, ())
