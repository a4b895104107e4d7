"""Passages: their size, their context, exact lines, and that the text stands in the source."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from parse_helpers import HEAD, TAIL, body, parse, raw_text

from index.corpus import Passage
from index.corpus_reader import Corpus, read_corpus
from index.parsed import from_json, to_json
from index.parsing import parse_file

SENTENCE = "各级各有关部门要按照职责分工认真抓好落实。"  # 21 characters


def test_one_numbered_item_is_one_passage() -> None:
    assert len(body(f"一、甲。{SENTENCE * 5}\n\n二、乙。{SENTENCE * 5}")) == 2


def test_tiny_items_are_read_with_their_siblings() -> None:
    found = body("一、材料\n\n（一）身份证；\n\n（二）户口簿；\n\n（三）申请表。")
    assert [passage.text for passage in found] == ["一、材料\n（一）身份证；\n（二）户口簿；\n（三）申请表。"]


def test_short_articles_of_a_law_are_not_merged() -> None:
    assert [p.article for p in body("第一条 甲。\n\n第二条 乙。")] == ["第一条", "第二条"]


def test_long_article_is_split_at_its_items_and_repeats_its_head_as_context() -> None:
    items = "\n\n".join(f"（{number}）{SENTENCE * 20}" for number in "一二三四")
    found = body(f"第五条 支持下列事项：\n\n{items}")
    assert [p.article for p in found] == ["第五条"] * 4
    assert found[0].context == ""
    assert found[1].context == "第五条 支持下列事项："
    assert found[1].text.startswith("（二）")


def test_long_paragraph_is_cut_at_sentence_ends_only() -> None:
    found = body(f"一、甲。{SENTENCE * 80}")
    assert len(found) > 2
    assert all(passage.text.endswith("。") and len(passage.text) <= 720 for passage in found)


def test_heading_without_text_stands_at_the_head_of_the_first_passage_below() -> None:
    found = body(f"一、总体要求\n\n（一）目标。{SENTENCE * 5}")
    assert found[0].text.startswith("一、总体要求\n（一）目标。")
    assert [line for _, line in found[0].line_starts] == [9, 11]


def test_line_starts_name_the_line_of_every_part_of_a_broken_paragraph() -> None:
    found = body(f"一、甲。{SENTENCE * 5}由交通运输等部\n\n门派驻人员。")[0]
    offset, line = found.line_starts[1]
    assert (found.text[offset:], line) == ("门派驻人员。", 11)


def test_front_holds_title_number_recipients_signature_and_date() -> None:
    front = parse(HEAD + f"一、甲。{SENTENCE * 5}" + TAIL).documents[0].passages[0]
    assert front.kind == "front"
    assert front.text.split("\n")[:3] == [
        "某某市人民政府关于做好某事的意见",
        "某政发〔2022〕8号",
        "各县（市、区）人民政府：",
    ]
    assert front.text.endswith("某某市人民政府\n2022年5月6日")


def test_validity_clause_is_in_the_front_and_not_in_the_last_article() -> None:
    clause = "本意见自2022年7月1日起施行，有效期至2025年12月31日。"
    passages = parse(HEAD + f"一、甲。{SENTENCE * 5}\n\n{clause}" + TAIL).documents[0].passages
    assert clause in passages[0].text
    assert clause not in passages[-1].text


def test_no_quote_may_cross_from_the_head_of_a_document_to_its_signature() -> None:
    text = HEAD + "\n\n".join(f"一、甲。{SENTENCE * 5}" for _ in range(9)) + TAIL
    front = parse(text).documents[0].passages[0]
    assert [front.text[seam:].split("\n")[0] for seam in front.seams] == ["某某市人民政府"]


def test_table_rows_keep_tabs_and_repeat_their_header_as_context() -> None:
    rows = "\n".join(f"{number}\t第{number}项指标的名称写得长一些\t\t≥{number}%" for number in range(1, 60))
    found = [p for p in body(f"一、指标\n\n表1 主要指标\n\n序号\t指标\t2021年\t2025年\n{rows}") if p.kind == "table"]
    assert "1\t第1项指标的名称写得长一些\t\t≥1%" in found[0].text.split("\n")
    assert found[1].context == "表1 主要指标\n序号\t指标\t2021年\t2025年"
    assert all(len(passage.text) <= 600 for passage in found)


def test_caption_below_a_table_belongs_to_it() -> None:
    found = body("一、指标\n\n序号\t指标\t值\n1\t甲\t2%\n\n表 1 主要指标\n\n二、措施。" + SENTENCE * 5)
    assert found[0].text.endswith("表 1 主要指标")


def test_header_row_printed_again_after_a_page_break_is_left_out() -> None:
    parsed = parse(HEAD + "一、表\n\n序号\t名称\n1\t甲\n\n序号\t名称\n2\t乙" + TAIL)
    assert [(item.line, item.reason) for item in parsed.left_out] == [(14, "repeated_header")]


def test_section_row_of_a_table_goes_into_the_heading_path_of_its_rows() -> None:
    first = f"内容\t部门\t计划\n第一条：增加投放\t\t\n甲项\t农行\t{SENTENCE}\n"
    rows = first + f"第二条：扩大保险\t\t\n乙项\t财政厅\t{SENTENCE}"
    found = [p for p in body(f"一、方案\n\n{rows}") if p.kind == "table"]
    assert [p.heading_path[-1] for p in found] == ["第一条：增加投放", "第二条：扩大保险"]


def test_merged_first_cell_is_repeated_before_a_new_group_of_rows() -> None:
    rows = "\n".join(
        f"{'就业' if n == 0 else ''}\t我要办理第{n}号事项的名称写得长一些\t省人力资源社会保障厅" for n in range(40)
    )
    found = [p for p in body(f"一、清单\n\n类别\t事项\t部门\n{rows}") if p.kind == "table"]
    assert found[1].context == "类别\t事项\t部门\n就业"


def test_ids_are_made_of_number_and_article() -> None:
    found = body(f"四、服务\n\n（八）免申即享。{SENTENCE * 5}\n\n（九）掌上办。{SENTENCE * 5}")
    assert [p.passage_id for p in found] == ["某政发-2022-8#四-八", "某政发-2022-8#四-九"]


def test_neighbours_are_linked_both_ways() -> None:
    passages = parse(HEAD + f"一、甲。{SENTENCE * 5}\n\n二、乙。{SENTENCE * 5}" + TAIL).documents[0].passages
    for one, two in pairwise(passages):
        assert (one.next_id, two.previous_id) == (two.passage_id, one.passage_id)


def test_policy_card_gives_sections_without_its_comment() -> None:
    text = (
        "<!-- 核对：a.txt:1 -->\n# 补贴卡片\n\n> 本卡片是说明。\n\n## 一、这是什么\n\n"
        f"{SENTENCE * 5}\n\n## 二、怎么办\n\n{SENTENCE * 5}"
    )
    parsed = parse_file(
        raw_text(text, front_matter={"title": "补贴卡片", "issuer": "甲市", "valid_until": "2023-12-31"})
    )
    assert [p.article for p in parsed.documents[0].passages[1:]] == ["一、这是什么", "二、怎么办"]
    assert not any("核对" in p.text for p in parsed.documents[0].passages)
    assert str(parsed.documents[0].document.expires) == "2023-12-31"


def test_parsed_file_survives_json() -> None:
    parsed = parse(HEAD + f"一、甲。{SENTENCE * 40}\n\n表\t值\n1\t2" + TAIL)
    assert from_json(to_json(parsed)) == parsed
    with pytest.raises(ValueError, match="parse the file again"):
        from_json('{"file": "a.txt"}')


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Corpus:
    return read_corpus(shared / "corpus")


def letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


TAG = re.compile(r"</?(?:p|ol)\b[^>]*>")  # of the page a table was taken from


def stands_in(passage: Passage, source: list[str]) -> bool:
    """Tell whether every stretch of text between two line starts or seams stands on the line it names."""
    starts = passage.line_starts
    for (offset, line), following in zip(starts, [*starts[1:], (len(passage.text), 0)], strict=True):
        if letters(passage.text[offset : following[0]]) not in letters(TAG.sub("", source[line - 1])):
            return False
    return True


def test_text_of_every_passage_stands_on_the_lines_it_names(corpus: Corpus, shared: Path) -> None:
    files: dict[str, list[str]] = {}
    for passage in corpus.passages:
        name = passage.spans[0].file
        source = files.setdefault(name, (shared / "corpus" / name).read_text(encoding="utf-8").split("\n"))
        assert stands_in(passage, source), passage.passage_id
        assert len({span.file for span in passage.spans}) == 1


def test_no_quote_may_cross_a_place_where_a_tag_was_taken_out() -> None:
    found = next(p for p in body("一、表\n\n内容\t计划\n甲</p> <ol>1. 乙项\t丙") if p.kind == "table")
    assert [found.text[seam:].strip()[:2] for seam in found.seams] == ["", "1."] or found.text[
        found.seams[0] :
    ].strip().startswith("1.")


def test_every_line_of_the_compilations_is_accounted_for(corpus: Corpus) -> None:
    assert corpus.report.unaccounted == 0
    assert len(corpus.documents) == 92
    assert len({passage.passage_id for passage in corpus.passages}) == len(corpus.passages)


def test_passages_have_a_size_that_can_be_read(corpus: Corpus) -> None:
    sizes = sorted(len(passage.text) for passage in corpus.passages)
    assert 150 <= sizes[len(sizes) // 2] <= 350
    assert sizes[-1] <= 1000


def rewrap(text: str, width: int, *, indent: bool, between: str) -> str:
    """Return the text as a page of ``width`` characters a line prints it."""
    lines: list[str] = []
    for paragraph in (line.strip() for line in text.split("\n") if line.strip()):
        rest = paragraph if len(paragraph) < width - 6 else "　　" * indent + paragraph
        first = width if indent or len(rest) <= width - 2 else width - 2
        while rest:
            lines.append(rest[:first])
            rest, first = rest[first:], width
    return between.join(lines)


@pytest.mark.parametrize(("width", "indent", "between"), [(28, True, "\n"), (30, False, "\n"), (32, False, "\n\n")])
def test_same_document_in_another_layout_gives_the_same_articles(
    shared: Path, width: int, indent: bool, between: str
) -> None:
    path = next((shared / "corpus").glob("004_*.txt"), None)
    if path is None:
        pytest.skip("the one-document file is not there")
    text = path.read_text(encoding="utf-8")
    printed = parse(rewrap(text, width, indent=indent, between=between))
    one, two = (
        {p.passage_id: letters(p.text) for d in file.documents for p in d.passages} for file in (parse(text), printed)
    )
    assert one == two
