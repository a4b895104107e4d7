"""What ``python -m eval bench`` does: measures, prints a table, writes bench.json and bench.html."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from dataclasses import replace
from datetime import date

from eval.bench import Bench, as_json, as_table, measure_size
from eval.progress import progress_bar
from eval.provenance import collect


def machine_load() -> str:
    """Return how busy the machine already was: figures from a busy one are not the program's."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def bench(arguments: Namespace) -> int:
    """Measure every size and load, the smallest corpus first."""
    from eval.bench_page import bench_page

    settings = f"bench, {arguments.questions} questions a load, machine load at the start {machine_load()}"
    provenance = collect(arguments.corpus, arguments.gold, as_of=date.today(), settings=settings)
    shares = sorted(set(arguments.sizes))
    sizes = []
    with progress_bar("corpus sizes") as progress:
        for done, share in enumerate(shares):
            progress(done, len(shares))
            sizes.append(
                measure_size(
                    arguments.corpus, share, arguments.gold, people=arguments.people, questions=arguments.questions
                )
            )
    largest = sizes[-1]
    provenance = replace(
        provenance,
        corpus_hash=largest.corpus_hash,
        index_version=largest.index_version,
        encoder=largest.encoder,
    )
    result = Bench(provenance, arguments.corpus.name, tuple(sizes))
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "bench.json").write_text(as_json(result), encoding="utf-8")
    (arguments.out / "bench.html").write_text(bench_page(result), encoding="utf-8")
    sys.stdout.write(f"{as_table(result)}\n{arguments.out / 'bench.html'}\n")
    return 0
