"""Starting the page: where the index goes, when it is built, and one clear line for every mistake."""

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
from toy_encoder import write_toy_encoder

import app
from qa.web import texts
from qa.web.server import reserve_port

ROOT = Path(__file__).resolve().parent.parent
CARD = """---
title: 尊老金怎么领
issuer: 江苏省民政厅
issued: 2022-01-05
kind: 政策说明
---
# 尊老金怎么领

## 一、谁能领

八十周岁以上的老人可以领尊老金。

## 二、多少钱

尊老金每人每月不低于50元。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "card.md").write_text(CARD, encoding="utf-8")
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_toy_encoder(tmp_path / "toy", [CARD])


def run(*arguments: str | Path) -> int:
    """Run ``app.main``; every call here must end before it serves."""
    return app.main([str(argument) for argument in arguments])


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what stands on stderr, which must be one line that begins as errors do."""
    captured = capsys.readouterr()
    assert captured.err.startswith("错误：")
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.out + captured.err
    return captured.err


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
    from qa.answerer import open_answerer

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


# mistakes


def test_a_missing_corpus_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--corpus", tmp_path / "没有") == 2
    assert str(tmp_path / "没有") in one_line(capsys)


def test_an_empty_corpus_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--corpus", tmp_path) == 2
    assert f"{tmp_path}: 文件夹里没有文件" in one_line(capsys)


def test_a_missing_model_is_named_before_anything_is_built(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--corpus", corpus, "--index", tmp_path / "index", "--model", tmp_path / "没有") == 2
    assert f"{tmp_path / '没有'}: 没有这个向量模型文件夹" in one_line(capsys)
    assert not (tmp_path / "index").exists()


def test_a_port_in_use_is_named_before_anything_is_built(
    corpus: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with reserve_port("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert run("--corpus", corpus, "--index", tmp_path / "index", "--model", model, "--port", str(port)) == 2
    assert f"127.0.0.1:{port}" in one_line(capsys)
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("port", ["70000", "-1", "八千", "80.5", ""])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        app.main([f"--port={port}"])
    assert f"端口 {port!r} 不对" in capsys.readouterr().err


def test_a_corpus_without_readable_text_publishes_nothing(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 40)
    assert run("--corpus", folder, "--index", tmp_path / "index", "--model", model, "--port", "0") == 2
    assert str(folder) in one_line(capsys)
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_a_damaged_model_is_named(
    corpus: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (model / "model.safetensors").write_bytes(b"\0" * 100)
    assert run("--corpus", corpus, "--index", tmp_path / "index", "--model", model, "--port", "0") == 2
    assert str(model) in one_line(capsys)
    assert not (tmp_path / "index" / "CURRENT").exists()


@pytest.mark.parametrize("victim", ["manifest.json", "passages.sqlite", "CURRENT"])
def test_a_damaged_index_is_named(victim: str, corpus: Path, model: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    options = app.Options(corpus, index, model, "127.0.0.1", 0)
    app.build(options, app.corpus_fingerprint(corpus))
    damaged = next(path for path in index.rglob(victim))
    damaged.write_bytes(b"x" + damaged.read_bytes()[:-1])
    # In a process of its own: Gradio, imported meanwhile, leaves event loops open when that was for nothing.
    command = [sys.executable, str(ROOT / "app.py"), "--port", "0", "--corpus", str(corpus), "--index", str(index)]
    ended = subprocess.run([*command, "--model", str(model)], capture_output=True, timeout=60, check=False)
    errors = ended.stderr.decode()
    assert ended.returncode == 2
    assert errors.startswith("错误：")
    assert errors.count("\n") == 1
    assert str(index) in errors


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
