"""Raw texts, cut roughly into articles to learn from."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from index.training.texts import cut_articles, read_articles


def test_a_statute_is_cut_at_its_articles_and_keeps_its_items_together() -> None:
    text = "# 某某条例\n\n## 第一章 总则\n\n" + "\n\n".join(
        f"第{n}条 有下列情形之一的，应当登记：\n\n（一）姓名变更的；" for n in "一二三"
    )

    articles = cut_articles(text)

    assert [article.body[:3] for article in articles] == ["第一条", "第二条", "第三条"]
    assert "（一）姓名变更的" in articles[0].body
    assert articles[0].title == "某某条例"
    assert articles[0].heading == "第一章 总则"


def test_a_chapter_that_ends_like_a_title_is_a_chapter() -> None:
    text = "# 某某条例\n第一节 一般规定\n" + "\n".join(f"第{n}条 办理登记应当提交照片。" for n in "一二三")

    articles = cut_articles(text)

    assert {(article.title, article.heading) for article in articles} == {("某某条例", "第一节 一般规定")}


def test_hard_wrapped_lines_are_joined_before_a_notice_is_cut_at_its_items() -> None:
    text = (
        "关于做好有关工作的通知\n一、总体要求\n（一）对符合条件的企业给予\n补贴，期限为一年。\n"
        "（二）对个人给予培训补贴，期限为两年。"
    )

    articles = cut_articles(text)

    assert [article.body for article in articles] == [
        "（一）对符合条件的企业给予补贴，期限为一年。",
        "（二）对个人给予培训补贴，期限为两年。",
    ]
    assert articles[1].heading == "一、总体要求"


def test_folders_and_archives_are_read_alike_and_equal_articles_once(tmp_path: Path) -> None:
    text = "第一条 办理居住证的公民应当提交照片。\n第二条 居住证由公安机关制作并发放。\n第三条 居住证每年签注一次为限。"
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "folder" / "README.md").write_text("第一条 说明文件不是文件汇编的一部分。", encoding="utf-8")
    with tarfile.open(tmp_path / "b.tar.xz", "w:xz") as tar:
        member = tarfile.TarInfo("b.txt")
        member.size = len(text.encode())
        tar.addfile(member, io.BytesIO(text.encode()))

    assert len(read_articles([tmp_path / "folder", tmp_path / "b.tar.xz"])) == 3


def test_a_text_path_that_is_no_folder_or_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"nowhere.*--text"):
        read_articles([tmp_path / "nowhere"])
    with pytest.raises(ValueError, match=r"no \.txt or \.md file"):
        read_articles([tmp_path])
