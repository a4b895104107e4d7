"""The usual recipe and ours in one run: what each finds in the same corpus, how fast, in how much memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from eval.bench import run_probe
from eval.bench_probe import BuildProbe
from eval.gold import read_gold
from eval.recipe_probe import SideProbe
from eval.retrieval_figures import FIGURES, Figure, cell, summary, table, values_of
from eval.score import percentile

USUAL, OURS = "usual recipe", "zhengda"
Probe = Callable[[Sequence[str]], str]  # arguments of a probe -> the JSON it printed


run_side = partial(run_probe, module="eval.recipe_probe")


@dataclass(frozen=True, slots=True)
class Side:
    """One side's figures."""

    name: str
    figures: Mapping[str, Figure]  # ours with the difference to the usual recipe
    passages: int
    mean_characters: float  # of a passage
    build_seconds: float
    build_peak_mib: float
    ready_seconds: float  # from a start of the process until it can be asked
    p50_ms: float  # one question, searched only; the faster of two rounds, warm
    p95_ms: float
    serving_mib: float


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Both sides over one corpus, and what the index of ours was built from."""

    usual: Side
    ours: Side
    corpus_hash: str
    index_version: str
    encoder: str  # of both


def measure(corpus: Path, gold: Path, *, on: date, build: Probe = run_probe, ask: Probe = run_side) -> SideBySide:
    """Build and ask both sides, each in processes of its own.

    :raises ProbeError: if a measuring process failed.
    """
    corpus, gold = corpus.resolve(), gold.resolve()
    common = (str(gold), on.isoformat())
    with tempfile.TemporaryDirectory(prefix="zhengda-recipe-") as name:
        built = BuildProbe(**json.loads(build(["build", str(corpus), str(Path(name) / "index")])))
        ours = SideProbe(**json.loads(ask(["ours", str(Path(name) / "index"), *common])))
    usual = SideProbe(**json.loads(ask(["usual", str(corpus), *common])))
    questions = [question for question in read_gold(gold) if question.answerable]
    theirs = values_of(questions, usual.found)
    finding = summary(theirs), summary(values_of(questions, ours.found), theirs)
    return SideBySide(
        _side(USUAL, usual, finding[0], (usual.ready_seconds, usual.peak_mib), usual.characters),
        _side(OURS, ours, finding[1], (built.seconds, built.peak_mib), built.characters),
        built.corpus_hash,
        built.index_version,
        built.encoder,
    )


def _side(
    name: str, probe: SideProbe, figures: Mapping[str, Figure], build: tuple[float, float], characters: int
) -> Side:
    faster = min((sorted(one) for one in probe.rounds_ms), key=lambda one: percentile(one, 0.5) or 0.0)
    return Side(
        name,
        figures,
        probe.passages,
        round(characters / max(probe.passages, 1), 1),
        round(build[0], 1),
        round(build[1], 1),
        round(probe.ready_seconds, 1),
        round(percentile(faster, 0.50) or 0.0, 2),
        round(percentile(faster, 0.95) or 0.0, 2),
        round(probe.serving_mib, 1),
    )


_COSTS: Mapping[str, Callable[[Side], float]] = {
    "passages": lambda side: side.passages,
    "mean characters of a passage": lambda side: side.mean_characters,
    "build, s": lambda side: side.build_seconds,
    "build, peak MiB": lambda side: side.build_peak_mib,
    "start until it can be asked, s": lambda side: side.ready_seconds,
    "one search p50, ms": lambda side: side.p50_ms,
    "one search p95, ms": lambda side: side.p95_ms,
    "memory serving, MiB": lambda side: side.serving_mib,
}


def as_table(result: SideBySide) -> str:
    """Return both sides as a table; in brackets the difference to the usual recipe and its interval."""
    sides = (result.usual, result.ours)
    rows = {name: [cell(side.figures[name]) for side in sides] for name in FIGURES}
    rows |= {name: [f"{cost(side):g}" for side in sides] for name, cost in _COSTS.items()}
    return table(rows, ("", *(side.name for side in sides)))
