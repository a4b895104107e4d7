"""What ``python -m eval recipe`` does: measures both sides and prints them beside each other."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict, replace
from datetime import date


def recipe(arguments: Namespace) -> int:
    """Print the usual recipe and ours, over the same corpus and questions."""
    from eval.bench_command import machine_load
    from eval.commands import say
    from eval.provenance import collect
    from eval.score_text import provenance_line
    from eval.side_by_side import as_table, measure

    day = arguments.as_of or date.today()
    settings = f"recipe, machine load at the start {machine_load()}"
    provenance = collect(arguments.corpus, arguments.gold, as_of=day, settings=settings)
    result = measure(arguments.corpus, arguments.gold, on=day)
    provenance = replace(
        provenance,
        corpus_hash=result.corpus_hash,
        index_version=result.index_version,
        encoder=result.encoder,
    )
    if arguments.json:
        record = {"provenance": asdict(provenance), "sides": [asdict(side) for side in (result.usual, result.ours)]}
        say(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        say(f"{as_table(result)}\n{provenance_line(provenance)}")
    return 0
