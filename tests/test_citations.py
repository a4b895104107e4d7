"""Chosen sentences into text with [n] and citations whose quotes stand in the source, line for line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from toy_answerer import DAY, evidence_for, toy_retriever

from index.corpus import Document, Passage, SourceSpan
from qa.citations import Quoted, citation, cite, quoted
from qa.later import LaterTable
from qa.records import ScoredPassage
from qa.retriever import Retriever

DOCUMENT = Document(
    "d1", "办法", "测政发〔2024〕3号", ("市政府", "市民政局"), date(2024, 1, 10), date(2024, 2, 1), date(2026, 12, 31)
)
TEXT = "第三条 标准为一百元。按月发放。"
PASSAGE = Passage(
    "d1#三", "d1", ("二", "第三条"), TEXT, spans=(SourceSpan("a.txt", 14, 15),), line_starts=((0, 14), (11, 15))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("toy")


@pytest.fixture(scope="module")
def retriever(folder: Path) -> Retriever:
    return toy_retriever(folder)


def pieces(retriever: Retriever, *questions_and_parts: tuple[str, str]) -> list[Quoted]:
    """Return the sentence that holds each part, among those found for its question."""
    found = []
    for question, part in questions_and_parts:
        evidence = [one for passage in evidence_for(retriever, question) for one in passage]
        found.append(next(one for one in evidence if part in one.sentence.text))
    return quoted(found, None)


def hit(passage: Passage = PASSAGE, document: Document = DOCUMENT) -> ScoredPassage:
    return ScoredPassage(passage, document, 1.0)


def test_passages_are_numbered_in_order_of_use_and_cited_once(retriever: Retriever) -> None:
    chosen = pieces(
        retriever,
        ("免收停车费", "免收停车费"),
        ("高龄补贴标准", "100元"),
        ("高龄补贴标准", "500元"),
        ("停车场监督管理", "市交通运输局"),
    )
    text, citations = cite(chosen, on=DAY)
    assert [int(mark) for mark in text.replace("]", "[").split("[")[1::2]] == [1, 2, 2, 3]
    assert [one.n for one in citations] == [1, 2, 3]
    assert [one.passage_id.split("#")[1] for one in citations] == ["第三条", "第三条", "第二条"]


def test_every_quote_stands_in_its_source_lines(retriever: Retriever, folder: Path) -> None:
    for question in ("高龄补贴标准", "免收停车费", "申请材料", "登记错误多领"):
        for group in evidence_for(retriever, question):
            for one in group:
                _, (found,) = cite(quoted([one], one), on=DAY)
                lines = (folder / "corpus" / found.source).read_text("utf-8").split("\n")
                place = "".join(lines[found.first_line - 1 : found.last_line])
                assert "".join(found.quote.split()) in "".join(place.split())
                assert found.quote in found.passage


def test_items_begin_on_their_own_line(retriever: Retriever) -> None:
    text, _ = cite(pieces(retriever, *(("高龄补贴标准", part) for part in ("标准如下", "100元", "200元"))), on=DAY)
    assert [line[:3] for line in text.split("\n")] == ["第三条", "（一）", "（二）"]


def test_a_citation_holds_every_field_of_the_run_file() -> None:
    found = citation(2, hit(), (0, 11), on=DAY)
    assert (found.n, found.doc_title, found.doc_number, found.issuer) == (
        2,
        "办法",
        "测政发〔2024〕3号",
        "市政府、市民政局",
    )
    assert (found.issued, found.effective, found.expires) == ("2024-01-10", "2024-02-01", "2026-12-31")
    assert (found.validity, found.article, found.source) == ("in_force", "二 > 第三条", "a.txt")
    assert (found.quote, found.passage, found.note) == (TEXT[:11], TEXT, "")
    assert (found.first_line, found.last_line) == (14, 14)


@pytest.mark.parametrize(("part", "lines"), [((0, 11), (14, 14)), ((11, 16), (15, 15)), ((0, 16), (14, 15))])
def test_lines_are_those_of_the_quote(part: tuple[int, int], lines: tuple[int, int]) -> None:
    found = citation(1, hit(), part, on=DAY)
    assert (found.first_line, found.last_line) == lines


def test_without_recorded_lines_those_of_the_passage_are_named() -> None:
    found = citation(1, hit(replace(PASSAGE, line_starts=())), (0, 4), on=DAY)
    assert (found.first_line, found.last_line) == (14, 15)


def test_no_quote_crosses_a_seam() -> None:
    found = citation(1, hit(replace(PASSAGE, seams=(4,))), (0, 11), on=DAY)
    assert found.quote == TEXT[4:11]


def test_a_citation_carries_the_notes_on_its_document() -> None:
    assert citation(1, hit(), (0, 4), on=date(2027, 1, 1)).note.startswith("该文件的有效期已过")
    newer = replace(DOCUMENT, doc_id="d2", doc_number="测政发〔2025〕3号", issued=date(2025, 1, 10), effective=None)
    later = LaterTable({"d1": DOCUMENT, "d2": newer})
    _, (found,) = cite([Quoted(hit(), 0, 4)], on=DAY, later=later)
    assert found.note == "该文件已有新版本：《办法》（测政发〔2025〕3号，2025年1月10日发布）。"
