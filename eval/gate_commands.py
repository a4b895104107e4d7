"""What ``python -m eval gate`` does: build the sample index, ask the sample gold set, compare with the baseline."""

from __future__ import annotations

import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from eval.baseline import baseline_of, read_baseline, write_baseline
from eval.case import source_texts
from eval.gate import as_text, judge
from eval.gold import read_gold
from eval.progress import progress_bar
from eval.provenance import collect
from eval.run import ask_in_threads, open_answerer, write_run
from eval.run_file import read_run
from eval.score import score_run

# A fixed day: documents expire, and the gate must not change its mind overnight.
DAY = date(2023, 6, 30)


def gate(arguments: Namespace) -> int:
    """Return 0 when the baseline is reached (or was recorded anew), 1 when not."""
    baseline = None if arguments.accept else read_baseline(arguments.baseline)
    questions = read_gold(arguments.gold)
    with _index(arguments.index, arguments.corpus) as index_dir, tempfile.TemporaryDirectory() as folder:
        provenance = collect(index_dir, arguments.gold, as_of=DAY, settings=f"gate, workers {arguments.workers}")
        out = arguments.out or Path(folder) / "gate.jsonl"
        ask_all = partial(ask_in_threads, open_answerer(index_dir), as_of=DAY, workers=arguments.workers)
        with progress_bar("gate") as progress:
            write_run(out, questions, provenance, ask_all, fresh=True, progress=progress)
        score = score_run(questions, read_run(out), source_texts(arguments.corpus))
    if baseline is None:
        write_baseline(arguments.baseline, baseline_of(score, provenance))
        sys.stdout.write(f"{arguments.baseline}: recorded {len(questions)} questions; commit it with the reason\n")
        return 0
    verdict = judge(baseline, score)
    sys.stdout.write(f"{as_text(verdict, score)}\n")
    return 0 if verdict.passes else 1


@contextmanager
def _index(given: Path | None, corpus: Path) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    from index.__main__ import DEFAULT_MODEL
    from index.build import build_index
    from index.embedding import StaticEmbedder  # slow import

    with tempfile.TemporaryDirectory(prefix="zhengda-gate-") as folder:
        build_index(corpus, Path(folder), StaticEmbedder(DEFAULT_MODEL))
        yield Path(folder)
