"""What is offered beside an answer: guides, bases, successors, the same subject."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from lookup_toy import open_lookup_toy

from index.corpus import Document
from qa.related import Reason, RelatedTable, related_documents, related_to_all, subjects_of

RULES = Document(doc_id="办法", title="测试市高龄补贴办法", doc_number="测政发〔2024〕3号", kind="办法")
CARD = Document(doc_id="卡", title="高龄补贴怎么领", kind="政策说明", based_on=("测政发〔2024〕3号",))
BASIS = Document(doc_id="上位", title="测试省关于高龄补贴的意见", doc_number="省发〔2023〕1号", kind="意见")
PARKING = Document(doc_id="停车", title="测试市停车场管理办法", kind="办法")
# Three subjects point one way, parking the other; the card nearest to the rules.
WAYS = {"办法": (1.0, 0.0), "卡": (1.0, 0.0), "上位": (0.8, 0.6), "停车": (0.0, 1.0)}


def _table(*documents: Document) -> RelatedTable:
    rows = np.array([WAYS[document.doc_id] for document in documents], np.float32)
    return RelatedTable({document.doc_id: document for document in documents}, rows)


def _offers(table: RelatedTable, document: Document) -> list[tuple[str, str]]:
    return [(one.document.doc_id, one.reason.value) for one in table.related(document)]


def test_guide_comes_first_both_ways() -> None:
    table = _table(RULES, CARD, BASIS, PARKING)
    assert _offers(table, RULES) == [("卡", "guide"), ("上位", "subject")]
    assert _offers(table, CARD)[0] == ("办法", "guide")


def test_basis_and_successor_are_offered_before_the_same_subject() -> None:
    resting = replace(
        RULES, based_on=("《测试省关于高龄补贴的意见》（省发〔2023〕1号）",), repeals=("测试市停车场管理办法",)
    )
    table = _table(resting, CARD, BASIS, PARKING)
    assert _offers(table, resting) == [("卡", "guide"), ("停车", "replaced"), ("上位", "basis")]
    assert _offers(table, BASIS)[0] == ("办法", "basis")


def test_another_subject_is_not_offered() -> None:
    assert _offers(_table(RULES, PARKING), RULES) == []


def test_repealed_document_of_the_same_subject_is_not_offered() -> None:
    table = _table(RULES, replace(BASIS, repealed_on=date(2024, 1, 1)))
    assert _offers(table, RULES) == []


def test_limit_and_self() -> None:
    table = _table(RULES, CARD, BASIS, PARKING)
    assert len(table.related(RULES, limit=1)) == 1
    assert "办法" not in [one.document.doc_id for one in table.related(RULES, limit=9)]


def test_wrong_number_of_vectors_is_refused() -> None:
    with pytest.raises(ValueError, match="1 documents but 2 subject vectors"):
        RelatedTable({"办法": RULES}, np.zeros((2, 2), np.float32))


def test_subjects_are_unit_vectors_of_each_document(tmp_path: Path) -> None:
    snapshot = open_lookup_toy(tmp_path)
    subjects = subjects_of(snapshot)
    assert subjects.shape == (len(snapshot.documents), snapshot.dense.dim)
    assert np.linalg.norm(subjects, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_offers_from_a_built_index(tmp_path: Path) -> None:
    snapshot = open_lookup_toy(tmp_path)
    rules = snapshot.documents["测政发-2024-3"]
    first = related_documents(rules, snapshot)[0]
    assert first.doc_id == "高龄补贴怎么领"
    offered = related_to_all([rules, first], snapshot)
    assert not {rules.doc_id, first.doc_id} & {document.doc_id for document in offered}
    assert related_to_all([], snapshot) == ()


def test_forwarding_notice_and_what_it_forwards_are_offered_beside_each_other(tmp_path: Path) -> None:
    snapshot = open_lookup_toy(tmp_path)
    table = RelatedTable(snapshot.documents, subjects_of(snapshot))
    offer = table.related(snapshot.documents["测邮发-2023-12"])[0]
    assert (offer.document.doc_id, offer.reason) == ("测市邮函-2023-30", Reason.FORWARDED)
