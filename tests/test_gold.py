from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from eval_fakes import gold, unanswerable, write_gold

from eval.__main__ import CARDS, CORPUS
from eval.gold import GoldQuestion, gold_sha256, parse_gold_line, question_to_json, read_gold
from eval.gold_check import check_file


def test_a_question_survives_writing_and_reading(tmp_path: Path) -> None:
    question = gold(
        turns=("前一问",), wordings=("换个说法",), as_of=date(2023, 1, 31), validity="expired", also_in=("b.txt",)
    )
    assert read_gold(write_gold(tmp_path / "g.jsonl", question, unanswerable())) == [question, unanswerable()]


def test_empty_lines_and_a_byte_order_mark_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(f"\ufeff{question_to_json(gold())}\n\n", encoding="utf-8")
    assert [question.id for question in read_gold(path)] == ["q1"]


def test_fields_of_a_larger_gold_set_do_not_stop_reading() -> None:
    line = question_to_json(gold()).replace("{", '{"reviewed_by": "someone", ', 1)
    assert parse_gold_line(line) == gold()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{oops", "not JSON"),
        ("[1]", "a list, not an object"),
        ('{"id": ""}', "id is missing or empty"),
        ('{"id": 7}', "id is int 7; it must be text"),
        (question_to_json(gold()).replace('"number"', '"numbr"'), "kind 'numbr' is unknown; use one of number, date"),
        (question_to_json(gold(evidence=())), "needs evidence and must"),
        (question_to_json(gold(kind="unanswerable")), "has neither evidence nor must"),
        (question_to_json(gold()).replace('["三百元|300元"]', '"三百元"'), "must is '三百元'; it must be a list"),
        (question_to_json(gold()).replace('{"id"', '{"as_of": "2023", "id"'), "as_of '2023' is not a day"),
    ],
)
def test_a_bad_line_is_named_with_file_line_and_reason(line: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(f"{question_to_json(gold('first'))}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"g\.jsonl:2: ") as error:
        read_gold(path)
    assert says in str(error.value)


def test_an_id_twice_is_an_error_that_names_both_lines(tmp_path: Path) -> None:
    path = write_gold(tmp_path / "g.jsonl", gold("a"), gold("b"), gold("a"))
    with pytest.raises(ValueError, match=r"g\.jsonl:3: id 'a' stands already in line 1"):
        read_gold(path)


def test_a_gold_set_without_questions_is_an_error(tmp_path: Path) -> None:
    path = write_gold(tmp_path / "g.jsonl")
    with pytest.raises(ValueError, match="holds no question"):
        read_gold(path)


def test_the_hash_changes_with_a_question(tmp_path: Path) -> None:
    first, second = write_gold(tmp_path / "a.jsonl", gold()), write_gold(tmp_path / "b.jsonl", gold("other"))
    assert len(gold_sha256(first)) == 64
    assert gold_sha256(first) != gold_sha256(second)


def test_the_development_questions_are_read_whole(shared: Path) -> None:
    questions: list[GoldQuestion] = read_gold(shared / "gold" / "dev.jsonl")
    assert len(questions) == 128
    assert sum(not question.answerable for question in questions) == 17
    assert sum(bool(question.turns) for question in questions) == 10


def test_the_sample_gold_set_is_large_checked_and_has_questions_in_five_wordings() -> None:
    questions, findings = check_file(CARDS, CORPUS)
    assert [str(finding) for finding in findings if finding.is_error] == []
    assert len(questions) >= 150
    assert sum(len(question.wordings) == 4 for question in questions) >= 20
    assert {Path(question.source).name for question in questions if question.source} == {
        card.name for card in CORPUS.glob("*.md")
    } - {"README.md"}
