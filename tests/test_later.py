"""What came after a document: versions, repeals, amendments, the same matter again, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lookup_toy import open_lookup_toy

from index.corpus import Document
from qa.later import LaterTable, Succession, later_table

DAY = date(2024, 6, 1)
TAX = ("财政部", "税务总局")
OLD = Document(
    "旧", "财政部 税务总局关于延续小汽车免征车辆购置税政策的公告", "公告2022年第27号", TAX, date(2022, 9, 18)
)
NEW = Document(
    "新", "财政部 税务总局关于延续和优化小汽车车辆购置税减免政策的公告", "公告2023年第10号", TAX, date(2023, 6, 19)
)


def later(one: Document, *others: Document, on: date = DAY) -> tuple[str, str] | None:
    """Return the id of what came after ``one`` and how."""
    found = LaterTable({document.doc_id: document for document in (one, *others)}).later(one, on)
    return None if found is None else (found.document.doc_id, found.how.value)


def law(doc_id: str, issued: date, effective: date | None = None, title: str = "测试国图书法") -> Document:
    return Document(doc_id, title, "", ("测试国会议",), issued, effective)


def test_the_same_matter_of_the_same_issuer_is_found_whatever_the_frame_of_the_title() -> None:
    assert later(OLD, NEW) == ("新", "same matter")
    assert later(NEW, OLD) is None


def test_a_document_later_than_the_day_asked_about_is_not_there_yet() -> None:
    assert later(OLD, NEW, on=date(2023, 6, 18)) is None
    assert later(OLD, replace(NEW, effective=date(2025, 1, 1))) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("关于2022年降成本重点工作的通知", "关于做好2024年降成本重点工作的通知"),
        ("关于印发“十三五”知识产权发展规划的通知", "关于印发“十四五”知识产权发展规划的通知"),
        ("信访条例", "信访工作条例"),
        ("刑事案件处理规则（试行）", "刑事案件处理规则"),
    ],
)
def test_years_and_empty_words_do_not_make_another_matter(first: str, second: str) -> None:
    one, two = law("一", date(2020, 1, 1), title=first), law("二", date(2023, 1, 1), title=second)
    assert later(one, two) is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("食品安全案件适用法律的解释", "药品安全案件适用法律的解释"),
        ("民事诉讼证据的若干规定", "知识产权民事诉讼证据的若干规定"),
        ("保险法若干问题的解释（一）", "保险法若干问题的解释（二）"),
        ("刑法修正案（2004年）", "刑法修正案（2018年）"),
        ("春风行动第三批措施的通知", "春风行动第四批措施的通知"),
        ("烟草专卖法", "烟草专卖法实施条例"),
        ("数字政府建设规划", "数字政府建设2023年工作要点"),
        ("意见", "若干意见"),
    ],
)
def test_what_is_only_alike_is_another_matter(first: str, second: str) -> None:
    one, two = law("一", date(2020, 1, 1), title=first), law("二", date(2023, 1, 1), title=second)
    assert later(one, two) is None


def test_another_issuer_and_a_guide_are_no_successors() -> None:
    assert later(OLD, replace(NEW, issuers=("测试市财政局",))) is None
    assert later(OLD, replace(NEW, kind="政策说明")) is None


def test_the_newest_version_that_binds_is_named_and_a_second_copy_is_none() -> None:
    versions = [law("一", date(2010, 1, 1)), law("二", date(2020, 1, 1)), law("三", date(2024, 1, 9), date(2024, 7, 1))]
    assert later(*versions) == ("二", "version")
    assert later(*versions, on=date(2024, 7, 1)) == ("三", "version")
    assert later(law("一", date(2022, 4, 1)), law("二", date(2022, 4, 24))) is None
    short = [law("一", date(2010, 1, 1), title="公司法"), law("二", date(2020, 1, 1), title="公司法")]
    assert later(*short) == ("二", "version")


def test_a_version_published_but_not_yet_binding_is_coming() -> None:
    old, new = law("一", date(2010, 1, 1)), law("二", date(2024, 1, 9), date(2024, 7, 1))
    table = LaterTable({"一": old, "二": new})
    assert [table.coming(old, on) for on in (date(2024, 1, 8), DAY, date(2024, 7, 1))] == [None, new, None]


def test_what_repeals_and_what_amends_is_named_as_such() -> None:
    rules = law("办法", date(2015, 1, 1), title="图书借阅办法")
    repealing = replace(law("条例", date(2022, 1, 1), title="公共文化条例"), repeals=("图书借阅办法",))
    amending = law("决定", date(2021, 1, 1), title="测试国会议关于修改《图书借阅办法》的决定")
    assert later(rules, repealing, amending) == ("条例", "repeals")
    assert later(rules, amending) == ("决定", "amends")
    assert later(replace(rules, issued=date(2021, 1, 1)), amending) is None  # already in the new wording


def test_versions_in_a_built_index_are_found(tmp_path: Path) -> None:
    snapshot = open_lookup_toy(tmp_path)
    old = snapshot.documents["中华人民共和国图书借阅法-2010-03-01"]
    found = later_table(snapshot).later(old, DAY)
    assert found is not None
    assert (found.document.issued, found.how) == (date(2020, 6, 1), Succession.VERSION)
    assert later_table(snapshot) is later_table(snapshot)
