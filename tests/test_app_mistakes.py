"""Every mistake in starting the page gives one clear line and exit code 2, and publishes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from toy_corpus import CARD, write_toy_corpus
from toy_encoder import write_toy_encoder

import app
from qa.web.server import reserve_port

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_toy_corpus(tmp_path / "文件")


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


def test_a_missing_reranker_is_named_before_anything_is_built(
    corpus: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "没有"
    assert run("--corpus", corpus, "--index", tmp_path / "index", "--model", model, "--reranker", place) == 2
    assert f"{place}: 没有这个重排模型文件夹" in one_line(capsys)
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


def test_an_index_folder_that_cannot_be_made_is_named(
    corpus: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("--corpus", corpus, "--index", tmp_path / "file" / "index", "--model", model, "--port", "0") == 2
    assert f"{tmp_path / 'file' / 'index'}: " in one_line(capsys)


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
