"""The recorded baseline of the gate: one readable file, changed on purpose.

It holds the value of every gate metric for every question, so that a later run is compared question by question and
what was lost can be named.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.metrics import METRICS, Metric
from eval.provenance import Provenance, provenance_from_json
from eval.score import RunScore

# Length is a means, and complete, cited_evidence and the other depths of recall follow right and recall@5.
NOT_GUARDED = frozenset({"recall@1", "recall@3", "recall@10", "within_length", "complete", "cited_evidence"})
GUARDED: tuple[Metric, ...] = tuple(metric for metric in METRICS if metric.name not in NOT_GUARDED)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a run reached when it was accepted."""

    provenance: Provenance
    means: Mapping[str, float]  # metric -> mean, for people; the gate compares question by question
    questions: Mapping[str, Mapping[str, float]]  # id -> metric -> value, undefined ones left out


def baseline_of(score: RunScore, provenance: Provenance) -> Baseline:
    """Return the baseline that a run sets."""
    means = {metric.name: score.mean(metric).value for metric in GUARDED}
    return Baseline(
        provenance,
        {name: round(value, 4) for name, value in means.items() if value is not None},
        {question.id: _values(question.values) for question in score.questions},
    )


def _values(values: Mapping[str, float | None]) -> dict[str, float]:
    found = {metric.name: values[metric.name] for metric in GUARDED}
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the baseline with one line a question, so that a change of it can be read in a diff."""
    lines = [f"  {json.dumps(name)}: {json.dumps(dict(values))}" for name, values in baseline.questions.items()]
    text = (
        "{\n"
        f' "provenance": {json.dumps(asdict(baseline.provenance), ensure_ascii=False)},\n'
        f' "means": {json.dumps(dict(baseline.means), indent=2)},\n'
        ' "questions": {\n' + ",\n".join(lines) + "\n }\n}\n"
    )
    path.write_text(text, encoding="utf-8")


def read_baseline(path: Path) -> Baseline:
    """Return the recorded baseline.

    :raises ValueError: if the file is missing or is not one; the message says how to record it.
    """
    remedy = "record one with `python -m eval gate --accept`"
    if not path.is_file():
        raise ValueError(f"{path}: there is no baseline; {remedy}")
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Baseline(
            provenance_from_json(record["provenance"], str(path)),
            {str(name): float(value) for name, value in record["means"].items()},
            {
                str(name): {str(metric): float(value) for metric, value in values.items()}
                for name, values in record["questions"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: not a baseline ({error!r}); {remedy}") from error
