"""Hostile and broken files: each is refused with a reason within its limits, and the rest is built."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from format_files import write_docx, write_ofd, write_pdf

from index.corpus_reader import read_corpus
from index.formats import read_file
from index.formats.base import UnreadableFileError
from index.formats.guard import LIMITS, Limits, read_in_child

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><d>&i;</d>"
)


def reason(path: Path) -> str:
    """Return why a file is refused."""
    with pytest.raises(UnreadableFileError) as caught:
        read_file(path, root=path.parent)
    assert str(caught.value).startswith(path.name)
    return str(caught.value)


def zipped(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return path


def zip_bomb(path: Path) -> Path:
    return zipped(path, word__document_xml=b" " * (30 * 2**20))


def many_pages(path: Path, pages: int = 10_000) -> Path:
    """Write a PDF whose page tree names one empty page ``pages`` times over."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + pages))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {pages}/Kids[{kids}]>>"]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * pages
    data, places = b"%PDF-1.4\n", []
    parts = []
    at = len(data)
    for number, content in enumerate(objects, 1):
        part = f"{number} 0 obj{content}endobj\n".encode()
        places.append(at)
        parts.append(part)
        at += len(part)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{one:010} 00000 n \n" for one in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF"
    path.write_bytes(data + b"".join(parts) + (table + trailer).encode())
    return path


def locked_pdf(path: Path) -> Path:
    write_pdf(path, ["某某办法", "第一条　内容。"], password="secret")
    return path


def truncated_docx(path: Path) -> Path:
    write_docx(path, ["某某办法", "第一条　内容。"])
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def test_zip_bomb_is_refused_before_it_is_expanded(tmp_path: Path) -> None:
    bomb = zip_bomb(tmp_path / "a.docx")
    assert bomb.stat().st_size < 100_000
    assert "as a zip bomb does; save the document anew" in reason(bomb)


def test_archive_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", ["某某办法"])
    with pytest.raises(UnreadableFileError, match=r"a\.docx expanded: \d+ bytes, more than 1000; split the file"):
        read_in_child(
            "index.formats.docx:extract_docx",
            tmp_path / "a.docx",
            file="a.docx",
            limits=replace(LIMITS, zip_bytes=1000),
        )


def test_ten_thousand_pages_are_refused_at_once(tmp_path: Path) -> None:
    path = many_pages(tmp_path / "a.pdf")
    started = time.perf_counter()
    assert reason(path) == "a.pdf: 10000 pages, more than 3000; split the file"
    assert time.perf_counter() - started < 10


def test_locked_pdf_is_refused_with_the_way_out(tmp_path: Path) -> None:
    assert reason(locked_pdf(tmp_path / "a.pdf")) == "a.pdf: has a password; save it without one"


def test_locked_docx_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "take the password off and save it as .docx" in reason(tmp_path / "a.docx")


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".ofd"])
def test_damaged_file_is_refused(tmp_path: Path, suffix: str) -> None:
    for name, data in (("empty", b""), ("noise", bytes(range(256)) * 40), ("text", "某某办法".encode())):
        path = tmp_path / f"{name}{suffix}"
        path.write_bytes(data)
        assert "save it anew" in reason(path)


@pytest.mark.parametrize("keep", [0.5, 0.99])
def test_truncated_docx_is_refused(tmp_path: Path, keep: float) -> None:
    write_docx(tmp_path / "a.docx", ["某某办法", "第一条　内容。"])
    data = (tmp_path / "a.docx").read_bytes()
    (tmp_path / "a.docx").write_bytes(data[: int(keep * len(data))])
    assert "damaged" in reason(tmp_path / "a.docx")


def test_truncated_pdf_and_ofd_do_no_harm(tmp_path: Path) -> None:
    write_ofd(tmp_path / "a.ofd", ["某某办法"])
    (tmp_path / "a.ofd").write_bytes((tmp_path / "a.ofd").read_bytes()[:-30])
    assert "damaged" in reason(tmp_path / "a.ofd")
    write_pdf(tmp_path / "a.pdf", ["某某办法"])
    (tmp_path / "a.pdf").write_bytes((tmp_path / "a.pdf").read_bytes()[:400])
    reason(tmp_path / "a.pdf")


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".et"])
def test_old_office_format_is_refused_with_the_way_out(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "open it in Word or WPS and save it as .docx or .pdf" in reason(tmp_path / f"a{suffix}")


def test_new_format_under_an_old_name_is_told_apart(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", ["某某办法"])
    (tmp_path / "a.docx").rename(tmp_path / "a.doc")
    assert "rename it to .docx" in reason(tmp_path / "a.doc")


def test_entities_are_not_expanded_in_docx_and_ofd(tmp_path: Path) -> None:
    assert "a.docx: damaged" in reason(zipped(tmp_path / "a.docx", word__document_xml=LAUGHS.encode()))
    one = b'<!DOCTYPE d [<!ENTITY a "x">]><d>&a;</d>'
    docx = zipped(tmp_path / "a.docx", word__document_xml=one)
    assert "declares a document type, which may hide entities" in reason(docx)
    ofd = zipped(tmp_path / "a.ofd", OFD_xml=LAUGHS.encode("utf-16"))
    assert "a.ofd: " in reason(ofd)


def test_external_entity_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("绝密", encoding="utf-8")
    link = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><d>&x;</d>'
    assert "绝密" not in reason(zipped(tmp_path / "a.docx", word__document_xml=link.encode()))
    (tmp_path / "a.html").write_text(f"{link}<p>正文。</p>", encoding="utf-8")
    assert not any("绝密" in line.text for line in read_file(tmp_path / "a.html", root=tmp_path).lines)


def test_deep_nesting_exhausts_no_stack(tmp_path: Path) -> None:
    deep = "<w>" * 5_000 + "</w>" * 5_000
    assert "damaged" in reason(zipped(tmp_path / "a.docx", word__document_xml=deep.encode()))
    (tmp_path / "a.html").write_text("<div>" * 5_000 + "正文。" + "</div>" * 5_000, encoding="utf-8")
    assert "nested too deeply" in reason(tmp_path / "a.html")


def test_nul_bytes_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("某某办法".encode() + bytes(1000))
    assert "NUL" in reason(tmp_path / "a.txt")
    (tmp_path / "a.html").write_bytes(b"<p>x</p>" + bytes(1001))
    assert "NUL" in reason(tmp_path / "a.html")


def test_line_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(100 * 10**6)
    assert "100000000 bytes, more than" in reason(tmp_path / "a.txt")


def test_line_of_two_million_characters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("某" * 2_000_000, encoding="utf-8")
    assert "a line of 2000000 characters" in reason(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("limits", "said"),
    [(replace(LIMITS, seconds=0.0), "took more than"), (replace(LIMITS, memory_bytes=2**20), "1 MiB")],
)
def test_child_ends_at_its_limits(tmp_path: Path, limits: Limits, said: str) -> None:
    write_docx(tmp_path / "a.docx", ["某某办法"])
    with pytest.raises(UnreadableFileError, match=said):
        read_in_child("index.formats.docx:extract_docx", tmp_path / "a.docx", file="a.docx", limits=limits)


def test_more_text_than_the_limit_is_refused(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", ["某" * 2000])
    limits = replace(LIMITS, text_chars=1000)
    with pytest.raises(UnreadableFileError, match="2000 characters, more than 1000; split the file"):
        read_in_child("index.formats.docx:extract_docx", tmp_path / "a.docx", file="a.docx", limits=limits)


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("不属于这里", encoding="utf-8")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").symlink_to(outside)
    assert "is a link out of the corpus folder" in reason(corpus / "a.txt")


def test_hostile_files_are_in_the_report_and_the_rest_is_built(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    makers: dict[str, Callable[[Path], Path]] = {
        "bomb.docx": zip_bomb,
        "cut.docx": truncated_docx,
        "locked.pdf": locked_pdf,
    }
    for name, make in makers.items():
        make(corpus / name)
    (tmp_path / "elsewhere").mkdir()
    (corpus / "folder").symlink_to(tmp_path / "elsewhere")
    (corpus / "old.wps").write_bytes(b"\xd0\xcf\x11\xe0")
    write_docx(
        corpus / "good.docx",
        ["某某市某事管理办法", "第一条　为了做好某事，制定本办法。", "第二条　本办法自发布之日起施行。"],
    )
    read = read_corpus(corpus)
    assert [one.file for one in read.report.rejects] == ["bomb.docx", "cut.docx", "folder", "locked.pdf", "old.wps"]
    assert all(one.reason.startswith(one.file) and ";" in one.reason for one in read.report.rejects)
    assert [document.title for document in read.documents] == ["某某市某事管理办法"]
    assert len(read.passages) == 3
