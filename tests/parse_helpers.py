"""Short texts into parsed files, for the tests of parsing."""

from __future__ import annotations

from index.corpus import Document, Passage
from index.formats.base import RawLine, RawText
from index.parsed import ParsedFile
from index.parsing import parse_file

HEAD = (
    "某某市人民政府关于做好某事的意见\n\n某政发〔2022〕8号\n\n各县（市、区）人民政府：\n\n"
    "为做好某事，现提出以下意见。\n\n"
)
TAIL = "\n\n某某市人民政府\n\n2022年5月6日\n"


def raw_text(text: str, *, file: str = "a.txt", front_matter: dict[str, str] | None = None) -> RawText:
    """Return the text as a reader would give it."""
    lines = tuple(RawLine(line, number) for number, line in enumerate(text.split("\n"), 1))
    return RawText(file, lines, "utf-8", front_matter or {})


def parse(text: str, *, file: str = "a.txt") -> ParsedFile:
    """Return the parsed text."""
    return parse_file(raw_text(text, file=file))


def body(text: str) -> list[Passage]:
    """Return the passages of an opinion with this body, without its front and preamble."""
    return [p for p in parse(HEAD + text + TAIL).documents[0].passages if p.heading_path]


def paths(passages: list[Passage]) -> list[str]:
    """Return the article paths."""
    return [passage.article for passage in passages]


def only_document(text: str, *, file: str = "a.txt") -> Document:
    """Return the one document of a text."""
    documents = parse(text, file=file).documents
    assert len(documents) == 1
    return documents[0].document


def wrap(text: str, width: int = 32) -> str:
    """Break a paragraph as a printed page does: first line two characters shorter, a blank line after every line."""
    lines, text = [text[: width - 2]], text[width - 2 :]
    while text:
        lines.append(text[:width])
        text = text[width:]
    return "\n\n".join(lines)
