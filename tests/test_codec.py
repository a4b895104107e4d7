"""Records survive the way into JSON and back."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from index.codec import decode_document, decode_passage, encode
from index.corpus import Document, Passage, SourceSpan

FULL_DOCUMENT = Document(
    doc_id="测政发-2024-3",
    title="测试市高龄补贴办法",
    doc_number="测政发〔2024〕3号",
    issuers=("测试市人民政府", "测试市民政局"),
    issued=date(2024, 1, 10),
    effective=date(2024, 2, 1),
    expires=date(2026, 12, 31),
    plan_until=date(2025, 12, 31),
    repealed_on=date(2025, 1, 1),
    region="测试市",
    level="市",
    kind="办法",
    audience=("老年人",),
    aliases=("办法",),
    repeals=("测政发〔2020〕1号",),
    based_on=("老年人权益保障法",),
    forwards=("测民〔2024〕1号",),
    annexes_missing=("申请表",),
    sources=(SourceSpan("高龄补贴.txt", 1, 21),),
)
FULL_PASSAGE = Passage(
    passage_id="测政发-2024-3#第三条",
    doc_id="测政发-2024-3",
    heading_path=("第二章", "第三条"),
    text='第三条 标准："一"\t100元\n（一）其他。',
    context="表 1",
    kind="table",
    spans=(SourceSpan("高龄补贴.txt", 14, 17),),
    line_starts=((0, 14), (9, 15)),
    seams=(4, 12),
    also_in=(SourceSpan("b.txt", 2, 3),),
    previous_id="测政发-2024-3#第二条",
    next_id="测政发-2024-3#第四条",
    parent_id="测政发-2024-3#二",
)


def test_the_full_records_here_fill_every_field() -> None:
    for record in (FULL_DOCUMENT, FULL_PASSAGE):
        assert [field.name for field in fields(record) if getattr(record, field.name) in ("", (), None)] == []


def test_full_records_come_back_equal() -> None:
    assert decode_document(encode(FULL_DOCUMENT)) == FULL_DOCUMENT
    assert decode_passage(encode(FULL_PASSAGE)) == FULL_PASSAGE


@pytest.mark.parametrize("passage", [Passage("a#1", "a", (), ""), Passage("a#1", "a", ("一",), "字")])
def test_empty_fields_are_left_out_and_come_back(passage: Passage) -> None:
    assert "spans" not in encode(passage)
    assert decode_passage(encode(passage)) == passage


def test_a_record_is_one_line_and_equal_records_give_equal_text() -> None:
    assert "\n" not in encode(FULL_PASSAGE)
    assert encode(decode_document(encode(FULL_DOCUMENT))) == encode(FULL_DOCUMENT)
