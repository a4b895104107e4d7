from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from eval_fakes import PASSAGE, FakeAnswerer, citation, gold, hits, line, unanswerable, write_gold

from eval import gate, gate_commands
from eval.__main__ import main
from eval.baseline import GUARDED, baseline_of, read_baseline, write_baseline
from eval.provenance import Provenance
from eval.run_file import RunFile
from eval.score import RunScore, score_run
from qa.records import Answer, Status

GOLD = [gold(f"q{number:02}") for number in range(30)]
WHERE = Provenance(**dict.fromkeys(Provenance.__dataclass_fields__, "same"))


def scored(count: int = 0, **changes: object) -> RunScore:
    """Return the score of a run whose first ``count`` questions have ``changes``, the others being right."""
    lines = {q.id: line(q.id, **(changes if place < count else {})) for place, q in enumerate(GOLD)}
    return score_run(GOLD, RunFile(lines))


BASELINE = baseline_of(scored(), WHERE)


def fallen(score: RunScore) -> list[str]:
    return [fall.metric.name for fall in gate.judge(BASELINE, score).falls if fall.fails]


def test_the_same_run_passes() -> None:
    verdict = gate.judge(BASELINE, scored())
    assert verdict.passes
    assert "gate: passed" in gate.as_text(verdict, scored())


def test_one_or_two_lost_questions_of_thirty_are_noise_and_three_are_not() -> None:
    assert fallen(scored(1, answer="无。")) == []
    assert fallen(scored(2, answer="无。")) == []
    assert "right" in fallen(scored(3, answer="无。"))


def test_a_failing_gate_names_metric_values_and_ten_lost_questions() -> None:
    score = scored(12, answer="无。")
    text = gate.as_text(gate.judge(BASELINE, score), score)
    assert "gate: right fell from 1.0000 to 0.6000 over 30 questions" in text
    right = text.split("gate: right")[1].split("gate: ")[0].splitlines()
    assert [row.split()[0] for row in right[1:11]] == [f"q{number:02}" for number in range(10)]
    assert "q00：补贴多少钱 -> answered, lost at extraction" in right[1]
    assert right[11].strip() == "… and 2 more"
    assert text.endswith("record it with `python -m eval gate --accept`")


def test_refusing_more_fails_by_false_refusal_where_lower_is_better() -> None:
    assert "false_refusal" in fallen(scored(5, status="unanswerable_low_confidence"))


def test_a_broken_promise_has_no_noise() -> None:
    assert fallen(scored(1, answer="补贴标准为每人每月三百元，另加77元。[1]")) == ["false_figures"]
    assert "verbatim" in fallen(scored(1, citations=(citation(quote="不是原文"),)))


def test_a_promise_broken_by_a_question_refused_before_counts() -> None:
    before = baseline_of(scored(1, status="unanswerable_low_confidence"), WHERE)
    verdict = gate.judge(before, scored(1, answer="补贴标准为每人每月三百元，另加77元。[1]"))
    assert [fall.metric.name for fall in verdict.falls if fall.fails] == ["false_figures"]


def test_taking_a_question_away_fails_and_adding_one_does_not() -> None:
    lines = {question.id: line(question.id) for question in GOLD}
    fewer = score_run(GOLD[1:], RunFile(lines))
    assert gate.judge(BASELINE, fewer).gone == ("q00",)
    assert not gate.judge(BASELINE, fewer).passes
    more = score_run([*GOLD, gold("new")], RunFile(lines))
    assert gate.judge(BASELINE, more).added == ("new",)
    assert gate.judge(BASELINE, more).passes


def test_a_better_run_is_told_to_record_itself() -> None:
    worse = baseline_of(scored(9, answer="无。"), WHERE)
    text = gate.as_text(gate.judge(worse, scored()), scored())
    assert "right 0.7000 -> 1.0000" in text
    assert "--accept records it" in text


def test_noise_is_at_least_one_question() -> None:
    assert gate.paired_noise([]) == 0.0
    assert gate.paired_noise([0.0] * 20) == pytest.approx(1 / 20)
    assert gate.paired_noise([1.0] * 3 + [0.0] * 147) == pytest.approx(0.0190, abs=1e-3)


def test_the_baseline_is_written_one_question_a_line_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, BASELINE)
    assert read_baseline(path) == BASELINE
    rows = path.read_text(encoding="utf-8").splitlines()
    assert sum(row.startswith('  "q') and row.rstrip(",").endswith("}") for row in rows) == 30
    assert {"right", "verbatim", "stability"} <= {metric.name for metric in GUARDED}


def test_rounding_in_the_file_is_no_loss(tmp_path: Path) -> None:
    score = scored(30, retrieved=hits("别的。", "又一段。", PASSAGE))  # reciprocal rank 1/3
    write_baseline(tmp_path / "b.json", baseline_of(score, WHERE))
    verdict = gate.judge(read_baseline(tmp_path / "b.json"), score)
    assert all(not fall.lost for fall in verdict.falls)


@pytest.mark.parametrize("text", ["{", "[]", '{"provenance": {}}'])
def test_a_file_that_is_no_baseline_says_how_to_record_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="record one with `python -m eval gate --accept`"):
        read_baseline(path)


class Refusing:
    """A build whose threshold was moved too far."""

    def answer(self, question: str, *, turns: Sequence[str] = (), as_of: date | None = None) -> Answer:
        return Answer(Status.LOW_CONFIDENCE, "没有把握。", question)


def test_a_broken_build_fails_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, baseline = write_gold(tmp_path / "g.jsonl", *GOLD, unanswerable()), tmp_path / "baseline.json"
    (tmp_path / "a.txt").write_text(PASSAGE, encoding="utf-8")
    command = [
        "gate",
        "--index",
        str(tmp_path),
        "--corpus",
        str(tmp_path),
        "--gold",
        str(path),
        "--baseline",
        str(baseline),
    ]
    monkeypatch.setattr(gate_commands, "open_answerer", lambda index: FakeAnswerer())
    assert main(command) == 2  # no baseline yet
    assert main([*command, "--accept"]) == 0
    assert main(command) == 0
    monkeypatch.setattr(gate_commands, "open_answerer", lambda index: Refusing())
    capsys.readouterr()
    assert main(command) == 1
    printed = capsys.readouterr().out
    assert "gate: false_refusal fell from 0.0000 to 1.0000 over 30 questions" in printed
    assert printed.count("lost at retrieval") >= 10
