from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from eval_fakes import DOCUMENT, EVIDENCE, PASSAGE, gold, unanswerable, write_gold

from eval import gold_check, gold_exchange, gold_new
from eval.__main__ import main
from eval.gold import GoldQuestion, read_gold
from index.corpus import Passage, SourceSpan

ARTICLE = Passage("文-1#第三条", "文-1", ("第三条",), PASSAGE, spans=(SourceSpan("a.txt", 3, 4),))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(PASSAGE.replace("每人", "每\n人"), encoding="utf-8")  # broken by a hard wrap
    (folder / "sub" / "b.md").write_text("本办法由财政部门负责解释。", encoding="utf-8")
    return folder


def errors(findings: list[gold_check.Finding]) -> list[str]:
    return [finding.text for finding in findings if finding.is_error]


def test_evidence_is_found_across_line_breaks(corpus: Path) -> None:
    assert gold_check.check_evidence([gold(source="a.txt")], gold_check.source_texts(corpus)) == []


def test_evidence_that_stands_nowhere_is_an_error_and_elsewhere_a_note(corpus: Path) -> None:
    texts = gold_check.source_texts(corpus)
    nowhere = gold_check.check_evidence([gold(source="a.txt", evidence=("补贴标准为四百元",))], texts)
    assert errors(nowhere) == ["evidence '补贴标准为四百元' stands in no file of the corpus"]
    elsewhere = gold_check.check_evidence([gold(source="a.txt", evidence=("由财政部门负责解释",))], texts)
    assert [(finding.is_error, finding.text[-8:]) for finding in elsewhere] == [(False, "sub/b.md")]
    gone = gold_check.check_evidence([gold(source="c.txt")], texts)
    assert errors(gone) == ["source 'c.txt' is not in the corpus"]


def test_every_bad_line_of_a_file_is_listed_not_only_the_first(tmp_path: Path) -> None:
    path = write_gold(tmp_path / "g.jsonl", gold("a"), gold("a"))
    path.write_text(path.read_text(encoding="utf-8") + '{oops\n{"id": "b", "note": 1}\n', encoding="utf-8")
    questions, findings = gold_check.check_file(path)
    assert [question.id for question in questions] == ["a"]
    assert len(errors(findings)) == 3
    assert findings[0].is_error


def test_the_same_question_twice_is_an_error_an_alike_one_a_note() -> None:
    long = "申请一次性扩岗补助需要向哪个部门提交材料"
    found = gold_check.near_duplicates(
        [gold("a", question=long), gold("b", question=f"{long}？"), gold("c", question=f"{long}呢"), gold("d")]
    )
    assert [(finding.where, finding.is_error) for finding in found] == [("b", True), ("c", False), ("c", False)]


def test_a_followup_differs_from_the_same_words_after_another_question() -> None:
    same = "那企业呢"
    pair = [gold("a", question=same, turns=("个人怎么申请补贴",)), gold("b", question=same, turns=("夜班津贴归谁管",))]
    assert gold_check.near_duplicates(pair) == []


def test_a_reference_answer_that_would_score_wrong_is_noted() -> None:
    found = gold_check.check_questions(
        [gold(answer="按季度发放。"), gold("b", kind="followup"), gold("c", wordings=("x", "x"))]
    )
    assert [(finding.where, finding.is_error) for finding in found] == [("q1", False), ("b", True), ("c", True)]


def test_balance_notes_missing_kinds_and_too_few_refusals() -> None:
    notes = [finding.text for finding in gold_check.check_balance([gold()])]
    assert any("no question of date" in note for note in notes)
    assert "0% unanswerable; keep it between 8% and 30%" in notes
    assert "kind      number 1, unanswerable 1" in gold_check.balance_table([gold(), unanswerable()])


def test_check_from_the_command_line(tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write_gold(tmp_path / "good.jsonl", gold(source="a.txt"))
    bad = write_gold(tmp_path / "bad.jsonl", gold(source="a.txt", evidence=("没有这句话",)))
    assert main(["gold", "check", str(good), "--corpus", str(corpus)]) == 0
    assert main(["gold", "check", str(bad), "--corpus", str(corpus)]) == 1
    assert "bad.jsonl: 1 errors" in capsys.readouterr().out


# --- writing new ones ---------------------------------------------------------------------------------------------


def typed(*answers: str) -> Iterator[str]:
    yield from answers


def test_a_new_question_is_asked_for_checked_and_appended(tmp_path: Path) -> None:
    told: list[str] = []
    keys = typed(
        "一个月给多少", "numbr", "number", "colloquial", "citizen", "补贴四百元", "", EVIDENCE, "", "三百元|300元", "",
        "每人每月三百元。", "每月能领几块钱", "",
    )  # fmt: skip
    question = gold_new.interview(lambda prompt: next(keys), told.append, DOCUMENT, ARTICLE)
    assert (question.id[:4], question.source, question.article) == ("文-1-", "a.txt", "第三条")
    assert question.wordings == ("每月能领几块钱",)
    assert told == ["'numbr' is none of them", "'补贴四百元' does not stand in the article"]
    path = tmp_path / "new.jsonl"
    gold_new.append(path, question, told.append)
    assert read_gold(path) == [question]
    with pytest.raises(ValueError, match="the question was asked before"):
        gold_new.append(path, question, told.append)


def test_an_unanswerable_question_is_not_asked_for_evidence() -> None:
    keys = typed("有没有五险一金", "unanswerable", "formal", "agent", "没有规定。", "")
    question = gold_new.interview(lambda prompt: next(keys), lambda text: None, DOCUMENT, ARTICLE)
    assert (question.answerable, question.source, question.evidence) == (False, "", ())


def test_appending_keeps_a_last_line_without_its_end_whole(tmp_path: Path) -> None:
    path = write_gold(tmp_path / "g.jsonl", gold("a"))
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    gold_new.append(path, gold("b", question="另外一件完全不同的事情归谁管"), lambda text: None)
    assert [question.id for question in read_gold(path)] == ["a", "b"]


def test_the_article_is_shown_with_its_place() -> None:
    shown = gold_new.describe(DOCUMENT, ARTICLE)
    assert "苏政发〔2022〕1号" in shown
    assert "(a.txt:3-4)" in shown


# --- tables and BEIR ----------------------------------------------------------------------------------------------

HEAD = ["编号", "问题", "问法", "类型", "对象", "证据", "要点", "其他问法"]
ROW = ["t1", "补贴多少", "formal", "number", "citizen", EVIDENCE, "三百元|300元||每月", "能领多少\n给多少"]
WANTED = GoldQuestion(
    "t1", "补贴多少", "formal", "number", "citizen", evidence=(EVIDENCE,), must=("三百元|300元", "每月"),
    wordings=("能领多少", "给多少"),
)  # fmt: skip


def write_csv(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_csv_with_chinese_column_names_is_imported(tmp_path: Path) -> None:
    table, out = write_csv(tmp_path / "t.csv", HEAD, ROW, [""] * 8), tmp_path / "g.jsonl"
    assert main(["gold", "import", str(table), "--out", str(out)]) == 0
    assert read_gold(out) == [WANTED]
    assert main(["gold", "import", str(table), "--out", str(out)]) == 2  # never overwrites


def test_an_excel_sheet_is_imported(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="the eval extra is not installed")
    book = openpyxl.Workbook()
    for row in (HEAD, ROW):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    assert gold_exchange.read_table(tmp_path / "t.xlsx") == [WANTED]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["问题", "颜色"]], "t.csv:1: column '颜色' is unknown"),
        ([HEAD, ["t1", "", "formal"]], "t.csv:2: question is missing"),
        ([HEAD, ROW, ROW], "t.csv:3: id 't1' stands twice"),
        ([], "t.csv: is empty"),
    ],
)
def test_a_bad_table_is_refused_with_its_row(tmp_path: Path, rows: list[list[str]], says: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is checked below
        gold_exchange.read_table(write_csv(tmp_path / "t.csv", *rows))
    assert says in str(error.value)


def test_another_file_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"'\.docx' is no table this reads"):
        gold_exchange.read_table(tmp_path / "t.docx")


def test_beir_grades_a_passage_by_the_quotes_it_holds(tmp_path: Path) -> None:
    other = Passage("文-1#第四条", "文-1", ("第四条",), "本办法由财政部门负责解释。")
    two = gold("two", evidence=(EVIDENCE, "按季度发放"), turns=("前一问",))
    judged = gold_exchange.write_beir([two, unanswerable()], [(DOCUMENT, ARTICLE), (DOCUMENT, other)], tmp_path)
    assert judged == 1
    assert (tmp_path / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines() == [
        "query-id\tcorpus-id\tscore",
        "two\t文-1#第三条\t2",
    ]
    queries = [json.loads(line) for line in (tmp_path / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    assert queries[0]["text"] == "前一问 two：补贴多少钱"
    passages = [json.loads(line) for line in (tmp_path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (passages[0]["_id"], passages[0]["title"]) == ("文-1#第三条", "补贴办法 第三条")
