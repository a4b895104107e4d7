"""Notes beside a citation: plain sentences on validity, later documents and other printings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.corpus import Document, Passage, SourceSpan
from qa.citations import citation
from qa.later import LaterTable
from qa.notes import noted, notes_on, validity_note
from qa.records import Citation, ScoredPassage

DAY = date(2025, 6, 1)
DOCUMENT = Document(
    "d1", "停车办法", "测政发〔2024〕3号", ("市政府",), date(2024, 1, 10), date(2024, 2, 1), date(2026, 12, 31)
)
PASSAGE = Passage("d1#三", "d1", ("第三条",), "免收停车费。", spans=(SourceSpan("a.txt", 14, 15),))
NEWER = Document("d2", "停车办法", "测政发〔2025〕9号", ("市政府",), date(2025, 1, 5), date(2025, 3, 1))


def notes(document: Document, *others: Document, on: date = DAY) -> str:
    table = LaterTable({one.doc_id: one for one in (document, *others)})
    return notes_on(document, PASSAGE, on, table)


@pytest.mark.parametrize(
    ("document", "day", "note"),
    [
        (DOCUMENT, date(2025, 1, 1), ""),
        (DOCUMENT, date(2024, 1, 31), "该文件在所问的日期尚未施行（自2024-02-01），办理前请核实最新规定。"),
        (DOCUMENT, date(2027, 1, 1), "该文件的有效期已过（至2026-12-31），办理前请核实最新规定。"),
        (replace(DOCUMENT, repealed_on=date(2025, 1, 1)), DAY, "该文件已被废止或被新版本取代，办理前请核实最新规定。"),
        (
            replace(DOCUMENT, expires=None, plan_until=date(2025, 1, 1)),
            DAY,
            "该规划的规划期已结束（至2025-01-01），办理前请核实最新规定。",
        ),
        (Document("d", "无日期"), DAY, ""),
    ],
)
def test_a_note_when_a_document_does_not_simply_bind(document: Document, day: date, note: str) -> None:
    assert validity_note(document, day) == note
    assert notes(document, on=day) == note


def test_the_new_version_is_named_with_number_and_dates() -> None:
    named = "《停车办法》（测政发〔2025〕9号，2025年1月5日发布，2025年3月1日起施行）"
    assert notes(DOCUMENT, NEWER) == f"该文件已有新版本：{named}。"
    repealed = replace(DOCUMENT, repealed_on=date(2025, 3, 1))
    assert notes(repealed, NEWER) == f"该文件已有新版本：{named}。办理前请核实最新规定。"


def test_a_new_version_that_does_not_bind_yet_is_announced() -> None:
    assert notes(DOCUMENT, NEWER, on=date(2025, 2, 1)) == "该文件的新版本已发布，自2025年3月1日起施行。"
    assert notes(DOCUMENT, NEWER, on=date(2025, 1, 1)) == ""


def test_what_repeals_it_and_what_follows_it_are_said_in_their_own_words() -> None:
    repealing = Document("d3", "停车条例", "", ("市政府",), date(2025, 2, 1), repeals=("测政发〔2024〕3号",))
    assert notes(replace(DOCUMENT, repealed_on=date(2025, 2, 1)), repealing) == (
        "该文件已被《停车条例》（2025年2月1日发布）废止。办理前请核实最新规定。"
    )
    first = Document("d4", "市政府关于推进社区食堂工作的意见", "", ("市政府",), date(2024, 1, 1))
    second = Document("d5", "市政府关于规范社区食堂的通知", "", ("市政府",), date(2025, 1, 1))
    assert notes(first, second) == (
        "发文机关后来就同一事项发布了《市政府关于规范社区食堂的通知》（2025年1月1日发布），请一并核对。"
    )


def test_other_printings_of_the_document_are_named() -> None:
    twice = replace(DOCUMENT, sources=(SourceSpan("a.txt", 1, 30), SourceSpan("b.txt", 5, 40)))
    assert notes(twice) == "同一文件另有印本，见b.txt。"
    assert citation(1, ScoredPassage(PASSAGE, twice, 1.0), (0, 4), on=DAY).note == "同一文件另有印本，见b.txt。"


def test_one_note_on_several_citations_is_said_once() -> None:
    def cited(n: int, note: str) -> Citation:
        return Citation(n, "", "", "", "", "", "", "", "", "", "", "", 1, 1, "", note)

    assert noted([cited(1, "已过期。"), cited(2, ""), cited(3, "已过期。"), cited(4, "已废止。")]) == (
        "[1][3] 已过期。",
        "[4] 已废止。",
    )
