"""The everyday words that ship are well formed and harmless, and the loader and matcher do what their notes say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import fold
from qa.lexicon import FOLDER, Entry, Lexicon, read_entries

FILES = sorted(FOLDER.glob("*.tsv"))
MAX_OFFICIAL = 4  # more are no longer names of one thing


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return [entry for path in FILES for entry in read_entries(path)]


def lexicon(*lines: tuple[str, str, str]) -> Lexicon:
    """Return a lexicon of (everyday, official;…, when;…)."""
    return Lexicon(
        Entry(everyday, tuple(official.split(";")), "test", tuple(word for word in when.split(";") if word))
        for everyday, official, when in lines
    )


def found(words: Lexicon, question: str) -> list[tuple[int, int, str]]:
    return [(match.start, match.end, match.entry.official[0]) for match in words.match(fold(question))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_has_four_columns_and_no_stray_space(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]

    assert lines
    assert [line for line in lines if line.count("\t") != 3 or line.split("\t")[2] == "" or " " in line] == []


def test_all_files_load_into_one_lexicon(entries: list[Entry]) -> None:
    assert sum(len(group) for group in Lexicon.load().entries.values()) == len(entries)


def test_nothing_is_listed_twice_over_all_files(entries: list[Entry]) -> None:
    counts = Counter((entry.everyday, frozenset(entry.when)) for entry in entries)

    assert [key for key, count in counts.items() if count > 1] == []


def test_no_entry_maps_a_word_to_itself(entries: list[Entry]) -> None:
    assert [entry.everyday for entry in entries if entry.everyday in map(fold, entry.official)] == []


def test_an_entry_has_one_to_four_different_official_terms(entries: list[Entry]) -> None:
    assert [
        entry.everyday
        for entry in entries
        if not 1 <= len(entry.official) <= MAX_OFFICIAL or len(set(entry.official)) < len(entry.official)
    ] == []


def test_one_character_needs_a_context(entries: list[Entry]) -> None:
    assert [entry.everyday for entry in entries if len(entry.everyday) == 1 and not entry.when] == []


def test_a_wrong_spelling_is_no_spelling_of_the_documents(shared: Path) -> None:
    paths = [path for path in sorted((shared / "corpus").rglob("*")) if path.suffix == ".txt"]
    text = "\n".join(fold(path.read_text(encoding="utf-8")) for path in paths)

    # With a context the entry may be a piece of other words: 行使证 stands in 行使证券.
    wrong = [entry.everyday for entry in read_entries(FOLDER / "typos.tsv") if not entry.when]
    assert [word for word in wrong if word in text] == []


def test_the_longest_expression_wins_and_nothing_overlaps() -> None:
    words = lexicon(("个体", "甲", ""), ("个体户", "个体工商户", ""), ("户口", "户籍", ""), ("口", "乙", ""))

    assert found(words, "个体户口怎么办") == [(0, 3, "个体工商户"), (3, 4, "乙")]


def test_of_two_equally_long_expressions_the_first_in_the_question_wins() -> None:
    words = lexicon(("开公", "甲", ""), ("公司", "乙", ""))

    assert found(words, "开公司") == [(0, 2, "甲")]


def test_an_expression_said_twice_is_found_twice() -> None:
    assert found(lexicon(("钟头", "小时", "")), "几个钟头算一钟头") == [(2, 4, "小时"), (6, 8, "小时")]


@pytest.mark.parametrize(
    ("question", "official"),
    [("车被拖走了怎么过户", "转移登记"), ("房子怎么过户", "不动产登记"), ("户口怎么过户", None)],
)
def test_a_context_word_decides_what_is_meant(question: str, official: str | None) -> None:
    words = lexicon(("过户", "转移登记", "车;摩托"), ("过户", "不动产登记", "房;地"))

    assert [match.entry.official[0] for match in words.match(fold(question))] == ([official] if official else [])


def test_entries_of_one_expression_apply_together_when_both_contexts_stand() -> None:
    words = lexicon(("过户", "转移登记", "车"), ("过户", "不动产登记", "房"))

    assert found(words, "房和车怎么过户") == [(5, 7, "转移登记"), (5, 7, "不动产登记")]


def test_a_longer_expression_without_its_context_leaves_the_shorter_one_room() -> None:
    words = lexicon(("一个点", "1%", "税"), ("一个", "一", ""))

    assert found(words, "一个点怎么走") == [(0, 2, "一")]
    assert found(words, "税率降一个点") == [(3, 6, "1%")]


def test_letters_and_width_of_an_expression_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("ＡＰＰ\t移动应用程序\t网上办\t\n# a note\n\n", encoding="utf-8")

    assert found(Lexicon.load(tmp_path), "有没有app") == [(3, 6, "移动应用程序")]
    assert len(read_entries(path)) == 1


@pytest.mark.parametrize("line", ["个体户\t个体工商户\t企业", "个体户\t;\t企业\t", "\t个体工商户\t企业\t"])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "broken.tsv"
    path.write_text(f"钟头\t小时\t问法\t\n{line}\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"broken\.tsv:2: .*four columns"):
        read_entries(path)


@given(st.text(max_size=40))
def test_any_text_is_matched_without_overlap(question: str) -> None:
    spans = {(match.start, match.end) for match in SHIPPED.match(fold(question))}

    assert all(a == b or a[1] <= b[0] or b[1] <= a[0] for a in spans for b in spans)


SHIPPED = Lexicon.load()
