"""python -m eval run | score | compare | report | risk | bench | gold | gate | fit | ablation | recipe | …"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from eval import (
    ablation_command,
    bench_command,
    commands,
    fit_command,
    gate_commands,
    gold_commands,
    recipe_command,
    risk_command,
)
from eval.run import MODEL

INDEX = Path("var/index")
HERE = Path(__file__).resolve().parent
CARDS = HERE / "gold" / "cards.jsonl"
BASELINE = HERE / "gold" / "baseline.json"
CORPUS = HERE.parent / "corpus"
REQUESTS = HERE.parent / "tests" / "data" / "routing_requests.tsv"
MORE_REQUESTS = HERE / "request_lines.tsv"
SOURCES_HELP = "folder of the source files: quotes must be verbatim there too"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2025-01-31") from error


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a count; give a whole number from 1")
    return int(text)


def _add_run(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands_of.add_parser("run", help="ask every gold question and write the run file")
    run.add_argument("--index", type=Path, default=INDEX, help="folder of the built index (default: var/index)")
    run.add_argument("--gold", type=Path, required=True)
    run.add_argument("--out", type=Path, required=True, help="run file to write; an interrupted run goes on")
    run.add_argument("--model", type=Path, default=MODEL, help="folder of the encoder the index was built with")
    run.add_argument("--reranker", type=Path, metavar="FOLDER", help="cross-encoder for the first 20 candidates")
    run.add_argument("--as-of", type=_day, help="day the questions are asked about (default: today)")
    run.add_argument("--workers", type=_count, default=1, help="questions at once (latencies then hold waiting)")
    run.add_argument("--processes", action="store_true", help="workers are processes, each opens the index")
    run.add_argument("--fresh", action="store_true", help="write the run file anew")
    run.set_defaults(act=commands.run)


def _add_score(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    score = commands_of.add_parser("score", help="figures of a run")
    score.add_argument("run", type=Path)
    score.add_argument("gold", type=Path)
    score.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    score.add_argument("--failures", type=int, default=0, help="list the first N questions that are not correct")
    score.add_argument("--corpus", type=Path, help=SOURCES_HELP)
    score.add_argument("--trec", type=Path, metavar="DIR", help="also write run.trec and qrels.trec")
    score.set_defaults(act=commands.score)


def _add_compare(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    compare = commands_of.add_parser("compare", help="what changed between two runs, and whether it is chance")
    compare.add_argument("run_a", type=Path, help="before")
    compare.add_argument("run_b", type=Path, help="after")
    compare.add_argument("gold", type=Path)
    compare.set_defaults(act=commands.compare)


def _add_report(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = commands_of.add_parser("report", help="one HTML page about a run; opens offline")
    report.add_argument("run", type=Path)
    report.add_argument("gold", type=Path)
    report.add_argument("--corpus", type=Path, help=SOURCES_HELP)
    report.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for report.html")
    report.set_defaults(act=commands.report)


def _add_risk(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    risk = commands_of.add_parser("risk", help="what answering less, only when surer, makes of the wrong answers")
    risk.add_argument("run", type=Path)
    risk.add_argument("gold", type=Path)
    risk.add_argument("--svg", type=Path, metavar="FILE", help="also write the risk-coverage curve")
    risk.set_defaults(act=risk_command.risk)


def _add_gold(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    gold = commands_of.add_parser("gold", help="check, write, import and export gold questions")
    actions = gold.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser("check", help="format, ids, evidence, duplicates, balance")
    check.add_argument("gold", type=Path)
    check.add_argument("--corpus", type=Path, help="folder of the source files, to look the evidence up")
    check.set_defaults(act=gold_commands.check)
    new = actions.add_parser("new", help="write a question about a random article")
    new.add_argument("--index", type=Path, default=INDEX)
    new.add_argument("--gold", type=Path, default=CARDS, help="gold file to append to")
    new.add_argument("--seed", type=int, help="draw the same article again")
    new.set_defaults(act=gold_commands.new)
    table = actions.add_parser("import", help="a .csv or .xlsx table as a gold file")
    table.add_argument("table", type=Path)
    table.add_argument("--out", type=Path, required=True)
    table.set_defaults(act=gold_commands.import_table)
    beir = actions.add_parser("export-beir", help="corpus.jsonl, queries.jsonl and qrels for other tools")
    beir.add_argument("--gold", type=Path, default=CARDS)
    beir.add_argument("--index", type=Path, default=INDEX)
    beir.add_argument("--out", type=Path, required=True, metavar="DIR")
    beir.set_defaults(act=gold_commands.export_beir)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share; give a number like 0.5") from error
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share; it must be above 0 and at most 1")
    return share


def _add_bench(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bench = commands_of.add_parser("bench", help="build time, start time, memory and latency, as JSON and charts")
    bench.add_argument("--corpus", type=Path, default=CORPUS)
    bench.add_argument("--gold", type=Path, default=CARDS, help="questions to ask")
    bench.add_argument("--sizes", type=_share, nargs="+", default=[0.25, 0.5, 1.0], help="shares of the corpus")
    bench.add_argument("--people", type=_count, nargs="+", default=[1, 10, 50], help="people asking at once")
    bench.add_argument("--questions", type=_count, default=200, help="questions a load")
    bench.add_argument("--out", type=Path, default=Path("var/bench"), metavar="DIR")
    bench.set_defaults(act=bench_command.bench)


def _add_gate(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    gate = commands_of.add_parser("gate", help="fail when the sample gold set falls below the recorded baseline")
    gate.add_argument("--accept", action="store_true", help="record this run as the baseline")
    gate.add_argument("--gold", type=Path, default=CARDS)
    gate.add_argument("--baseline", type=Path, default=BASELINE)
    gate.add_argument("--corpus", type=Path, default=CORPUS, help="sample documents, built into a temporary index")
    gate.add_argument("--index", type=Path, help="use this index instead of building one")
    gate.add_argument("--out", type=Path, help="keep the run file here")
    gate.add_argument("--workers", type=_count, default=2)
    gate.set_defaults(act=gate_commands.gate)


def _add_fit(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    fit = commands_of.add_parser("fit", help="learn the small models of qa from a gold set and its index")
    fit.add_argument("--index", type=Path, required=True, help="folder of the index that the gold file is about")
    fit.add_argument("--gold", type=Path, required=True)
    fit.add_argument("--model", type=Path, default=MODEL, help="folder of the encoder the index was built with")
    fit.add_argument("--as-of", type=_day, required=True, help="day the questions are asked about")
    fit.set_defaults(act=fit_command.fit)


def _add_fit_routing(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    fit = commands_of.add_parser("fit-routing", help="learn the judge of requests from lines with their kind")
    fit.add_argument("--lines", type=Path, default=REQUESTS, help="table text, expected; judged in parts held out")
    fit.add_argument("--more", type=Path, nargs="*", default=[MORE_REQUESTS], help="tables that are only learned from")
    fit.set_defaults(act=fit_command.fit_routing)


def _add_ablation(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ablation = commands_of.add_parser("ablation", help="what each leg and each group of figures adds to retrieval")
    ablation.add_argument("--index", type=Path, default=INDEX, help="folder of the built index (default: var/index)")
    ablation.add_argument("--gold", type=Path, required=True)
    ablation.add_argument("--model", type=Path, default=MODEL, help="folder of the encoder the index was built with")
    ablation.add_argument("--as-of", type=_day, help="day the questions are asked about (default: today)")
    ablation.add_argument("--answers", action="store_true", help="also whole answers without the look-up and with it")
    ablation.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    ablation.set_defaults(act=ablation_command.ablation)


def _add_recipe(commands_of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    recipe = commands_of.add_parser("recipe", help="side by side with the usual LangChain recipe, same encoder")
    recipe.add_argument("--corpus", type=Path, required=True, help="folder of .txt and .md files")
    recipe.add_argument("--gold", type=Path, required=True)
    recipe.add_argument("--as-of", type=_day, help="day the questions are asked about (default: today)")
    recipe.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    recipe.set_defaults(act=recipe_command.recipe)


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(prog="python -m eval", description="Gold questions in, figures with provenance out.")
    commands_of = top.add_subparsers(required=True, metavar="COMMAND")
    adders = (_add_run, _add_score, _add_compare, _add_report, _add_risk, _add_bench, _add_gold, _add_gate, _add_fit)
    for add in (*adders, _add_fit_routing, _add_ablation, _add_recipe):
        add(commands_of)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a user's mistake is one line on stderr and status 2."""
    arguments = parser().parse_args(argv)
    try:
        status: int = arguments.act(arguments)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except OSError as error:  # a file that is missing or must not be read or written
        print(f"error: {error.filename or 'system'}: {error.strerror or error}", file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
