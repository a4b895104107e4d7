"""Risk and coverage of a run, as a table and as a picture that needs nothing around it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from eval_fakes import gold, hits, line, unanswerable, write_gold

from eval.__main__ import main
from eval.report_data import risk_coverage, sureness
from eval.risk import RiskRow, as_table, curve, risk_rows
from eval.run_file import RunFile
from eval.score import RunScore, score_run

WRONG = {"answer": "按年发放。[1]", "retrieved": hits("别的条文")}


def scored() -> RunScore:
    """Return five questions: two right, one wrong, one refused, an unanswerable one answered."""
    questions = [gold("a"), gold("b"), gold("c"), gold("d"), unanswerable("e")]
    lines = {
        "a": line("a", confidence=0.9),
        "b": line("b", confidence=0.7),
        "c": line("c", confidence=0.6, **WRONG),
        "d": line("d", status="unanswerable_low_confidence", confidence=0.2),
        "e": line("e", confidence=0.4),
    }
    return score_run(questions, RunFile(lines))


def many(answers: int) -> RunScore:
    """Return a run of so many answers, every fourth of them wrong, the sure ones less often."""
    questions = [gold(f"q{n}") for n in range(answers)]
    wrong = {n for n in range(answers) if n % 4 == 0 and n > answers // 3}
    lines = {
        f"q{n}": line(f"q{n}", confidence=1 - n / answers, **(WRONG if n in wrong else {})) for n in range(answers)
    }
    return score_run(questions, RunFile(lines))


def test_a_higher_limit_answers_less_and_refuses_more() -> None:
    assert risk_rows(scored(), [0.0, 0.5, 0.7, 1.0]) == [
        RiskRow(0.0, 0.8, 0.5, 0.25, 0.0),
        RiskRow(0.5, 0.6, 2 / 3, 0.25, 1.0),
        RiskRow(0.7, 0.4, 1.0, 0.5, 1.0),
        RiskRow(1.0, 0.0, None, 1.0, 1.0),
    ]


def test_the_first_row_agrees_with_the_curve() -> None:
    (row,) = risk_rows(scored(), [0.0])
    assert risk_coverage(sureness(scored()), 5)[-1] == (row.coverage, 1 - (row.right or 0.0))


def test_the_table_is_markdown() -> None:
    first, *_, last = as_table(risk_rows(scored(), [0.0, 1.0])).splitlines()
    assert first.count("|") == last.count("|") == 6
    assert last == "| 1.00 | 0.000 | - | 1.000 | 1.000 |"


def test_a_run_without_probabilities_is_refused() -> None:
    run = score_run([gold("a")], RunFile({"a": line("a")}))
    with pytest.raises(ValueError, match="confidence"):
        risk_rows(run)


def test_the_curve_is_a_small_picture_that_stands_by_itself() -> None:
    picture = curve(many(2000), "risk & coverage")
    root = ElementTree.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme:dark" in picture
    assert "href" not in picture
    assert len(picture.encode()) < 20_000


def test_the_curve_ends_where_the_run_stands() -> None:
    solid, dashed = ElementTree.fromstring(curve(many(400), "x")).findall("{*}polyline")
    assert (solid.get("points") or "").split()[-1] == (dashed.get("points") or "").split()[-1]


def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = write_gold(tmp_path / "some.jsonl", gold("a"), unanswerable("u"))
    run = tmp_path / "run.jsonl"
    run.write_text(
        '{"id": "a", "status": "answered", "answer": "补贴标准为每人每月三百元。", "confidence": 0.8}\n'
        '{"id": "u", "status": "unanswerable_no_source", "answer": "没有"}\n',
        encoding="utf-8",
    )
    assert main(["risk", str(run), str(questions), "--svg", str(tmp_path / "curve.svg")]) == 0
    assert "| as it is | 0.500 | 0.000 | 0.000 | 1.000 |" in capsys.readouterr().out
    assert "risk and coverage: some" in (tmp_path / "curve.svg").read_text(encoding="utf-8")
