"""From files to a published snapshot; what did not change is not done again, and the bytes do not tell."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from toy_index import ALLOWANCE, FILES, PARKING, PASSAGES, ToyEmbedder, build_toy, write_corpus

from index.build import BuildResult, build_index
from index.corpus_reader import read_parsed
from index.listing import read_report
from index.parse_cache import ParseCache
from index.snapshot import Snapshot
from index.store import CURRENT, IndexUnusableError, versions
from index.vector_cache import embed_texts


def served_bytes(index_dir: Path) -> dict[str, str]:
    """Return the hash of every file of the serving snapshot."""
    folder = index_dir / (index_dir / CURRENT).read_text().strip()
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rebuild(folder: Path, embedder: ToyEmbedder) -> BuildResult:
    return build_index(folder / "corpus", folder / "index", embedder)


def test_a_build_counts_what_it_published(tmp_path: Path) -> None:
    steps: list[tuple[str, float]] = []
    embedder = ToyEmbedder()
    corpus = write_corpus(tmp_path / "corpus")
    result = build_index(corpus, tmp_path / "index", embedder, progress=lambda *step: steps.append(step))
    assert (result.manifest.documents, result.manifest.passages) == (len(FILES), PASSAGES)
    assert (result.files_parsed, result.passages_embedded) == (len(FILES), PASSAGES)
    assert (result.manifest.encoder, result.manifest.corpus) == ("toy", "corpus")
    assert steps[-1] == ("完成", 1.0)
    assert [share for _, share in steps] == sorted(share for _, share in steps)


def test_every_quote_stands_in_its_source_lines(tmp_path: Path) -> None:
    build_toy(tmp_path)
    snapshot = Snapshot.open_current(tmp_path / "index")
    for row in range(PASSAGES):
        passage = snapshot.passage(row)
        (span,) = passage.spans
        lines = (tmp_path / "corpus" / span.file).read_text("utf-8").split("\n")[span.first_line - 1 : span.last_line]
        for part in passage.text.split("\n"):
            assert part in "".join(lines), passage.passage_id


def test_two_folders_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_toy(tmp_path / name)
    assert served_bytes(tmp_path / "one" / "index") == served_bytes(tmp_path / "two" / "index")


def test_an_unchanged_corpus_is_neither_parsed_nor_embedded_again(tmp_path: Path) -> None:
    build_toy(tmp_path)
    before = served_bytes(tmp_path / "index")
    embedder = ToyEmbedder()
    result = rebuild(tmp_path, embedder)
    assert (result.files_parsed, result.passages_embedded, embedder.encoded) == (0, 0, [])
    assert served_bytes(tmp_path / "index") == before


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    build_toy(tmp_path)
    (tmp_path / "corpus" / "停车.txt").write_text(PARKING.replace("三十分钟", "六十分钟"), "utf-8")
    embedder = ToyEmbedder()
    result = rebuild(tmp_path, embedder)
    assert (result.files_parsed, result.passages_embedded) == (1, 1)
    assert [text for text in embedder.encoded if "六十分钟" in text] == embedder.encoded


def test_adding_and_removing_a_file_gives_the_first_index_again(tmp_path: Path) -> None:
    build_toy(tmp_path)
    first = served_bytes(tmp_path / "index")
    extra = tmp_path / "corpus" / "新.txt"
    extra.write_text(PARKING.replace("停车", "充电").replace("15号", "16号"), "utf-8")
    rebuild(tmp_path, ToyEmbedder())
    assert "测政办发-2021-16" in Snapshot.open_current(tmp_path / "index").documents
    extra.unlink()
    rebuild(tmp_path, ToyEmbedder())
    assert served_bytes(tmp_path / "index") == first
    assert len(list((tmp_path / "index" / ".cache" / "parsed").iterdir())) == len(FILES)


def test_another_encoder_embeds_everything_anew(tmp_path: Path) -> None:
    build_toy(tmp_path)
    other = ToyEmbedder()
    other.fingerprint = "f" * 64
    result = rebuild(tmp_path, other)
    assert (result.files_parsed, result.passages_embedded) == (0, PASSAGES)
    assert len(versions(tmp_path / "index")) == 2


@pytest.mark.parametrize("damage", ["cut", "empty", "binary", "wrong text", "other json"])
def test_a_damaged_cache_is_ignored_and_mended(tmp_path: Path, damage: str) -> None:
    build_toy(tmp_path)
    first = served_bytes(tmp_path / "index")
    for path in [path for path in (tmp_path / "index" / ".cache").rglob("*") if path.is_file()]:
        data = path.read_bytes()
        changed = {
            "cut": data[: len(data) // 2],
            "empty": b"",
            "binary": b"\xff\0\xfe" * 30,
            "wrong text": data.replace("高龄".encode(), "低龄".encode()).replace(b'"keys": ["', b'"keys": ["0'),
            "other json": json.dumps([1, None]).encode(),
        }[damage]
        path.write_bytes(changed)
    result = rebuild(tmp_path, ToyEmbedder())
    assert result.files_parsed >= 1
    assert result.passages_embedded == (1 if damage == "wrong text" else PASSAGES)
    assert served_bytes(tmp_path / "index") == first
    again = rebuild(tmp_path, ToyEmbedder())
    assert (again.files_parsed, again.passages_embedded) == (0, 0)


def test_a_cached_file_is_the_parsed_file(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    for _ in range(2):
        cache = ParseCache(tmp_path / "cache")
        for name in FILES:
            assert cache.read(corpus / name, root=corpus) == read_parsed(corpus / name, root=corpus)
    assert cache.parsed == 0


def test_a_moved_file_is_parsed_under_its_new_name(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    cache = ParseCache(tmp_path / "cache")
    cache.read(corpus / "停车.txt", root=corpus)
    (corpus / "停车.txt").rename(corpus / "b.txt")
    assert cache.read(corpus / "b.txt", root=corpus).file == "b.txt"


def test_equal_texts_are_embedded_once(tmp_path: Path) -> None:
    embedder = ToyEmbedder()
    first = embed_texts(["停车", "养老", "停车"], embedder, tmp_path)
    again = embed_texts(["停车", "养老", "停车"], embedder, tmp_path)
    assert (first.encoded, again.encoded, embedder.encoded) == (2, 0, ["停车", "养老"])
    assert first.vectors.tolist() == again.vectors.tolist()
    assert first.vectors[0].tolist() == first.vectors[2].tolist() != first.vectors[1].tolist()


def test_a_missing_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such folder"):
        build_index(tmp_path / "gone", tmp_path / "index", ToyEmbedder())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_documents_publishes_nothing(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(ValueError, match="no readable document; put"):
        rebuild(tmp_path, ToyEmbedder())
    assert not (tmp_path / "index" / CURRENT).exists()


def test_a_folder_emptied_by_mistake_keeps_the_old_index(tmp_path: Path) -> None:
    build_toy(tmp_path)
    before = served_bytes(tmp_path / "index")
    shutil.rmtree(tmp_path / "corpus")
    (tmp_path / "corpus").mkdir()
    with pytest.raises(ValueError, match="no readable document"):
        rebuild(tmp_path, ToyEmbedder())
    assert served_bytes(tmp_path / "index") == before


def test_an_unreadable_file_is_reported_and_the_rest_is_built(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "图.jpg").write_bytes(b"\xff\xd8\xff")
    (corpus / "坏.txt").write_bytes(b"\0\x01\x02\xff" * 100)
    (corpus / "外.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "secret.txt").write_text(ALLOWANCE, "utf-8")
    result = rebuild(tmp_path, ToyEmbedder())
    assert result.manifest.passages == PASSAGES
    rejects = {one.file: one.reason for one in read_report(Snapshot.open_current(tmp_path / "index")).rejects}
    assert sorted(rejects) == ["图.jpg", "坏.txt", "外.txt"]
    assert "convert it" in rejects["图.jpg"]
    assert "link out of the corpus folder" in rejects["外.txt"]


def test_a_refused_file_alone_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "图.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(ValueError, match=r"no readable document.*图\.jpg"):
        rebuild(tmp_path, ToyEmbedder())


def test_strict_refuses_missing_articles_and_says_where(tmp_path: Path) -> None:
    build_toy(tmp_path)
    before = served_bytes(tmp_path / "index")
    gap = "".join(line for line in PARKING.splitlines(keepends=True) if not line.startswith("第三条"))
    (tmp_path / "corpus" / "停车.txt").write_text(gap, "utf-8")
    with pytest.raises(ValueError, match=r"停车\.txt:\d+: 第2条 is followed by 第四条, 1 such places"):
        build_index(tmp_path / "corpus", tmp_path / "index", ToyEmbedder(), strict=True)
    assert served_bytes(tmp_path / "index") == before
    assert rebuild(tmp_path, ToyEmbedder()).manifest.passages == PASSAGES - 1


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    refused: list[str] = []

    def build_meanwhile(step: str, share: float) -> None:
        try:
            build_index(corpus, tmp_path / "index", ToyEmbedder())
        except IndexUnusableError as error:
            refused.append(str(error))

    build_index(corpus, tmp_path / "index", ToyEmbedder(), progress=build_meanwhile)
    assert "another build is running" in refused[0]
    assert len(versions(tmp_path / "index")) == 1
