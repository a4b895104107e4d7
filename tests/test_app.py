"""Starting the page: where the index goes, when it is built, how it serves and ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from toy_corpus import CARD, write_toy_corpus
from toy_encoder import write_toy_encoder

import app
from qa.web import texts

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_toy_corpus(tmp_path / "文件")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_toy_encoder(tmp_path / "toy", [CARD])


@contextmanager
def started(*arguments: str | Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start app.py as people do, and yield it with the address it prints."""
    command = [sys.executable, str(ROOT / "app.py"), "--port", "0", *map(str, arguments)]
    environment = os.environ | {"PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:
        try:
            assert process.stdout is not None
            printed = ""
            for line in process.stdout:
                printed += line
                if "政答已启动：" in line:
                    yield process, line.split("：", 1)[1].strip()
                    return
            assert process.stderr is not None
            raise AssertionError(f"ended without serving:\n{printed}{process.stderr.read()}")
        finally:
            if process.poll() is None:
                process.kill()


# where things go


def test_the_bundled_corpus_has_the_plain_index_folder() -> None:
    assert app.read_options([]).index == ROOT / "var" / "index"


def test_two_corpora_of_one_name_do_not_share_an_index(tmp_path: Path) -> None:
    first = app.read_options(["--corpus", str(tmp_path / "a" / "docs")]).index
    second = app.read_options(["--corpus", str(tmp_path / "b" / "docs")]).index
    assert first != second
    assert first.parent == second.parent == ROOT / "var"
    assert first.name.startswith("index-docs-")


def test_a_given_index_folder_is_used(tmp_path: Path) -> None:
    assert app.read_options(["--index", str(tmp_path)]).index == tmp_path


# when the index is built


def test_the_fingerprint_changes_with_the_files(corpus: Path) -> None:
    before = app.corpus_fingerprint(corpus)
    assert app.corpus_fingerprint(corpus) == before
    (corpus / "second.md").write_text(CARD, encoding="utf-8")
    assert app.corpus_fingerprint(corpus) != before


def test_an_index_is_built_once_and_again_when_a_file_changed(
    corpus: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = app.Options(corpus, tmp_path / "index", model, "127.0.0.1", 0)
    first = app.corpus_fingerprint(corpus)
    assert app.needs_build(options, first)
    app.build(options, first)
    assert "1 份文件" in capsys.readouterr().out
    assert not app.needs_build(options, first)
    (corpus / "card.md").write_text(CARD.replace("50元", "60元"), encoding="utf-8")
    assert app.needs_build(options, app.corpus_fingerprint(corpus))


def test_an_index_built_by_the_index_command_is_taken_for_the_corpus_of_its_name(
    corpus: Path, model: Path, tmp_path: Path
) -> None:
    options = app.Options(corpus, tmp_path / "index", model, "127.0.0.1", 0)
    app.build(options, "whatever")
    (options.index / app.SEEN).unlink()
    assert not app.needs_build(options, "another")
    other = app.Options(corpus.rename(tmp_path / "别的文件"), options.index, model, "127.0.0.1", 0)
    assert app.needs_build(other, "another")


# the bundled cards


@pytest.mark.skipif(not (ROOT / "models" / "static-zh" / "model.safetensors").is_file(), reason="no bundled model")
def test_the_bundled_cards_answer_every_example_question(tmp_path: Path) -> None:
    from qa.opening import open_answerer

    lines = (ROOT / "eval" / "gold" / "cards.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    asked = {item["question"]: item for item in gold if item["question"] in texts.EXAMPLES}
    assert sorted(asked) == sorted(texts.EXAMPLES)
    options = app.read_options(["--index", str(tmp_path / "index"), "--port", "0"])
    app.build(options, "none")
    answerer = open_answerer(options.index, model=options.model)
    for question, item in asked.items():
        answer = answerer.answer(question)
        assert answer.citations[0].doc_title == item["doc_title"], question
        assert all(re.search(must, answer.text) for must in item["must"]), question


# serving


def test_it_builds_serves_and_ends_quietly_on_control_c(corpus: Path, model: Path, tmp_path: Path) -> None:
    with started("--corpus", corpus, "--index", tmp_path / "index", "--model", model) as (process, address):
        with urllib.request.urlopen(f"{address}/healthz", timeout=10) as reply:
            assert reply.status == 200
        with urllib.request.urlopen(address, timeout=10) as reply:
            assert 'lang="zh-CN"' in reply.read().decode("utf-8")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == ""
