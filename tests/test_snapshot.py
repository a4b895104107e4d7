"""A loaded index: what was built is what is read, from any number of threads."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from toy_index import PASSAGES, ToyEmbedder, open_toy

from index.snapshot import Snapshot
from index.store import MANIFEST, IndexUnusableError


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return open_toy(tmp_path_factory.mktemp("toy"))


def test_documents_and_passages_are_those_of_the_corpus(toy: Snapshot) -> None:
    assert sorted(toy.documents) == ["测政办发-2021-15", "测政发-2024-3"]
    assert len(toy.doc_ids) == toy.manifest.passages == PASSAGES
    assert toy.documents["测政发-2024-3"].doc_number == "测政发〔2024〕3号"


def test_rows_and_ids_lead_to_each_other(toy: Snapshot) -> None:
    for row, doc_id in enumerate(toy.doc_ids):
        passage = toy.passage(row)
        assert toy.row(passage.passage_id) == row
        assert passage.doc_id == doc_id
    assert toy.row("no such passage") is None


def test_a_document_is_read_in_printed_order(toy: Snapshot) -> None:
    articles = [passage.heading_path[-1] for passage in toy.document_passages("测政办发-2021-15")[1:]]
    assert articles == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert toy.document_passages("unknown") == []


def test_both_legs_name_rows_of_the_passages(toy: Snapshot) -> None:
    best = int(toy.lexical.scores("body", {"停车": 1.0, "车费": 1.0}).argmax())
    assert "免收停车费" in toy.passage(best).text
    vector = ToyEmbedder().encode_questions([toy.passage(3).text])[0]
    rows, _ = toy.dense.search(vector, top_k=PASSAGES)
    assert sorted(rows) == list(range(PASSAGES))


def test_a_row_beyond_the_last_is_an_error(toy: Snapshot) -> None:
    with pytest.raises(IndexError, match=f"row {PASSAGES} is not in this index of {PASSAGES} passages"):
        toy.passage(PASSAGES)


def test_many_threads_read_one_snapshot(toy: Snapshot) -> None:
    rows = list(range(PASSAGES)) * 30
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda row: toy.document_passages(toy.doc_ids[row])[0].doc_id, rows))
    assert read == [toy.doc_ids[row] for row in rows]


def test_it_cannot_be_written_to(toy: Snapshot) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        toy._database.execute("DELETE FROM passages")


def test_parts_that_disagree_are_refused(tmp_path: Path) -> None:
    folder = open_toy(tmp_path).folder
    manifest = folder / MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace(f'"passages": {PASSAGES}', '"passages": 3'), "utf-8")
    with pytest.raises(IndexUnusableError, match="parts disagree"):
        Snapshot(folder)


def test_a_damaged_index_is_not_opened(tmp_path: Path) -> None:
    folder = open_toy(tmp_path).folder
    (folder / "lexical" / "vocabulary.txt").write_text("x")
    with pytest.raises(IndexUnusableError, match=r"vocabulary\.txt: missing or changed"):
        Snapshot.open_current(tmp_path / "index")
