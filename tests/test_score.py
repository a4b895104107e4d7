from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from eval_fakes import case, gold, unanswerable

from eval.gold import GoldQuestion, read_gold
from eval.metrics import METRICS, metric_named
from eval.run_file import RunLine, parse_run
from eval.run_lines import answer_line
from eval.score import RunScore, mean_of, score_run
from eval.score_text import as_table
from qa.records import Answer, Status


def _run_text(name: str) -> str:
    return answer_line(gold(name), Answer(Status.ANSWERED, "补贴标准为每人每月三百元。", "问"))


def test_missing_unknown_duplicate_and_broken_lines_are_counted_and_missing_is_wrong() -> None:
    run = parse_run([_run_text("a"), _run_text("a"), _run_text("stranger"), '{"id": "b", "sta', ""], "run.jsonl")
    score = score_run([gold("a"), gold("b"), unanswerable("c")], run)
    assert score.faults.missing == ("b", "c")
    assert score.faults.unknown == ("stranger",)
    assert score.faults.duplicates == ("run.jsonl:2: id 'a' again; this later line counts",)
    assert [fault.split(": ")[0] for fault in score.faults.broken] == ["run.jsonl:4"]
    assert score.faults.count == 5
    assert score.mean(metric_named("must_recall")).value == 0.5  # a has the point, b is missing
    assert score.mean(metric_named("refused")).value == 0.0  # c is missing: not a refusal
    assert score.mean(metric_named("correct")).questions == 3


def test_the_table_names_every_fault_and_says_where_figures_come_from() -> None:
    run = parse_run([_run_text("a"), _run_text("stranger"), "{"], "run.jsonl")
    table = as_table(score_run([gold("a"), gold("b")], run), None)
    assert "missing: 1 (b)" in table
    assert "unknown: 1 (stranger)" in table
    assert "broken: 1 (run.jsonl:3: not JSON" in table
    assert "lost at stage: missing 1, retrieval 1" in table
    assert table.endswith("provenance: unknown (the run has no .meta.json beside it)")
    assert "stability                     -     0" in table


def test_a_mean_of_nothing_is_undefined_not_zero() -> None:
    assert mean_of([None, None]).value is None
    assert mean_of([1.0, None, 0.0]).value == 0.5


def test_every_metric_is_named_once_defined_in_words_and_defined_or_none_for_every_case() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    for metric in METRICS:
        assert metric.words
        for one in (case(), case(unanswerable()), case(gold(), RunLine("q1")), case(unanswerable(), RunLine("u1"))):
            value = metric.score(one)
            assert value is None or 0.0 <= value <= 1.0 or metric.name == "answer_length"


def test_an_unknown_metric_name_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="metric 'mrr' is unknown; use one of correct, recall@1"):
        metric_named("mrr")


# --- agreement with the reference scorer --------------------------------------------------------------------------


def _synthetic_run(questions: list[GoldQuestion]) -> list[dict[str, object]]:
    """Return lines that are right, half right, wrong and refused in turn."""
    lines: list[dict[str, object]] = []
    for place, question in enumerate(questions):
        quotes = list(question.evidence) or ["与问题无关的一段话，讲的是另外一件事情。"]
        retrieved = [{"text": "无关段落。"}] * (place % 4) + [{"text": f"前文。{quote}。后文"} for quote in quotes]
        cited = quotes if place % 3 else ["另一段文字，共计987654元，与问题无关。"]
        text = question.answer if place % 5 else f"{''.join(quotes[:1])}。[1]共计13579元，这句话没有出处。"
        lines.append(
            {
                "id": question.id,
                "status": "unanswerable_no_source" if place % 7 == 0 else "answered",
                "answer": text + " [1]",
                "citations": [{"n": n, "quote": quote, "passage": quote} for n, quote in enumerate(cited, 1)],
                "retrieved": [{"rank": rank, **hit} for rank, hit in enumerate(retrieved, 1)],
                "timings_ms": {"retrieve": 1.0, "total": float(place)},
            }
        )
    return lines


SAME = {
    "recall@1": "recall@1", "recall@3": "recall@3", "recall@5": "recall@5", "recall@10": "recall@10", "rr@10": "rr@10",
    "must_recall": "must_recall", "complete": "complete", "right": "right", "cited_evidence": "cited_evidence",
    "false_refusal": "false_refusal", "refused": "refused", "supported": "supported", "uncited": "uncited",
}  # fmt: skip


@pytest.mark.parametrize("name", ["dev.jsonl", "statutes.jsonl"])
def test_the_reference_scorer_says_the_same_of_every_question(shared: Path, name: str) -> None:
    spec = importlib.util.spec_from_file_location("reference_score", shared / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    gold_path = shared / "gold" / name
    raw = [json.loads(text) for text in gold_path.read_text(encoding="utf-8").splitlines()][:300]
    questions = read_gold(gold_path)[:300]
    lines = _synthetic_run(questions)
    score: RunScore = score_run(questions, parse_run([json.dumps(one) for one in lines], "run"))
    for record, one, mine in zip(raw, lines, score.questions, strict=True):
        theirs = reference.score_one(record, one)
        for ours, name_there in SAME.items():
            assert mine.values[ours] == pytest.approx(theirs.get(name_there)), (mine.id, ours)
        assert bool(theirs.get("unsupported_figures")) == bool(mine.values["false_figures"])
