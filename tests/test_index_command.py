"""``python -m index``: what people see, and one line for their mistakes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from toy_encoder import write_toy_encoder
from toy_index import ALLOWANCE, PARKING, PASSAGES, write_corpus

from index.__main__ import main
from index.store import CURRENT


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the corpus, an encoder and an index built by the command."""
    folder = tmp_path_factory.mktemp("command")
    write_corpus(folder / "corpus")
    write_toy_encoder(folder / "model", [ALLOWANCE, PARKING])
    assert build(folder) == 0
    return folder


def build(folder: Path, *more: str, corpus: str = "corpus") -> int:
    paths = (str(folder / corpus), "--index", str(folder / "index"), "--model", str(folder / "model"))
    return main(["build", *paths, *more])


def run(folder: Path, *arguments: str) -> int:
    return main([*arguments, "--index", str(folder / "index")])


def test_build_says_what_it_made(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(place) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"2 documents, {PASSAGES} passages (0 files and 0 passages new or changed) in ")
    assert out.strip().endswith((place / "index" / CURRENT).read_text().strip())
    assert err == ""


def test_documents_as_a_table_and_as_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "documents", "--as-of", "2027-01-01") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "测政发〔2024〕3号\t2024-01-10\texpired\t8\t测试市人民政府关于印发测试市高龄补贴办法的通知"
    assert run(place, "documents", "--json", "--as-of", "2025-01-01") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["doc_id"], row["validity"]) for row in rows] == [
        ("测政办发-2021-15", "in_force"),
        ("测政发-2024-3", "in_force"),
    ]


def test_show_a_passage_the_report_its_json_and_its_page(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "show", "测政发-2024-3#第二条") == 0
    assert "年满八十周岁" in capsys.readouterr().out
    assert run(place, "show", "--report") == 0
    assert "  去向不明的行  0" in capsys.readouterr().out.splitlines()
    assert run(place, "show", "--report", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["files"]) == 2
    assert run(place, "show", "--html", str(place / "report.html")) == 0
    assert (place / "report.html").read_text("utf-8").startswith("<!doctype html>")


def test_verify_counts_files(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "verify") == 0
    assert f"{PASSAGES} passages, all hashes agree" in capsys.readouterr().out


def test_rollback_serves_the_index_before(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = (place / "index" / CURRENT).read_text().strip()
    more = write_corpus(place / "more")
    (more / "新.txt").write_text(PARKING.replace("15号", "16号").replace("停车", "充电"), "utf-8")
    assert build(place, corpus="more") == 0
    assert (place / "index" / CURRENT).read_text().strip() != first
    assert run(place, "rollback") == 0
    assert capsys.readouterr().out.endswith(f"serving {first}\n")
    assert (place / "index" / CURRENT).read_text().strip() == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "gone"], "gone: no such folder"),
        (["build", "corpus", "--model", "no-model"], "no-model: no encoder here"),
        (["documents", "--index", "nothing"], "nothing: no index here; run `python -m index build FOLDER`"),
        (["verify", "--index", "nothing"], "no index here"),
        (["rollback", "--index", "nothing"], "no index here"),
        (["show", "--index", "index"], "show needs a doc_id"),
        (["show", "第九条", "--index", "index"], "'第九条' is no document or passage"),
        (["show", "--html", "no/such/folder/r.html", "--index", "index"], "no/such/folder/r.html"),
    ],
)
def test_a_mistake_gives_one_line_and_exit_code_2(
    place: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(place)
    if arguments[0] == "build" and "--model" not in arguments:
        arguments = [*arguments, "--model", "model"]
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("error: ")
    assert said in err


def test_a_damaged_index_names_the_file(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_corpus(tmp_path / "corpus")
    assert main(["build", str(tmp_path / "corpus"), "--index", str(tmp_path), "--model", str(place / "model")]) == 0
    version = (tmp_path / CURRENT).read_text().strip()
    (tmp_path / version / "dense.faiss").write_bytes(b"damaged")
    capsys.readouterr()
    assert main(["documents", "--index", str(tmp_path)]) == 2
    assert f"{version}/dense.faiss: missing or changed" in capsys.readouterr().err


def test_without_a_command_the_usage_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def test_the_progress_bar_stays_out_of_pipes(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert build(place) == 0
    sys.stdout.flush()
    assert capfd.readouterr().err == ""
