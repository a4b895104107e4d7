"""Raw text of folders and archives, roughly cut into articles to learn from.

Rough on purpose: it needs no title to be right and loses nothing that matters to a bag of words. The exact parser for
documents that are answered from is ``index.corpus_reader``.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SUFFIXES = (".txt", ".md")
MAX_CHARS = 700  # of a training article; a longer one is cut at a line end
STATUTE_ARTICLE = re.compile(r"^\W{0,4}第[零〇一二三四五六七八九十百千\d]+条")  # "第十二条 …" at line start
# "一、…", "（二）…", "3. …" at line start
NUMBERED_ITEM = re.compile(
    r"^\W{0,4}(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．、](?!\d))"
)
CHAPTER = re.compile(
    r"^(?:#+\s*|第[一二三四五六七八九十百]+[章节编]|[一二三四五六七八九十]+、.{1,26}$)"
)  # "## 第一章 总则", "三、主要任务"
TITLE = re.compile(  # not "第一节 一般规定", which only ends like one
    r"^(?:#\s+.+|(?!第[一二三四五六七八九十百]+[章节编]|[一二三四五六七八九十]+、)"
    r".{6,60}(?:通知|意见|办法|规划|方案|公告|细则|决定|条例|规定))$"
)
LINE_END = "。；：！？”:;!?|"
BOILERPLATE = re.compile(r"^(?:<!--|\d{4}年\d{1,2}月\d{1,2}日|https?:)")


@dataclass(frozen=True, slots=True)
class TrainingArticle:
    """A piece of text about one thing, with the words that stand above it."""

    title: str
    heading: str
    body: str  # lines joined by a newline
    source: str = ""  # the folder or archive it was read from


def read_texts(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of every ``.txt`` and ``.md`` file in folders and ``.tar.xz`` archives, ordered by name.

    :raises ValueError: if a path is neither, or if there is no text in any of them.
    """
    found = False
    for path in paths:
        if path.is_dir():
            items: Iterable[tuple[str, bytes]] = _folder_files(path)
        elif path.is_file() and path.name.endswith((".tar.xz", ".tar.gz", ".tar")):
            items = _archive_files(path)
        else:
            raise ValueError(
                f"{path}: neither a folder nor a .tar.xz archive; give --text a folder of .txt or .md files"
            )
        for name, data in items:
            found = True
            yield name, data.decode("utf-8", errors="replace")
    if not found:
        raise ValueError(f"no .txt or .md file in {', '.join(map(str, paths))}; give --text a folder that holds some")


def _folder_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file() and path.name != "README.md":
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _archive_files(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as tar:
        found = {}  # in the order of the archive, because going back in a compressed one means unpacking it again
        for member in tar:
            stream = tar.extractfile(member) if member.name.endswith(SUFFIXES) else None
            if stream is not None and not member.name.endswith("README.md"):
                found[member.name] = stream.read()
    yield from sorted(found.items())


def cut_articles(text: str) -> list[TrainingArticle]:
    """Cut one file into articles at numbered items; lines that end in mid-sentence are joined to the next."""
    statute = len(re.findall(STATUTE_ARTICLE.pattern, text, re.M)) >= 3  # its （一）（二） are parts of an article
    start = STATUTE_ARTICLE if statute else NUMBERED_ITEM
    articles: list[TrainingArticle] = []
    title = heading = ""
    lines: list[str] = []

    def close() -> None:
        body = "\n".join(lines)
        if len(body) >= 12:
            articles.append(TrainingArticle(title, heading, body))
        lines.clear()

    for line in _joined_lines(text):
        if _is_title(line):
            close()
            title, heading = line.lstrip("# "), ""
        elif _is_chapter(line):
            close()
            heading = line.lstrip("# ")
        else:
            if start.match(line) or sum(map(len, lines)) > MAX_CHARS:
                close()
            lines.append(line[: 4 * MAX_CHARS])
    close()
    return articles


def _joined_lines(text: str) -> Iterator[str]:
    """Yield paragraphs: a hard-wrapped line is joined to the next unless that one opens an item, title or chapter."""
    current = ""
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if not line or BOILERPLATE.match(line):
            continue
        opens = STATUTE_ARTICLE.match(line) or NUMBERED_ITEM.match(line) or _is_chapter(line) or _is_title(line)
        if current and (opens or current[-1] in LINE_END or _is_chapter(current) or _is_title(current)):
            yield current
            current = line
        else:
            current += line
    if current:
        yield current


def _is_title(line: str) -> bool:
    return len(line) <= 64 and TITLE.match(line) is not None


def _is_chapter(line: str) -> bool:
    return len(line) < 40 and CHAPTER.match(line) is not None


def read_articles(paths: Sequence[Path]) -> list[TrainingArticle]:
    """Return the articles of all texts, each body once (statute books hold many versions of the same law)."""
    seen: set[str] = set()
    articles = []
    for path in paths:
        for _, text in read_texts([path]):
            for article in cut_articles(text):
                key = re.sub(r"\W+|^第\w+?条", "", article.body)
                if key not in seen:
                    seen.add(key)
                    articles.append(replace(article, source=str(path)))
    if not articles:
        raise ValueError(f"no article of at least 12 characters in {', '.join(map(str, paths))}")
    return articles
