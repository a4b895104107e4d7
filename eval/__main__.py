"""python -m eval run | score | compare | report | bench | gold | gate."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from eval import commands


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
    run.add_argument("--index", type=Path, required=True, help="folder of the built index")
    run.add_argument("--gold", type=Path, required=True)
    run.add_argument("--out", type=Path, required=True, help="run file to write; an interrupted run goes on")
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
    score.add_argument("--trec", type=Path, metavar="DIR", help="also write run.trec and qrels.trec")
    score.set_defaults(act=commands.score)


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(prog="python -m eval", description="Gold questions in, figures with provenance out.")
    commands_of = top.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_run, _add_score):
        add(commands_of)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a user's mistake is one line on stderr and status 2."""
    arguments = parser().parse_args(argv)
    try:
        status: int = arguments.act(arguments)
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
