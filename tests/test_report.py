"""The ingest report: everything left out is listed, everything doubtful is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from parse_helpers import HEAD, TAIL, parse, raw_text

from index.corpus_reader import assemble, corpus_files, read_corpus
from index.parsing import parse_file
from index.report import Reject


def kinds(text: str) -> list[tuple[str, int]]:
    """Return kind and line of every finding of an opinion with this body, which begins on line 9."""
    return [(finding.kind, finding.line) for finding in parse(HEAD + text + TAIL).findings]


def test_missing_article_is_a_gap() -> None:
    assert kinds("第一条 甲。\n\n第二条 乙。\n\n第四条 丁。") == [("article_gap", 13)]


def test_article_that_comes_again_is_a_repeat() -> None:
    assert kinds("第一条 甲。\n\n第二条 乙。\n\n第二条 丙。") == [("article_repeat", 13)]


def test_article_between_two_numbers_is_neither() -> None:
    assert kinds("第一条 甲。\n\n第一条之一 乙。\n\n第二条 丙。") == []


def test_articles_that_do_not_begin_at_one_have_no_gap() -> None:
    assert kinds("第九百八十九条 甲。\n\n第九百九十条 乙。") == []


@pytest.mark.parametrize(
    "text",
    [
        "统一平台 and 目录清单的建设。",
        "加快系統梳理。",
        "积极引导各类市场主体进入，鼓励便民，积极引导各类市场主体进入。",
        "为见习人员提供更加良好的工作生活学习环境\n\n境。要选树一批。",
    ],
)
def test_suspected_reading_errors_are_named_and_kept(text: str) -> None:
    parsed = parse(HEAD + "一、甲。" + text + TAIL)
    assert [finding.kind for finding in parsed.findings] == ["reading_error"]
    assert text.split("\n")[0] in parsed.documents[0].passages[-1].text


def test_ordinary_text_raises_no_suspicion() -> None:
    assert kinds("一、加强LNG动力和APP建设，到2025年达到12.5万个。") == []


def test_report_counts_lines_by_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEAD + "一、甲。乙丙丁，\n\n— 13 —\n\n戊己。" + TAIL, encoding="utf-8")
    report = read_corpus(tmp_path).report
    assert report.left_out_by_reason() == (("page_number", 1),)
    assert report.unaccounted == 0
    assert "left out 1 (page_number 1), unaccounted 0" in report.summary()


def test_file_that_cannot_be_read_is_rejected_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEAD + "一、甲。" + TAIL, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 999)
    (tmp_path / "c.xyz").write_text("x", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert len(corpus.documents) == 1
    assert [reject.file for reject in corpus.report.rejects] == ["b.txt", "c.xyz"]
    assert "convert it" in corpus.report.rejects[1].reason


def test_progress_names_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲。", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.md").write_text("乙。", encoding="utf-8")
    seen: list[str] = []
    read_corpus(tmp_path, progress=seen.append)
    assert seen == ["a.txt", "sub/b.md"]


def test_hidden_files_and_readmes_are_skipped_and_links_out_of_the_folder_are_rejected(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("甲。", encoding="utf-8")
    for name in (".hidden.txt", "README.md", "~$a.txt", "a.txt"):
        (folder / name).write_text("乙。", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert [path.name for path in corpus_files(folder)] == ["a.txt", "link.txt"]
    assert [reject.file for reject in read_corpus(folder).report.rejects] == ["link.txt"]


def test_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="give the folder that holds the documents"):
        read_corpus(tmp_path / "none")


def test_empty_folder_gives_an_empty_corpus(tmp_path: Path) -> None:
    corpus = read_corpus(tmp_path)
    assert (corpus.documents, corpus.passages, corpus.report.gaps) == ((), (), ())


def test_merged_editions_are_listed_with_their_files() -> None:
    text = HEAD + "一、甲。" + "各部门要抓好落实，" * 9 + "。" + TAIL
    parsed = [parse_file(raw_text(text, file=name)) for name in ("a.txt", "b.txt")]
    report = assemble(parsed, [Reject("c.doc", "old format")]).report
    assert report.documents[0].files == ("a.txt", "b.txt")
    assert "rejected c.doc: old format" in report.summary()


def test_statutes_keep_all_their_articles() -> None:
    articles = "\n\n".join(f"第{n}条 内容。" for n in "一二三四五六七八九十")
    parsed = parse(
        f"# 某法\n\n2020年1月1日 某会议通过\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n{articles}\n", file="某法.md"
    )
    assert parsed.documents[0].articles == tuple(range(1, 11))
    assert parsed.findings == ()
