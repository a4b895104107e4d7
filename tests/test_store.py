"""Snapshots: a build publishes a whole index or leaves the old one serving; damage is found before anything is read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from toy_index import ToyEmbedder

from index.corpus import Document, Passage
from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.publish import Content, point_current, publish, roll_back, writer_lock
from index.store import (
    CURRENT,
    FORMAT_VERSION,
    MANIFEST,
    IndexUnusableError,
    current_version,
    read_manifest,
    verify,
    versions,
)
from index.words import WordIndex


def content(text: str) -> Content:
    """Return an index of one document with one passage that says ``text``."""
    return Content(
        documents=[Document("a", "标题")],
        passages=[Passage("a#1", "a", (), text)],
        lexical=LexicalIndex.build({"body": [text], "head": ["标题"]}),
        dense=DenseIndex.build(np.ones((1, 2), np.float32)),
        words=WordIndex.build([text], ToyEmbedder().words),
        report="{}",
        encoder="toy",
        encoder_sha256="0" * 64,
        corpus_sha256="1" * 64,
        corpus="corpus",
    )


def publish_all(index_dir: Path, *texts: str) -> list[str]:
    """Publish one snapshot a text, a second apart, and return their versions."""
    made = []
    for text in texts:
        made.append(publish(content(text), index_dir).version)
        for age, version in enumerate(reversed(made)):
            if (index_dir / version).is_dir():
                os.utime(index_dir / version / MANIFEST, (1_000_000 - age, 1_000_000 - age))
    return made


def test_a_published_snapshot_serves_and_verifies(tmp_path: Path) -> None:
    manifest = publish(content("停车收费"), tmp_path)
    assert current_version(tmp_path) == manifest.version
    assert verify(tmp_path / manifest.version) == manifest
    assert (manifest.documents, manifest.passages, manifest.dim) == (1, 1, 2)
    assert set(manifest.files) >= {"passages.sqlite", "dense.faiss", "report.json", "lexical/vocabulary.txt"}


def test_the_same_content_gives_the_same_version_and_bytes(tmp_path: Path) -> None:
    first, second = (publish(content("停车收费"), tmp_path / name) for name in ("one", "two"))
    assert first == second
    assert publish(content("停车免费"), tmp_path / "one").version != first.version


def test_other_users_may_read_a_snapshot(tmp_path: Path) -> None:
    version = publish(content("停车收费"), tmp_path).version
    plain = tmp_path / "plain"
    plain.mkdir()
    assert (tmp_path / version).stat().st_mode == plain.stat().st_mode


def test_three_snapshots_are_kept(tmp_path: Path) -> None:
    made = publish_all(tmp_path, "甲乙", "乙丙", "丙丁", "丁戊")
    assert versions(tmp_path) == made[:0:-1]


@pytest.mark.parametrize("step", ["save", "replace"])
def test_a_crash_while_writing_leaves_the_old_one_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    old = publish(content("甲乙"), tmp_path).version

    def crash(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "save":
        monkeypatch.setattr(DenseIndex, "save", crash)
    else:
        monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(OSError, match="No space left"):
        publish(content("乙丙"), tmp_path)
    monkeypatch.undo()
    assert current_version(tmp_path) == old
    assert verify(tmp_path / old).version == old
    assert versions(tmp_path) == [old]
    assert not (tmp_path / ".building").exists()


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".building").mkdir()
    (tmp_path / ".building" / "half").write_text("half")
    version = publish(content("甲乙"), tmp_path).version
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([CURRENT, version])


def test_building_the_same_again_does_not_touch_what_serves(tmp_path: Path) -> None:
    version = publish(content("甲乙"), tmp_path).version
    before = (tmp_path / version / "dense.faiss").stat().st_ino
    publish(content("甲乙"), tmp_path)
    assert (tmp_path / version / "dense.faiss").stat().st_ino == before


def test_building_the_same_again_mends_a_damaged_one(tmp_path: Path) -> None:
    version = publish(content("甲乙"), tmp_path).version
    (tmp_path / version / "dense.faiss").write_bytes(b"damaged")
    publish(content("甲乙"), tmp_path)
    assert verify(tmp_path / version).version == version


def flip_a_byte(folder: Path) -> None:
    data = bytearray((folder / "dense.faiss").read_bytes())
    data[-1] ^= 1
    (folder / "dense.faiss").write_bytes(data)


def change_manifest(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (flip_a_byte, "dense.faiss: missing or changed"),
        (lambda folder: (folder / "report.json").unlink(), "report.json: missing or changed"),
        (lambda folder: (folder / "passages.sqlite").write_bytes(b""), "passages.sqlite: missing or changed"),
        (lambda folder: (folder / MANIFEST).unlink(), "manifest.json: damaged"),
        (lambda folder: (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes()[:200]), "damaged"),
        (lambda folder: (folder / MANIFEST).write_bytes(b"\xff\xfe"), "damaged"),
        (lambda folder: (folder / MANIFEST).write_text("[]"), "damaged"),
        (lambda folder: change_manifest(folder, files=[1]), "damaged"),
        (lambda folder: change_manifest(folder, surprise=1), "damaged"),
        (lambda folder: change_manifest(folder, format_version=99), "index format 99, this program reads"),
        (lambda folder: (folder / MANIFEST).write_text('{"format_version": 7}'), "index format 7"),
    ],
)
def test_damage_is_named_with_the_way_out(tmp_path: Path, damage: Callable[[Path], None], said: str) -> None:
    folder = tmp_path / publish(content("甲乙"), tmp_path).version
    damage(folder)
    with pytest.raises(IndexUnusableError, match=said) as error:
        verify(folder)
    assert "rebuild" in str(error.value)


@pytest.mark.parametrize("pointer", ["", "0123456789abcdef\n", "../elsewhere\n"])
def test_a_pointer_to_no_snapshot_is_refused(tmp_path: Path, pointer: str) -> None:
    publish(content("甲乙"), tmp_path)
    (tmp_path / CURRENT).write_text(pointer)
    with pytest.raises(IndexUnusableError, match="no finished snapshot"):
        current_version(tmp_path)


def test_no_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="no index here; run `python -m index build"):
        current_version(tmp_path / "nothing")


def test_roll_back_serves_the_one_before(tmp_path: Path) -> None:
    first, second = publish_all(tmp_path, "甲乙", "乙丙")
    assert current_version(tmp_path) == second
    assert roll_back(tmp_path) == first
    assert current_version(tmp_path) == first


def test_roll_back_passes_over_a_damaged_one(tmp_path: Path) -> None:
    first, second, _ = publish_all(tmp_path, "甲乙", "乙丙", "丙丁")
    flip_a_byte(tmp_path / second)
    assert roll_back(tmp_path) == first


def test_roll_back_with_a_lost_pointer_serves_the_newest(tmp_path: Path) -> None:
    _, second = publish_all(tmp_path, "甲乙", "乙丙")
    point_current(tmp_path, "gone")
    assert roll_back(tmp_path) == second


def test_roll_back_without_an_older_one_changes_nothing(tmp_path: Path) -> None:
    (only,) = publish_all(tmp_path, "甲乙")
    with pytest.raises(IndexUnusableError, match="no older intact index"):
        roll_back(tmp_path)
    assert current_version(tmp_path) == only
    with pytest.raises(IndexUnusableError, match="no index here"):
        roll_back(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_second_writer_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with writer_lock(tmp_path):
        with pytest.raises(IndexUnusableError, match="another build is running"), writer_lock(tmp_path):
            pass
        publish(content("甲乙"), tmp_path)
    with writer_lock(tmp_path):
        assert len(versions(tmp_path)) == 1


def test_a_manifest_says_what_people_want_to_know(tmp_path: Path) -> None:
    version = publish(content("甲乙"), tmp_path).version
    manifest = read_manifest(tmp_path / version)
    assert (manifest.encoder, manifest.corpus, manifest.format_version) == ("toy", "corpus", FORMAT_VERSION)
