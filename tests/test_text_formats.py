"""Text and markdown files: encodings, heads, tables, and what is refused."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from index.formats import READERS, read_file
from index.formats.base import UnreadableFileError

TEXT = "某某市人民政府关于做好某事的意见\n\n一、做好甲事。"


def write(folder: Path, name: str, data: bytes) -> Path:
    """Return the path of a new file."""
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"", "utf-8"),
    ],
)
def test_encoding_is_found(tmp_path: Path, data: bytes, encoding: str) -> None:
    raw = read_file(write(tmp_path, "a.txt", data), root=tmp_path)
    assert raw.encoding == encoding
    assert [line.text for line in raw.lines] == (TEXT.split("\n") if data else [""])


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\xff" * 500, bytes(range(256)) * 20])
def test_file_that_is_no_text_is_refused_with_its_name(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"^a\.txt: "):
        read_file(write(tmp_path, "a.txt", data), root=tmp_path)


def test_line_of_a_million_characters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.txt:2: a line of 1000001 characters"):
        read_file(write(tmp_path, "a.txt", b"\n" + b"a" * 1_000_001), root=tmp_path)


def test_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"\.md.*\.txt"):
        read_file(write(tmp_path, "a.xyz", b"a"), root=tmp_path)


def test_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"^none\.txt: "):
        read_file(tmp_path / "none.txt", root=tmp_path)


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    raw = read_file(write(tmp_path, "a.txt", "甲\r\n\r\n乙\r丙\u2028丁".encode()), root=tmp_path)
    assert [(line.line, line.text) for line in raw.lines] == [(1, "甲"), (2, ""), (3, "乙"), (4, "丙\u2028丁")]


def test_invisible_characters_go_and_are_noted(tmp_path: Path) -> None:
    raw = read_file(write(tmp_path, "a.txt", "甲\u200b乙\ufeff".encode()), root=tmp_path)
    assert raw.lines[0].text == "甲乙"
    assert raw.notes == ("2 invisible characters removed",)


def test_head_of_a_card_is_read_and_its_lines_keep_their_numbers(tmp_path: Path) -> None:
    raw = read_file(write(tmp_path, "a.md", "---\ntitle: 卡片：甲\nissuer: 乙\n---\n# 卡片\n".encode()), root=tmp_path)
    assert dict(raw.front_matter) == {"title": "卡片：甲", "issuer": "乙"}
    assert (raw.lines[0].line, raw.lines[0].text) == (5, "# 卡片")


@pytest.mark.parametrize("text", ["---\ntitle: 甲\n没有结尾", "---\n\n正文\n---\n", "甲\n---\ntitle: 乙\n---"])
def test_rule_that_is_no_head_stays_text(tmp_path: Path, text: str) -> None:
    raw = read_file(write(tmp_path, "a.md", text.encode()), root=tmp_path)
    assert dict(raw.front_matter) == {}
    assert len(raw.lines) == len(text.split("\n"))


def test_markdown_table_has_tabs_between_cells(tmp_path: Path) -> None:
    raw = read_file(write(tmp_path, "a.md", "| 甲 | 乙 |\n|---|:--:|\n| 1 |  |\n".encode()), root=tmp_path)
    assert [line.text for line in raw.lines] == ["甲\t乙", "", "1\t", ""]


def test_every_reader_can_be_named_by_module_and_function() -> None:
    assert all(value.startswith("index.formats.") and value.count(":") == 1 for value in READERS.values())
