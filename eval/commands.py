"""What each command of ``python -m eval`` does: reads files, calls the steps, writes to the terminal."""

from __future__ import annotations

import sys
from argparse import Namespace
from functools import partial
from time import perf_counter

from eval.case import NO_SOURCES, source_texts
from eval.gold import read_gold
from eval.progress import progress_bar
from eval.provenance import collect, read_provenance
from eval.run import ask_in_processes, ask_in_threads, open_answerer, write_run
from eval.run_file import read_run
from eval.score import score_run
from eval.score_text import as_json, as_table, failures, provenance_line


def say(text: str) -> None:
    """Write one paragraph to standard output."""
    sys.stdout.write(f"{text}\n")


def run(arguments: Namespace) -> int:
    """Ask the gold questions; status 1 when some raised."""
    questions = read_gold(arguments.gold)
    how = f"{arguments.workers} {'processes' if arguments.processes else 'threads'}"
    provenance = collect(
        arguments.index,
        arguments.gold,
        as_of=arguments.as_of,
        settings=f"workers {how}",
        reranker=arguments.reranker.name if arguments.reranker else "",
    )
    opener = partial(open_answerer, model=arguments.model, reranker=arguments.reranker)
    if arguments.processes:
        ask_all = partial(
            ask_in_processes, arguments.index, as_of=arguments.as_of, workers=arguments.workers, opener=opener
        )
    else:
        answerer = opener(arguments.index)
        ask_all = partial(ask_in_threads, answerer, as_of=arguments.as_of, workers=arguments.workers)
    began = perf_counter()
    with progress_bar("questions") as progress:
        result = write_run(arguments.out, questions, provenance, ask_all, fresh=arguments.fresh, progress=progress)
    say(
        f"{arguments.out}: {result.asked} questions asked in {perf_counter() - began:.1f} s, "
        f"{result.resumed} kept from before, {len(result.errors)} failed"
    )
    return 1 if result.errors else 0


def score(arguments: Namespace) -> int:
    """Print the figures of a run."""
    sources = source_texts(arguments.corpus) if arguments.corpus else NO_SOURCES
    scored = score_run(read_gold(arguments.gold), read_run(arguments.run), sources)
    provenance = read_provenance(arguments.run)
    say(as_json(scored, provenance) if arguments.json else as_table(scored, provenance))
    if arguments.failures:
        say(failures(scored, arguments.failures))
    if arguments.trec:
        from eval.trec import write_trec

        write_trec(scored, arguments.trec)
    return 0


def compare(arguments: Namespace) -> int:
    """Print what changed from one run to the other."""
    from eval.compare import as_table as changes_table
    from eval.compare import compare_runs

    questions = read_gold(arguments.gold)
    before, after = (score_run(questions, read_run(path)) for path in (arguments.run_a, arguments.run_b))
    say(changes_table(compare_runs(before, after)))
    for path, scored in ((arguments.run_a, before), (arguments.run_b, after)):
        say(f"{path}: {scored.faults.count} faults in the run file; {provenance_line(read_provenance(path))}")
    return 0


def report(arguments: Namespace) -> int:
    """Write the report page of a run."""
    from eval.report import write_report

    sources = source_texts(arguments.corpus) if arguments.corpus else NO_SOURCES
    scored = score_run(read_gold(arguments.gold), read_run(arguments.run), sources)
    title = f"{arguments.run.name} × {arguments.gold.name}"
    say(str(write_report(scored, read_provenance(arguments.run), arguments.out, title=title)))
    return 0
