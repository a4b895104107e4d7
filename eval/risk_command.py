"""What ``python -m eval risk`` does: prints the table of a run, and writes its curve."""

from __future__ import annotations

from argparse import Namespace

from eval.commands import say
from eval.gold import read_gold
from eval.provenance import read_provenance
from eval.risk import as_table, curve, risk_rows
from eval.run_file import read_run
from eval.score import score_run
from eval.score_text import provenance_line


def risk(arguments: Namespace) -> int:
    """Print what becomes of a run when less sure answers are refused; write the curve where told to."""
    scored = score_run(read_gold(arguments.gold), read_run(arguments.run))
    say(as_table(risk_rows(scored)))
    if arguments.svg:
        arguments.svg.write_text(curve(scored, f"risk and coverage: {arguments.gold.stem}"), encoding="utf-8")
        say(str(arguments.svg))
    say(provenance_line(read_provenance(arguments.run)))
    return 0
