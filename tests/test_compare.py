from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from eval_fakes import FakeAnswerer, citation, gold, line, unanswerable, write_gold

from eval import compare
from eval.__main__ import main
from eval.gold import GoldQuestion
from eval.metrics import metric_named
from eval.run_file import RunFile, RunLine
from eval.run_lines import answer_line
from eval.score import RunScore, score_run

GOLD = [gold(f"q{number:02}") for number in range(20)]


def scored(changed: dict[str, RunLine], questions: list[GoldQuestion] | None = None) -> RunScore:
    """Return the score of a run that is right everywhere but in the ``changed`` questions."""
    questions = questions or GOLD
    lines = {question.id: changed.get(question.id, line(question.id)) for question in questions}
    return score_run(questions, RunFile(lines))


def wrong(name: str) -> RunLine:
    return line(name, answer="按季度发放。[1]")


def test_two_equal_runs_show_no_difference() -> None:
    changes = compare.compare_runs(scored({}), scored({}))
    assert {change.verdict for change in changes} == {"same"}
    assert {(change.low, change.high, change.sign_p) for change in changes} == {(0.0, 0.0, 1.0)}
    assert "no difference" in compare.as_table(changes)


def test_three_questions_that_differ_are_found_and_named() -> None:
    changes = compare.compare_runs(scored({"q01": wrong("q01")}), scored({"q05": wrong("q05"), "q06": wrong("q06")}))
    right = next(change for change in changes if change.metric.name == "right")
    assert (right.won, right.lost) == (("q01",), ("q05", "q06"))
    assert right.before == pytest.approx(19 / 20)
    assert right.after == pytest.approx(18 / 20)
    assert right.verdict == "chance"
    table = compare.as_table(changes)
    assert "right won: q01" in table
    assert "right lost: q05, q06" in table
    assert "no difference" not in table


def test_eight_losses_of_twenty_are_not_chance() -> None:
    change = compare.compare_metric(
        metric_named("right"), scored({}), scored({f"q{n:02}": wrong(f"q{n:02}") for n in range(8)})
    )
    assert change is not None
    assert change.verdict == "worse"
    assert change.sign_p == pytest.approx(2 / 2**8)
    assert change.low < -0.4 < change.high < 0


def test_a_metric_where_lower_is_better_turns_wins_and_losses() -> None:
    refused = {f"q{n:02}": line(f"q{n:02}", status="unanswerable_low_confidence") for n in range(8)}
    change = compare.compare_metric(metric_named("false_refusal"), scored(refused), scored({}))
    assert change is not None
    assert (len(change.won), len(change.lost), change.verdict) == (8, 0, "better")


def test_questions_with_a_value_in_one_run_only_are_counted() -> None:
    refused = {"q00": line("q00", status="unanswerable_low_confidence")}
    change = compare.compare_metric(metric_named("supported"), scored({}), scored(refused))
    assert change is not None
    assert (change.questions, change.only_one) == (19, 1)


def test_a_metric_nobody_has_is_left_out() -> None:
    assert compare.compare_metric(metric_named("stability"), scored({}), scored({})) is None


def test_the_sign_test_is_the_binomial_one() -> None:
    assert compare.sign_test(0, 0) == 1.0
    assert compare.sign_test(2, 2) == 1.0
    assert compare.sign_test(0, 5) == pytest.approx(2 / 32)
    assert compare.sign_test(1, 4) == pytest.approx(2 * 6 / 32)


def test_the_interval_is_the_same_every_time_and_around_the_mean() -> None:
    values = [0.0] * 15 + [1.0] * 5
    low, high = compare.bootstrap_interval(values)
    assert (low, high) == compare.bootstrap_interval(values)
    assert low < 0.25 < high
    assert compare.bootstrap_interval([]) == (0.0, 0.0)


def test_runs_of_different_gold_sets_are_not_compared() -> None:
    other = [replace(question, id=f"x{question.id}") for question in GOLD]
    with pytest.raises(ValueError, match="score both runs with the same gold set"):
        compare.compare_runs(scored({}), scored({}, other))


def test_a_wrong_citation_is_a_loss_in_the_citation_metrics_too() -> None:
    off = line("q03", citations=(citation(passage="另一条。"),))
    change = compare.compare_metric(metric_named("cited_evidence"), scored({}), scored({"q03": off}))
    assert change is not None
    assert change.lost == ("q03",)


def test_compare_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = [gold("a"), unanswerable("b")]
    gold_path = write_gold(tmp_path / "g.jsonl", *questions)
    answerer = FakeAnswerer()
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text("".join(answer_line(q, answerer.answer(q.question)) + "\n" for q in questions), encoding="utf-8")
    second.write_text("".join(answer_line(q, answerer.answer("别的")) + "\n" for q in questions), encoding="utf-8")
    assert main(["compare", str(first), str(second), str(gold_path)]) == 0
    printed = capsys.readouterr().out
    assert "correct won: b" in printed
    assert "correct lost: a" in printed
