"""What ``python -m eval ablation`` does: opens the index, switches parts off, prints what each is worth."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date

from eval.compare import MetricChange, compare_metric
from eval.compare import as_table as changes_table
from eval.gold import GoldQuestion, read_gold
from eval.metrics import metric_named
from eval.run import ask_in_threads
from eval.run_file import RunFile, parse_run_line
from eval.score import RunScore, score_run
from qa.answerer import QuestionAnswerer
from qa.lookup import Lookup, LookupTable
from qa.opening import open_answerer

_COMPARED = ("right", "recall@1", "recall@5")  # what the look-up is meant to change


class _NothingNamed(LookupTable):
    """The look-up switched off: a question names no document and no article."""

    def find(self, question: str, *, on: date | None = None) -> Lookup:
        """Return an empty look-up."""
        return Lookup()


def lookup_changes(answerer: QuestionAnswerer, gold: Sequence[GoldQuestion], *, on: date) -> list[MetricChange]:
    """Answer every question without the exact look-up and with it; return what it changes."""
    off = QuestionAnswerer(replace(answerer.parts, lookup=_NothingNamed(answerer.snapshot)))
    before, after = _answered(off, gold, on), _answered(answerer, gold, on)
    changes = (compare_metric(metric_named(name), before, after) for name in _COMPARED)
    return [change for change in changes if change is not None]


def _answered(answerer: QuestionAnswerer, gold: Sequence[GoldQuestion], on: date) -> RunScore:
    lines = map(parse_run_line, ask_in_threads(answerer, gold, as_of=on))
    return score_run(gold, RunFile({line.id: line for line in lines}))


def _as_record(change: MetricChange) -> dict[str, object]:
    kept = ("questions", "before", "after", "low", "high", "won", "lost")
    return {"metric": change.metric.name, **{name: getattr(change, name) for name in kept}}


def ablation(arguments: Namespace) -> int:
    """Print the arms; with ``--answers`` also what the exact look-up does to whole answers."""
    from eval.ablation import SearchIndex, ablate, as_table
    from eval.commands import say
    from eval.progress import progress_bar
    from eval.provenance import collect
    from eval.score_text import provenance_line
    from index.embedding import open_embedder
    from index.snapshot import Snapshot
    from qa.lexicon import Lexicon
    from qa.linear import LinearModel
    from qa.retriever import FEATURES, RANKING_FILE

    gold, day = read_gold(arguments.gold), arguments.as_of or date.today()
    provenance = collect(arguments.index, arguments.gold, as_of=day, settings="ablation")
    ranking = LinearModel.load(RANKING_FILE, FEATURES)
    index, lexicon = (
        SearchIndex(Snapshot.open_current(arguments.index), open_embedder(arguments.model)),
        Lexicon.load(),
    )
    with progress_bar("questions") as progress:
        scores = ablate(index, lexicon, ranking, gold, on=day, progress=progress)
    changes = lookup_changes(open_answerer(arguments.index), gold, on=day) if arguments.answers else []
    if arguments.json:
        record = {
            "provenance": asdict(provenance),
            "arms": [asdict(score) for score in scores],
            "lookup": [_as_record(change) for change in changes],
        }
        say(json.dumps(record, ensure_ascii=False, indent=1))
        return 0
    say(as_table(scores))
    if changes:
        say(f"\nexact look-up off (before) and on (after)\n{changes_table(changes, listed=10)}")
    say(provenance_line(provenance))
    return 0
